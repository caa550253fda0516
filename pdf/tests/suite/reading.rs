//! Revisions, objects, pages as written.

use kyso_pdf::{Document, Location, Object, ObjectId, XrefForm};

use crate::build::Builder;
use crate::{SAMPLES, sample};

#[test]
fn every_sample_is_one_revision_that_ends_with_the_file() {
    for name in SAMPLES {
        let bytes = sample(name);
        let document = Document::open(&bytes).unwrap();
        assert_eq!(document.revisions().len(), 1, "{name}");
        assert_eq!(document.revisions()[0].end, bytes.len(), "{name}");
        assert!(!document.latest().pages(1).unwrap().is_empty(), "{name}");
    }
}

#[test]
fn every_object_of_every_sample_can_be_read() {
    for name in SAMPLES {
        let bytes = sample(name);
        let document = Document::open(&bytes).unwrap();
        let view = document.latest();
        for (number, location) in &document.revisions()[0].entries {
            if !matches!(location, Location::Free { .. }) {
                let object = view.object(ObjectId::new(*number, 0)).unwrap();
                assert!(!object.is_null(), "{name}: object {number}");
            }
        }
    }
}

#[test]
fn the_forms_of_cross_reference_are_told_apart() {
    let form = |name| {
        let bytes = sample(name);
        Document::open(&bytes).unwrap().revisions()[0].form
    };
    assert_eq!(form("quyet-dinh.pdf"), XrefForm::Table);
    assert_eq!(form("quyet-dinh-xref-stream.pdf"), XrefForm::Stream);
}

#[test]
fn a_turned_page_says_so() {
    let bytes = sample("cong-van-rotate90.pdf");
    let document = Document::open(&bytes).unwrap();
    let page = document.latest().page(0).unwrap().unwrap();
    assert_eq!(page.rotate, 90);
}

#[test]
fn an_object_is_what_its_revision_says() {
    let mut file = Builder::one_page();
    file.object(4, "(first)");
    file.table("");
    file.object(4, "(second)");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let text = |revision| {
        let object = document.at(revision).object(ObjectId::new(4, 0)).unwrap();
        object.as_string().unwrap().to_vec()
    };
    assert_eq!(text(0), b"first");
    assert_eq!(text(1), b"second");
    assert_eq!(document.locate(4, 0).unwrap().0, 0);
    assert_eq!(document.revisions()[1].start, document.revisions()[0].end);
}

#[test]
fn a_freed_object_is_null_from_then_on() {
    let mut file = Builder::one_page();
    file.object(4, "(there)");
    let first = file.table("");
    let start = file.bytes.len();
    file.raw(&format!(
        "xref\n4 1\n0000000000 00001 f \ntrailer\n<</Size 5/Root 1 0 R/Prev {first}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    let document = Document::open(&file.bytes).unwrap();
    let id = ObjectId::new(4, 0);
    assert!(document.at(0).object(id).unwrap().as_string().is_some());
    assert!(document.at(1).object(id).unwrap().is_null());
}

#[test]
fn a_hybrid_file_hides_objects_in_its_stream() {
    let mut file = Builder::one_page();
    let hidden = file.bytes.len();
    file.raw("4 0 obj\n(hidden)\nendobj\n");
    let stream = file.xref_stream(5, &[(4, 1, u32::try_from(hidden).unwrap(), 0)]);
    file.table(&format!("/XRefStm {stream}"));
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(document.revisions()[0].form, XrefForm::Hybrid);
    let object = document.latest().object(ObjectId::new(4, 0)).unwrap();
    assert_eq!(*object, Object::String(b"hidden".to_vec()));
}

#[test]
fn boxes_may_be_inherited_and_negative() {
    let mut file = Builder::new();
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(
        2,
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[-100 -50 495 792]/Rotate 270>>",
    );
    file.object(3, "<</Type/Page/Parent 2 0 R/CropBox[-90 -40 9999 700]>>");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let page = document.latest().page(0).unwrap().unwrap();
    assert_eq!((page.crop_box.left, page.crop_box.bottom), (-90.0, -40.0));
    assert_eq!((page.crop_box.right, page.crop_box.top), (495.0, 700.0));
    assert_eq!(page.rotate, 270);
}

#[test]
fn page_numbers_are_counted_through_the_tree() {
    let mut file = Builder::new();
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(2, "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 3>>");
    file.object(3, "<</Type/Pages/Parent 2 0 R/Kids[4 0 R 5 0 R]/Count 2>>");
    for (number, parent) in [(4, 3), (5, 3), (6, 2)] {
        file.object(
            number,
            &format!("<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 9 9]>>"),
        );
    }
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let view = document.latest();
    for (index, page) in view.pages(9).unwrap().iter().enumerate() {
        assert_eq!(view.page_index(page.id), Some(index));
    }
    assert_eq!(view.page_index(ObjectId::new(99, 0)), None);
}

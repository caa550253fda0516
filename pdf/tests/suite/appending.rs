//! The append-only writer.

use kyso_pdf::{
    Dictionary, Document, Name, Object, Rect, SignaturePlan, Stream, XrefForm, prepare_signature,
};

use crate::build::Builder;
use crate::{SAMPLES, sample};

pub(crate) fn plan(name: &str) -> SignaturePlan<'static> {
    SignaturePlan {
        field_name: name.into(),
        page_index: 0,
        rect: Some(Rect::from_corners(100.0, 100.0, 200.0, 150.0)),
        appearance: None,
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: Some("Trần Thị Minh Ánh".into()),
        reason: None,
        location: None,
        signing_time: Some("D:20261120140307+07'00'".into()),
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 1000,
    }
}

fn sign(bytes: &[u8], name: &str) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let prepared = prepare_signature(&document, &plan(name)).unwrap();
    prepared.embed(&[0x30, 0x03, 1, 2, 3]).unwrap()
}

#[test]
fn the_input_stays_and_the_form_of_the_cross_reference_too() {
    for name in SAMPLES {
        let bytes = sample(name);
        let signed = sign(&bytes, "A");
        assert_eq!(&signed[..bytes.len()], bytes, "{name}");
        let document = Document::open(&signed).unwrap();
        let [old, new] = document.revisions() else {
            panic!("{name}: not two revisions");
        };
        assert_eq!(old.form, new.form, "{name}");
        assert_eq!(new.end, signed.len(), "{name}");
    }
}

#[test]
fn the_byte_range_covers_all_but_the_contents() {
    for name in SAMPLES {
        let bytes = sample(name);
        let document = Document::open(&bytes).unwrap();
        let prepared = prepare_signature(&document, &plan("A")).unwrap();
        let [zero, first, second, length] = prepared.byte_range();
        assert_eq!(zero, 0);
        let parts: usize = prepared.signed_parts().iter().map(|part| part.len()).sum();
        assert_eq!(parts, first + length);
        let signed = prepared.embed(&[0x30, 0x00]).unwrap();
        assert_eq!(signed.len(), second + length);
        let gap = &signed[first..second];
        assert_eq!((gap[0], gap[gap.len() - 1]), (b'<', b'>'));
        assert!(gap.starts_with(b"<3000"));
        let document = Document::open(&signed).unwrap();
        let fields = document.latest().signature_fields().unwrap();
        let value = fields[0].value.as_ref().unwrap();
        assert_eq!(value.contents_span, Some(first..second));
        let range = [zero, first, second, length].map(|n| i64::try_from(n).unwrap());
        assert_eq!(value.byte_range.as_deref(), Some(&range[..]));
        assert_eq!(value.contents.len(), 1000);
        assert_eq!(value.text("Name").as_deref(), Some("Trần Thị Minh Ánh"));
    }
}

#[test]
fn earlier_signatures_keep_their_bytes() {
    let first = sign(&sample("quyet-dinh.pdf"), "A");
    let second = sign(&first, "B");
    let third = sign(&second, "C");
    assert!(third.starts_with(&second) && second.starts_with(&first));
    let document = Document::open(&third).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
    assert_eq!(document.revisions().len(), 4);
}

#[test]
fn only_what_changes_is_written() {
    let bytes = sample("quyet-dinh.pdf");
    let signed = sign(&bytes, "A");
    let document = Document::open(&signed).unwrap();
    // Signature dictionary, widget, form, catalog, page.
    assert_eq!(document.revisions()[1].entries.len(), 5);
    let again = sign(&signed, "B");
    let document = Document::open(&again).unwrap();
    // The catalog stays: the form is an object of its own now.
    assert_eq!(document.revisions()[2].entries.len(), 4);
}

#[test]
fn indirect_arrays_are_replaced_instead_of_their_holders() {
    let mut file = Builder::new();
    file.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>");
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    file.object(
        3,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots 6 0 R>>",
    );
    file.object(4, "<</Fields 5 0 R/SigFlags 3/DA(/Helv 0 Tf)>>");
    file.object(5, "[]");
    file.object(6, "[]");
    file.table("");
    let signed = sign(&file.bytes, "A");
    let document = Document::open(&signed).unwrap();
    let numbers: Vec<u32> = document.revisions()[1]
        .entries
        .iter()
        .map(|e| e.0)
        .collect();
    assert_eq!(numbers, [5, 6, 7, 8]);
}

#[test]
fn a_hybrid_file_goes_on_with_a_table() {
    let mut file = Builder::one_page();
    let hidden = file.bytes.len();
    file.raw("4 0 obj\n(hidden)\nendobj\n");
    let stream = file.xref_stream(5, &[(4, 1, u32::try_from(hidden).unwrap(), 0)]);
    file.table(&format!("/XRefStm {stream}"));
    let signed = sign(&file.bytes, "A");
    let document = Document::open(&signed).unwrap();
    assert_eq!(document.revisions()[1].form, XrefForm::Table);
    assert!(!document.revisions()[1].trailer.contains("XRefStm"));
}

#[test]
fn the_permanent_identifier_stays_and_the_other_changes() {
    let bytes = sample("quyet-dinh.pdf");
    let signed = sign(&bytes, "A");
    let document = Document::open(&signed).unwrap();
    let id = |revision: usize| {
        let id = document.revisions()[revision].trailer.get("ID").unwrap();
        id.as_array().unwrap().to_vec()
    };
    assert_eq!(id(0)[0], id(1)[0]);
    assert_ne!(id(0)[1], id(1)[1]);
}

#[test]
fn a_file_without_a_last_line_end_gets_one() {
    let mut file = Builder::one_page();
    file.table("");
    file.bytes.pop();
    let signed = sign(&file.bytes, "A");
    assert!(signed.starts_with(&file.bytes));
    assert_eq!(Document::open(&signed).unwrap().revisions().len(), 2);
}

#[test]
fn a_container_that_does_not_fit_is_refused() {
    let bytes = sample("quyet-dinh.pdf");
    let document = Document::open(&bytes).unwrap();
    let prepared = prepare_signature(&document, &plan("A")).unwrap();
    assert_eq!(prepared.reserved(), 1000);
    assert!(prepared.clone().embed(&[0; 1000]).is_ok());
    assert!(prepared.embed(&[0; 1001]).is_err());
}

#[test]
fn an_appearance_becomes_a_form_of_the_widget() {
    let bytes = sample("quyet-dinh.pdf");
    let document = Document::open(&bytes).unwrap();
    let draw = |add: &mut dyn FnMut(Object) -> kyso_pdf::ObjectId| {
        let dictionary = Dictionary::new()
            .with("Subtype", Name::from("Form"))
            .with("BBox", Rect::from_corners(0.0, 0.0, 1.0, 1.0).to_object());
        add(Stream::new(dictionary, b"0 0 1 1 re f".to_vec()).into())
    };
    let plan = SignaturePlan {
        appearance: Some(&draw),
        ..plan("A")
    };
    let prepared = prepare_signature(&document, &plan).unwrap();
    let signed = prepared.embed(&[0x30, 0]).unwrap();
    let document = Document::open(&signed).unwrap();
    let view = document.latest();
    let fields = view.signature_fields().unwrap();
    let appearances = view.get(&fields[0].dictionary, "AP").unwrap();
    let form = view.get(appearances.as_dictionary().unwrap(), "N").unwrap();
    let data = view.decoded(form.as_stream().unwrap()).unwrap();
    assert_eq!(data, b"0 0 1 1 re f");
}

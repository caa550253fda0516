#![allow(clippy::unwrap_used)]

use kyso_pdf::{Document, Name, Stream, StreamData};

use super::*;

fn judged(annotation: &Dictionary) -> Judged {
    let pdf = include_bytes!("../../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    judge(&document.latest(), annotation, None).unwrap()
}

fn differs(annotation: &Dictionary) -> bool {
    judged(annotation) == Judged::Differs(ActiveKind::AnnotationLook)
}

fn numbers(numbers: &[i64]) -> Vec<Object> {
    numbers.iter().map(|number| (*number).into()).collect()
}

fn annotation(kind: &str) -> Dictionary {
    Dictionary::new()
        .with("Subtype", Name::from(kind))
        .with("F", 4)
        .with("Rect", numbers(&[0, 0, 90, 50]))
}

fn form() -> Stream {
    let bounds = Dictionary::new().with("BBox", numbers(&[0, 0, 90, 50]));
    Stream::new(bounds, b"0 0 9 9 re f".to_vec())
}

fn drawn(kind: &str) -> Dictionary {
    annotation(kind).with("AP", Dictionary::new().with("N", form()))
}

#[test]
fn what_programs_draw_by_themselves_is_found() {
    for kind in ["Stamp", "FreeText", "Line", "Square", "Polygon", "Redact"] {
        assert!(differs(&annotation(kind)), "{kind}");
        assert!(!differs(&drawn(kind)), "{kind}");
        assert!(!differs(&annotation(kind).with("F", 2)), "{kind}");
    }
    for kind in ["Highlight", "Underline", "Caret", "Popup", "Unknown"] {
        assert!(!differs(&annotation(kind)), "{kind}");
    }
    let without = annotation("Ink").with("AP", Dictionary::new());
    assert!(differs(&without));
}

#[test]
fn links_and_notes_are_harmless_unless_they_cover_the_page() {
    assert!(!differs(&annotation("Link")));
    let bordered = |width| annotation("Link").with("Border", numbers(&[0, 0, width]));
    assert!(!differs(&bordered(0)));
    assert!(!differs(&bordered(2)));
    assert!(differs(&bordered(40)));
    let thick = Dictionary::new().with("W", 40);
    assert!(differs(&annotation("Link").with("BS", thick)));
    assert!(!differs(&annotation("Text")));
    let attachment = annotation("FileAttachment");
    assert!(differs(&attachment));
    let icon = attachment.with("Rect", numbers(&[0, 0, 20, 20]));
    assert!(!differs(&icon));
    for kind in ["Link", "Popup", "FileAttachment", "Text", "Sound"] {
        assert!(differs(&drawn(kind)), "{kind}");
    }
    let mut idle = form();
    idle.data = StreamData::Owned(b"q Q".to_vec());
    let looks = Dictionary::new().with("N", idle);
    assert!(!differs(&annotation("Link").with("AP", looks)));
}

#[test]
fn an_open_popup_with_words_is_found() {
    let note = |words: &[u8]| Dictionary::new().with("Contents", Object::String(words.into()));
    let popup = |words| annotation("Popup").with("Parent", note(words));
    assert!(differs(&popup(b"x").with("Open", true)));
    assert!(!differs(&popup(b"").with("Open", true)));
    assert!(!differs(&popup(b"x")));
}

#[test]
fn looks_need_bounds_a_state_and_a_place() {
    let looks = |look: Object| Dictionary::new().with("N", look);
    let with = |look| annotation("Stamp").with("AP", looks(look));
    let mut unbounded = form();
    unbounded.dictionary.remove("BBox");
    assert!(differs(&with(unbounded.into())));
    let flat = Dictionary::new().with("BBox", numbers(&[0, 0, 0, 9]));
    assert!(differs(&with(Stream::new(flat, b"f".to_vec()).into())));
    let nothing = Stream::new(Dictionary::new(), Vec::new());
    assert!(!differs(&with(nothing.into())));
    let states = with(Dictionary::new().with("On", form()).into());
    assert!(differs(&states));
    assert!(!differs(&states.clone().with("AS", Name::from("On"))));
    assert!(differs(&states.with("AS", Name::from("Off"))));
    assert!(differs(&drawn("Stamp").with("F", 5)));
    let mut nowhere = drawn("Stamp");
    nowhere.remove("Rect");
    assert!(differs(&nowhere));
    let mut nameless = drawn("Stamp");
    nameless.remove("Subtype");
    assert!(differs(&nameless));
}

#[test]
fn looks_that_keep_their_size_are_found_beyond_that_of_icons() {
    for rect in [[0, 842, 595, 842], [0, 841, 1, 842], [0, 0, 90, 50]] {
        for kind in ["Stamp", "Text", "Widget"] {
            let kept = drawn(kind).with("Rect", numbers(&rect)).with("F", 12);
            assert!(differs(&kept), "{kind} {rect:?}");
            assert!(!differs(&kept.with("F", 14)), "{kind} {rect:?}");
        }
    }
    let upright = drawn("Stamp").with("F", 20);
    assert!(!differs(&upright));
    let pdf = include_bytes!("../../../../testdata/samples/quyet-dinh.pdf");
    let document = Document::open(pdf).unwrap();
    let view = document.latest();
    assert!(keeps_upright(&view, &upright).unwrap());
    assert!(!keeps_upright(&view, &drawn("Stamp")).unwrap());
    let mut small = form();
    small.dictionary.insert("BBox", numbers(&[0, 0, 20, 20]));
    let looks = Dictionary::new().with("N", small);
    let icon = drawn("Text").with("AP", looks);
    let icon = icon.with("Rect", numbers(&[0, 0, 20, 20])).with("F", 28);
    assert!(!differs(&icon) && !keeps_upright(&view, &icon).unwrap());
}

#[test]
fn numbers_that_programs_cut_are_found() {
    for flags in [(1 << 32) + 2, (1 << 33) + 6, (1 << 32) + 6] {
        assert!(differs(&drawn("Stamp").with("F", flags)), "{flags}");
    }
    let tall = numbers(&[0, 0, 595, (1 << 32) + 842]);
    assert!(differs(&drawn("Stamp").with("Rect", tall)));
    let field = drawn("Widget").with("FT", Name::from("Btn"));
    let judged = judged(&field.with("Ff", (1_i64 << 32) + (1 << 16)));
    assert_eq!(judged, Judged::Differs(ActiveKind::FieldLook));
}

#[test]
fn markings_with_a_dark_colour_or_without_lines_are_found() {
    let lines = numbers(&[0, 9, 9, 9, 0, 0, 9, 0]);
    let marking = drawn("Highlight").with("QuadPoints", lines);
    let yellow = numbers(&[1, 1, 0]);
    assert!(!differs(&marking.clone().with("C", yellow.clone())));
    assert!(differs(&marking.clone().with("C", numbers(&[0, 0, 0]))));
    assert!(differs(&marking));
    assert!(differs(&drawn("Highlight").with("C", yellow)));
}

//! Objects, and indirect objects with their streams.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::limits::Limits;

fn shallow() -> Meter {
    Meter::new(Limits {
        depth: 20,
        ..Limits::default()
    })
}

fn read(text: &[u8]) -> Result<IndirectObject, PdfError> {
    indirect_object(text, 0, &shallow(), &|_| None)
}

#[test]
fn a_dictionary_tells_where_its_values_are() {
    let text = b"7 0 obj <</A (x) /B 3 0 R/C[1 2]>> endobj";
    let read = read(text).unwrap();
    assert_eq!(read.id, ObjectId::new(7, 0));
    let spans = value_spans(text, 0, &shallow()).unwrap();
    let spans: Vec<_> = spans.iter().map(|(_, span)| &text[span.clone()]).collect();
    assert_eq!(spans, [&b"(x)"[..], b"3 0 R", b"[1 2]"]);
    assert_eq!(read.span.end, text.len());
}

#[test]
fn three_integers_are_no_reference() {
    let read = read(b"1 0 obj [1 0 R 1 0 1]endobj").unwrap();
    let elements = read.object.as_array().unwrap();
    assert_eq!(elements.len(), 4);
    assert_eq!(elements[0], Object::Reference(ObjectId::new(1, 0)));
}

#[test]
fn a_key_with_two_values_is_refused_but_for_the_info_of_a_trailer() {
    assert!(read(b"1 0 obj <</A 1/A 2>> endobj").is_err());
    assert!(read(b"1 0 obj <</Info 1/Info 2>> endobj").is_err());
    let twice = read(b"1 0 obj <</A[1 2]/B 3/A[1 2]>> endobj").unwrap();
    let once = read(b"1 0 obj <</A[1 2]/B 3>> endobj").unwrap();
    assert_eq!(twice.object, once.object);
    let text = b"<</Size 6/Info 4 0 R/Root 1 0 R/Info 5 0 R>>";
    let (read, _) = trailer(text, 0, &shallow()).unwrap();
    let info = read.as_dictionary().unwrap().get("Info").cloned();
    assert_eq!(info, Some(Object::Reference(ObjectId::new(5, 0))));
    for text in [
        "<</Root 1 0 R/Root 2 0 R>>",
        "<</Root 1 0 R/X<</Info 1/Info 2>>>>",
    ] {
        assert!(trailer(text.as_bytes(), 0, &shallow()).is_err(), "{text}");
    }
}

#[test]
fn a_wrong_stream_length_is_refused() {
    assert!(read(b"1 0 obj <</Length 3>> stream\nabc\nendstream endobj").is_ok());
    assert!(read(b"1 0 obj <</Length 2>> stream\nabc\nendstream endobj").is_err());
    assert!(read(b"1 0 obj <</Length 99>> stream\nabc\nendstream endobj").is_err());
}

#[test]
fn deep_nesting_ends_at_the_limit() {
    let text = [b"1 0 obj ".as_slice(), &b"[".repeat(100_000)].concat();
    assert!(matches!(
        read(&text),
        Err(PdfError::LimitReached { limit: 20, .. })
    ));
}

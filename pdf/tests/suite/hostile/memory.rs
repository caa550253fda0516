//! What is held of a file is counted in bytes.

use kyso_pdf::{Document, Limits, ObjectId};

use super::{budget, fields, form, object, offset, one_object};
use crate::build::Builder;

#[test]
fn what_an_object_takes_is_counted_in_bytes() {
    let limits = Limits {
        objects_held: 100_000,
        ..Limits::default()
    };
    let held = "bytes of memory for objects";
    for body in [
        format!("[{}]", "0 ".repeat(3000)),
        format!("[{}]", "[1]".repeat(1500)),
        format!("[({})]", "a".repeat(100_000)),
        format!("<<{}>>", "/A".repeat(100_000)),
    ] {
        assert_eq!(budget(&one_object(&body), limits, object(4)), held);
    }
}

#[test]
fn what_is_kept_makes_room_for_what_is_read() {
    let limits = Limits {
        objects_held: 100_000,
        streams_held: 20_000,
        ..Limits::default()
    };
    let mut file = Builder::one_page();
    for number in 10..60 {
        file.object(number, &format!("[{}]", "0 ".repeat(300)));
    }
    let table = file.table("");
    let mut entries = Vec::new();
    for number in 60..70 {
        let data = format!("{} 0 ({})", number + 10, "a".repeat(9000));
        let length = data.len();
        let body =
            format!("<</Type/ObjStm/N 1/First 5/Length {length}>>\nstream\n{data}\nendstream");
        file.object(number, &body);
        entries.push((number, 1, offset(&file, &format!("{number} 0 obj")), 0));
        entries.push((number + 10, 2, number, 0));
    }
    file.object(
        80,
        &format!(
            "<</Type/ObjStm/N 1/First 5/Length 30005>>\nstream\n81 0 {}\nendstream",
            "0".repeat(30_000)
        ),
    );
    entries.push((80, 1, offset(&file, "80 0 obj"), 0));
    entries.push((81, 2, 80, 0));
    let start = file.xref_stream(90, &entries);
    let kind = b"/Type/XRef";
    let at = file
        .bytes
        .windows(kind.len())
        .rposition(|w| w == kind)
        .unwrap();
    let previous = format!("/Prev {table}");
    file.bytes.splice(at..at, previous.bytes());
    file.raw(&format!("startxref\n{start}\n%%EOF\n"));
    let document = Document::open_with(&file.bytes, limits).unwrap();
    let view = document.latest();
    for _ in 0..3 {
        for number in (10..60).chain(70..80) {
            let read = view.object(ObjectId::new(number, 0)).unwrap();
            assert!(!read.is_null(), "{number}");
        }
    }
    let error = view.object(ObjectId::new(81, 0)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("bytes of memory for object streams"),
        "{error}"
    );
}

/// Each field has a copy of its value.
#[test]
fn one_value_of_many_fields() {
    let value = format!("<</Type/Sig/Contents({})>>", "a".repeat(100_000));
    let fields_of_it = "<</T(a)/FT/Sig/V 4 0 R>>".repeat(500);
    let bytes = form(&fields_of_it, &[(4, &value)]);
    assert_eq!(
        budget(&bytes, Limits::default(), fields),
        "bytes of memory for signature fields"
    );
}

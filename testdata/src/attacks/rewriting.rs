//! Later revisions that write existing objects, or harmless ones, in a way that
//! programs read differently, so that each program shows something else.

pub(crate) mod object_streams;
mod streams;
pub(crate) mod values;

use kyso_pdf::{Dictionary, Name};

use crate::edit::{catalog, content_of, first_page, updated, written};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = tokens();
    cases.extend(streams::cases());
    cases.extend(values::cases());
    cases.extend(without_need());
    cases.extend(object_streams::cases());
    cases.extend(moved());
    Family {
        name: "rewriting",
        cases,
    }
}

/// The page written again, each time with another token at an edge.
fn tokens() -> Vec<Case> {
    let zeros = format!("/Contents {}", "0".repeat(230));
    let deep = format!("/X {}{}", "[".repeat(40), "]".repeat(40));
    let long = format!("/{} 1", "X".repeat(128));
    let case = |name, reason, change: &str| {
        let change = change.to_owned();
        Case::new(name, Expected::altered(reason), move |base| {
            page_written(base, |text| text.replacen("/Contents ", &change, 1))
        })
    };
    let entry = |name, reason, entry: &str| {
        let entry = entry.to_owned();
        Case::new(name, Expected::altered(reason), move |base| {
            let update = Revision::after(&base.approved);
            let number = update.next();
            update.object(number, format!("<<{entry}>>")).finish()
        })
    };
    vec![
        case("reference-of-more-than-255-bytes", "LongToken", &zeros),
        case("name-with-a-needless-escape", "NameEscape", "/Con#74ents "),
        // À is C3 80, and PDFium ends the name before its second byte.
        entry("name-that-ends-within-a-letter", "WhiteSpace", "/A\u{c0} 1"),
        entry("name-of-128-bytes", "LongToken", &long),
        entry("name-with-half-an-escape", "NameEscape", "/A#2 1"),
        entry("name-with-a-null-byte", "NameEscape", "/A#00 1"),
        entry("number-beyond-32-bits", "NumberRange", "/A 4294967298"),
        entry("real-beyond-32-bits", "NumberRange", "/A 4294967298.5"),
        entry("nested-beyond-all-programs", "Nesting", &deep),
        entry("half-a-hexadecimal-byte", "HexadecimalDigits", "/A<414>"),
        entry("octal-beyond-a-byte", "OctalEscape", "/A(\\501)"),
        entry("reference-to-another-generation", "Generation", "/A 1 7 R"),
        entry("broken-object-added", "Unreadable", "/A --5"),
        Case::new(
            "object-that-is-a-reference",
            Expected::altered("BareReference"),
            |base| {
                let update = Revision::after(&base.approved);
                let (number, page) = (update.next(), first_page(&base.approved).0);
                update.object(number, format!("{page} R")).finish()
            },
        ),
        // PDF.js finds no such object when it rebuilds the cross-reference.
        Case::new(
            "object-number-on-a-line-of-its-own",
            Expected::altered("Header"),
            |base| {
                let update = Revision::after(&base.approved);
                let (number, at) = (update.next(), update.position());
                let update = update.bytes(format!("{number}\n0 obj\n<<>>\nendobj\n"));
                update.entry(number, at, 0).finish()
            },
        ),
    ]
}

/// Content, fonts and pages that are plainly written again without need.
fn without_need() -> Vec<Case> {
    let again = Expected::altered("WrittenAgain");
    vec![
        Case::new("page-written-again", again, |base| {
            page_written(base, str::to_owned)
        }),
        Case::new("content-written-again", again, |base| {
            let (number, data) = content(&base.approved);
            let head = format!("<</Length {}{FLATE}>>\nstream\n", data.len());
            let body = [head.as_bytes(), &data, b"\nendstream"].concat();
            Revision::after(&base.approved)
                .object(number, body)
                .finish()
        }),
        Case::new("font-written-again", again, |base| {
            let font = Dictionary::new()
                .with("Type", Name::from("Font"))
                .with("Subtype", Name::from("Type1"))
                .with("BaseFont", Name::from("Helvetica"));
            let prepared = updated(&base.plain, |update| {
                update.add(font.clone());
            });
            let number = Revision::after(&prepared).next() - 1;
            let signed = base.signed(&prepared);
            Revision::after(&signed)
                .object(number, written(font.clone()))
                .finish()
        }),
    ]
}

/// Another catalog or information dictionary, with further changes.
fn moved() -> Vec<Case> {
    vec![
        Case::new(
            "catalog-moved-with-an-action",
            Expected::altered("OpenAction"),
            |base| {
                with_moved_catalog(&base.approved, |entries| {
                    entries.with(
                        "OpenAction",
                        Dictionary::new().with("S", Name::from("GoTo")),
                    )
                })
            },
        ),
        Case::new(
            "catalog-moved-with-another-layout",
            Expected::altered("Root /PageLayout"),
            |base| {
                with_moved_catalog(&base.approved, |entries| {
                    entries.with("PageLayout", Name::from("TwoColumnLeft"))
                })
            },
        ),
        Case::new(
            "information-moved-to-the-page",
            Expected::altered("Trailer"),
            |base| {
                let page = first_page(&base.approved).0;
                let update = Revision::after(&base.approved);
                update.trailer(&format!("/Info {page} R")).finish()
            },
        ),
    ]
}

/// The approved document whose trailer names a copy of the catalog.
pub(crate) fn with_moved_catalog(
    bytes: &[u8],
    change: impl FnOnce(Dictionary) -> Dictionary,
) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    let entries = written(change(catalog(bytes).1));
    update.object(number, entries).root(number).finish()
}

const FLATE: &str = "/Filter/FlateDecode";

/// Number and encoded data of the content of the first page.
fn content(bytes: &[u8]) -> (u32, Vec<u8>) {
    let id = content_of(&first_page(bytes).1);
    let document = kyso_pdf::Document::open(bytes).unwrap();
    let object = document.latest().object(id).unwrap();
    let stream = object.as_stream().unwrap();
    assert!(
        stream
            .dictionary
            .name("Filter")
            .is_some_and(|name| *name == "FlateDecode")
    );
    (id.number, document.stream_bytes(&stream.data).to_vec())
}

/// The approved document with its first page written again as `change` says.
fn page_written(base: &Base, change: impl FnOnce(&str) -> String) -> Vec<u8> {
    let (id, page) = first_page(&base.approved);
    let text = change(&written(page));
    Revision::after(&base.approved)
        .object(id.number, text)
        .finish()
}

/// The decision with an object that no program can read and nothing uses.
pub(crate) fn with_broken_object(bytes: &[u8]) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    update
        .object(number, "<</Type/Font/X --5/Y 7 0 R>>")
        .finish()
}

/// An information dictionary as one widespread producer writes it: not all of it is plain.
pub(crate) fn with_information(bytes: &[u8], title: &str, keywords: u32) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    let body = format!("<</Title({title})/AAPL:Keywords {keywords} 0 R>>");
    let update = update.object(number, body);
    update.trailer(&format!("/Info {number} 0 R")).finish()
}

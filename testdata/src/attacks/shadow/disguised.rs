//! Page content that the file calls something else: validation data, metadata, a part of the file structure.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};

use super::{ADDED, PAGE, REPLACED};
use crate::Case;
use crate::edit::{BLACK, catalog, content_of, drawing, first_page, updated};
use crate::revision::Revision;
use crate::signing::form_object;

/// Page content that is also referred to from a place where changes are expected.
pub(super) fn other_names() -> Vec<Case> {
    let in_catalog = |name, key: &'static str| {
        Case::new(name, REPLACED, move |base| {
            let content = content_of(&first_page(&base.plain).1);
            let (id, entries) = catalog(&base.plain);
            let prepared = updated(&base.plain, |update| {
                let kind = Dictionary::new().with("Type", Name::from("Metadata"));
                update.set(content, Stream::new(kind, b"q Q".to_vec()));
                update.set(id, entries.with(key, content));
            });
            let kind = Dictionary::new().with("Type", Name::from("Metadata"));
            updated(&base.signed(&prepared), |update| {
                update.set(content, Stream::new(kind, BLACK.as_bytes().to_vec()));
            })
        })
    };
    vec![
        in_catalog("content-under-the-name-of-metadata", "Metadata"),
        in_catalog("content-under-the-name-of-validation-data", "DSS"),
        in_catalog("content-under-the-name-of-extensions", "Extensions"),
        Case::new("font-under-the-name-of-information", REPLACED, |base| {
            let font = Dictionary::new().with("Subtype", Name::from("Type1"));
            let plain_font = font.clone().with("BaseFont", Name::from("Helvetica"));
            let symbols = font.with("BaseFont", Name::from("Symbol"));
            let (id, page) = first_page(&base.plain);
            let mut shared = None;
            let prepared = updated(&base.plain, |update| {
                let font = update.add(plain_font);
                shared = Some(font);
                let fonts = Dictionary::new().with("F1", font);
                update.set(
                    id,
                    page.with("Resources", Dictionary::new().with("Font", fonts)),
                );
            });
            let named = Revision::after(&prepared).trailer(&format!("/Info {} R", shared.unwrap()));
            let signed = base.signed(&named.finish());
            updated(&signed, |update| update.set(shared.unwrap(), symbols))
        }),
        Case::new(
            "identifier-under-the-name-of-information",
            REPLACED,
            |base| {
                let prepared = Revision::after(&base.plain);
                let shared = ObjectId::new(prepared.next(), 0);
                let entries = format!("/Info {shared} R/ID[{shared} R(a)]");
                let prepared = prepared.object(shared.number, "<</Title(a)>>");
                let signed = base.signed(&prepared.trailer(&entries).finish());
                updated(&signed, |update| {
                    let title = Object::String(b"b".to_vec());
                    update.set(shared, Dictionary::new().with("Title", title));
                })
            },
        ),
    ]
}

/// Content whose `/Type` claims that it belongs to the file structure.
pub(super) fn posing_as_structure() -> Vec<Case> {
    vec![
        // The type of a stream does not keep programs from drawing it.
        Case::new(
            "content-of-the-type-of-a-cross-reference-replaced",
            REPLACED,
            |base| {
                let content = content_of(&first_page(&base.plain).1);
                let posing = |content: &str| posing_stream(Dictionary::new(), content);
                let prepared = updated(&base.plain, |update| update.set(content, posing("q Q")));
                updated(&base.signed(&prepared), |update| {
                    update.set(content, posing(BLACK))
                })
            },
        ),
        Case::new(
            "content-of-the-type-of-an-object-stream-replaced",
            REPLACED,
            |base| {
                let content = content_of(&first_page(&base.plain).1);
                let posing = |content: &str| {
                    let kind = Dictionary::new().with("Type", Name::from("ObjStm"));
                    Object::from(Stream::new(kind, content.as_bytes().to_vec()))
                };
                let prepared = updated(&base.plain, |update| update.set(content, posing("q Q")));
                updated(&base.signed(&prepared), |update| {
                    update.set(content, posing(BLACK))
                })
            },
        ),
        Case::new(
            "awaited-by-a-drawing-of-the-type-of-a-cross-reference",
            ADDED,
            |base| {
                let missing = ObjectId::new(500, 0);
                let (id, page) = first_page(&base.plain);
                let prepared = updated(&base.plain, |update| {
                    let inner = Dictionary::new().with("A", missing);
                    let form = Dictionary::new()
                        .with("Subtype", Name::from("Form"))
                        .with("BBox", PAGE.to_object())
                        .with("Resources", Dictionary::new().with("XObject", inner));
                    let drawn = update.add(posing_stream(form, "/A Do"));
                    let objects = Dictionary::new().with("B", drawn);
                    let content = update.add(drawing("/B Do"));
                    let resources = Dictionary::new().with("XObject", objects);
                    update.set(
                        id,
                        page.with("Contents", content).with("Resources", resources),
                    );
                });
                let signed = base.signed(&prepared);
                updated(&signed, |update| {
                    update.set(missing, form_object(&PAGE, BLACK))
                })
            },
        ),
    ]
}

/// A stream whose `/Type` claims that it is a cross-reference.
fn posing_stream(dictionary: Dictionary, content: &str) -> Object {
    let dictionary = dictionary.with("Type", Name::from("XRef"));
    Stream::new(dictionary, content.as_bytes().to_vec()).into()
}

//! Drawings after a signature beyond the places, pages and bytes that kyso looks at.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, Update};

use super::{PAPER, TEXT, WORDS};
use crate::attacks::forms::{filled, text_field};
use crate::edit::{catalog, dictionary, elements, first_page, reference, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

/// How many places kyso looks at, and how many pages.
const LOOKS: usize = 256;
const PAGES: usize = 64;

pub(super) fn cases() -> Vec<Case> {
    let filled_over = Expected::altered("FilledOverContent");
    vec![
        Case::new(
            "field-filled-at-more-places-than-are-looked-at",
            filled_over,
            |base| {
                let pages = vec![first_page(&base.form).0; LOOKS + 1];
                fill_in(base, &with_widgets(&base.form, &pages))
            },
        ),
        Case::new(
            "field-filled-on-more-pages-than-are-looked-at",
            filled_over,
            |base| {
                let (bytes, pages) = with_pages(&base.form, PAGES + 1);
                fill_in(base, &with_widgets(&bytes, &pages))
            },
        ),
        Case::new(
            "field-filled-on-a-page-too-long-to-be-read",
            filled_over,
            |base| filled(&base.signed(&lengthened(&base.form)), "So", "05", "(05) Tj"),
        ),
        Case::new("field-filled-on-no-page", filled_over, |base| {
            let (page_id, page) = first_page(&base.form);
            let (field, _) = text_field(&base.form, "So");
            let mut listed = elements(&base.form, &page, "Annots");
            listed.retain(|listed| listed.as_reference() != Some(field));
            let prepared = updated(&base.form, |update| {
                update.set(page_id, page.with("Annots", listed));
            });
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new(
            "words-on-a-page-too-long-to-be-read",
            Expected::altered("DrawnOverContent").with_signatures(2),
            |base| {
                let signed = base.signed(&lengthened(&base.plain));
                Signing::new(&base.office.agency, "Khac")
                    .look(Look::Drawing(PAPER, WORDS))
                    .sign(&signed)
            },
        ),
    ]
}

fn fill_in(base: &Base, prepared: &[u8]) -> Vec<u8> {
    let signed = base.signed(prepared);
    let (id, field) = text_field(&signed, "So");
    updated(&signed, |update| {
        let value = Object::String(b"05".to_vec());
        update.set(id, field.with("V", value));
    })
}

/// The field with a widget on each of the pages, the last one over the text.
fn with_widgets(bytes: &[u8], pages: &[ObjectId]) -> Vec<u8> {
    let (field_id, field) = text_field(bytes, "So");
    let mut listed: Vec<(ObjectId, Vec<Object>)> = Vec::new();
    let mut kids = Vec::new();
    updated(bytes, |update| {
        for (index, page) in pages.iter().enumerate() {
            let area = match index + 1 == pages.len() {
                true => TEXT,
                false => PAPER,
            };
            let widget = add_widget(update, field_id, *page, area);
            kids.push(widget.into());
            match listed.iter_mut().find(|(id, _)| id == page) {
                Some((_, widgets)) => widgets.push(widget.into()),
                None => listed.push((*page, vec![widget.into()])),
            }
        }
        for (id, widgets) in listed {
            let page = dictionary(bytes, id);
            update.set(id, page.with("Annots", widgets));
        }
        let mut parent = field;
        for key in ["Type", "Subtype", "Rect", "P", "AP", "F", "MK"] {
            parent.remove(key);
        }
        update.set(field_id, parent.with("Kids", kids));
    })
}

fn add_widget(
    update: &mut Update<'_, '_>,
    parent: ObjectId,
    page: ObjectId,
    area: Rect,
) -> ObjectId {
    let widget = Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from("Widget"))
        .with("Parent", parent)
        .with("P", page)
        .with("F", 4)
        .with("Rect", area.to_object());
    update.add(widget)
}

/// The document with so many pages, all like the first.
fn with_pages(bytes: &[u8], count: usize) -> (Vec<u8>, Vec<ObjectId>) {
    let tree = reference(&catalog(bytes).1, "Pages");
    let (first, page) = first_page(bytes);
    let mut pages = vec![first];
    let bytes = updated(bytes, |update| {
        while pages.len() < count {
            let copy = page.clone().with("Annots", Vec::<Object>::new());
            pages.push(update.add(copy.with("Parent", tree)));
        }
        let kids: Vec<Object> = pages.iter().map(|id| (*id).into()).collect();
        let count = i64::try_from(kids.len()).unwrap();
        let root = dictionary(bytes, tree);
        update.set(tree, root.with("Kids", kids).with("Count", count));
    });
    (bytes, pages)
}

/// The document with a first page that has more bytes than kyso decodes.
fn lengthened(bytes: &[u8]) -> Vec<u8> {
    const BYTES: usize = (16 << 20) + 1;
    let (id, page) = first_page(bytes);
    updated(bytes, |update| {
        let blanks = update.add(Stream::new(Dictionary::new(), vec![b' '; BYTES]));
        let mut contents = match page.get("Contents") {
            Some(Object::Array(parts)) => parts.clone(),
            Some(part) => vec![part.clone()],
            None => Vec::new(),
        };
        contents.push(blanks.into());
        update.set(id, page.with("Contents", contents));
    })
}

//! Later revisions that only change whether programs rebuild the file, and later
//! revisions that reveal objects which the signed file hid.

use kyso_pdf::{Document, Location, Object, ObjectId};

use super::incremental::newest_xref;
use super::recovery::hybrid_at;
use crate::edit::{
    BLACK, catalog, content_of, dictionary, find_last, first_page, reference, written,
    written_drawing,
};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::{Base, Case, Family};

const REBUILT: Expected = Expected::altered("RebuiltDifferently");
const LIGHT: Expected = Expected::altered("BroughtToLight");
/// An object number that no sample uses.
pub(crate) const NOTHING: u32 = 9000;

pub(crate) fn family() -> Family {
    Family {
        name: "rebuilding",
        cases: rebuilt().into_iter().chain(hidden()).collect(),
    }
}

fn rebuilt() -> Vec<Case> {
    vec![
        Case::new(
            "table-after-streams-that-await-an-object",
            REBUILT,
            |base| unused(&base.signed(&packed_page(base, true))),
        ),
        Case::new(
            "stream-after-tables-that-await-an-object",
            REBUILT,
            |base| {
                let signed = base.signed(&unused(&packed_page(base, true)));
                unused_element(&signed)
            },
        ),
        Case::new("reference-to-nothing-after-a-table", REBUILT, |base| {
            let signed = base.signed(&unused(&packed_page(base, false)));
            nothing_named(&signed)
        }),
        Case::new("reference-to-nothing-beside-another", REBUILT, |base| {
            let signed = base.signed(&nothing_named(&packed_page(base, false)));
            nothing_named(&signed)
        }),
        Case::new("reference-to-nothing-taken-back", REBUILT, |base| {
            let first = nothing_named(&packed_page(base, false));
            let number = Revision::after(&first).next() - 1;
            let signed = base.signed(&nothing_named(&first));
            Revision::after(&signed).object(number, "<<>>").finish()
        }),
        Case::new(
            "table-after-streams-with-an-entry-astray",
            REBUILT,
            |base| {
                let (id, page) = first_page(&base.plain);
                let astray = Compressed::after(&base.plain)
                    .element(id.number, &written(page))
                    .row(NOTHING, [1, 9, 0])
                    .finish();
                unused(&base.signed(&astray))
            },
        ),
        Case::new("awaited-object-that-was-freed", REBUILT, |base| {
            let signed = base.signed(&awaiting_what_was_freed(base));
            unused_element(&signed)
        }),
    ]
}

fn hidden() -> Vec<Case> {
    vec![
        Case::new(
            "hidden-by-its-own-section-then-written-again",
            LIGHT,
            |base| pages_again(&base.signed(&hidden_pages(base))),
        ),
        Case::new(
            "hidden-by-its-own-section-then-listed-again",
            LIGHT,
            |base| {
                let signed = base.signed(&hidden_pages(base));
                let pages = pages_of(&signed);
                let (_, location) = Document::open(&signed)
                    .unwrap()
                    .locate(pages.number, usize::MAX)
                    .unwrap();
                let Location::Offset { offset, .. } = location else {
                    return Vec::new();
                };
                let offset = usize::try_from(offset).unwrap();
                Revision::after(&signed)
                    .entry(pages.number, offset, 0)
                    .finish()
            },
        ),
        Case::new("unpacked-in-a-file-that-is-rebuilt", LIGHT, |base| {
            pages_again(&base.signed(&rebuilt_with_packed_pages(base)))
        }),
        Case::new("unpacked-where-an-object-is-awaited", LIGHT, |base| {
            let awaiting = nothing_named(&packed_pages(base));
            pages_again(&base.signed(&awaiting))
        }),
    ]
}

/// A table for an object that refers to nothing.
fn nothing_named(file: &[u8]) -> Vec<u8> {
    let update = Revision::after(file);
    let number = update.next();
    update
        .object(number, format!("<</A {NOTHING} 0 R>>"))
        .finish()
}

/// A table for one unused object.
pub(crate) fn unused(file: &[u8]) -> Vec<u8> {
    let update = Revision::after(file);
    let number = update.next();
    update.object(number, "<</A 1>>").finish()
}

/// A cross-reference stream for one unused object in an object stream.
pub(crate) fn unused_element(file: &[u8]) -> Vec<u8> {
    let update = Compressed::after(file);
    let number = update.next();
    update.element(number, "<</A 1>>").finish()
}

/// The decision with its first page in an object stream. The page may refer to a
/// second content that does not exist.
pub(crate) fn packed_page(base: &Base, awaits: bool) -> Vec<u8> {
    let (id, mut page) = first_page(&base.plain);
    if awaits {
        page.insert("Contents", awaited_beside(content_of(&page)));
    }
    Compressed::after(&base.plain)
        .element(id.number, &written(page))
        .finish()
}

/// The decision whose first page refers to a missing second content, in tables alone.
pub(crate) fn awaiting(base: &Base) -> Vec<u8> {
    let (id, mut page) = first_page(&base.plain);
    page.insert("Contents", awaited_beside(content_of(&page)));
    Revision::after(&base.plain)
        .object(id.number, written(page))
        .finish()
}

pub(crate) fn awaited_beside(content: ObjectId) -> Object {
    Object::Array(vec![content.into(), ObjectId::new(NOTHING, 0).into()])
}

/// The same after the second content was there and was freed.
pub(crate) fn awaiting_what_was_freed(base: &Base) -> Vec<u8> {
    let there = Revision::after(&awaiting(base))
        .object(NOTHING, written_drawing(BLACK))
        .finish();
    Revision::after(&there).free(NOTHING, 1).finish()
}

/// The decision with the root of its pages in an object stream.
fn packed_pages(base: &Base) -> Vec<u8> {
    let pages = pages_of(&base.plain);
    Compressed::after(&base.plain)
        .element(pages.number, &written(dictionary(&base.plain, pages)))
        .finish()
}

/// The same in a file that programs rebuild.
fn rebuilt_with_packed_pages(base: &Base) -> Vec<u8> {
    short_entry(&unused(&packed_pages(base)))
}

/// The root of the pages in one object stream after another, in such a file.
pub(crate) fn packed_twice(base: &Base) -> Vec<u8> {
    let signed = base.signed(&rebuilt_with_packed_pages(base));
    let pages = pages_of(&signed);
    Compressed::after(&signed)
        .element(pages.number, &written(dictionary(&signed, pages)))
        .finish()
}

/// The decision with the root of its pages hidden by the table that names the
/// stream which keeps it.
pub(crate) fn hidden_pages(base: &Base) -> Vec<u8> {
    let pages = pages_of(&base.plain);
    let document = Document::open(&base.plain).unwrap();
    match document.locate(pages.number, usize::MAX) {
        Some((_, Location::Offset { offset, .. })) => {
            let before = newest_xref(&base.plain);
            hybrid_at(&base.plain, pages.number, Some(offset), Some(before))
        }
        _ => Vec::new(),
    }
}

fn pages_again(file: &[u8]) -> Vec<u8> {
    let pages = pages_of(file);
    Revision::after(file)
        .object(pages.number, written(dictionary(file, pages)))
        .finish()
}

fn pages_of(file: &[u8]) -> ObjectId {
    reference(&catalog(file).1, "Pages")
}

/// The last entry one byte too short: some programs rebuild the file.
fn short_entry(file: &[u8]) -> Vec<u8> {
    let at = find_last(file, b" n \n");
    [&file[..at], b" n\n", &file[at + 4..]].concat()
}

//! Incremental saving attacks: updates change the document after it was signed.
//! Some of them lack parts of an update, such as the cross-reference section.

use kyso_pdf::{Dictionary, Document, Name, Object, Rect};

use crate::edit::{
    BLACK, catalog, content_of, drawing, elements, first_page, reference, updated, written_drawing,
};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = contents();
    cases.extend(incomplete());
    cases.extend(page_entries());
    cases.extend(catalog_entries());
    cases.extend(page_trees());
    Family {
        name: "incremental",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");

fn contents() -> Vec<Case> {
    vec![
        Case::new("new-page-content", REPLACED, |base| {
            with_content(&base.approved)
        }),
        Case::new("content-replaced-in-place", REPLACED, |base| {
            let content = content_of(&first_page(&base.approved).1);
            updated(&base.approved, |update| update.set(content, drawing(BLACK)))
        }),
        Case::new("content-freed", Expected::altered("Removed"), |base| {
            let content = content_of(&first_page(&base.approved).1);
            Revision::after(&base.approved)
                .free(content.number, 1)
                .finish()
        }),
        Case::new("content-changed-and-restored", REPLACED, |base| {
            let (id, page) = first_page(&base.approved);
            updated(&with_content(&base.approved), |update| update.set(id, page))
        }),
        Case::new("content-changed-after-harmless-update", REPLACED, |base| {
            let harmless = updated(&base.approved, |update| {
                update.add(Dictionary::new());
            });
            with_content(&harmless)
        }),
        Case::new("annotation-over-the-text", REPLACED, |base| {
            annotated(&base.approved, "FreeText")
        }),
        Case::new("another-catalog", Expected::altered("Trailer"), |base| {
            let revision = Revision::after(&base.approved);
            let number = revision.next();
            let pages = reference(&catalog(&base.approved).1, "Pages");
            let form = reference(&catalog(&base.approved).1, "AcroForm");
            let body = format!("<</Type/Catalog/Pages {pages} R/AcroForm {form} R>>");
            revision.object(number, body).root(number).finish()
        }),
        Case::new(
            "encryption-added",
            Expected::unreadable("encryption"),
            |base| {
                Revision::after(&base.approved)
                    .trailer("/Encrypt<</Filter/Standard/V 1>>")
                    .finish()
            },
        ),
    ]
}

/// Updates that only some programs see.
fn incomplete() -> Vec<Case> {
    let appended = Expected::altered("UnstructuredBytes");
    vec![
        Case::new("update-without-xref", appended, |base| {
            content_update(&base.approved).objects()
        }),
        Case::new("update-without-xref-with-eof", appended, |base| {
            content_update(&base.approved).bytes("%%EOF\n").objects()
        }),
        Case::new("update-without-startxref", appended, |base| {
            content_update(&base.approved).finish_with("%%EOF\n")
        }),
        Case::new(
            "update-with-startxref-of-the-signed-revision",
            appended,
            |base| {
                let signed = newest_xref(&base.approved);
                let end = format!("startxref\n{signed}\n%%EOF\n");
                content_update(&base.approved).bytes(end).objects()
            },
        ),
        Case::new(
            "update-with-full-xref-but-old-startxref",
            appended,
            |base| {
                let signed = newest_xref(&base.approved);
                content_update(&base.approved).finish_with(&format!("startxref\n{signed}\n%%EOF\n"))
            },
        ),
        Case::new(
            "update-without-trailer",
            Expected::unreadable("trailer"),
            |base| {
                let update = content_update(&base.approved);
                let (start, table) = (update.position(), update.table());
                update
                    .bytes(format!("xref\n{table}startxref\n{start}\n%%EOF\n"))
                    .objects()
            },
        ),
        Case::new("update-without-eof", Expected::unreadable("end"), |base| {
            let update = content_update(&base.approved);
            let start = update.position();
            update.finish_with(&format!("startxref\n{start}\n"))
        }),
        Case::new("comment-after-the-end", appended, |base| {
            [base.approved.as_slice(), b"% nothing\n%%EOF\n"].concat()
        }),
    ]
}

/// Entries of the page that change how it looks.
fn page_entries() -> Vec<Case> {
    let entry = |name, key: &'static str, value: fn() -> Object| {
        Case::new(name, REPLACED, move |base| {
            let (id, page) = first_page(&base.approved);
            updated(&base.approved, |update| {
                update.set(id, page.with(key, value()))
            })
        })
    };
    let corner = || Rect::from_corners(0.0, 600.0, 595.0, 842.0).to_object();
    vec![
        entry("page-turned", "Rotate", || Object::from(180_i64)),
        entry("page-cropped", "CropBox", corner),
        entry("page-resized", "MediaBox", corner),
        entry("page-in-other-units", "UserUnit", || Object::from(2_i64)),
        entry("page-without-resources", "Resources", || {
            Dictionary::new().into()
        }),
        entry("page-with-action", "AA", || {
            Dictionary::new().with("O", javascript()).into()
        }),
        entry("page-with-group", "Group", || {
            let group = Dictionary::new().with("S", Name::from("Transparency"));
            group.with("K", true).into()
        }),
    ]
}

/// Entries of the catalog that run actions or change the view.
fn catalog_entries() -> Vec<Case> {
    let entry = |name, key: &'static str, value: fn() -> Object| {
        Case::new(name, REPLACED, move |base| {
            let (id, entries) = catalog(&base.approved);
            updated(&base.approved, |update| {
                update.set(id, entries.with(key, value()))
            })
        })
    };
    vec![
        entry("open-action-added", "OpenAction", javascript),
        entry("document-action-added", "AA", || {
            Dictionary::new().with("WS", javascript()).into()
        }),
        entry("script-added", "Names", || {
            let names = vec![Object::String(b"a".to_vec()), javascript()];
            let tree = Dictionary::new().with("Names", names);
            Dictionary::new().with("JavaScript", tree).into()
        }),
        entry("collection-added", "Collection", || {
            Dictionary::new().with("View", Name::from("T")).into()
        }),
        entry("optional-content-added", "OCProperties", || {
            Dictionary::new()
                .with("OCGs", Vec::new())
                .with("D", Dictionary::new())
                .into()
        }),
        entry("view-preferences-added", "ViewerPreferences", || {
            Dictionary::new().with("HideToolbar", true).into()
        }),
        entry("outlines-added", "Outlines", || {
            Dictionary::new().with("Count", 0_i64).into()
        }),
        entry("name-tree-of-pages-added", "Dests", || {
            Dictionary::new().with("A", 1_i64).into()
        }),
    ]
}

fn page_trees() -> Vec<Case> {
    let kids = |name, change: fn(Vec<Object>) -> Vec<Object>| {
        Case::new(name, REPLACED, move |base| {
            let pages = reference(&catalog(&base.approved).1, "Pages");
            let node = crate::edit::dictionary(&base.approved, pages);
            let kids = change(elements(&base.approved, &node, "Kids"));
            let count = i64::try_from(kids.len()).unwrap();
            updated(&base.approved, |update| {
                update.set(pages, node.with("Kids", kids).with("Count", count));
            })
        })
    };
    vec![
        kids("page-removed", |mut kids| {
            kids.pop();
            kids
        }),
        kids("page-twice", |kids| [kids.clone(), kids].concat()),
        kids("pages-swapped", |kids| kids.into_iter().rev().collect()),
    ]
}

fn javascript() -> Object {
    let action = Dictionary::new().with("S", Name::from("JavaScript"));
    action
        .with("JS", Object::String(b"app.alert(1)".to_vec()))
        .into()
}

/// A black page by a new content stream.
pub(crate) fn with_content(bytes: &[u8]) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    updated(bytes, |update| {
        let content = update.add(drawing(BLACK));
        update.set(id, page.with("Contents", content));
    })
}

/// An update under construction that blackens the first page.
pub(crate) fn content_update(bytes: &[u8]) -> Revision {
    let content = content_of(&first_page(bytes).1);
    let body = written_drawing(BLACK);
    Revision::after(bytes).object(content.number, body)
}

/// A visible annotation of this type on the first page.
pub(crate) fn annotated(bytes: &[u8], subtype: &str) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let rect = Rect::from_corners(80.0, 400.0, 500.0, 700.0);
    updated(bytes, |update| {
        let look = crate::signing::form_object(&rect, "1 1 0 rg 0 0 420 300 re f");
        let look = update.add(look);
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from(subtype))
            .with("Contents", Object::String(b"5 000 000 000".to_vec()))
            .with("F", 4_i64)
            .with("AP", Dictionary::new().with("N", look))
            .with("Rect", rect.to_object());
        let note = update.add(note);
        let mut annotations = elements(bytes, &page, "Annots");
        annotations.push(note.into());
        update.set(id, page.clone().with("Annots", annotations));
    })
}

/// Where the newest cross-reference section starts.
pub(crate) fn newest_xref(bytes: &[u8]) -> u64 {
    Document::open(bytes)
        .unwrap()
        .revisions()
        .last()
        .unwrap()
        .xref_offset
}

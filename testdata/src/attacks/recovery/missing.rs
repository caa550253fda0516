//! Documents that are signed while a page needs a missing object: one program shows an object that the signed bytes
//! freed, another rebuilds the file, others do not look into the stream beside a table.

use super::locating::hybrid_at;
use super::with_leftover_in;
use crate::attacks::incremental::newest_xref;
use crate::attacks::rebuilding::{NOTHING, awaited_beside, awaiting, awaiting_what_was_freed};
use crate::edit::{BLACK, catalog, content_of, first_page, written, written_drawing};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case};

const DOUBTFUL: Expected = Expected::doubtful("GENERIC", "ShownByRepair");

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("signed-content-freed-and-needed", DOUBTFUL, |base| {
            base.signed(&awaiting_what_was_freed(base))
        }),
        Case::new("signed-annotation-freed-and-listed", DOUBTFUL, |base| {
            let (file, annotation) = with_annotation(base);
            base.signed(&Revision::after(&file).free(annotation, 1).finish())
        }),
        Case::new(
            "signed-leftover-where-a-page-needs-another-object",
            DOUBTFUL,
            |base| with_leftover_in(base, &awaiting(base), |file| file),
        ),
        missed("signed-leftover-where-the-catalog-names-nothing", |base| {
            let (root, mut entries) = catalog(&base.plain);
            entries.insert("URI", kyso_pdf::ObjectId::new(NOTHING, 0));
            let update = Revision::after(&base.plain);
            update.object(root.number, written(entries)).finish()
        }),
        missed("signed-leftover-where-a-note-lacks-its-window", |base| {
            let note = format!("/Popup {NOTHING} 0 R");
            with_annotation_of(base, &note).0
        }),
        missed("signed-leftover-where-a-generation-is-missing", |base| {
            let (id, mut page) = first_page(&base.plain);
            let content = content_of(&page).number;
            page.insert("Metadata", kyso_pdf::ObjectId::new(content, 7));
            let update = Revision::after(&base.plain);
            update.object(id.number, written(page)).finish()
        }),
        Case::new("signed-content-hidden-from-the-table", DOUBTFUL, |base| {
            base.signed(&hidden_content(base))
        }),
    ]
}

/// A leftover in a file in which a program looks up a missing object.
fn missed(name: &'static str, prepare: fn(&Base) -> Vec<u8>) -> Case {
    Case::new(name, DOUBTFUL, move |base| {
        with_leftover_in(base, &prepare(base), |file| file)
    })
}

/// The decision with a stamp on its first page, and the number of that annotation.
pub(crate) fn with_annotation(base: &Base) -> (Vec<u8>, u32) {
    with_annotation_of(base, "")
}

fn with_annotation_of(base: &Base, more: &str) -> (Vec<u8>, u32) {
    let (id, mut page) = first_page(&base.plain);
    let update = Revision::after(&base.plain);
    let (annotation, look) = (update.next(), update.next() + 1);
    page.insert(
        "Annots",
        vec![kyso_pdf::ObjectId::new(annotation, 0).into()],
    );
    let drawing = "0 0 1 rg 0 0 100 100 re f";
    let stamp =
        format!("<</Type/Annot/Subtype/Stamp/F 4/Rect[40 700 140 800]/AP<</N {look} 0 R>>{more}>>");
    let form = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length {}>>\nstream\n{drawing}\nendstream",
        drawing.len()
    );
    let update = update.object(annotation, stamp).object(look, form);
    (update.object(id.number, written(page)).finish(), annotation)
}

/// The decision with a second content of its first page that only the stream of a hybrid section lists.
fn hidden_content(base: &Base) -> Vec<u8> {
    let (id, mut page) = first_page(&base.plain);
    page.insert("Contents", awaited_beside(content_of(&page)));
    let update = Revision::after(&base.plain);
    let at = u64::try_from(update.position()).unwrap();
    let content = format!("{NOTHING} 0 obj\n{}\nendobj\n", written_drawing(BLACK));
    let there = update
        .bytes(content)
        .object(id.number, written(page))
        .finish();
    hybrid_at(&there, NOTHING, Some(at), Some(newest_xref(&there)))
}

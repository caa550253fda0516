//! Signatures that the form does not lead to.
//!
//! A file without signature fields may still hold a signature dictionary:
//! taken off by a later revision, or cut off by damage. Such a file is not
//! simply unsigned. Usage rights (UR3) and the message authentication code of
//! ISO 32004 have byte ranges too, but are no signatures.

use std::ops::Range;

use kyso_pdf::{Document, PdfError, Resolved, View};
use memchr::memmem;

use crate::subject::Subject;

/// Where the first byte range stands that belongs to no field, in bytes.
/// `subjects` are the signatures that were found.
pub(crate) fn signature(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
) -> Result<Option<usize>, PdfError> {
    let spans = subjects.iter().map(|subject| subject.value.span.clone());
    let known: Vec<_> = spans.collect();
    // A direct dictionary has no place of its own: nothing can be told.
    if known.iter().any(Option::is_none) {
        return Ok(None);
    }
    let found = memmem::find_iter(document.bytes(), b"/ByteRange");
    let mut others: Option<Vec<Range<usize>>> = None;
    for offset in found {
        if others.is_none() {
            others = Some(no_signatures(&document.latest())?);
        }
        let known = known.iter().flatten();
        let mut spans = known.chain(others.iter().flatten());
        let other = spans.any(|span| span.contains(&offset));
        if !other {
            return Ok(Some(offset));
        }
    }
    Ok(None)
}

/// The places of dictionaries that have a byte range but are no signatures.
fn no_signatures(view: &View<'_, '_>) -> Result<Vec<Range<usize>>, PdfError> {
    let (_, catalog) = view.catalog()?;
    let mut spans = Vec::new();
    if let Some(entries) = catalog.as_dictionary() {
        let permissions = view.get(entries, "Perms")?;
        let around = place(&permissions).unwrap_or(catalog.span());
        let permissions = permissions.as_dictionary().cloned().unwrap_or_default();
        for key in ["UR3", "UR"] {
            if permissions.contains(key) {
                let rights = view.get(&permissions, key)?;
                spans.push(place(&rights).unwrap_or(around.clone()));
            }
        }
    }
    let code = view.get(view.trailer(), "AuthCode")?;
    spans.extend(place(&code));
    Ok(spans)
}

/// Where an indirect object stands; a direct one stands in its holder.
fn place(object: &Resolved<'_>) -> Option<Range<usize>> {
    match object {
        Resolved::Indirect(shared) => Some(shared.span()),
        Resolved::Direct(_) => None,
    }
}

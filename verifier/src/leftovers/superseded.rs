//! Earlier versions of objects and earlier trailers that the signed bytes themselves replaced.
//!
//! Programs that rebuild a cross-reference let the last version win, with two exceptions in PDF.js.
//! The first trailer that leads to pages counts, at any place between objects. Objects in object
//! streams come after all others, the oldest first.

use kyso_pdf::{Document, Location, Revision};
use memchr::memmem;

use super::signed::Signed;

/// The first place up to the end of revision `signed` that PDF.js shows when it rebuilds the cross-reference, although
/// these bytes replaced it.
pub(super) fn shown(document: &Document<'_>, signed: usize) -> Option<usize> {
    let revisions = document.revisions().get(..=signed)?;
    let (last, earlier) = revisions.split_last()?;
    other_catalog(last, earlier)
        .or_else(|| stray_trailer(document, signed))
        .or_else(|| earlier_version(document, signed, earlier))
}

/// An earlier trailer that names another catalog.
fn other_catalog(last: &Revision, earlier: &[Revision]) -> Option<usize> {
    let catalog = last.trailer.get("Root");
    let other = |revision: &&Revision| revision.trailer.get("Root") != catalog;
    let mut sections = earlier.iter().filter(other).flat_map(|one| &one.sections);
    sections.find_map(|part| part.trailer)
}

/// A trailer up to the end of revision `signed` that belongs to no section.
pub(super) fn stray_trailer(document: &Document<'_>, signed: usize) -> Option<usize> {
    const KEYWORD: &[u8] = b"trailer";
    let revisions = document.revisions().get(..=signed)?;
    let sections = revisions.iter().flat_map(|revision| &revision.sections);
    let mut known: Vec<usize> = sections.filter_map(|part| part.trailer).collect();
    known.sort_unstable();
    let text = document.bytes().get(..revisions.last()?.end)?;
    memmem::find_iter(text, KEYWORD).find(|at| {
        known.binary_search(at).is_err() && document.opens_dictionary(at + KEYWORD.len())
    })
}

/// An earlier version of an object that is an element of an object stream now.
fn earlier_version(document: &Document<'_>, signed: usize, earlier: &[Revision]) -> Option<usize> {
    let file = Signed { document, signed };
    earlier.iter().enumerate().find_map(|(index, revision)| {
        revision.entries.iter().find_map(|&(number, location)| {
            let (_, now) = document.locate(number, signed)?;
            let replaced = matches!(now, Location::Compressed { .. }) && now != location;
            let place = file.stands(location, index)?;
            let own = revision
                .sections
                .iter()
                .any(|part| part.span.start == place);
            (replaced && !own).then_some(place)
        })
    })
}

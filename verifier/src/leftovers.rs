//! What lies in the signed bytes and reads as an object, but is none.
//!
//! An attachment that is a PDF, or what an earlier save left, is nobody's attack:
//! it was signed. Only a program that repairs the file may show it, so it is in
//! doubt only in a file that makes at least one program do so.

use kyso_pdf::{Document, Location};

use crate::changes::headers;
use crate::finding::Finding;
use crate::subject::Subject;

/// What is said of leftovers.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// That there are some.
    pub(crate) present: Option<Finding>,
    /// That a program may show them.
    pub(crate) shown: Option<Finding>,
}

/// The leftovers in the bytes that the first signature covers.
pub(crate) fn of(document: &Document<'_>, subjects: &[Subject<'_, '_, '_>]) -> Leftovers {
    let revisions = subjects
        .iter()
        .filter_map(|subject| subject.covered.revision);
    let Some(signed) = revisions.min() else {
        return Leftovers::default();
    };
    let Some(end) = document
        .revisions()
        .get(signed)
        .map(|revision| revision.end)
    else {
        return Leftovers::default();
    };
    let known = places(document, signed);
    let mut found = Vec::new();
    headers(document.bytes(), 0..end, &mut |start| {
        if !leads_to(document.bytes(), &known, start) {
            found.push(start);
        }
    });
    let Some(&offset) = found.first() else {
        return Leftovers::default();
    };
    let count = found.len();
    let shown = document.irritation().map(|loose| Finding::ShownByRepair {
        loose: loose.what,
        at: loose.offset,
        offset,
    });
    Leftovers {
        present: Some(Finding::SignedLeftover { offset, count }),
        shown,
    }
}

/// Where the cross-references of the revisions up to `signed` put objects and
/// themselves, sorted.
fn places(document: &Document<'_>, signed: usize) -> Vec<usize> {
    let mut places = Vec::new();
    for revision in document.revisions().iter().take(signed + 1) {
        let offsets = revision
            .entries
            .iter()
            .filter_map(|(_, location)| match location {
                Location::Offset { offset, .. } => usize::try_from(*offset).ok(),
                _ => None,
            });
        places.extend(offsets);
        places.extend(revision.sections.iter().map(|part| part.span.start));
    }
    places.sort_unstable();
    places
}

/// Whether an entry leads to what begins at `start`, white space before it skipped.
fn leads_to(bytes: &[u8], places: &[usize], start: usize) -> bool {
    let before = places.partition_point(|place| *place <= start);
    let nearest = before.checked_sub(1).and_then(|at| places.get(at));
    let between = nearest.and_then(|place| bytes.get(*place..start));
    between.is_some_and(|between| {
        between
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    })
}

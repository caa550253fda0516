//! What lies in the signed bytes and reads as an object, but is none.
//!
//! An attachment that is a PDF, or what an earlier save left, is nobody's attack:
//! it was signed. Only a program that repairs the file may show it, so it is in
//! doubt only in a file that makes at least one program do so.

mod missing;
mod needed;
mod superseded;

use kyso_pdf::{Document, Location, Loose, LooseWriting, PdfError};

use crate::changes::headers;
use crate::finding::Finding;
use crate::subject::Subject;

/// What is said of leftovers.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// That there are some in the bytes that the first signature covers.
    pub(crate) present: Option<Finding>,
    /// That a program may show them.
    shown: Option<Finding>,
    /// The same of the bytes that the last signature covers, where something was altered before it.
    shown_in_the_end: Option<Finding>,
    /// The revision that the first signature covers.
    first: Option<usize>,
}

impl Leftovers {
    /// Why a signature over `revision` may sign something else than programs show.
    pub(crate) fn doubt(&self, revision: Option<usize>) -> Option<Finding> {
        let is_later = revision > self.first;
        let in_the_end = self.shown_in_the_end.as_ref().filter(|_| is_later);
        self.shown.as_ref().or(in_the_end).cloned()
    }
}

/// The leftovers in the bytes that the first signature covers. What an unaltered file shows afterwards is that of the first
/// signature; with `altered` the last one is asked too.
pub(crate) fn of(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    altered: bool,
) -> Leftovers {
    let revisions = subjects
        .iter()
        .filter_map(|subject| subject.covered.revision);
    let (Some(first), Some(last)) = (revisions.clone().min(), revisions.max()) else {
        return Leftovers::default();
    };
    let up_to = |revision| {
        up_to(document, revision).unwrap_or_else(|error| Leftovers {
            shown: Some(Finding::ShownUnknown {
                reason: error.to_string(),
            }),
            ..Leftovers::default()
        })
    };
    let mut leftovers = up_to(first);
    leftovers.first = Some(first);
    if altered && last > first {
        leftovers.shown_in_the_end = up_to(last).shown;
    }
    leftovers
}

/// Why some programs would show something else than what is signed, if an unsigned document were signed as it is.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub fn shown_by_repair(document: &Document<'_>) -> Result<Option<Finding>, PdfError> {
    let last = document.revisions().len().saturating_sub(1);
    Ok(up_to(document, last)?.shown)
}

/// The leftovers up to the end of revision `signed`.
fn up_to(document: &Document<'_>, signed: usize) -> Result<Leftovers, PdfError> {
    let found = until(document, signed);
    let first = found.first().copied();
    let irritation = document.irritation();
    let repaired = irritation.and_then(|loose| {
        let offset = first.or_else(|| superseded(document, signed, &loose))?;
        Some((loose, offset))
    });
    let shown = match repaired {
        Some(repaired) => Some(repaired),
        None => missing::shown(document, signed, &found, irritation.is_some())?,
    };
    let count = found.len();
    Ok(Leftovers {
        present: first.map(|offset| Finding::SignedLeftover { offset, count }),
        shown: shown.map(|(loose, offset)| Finding::ShownByRepair {
            loose: loose.what,
            at: loose.offset,
            offset,
        }),
        ..Leftovers::default()
    })
}

/// What the signed bytes replaced themselves and PDF.js shows once it rebuilds the cross-reference. Bytes before the
/// header, the length of entries and blanks in the header of a subsection irritate others alone.
fn superseded(document: &Document<'_>, signed: usize, loose: &Loose) -> Option<usize> {
    match loose.what {
        LooseWriting::BytesBeforeHeader
        | LooseWriting::TableEntry
        | LooseWriting::SubsectionHeader => None,
        _ => superseded::shown(document, signed),
    }
}

/// Where something up to the end of the revision `signed` reads as the header of
/// an object and is none that the cross-references lead to.
pub(crate) fn until(document: &Document<'_>, signed: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let Some(revision) = document.revisions().get(signed) else {
        return found;
    };
    let places = places(document, signed);
    // Headers come in the order of the file: each place is passed once.
    let mut known = places.iter().peekable();
    headers(document.bytes(), 0..revision.end, &mut |start| {
        while known.next_if(|place| **place < start).is_some() {}
        if known.peek() != Some(&&start) {
            found.push(start);
        }
    });
    found
}

/// Where what the cross-references of the revisions up to `signed` point to
/// begins, and they themselves, sorted: white space before it is skipped.
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
    // Each revision writes its objects one behind the other: such runs are only merged.
    places.sort();
    begins(document.bytes(), &places)
}

/// Where what stands at each of the sorted `places` begins behind white space.
/// Each byte is looked at once, however many places lie in one stretch of it.
fn begins(bytes: &[u8], places: &[usize]) -> Vec<usize> {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let mut begins: Vec<usize> = Vec::with_capacity(places.len());
    for &place in places {
        match begins.last() {
            // Within the white space before that one.
            Some(begin) if place <= *begin => {}
            _ => {
                let rest = bytes.get(place..).unwrap_or_default().iter();
                let blank = rest.take_while(|byte| is_blank(byte)).count();
                begins.push(place.saturating_add(blank));
            }
        }
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_over_white_space() {
        let bytes = b"%PDF \n\0 1 0 obj 2 0 obj";
        assert_eq!(begins(bytes, &[0, 4, 5, 8, 15, 400]), [0, 8, 16, 400]);
    }

    /// A million places in one stretch of white space took a second for each megabyte and header.
    #[test]
    fn white_space_is_crossed_once() {
        let mut bytes = vec![b' '; 4 << 20];
        bytes.extend(b"1 0 obj");
        let places: Vec<usize> = (0..1_000_000).collect();
        let start = std::time::Instant::now();
        assert_eq!(begins(&bytes, &places), [4 << 20]);
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
    }
}

//! Bytes that are signed and read as an object, but are none.
//!
//! An attachment that is a PDF, or a remnant of an earlier save, is no attack: it was signed. Only
//! a program that repairs the file may show it, so it raises doubt only in a file that makes at
//! least one program do so.

mod missing;
mod signed;
mod superseded;

use kyso_pdf::{Document, Location, Loose, LooseWriting, PdfError};

use crate::active::ActiveContent;
use crate::finding::Finding;
use crate::patterns::{headers, number_at};
use crate::subject::Subject;
use signed::Signed;

/// The findings about leftovers.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// There are leftovers in the bytes that the first signature covers.
    pub(crate) present: Option<Finding>,
    /// A program may show them.
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

/// The leftovers in the bytes that the first signature covers. If the file is unaltered, the first
/// signature decides what it shows afterwards; with `altered` the last one is examined too.
/// `active` is what the file may do besides showing pages.
pub(crate) fn of(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    active: &[ActiveContent],
    altered: bool,
) -> Leftovers {
    let revisions = subjects
        .iter()
        .filter_map(|subject| subject.covered.revision);
    let (Some(first), Some(last)) = (revisions.clone().min(), revisions.max()) else {
        return Leftovers::default();
    };
    let first_signed = up_to(document, first, active);
    let in_the_end = match altered && last > first {
        true => up_to(document, last, active).shown,
        false => Ok(None),
    };
    Leftovers {
        present: first_signed.present,
        shown: or_unknown(first_signed.shown),
        shown_in_the_end: or_unknown(in_the_end),
        first: Some(first),
    }
}

/// Why some programs would show something else than the signed content, if an unsigned document
/// were signed as it is. `active` is what [`active_content`](crate::active_content) finds in it.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub fn shown_by_repair(
    document: &Document<'_>,
    active: &[ActiveContent],
) -> Result<Option<Finding>, PdfError> {
    let last = document.revisions().len().saturating_sub(1);
    up_to(document, last, active).shown
}

/// The leftovers up to the end of one revision.
struct Found {
    /// There are leftovers.
    present: Option<Finding>,
    /// The finding that a program may show them, or the error that leaves this unknown.
    shown: Result<Option<Finding>, PdfError>,
}

/// The leftovers up to the end of revision `signed`.
fn up_to(document: &Document<'_>, signed: usize, active: &[ActiveContent]) -> Found {
    let found = until(document, signed);
    let first = found.first().copied();
    let repaired = match first {
        Some(offset) => document.irritation().map(|loose| (loose, offset)),
        None => superseded(document, signed),
    };
    let shown = match repaired {
        Some(repaired) => Ok(Some(repaired)),
        None => missing::shown(Signed { document, signed }, &found, active),
    };
    let shown = shown.map(|shown| {
        shown.map(|(loose, offset)| Finding::ShownByRepair {
            loose: loose.what,
            at: loose.offset,
            offset,
        })
    });
    let count = found.len();
    Found {
        present: first.map(|offset| Finding::SignedLeftover { offset, count }),
        shown,
    }
}

/// The finding, or the finding that this cannot be known.
fn or_unknown(shown: Result<Option<Finding>, PdfError>) -> Option<Finding> {
    shown.unwrap_or_else(|error| Some(Finding::ShownUnknown { error }))
}

/// Versions that the signed bytes replaced themselves and that PDF.js shows once it rebuilds the
/// cross-reference. Bytes before the header, the length of entries and blanks in the header of a
/// subsection irritate only other programs.
fn superseded(document: &Document<'_>, signed: usize) -> Option<(Loose, usize)> {
    const OF_OTHERS: [LooseWriting; 3] = [
        LooseWriting::BytesBeforeHeader,
        LooseWriting::TableEntry,
        LooseWriting::SubsectionHeader,
    ];
    // A remembered answer costs nothing.
    document.irritation()?;
    let loose = document.irritation_besides(&OF_OTHERS)?;
    Some((loose, superseded::shown(document, signed)?))
}

/// The places up to the end of the revision `signed` that read as the header of an object, and are
/// none that the cross-references lead to.
pub(crate) fn until(document: &Document<'_>, signed: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let Some(revision) = document.revisions().get(signed) else {
        return found;
    };
    let bytes = document.bytes();
    let places = places(document, signed);
    // Headers come in the order of the file: each place is passed once.
    let mut next = 0;
    headers(bytes, 0..revision.end, &mut |start| {
        let rest = places.get(next..).unwrap_or_default();
        next += rest.iter().take_while(|place| place.start < start).count();
        let rest = places.get(next..).unwrap_or_default();
        let mut named = rest.iter().take_while(|place| place.start == start);
        // An oddly written object is no leftover where an entry leads to it.
        let number = number_at(bytes, start);
        if !named.any(|place| number.is_none() || place.may_be(number)) {
            found.push(start);
        }
    });
    found
}

/// Where a cross-reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    /// The object that is to stand there; `None` for a section.
    number: Option<u32>,
}

impl Place {
    fn may_be(&self, number: Option<u32>) -> bool {
        self.number.is_none() || self.number == number
    }
}

/// The places that the cross-references of the revisions up to `signed` point to, behind any white
/// space, and the places of these sections, sorted.
fn places(document: &Document<'_>, signed: usize) -> Vec<Place> {
    let mut places = Vec::new();
    for revision in document.revisions().iter().take(signed + 1) {
        let listed = revision
            .entries
            .iter()
            .filter_map(|(number, location)| match location {
                Location::Offset { offset, .. } => Some(Place {
                    start: usize::try_from(*offset).ok()?,
                    number: Some(*number),
                }),
                _ => None,
            });
        places.extend(listed);
        places.extend(revision.sections.iter().map(|part| Place {
            start: part.span.start,
            number: None,
        }));
    }
    // Each revision writes its objects one behind the other: such runs are only merged.
    places.sort();
    skip_blanks(document.bytes(), &mut places);
    places
}

/// Moves each of the sorted `places` behind the white space that it points to. Each byte is looked at once, however many
/// places lie in one stretch of it.
fn skip_blanks(bytes: &[u8], places: &mut [Place]) {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let mut last = None;
    for place in places {
        let begin = match last {
            // Within the white space before that one.
            Some(begin) if place.start <= begin => begin,
            _ => {
                let rest = bytes.get(place.start..).unwrap_or_default().iter();
                let blank = rest.take_while(|byte| is_blank(byte)).count();
                place.start.saturating_add(blank)
            }
        };
        last = Some(begin);
        place.start = begin;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(bytes: &[u8], starts: &[usize]) -> Vec<usize> {
        let number = Some(1);
        let mut places: Vec<Place> = starts
            .iter()
            .map(|&start| Place { start, number })
            .collect();
        skip_blanks(bytes, &mut places);
        places.iter().map(|place| place.start).collect()
    }

    #[test]
    fn places_lead_over_white_space() {
        let bytes = b"%PDF \n\0 1 0 obj 2 0 obj";
        assert_eq!(begins(bytes, &[0, 4, 5, 8, 15, 400]), [0, 8, 8, 8, 16, 400]);
    }

    /// A million places in one stretch of white space took a second for each megabyte and header.
    #[test]
    fn white_space_is_crossed_once() {
        let mut bytes = vec![b' '; 4 << 20];
        bytes.extend(b"1 0 obj");
        let places: Vec<usize> = (0..1_000_000).collect();
        let start = std::time::Instant::now();
        let begins = begins(&bytes, &places);
        assert!(begins.iter().all(|begin| *begin == 4 << 20));
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
    }
}

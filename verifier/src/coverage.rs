//! What a byte range covers (ISO 32000-2, 12.8.1; table 255).

use std::ops::Range;

use kyso_pdf::{Document, Revision, SignatureValue};

use crate::finding::Finding;
use crate::report::Coverage;

/// The signed bytes of a signature and the revision that they make up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Covered {
    pub(crate) coverage: Coverage,
    /// The revision signed, from 0.
    pub(crate) revision: Option<usize>,
    /// Ranges of the signed bytes, in order; `None` when the range is no range.
    pub(crate) parts: Option<Vec<Range<usize>>>,
    pub(crate) finding: Option<Finding>,
}

/// Checks the byte range of `value` against the file as written.
pub(crate) fn covered(document: &Document<'_>, value: &SignatureValue) -> Covered {
    let bytes = document.bytes();
    let range = value.byte_range.as_deref();
    let parts = parts(range, bytes.len());
    let (gap, end) = match gap_and_end(range, bytes.len()) {
        Ok(range) => range,
        Err(finding) => return unclear(parts, finding),
    };
    if value.contents_span.as_ref() != Some(&gap) {
        return unclear(parts, Finding::ContentsNotInGap);
    }
    let Some(revision) = revision_ending_at(document.revisions(), bytes, end) else {
        let inside = document.revisions().iter().any(|r| end < r.eof);
        let finding = if inside {
            Finding::CoversPartOfRevision { end }
        } else {
            Finding::RevisionUnknown { end }
        };
        return Covered {
            coverage: Coverage::Partial,
            ..unclear(parts, finding)
        };
    };
    let last = document.revisions().len() - 1;
    let rest_is_blank = document.bytes_after_eof().is_empty();
    Covered {
        coverage: if revision == last && rest_is_blank {
            Coverage::WholeFile
        } else {
            Coverage::WholeRevision
        },
        revision: Some(revision),
        parts,
        finding: None,
    }
}

/// The bytes that the pairs of a range name: in order and apart, for any number of pairs, so that a
/// digest can be given even for a range that is not sound.
fn parts(range: Option<&[i64]>, size: usize) -> Option<Vec<Range<usize>>> {
    const PAIRS: usize = 16;
    let (pairs, []) = range?.as_chunks::<2>() else {
        return None;
    };
    let mut parts = Vec::new();
    let mut reached = 0;
    for &[offset, length] in pairs.iter().take(PAIRS) {
        let start = usize::try_from(offset).ok()?;
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        if start < reached || end > size {
            return None;
        }
        parts.push(start..end);
        reached = end;
    }
    (!parts.is_empty() && pairs.len() <= PAIRS).then_some(parts)
}

fn unclear(parts: Option<Vec<Range<usize>>>, finding: Finding) -> Covered {
    Covered {
        coverage: Coverage::Unclear,
        revision: None,
        parts,
        finding: Some(finding),
    }
}

/// `[0 a b c]`: the gap `a..b` and the end `b + c`.
fn gap_and_end(range: Option<&[i64]>, size: usize) -> Result<(Range<usize>, usize), Finding> {
    let Some(&[0, first, second, length]) = range else {
        return Err(Finding::ByteRangeMalformed);
    };
    let position = |value: i64| usize::try_from(value).ok();
    let end = second.checked_add(length);
    let (Some(start), Some(after), Some(end)) =
        (position(first), position(second), end.and_then(position))
    else {
        return Err(Finding::ByteRangeMalformed);
    };
    if length < 0 || start == 0 || after <= start {
        return Err(Finding::ByteRangeMalformed);
    }
    if end > size {
        let end = i64::try_from(end).unwrap_or(i64::MAX);
        return Err(Finding::ByteRangeOutsideFile { end, size });
    }
    Ok((start..after, end))
}

/// The revision whose `%%EOF` the range includes and whose successor it does not touch.
fn revision_ending_at(revisions: &[Revision], bytes: &[u8], end: usize) -> Option<usize> {
    let index = revisions.partition_point(|revision| revision.eof <= end);
    let index = index.checked_sub(1)?;
    let slack = bytes.get(revisions.get(index)?.eof..end)?;
    // Some signers end at %%EOF, some after its end of line, some sign blanks too.
    slack.iter().all(u8::is_ascii_whitespace).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_are_none() {
        let size = 1000;
        for bad in [
            &[][..],
            &[0, 10, 20],
            &[1, 10, 20, 30],
            &[0, 0, 20, 30],
            &[0, 10, 5, 30],
            &[0, 10, 20, -1],
            &[0, -1, 20, 30],
            &[0, 10, i64::MAX, 1],
            &[0, 10, 20, 30, 0, 0],
        ] {
            assert_eq!(
                gap_and_end(Some(bad), size),
                Err(Finding::ByteRangeMalformed),
                "{bad:?}"
            );
        }
        assert_eq!(
            gap_and_end(Some(&[0, 10, 20, 981]), size),
            Err(Finding::ByteRangeOutsideFile {
                end: 1001,
                size: 1000
            })
        );
        assert_eq!(
            gap_and_end(Some(&[0, 10, 20, 980]), size),
            Ok((10..20, 1000))
        );
    }
}

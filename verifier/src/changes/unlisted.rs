//! Objects that stand in a revision without being listed in its cross-reference.
//!
//! They are nothing as long as nobody misses an object. Many programs that do
//! miss one rebuild the cross-reference from everything that looks like the
//! beginning of an object, wherever it stands, streams included, and the last
//! one of each number counts: bytes that were appended as harmless data then
//! become the page.

use std::collections::BTreeMap;

use kyso_pdf::{Document, Location, ObjectId, PdfError, Revision};
use memchr::memmem;

use super::references::{ReferenceIndex, is_in_use};

/// Whether `revision` holds an object that it does not list. `index` is that of
/// the revision itself.
pub(super) fn holds_unlisted(
    document: &Document<'_>,
    revision: usize,
    index: &ReferenceIndex,
) -> Result<bool, PdfError> {
    let Some(written) = document.revisions().get(revision) else {
        return Ok(false);
    };
    let mut listed = listed_offsets(written);
    let sections = cross_references(written).filter(|offset| {
        let number = number_at(document.bytes(), *offset);
        number.is_some_and(|number| {
            !is_in_use(&document.at(revision), number) && index.holders(number).next().is_none()
        })
    });
    listed.extend(sections);
    listed.sort_unstable();
    let bytes = document.bytes().get(..written.end).unwrap_or_default();
    Ok(has_unlisted_header(bytes, written.start, &listed)
        || has_unlisted_elements(document, revision, written)?)
}

/// Whether an object begins after byte `start` at none of the `listed` offsets.
fn has_unlisted_header(bytes: &[u8], start: usize, listed: &[usize]) -> bool {
    let appended = bytes.get(start..).unwrap_or_default();
    let mut after_last = start;
    let mut keywords = memmem::find_iter(appended, b"obj").map(|at| start + at);
    keywords.any(|at| {
        // The first keyword after a listed offset is that of the listed object.
        let next = listed.partition_point(|offset| *offset < after_last);
        let is_listed = listed.get(next).is_some_and(|offset| *offset <= at);
        after_last = at + b"obj".len();
        !is_listed && ends_like_a_header(bytes.get(start..at).unwrap_or_default())
    })
}

/// Whether the keyword `obj` after these bytes would make an object of them:
/// two numbers with white space between, or comments, which may hide numbers.
fn ends_like_a_header(bytes: &[u8]) -> bool {
    let generation = bytes.trim_end_with(is_white_space);
    let before = generation.trim_end_with(|byte| byte.is_ascii_digit());
    if before.len() == generation.len() {
        return ends_in_a_comment(bytes, generation);
    }
    let number = before.trim_end_with(is_white_space);
    let is_number = number.last().is_some_and(u8::is_ascii_digit);
    number.len() < before.len() && (is_number || ends_in_a_comment(before, number))
}

/// Whether the white space that ends `bytes` after `text` may end a comment.
fn ends_in_a_comment(bytes: &[u8], text: &[u8]) -> bool {
    const REACH: usize = 256;
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let blank = bytes.get(text.len()..).unwrap_or_default();
    let line = text.iter().rev().take(REACH);
    blank.iter().any(is_end)
        && line
            .take_while(|byte| !is_end(byte))
            .any(|byte| *byte == b'%')
}

/// Whether an object stream holds more than its revision lists.
fn has_unlisted_elements(
    document: &Document<'_>,
    revision: usize,
    written: &Revision,
) -> Result<bool, PdfError> {
    let mut listed: BTreeMap<u32, i64> = BTreeMap::new();
    for (_, location) in &written.entries {
        if let Location::Compressed { stream, .. } = location {
            *listed.entry(*stream).or_default() += 1;
        }
    }
    let view = document.at(revision);
    for (number, location) in &written.entries {
        let Location::Offset { generation, .. } = *location else {
            continue;
        };
        let object = view.object(ObjectId::new(*number, generation))?;
        let Some(stream) = object.as_stream() else {
            continue;
        };
        let kind = stream.dictionary.name("Type");
        let count = view.get(&stream.dictionary, "N")?.as_integer();
        if kind.is_some_and(|kind| kind == "ObjStm") && count != listed.get(number).copied() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn listed_offsets(written: &Revision) -> Vec<usize> {
    let offsets = written.entries.iter().filter_map(|(_, location)| {
        let Location::Offset { offset, .. } = location else {
            return None;
        };
        usize::try_from(*offset).ok()
    });
    offsets.collect()
}

/// Where the cross-reference streams stand, which need not list themselves.
fn cross_references(written: &Revision) -> impl Iterator<Item = usize> {
    let hybrid = written
        .trailer
        .get("XRefStm")
        .and_then(kyso_pdf::Object::as_integer);
    let hybrid = hybrid.and_then(|offset| usize::try_from(offset).ok());
    let own = usize::try_from(written.xref_offset).ok();
    own.into_iter().chain(hybrid)
}

fn number_at(bytes: &[u8], offset: usize) -> Option<u32> {
    let digits = bytes.get(offset..)?.iter();
    let digits = digits.skip_while(|byte| is_white_space(**byte));
    let digits: Vec<u8> = digits
        .take_while(|byte| byte.is_ascii_digit())
        .take(10)
        .copied()
        .collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// The white space of ISO 32000-2, table 1.
fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

/// Slices without what stands at their end.
trait TrimEnd {
    fn trim_end_with(&self, ends: impl Fn(u8) -> bool) -> &Self;
}

impl TrimEnd for [u8] {
    fn trim_end_with(&self, ends: impl Fn(u8) -> bool) -> &Self {
        let kept = self.iter().rposition(|byte| !ends(*byte));
        self.get(..kept.map_or(0, |last| last + 1))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_however_they_are_written() {
        for header in [
            "\n500 0 obj",
            "500\r\n0\x0C\0obj",
            "a500 0obj",
            "500 %a\n0 obj",
            "500 0 %b\r obj",
        ] {
            assert!(has_unlisted_header(header.as_bytes(), 0, &[]), "{header:?}");
        }
        for other in [
            "",
            "obj",
            "endobj",
            "\nendobj\n",
            "500 0 R obj",
            "0 obj",
            "50%\nendobj",
        ] {
            assert!(!has_unlisted_header(other.as_bytes(), 0, &[]), "{other:?}");
        }
    }

    #[test]
    fn only_the_first_header_after_a_listed_offset_is_listed() {
        let bytes = b"1 0 obj<<>>endobj 2 0 obj<<>>endobj";
        assert!(!has_unlisted_header(bytes, 0, &[0, 17]));
        assert!(!has_unlisted_header(bytes, 17, &[0, 18]));
        for listed in [&[0][..], &[17], &[5, 17], &[0, 20_000]] {
            assert!(has_unlisted_header(bytes, 0, listed), "{listed:?}");
        }
    }
}

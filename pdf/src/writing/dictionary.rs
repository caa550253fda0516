//! The dictionary of a trailer (ISO 32000-2, 7.5.5, 7.5.8.2): written as objects of later revisions are, whether an
//! entry lists its section or not.

use super::found;
use crate::filter::is_plainly_filtered;
use crate::lexer::is_white_space;
use crate::loose::{Loose, LooseWriting};
use crate::meter::Meter;
use crate::parser::{direct_object, value_spans};
use crate::plain::{WritingFault, check_trailer};
use crate::xref::SectionPart;

/// The first place of the trailer behind the keyword at `trailer` that is not written as every program reads it.
pub(super) fn of_table(bytes: &[u8], trailer: usize, meter: &Meter) -> Option<Loose> {
    let start = trailer + b"trailer".len();
    let written = check_trailer(bytes, start, None);
    values(bytes, start, meter).or_else(|| told(written))
}

/// The same of the cross-reference stream `part`, up to its end; `body` is behind its header.
pub(super) fn of_stream(
    bytes: &[u8],
    part: &SectionPart,
    body: usize,
    meter: &Meter,
) -> Option<Loose> {
    let bytes = bytes.get(..part.span.end).unwrap_or(bytes);
    let written = check_trailer(bytes, body, Some(part.data.len()));
    let dictionary = direct_object(bytes, body, meter).ok();
    let entries = dictionary
        .as_ref()
        .and_then(|(entries, _)| entries.as_dictionary());
    let plain = entries.is_some_and(|entries| is_plainly_filtered(entries, &[], false, &|_| None));
    let fault = values(bytes, part.span.start, meter).or_else(|| told(written));
    match plain {
        true => fault,
        false => fault.or_else(|| found(body, LooseWriting::TrailerValue)),
    }
}

fn told(written: Result<(), WritingFault>) -> Option<Loose> {
    let fault = written.err()?;
    found(fault.offset, LooseWriting::TrailerValue)
}

/// The first value of the trailer at `offset` that leads to objects and is not written as plain digits, or that leads
/// out of the file.
pub(super) fn values(bytes: &[u8], offset: usize, meter: &Meter) -> Option<Loose> {
    let Ok(values) = value_spans(bytes, offset, meter) else {
        return found(offset, LooseWriting::TrailerValue);
    };
    let loose = values.into_iter().find(|(name, span)| {
        let value = bytes.get(span.clone()).unwrap_or_default();
        let is = |keys: &[&str]| keys.iter().any(|key| *name == **key);
        (is(&LEADING) && !is_plain(value)) || is(&OUTWARD)
    });
    let (_, span) = loose?;
    found(span.start, LooseWriting::TrailerValue)
}

/// Whether `value` is made of short runs of digits, a plus sign before each at most, `R`, brackets and comments.
fn is_plain(value: &[u8]) -> bool {
    const DIGITS: usize = 10;
    let is_mark = |byte: &u8| is_white_space(*byte) || matches!(byte, b'[' | b']' | b'R');
    let lines = value.split(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = lines.filter_map(|line| line.split(|byte| *byte == b'%').next());
    let mut runs = lines.flat_map(|line| line.split(is_mark));
    runs.all(|run| {
        let digits = run.strip_prefix(b"+").unwrap_or(run);
        let alone = digits.is_empty() && !run.is_empty();
        !alone && digits.len() <= DIGITS && digits.iter().all(u8::is_ascii_digit)
    })
}

/// The keys whose values lead to sections and objects.
const LEADING: [&str; 6] = ["Prev", "Root", "XRefStm", "W", "Index", "Length"];

/// The keys that put the data of a stream into another file, and what one program reads as `/DecodeParms`.
const OUTWARD: [&str; 4] = ["F", "FFilter", "FDecodeParms", "DP"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values() {
        for value in [
            &b"15"[..],
            b"3 0 R",
            b"[1 4 2]",
            b"[ 0\n1 7 2 ]",
            b"0000169640",
            b"+15",
            b"3%c\n0 % R x\rR",
        ] {
            assert!(is_plain(value), "{value:?}");
        }
        for value in [
            &b"++15"[..],
            b"+",
            b"15.0",
            b"00000000015",
            b"-1",
            b"[1 4 #]",
        ] {
            assert!(!is_plain(value), "{value:?}");
        }
    }
}

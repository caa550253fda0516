//! References in what no parser can read.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::lexer::{is_white_space, parse_unsigned};

/// Every `n g R` in `bytes`, whatever stands around it.
pub(in crate::plain) fn loose_references(bytes: &[u8], found: &mut dyn FnMut(u32)) {
    for at in memchr::memchr_iter(b'R', bytes) {
        let before = bytes.get(..at).unwrap_or_default();
        let Some((_, rest)) = number_before(before) else {
            continue;
        };
        if let Some((number, _)) = number_before(rest) {
            found(number);
        }
    }
}

/// The number that ends `bytes`, white space left out, and what stands before it.
fn number_before(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let end = bytes.iter().rposition(|byte| !is_white_space(*byte))? + 1;
    let text = bytes.get(..end)?;
    let start = text.iter().rposition(|byte| !byte.is_ascii_digit());
    let start = start.map_or(0, |last| last + 1);
    let (rest, digits) = text.split_at_checked(start)?;
    let number = parse_unsigned(digits).and_then(|number| u32::try_from(number).ok())?;
    Some((number, rest))
}

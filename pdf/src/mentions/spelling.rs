//! How references are spelled.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use crate::lexer::{is_regular, is_white_space, trim_white_space_end};

/// How a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Plainly, or what looks like a reference is none.
    Plain,
    /// Its letter stands right behind a number: not all programs read it.
    Odd,
    /// It is to another generation than 0, or all that the object is.
    Unusual,
}

impl Spelling {
    /// The spelling of the reference whose letter follows `at`.
    pub(super) fn of_reference(bytes: &[u8], at: usize) -> Self {
        let before = bytes.get(..=at).unwrap_or_default();
        let ends = before
            .last()
            .is_some_and(|last| last.is_ascii_digit() || is_white_space(*last));
        if !ends || bytes.get(at + 2).is_some_and(|byte| is_regular(*byte)) {
            return Self::Plain;
        }
        let is_glued = before.last().is_some_and(u8::is_ascii_digit);
        match (is_glued, is_glued && ends_reference(before)) {
            (true, true) => Self::Odd,
            (false, _) if refers_oddly(before) => Self::Unusual,
            _ => Self::Plain,
        }
    }
}

/// Whether a reference that ends with `before` and a letter is to another generation than 0, written with anything but
/// white space between its numbers, or all that its object is.
fn refers_oddly(before: &[u8]) -> bool {
    let generation = trim_white_space_end(before);
    let Some(number) = generation.strip_suffix(b"0") else {
        return true;
    };
    let digits = trim_white_space_end(number);
    let object = without_digits(digits);
    if digits.len() == number.len() || object.len() == digits.len() {
        return true;
    }
    let object = trim_white_space_end(object);
    object.is_empty() || object.ends_with(b"obj")
}

/// Whether two numbers and the letter of a reference stand at the beginning of `element`.
pub(super) fn begins_with_reference(element: &[u8]) -> bool {
    let mut words = element.splitn(4, |byte| is_white_space(*byte));
    let is_number =
        |word: Option<&[u8]>| word.is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    let head = element.first().is_some_and(u8::is_ascii_digit);
    head && is_number(words.next())
        && is_number(words.next())
        && words.next().is_some_and(|word| word.starts_with(b"R"))
}

/// Whether two numbers stand at the end of `text`, so that a letter behind makes a reference of them for some programs.
fn ends_reference(text: &[u8]) -> bool {
    let number = without_digits(text);
    let before = trim_white_space_end(number);
    before.len() < number.len() && without_digits(before).len() < before.len()
}

fn without_digits(text: &[u8]) -> &[u8] {
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit());
    text.get(..text.len() - digits.count()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_references_are_found() {
        for plain in ["7 0 obj<</A 5 0", "7 0 obj [5 0 R\n6 \n0", "[5 0"] {
            assert!(!refers_oddly(plain.as_bytes()), "{plain}");
        }
        for odd in [
            "7 0 obj<</A 5 1",
            "7 0 obj<</A 5 10",
            "7 0 obj<</A 5 00",
            "7 0 obj<</A 5%x\n0",
            "7 0 obj<</A 50",
            "7 0 obj 5 0",
            "5 0",
            "",
        ] {
            assert!(refers_oddly(odd.as_bytes()), "{odd}");
        }
    }

    #[test]
    fn elements_that_are_references_are_told() {
        for one in ["5 0 R", "5 0 R\n<<>>", "12 3\nR "] {
            assert!(begins_with_reference(one.as_bytes()), "{one}");
        }
        for other in ["<</A 5 0 R>>", "5 0 <<>>", "5", "", "5 <</R 1>>"] {
            assert!(!begins_with_reference(other.as_bytes()), "{other}");
        }
    }
}

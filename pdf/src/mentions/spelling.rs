//! How references are spelled.

use crate::lexer::{Lexer, digits_at_end, is_regular, is_white_space, trim_white_space_end};

/// How a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Plainly, or what looks like a reference is none.
    Plain,
    /// Its letter follows a number directly: not all programs read it.
    Glued,
    /// It is to another generation than 0, or is the whole object, or may contain a comment.
    Unusual,
}

impl Spelling {
    /// The spelling of the reference whose letter follows `at`.
    pub(super) fn of_reference(bytes: &[u8], at: usize) -> Self {
        let before = bytes.get(..=at).unwrap_or_default();
        let Some(last) = before.last() else {
            return Self::Plain;
        };
        if bytes.get(at + 2).is_some_and(|byte| is_regular(*byte)) {
            return Self::Plain;
        }
        if last.is_ascii_digit() && ends_with_two_numbers(before) {
            Self::Glued
        } else if is_white_space(*last) && is_unusual(before) {
            Self::Unusual
        } else {
            Self::Plain
        }
    }
}

/// Whether a reference that ends with `before` and a letter is to another generation than 0, written with anything but
/// white space between its numbers, or all that its object is.
fn is_unusual(before: &[u8]) -> bool {
    let generation = trim_white_space_end(before);
    if may_hold_comment(before, generation) {
        return true;
    }
    if !generation.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let Some(number) = generation.strip_suffix(b"0") else {
        return true;
    };
    let digits = trim_white_space_end(number);
    if may_hold_comment(number, digits) {
        return true;
    }
    let (object, digits_of_number) = digits_at_end(digits);
    if digits.len() == number.len() || digits_of_number.is_empty() {
        return true;
    }
    let outside = trim_white_space_end(object);
    outside.is_empty() || outside.ends_with(b"obj") || may_hold_comment(object, outside)
}

/// Whether a line ends in the white space of `text` behind `words`, and a comment may begin in it: behind a number or `obj`,
/// or at the beginning of the line. Numbers in it are no part of a reference.
fn may_hold_comment(text: &[u8], words: &[u8]) -> bool {
    /// Longer lines are not looked through.
    const LINE: usize = 4096;
    let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let white_space = text.get(words.len()..).unwrap_or_default();
    if !white_space.iter().any(is_line_end) {
        return false;
    }
    let near = words.get(words.len().saturating_sub(LINE)..);
    let near = near.unwrap_or_default();
    let line = match near.iter().rposition(is_line_end) {
        Some(end) => near.get(end + 1..).unwrap_or_default(),
        None if near.len() == LINE => return true,
        None => near,
    };
    let mut comments = memchr::memchr_iter(b'%', line);
    comments.any(|at| {
        let before = trim_white_space_end(line.get(..at).unwrap_or_default());
        before.last().is_none_or(u8::is_ascii_digit) || before.ends_with(b"obj")
    })
}

/// Whether two numbers and the letter of a reference stand at the beginning of `element`; so, where much white space or many
/// digits stand there.
pub(super) fn begins_with_reference(element: &[u8]) -> bool {
    const HEAD: usize = 128;
    let head = element.get(..HEAD).unwrap_or(element);
    let is_cut = |lexer: &Lexer<'_>| lexer.position() == HEAD && element.len() > HEAD;
    let mut lexer = Lexer::new(head, 0);
    for _ in 0..2 {
        let number = lexer.unsigned();
        if is_cut(&lexer) {
            return true;
        }
        if number.is_none() {
            let next = head.get(lexer.position());
            return next.is_some_and(u8::is_ascii_digit);
        }
    }
    lexer.skip_white_space();
    is_cut(&lexer) || lexer.take_word(b"R")
}

/// Whether two numbers stand at the end of `text`, so that a letter behind makes a reference of them for some programs.
fn ends_with_two_numbers(text: &[u8]) -> bool {
    let (number, _) = digits_at_end(text);
    let before = trim_white_space_end(number);
    before.len() < number.len() && !digits_at_end(before).1.is_empty()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn odd_references_are_found() {
        for plain in [
            "7 0 obj<</A 5 0",
            "7 0 obj [5 0 R\n6 \n0\r\n",
            "[5 0",
            "%x\n[5\n0",
        ] {
            assert!(!is_unusual(plain.as_bytes()), "{plain}");
        }
        for odd in [
            "7 0 obj<</A 5 1",
            "7 0 obj<</A 5 10",
            "7 0 obj<</A 5 00",
            "7 0 obj<</A 5%x\n0",
            "7 0 obj<</A 5 1%6 0\n",
            "7 0 obj<</A 5%6\r0",
            "7 0 obj<</A 5%6 \n1%6 0\n",
            "7 0 obj<</A 50",
            "7 0 obj 5 0",
            "7 0 obj %x\n5 0",
            "5 0",
        ] {
            assert!(is_unusual(odd.as_bytes()), "{odd}");
        }
    }

    #[test]
    fn elements_that_are_references_are_told() {
        for one in [
            "5 0 R",
            "5 0 R\n<<>>",
            "12 3\nR ",
            " 5  0\r\nR",
            "%x\n5 0 R",
        ] {
            assert!(begins_with_reference(one.as_bytes()), "{one}");
        }
        for far in ["5", " ", "5 ", "5 0 "] {
            let end = far.chars().last().unwrap();
            let far = format!("{far}{}", end.to_string().repeat(200));
            assert!(begins_with_reference(far.as_bytes()), "{far}");
        }
        for other in ["<</A 5 0 R>>", "5 0 <<>>", "5", "", "5 <</R 1>>"] {
            assert!(!begins_with_reference(other.as_bytes()), "{other}");
        }
    }
}

//! Tokens of PDF syntax (ISO 32000-2, 7.2 and 7.3).

mod skim;
mod strings;

use crate::error::{Flaw, PdfError};
use crate::object::Name;
pub(crate) use skim::Passed;

/// A position in the bytes of a file that reads tokens forward.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    position: usize,
    /// Hexadecimal strings come out empty.
    is_hollow: bool,
    /// How the last number was written; nothing when it was a few digits.
    written: &'a [u8],
}

/// Whether programs read a number differently by how it is written.
pub(crate) fn is_odd_number(written: &[u8]) -> bool {
    const MOST_ZEROS: usize = 32;
    const LONGEST: usize = 127;
    let point = written.iter().position(|byte| *byte == b'.');
    let fraction = point.and_then(|point| written.get(point + 1..));
    let zeros = fraction
        .unwrap_or_default()
        .iter()
        .take_while(|byte| **byte == b'0');
    written.len() > LONGEST || zeros.count() > MOST_ZEROS
}

/// A token. A keyword is a run of regular characters that is no other token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    Integer(i64),
    Real(f64),
    String(Vec<u8>),
    Name(Name),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    Keyword(&'a [u8]),
    End,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8], position: usize) -> Self {
        Self {
            bytes,
            position,
            is_hollow: false,
            written: &[],
        }
    }

    /// Whether some programs read the number that came last as another one: they cut off words of 255 characters, or what follows
    /// 44 zeros behind the point.
    pub(crate) fn is_last_number_odd(&self) -> bool {
        is_odd_number(self.written)
    }

    /// As [`new`](Self::new) for bytes that were read before: hexadecimal strings come out empty,
    /// and their digits are not looked at.
    pub(crate) fn hollow(bytes: &'a [u8], position: usize) -> Self {
        Self {
            is_hollow: true,
            ..Self::new(bytes, position)
        }
    }

    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn seek(&mut self, position: usize) {
        self.position = position;
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// Skips white space and comments (ISO 32000-2, 7.2.3, 7.2.4).
    pub(crate) fn skip_white_space(&mut self) {
        while let Some(byte) = self.peek() {
            match class(byte) {
                WHITE_SPACE => self.position += 1,
                DELIMITER if byte == b'%' => {
                    let line = self.rest();
                    let end = line.iter().position(|b| matches!(b, b'\r' | b'\n'));
                    self.position += end.unwrap_or(line.len());
                }
                _ => return,
            }
        }
    }

    /// Consumes `literal` when it is next.
    pub(crate) fn take(&mut self, literal: &[u8]) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.position += literal.len();
        }
        found
    }

    /// Consumes `word` when it is next and nothing regular follows.
    pub(crate) fn take_word(&mut self, word: &[u8]) -> bool {
        let rest = self.rest().strip_prefix(word);
        let next = rest.map(|rest| rest.first().copied());
        let found = next.is_some_and(|next| !next.is_some_and(is_regular));
        if found {
            self.position += word.len();
        }
        found
    }

    /// Reads the next token after white space.
    pub(crate) fn token(&mut self) -> Result<Token<'a>, PdfError> {
        self.skip_white_space();
        let Some(byte) = self.peek() else {
            return Ok(Token::End);
        };
        match byte {
            b'/' => self.name().map(Token::Name),
            b'(' => self.literal_string().map(Token::String),
            b'<' if self.take(b"<<") => Ok(Token::DictionaryStart),
            b'<' => self.hexadecimal_string().map(Token::String),
            b'>' if self.take(b">>") => Ok(Token::DictionaryEnd),
            b'[' => Ok(self.single(Token::ArrayStart)),
            b']' => Ok(self.single(Token::ArrayEnd)),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            b')' | b'>' | b'{' | b'}' => Err(self.error(Flaw::Delimiter)),
            _ => Ok(Token::Keyword(self.regular())),
        }
    }

    /// An unsigned decimal integer, as in cross-reference data.
    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        self.skip_white_space();
        let digits = self.rest();
        if let Some((value, length)) = few_digits(digits) {
            self.position += length;
            return Some(value);
        }
        let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
        let value = parse_unsigned(digits.get(..length)?)?;
        self.position += length;
        Some(value)
    }

    pub(crate) fn error(&self, what: Flaw) -> PdfError {
        PdfError::Syntax {
            offset: self.position,
            what,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        Some(byte)
    }

    fn single<T>(&mut self, token: T) -> T {
        self.position += 1;
        token
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|b| is_regular(**b)).count();
        self.position += length;
        rest.get(..length).unwrap_or_default()
    }

    /// As [`regular`](Self::regular), and whether any of the characters is one that programs read differently in names: the
    /// sign of an escape, and two that are white space for PDFium.
    fn regular_and_marks(&mut self) -> (&'a [u8], bool) {
        let rest = self.rest();
        let mut seen = REGULAR;
        let is_regular = |byte: &&u8| {
            let class = class(**byte);
            seen |= class;
            class & SEPARATES == 0
        };
        let length = rest.iter().take_while(is_regular).count();
        self.position += length;
        (rest.get(..length).unwrap_or_default(), seen & MARK != 0)
    }

    fn name(&mut self) -> Result<Name, PdfError> {
        self.position += 1;
        Ok(Name::from_written(self.regular()))
    }

    fn number(&mut self) -> Result<Token<'a>, PdfError> {
        self.written = &[];
        if let Some(value) = self.small_integer() {
            return Ok(Token::Integer(value));
        }
        let start = self.position;
        self.written = self.regular();
        let number = parse_number(self.written);
        number.ok_or(PdfError::Syntax {
            offset: start,
            what: Flaw::Number,
        })
    }

    /// Most numbers of a file: few digits, and nothing else.
    #[inline]
    fn small_integer(&mut self) -> Option<i64> {
        let (value, length) = few_digits(self.rest())?;
        let end = self.position + length;
        let is_whole = self.bytes.get(end).is_none_or(|next| !is_regular(*next));
        let value = i64::try_from(value).ok().filter(|_| is_whole)?;
        self.position = end;
        Some(value)
    }
}

/// Whether a byte is white space (ISO 32000-2, table 1).
#[must_use]
pub fn is_white_space(byte: u8) -> bool {
    class(byte) == WHITE_SPACE
}

/// `text` without the white space at its end.
#[must_use]
pub fn trim_white_space_end(text: &[u8]) -> &[u8] {
    let space = text.iter().rev().take_while(|byte| is_white_space(**byte));
    text.get(..text.len() - space.count()).unwrap_or_default()
}

/// The bytes before the digits at the end of `text`, and those digits.
#[must_use]
pub fn digits_at_end(text: &[u8]) -> (&[u8], &[u8]) {
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let start = text.len() - digits.count();
    text.split_at_checked(start).unwrap_or((text, &[]))
}

pub(crate) fn is_regular(byte: u8) -> bool {
    class(byte) & SEPARATES == 0
}

/// White space, delimiter or regular character (ISO 32000-2, 7.2.3).
fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(REGULAR)
}

const REGULAR: u8 = 0;
const WHITE_SPACE: u8 = 1;
const DELIMITER: u8 = 2;
const SEPARATES: u8 = WHITE_SPACE | DELIMITER;
/// A regular character that is special in names.
const MARK: u8 = 4;

static CLASSES: [u8; 256] = {
    let mut classes = [REGULAR; 256];
    let mut unwritten = classes.as_mut_slice();
    let mut byte = 0_u8;
    while let [class, rest @ ..] = unwritten {
        *class = match byte {
            0 | 9 | 10 | 12 | 13 | 32 => WHITE_SPACE,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => DELIMITER,
            b'#' | 0x80 | 0xFF => MARK,
            _ => REGULAR,
        };
        byte = byte.wrapping_add(1);
        unwritten = rest;
    }
    classes
};

/// Decimal digits to a number; `None` when empty or too large.
pub(crate) fn parse_unsigned(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |value, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

/// The number that begins `text` and how many digits it has; `None` when they are too many for that, or none, or all.
#[inline]
fn few_digits(text: &[u8]) -> Option<(u64, usize)> {
    const DIGITS: usize = 18;
    let mut value = 0;
    for (length, byte) in text.iter().take(DIGITS + 1).enumerate() {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => value = value * 10 + u64::from(digit),
            _ => return (length > 0).then_some((value, length)),
        }
    }
    None
}

fn parse_number(text: &[u8]) -> Option<Token<'static>> {
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !plain || !digits.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if digits.contains('.') {
        return text.parse().ok().map(Token::Real);
    }
    // Integers beyond 64 bits are reals for every program that reads them.
    match text.parse() {
        Ok(value) => Some(Token::Integer(value)),
        Err(_) => text.parse().ok().map(Token::Real),
    }
}

#[cfg(test)]
mod tests;

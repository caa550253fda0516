//! References in what no parser can read.

use crate::lexer::{
    digits_at_end, is_regular, is_white_space, parse_unsigned, trim_white_space_end,
};

/// The possible references of an object that the parser cannot read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::plain) enum Loose {
    /// These: every program that goes on reads the same references.
    Known(Vec<u32>),
    /// Anything: programs differ in where it ends, or in what its numbers are.
    Anything,
}

/// The references that the object at the start of `bytes` may hold. `has_header` says whether it
/// begins with `n g obj`; bytes without that header are no object for any program, and only plain
/// references up to `endobj` are returned.
///
/// Programs read on behind a malformed number, a word that they do not know or a key that is
/// repeated, each of them alike. They differ as soon as brackets do not match, the object holds a
/// word that ends an object, or a reference has other numbers than plain ones.
pub(in crate::plain) fn loose_references(bytes: &[u8], has_header: bool) -> Loose {
    let mut tokens = Tokens { bytes, position: 0 };
    if has_header && !tokens.pass_header() {
        return Loose::Known(plain_references(bytes));
    }
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut before = [Token::Other, Token::Other];
    loop {
        let token = tokens.next();
        match token {
            Token::Open(kind) => open.push(kind),
            Token::Close(kind) if open.last() == Some(&kind) => {
                open.pop();
                if open.is_empty() {
                    return Loose::Known(found);
                }
            }
            Token::Reference => match before {
                [Token::Plain(number), Token::Plain(_)] => found.push(number),
                _ => return Loose::Anything,
            },
            Token::End if open.is_empty() => return Loose::Known(found),
            Token::Close(_) | Token::End | Token::Unclear => return Loose::Anything,
            Token::Plain(_) | Token::Other => {}
        }
        before = [before[1], token];
    }
}

/// Every `n g R` up to the first `endobj`, between any other bytes.
fn plain_references(bytes: &[u8]) -> Vec<u32> {
    let end = memchr::memmem::find(bytes, b"endobj").unwrap_or(bytes.len());
    let bytes = bytes.get(..end).unwrap_or_default();
    let targets = memchr::memchr_iter(b'R', bytes).filter_map(|at| {
        let (_, rest) = number_before(bytes.get(..at)?)?;
        Some(number_before(rest)?.0)
    });
    targets.collect()
}

/// The number that ends `bytes`, white space left out, and the bytes before it.
fn number_before(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (rest, digits) = digits_at_end(trim_white_space_end(bytes));
    let number = parse_unsigned(digits).and_then(|number| u32::try_from(number).ok())?;
    Some((number, rest))
}

/// The tokens that are distinguished in an object that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// Digits alone, of a number that every program reads.
    Plain(u32),
    /// `R`.
    Reference,
    Open(Bracket),
    Close(Bracket),
    /// The end of the object or of the bytes, or where its data begin.
    End,
    /// Bytes that one program may read differently from another.
    Unclear,
    /// A value or word that refers to nothing.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Array,
    Dictionary,
}

struct Tokens<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Tokens<'_> {
    /// Passes `n g obj`, however the numbers are written.
    fn pass_header(&mut self) -> bool {
        const NUMBERS: usize = 2;
        for _ in 0..NUMBERS {
            self.skip();
            let word = self.word();
            let is_number = word.iter().any(u8::is_ascii_digit);
            if !is_number {
                return false;
            }
        }
        self.skip();
        self.word() == b"obj"
    }

    fn next(&mut self) -> Token {
        self.skip();
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let (length, token) = match rest {
            [] => return Token::End,
            [b'<', b'<', ..] => (2, Token::Open(Bracket::Dictionary)),
            [b'>', b'>', ..] => (2, Token::Close(Bracket::Dictionary)),
            [b'[', ..] => (1, Token::Open(Bracket::Array)),
            [b']', ..] => (1, Token::Close(Bracket::Array)),
            [b'<', ..] => match memchr::memchr(b'>', rest) {
                Some(end) => (end + 1, Token::Other),
                None => return Token::Unclear,
            },
            [b'(', ..] => match string_end(rest) {
                Some(end) => (end, Token::Other),
                None => return Token::Unclear,
            },
            [b')' | b'>' | b'{' | b'}', ..] => return Token::Unclear,
            [b'/', ..] => {
                self.position += 1;
                self.word();
                return Token::Other;
            }
            _ => return word_token(self.word()),
        };
        self.position += length;
        token
    }

    /// Goes on behind white space and comments.
    fn skip(&mut self) {
        while let Some(byte) = self.bytes.get(self.position) {
            if *byte == b'%' {
                let rest = self.bytes.get(self.position..).unwrap_or_default();
                let line = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
                self.position += line;
            } else if is_white_space(*byte) {
                self.position += 1;
            } else {
                return;
            }
        }
    }

    /// The regular characters here.
    fn word(&mut self) -> &[u8] {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_regular(*byte));
        let length = length.unwrap_or(rest.len());
        self.position += length;
        rest.get(..length).unwrap_or_default()
    }
}

fn word_token(word: &[u8]) -> Token {
    const LONGEST: usize = 10;
    let has = |wanted: &[u8]| memchr::memmem::find(word, wanted).is_some();
    let is_number = word.iter().all(u8::is_ascii_digit);
    if is_number {
        let value = (word.len() <= LONGEST)
            .then(|| parse_unsigned(word))
            .flatten();
        let value = value.and_then(|value| u32::try_from(value).ok());
        // A number that overflows is another one in each program.
        return value.map_or(Token::Other, Token::Plain);
    }
    match word {
        b"R" => Token::Reference,
        b"stream" | b"endobj" => Token::End,
        _ if word.ends_with(b"endobj") => Token::End,
        // `0R`, `R7`, bytes that some programs take for white space, words that begin or end something.
        _ if has(b"R") || has(b"obj") || has(b"stream") || has(b"xref") || has(b"trailer") => {
            Token::Unclear
        }
        _ if word.iter().any(|byte| !byte.is_ascii_graphic()) => Token::Unclear,
        _ => Token::Other,
    }
}

/// The position behind the bracket that closes the literal string at the start of `bytes`.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut open = 0_usize;
    let mut position = 0;
    loop {
        match bytes.get(position)? {
            b'(' => open += 1,
            b')' if open == 1 => return Some(position + 1),
            b')' => open -= 1,
            b'\\' => position += 1,
            _ => {}
        }
        position += 1;
    }
}

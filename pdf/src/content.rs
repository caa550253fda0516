//! Operations of a content stream (ISO 32000-2, 7.8.2), without meaning.

mod inline;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, Passed, Token, is_regular, is_white_space};
use crate::limit_kind::LimitKind;
use crate::object::{Name, Object, Stream};

/// An operator with its operands. Of arrays those of numbers and strings alone are
/// given; others and dictionaries show as [`Object::Null`].
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Such as `cm`, `Do`, `q`.
    pub operator: Vec<u8>,
    /// In written order.
    pub operands: Vec<Object>,
}

/// Splits a decoded content stream into operations, `limit` at most.
///
/// # Errors
/// [`PdfError::Syntax`], or [`PdfError::LimitReached`] for more operations. An inline image (`BI`)
/// ends the reading with a syntax error: without its filters, its data look like operators. An
/// operator within an array or a dictionary is an error too, because some programs follow it and
/// others pass over it.
pub fn operations(content: &[u8], limit: usize) -> Result<Vec<Operation>, PdfError> {
    read(content, limit, false, &|lexer| {
        Err(lexer.error(Flaw::InlineImage))
    })
}

/// As [`operations`], with inline images that end where all programs see their end (ISO 32000-2,
/// 8.9.7): each is one operation `BI` with an image XObject as its operand. A number whose form
/// programs read differently counts as no number.
///
/// # Errors
/// As [`operations`], for any other inline image too.
pub fn operations_with_pictures(content: &[u8], limit: usize) -> Result<Vec<Operation>, PdfError> {
    read(content, limit, true, &inline::picture)
}

/// Whether one more operation may be read.
fn check_room(count: usize, limit: usize) -> Result<(), PdfError> {
    let budget = LimitKind::ContentOperations;
    match count < limit {
        true => Ok(()),
        false => Err(PdfError::LimitReached { budget, limit }),
    }
}

fn read(
    content: &[u8],
    limit: usize,
    minds_numbers: bool,
    picture: &dyn Fn(&mut Lexer<'_>) -> Result<Stream, PdfError>,
) -> Result<Vec<Operation>, PdfError> {
    let mut lexer = Lexer::new(content, 0);
    let mut operations = Vec::new();
    let mut operands = Vec::new();
    let mut nesting = 0_usize;
    let mut array = ArrayReader::new(limit);
    loop {
        let operand = match lexer.token()? {
            Token::End => return Ok(operations),
            Token::Keyword(b"true") => Object::Boolean(true),
            Token::Keyword(b"false") => Object::Boolean(false),
            Token::Keyword(b"null") => Object::Null,
            Token::Keyword(_) if nesting > 0 => return Err(lexer.error(Flaw::OperatorInArray)),
            Token::Keyword(operator) => {
                check_room(operations.len(), limit)?;
                if operator == b"BI" {
                    operands = vec![Object::Stream(picture(&mut lexer)?)];
                }
                operations.push(Operation {
                    operator: operator.to_vec(),
                    operands: std::mem::take(&mut operands),
                });
                continue;
            }
            start @ (Token::ArrayStart | Token::DictionaryStart) => {
                nesting += 1;
                array.start(nesting == 1 && matches!(start, Token::ArrayStart));
                continue;
            }
            Token::ArrayEnd | Token::DictionaryEnd => {
                nesting = nesting.saturating_sub(1);
                array.end()
            }
            Token::Integer(_) | Token::Real(_) if minds_numbers && lexer.is_last_number_odd() => {
                Object::Real(f64::NAN)
            }
            Token::Integer(value) => Object::Integer(value),
            Token::Real(value) => Object::Real(value),
            Token::String(bytes) => Object::String(bytes),
            Token::Name(name) => Object::Name(name),
        };
        if nesting == 0 {
            if operands.len() >= MOST_OPERANDS {
                return Err(lexer.error(Flaw::OperandsAlone));
            }
            operands.push(operand);
        } else {
            array.add(operand);
        }
    }
}

/// Keeps the elements of an array while they are numbers and strings.
struct ArrayReader {
    elements: Option<Vec<Object>>,
    /// How many more are kept, of all arrays together.
    room: usize,
}

impl ArrayReader {
    fn new(room: usize) -> Self {
        Self {
            elements: None,
            room,
        }
    }

    /// `is_told` is false for dictionaries, and for everything within an array.
    fn start(&mut self, is_told: bool) {
        self.elements = is_told.then(Vec::new);
    }

    fn add(&mut self, element: Object) {
        let Some(elements) = &mut self.elements else {
            return;
        };
        let is_told = matches!(
            element,
            Object::Integer(_) | Object::Real(_) | Object::String(_)
        );
        match self.room.checked_sub(1).filter(|_| is_told) {
            Some(left) => {
                self.room = left;
                elements.push(element);
            }
            None => self.elements = None,
        }
    }

    fn end(&mut self) -> Object {
        self.elements.take().map_or(Object::Null, Object::Array)
    }
}

/// The parts of a line of text with adjustments between them are as many or a few times more.
const SOME_PARTS: usize = 16;
/// No operator has more operands than `scn` with 32 colorants and a pattern.
const MOST_OPERANDS: usize = 33;

/// Reads a decoded content stream operation by operation, as leniently as
/// programs that draw it: what cannot be read is skipped.
#[derive(Debug)]
pub struct Instructions<'a> {
    lexer: Lexer<'a>,
    operands: Vec<Object>,
}

impl<'a> Instructions<'a> {
    /// The operations of `content`.
    #[must_use]
    pub fn new(content: &'a [u8]) -> Self {
        Self {
            lexer: Lexer::new(content, 0),
            operands: Vec::new(),
        }
    }

    /// The next operator with the operands before it. Of arrays the numbers,
    /// strings and names are given, a dictionary is [`Object::Null`]. A whole
    /// inline image comes as `BI` without operands.
    #[allow(clippy::should_implement_trait)] // it lends its operands
    pub fn next(&mut self) -> Option<(&'a [u8], &[Object])> {
        self.operands.clear();
        loop {
            let before = self.lexer.position();
            let Ok(token) = self.lexer.token() else {
                self.recover(before);
                continue;
            };
            let operand = match token {
                Token::End => return None,
                Token::Keyword(b"true") => Object::Boolean(true),
                Token::Keyword(b"false") => Object::Boolean(false),
                Token::Keyword(b"null") => Object::Null,
                Token::Keyword(b"BI") => {
                    self.skip_inline_image();
                    self.operands.clear();
                    return Some((b"BI", &self.operands));
                }
                Token::Keyword(operator) => return Some((operator, &self.operands)),
                Token::ArrayStart => self.array(),
                Token::DictionaryStart => self.skip_dictionary(),
                Token::ArrayEnd | Token::DictionaryEnd => continue,
                Token::Integer(value) => Object::Integer(value),
                Token::Real(value) => Object::Real(value),
                Token::String(bytes) => Object::String(bytes),
                Token::Name(name) => Object::Name(name),
            };
            self.push(operand);
        }
    }

    fn push(&mut self, operand: Object) {
        if self.operands.len() >= MOST_OPERANDS {
            self.operands.remove(0);
        }
        self.operands.push(operand);
    }

    /// After a token that is none: numbers with too many signs or points count
    /// as far as they can be read, anything else is left out.
    fn recover(&mut self, before: usize) {
        let bytes = self.lexer.bytes();
        self.lexer.seek(before);
        self.lexer.skip_white_space();
        let start = self.lexer.position();
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        match rest.get(..length).and_then(lenient_number) {
            Some(number) => self.push(Object::Real(number)),
            None => self.operands.clear(),
        }
        self.lexer.seek(start + length.max(1));
    }

    fn array(&mut self) -> Object {
        let mut elements = Vec::with_capacity(SOME_PARTS);
        let mut depth = 1_usize;
        loop {
            let before = self.lexer.position();
            let element = match self.lexer.token() {
                Ok(Token::End) => break,
                Ok(Token::ArrayStart) => {
                    depth += 1;
                    continue;
                }
                Ok(Token::ArrayEnd) => {
                    depth -= 1;
                    match depth {
                        0 => break,
                        _ => continue,
                    }
                }
                Ok(Token::Integer(value)) => Object::Integer(value),
                Ok(Token::Real(value)) => Object::Real(value),
                Ok(Token::String(bytes)) => Object::String(bytes),
                Ok(Token::Name(name)) => Object::Name(name),
                Ok(_) => continue,
                Err(_) => {
                    let kept = std::mem::take(&mut self.operands);
                    self.recover(before);
                    let found = std::mem::replace(&mut self.operands, kept).pop();
                    match found {
                        Some(number) => number,
                        None => continue,
                    }
                }
            };
            if depth == 1 {
                elements.push(element);
            }
        }
        Object::Array(elements)
    }

    fn skip_dictionary(&mut self) -> Object {
        let mut depth = 1_usize;
        while depth > 0 {
            let before = self.lexer.position();
            match self.lexer.skim() {
                Ok(Passed::End) => break,
                Ok(Passed::DictionaryStart) => depth += 1,
                Ok(Passed::DictionaryEnd) => depth -= 1,
                Ok(_) => {}
                Err(_) => self.lexer.seek(before.saturating_add(1)),
            }
        }
        Object::Null
    }

    /// From `BI` past `EI`. As programs guess it, the data end at an `EI` between white space and
    /// something that is no binary data.
    fn skip_inline_image(&mut self) {
        let bytes = self.lexer.bytes();
        loop {
            let before = self.lexer.position();
            match self.lexer.skim() {
                Ok(Passed::Keyword(b"ID")) => break,
                Ok(Passed::End) => return,
                Ok(_) => {}
                Err(_) => self.lexer.seek(before.saturating_add(1)),
            }
        }
        let mut from = self.lexer.position();
        while let Some(at) = memchr::memmem::find(bytes.get(from..).unwrap_or_default(), b"EI") {
            let (start, end) = (from + at, from + at + 2);
            let white = |at: Option<usize>| {
                let byte = at.and_then(|at| bytes.get(at));
                byte.is_none_or(|byte| is_white_space(*byte))
            };
            let rest = bytes.get(end..).unwrap_or_default();
            if white(start.checked_sub(1)) && white(Some(end)) && looks_like_text(rest) {
                self.lexer.seek(end);
                return;
            }
            from = end;
        }
        self.lexer.seek(bytes.len());
    }
}

/// Whether the next bytes may be operators: no control or foreign characters.
fn looks_like_text(rest: &[u8]) -> bool {
    const LOOK: usize = 12;
    let mut next = rest.iter().take(LOOK);
    next.all(|byte| is_white_space(*byte) || matches!(byte, b' '..=b'~'))
}

/// `--5`, `1.2.3` or `1-2`, up to where they stop being a number.
fn lenient_number(text: &[u8]) -> Option<f64> {
    let like_a_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.');
    if text.is_empty() || !text.iter().all(like_a_number) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let digits = text.trim_start_matches(['+', '-']);
    let is_negative = text.starts_with('-');
    let mut points = 0;
    let end = digits.find(|letter: char| {
        points += usize::from(letter == '.');
        points > 1 || matches!(letter, '+' | '-')
    });
    let value = digits.get(..end.unwrap_or(digits.len()))?;
    let value: f64 = match value {
        "" | "." => 0.0,
        value => value.parse().ok()?,
    };
    Some(if is_negative { -value } else { value })
}

impl Operation {
    /// The operands when all of them are numbers and there are `N`.
    #[must_use]
    pub fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let numbers: Option<Vec<f64>> = self.operands.iter().map(Object::as_number).collect();
        numbers?.try_into().ok()
    }

    /// The single operand when it is a name.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match self.operands.as_slice() {
            [Object::Name(name)] => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;

//! Objects from tokens (ISO 32000-2, 7.3).

mod skim;

use crate::limit_kind::LimitKind;
use std::collections::BTreeMap;
use std::ops::Range;

use smallvec::SmallVec;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, Token};
use crate::meter::Meter;
use crate::object::{Dictionary, Name, Object, ObjectId, Stream, StreamData};
pub(crate) use skim::{ends_as_told, scan_references};

/// An indirect object with the places of its parts in the file.
#[derive(Debug, Clone)]
pub(crate) struct IndirectObject {
    pub(crate) id: ObjectId,
    pub(crate) object: Object,
    /// From the object number to the end of `endobj`.
    pub(crate) span: Range<usize>,
}

/// Resolves the `/Length` of a stream when it is a reference.
pub(crate) type LengthOf<'r> = &'r dyn Fn(ObjectId) -> Option<i64>;

/// Reads `n g obj … endobj` at `offset`.
pub(crate) fn indirect_object(
    bytes: &[u8],
    offset: usize,
    meter: &Meter,
    length_of: LengthOf<'_>,
) -> Result<IndirectObject, PdfError> {
    meter.object()?;
    let mut lexer = Lexer::new(bytes, offset);
    let id = object_header(&mut lexer)?;
    let mut parser = Parser::new(lexer, meter);
    let object = parser.outer_object();
    let mut lexer = parser.lexer;
    meter.scan(lexer.position().saturating_sub(offset))?;
    let object = finish(&mut lexer, object?, length_of)?;
    Ok(IndirectObject {
        id,
        object,
        span: offset..lexer.position(),
    })
}

/// Reads one direct object at `offset`; gives where it ends.
pub(crate) fn direct_object(
    bytes: &[u8],
    offset: usize,
    meter: &Meter,
) -> Result<(Object, usize), PdfError> {
    direct(Parser::new(Lexer::new(bytes, offset), meter))
}

/// Reads the trailer dictionary at `offset`. Scanners write `/Info` twice; no page depends on it, so the last one counts.
pub(crate) fn trailer(
    bytes: &[u8],
    offset: usize,
    meter: &Meter,
) -> Result<(Object, usize), PdfError> {
    let mut parser = Parser::new(Lexer::new(bytes, offset), meter);
    parser.repeatable = Some("Info");
    direct(parser)
}

fn direct(mut parser: Parser<'_, '_>) -> Result<(Object, usize), PdfError> {
    let start = parser.lexer.position();
    parser.meter.object()?;
    let object = parser.any_object();
    let end = parser.lexer.position();
    parser.meter.scan(end.saturating_sub(start))?;
    Ok((object?, end))
}

/// Where the value of each entry is, for the dictionary that starts at `offset`,
/// or for the indirect object there that is a dictionary; it was read as an object before.
pub(crate) fn value_spans(
    bytes: &[u8],
    offset: usize,
    meter: &Meter,
) -> Result<Vec<(Name, Range<usize>)>, PdfError> {
    meter.check_scanned()?;
    let mut lexer = Lexer::hollow(bytes, offset);
    if object_header(&mut lexer).is_err() {
        lexer.seek(offset);
    }
    let mut parser = Parser::new(lexer, meter);
    if parser.lexer.token()? != Token::DictionaryStart {
        return Err(parser.lexer.error(Flaw::DictionaryExpected));
    }
    let mut spans = Vec::new();
    let read = parser.dictionary(&mut |name, span| spans.push((name.clone(), span)));
    meter.scan(parser.lexer.position().saturating_sub(offset))?;
    read.map(|_| spans)
}

/// Reads `n g obj`.
pub(crate) fn object_header(lexer: &mut Lexer<'_>) -> Result<ObjectId, PdfError> {
    let number = lexer.unsigned().and_then(|n| u32::try_from(n).ok());
    let generation = lexer.unsigned().and_then(|n| u16::try_from(n).ok());
    lexer.skip_white_space();
    match (number, generation, lexer.take(b"obj")) {
        (Some(number), Some(generation), true) => Ok(ObjectId { number, generation }),
        _ => Err(lexer.error(Flaw::ObjectHeader)),
    }
}

struct Parser<'a, 'm> {
    lexer: Lexer<'a>,
    depth_left: usize,
    meter: &'m Meter,
    /// The key that may have several values in the outermost dictionary.
    repeatable: Option<&'static str>,
}

impl<'a, 'm> Parser<'a, 'm> {
    fn new(lexer: Lexer<'a>, meter: &'m Meter) -> Self {
        Self {
            lexer,
            depth_left: meter.limits().depth,
            meter,
            repeatable: None,
        }
    }

    fn any_object(&mut self) -> Result<Object, PdfError> {
        let token = self.lexer.token()?;
        self.object(token)
    }

    /// The object right after `obj`.
    fn outer_object(&mut self) -> Result<Object, PdfError> {
        match self.lexer.token()? {
            // "obj endobj": an empty object is null.
            Token::Keyword(b"endobj") => {
                self.lexer.seek(self.lexer.position() - b"endobj".len());
                Ok(Object::Null)
            }
            token => self.object(token),
        }
    }

    fn object(&mut self, token: Token<'a>) -> Result<Object, PdfError> {
        match token {
            Token::Integer(value) => Ok(self.reference_or_integer(value)),
            Token::Real(value) => Ok(Object::Real(value)),
            Token::String(bytes) => Ok(Object::String(bytes)),
            Token::Name(name) => Ok(Object::Name(name)),
            Token::ArrayStart => self.array(),
            Token::DictionaryStart => self.dictionary(&mut |_, _| {}).map(Object::Dictionary),
            Token::Keyword(b"true") => Ok(Object::Boolean(true)),
            Token::Keyword(b"false") => Ok(Object::Boolean(false)),
            Token::Keyword(b"null") => Ok(Object::Null),
            Token::End => Err(self.lexer.error(Flaw::EndInObject)),
            _ => Err(self.lexer.error(Flaw::NoObject)),
        }
    }

    fn reference_or_integer(&mut self, value: i64) -> Object {
        let integer = Object::Integer(value);
        let Ok(number) = u32::try_from(value) else {
            return integer;
        };
        let mut ahead = self.lexer.clone();
        let Some(generation) = ahead.unsigned().and_then(|n| u16::try_from(n).ok()) else {
            return integer;
        };
        ahead.skip_white_space();
        match ahead.take_word(b"R") {
            true => {
                self.lexer = ahead;
                Object::Reference(ObjectId { number, generation })
            }
            false => integer,
        }
    }

    fn array(&mut self) -> Result<Object, PdfError> {
        self.enter()?;
        let mut elements = Vec::new();
        loop {
            match self.lexer.token()? {
                Token::ArrayEnd => break,
                token => elements.push(self.object(token)?),
            }
            let own = elements.last().map_or(0, heap_bytes);
            self.meter.element(size_of::<Object>() + own)?;
        }
        self.depth_left += 1;
        // Half of the room that it grew into may be empty.
        elements.shrink_to_fit();
        Ok(Object::Array(elements))
    }

    fn dictionary(
        &mut self,
        note: &mut dyn FnMut(&Name, Range<usize>),
    ) -> Result<Dictionary, PdfError> {
        self.enter()?;
        let repeatable = self.repeatable.take();
        let start = self.lexer.position();
        let mut entries = SmallVec::<[_; USUAL_ENTRIES]>::new();
        loop {
            match self.lexer.token()? {
                Token::DictionaryEnd => break,
                Token::Name(name) => entries.push(self.entry(name, note)?),
                _ => return Err(self.lexer.error(Flaw::KeyNoName)),
            }
        }
        self.depth_left += 1;
        let dictionary = Dictionary::from_entries(entries.into_vec());
        match no_duplicate_key(&dictionary) {
            Some(()) => Ok(dictionary),
            None => {
                let plain = without_repetitions(&dictionary, repeatable)
                    .ok_or_else(|| self.lexer.error(Flaw::KeyTwice))?;
                self.meter.note_repeated_key(start);
                Ok(plain)
            }
        }
    }

    fn entry(
        &mut self,
        name: Name,
        note: &mut dyn FnMut(&Name, Range<usize>),
    ) -> Result<(Name, Object), PdfError> {
        self.lexer.skip_white_space();
        let start = self.lexer.position();
        let token = self.lexer.token()?;
        let value = self.object(token)?;
        let own = name.as_bytes().len() + ALLOCATION + heap_bytes(&value);
        self.meter.element(size_of::<(Name, Object)>() + own)?;
        note(&name, start..self.lexer.position());
        Ok((name, value))
    }

    fn enter(&mut self) -> Result<(), PdfError> {
        self.depth_left = self
            .depth_left
            .checked_sub(1)
            .ok_or(PdfError::LimitReached {
                budget: LimitKind::Nesting,
                limit: self.meter.limits().depth,
            })?;
        Ok(())
    }
}

/// Bytes of memory that a value takes beside itself; its elements are counted
/// one by one.
fn heap_bytes(value: &Object) -> usize {
    match value {
        Object::String(bytes) => bytes.len() + ALLOCATION,
        Object::Name(name) => name.as_bytes().len() + ALLOCATION,
        Object::Array(elements) if !elements.is_empty() => ALLOCATION,
        Object::Dictionary(entries) if !entries.is_empty() => ALLOCATION,
        _ => 0,
    }
}

/// Bytes that an allocation of a few bytes takes more than these.
const ALLOCATION: usize = 24;
/// Entries of most dictionaries.
const USUAL_ENTRIES: usize = 8;

fn no_duplicate_key(dictionary: &Dictionary) -> Option<()> {
    const QUADRATIC_UP_TO: usize = 16;
    let mut rest = dictionary.entries();
    if rest.len() <= QUADRATIC_UP_TO {
        while let Some(((first, _), others)) = rest.split_first() {
            if others.iter().any(|(name, _)| name == first) {
                return None;
            }
            rest = others;
        }
        return Some(());
    }
    let mut names: Vec<_> = dictionary.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    let unique = names.array_windows().all(|[a, b]| a != b);
    unique.then_some(())
}

/// A dictionary without what it says twice; `None` when a key has two values, unless it is `repeatable` and the last
/// one counts.
fn without_repetitions(dictionary: &Dictionary, repeatable: Option<&str>) -> Option<Dictionary> {
    let mut known: BTreeMap<&Name, usize> = BTreeMap::new();
    let mut kept: Vec<(&Name, &Object)> = Vec::new();
    for (name, value) in dictionary.iter() {
        let Some(place) = known.get(name) else {
            known.insert(name, kept.len());
            kept.push((name, value));
            continue;
        };
        let (_, first) = kept.get_mut(*place)?;
        if *first != value {
            repeatable.filter(|key| *name == **key)?;
            *first = value;
        }
    }
    let mut once = Dictionary::new();
    for (name, value) in kept {
        once.push(name.clone(), value.clone());
    }
    Some(once)
}

/// Reads what follows the object: `endobj`, or a stream and `endobj`.
fn finish(
    lexer: &mut Lexer<'_>,
    object: Object,
    length_of: LengthOf<'_>,
) -> Result<Object, PdfError> {
    lexer.skip_white_space();
    if lexer.take(b"endobj") {
        return Ok(object);
    }
    let Object::Dictionary(dictionary) = object else {
        return Err(lexer.error(Flaw::EndobjExpected));
    };
    if !lexer.take(b"stream") {
        return Err(lexer.error(Flaw::StreamExpected));
    }
    // A single CR is not allowed, but all programs read such files alike.
    if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
        lexer.take(b"\r");
    }
    let data = stream_data(lexer, &dictionary, length_of)?;
    lexer.skip_white_space();
    if !lexer.take(b"endstream") {
        return Err(lexer.error(Flaw::EndstreamExpected));
    }
    lexer.skip_white_space();
    if !lexer.take(b"endobj") {
        return Err(lexer.error(Flaw::EndobjExpected));
    }
    Ok(Object::Stream(Stream { dictionary, data }))
}

fn stream_data(
    lexer: &mut Lexer<'_>,
    dictionary: &Dictionary,
    length_of: LengthOf<'_>,
) -> Result<StreamData, PdfError> {
    let length = match dictionary.get("Length") {
        Some(Object::Integer(length)) => Some(*length),
        Some(Object::Reference(id)) => length_of(*id),
        _ => None,
    };
    let length = length.and_then(|length| usize::try_from(length).ok());
    let start = lexer.position();
    let end = length.and_then(|length| start.checked_add(length));
    let end = end.ok_or_else(|| lexer.error(Flaw::StreamLength))?;
    if end > lexer.bytes().len() {
        return Err(lexer.error(Flaw::StreamBeyondEnd));
    }
    lexer.seek(end);
    Ok(StreamData::InFile { start, end })
}

#[cfg(test)]
mod tests;

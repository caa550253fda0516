//! Objects whose references and end alone are needed: nothing is built.

use smallvec::SmallVec;

use crate::error::{Flaw, PdfError};
use crate::hex::hex;
use crate::lexer::{Lexer, Passed, is_white_space};

/// Calls `found` for every reference in the object at the position of `lexer`,
/// without building the object. Ends with the object, or with the dictionary
/// of a stream, behind the word `stream` where its `/Length` is given.
pub(crate) fn scan_references(
    lexer: &mut Lexer<'_>,
    found: &mut dyn FnMut(u32),
) -> Result<Skimmed, PdfError> {
    let mut skimmed = Skimmed::default();
    let mut open = SmallVec::<[Bracket; SOME_NAMES]>::new();
    let mut numbers: [Option<i64>; 2] = [None, None];
    let mut length = DirectLength::default();
    loop {
        let [first, second] = numbers;
        numbers = [second, None];
        let before = lexer.position();
        let token = lexer.skim()?;
        skimmed.is_ambiguous |= is_ambiguous(token, lexer, before);
        length.follow(token, open.len());
        if let Some(Bracket::Dictionary(place)) = open.last_mut() {
            *place = place
                .after(token)
                .ok_or_else(|| lexer.error(Flaw::KeyNoName))?;
        }
        match token {
            Passed::Integer(value) => numbers = [second, Some(value)],
            Passed::Keyword(b"R") => {
                let target = first
                    .zip(second)
                    .and_then(|(number, _)| u32::try_from(number).ok());
                found(target.ok_or_else(|| lexer.error(Flaw::Reference))?);
                if open.is_empty() {
                    return Ok(skimmed);
                }
            }
            Passed::ArrayStart => open.push(Bracket::Array),
            Passed::DictionaryStart => open.push(Bracket::Dictionary(InDictionary::BeforeKey)),
            Passed::ArrayEnd | Passed::DictionaryEnd => {
                let is_array = matches!(token, Passed::ArrayEnd);
                if open
                    .pop()
                    .is_none_or(|opened| is_array != (opened == Bracket::Array))
                {
                    return Err(lexer.error(Flaw::Brackets));
                }
                // The dictionary of a stream ends before the word that begins its data.
                if open.is_empty() {
                    skimmed.length = length.of_stream(lexer);
                    return Ok(skimmed);
                }
            }
            Passed::End | Passed::Keyword(b"endobj") if open.is_empty() => return Ok(skimmed),
            // Only the end of the object follows a value outside brackets.
            _ if open.is_empty() => {
                return match lexer.clone().skim()? {
                    Passed::End | Passed::Keyword(b"endobj") => Ok(skimmed),
                    _ => Err(lexer.error(Flaw::SeveralValues)),
                };
            }
            Passed::End => return Err(lexer.error(Flaw::ObjectEnd)),
            Passed::Keyword(b"true" | b"false" | b"null") => {}
            Passed::Keyword(_) => return Err(lexer.error(Flaw::UnknownWord)),
            Passed::Name(_) | Passed::MarkedName(_) | Passed::Value => {}
        }
    }
}

/// Facts about an object that was skimmed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Skimmed {
    /// `/Length` of a stream, where it is there once and a number. The word that begins the data
    /// was passed then.
    pub(crate) length: Option<usize>,
    /// Whether programs read a name or a number of it differently.
    pub(crate) is_ambiguous: bool,
}

/// Whether programs read the token that follows `before` differently: names with bytes that are white space for PDFium, with
/// a zero byte, where Poppler ends them, or longer than 127 bytes; integers beyond 32 bits; numbers of more than 255 digits.
#[inline]
fn is_ambiguous(token: Passed<'_>, lexer: &Lexer<'_>, before: usize) -> bool {
    const LONG: usize = 255;
    match token {
        Passed::Name(name) => is_of_odd_length(name),
        Passed::MarkedName(name) => is_of_odd_length(name) || is_ended_elsewhere(name),
        Passed::Integer(value) if i32::try_from(value).is_err() => true,
        Passed::Integer(_) | Passed::Value if lexer.position() - before > LONG => {
            let text = lexer.bytes().get(before..lexer.position());
            let first = text.and_then(|text| text.iter().find(|byte| !is_white_space(**byte)));
            first.is_some_and(|first| !matches!(first, b'(' | b'<'))
        }
        _ => false,
    }
}

#[inline]
fn is_of_odd_length(name: &[u8]) -> bool {
    const LONG: usize = 127;
    name.is_empty() || name.len() > LONG
}

#[cold]
fn is_ended_elsewhere(name: &[u8]) -> bool {
    let mut escapes = memchr::memchr_iter(b'#', name);
    name.iter().any(|byte| matches!(byte, 0x80 | 0xFF))
        || escapes.any(|at| {
            let digits = name.get(at + 1..at + 3).unwrap_or_default();
            digits.len() < 2 || digits == b"00" || digits.iter().any(|digit| hex(*digit).is_none())
        })
}

#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    Array,
    Dictionary(InDictionary),
}

/// The place of the next token in a dictionary: keys are names, and each has one value.
#[derive(Clone, Copy, PartialEq)]
enum InDictionary {
    BeforeKey,
    BeforeValue,
    /// The value so far is one integer, which may be the object number of a reference.
    AfterInteger,
    /// Only the letter of a reference may follow two integers.
    AfterTwoIntegers,
}

impl InDictionary {
    /// The place behind `token`; `None` when no token of that kind may stand here. A token that opens an array or a
    /// dictionary counts as the whole value.
    #[inline]
    fn after(self, token: Passed<'_>) -> Option<Self> {
        Some(match (self, token) {
            (_, Passed::End) => self,
            (Self::BeforeKey | Self::AfterInteger, Passed::Name(_) | Passed::MarkedName(_)) => {
                Self::BeforeValue
            }
            (Self::BeforeKey | Self::AfterInteger, Passed::DictionaryEnd) => self,
            (Self::AfterInteger, Passed::Integer(_)) => Self::AfterTwoIntegers,
            (Self::BeforeValue, Passed::Integer(_)) => Self::AfterInteger,
            (Self::BeforeValue, Passed::DictionaryEnd | Passed::Keyword(b"R")) => return None,
            (Self::BeforeValue, _) | (Self::AfterTwoIntegers, Passed::Keyword(b"R")) => {
                Self::BeforeKey
            }
            _ => return None,
        })
    }
}

/// `/Length` of a dictionary that is skimmed, where it is there once and a number. A name that
/// comes twice may be a repeated key: only the full parser decides what that means.
#[derive(Default)]
struct DirectLength<'a> {
    is_dictionary: bool,
    names: SmallVec<[&'a [u8]; SOME_NAMES]>,
    may_repeat_a_key: bool,
    value: Option<i64>,
    /// The token before.
    before: Before,
}

#[derive(Default, PartialEq)]
enum Before {
    Key,
    Value,
    #[default]
    Other,
}

impl<'a> DirectLength<'a> {
    fn follow(&mut self, token: Passed<'a>, depth: usize) {
        let before = std::mem::take(&mut self.before);
        match token {
            Passed::Integer(value) if before == Before::Key => {
                self.value = Some(value);
                self.before = Before::Value;
            }
            Passed::DictionaryStart if depth == 0 => self.is_dictionary = true,
            // It is the number of a reference.
            Passed::Integer(_) if before == Before::Value => self.value = None,
            Passed::Name(name) if depth == 1 => self.note(name),
            Passed::MarkedName(_) if depth == 1 => self.may_repeat_a_key = true,
            _ => {}
        }
    }

    fn note(&mut self, name: &'a [u8]) {
        match self.names.len() < SOME_NAMES {
            true => self.names.push(name),
            false => self.may_repeat_a_key = true,
        }
        if name == b"Length" {
            self.before = Before::Key;
        }
    }

    fn of_stream(&self, lexer: &mut Lexer<'_>) -> Option<usize> {
        let length = self.value.filter(|_| self.is_dictionary)?;
        let length = usize::try_from(length).ok()?;
        if self.is_unclear() {
            return None;
        }
        lexer.skip_white_space();
        lexer.take(b"stream").then_some(length)
    }

    /// Whether two of the names may be the same key.
    fn is_unclear(&self) -> bool {
        let names = self.names.iter().enumerate();
        let mut seen = names.map(|(at, name)| (name, self.names.iter().take(at)));
        self.may_repeat_a_key || seen.any(|(name, mut before)| before.any(|other| other == name))
    }
}

/// Whether the data of a stream, right behind its word, are so long and end as the object does.
pub(crate) fn ends_as_told(lexer: &mut Lexer<'_>, length: usize) -> bool {
    if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
        return false;
    }
    let end = lexer.position().checked_add(length);
    let Some(end) = end.filter(|end| *end <= lexer.bytes().len()) else {
        return false;
    };
    lexer.seek(end);
    lexer.skip_white_space();
    if !lexer.take(b"endstream") {
        return false;
    }
    lexer.skip_white_space();
    lexer.take(b"endobj")
}

/// Keys, and names among the values, of most dictionaries of streams.
const SOME_NAMES: usize = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The length that is given, and whether the stream ends so.
    fn told(text: &[u8]) -> (Option<usize>, bool) {
        let mut lexer = Lexer::new(text, 0);
        let length = scan_references(&mut lexer, &mut |_| {}).unwrap().length;
        let ends = length.is_some_and(|length| ends_as_told(&mut lexer, length));
        (length, ends)
    }

    #[test]
    fn a_stream_that_says_once_how_long_it_is_ends_there() {
        let told_of = |dictionary: &str, data: &str| {
            told(format!("{dictionary}stream\n{data}endstream endobj").as_bytes())
        };
        assert_eq!(told_of("<</Length 3>>", "abc\n"), (Some(3), true));
        assert_eq!(
            told_of("<</A [1 2]/Length 3/B 7 0 R>>\n", "abc"),
            (Some(3), true)
        );
        assert_eq!(told_of("<</Length 4>>", "abc\n"), (Some(4), true));
        assert_eq!(told_of("<</Length 2>>", "abc\n"), (Some(2), false));
        assert_eq!(told_of("<</Length 40>>", "abc\n"), (Some(40), false));
        for unclear in [
            "<</Length 3 0 R>>",
            "<</Length -3>>",
            "<</Length 3.0>>",
            "<</Length 3/Length 3>>",
            "<</L#65ngth 9/Length 3>>",
            "<</Length 3/Filter/A/Filter/A>>",
            "<</A/Length/Length 3>>",
            "<</A <</Length 3>>>>",
            "<</A 3>>",
            "[/Length 3]",
        ] {
            assert_eq!(told_of(unclear, "abc\n"), (None, false), "{unclear}");
        }
        assert_eq!(told(b"<</Length 3>> endobj"), (None, false));
        let mut lexer = Lexer::new(b"<</Length -3>>stream endobj", 0);
        let skimmed = scan_references(&mut lexer, &mut |_| {});
        assert_eq!(skimmed, Ok(Skimmed::default()));
        assert!(lexer.rest().starts_with(b"stream"));
        assert_eq!(
            told(b"<</Length 3>>stream\rabc\nendstream endobj"),
            (Some(3), false)
        );
    }
}

//! Objects of which only the references and the end are looked for: nothing is built.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use smallvec::SmallVec;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, Passed};

/// Calls `found` for every reference in the object at the position of `lexer`,
/// without building the object. Ends with the object, or with the dictionary
/// of a stream. Gives the direct `/Length` of a stream, and then stands behind
/// the word `stream`.
pub(crate) fn scan_references(
    lexer: &mut Lexer<'_>,
    found: &mut dyn FnMut(u32),
) -> Result<Option<usize>, PdfError> {
    let mut open = SmallVec::<[Bracket; SOME_NAMES]>::new();
    let mut numbers: [Option<i64>; 2] = [None, None];
    let mut length = DirectLength::default();
    loop {
        let [first, second] = numbers;
        numbers = [second, None];
        let token = lexer.skim()?;
        length.follow(token, open.len());
        match token {
            Passed::Integer(value) => numbers = [second, Some(value)],
            Passed::Keyword(b"R") => {
                let target = first
                    .zip(second)
                    .and_then(|(number, _)| u32::try_from(number).ok());
                found(target.ok_or_else(|| lexer.error(Flaw::Reference))?);
                if open.is_empty() {
                    return Ok(None);
                }
            }
            Passed::ArrayStart => open.push(Bracket::Array),
            Passed::DictionaryStart => open.push(Bracket::Dictionary),
            Passed::ArrayEnd | Passed::DictionaryEnd => {
                let closed = match token {
                    Passed::ArrayEnd => Bracket::Array,
                    _ => Bracket::Dictionary,
                };
                if open.pop() != Some(closed) {
                    return Err(lexer.error(Flaw::Brackets));
                }
                // The dictionary of a stream ends before the word that begins its data.
                if open.is_empty() {
                    return Ok(length.of_stream(lexer));
                }
            }
            Passed::End | Passed::Keyword(b"endobj") if open.is_empty() => return Ok(None),
            // Nothing but the end of the object follows a value that stands alone.
            _ if open.is_empty() => {
                return match lexer.clone().skim()? {
                    Passed::End | Passed::Keyword(b"endobj") => Ok(None),
                    _ => Err(lexer.error(Flaw::SeveralValues)),
                };
            }
            Passed::End => return Err(lexer.error(Flaw::ObjectEnd)),
            Passed::Keyword(b"true" | b"false" | b"null") => {}
            Passed::Keyword(_) => return Err(lexer.error(Flaw::UnknownWord)),
            Passed::Name(_) | Passed::Value => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    Array,
    Dictionary,
}

/// `/Length` of a dictionary that is skimmed, where it stands there once and as a number. A name that comes twice may be a key
/// that is repeated: what that means is told by reading all.
#[derive(Default)]
struct DirectLength<'a> {
    is_dictionary: bool,
    names: SmallVec<[&'a [u8]; SOME_NAMES]>,
    has_more_names: bool,
    value: Option<i64>,
    /// What the token before was.
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
            _ => {}
        }
    }

    fn note(&mut self, name: &'a [u8]) {
        match self.names.len() < SOME_NAMES {
            true => self.names.push(name),
            false => self.has_more_names = true,
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
        self.has_more_names
            || seen
                .any(|(name, mut before)| name.contains(&b'#') || before.any(|other| other == name))
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
        let length = scan_references(&mut lexer, &mut |_| {}).unwrap();
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
        assert_eq!(scan_references(&mut lexer, &mut |_| {}), Ok(None));
        assert!(lexer.rest().starts_with(b"stream"));
        assert_eq!(
            told(b"<</Length 3>>stream\rabc\nendstream endobj"),
            (Some(3), false)
        );
    }
}

//! The inside of an object stream (ISO 32000-2, 7.5.7): programs find an element by its number or by its index, and
//! let it end where it ends or where the next one begins.

use std::collections::BTreeSet;

use super::Irregularity;
use super::scan::DIGITS;
use crate::lexer::{Lexer, is_regular, is_white_space};
use crate::object::{Dictionary, Object};

/// Checks the header of decoded `data`; the elements themselves are checked one by one. The error is the place in the
/// data, and what is wrong there.
pub(crate) fn check_container(
    dictionary: &Dictionary,
    data: &[u8],
) -> Result<(), (usize, Irregularity)> {
    let number = |key| {
        let value = dictionary.get(key).and_then(Object::as_integer);
        value.and_then(|value| usize::try_from(value).ok())
    };
    let header = (0, Irregularity::ContainerHeader);
    let (Some(count), Some(first)) = (number("N"), number("First")) else {
        return Err(header);
    };
    let mut words = Words {
        lexer: Lexer::new(data.get(..first).ok_or(header)?, 0),
    };
    let mut numbers = BTreeSet::new();
    let mut end = 0;
    for index in 0..count {
        let start = words.position();
        let (Some(number), Some(offset)) = (words.next(), words.next()) else {
            return Err((start, Irregularity::ContainerHeader));
        };
        if !numbers.insert(number) {
            return Err((start, Irregularity::ContainerTwice));
        }
        if offset < end || (index > 0 && offset == end) {
            return Err((start, Irregularity::ContainerOrder));
        }
        if index == 0 && !is_blank(data.get(first..first.saturating_add(offset))) {
            return Err((start, Irregularity::ContainerGap));
        }
        end = offset;
    }
    match words.is_over() {
        true => Ok(()),
        false => Err((words.position(), Irregularity::ContainerHeader)),
    }
}

fn is_blank(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| bytes.iter().all(|byte| is_white_space(*byte)))
}

/// Short numbers of digits with white space and comments between them.
struct Words<'a> {
    lexer: Lexer<'a>,
}

impl Words<'_> {
    fn position(&self) -> usize {
        self.lexer.position()
    }

    fn next(&mut self) -> Option<usize> {
        self.lexer.skip_white_space();
        let start = self.position();
        let number = self.lexer.unsigned()?;
        let ends = self
            .lexer
            .rest()
            .first()
            .is_none_or(|byte| !is_regular(*byte));
        let short = self.position() - start <= DIGITS;
        usize::try_from(number).ok().filter(|_| ends && short)
    }

    fn is_over(&mut self) -> bool {
        self.lexer.skip_white_space();
        self.lexer.rest().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(data: &str, count: i64) -> Option<Irregularity> {
        let first = data.find('<').unwrap_or(data.len());
        let first = i64::try_from(first).unwrap_or(0);
        let dictionary = Dictionary::new().with("N", count).with("First", first);
        let checked = check_container(&dictionary, data.as_bytes());
        checked.err().map(|(_, what)| what)
    }

    #[test]
    fn elements_follow_each_other() {
        for plain in [
            "1 0 5 4 <<>><<>>",
            "1 0\n5 5\n<<>> <<>>",
            "7 0\r\n<<>>",
            "01 00 %5\n5\x0004 <<>><<>>",
        ] {
            let count = if plain.starts_with('7') { 1 } else { 2 };
            assert_eq!(judge(plain, count), None, "{plain}");
        }
        let faults = [
            ("1 4 5 0 <<>><<>>", 2, Irregularity::ContainerGap),
            ("1 0 5 4 7 2 <<>><<>>", 3, Irregularity::ContainerOrder),
            ("1 0 5 0 <<>>", 2, Irregularity::ContainerOrder),
            ("1 0 1 4 <<>><<>>", 2, Irregularity::ContainerTwice),
            (
                "1 0 5 00000000004 <<>><<>>",
                2,
                Irregularity::ContainerHeader,
            ),
            ("1 0 5 4 9 9 <<>><<>>", 2, Irregularity::ContainerHeader),
            ("1 0 5x4 <<>><<>>", 2, Irregularity::ContainerHeader),
            ("1 0 5 <<>>", 2, Irregularity::ContainerHeader),
            ("1 -0 <<>>", 1, Irregularity::ContainerHeader),
        ];
        for (data, count, what) in faults {
            assert_eq!(judge(data, count), Some(what), "{data}");
        }
    }
}

//! The inside of an object stream (ISO 32000-2, 7.5.7): programs find an element by its number or by its index, and
//! let it end where it ends or where the next one begins.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use std::collections::BTreeSet;

use super::scan::is_plain_integer;
use super::{Irregularity, is_plain_space};
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
        bytes: data.get(..first).ok_or(header)?,
        position: 0,
    };
    let mut numbers = BTreeSet::new();
    let mut end = 0;
    for index in 0..count {
        let start = words.position;
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
        false => Err((words.position, Irregularity::ContainerHeader)),
    }
}

fn is_blank(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| bytes.iter().all(|byte| is_plain_space(*byte)))
}

/// Plain numbers with white space between them.
struct Words<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<usize> {
        const DIGITS: usize = 10;
        self.skip_blank();
        let rest = self.bytes.get(self.position..)?;
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = rest.get(..length)?;
        let ends = rest.get(length).is_none_or(|byte| is_plain_space(*byte));
        if !is_plain_integer(digits) || length > DIGITS || !ends {
            return None;
        }
        self.position += length;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    fn skip_blank(&mut self) {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| is_plain_space(**byte));
        self.position += blank.count();
    }

    fn is_over(&mut self) -> bool {
        self.skip_blank();
        self.position == self.bytes.len()
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
        for plain in ["1 0 5 4 <<>><<>>", "1 0\n5 5\n<<>> <<>>", "7 0\r\n<<>>"] {
            let count = if plain.starts_with('7') { 1 } else { 2 };
            assert_eq!(judge(plain, count), None, "{plain}");
        }
        let faults = [
            ("1 4 5 0 <<>><<>>", 2, Irregularity::ContainerGap),
            ("1 0 5 4 7 2 <<>><<>>", 3, Irregularity::ContainerOrder),
            ("1 0 5 0 <<>>", 2, Irregularity::ContainerOrder),
            ("1 0 1 4 <<>><<>>", 2, Irregularity::ContainerTwice),
            ("1 0 5 04 <<>><<>>", 2, Irregularity::ContainerHeader),
            ("1 0 5 4 9 9 <<>><<>>", 2, Irregularity::ContainerHeader),
            ("1 0 %5\n5 4 <<>><<>>", 2, Irregularity::ContainerHeader),
            ("1 0 5 <<>>", 2, Irregularity::ContainerHeader),
            ("1 -0 <<>>", 1, Irregularity::ContainerHeader),
        ];
        for (data, count, what) in faults {
            assert_eq!(judge(data, count), Some(what), "{data}");
        }
    }
}

//! A cross-reference table, byte by byte (ISO 32000-2, 7.5.4).

use super::found;
use crate::lexer::{is_regular, is_white_space};
use crate::loose::{Loose, LooseWriting};

/// The first place between `xref` at `start` and `trailer` that is not as the
/// standard writes it.
pub(super) fn loose(bytes: &[u8], start: usize, trailer: usize) -> Option<Loose> {
    let mut table = Table {
        bytes: bytes.get(..trailer).unwrap_or_default(),
        position: start + b"xref".len(),
    };
    if !table.skip_blank() {
        return found(start, LooseWriting::XrefKeyword);
    }
    // White space may stand behind `xref` and before the trailer, but not
    // between subsections.
    while !table.is_blank() {
        let line = table.position;
        let Some(count) = table.header() else {
            return found(line, LooseWriting::SubsectionHeader);
        };
        for _ in 0..count {
            let entry = table.position;
            if !table.entry() {
                return found(entry, LooseWriting::TableEntry);
            }
        }
    }
    let behind = trailer + b"trailer".len();
    let joined = bytes.get(behind).is_some_and(|byte| is_regular(*byte));
    if joined {
        return found(trailer, LooseWriting::TrailerKeyword);
    }
    None
}

/// A position in a table.
struct Table<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Table<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    fn take(&mut self, literal: &[u8]) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.position += literal.len();
        }
        found
    }

    /// White space; whether there is any.
    fn skip_blank(&mut self) -> bool {
        let is_blank = |byte: &&u8| is_white_space(**byte) && **byte != 0;
        let blank = self.rest().iter().take_while(is_blank).count();
        self.position += blank;
        blank > 0
    }

    /// Whether nothing but white space is left.
    fn is_blank(&self) -> bool {
        self.rest().iter().all(|byte| is_white_space(*byte))
    }

    /// An end of line, with one blank or tab before it at most.
    fn line_end(&mut self) -> bool {
        let _ = self.take(b" ") || self.take(b"\t");
        self.take(b"\r\n") || self.take(b"\n") || self.take(b"\r")
    }

    /// `first count` and an end of line: gives the count. Some programs take a
    /// free entry of object 1 for that of object 0, and count on from it.
    fn header(&mut self) -> Option<usize> {
        let first = self.digits()?;
        if !self.take(b" ") {
            return None;
        }
        let count = self.digits()?;
        if !self.line_end() {
            return None;
        }
        let kind = self.rest().get(17).filter(|_| first == 1 && count > 0);
        (kind != Some(&b'f')).then_some(count)
    }

    fn digits(&mut self) -> Option<usize> {
        const DIGITS: usize = 10;
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = rest.get(..length).filter(|digits| digits.len() <= DIGITS)?;
        let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.position += length;
        Some(value)
    }

    /// `nnnnnnnnnn ggggg n` and two bytes that end the line: 20 bytes, by which some programs count.
    fn entry(&mut self) -> bool {
        let Some((entry, _)) = self.rest().split_first_chunk::<20>() else {
            return false;
        };
        self.position += entry.len();
        let shape = entry.iter().enumerate().all(|(index, byte)| match index {
            10 | 16 => matches!(byte, b' ' | b'\t'),
            17 => matches!(byte, b'n' | b'f'),
            18 | 19 => matches!(byte, b' ' | b'\t' | b'\r' | b'\n'),
            _ => byte.is_ascii_digit(),
        });
        let (_, end) = entry.split_at(18);
        shape && end.iter().any(|byte| matches!(byte, b'\r' | b'\n'))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str) -> Option<LooseWriting> {
        let trailer = text.find("trailer").unwrap();
        loose(text.as_bytes(), 0, trailer).map(|loose| loose.what)
    }

    #[test]
    fn a_table_as_the_standard_writes_it() {
        for text in [
            "xref\n0 0\ntrailer\n<<>>",
            "xref\r\n0 1\r\n0000000000 65535 f\r\n4 1\r\n0000000015 00000 n\r\ntrailer<<>>",
            "xref \n4 2 \n0000000015 00000 n \n0000000016 00000 n \ntrailer <<>>",
            "xref\r4 1\r0000000015 00000 n \rtrailer\r<<>>",
            "xref\n4 1\n0000000015 00000 n \n\ntrailer\n<<>>",
            "xref\n1 1\n0000000015 00000 n \ntrailer\n<<>>",
            "xref\n4 1\n0000000015 00000 n \r\ntrailer\n<<>>",
            "xref\n4 1\t\n0000000015\t00000\tn \ntrailer\n<<>>",
            "xref\n4 2\n0000000015 00000 n\t\n0000000016 00000 n\n\ntrailer\n<<>>",
            "xref\n4 2\n0000000015 00000 n\r 0000000016 00000 n\n\rtrailer\n<<>>",
        ] {
            assert_eq!(check(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_programs_read_differently() {
        use LooseWriting::{SubsectionHeader, TableEntry, TrailerKeyword, XrefKeyword};
        for (text, what) in [
            ("xref4 1\n0000000015 00000 n \ntrailer", XrefKeyword),
            ("xref\x004 1\n0000000015 00000 n \ntrailer", XrefKeyword),
            (
                "xref\n4 1  \n0000000015 00000 n \ntrailer",
                SubsectionHeader,
            ),
            ("xref%\n4 1\n0000000015 00000 n \ntrailer", XrefKeyword),
            ("xref\n+4 1\n0000000015 00000 n \ntrailer", SubsectionHeader),
            ("xref\n4  1\n0000000015 00000 n \ntrailer", SubsectionHeader),
            ("xref\n4\t1\n0000000015 00000 n \ntrailer", SubsectionHeader),
            ("xref\n1 1\n0000000000 65535 f \ntrailer", SubsectionHeader),
            (
                "xref\n4 1\n0000000015 00000 n \n\n6 1\n0000000015 00000 n \ntrailer",
                SubsectionHeader,
            ),
            ("xref\n4\n1\n0000000015 00000 n \ntrailer", SubsectionHeader),
            ("xref\n4 1 0000000015 00000 n \ntrailer", SubsectionHeader),
            ("xref\n4 1%\n0000000015 00000 n \ntrailer", SubsectionHeader),
            (
                "xref\n00000000004 1\n0000000015 00000 n \ntrailer",
                SubsectionHeader,
            ),
            ("xref\n4 1\n0000000015 00000 n\ntrailer", TableEntry),
            ("xref\n4 1\n0000000015 00000 n  \ntrailer", TableEntry),
            ("xref\n4 1\n        15 00000 n \ntrailer", TableEntry),
            ("xref\n4 1\n0000000015 00000 N \ntrailer", TableEntry),
            (
                "xref\n4 1\n0000000015 00000 n \n%\ntrailer",
                SubsectionHeader,
            ),
            ("xref\n4 1\n0000000015 00000 n \ntrailerx", TrailerKeyword),
        ] {
            assert_eq!(check(text), Some(what), "{text:?}");
        }
    }
}

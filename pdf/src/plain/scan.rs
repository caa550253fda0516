//! Walks over the bytes of one object and minds how each token is written.

mod references;
#[cfg(test)]
mod tests;
mod tokens;

use super::{Irregularity, Strictness, WritingFault};
use crate::lexer::{is_regular, is_white_space};
pub(super) use references::{Loose, loose_references};
pub(super) use tokens::DIGITS;
use tokens::MAX_TOKEN;

/// A position in bytes that end with the object.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    position: usize,
    strictness: Strictness,
    /// The keys whose numbers may be of ten digits, whatever their value.
    long: &'static [&'static [u8]],
}

type Checked = Result<(), WritingFault>;

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8], position: usize, strictness: Strictness) -> Self {
        Self {
            bytes,
            position,
            strictness,
            // Signing programs fill the room that they kept for these numbers.
            long: &[b"ByteRange"],
        }
    }

    /// The fault `what` right here, when it counts.
    pub(super) fn fault(&self, what: Irregularity) -> Checked {
        self.fault_at(self.position, what)
    }

    fn fault_at(&self, offset: usize, what: Irregularity) -> Checked {
        match self.strictness.minds(what) {
            true => Err(super::fault(offset, what)),
            false => Ok(()),
        }
    }

    /// `n g obj`; programs skip white space before it. Some find it only in one line of 255 bytes, and without
    /// comments, when they rebuild a cross-reference.
    pub(super) fn header(&mut self) -> Checked {
        self.take_blank();
        let start = self.position;
        let parts = [
            self.take_digits(),
            self.take_blank(),
            self.take_digits(),
            self.take_blank(),
        ];
        let [number, gap, generation, second_gap] = parts;
        if number.len() > MAX_TOKEN || generation.len() > MAX_TOKEN {
            self.fault_at(start, Irregularity::LongToken)?;
        }
        let keyword = self.rest().starts_with(b"obj");
        if !keyword {
            // A comment between the parts: the reader has passed over it.
            self.fault_at(start, Irregularity::Header)?;
            return self.skip_to_keyword();
        }
        let in_line = |gap: &[u8]| {
            let blanks = gap
                .iter()
                .all(|byte| matches!(byte, b' ' | b'\t' | b'\x0C'));
            blanks && !gap.is_empty()
        };
        let short = |digits: &[u8]| matches!(digits.len(), 1..=DIGITS);
        let plain = short(number) && short(generation) && in_line(gap) && in_line(second_gap);
        let fits = self.position - start <= MAX_TOKEN;
        self.position += b"obj".len();
        match plain && fits && !self.peek().is_some_and(is_regular) {
            true => Ok(()),
            false => self.fault_at(start, Irregularity::Header),
        }
    }

    /// Finds `obj` where the header holds more than digits and white space.
    fn skip_to_keyword(&mut self) -> Checked {
        match memchr::memmem::find(self.rest(), b"obj") {
            Some(at) => {
                self.position += at + b"obj".len();
                Ok(())
            }
            None => Err(super::fault(self.position, Irregularity::Unreadable)),
        }
    }

    /// The value of an indirect object, an empty one included.
    pub(super) fn body(&mut self) -> Checked {
        self.skip_blank();
        let start = self.position;
        if self.rest().starts_with(b"endobj") {
            return self.fault(Irregularity::Unreadable);
        }
        match self.value(DEPTH, false)? {
            Kind::Reference => self.fault_at(start, Irregularity::BareReference),
            Kind::Other => Ok(()),
        }
    }

    /// The dictionary of a trailer. Some programs fill in the offset of the section before it
    /// later.
    pub(super) fn trailer(&mut self) -> Checked {
        self.long = &[b"Prev"];
        self.skip_blank();
        match self.rest().starts_with(b"<<") {
            true => self.dictionary(DEPTH).map(|_| ()),
            false => Err(super::fault(self.position, Irregularity::Unreadable)),
        }
    }

    /// An element of an object stream, up to the end of the bytes.
    pub(super) fn element(&mut self) -> Checked {
        self.body()?;
        self.skip_blank();
        match self.rest().is_empty() {
            true => Ok(()),
            false => self.fault(Irregularity::ContainerGap),
        }
    }

    /// `stream`, its data and `endstream`. Without a direct length the data are left to the reader, which has found
    /// their end.
    pub(super) fn stream(&mut self, length: Option<usize>) -> Checked {
        self.skip_blank();
        let keyword = self.position;
        if !self.take(b"stream") {
            return Err(super::fault(keyword, Irregularity::Unreadable));
        }
        if !self.take(b"\r\n") && !self.take(b"\n") && !self.take(b"\r") {
            self.fault_at(keyword, Irregularity::StreamLine)?;
        }
        let end_of_data = length.and_then(|length| self.position.checked_add(length));
        let Some(end) = end_of_data else {
            self.fault_at(keyword, Irregularity::StreamLength)?;
            self.position = self.last_end_of_stream();
            return Ok(());
        };
        self.position = end;
        self.skip_blank();
        if !self.take(b"endstream") {
            return Err(super::fault(self.position, Irregularity::End));
        }
        // One program reads on behind `endstreamendobj`.
        match self.peek().is_some_and(is_regular) {
            true => self.fault(Irregularity::End),
            false => Ok(()),
        }
    }

    /// The position behind the last `endstream`, which the reader has found there.
    fn last_end_of_stream(&self) -> usize {
        const KEYWORD: &[u8] = b"endstream";
        let found = memchr::memmem::rfind(self.bytes, KEYWORD);
        found.map_or(self.bytes.len(), |at| at + KEYWORD.len())
    }

    /// `endobj`, which is where the bytes end.
    pub(super) fn end_of_object(&mut self) -> Checked {
        self.skip_blank();
        match self.rest() {
            b"endobj" => Ok(()),
            _ => self.fault(Irregularity::End),
        }
    }

    fn value(&mut self, depth: usize, long: bool) -> Result<Kind, WritingFault> {
        let unreadable = Err(super::fault(self.position, Irregularity::Unreadable));
        match self.peek() {
            Some(b'/') => self.name().map(|_| Kind::Other),
            Some(b'(') => self.literal_string().map(|()| Kind::Other),
            Some(b'<') if self.rest().starts_with(b"<<") => self.dictionary(depth),
            Some(b'<') => self.hexadecimal_string().map(|()| Kind::Other),
            Some(b'[') => self.array(depth, long),
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.number_or_reference(long),
            Some(b't' | b'f' | b'n') => match self.take_regular() {
                b"true" | b"false" | b"null" => Ok(Kind::Other),
                _ => unreadable,
            },
            _ => unreadable,
        }
    }

    fn deeper(&self, depth: usize) -> Result<usize, WritingFault> {
        let nesting = super::fault(self.position, Irregularity::Nesting);
        depth.checked_sub(1).ok_or(nesting)
    }

    fn array(&mut self, depth: usize, long: bool) -> Result<Kind, WritingFault> {
        let depth = self.deeper(depth)?;
        self.position += 1;
        loop {
            self.skip_blank();
            if self.take(b"]") {
                return Ok(Kind::Other);
            }
            self.value(depth, long)?;
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Kind, WritingFault> {
        let depth = self.deeper(depth)?;
        self.position += 2;
        loop {
            self.skip_blank();
            if self.take(b">>") {
                return Ok(Kind::Other);
            }
            if self.peek() != Some(b'/') {
                return Err(super::fault(self.position, Irregularity::Unreadable));
            }
            let name = self.name()?;
            let long = self.long.contains(&name);
            self.skip_blank();
            self.value(depth, long)?;
        }
    }

    /// White space and comments (ISO 32000-2, 7.2.3, 7.2.4).
    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if is_white_space(byte) {
                self.position += 1;
            } else if byte == b'%' {
                self.take_while(|byte| !matches!(byte, b'\r' | b'\n'));
            } else {
                return;
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn take(&mut self, literal: &[u8]) -> bool {
        let found = self.rest().starts_with(literal);
        self.position += if found { literal.len() } else { 0 };
        found
    }

    fn take_digits(&mut self) -> &'a [u8] {
        self.take_while(|byte| byte.is_ascii_digit())
    }

    fn take_regular(&mut self) -> &'a [u8] {
        self.take_while(is_regular)
    }

    fn take_blank(&mut self) -> &'a [u8] {
        self.take_while(is_white_space)
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| belongs(**byte)).count();
        self.position += length;
        rest.get(..length).unwrap_or_default()
    }
}

/// The kind of a value, as far as it matters.
enum Kind {
    Reference,
    Other,
}

/// Half of what the program that gives up first follows.
const DEPTH: usize = 32;

//! Walks over the bytes of one object and minds how each token is written.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use super::{Irregularity, Strictness, WritingFault, is_plain_space};
use crate::lexer::{hex, is_regular, is_white_space, parse_unsigned};

/// A position in bytes that end with the object.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    position: usize,
    strictness: Strictness,
    /// The keys whose numbers may have leading zeros.
    padded: &'static [&'static [u8]],
}

type Checked = Result<(), WritingFault>;

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8], position: usize, strictness: Strictness) -> Self {
        Self {
            bytes,
            position,
            strictness,
            // Signing programs fill the room that they kept for these numbers.
            padded: &[b"ByteRange"],
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

    /// `n g obj`; programs skip white space before it.
    pub(super) fn header(&mut self) -> Checked {
        self.blank()?;
        let start = self.position;
        let number = self.take_digits();
        let gap = self.take_blank();
        let generation = self.take_digits();
        let second_gap = self.take_blank();
        let plain = is_plain_integer(number)
            && is_plain_integer(generation)
            && matches!(gap, b" ")
            && matches!(second_gap, b" ");
        if number.len() > MAX_TOKEN || generation.len() > MAX_TOKEN {
            self.fault_at(start, Irregularity::LongToken)?;
        }
        let keyword = self.rest().starts_with(b"obj");
        if !keyword {
            // A comment between the parts: the reader has passed over it.
            self.fault_at(start, Irregularity::Header)?;
            return self.skip_to_keyword();
        }
        self.position += b"obj".len();
        match plain && !self.peek().is_some_and(is_regular) {
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
        self.blank()?;
        let start = self.position;
        if self.rest().starts_with(b"endobj") {
            return self.fault(Irregularity::Unreadable);
        }
        match self.value(DEPTH, false)? {
            Kind::Reference => self.fault_at(start, Irregularity::BareReference),
            Kind::Other => Ok(()),
        }
    }

    /// The dictionary of a trailer. Some programs fill in later where the section before stands.
    pub(super) fn trailer(&mut self) -> Checked {
        self.padded = &[b"Prev"];
        self.blank()?;
        match self.rest().starts_with(b"<<") {
            true => self.dictionary(DEPTH).map(|_| ()),
            false => Err(super::fault(self.position, Irregularity::Unreadable)),
        }
    }

    /// An element of an object stream, up to the end of the bytes.
    pub(super) fn element(&mut self) -> Checked {
        self.body()?;
        self.blank()?;
        match self.rest().is_empty() {
            true => Ok(()),
            false => self.fault(Irregularity::ContainerGap),
        }
    }

    /// `stream`, its data and `endstream`. Without a direct length the data are left to the reader, which has found
    /// their end.
    pub(super) fn stream(&mut self, length: Option<usize>) -> Checked {
        self.blank()?;
        let keyword = self.position;
        if !self.take(b"stream") {
            return Err(super::fault(keyword, Irregularity::Unreadable));
        }
        if !self.take(b"\r\n") && !self.take(b"\n") {
            self.fault_at(keyword, Irregularity::StreamLine)?;
            self.take(b"\r");
        }
        let end_of_data = length.and_then(|length| self.position.checked_add(length));
        let Some(end) = end_of_data else {
            self.fault_at(keyword, Irregularity::StreamLength)?;
            self.position = self.last_end_of_stream();
            return Ok(());
        };
        self.position = end;
        self.blank()?;
        if !self.take(b"endstream") {
            return Err(super::fault(self.position, Irregularity::End));
        }
        match self.peek().is_some_and(is_regular) && !self.rest().starts_with(b"endobj") {
            true => self.fault(Irregularity::End),
            false => Ok(()),
        }
    }

    /// Behind the last `endstream`, which the reader has found there.
    fn last_end_of_stream(&self) -> usize {
        const KEYWORD: &[u8] = b"endstream";
        let found = memchr::memmem::rfind(self.bytes, KEYWORD);
        found.map_or(self.bytes.len(), |at| at + KEYWORD.len())
    }

    /// `endobj`, which is where the bytes end.
    pub(super) fn end_of_object(&mut self) -> Checked {
        self.blank()?;
        match self.rest() {
            b"endobj" => Ok(()),
            _ => self.fault(Irregularity::End),
        }
    }

    fn value(&mut self, depth: usize, padded: bool) -> Result<Kind, WritingFault> {
        let unreadable = Err(super::fault(self.position, Irregularity::Unreadable));
        match self.peek() {
            Some(b'/') => self.name().map(|_| Kind::Other),
            Some(b'(') => self.literal_string().map(|()| Kind::Other),
            Some(b'<') if self.rest().starts_with(b"<<") => self.dictionary(depth),
            Some(b'<') => self.hexadecimal_string().map(|()| Kind::Other),
            Some(b'[') => self.array(depth, padded),
            Some(b'+' | b'-' | b'.' | b'0'..=b'9') => self.number_or_reference(padded),
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

    fn array(&mut self, depth: usize, padded: bool) -> Result<Kind, WritingFault> {
        let depth = self.deeper(depth)?;
        self.position += 1;
        loop {
            self.blank()?;
            if self.take(b"]") {
                return Ok(Kind::Other);
            }
            self.value(depth, padded)?;
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Kind, WritingFault> {
        let depth = self.deeper(depth)?;
        self.position += 2;
        loop {
            self.blank()?;
            if self.take(b">>") {
                return Ok(Kind::Other);
            }
            if self.peek() != Some(b'/') {
                return Err(super::fault(self.position, Irregularity::Unreadable));
            }
            let name = self.name()?;
            let padded = self.padded.contains(&name);
            self.blank()?;
            self.value(depth, padded)?;
        }
    }

    fn number_or_reference(&mut self, padded: bool) -> Result<Kind, WritingFault> {
        let start = self.position;
        let number = self.take_regular();
        self.check_number(start, number, padded)?;
        let ahead = self.position;
        if let Some((gap, generation)) = self.reference() {
            let plain = is_plain_integer(generation) && !gap.contains(&b'%');
            if !plain {
                self.fault_at(start, Irregularity::NumberForm)?;
            }
            let number = parse_unsigned(number).and_then(|n| u32::try_from(n).ok());
            let generation = parse_unsigned(generation).and_then(|g| u16::try_from(g).ok());
            return match (number.filter(|n| *n <= MAX_OBJECT), generation) {
                (Some(_), Some(_)) => Ok(Kind::Reference),
                _ => self
                    .fault_at(start, Irregularity::NumberRange)
                    .map(|()| Kind::Reference),
            };
        }
        self.position = ahead;
        Ok(Kind::Other)
    }

    /// What makes a reference of the number before: white space, a generation and `R`.
    fn reference(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        let start = self.position;
        self.skip_blank();
        let gap = self.bytes.get(start..self.position)?;
        let generation = self.take_digits();
        self.skip_blank();
        let is_reference = !generation.is_empty() && self.take_regular() == b"R";
        is_reference.then_some((gap, generation))
    }

    fn check_number(&self, start: usize, text: &[u8], padded: bool) -> Checked {
        if text.len() > MAX_TOKEN {
            self.fault_at(start, Irregularity::LongToken)?;
        }
        let unsigned = text.strip_prefix(b"-").unwrap_or(text);
        let point = unsigned.iter().position(|byte| *byte == b'.');
        let whole = unsigned.get(..point.unwrap_or(unsigned.len()));
        let whole = whole.unwrap_or_default();
        let plain = match point {
            Some(_) => whole.is_empty() || is_plain_integer(whole),
            None => is_plain_integer(whole),
        };
        if !plain && !padded {
            self.fault_at(start, Irregularity::NumberForm)?;
        }
        let digits = whole.iter().position(|byte| !matches!(byte, b'0' | b'+'));
        let digits = digits.and_then(|first| whole.get(first..));
        let digits = digits.unwrap_or_default();
        let fits = match (point, padded) {
            (Some(_), _) => digits.len() < 10,
            (None, true) => digits.len() <= 10,
            (None, false) => {
                let value = parse_unsigned(digits);
                digits.is_empty() || value.is_some_and(|value| value <= MAX_INTEGER)
            }
        };
        match fits {
            true => Ok(()),
            false => self.fault_at(start, Irregularity::NumberRange),
        }
    }

    fn name(&mut self) -> Result<&'a [u8], WritingFault> {
        let start = self.position;
        self.position += 1;
        let name = self.take_regular();
        let mut escapes = 0;
        let mut rest = name;
        while let Some(at) = memchr::memchr(b'#', rest) {
            let digits = rest.get(at + 1..at + 3).unwrap_or_default();
            let value = match digits {
                [high, low] => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
                _ => None,
            };
            escapes += usize::from(value.is_some());
            // Nobody escapes what needs no escape, and nobody has a null byte in a name.
            if value.is_none_or(|byte| byte == 0 || byte.is_ascii_alphanumeric()) {
                self.fault_at(start, Irregularity::NameEscape)?;
            }
            rest = rest.get(at + 1..).unwrap_or_default();
        }
        // One program cuts what is written, the others decode before they count.
        if name.len() > MAX_RAW || name.len().saturating_sub(2 * escapes) > MAX_TOKEN {
            self.fault_at(start, Irregularity::LongToken)?;
        }
        Ok(name)
    }

    fn literal_string(&mut self) -> Checked {
        let start = self.position;
        let mut open = 0_usize;
        loop {
            let rest = self.rest();
            let next = memchr::memchr3(b'(', b')', b'\\', rest);
            let byte = next.and_then(|at| rest.get(at));
            let (Some(at), Some(byte)) = (next, byte) else {
                return Err(super::fault(start, Irregularity::Unreadable));
            };
            self.position += at + 1;
            match byte {
                b'(' => open += 1,
                b')' => open = open.saturating_sub(1),
                _ => {
                    if let Some([b'4'..=b'7', b'0'..=b'7', b'0'..=b'7']) = self.rest().get(..3) {
                        self.fault(Irregularity::OctalEscape)?;
                    }
                    self.position += 1;
                }
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn hexadecimal_string(&mut self) -> Checked {
        let start = self.position;
        let rest = self.rest();
        let Some(end) = memchr::memchr(b'>', rest) else {
            return Err(super::fault(start, Irregularity::Unreadable));
        };
        let digits = rest.get(1..end).unwrap_or_default();
        let blanks = digits.iter().filter(|byte| is_white_space(**byte)).count();
        self.position += end + 1;
        match (digits.len() - blanks).is_multiple_of(2) {
            true => Ok(()),
            false => self.fault_at(start, Irregularity::HexadecimalDigits),
        }
    }

    /// White space, plain, without comments.
    fn blank(&mut self) -> Checked {
        let start = self.position;
        self.skip_blank();
        let blank = self.bytes.get(start..self.position).unwrap_or_default();
        if blank.contains(&b'%') {
            self.fault_at(start, Irregularity::Comment)?;
        }
        match blank.iter().all(|byte| is_plain_space(*byte)) || blank.contains(&b'%') {
            true => Ok(()),
            false => self.fault_at(start, Irregularity::WhiteSpace),
        }
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest();
                let end = line.iter().position(|b| matches!(b, b'\r' | b'\n'));
                self.position += end.unwrap_or(line.len());
            } else if is_white_space(byte) {
                self.position += 1;
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

/// Every `n g R` in `bytes`, whatever stands around it.
pub(super) fn loose_references(bytes: &[u8], found: &mut dyn FnMut(u32)) {
    for at in memchr::memchr_iter(b'R', bytes) {
        let before = bytes.get(..at).unwrap_or_default();
        let Some((_, rest)) = number_before(before) else {
            continue;
        };
        if let Some((number, _)) = number_before(rest) {
            found(number);
        }
    }
}

/// The number that ends `bytes`, white space left out, and what stands before it.
fn number_before(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let end = bytes.iter().rposition(|byte| !is_white_space(*byte))? + 1;
    let text = bytes.get(..end)?;
    let start = text.iter().rposition(|byte| !byte.is_ascii_digit());
    let start = start.map_or(0, |last| last + 1);
    let (rest, digits) = text.split_at_checked(start)?;
    let number = parse_unsigned(digits).and_then(|number| u32::try_from(number).ok())?;
    Some((number, rest))
}

/// What a value is, as far as it matters.
enum Kind {
    Reference,
    Other,
}

/// Digits without leading zeros.
pub(super) fn is_plain_integer(digits: &[u8]) -> bool {
    match digits {
        [b'0'] => true,
        [first, rest @ ..] => matches!(first, b'1'..=b'9') && rest.iter().all(u8::is_ascii_digit),
        [] => false,
    }
}

/// What every program keeps of one word (ISO 32000-1, annex C, for names).
const MAX_TOKEN: usize = 127;

/// One program keeps 255 bytes of a word as it is written, the solidus among them.
const MAX_RAW: usize = 254;

/// Some programs keep numbers in 32 bits.
const MAX_INTEGER: u64 = i32::MAX.unsigned_abs() as u64;

/// One program has no room for more; ISO 32000-1, annex C, names twice as many.
const MAX_OBJECT: u32 = 4_194_303;

/// Half of what the program that gives up first follows.
const DEPTH: usize = 32;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(text: &str, strictness: Strictness) -> Option<Irregularity> {
        let mut scan = Scan::new(text.as_bytes(), 0, strictness);
        let checked = scan.body();
        checked.err().map(|fault| fault.what)
    }

    #[test]
    fn what_ordinary_writers_write_is_plain() {
        for text in [
            "<</A 1/B -2.5/C .5/D 4./E 0/F -0/G 0.000001>>",
            "<< /Type /Page\r\n/Annots [ 5 0 R 6 0 R ]\t/X null >>",
            "<</ByteRange[0 0000012345 0000020000 00000000000009]>>",
            "<</BaseFont/ABCDEF+Times#20New#20Roman,Bold/E(a\\(b\\)(c)\\101\\r)>>",
            "<</Contents <00ff00> /M(D:20261120)/ID[<aa><bb>]>>",
            "<</Matrix[1 0 0 1 -12.34567890123456789 0]>>",
        ] {
            assert_eq!(found(text, Strictness::Canonical), None, "{text}");
        }
    }

    #[test]
    fn each_edge_is_named() {
        let long = format!("<</A {}1 0 R>>", "0".repeat(130));
        let deep = "[".repeat(40);
        let cases = [
            (long.as_str(), Irregularity::LongToken),
            ("<</A 01>>", Irregularity::NumberForm),
            ("<</A +1>>", Irregularity::NumberForm),
            ("<</A 00.5>>", Irregularity::NumberForm),
            ("<</A 1 00 R>>", Irregularity::NumberForm),
            ("<</A 2147483648>>", Irregularity::NumberRange),
            ("<</A 1234567890.5>>", Irregularity::NumberRange),
            ("<</A 4194304 0 R>>", Irregularity::NumberRange),
            ("<</A\0 1>>", Irregularity::WhiteSpace),
            ("<</A%x\n 1>>", Irregularity::Comment),
            ("<</Con#74ents 1>>", Irregularity::NameEscape),
            ("<</A#00 1>>", Irregularity::NameEscape),
            ("<</A#2 1>>", Irregularity::NameEscape),
            ("<</A <abc>>>", Irregularity::HexadecimalDigits),
            ("<</A (\\777)>>", Irregularity::OctalEscape),
            (deep.as_str(), Irregularity::Nesting),
            ("5 0 R", Irregularity::BareReference),
            ("<</A --5>>", Irregularity::NumberForm),
            ("<</A nullx>>", Irregularity::Unreadable),
            ("<</A (x>>", Irregularity::Unreadable),
        ];
        for (text, what) in cases {
            assert_eq!(found(text, Strictness::Canonical), Some(what), "{text}");
        }
    }

    #[test]
    fn long_names_are_counted_as_they_are_decoded() {
        // As programs write Vietnamese names of layers and fields.
        let escaped = |bytes: usize| format!("<</{} 1>>", "#e1".repeat(bytes));
        assert_eq!(found(&escaped(84), Strictness::Canonical), None);
        let long = Some(Irregularity::LongToken);
        assert_eq!(found(&escaped(85), Strictness::Canonical), long);
        let mixed = |letters| format!("<</{}{} 1>>", "#e1".repeat(60), "x".repeat(letters));
        assert_eq!(found(&mixed(67), Strictness::Canonical), None);
        assert_eq!(found(&mixed(68), Strictness::Canonical), long);
    }

    #[test]
    fn references_are_found_in_what_cannot_be_read() {
        let mut found = Vec::new();
        let text = b"<</X --5 /Y 12 0 R/Z (7 0\nR /A[1 0 R 3 R 4 x R]";
        loose_references(text, &mut |number| found.push(number));
        assert_eq!(found, [12, 7, 1]);
    }

    #[test]
    fn what_only_looks_odd_is_left_to_the_signer() {
        for text in ["<</A 01 %x\n/B +1\0/C<abc>>>", "<</Rotate 090>>"] {
            assert_eq!(found(text, Strictness::Ambiguous), None, "{text}");
        }
        let name = "<</Con#74ents 1>>";
        assert!(found(name, Strictness::Ambiguous).is_some());
    }

    #[test]
    fn the_line_of_the_stream_keyword_and_the_ends_are_minded() {
        let judge = |text: &str| {
            let mut scan = Scan::new(text.as_bytes(), 0, Strictness::Canonical);
            let mut checked = scan.header().and_then(|()| scan.body());
            if text.contains("stream") {
                checked = checked.and_then(|()| scan.stream(Some(2)));
            }
            let checked = checked.and_then(|()| scan.end_of_object());
            checked.err().map(|fault| fault.what)
        };
        for plain in [
            "1 0 obj<</Length 2>>stream\nabendstream endobj",
            "1 0 obj\n<</Length 2>>\nstream\r\nab\r\nendstream\r\nendobj",
            "1 0 obj\n<<>>\nendobj",
            "1 0 obj[]endobj",
        ] {
            assert_eq!(judge(plain), None, "{plain}");
        }
        let faults = [
            ("01 0 obj<<>>endobj", Irregularity::Header),
            ("1  0 obj<<>>endobj", Irregularity::Header),
            ("1 %x\n0 obj<<>>endobj", Irregularity::Header),
            ("1 0 objnull endobj", Irregularity::Header),
            (
                "1 0 obj<<>>streamab endstream endobj",
                Irregularity::StreamLine,
            ),
            (
                "1 0 obj<<>>stream \nab endstream endobj",
                Irregularity::StreamLine,
            ),
            (
                "1 0 obj<<>>stream\rab endstream endobj",
                Irregularity::StreamLine,
            ),
            (
                "1 0 obj<<>>stream\nab%\nendstream endobj",
                Irregularity::Comment,
            ),
            ("1 0 obj<<>>stream\nab endstreams endobj", Irregularity::End),
            ("1 0 obj endobj", Irregularity::Unreadable),
        ];
        for (text, what) in faults {
            assert_eq!(judge(text), Some(what), "{text}");
        }
    }
}

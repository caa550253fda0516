//! Numbers, references, names and strings (ISO 32000-2, 7.3).

use super::{Checked, Irregularity, Kind, Scan, WritingFault};
use crate::hex::hex;
use crate::lexer::is_odd_number;
use crate::lexer::parse_unsigned;
use crate::plain::fault;

impl<'a> Scan<'a> {
    pub(super) fn number_or_reference(&mut self, long: bool) -> Result<Kind, WritingFault> {
        let start = self.position;
        let number = self.take_regular();
        self.check_number(start, number, long)?;
        let ahead = self.position;
        if let Some(generation) = self.reference() {
            if generation.len() > MAX_TOKEN {
                self.fault_at(start, Irregularity::LongToken)?;
            }
            let unsigned = number.strip_prefix(b"+").unwrap_or(number);
            let number = parse_unsigned(unsigned).and_then(|n| u32::try_from(n).ok());
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

    /// The generation that makes a reference of the number before, with white space and `R`.
    fn reference(&mut self) -> Option<&'a [u8]> {
        self.skip_blank();
        let generation = self.take_digits();
        self.skip_blank();
        let is_reference = !generation.is_empty() && self.take_regular() == b"R";
        is_reference.then_some(generation)
    }

    fn check_number(&self, start: usize, text: &[u8], long: bool) -> Checked {
        // Most numbers have nothing to be minded.
        if text.len() < DIGITS && text.iter().all(u8::is_ascii_digit) {
            return Ok(());
        }
        if is_odd_number(text) {
            self.fault_at(start, Irregularity::LongToken)?;
        }
        let unsigned = match text {
            [b'+' | b'-', unsigned @ ..] => unsigned,
            _ => text,
        };
        let point = unsigned.iter().position(|byte| *byte == b'.');
        let (whole, fraction) = unsigned.split_at(point.unwrap_or(unsigned.len()));
        let fraction = fraction.strip_prefix(b".").unwrap_or_default();
        let mut digits = whole.iter().chain(fraction);
        let plain = whole.len() + fraction.len() > 0 && digits.all(u8::is_ascii_digit);
        if !plain {
            self.fault_at(start, Irregularity::NumberForm)?;
        }
        let digits = whole.iter().position(|byte| *byte != b'0');
        let digits = digits.and_then(|first| whole.get(first..));
        let digits = digits.unwrap_or_default();
        let fits = match (point, long) {
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

    pub(super) fn name(&mut self) -> Result<&'a [u8], WritingFault> {
        let start = self.position;
        self.position += 1;
        let name = self.take_regular();
        // White space to one program, which ends the name there.
        if name.iter().any(|byte| matches!(byte, 0x80 | 0xFF)) {
            self.fault_at(start, Irregularity::WhiteSpace)?;
        }
        let mut escapes = 0;
        let mut rest = name;
        while let Some(at) = memchr::memchr(b'#', rest) {
            let digits = rest.get(at + 1..at + 3).unwrap_or_default();
            let value = match digits {
                [high, low] => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
                _ => None,
            };
            escapes += usize::from(value.is_some());
            // No program escapes a character that needs no escape, or writes a null byte in a name.
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

    pub(super) fn literal_string(&mut self) -> Checked {
        let start = self.position;
        let mut open = 0_usize;
        loop {
            let rest = self.rest();
            let next = memchr::memchr3(b'(', b')', b'\\', rest);
            let byte = next.and_then(|at| rest.get(at));
            let (Some(at), Some(byte)) = (next, byte) else {
                return Err(fault(start, Irregularity::Unreadable));
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

    pub(super) fn hexadecimal_string(&mut self) -> Checked {
        let start = self.position;
        let rest = self.rest();
        let Some(end) = memchr::memchr(b'>', rest) else {
            return Err(fault(start, Irregularity::Unreadable));
        };
        let digits = rest.get(1..end).unwrap_or_default();
        let blanks = count_white_space(digits);
        self.position += end + 1;
        match (digits.len() - blanks).is_multiple_of(2) {
            true => Ok(()),
            false => self.fault_at(start, Irregularity::HexadecimalDigits),
        }
    }
}

/// White space among the digits of a signature, of which there are tens of thousands: many bytes are looked at together.
fn count_white_space(bytes: &[u8]) -> usize {
    const COUNTED: usize = 128;
    let is_blank = |byte: u8| {
        (byte == b' ')
            | (byte == b'\n')
            | (byte == b'\r')
            | (byte == b'\t')
            | (byte == 12)
            | (byte == 0)
    };
    let count = |block: &[u8]| {
        block
            .iter()
            .map(|byte| u8::from(is_blank(*byte)))
            .sum::<u8>()
    };
    bytes
        .chunks(COUNTED)
        .map(|block| usize::from(count(block)))
        .sum()
}

/// The length that every program keeps of one word (ISO 32000-1, annex C, for names).
pub(super) const MAX_TOKEN: usize = 127;

/// One program keeps 255 bytes of a word as it is written, the solidus among them.
const MAX_RAW: usize = 254;

/// Some programs keep numbers in 32 bits.
const MAX_INTEGER: u64 = i32::MAX.unsigned_abs() as u64;

/// One program has no room for more; ISO 32000-1, annex C, names twice as many.
const MAX_OBJECT: u32 = 4_194_303;

/// The digits that all programs keep of numbers with leading zeros, and more than any object or
/// offset needs.
pub(in crate::plain) const DIGITS: usize = 10;

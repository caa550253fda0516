//! Literal and hexadecimal strings (ISO 32000-2, 7.3.4).

use super::{Lexer, is_white_space};
use crate::error::{Flaw, PdfError};
use crate::hex::{hex, nibble};

impl Lexer<'_> {
    pub(super) fn string_byte(&mut self) -> Result<u8, PdfError> {
        self.next().ok_or_else(|| self.error(Flaw::StringEnd))
    }

    pub(super) fn literal_string(&mut self) -> Result<Vec<u8>, PdfError> {
        self.position += 1;
        let mut string = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.string_byte()?;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return Ok(string),
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut string)?;
                    continue;
                }
                b'\r' => {
                    self.take(b"\n");
                    string.push(b'\n');
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
    }

    fn escape(&mut self, string: &mut Vec<u8>) -> Result<(), PdfError> {
        let byte = self.string_byte()?;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\n' => {}
            b'\r' => {
                self.take(b"\n");
            }
            b'0'..=b'7' => string.push(self.octal(byte)),
            other => string.push(other),
        }
        Ok(())
    }

    /// Up to three octal digits; high-order overflow is ignored (7.3.4.2).
    fn octal(&mut self, first: u8) -> u8 {
        let mut value = first - b'0';
        for _ in 0..2 {
            match self.peek() {
                Some(digit @ b'0'..=b'7') => {
                    value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                    self.position += 1;
                }
                _ => break,
            }
        }
        value
    }

    /// The leading digits that come in pairs without white space: signature
    /// containers are tens of thousands of them.
    fn hexadecimal_pairs(&mut self) -> Vec<u8> {
        let rest = self.rest();
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let (pairs, _) = rest.get(..end).unwrap_or_default().as_chunks::<2>();
        let mut bytes = Vec::with_capacity(pairs.len());
        let (blocks, _) = pairs.as_chunks::<HEX_BLOCK>();
        for block in blocks.iter().map_while(hexadecimal_block) {
            bytes.extend_from_slice(&block);
        }
        for [high, low] in pairs.get(bytes.len()..).unwrap_or_default() {
            let (high, low) = (nibble(*high), nibble(*low));
            if (high | low) > 15 {
                break;
            }
            bytes.push(high << 4 | low);
        }
        self.position += bytes.len() * 2;
        bytes
    }

    /// Goes on behind the string that starts here.
    pub(super) fn pass_hexadecimal_string(&mut self) -> Result<(), PdfError> {
        let length = memchr::memchr(b'>', self.rest());
        let length = length.ok_or_else(|| self.error(Flaw::StringEnd))?;
        self.position += length + 1;
        Ok(())
    }

    pub(super) fn hexadecimal_string(&mut self) -> Result<Vec<u8>, PdfError> {
        if self.is_hollow {
            self.pass_hexadecimal_string()?;
            return Ok(Vec::new());
        }
        self.position += 1;
        let mut string = self.hexadecimal_pairs();
        let mut pending = None;
        loop {
            let byte = self.string_byte()?;
            if byte == b'>' {
                string.extend(pending.map(|high: u8| high << 4));
                return Ok(string);
            }
            if is_white_space(byte) {
                continue;
            }
            let digit = hex(byte).ok_or_else(|| self.error(Flaw::HexDigit))?;
            match pending.take() {
                Some(high) => string.push(high << 4 | digit),
                None => pending = Some(digit),
            }
        }
    }
}

/// Pairs of hexadecimal digits that are decoded together.
const HEX_BLOCK: usize = 32;

/// A block of pairs; `None` when there is anything else than digits in it.
fn hexadecimal_block(pairs: &[[u8; 2]; HEX_BLOCK]) -> Option<[u8; HEX_BLOCK]> {
    let mut bytes = [0; HEX_BLOCK];
    let mut all = 0;
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (nibble(*high), nibble(*low));
        all |= high | low;
        *byte = high << 4 | low & 15;
    }
    (all <= 15).then_some(bytes)
}

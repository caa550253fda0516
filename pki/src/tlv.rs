//! Walking encoded ASN.1 without copying: tag, length, contents, and the original bytes of each element.
//!
//! Only definite lengths (X.690, clause 8.1.3.3 to 8.1.3.5) are read; [`crate::ber`] runs before this for anything else.
//! Lengths that are longer than necessary are accepted, because the bytes of what others signed stay as they are.
#![deny(clippy::arithmetic_side_effects)]

use std::ops::Range;

use const_oid::ObjectIdentifier;

/// Why some bytes are not the ASN.1 that was expected, with the byte offset in the structure being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodingError {
    /// The input ends inside an element.
    #[error("the element at byte {offset} is truncated")]
    Truncated {
        /// Where the element starts.
        offset: usize,
    },
    /// A length form that DER forbids and that has no meaning here.
    #[error("the length of the element at byte {offset} cannot be read")]
    Length {
        /// Where the element starts.
        offset: usize,
    },
    /// Another tag than the one that belongs there.
    #[error("expected {expected} at byte {offset}, found tag 0x{found:02X}")]
    Tag {
        /// Where the element starts.
        offset: usize,
        /// The element that belongs there.
        expected: &'static str,
        /// The identifier octet found there.
        found: u8,
    },
    /// An element is missing at the end of its parent.
    #[error("{expected} is missing at byte {offset}")]
    Missing {
        /// Where it should start.
        offset: usize,
        /// The element that belongs there.
        expected: &'static str,
    },
    /// Something follows where nothing may follow.
    #[error("unexpected data at byte {offset}")]
    Trailing {
        /// Where the surplus starts.
        offset: usize,
    },
    /// The contents of an element have no meaning for its type.
    #[error("{what} at byte {offset} has an impossible value")]
    Value {
        /// Where the element starts.
        offset: usize,
        /// The type or field.
        what: &'static str,
    },
}

/// One element: identifier octet, contents and the bytes as they are in the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) identifier: u8,
    pub(crate) offset: usize,
    pub(crate) raw: &'a [u8],
    pub(crate) contents: &'a [u8],
}

impl<'a> Element<'a> {
    /// Range of the whole element in the input of its reader.
    pub(crate) fn raw_range(&self) -> Range<usize> {
        self.offset..self.offset.saturating_add(self.raw.len())
    }

    /// Range of its contents in the input of its reader.
    pub(crate) fn contents_range(&self) -> Range<usize> {
        let end = self.raw_range().end;
        end.saturating_sub(self.contents.len())..end
    }

    /// Reads `input` as exactly one element of any type.
    pub(crate) fn only(input: &'a [u8], expected: &'static str) -> Result<Self, EncodingError> {
        let mut reader = Reader::new(input);
        let element = reader.any(expected)?;
        reader.finish()?;
        Ok(element)
    }

    /// Reads `input` as exactly one element with this identifier octet.
    pub(crate) fn only_with(
        input: &'a [u8],
        identifier: u8,
        expected: &'static str,
    ) -> Result<Self, EncodingError> {
        let mut reader = Reader::new(input);
        let element = reader.required(identifier, expected)?;
        reader.finish()?;
        Ok(element)
    }

    /// The element of any type inside an explicit tag, where nothing else may be (X.690, section 8.14.2).
    pub(crate) fn explicit_any(&self, expected: &'static str) -> Result<Self, EncodingError> {
        let mut inside = self.reader();
        let element = inside.any(expected)?;
        inside.finish()?;
        Ok(element)
    }

    /// As [`Element::explicit_any`], for an element with this identifier octet.
    pub(crate) fn explicit(
        &self,
        identifier: u8,
        expected: &'static str,
    ) -> Result<Self, EncodingError> {
        let mut inside = self.reader();
        let element = inside.required(identifier, expected)?;
        inside.finish()?;
        Ok(element)
    }

    /// A reader of the elements inside.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let header = self.raw.len().saturating_sub(self.contents.len());
        Reader {
            rest: self.contents,
            offset: self.offset.saturating_add(header),
        }
    }

    /// The contents as OBJECT IDENTIFIER.
    pub(crate) fn oid(&self) -> Result<ObjectIdentifier, EncodingError> {
        if self.identifier != OID {
            return Err(self.unexpected("OBJECT IDENTIFIER"));
        }
        ObjectIdentifier::from_bytes(self.contents).map_err(|_| self.bad("OBJECT IDENTIFIER"))
    }

    /// As [`Element::oid`], with [`UNREADABLE_OID`] for identifiers that are too long or too large
    /// for the type: an attribute or extension with such an identifier is kept, and matches none
    /// that is looked for.
    pub(crate) fn any_oid(&self) -> Result<ObjectIdentifier, EncodingError> {
        if self.identifier != OID {
            return Err(self.unexpected("OBJECT IDENTIFIER"));
        }
        Ok(ObjectIdentifier::from_bytes(self.contents).unwrap_or(UNREADABLE_OID))
    }

    /// The contents as a non-negative INTEGER of at most eight octets.
    pub(crate) fn unsigned(&self) -> Result<u64, EncodingError> {
        let bytes = match self.contents {
            [] => return Err(self.bad("INTEGER")),
            [0, rest @ ..] => rest,
            [first, ..] if *first >= 0x80 => return Err(self.bad("INTEGER")),
            all => all,
        };
        if bytes.len() > 8 {
            return Err(self.bad("INTEGER"));
        }
        Ok(bytes
            .iter()
            .fold(0, |value, byte| (value << 8) | u64::from(*byte)))
    }

    /// The octets of an INTEGER of any size. Surplus octets in front make it no INTEGER in BER either (X.690, 8.3.2);
    /// serial numbers that read the same but differ would be confused.
    pub(crate) fn integer(&self) -> Result<&'a [u8], EncodingError> {
        match self.contents {
            [] => Err(self.bad("INTEGER")),
            [0, next, ..] if *next < 0x80 => Err(self.bad("INTEGER")),
            [0xFF, next, ..] if *next >= 0x80 => Err(self.bad("INTEGER")),
            octets => Ok(octets),
        }
    }

    /// The contents as BOOLEAN; any octet but zero is true (X.690, 8.2).
    pub(crate) fn boolean(&self) -> Result<bool, EncodingError> {
        match self.contents {
            [octet] => Ok(*octet != 0),
            _ => Err(self.bad("BOOLEAN")),
        }
    }

    /// The octets of a BIT STRING that is a whole number of octets.
    pub(crate) fn bit_string_octets(&self) -> Result<&'a [u8], EncodingError> {
        match self.contents {
            [0, octets @ ..] if self.identifier == BIT_STRING => Ok(octets),
            _ => Err(self.bad("BIT STRING")),
        }
    }

    pub(crate) fn bad(&self, what: &'static str) -> EncodingError {
        EncodingError::Value {
            offset: self.offset,
            what,
        }
    }

    pub(crate) fn unexpected(&self, expected: &'static str) -> EncodingError {
        EncodingError::Tag {
            offset: self.offset,
            expected,
            found: self.identifier,
        }
    }
}

/// Reads elements one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self {
            rest: input,
            offset: 0,
        }
    }

    /// The next element, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Element<'a>>, EncodingError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let header = Header::read(self.rest, self.offset)?;
        let Some(length) = header.length else {
            return Err(EncodingError::Length {
                offset: self.offset,
            });
        };
        let truncated = EncodingError::Truncated {
            offset: self.offset,
        };
        let total = header.size.checked_add(length).ok_or(truncated)?;
        let (raw, rest) = self.rest.split_at_checked(total).ok_or(truncated)?;
        let contents = raw.get(header.size..).ok_or(truncated)?;
        let element = Element {
            identifier: header.identifier,
            offset: self.offset,
            raw,
            contents,
        };
        self.rest = rest;
        self.offset = self.offset.saturating_add(total);
        Ok(Some(element))
    }

    /// The next element, whatever its tag.
    pub(crate) fn any(&mut self, expected: &'static str) -> Result<Element<'a>, EncodingError> {
        let offset = self.offset;
        self.next()?
            .ok_or(EncodingError::Missing { offset, expected })
    }

    /// The next element, which must have this identifier octet.
    pub(crate) fn required(
        &mut self,
        identifier: u8,
        expected: &'static str,
    ) -> Result<Element<'a>, EncodingError> {
        let element = self.any(expected)?;
        if element.identifier != identifier {
            return Err(element.unexpected(expected));
        }
        Ok(element)
    }

    /// The next element if it has this identifier octet; otherwise nothing is consumed.
    pub(crate) fn optional(
        &mut self,
        identifier: u8,
    ) -> Result<Option<Element<'a>>, EncodingError> {
        if self.rest.first() != Some(&identifier) {
            return Ok(None);
        }
        self.next()
    }

    /// Nothing may follow.
    pub(crate) fn finish(&self) -> Result<(), EncodingError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(EncodingError::Trailing {
            offset: self.offset,
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// Identifier and length octets of one element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) identifier: u8,
    /// Octets of the identifier alone (more than one for high tag numbers).
    pub(crate) identifier_size: usize,
    /// Octets of identifier and length together.
    pub(crate) size: usize,
    /// `None` for the indefinite form.
    pub(crate) length: Option<usize>,
}

impl Header {
    /// Reads the header at the start of `input`; `offset` is only for errors.
    pub(crate) fn read(input: &[u8], offset: usize) -> Result<Self, EncodingError> {
        let truncated = EncodingError::Truncated { offset };
        let (identifier, mut rest) = input.split_first().ok_or(truncated)?;
        if identifier & HIGH_TAG == HIGH_TAG {
            rest = skip_high_tag(rest, offset)?;
        }
        let identifier_size = input.len().saturating_sub(rest.len());
        let (first, rest) = rest.split_first().ok_or(truncated)?;
        let (length, rest) = match first {
            0x80 => (None, rest),
            short if *short < 0x80 => (Some(usize::from(*short)), rest),
            long => {
                let count = usize::from(long & 0x7F);
                let (octets, rest) = rest.split_at_checked(count).ok_or(truncated)?;
                (Some(long_length(octets, offset)?), rest)
            }
        };
        Ok(Self {
            identifier: *identifier,
            identifier_size,
            size: input.len().saturating_sub(rest.len()),
            length,
        })
    }
}

fn skip_high_tag(mut rest: &[u8], offset: usize) -> Result<&[u8], EncodingError> {
    for _ in 0..MAX_TAG_OCTETS {
        let (octet, after) = rest
            .split_first()
            .ok_or(EncodingError::Truncated { offset })?;
        rest = after;
        if octet & 0x80 == 0 {
            return Ok(rest);
        }
    }
    Err(EncodingError::Value {
        offset,
        what: "tag number",
    })
}

fn long_length(octets: &[u8], offset: usize) -> Result<usize, EncodingError> {
    let mut length = 0usize;
    for octet in octets {
        length = length
            .checked_mul(256)
            .ok_or(EncodingError::Length { offset })?
            | usize::from(*octet);
    }
    Ok(length)
}

/// The root arc that is never assigned.
pub(crate) const UNREADABLE_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.0");

const HIGH_TAG: u8 = 0x1F;
const MAX_TAG_OCTETS: usize = 4;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Identifier octet of a constructed context-specific tag.
pub(crate) const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// Identifier octet of a primitive context-specific tag.
pub(crate) const fn context_primitive(number: u8) -> u8 {
    0x80 | number
}

#[cfg(test)]
mod tests;

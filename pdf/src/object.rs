//! The nine object types of ISO 32000-2, 7.3.

mod dictionary;

use std::fmt;

use smallvec::SmallVec;

use crate::hex::hex;
pub use dictionary::Dictionary;

/// Object number and generation of an indirect object (ISO 32000-2, 7.3.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Object number, never 0 for an object in use.
    pub number: u32,
    /// Generation number.
    pub generation: u16,
}

impl ObjectId {
    /// An id from object number and generation.
    #[must_use]
    pub const fn new(number: u32, generation: u16) -> Self {
        Self { number, generation }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.generation)
    }
}

/// A name without its slash, `#xx` escapes decoded (ISO 32000-2, 7.3.5).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(SmallVec<[u8; 16]>);

impl Name {
    /// The decoded bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From the bytes behind the solidus, as they are written (ISO 32000-2, 7.3.5). A number sign
    /// without two hexadecimal digits behind it is kept as it is: files before PDF 1.2 have such
    /// names.
    #[must_use]
    pub fn from_written(written: &[u8]) -> Self {
        if !written.contains(&b'#') {
            return Self(SmallVec::from_slice(written));
        }
        let mut decoded = SmallVec::new();
        let mut bytes = written.iter().copied();
        while let Some(byte) = bytes.next() {
            let mut ahead = bytes.clone();
            let mut digit = || ahead.next().and_then(hex);
            match (byte == b'#').then(|| (digit(), digit())) {
                Some((Some(high), Some(low))) => {
                    decoded.push(high << 4 | low);
                    bytes = ahead;
                }
                _ => decoded.push(byte),
            }
        }
        Self(decoded)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(SmallVec::from_slice(text.as_bytes()))
    }
}

impl From<Vec<u8>> for Name {
    fn from(bytes: Vec<u8>) -> Self {
        Self(SmallVec::from_vec(bytes))
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{self}")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

/// A direct object or a reference to an indirect one.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// `null`; a reference to a missing or freed object means the same.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A real number.
    Real(f64),
    /// A literal or hexadecimal string, decoded to bytes.
    String(Vec<u8>),
    /// A name.
    Name(Name),
    /// An array.
    Array(Vec<Object>),
    /// A dictionary.
    Dictionary(Dictionary),
    /// A stream: dictionary and encoded data.
    Stream(Stream),
    /// A reference `n g R`.
    Reference(ObjectId),
}

impl Object {
    /// The dictionary of a dictionary or of a stream.
    #[must_use]
    pub fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    /// The elements of an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The stream.
    #[must_use]
    pub fn as_stream(&self) -> Option<&Stream> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// The name.
    #[must_use]
    pub fn as_name(&self) -> Option<&Name> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The bytes of a string.
    #[must_use]
    pub fn as_string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The integer; a real is not an integer even when it is whole.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of an integer or a real.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // coordinates are far below 2^53
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// The target of a reference.
    #[must_use]
    pub fn as_reference(&self) -> Option<ObjectId> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    /// About how many bytes of memory a copy takes beside itself.
    pub(crate) fn held_bytes(&self) -> usize {
        match self {
            Self::String(bytes) => bytes.len(),
            Self::Name(name) => name.as_bytes().len(),
            Self::Array(elements) => {
                let own = elements.iter().map(Self::held_bytes).sum::<usize>();
                own + elements.len() * size_of::<Self>()
            }
            Self::Dictionary(dictionary) => dictionary.held_bytes(),
            Self::Stream(stream) => stream.dictionary.held_bytes(),
            _ => 0,
        }
    }

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<bool> for Object {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}
impl From<i64> for Object {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}
impl From<f64> for Object {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}
impl From<Name> for Object {
    fn from(value: Name) -> Self {
        Self::Name(value)
    }
}
impl From<ObjectId> for Object {
    fn from(value: ObjectId) -> Self {
        Self::Reference(value)
    }
}
impl From<Dictionary> for Object {
    fn from(value: Dictionary) -> Self {
        Self::Dictionary(value)
    }
}
impl From<Stream> for Object {
    fn from(value: Stream) -> Self {
        Self::Stream(value)
    }
}
impl From<Vec<Object>> for Object {
    fn from(value: Vec<Object>) -> Self {
        Self::Array(value)
    }
}

/// A stream object (ISO 32000-2, 7.3.8).
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    /// The stream dictionary. The writer sets `/Length` itself.
    pub dictionary: Dictionary,
    /// The encoded data.
    pub data: StreamData,
}

impl Stream {
    /// A new stream from encoded `data`; filters must be named in `dictionary`.
    #[must_use]
    pub fn new(dictionary: Dictionary, data: Vec<u8>) -> Self {
        Self {
            dictionary,
            data: StreamData::Owned(data),
        }
    }
}

/// Where the encoded bytes of a stream are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamData {
    /// Bytes made in memory.
    Owned(Vec<u8>),
    /// Bytes `start..end` of the file that was read.
    InFile {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
}

#[cfg(test)]
mod tests;

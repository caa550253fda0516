//! What a cross-reference entry says about an object (ISO 32000-2, 7.5.4, 7.5.8.3).

use std::hash::{Hash, Hasher};

/// Where a cross-reference section puts an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// The object is free: it is `null` from this revision on.
    Free {
        /// Generation that a new use of the number would get.
        generation: u16,
    },
    /// The object starts at a byte of the file.
    Offset {
        /// Bytes from the start of the file.
        offset: u64,
        /// Generation number.
        generation: u16,
    },
    /// The object is an element of an object stream; its generation is 0.
    Compressed {
        /// Object number of the stream.
        stream: u32,
        /// Index within the stream.
        index: u32,
    },
}

impl Location {
    /// Whether the object is an element of an object stream.
    #[must_use]
    pub const fn is_compressed(self) -> bool {
        matches!(self, Self::Compressed { .. })
    }
}

/// One number for each place: places are looked up very often.
impl Hash for Location {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(match *self {
            Self::Free { generation } => u64::from(generation),
            Self::Offset { offset, generation } => offset ^ u64::from(generation) << 48,
            Self::Compressed { stream, index } => u64::from(stream) << 32 | u64::from(index),
        });
    }
}

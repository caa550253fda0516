//! What a cross-reference entry says about an object (ISO 32000-2, 7.5.4, 7.5.8.3).

/// Where a cross-reference section puts an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// One entry of the index over all revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) revision: u32,
    pub(crate) location: Location,
}

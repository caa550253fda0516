//! Budgets against hostile files.

/// What one file may cost. Every limit that is hit is an error that names it.
///
/// All but `depth` and `validation_data` are totals over the file, so that many small excesses
/// count as one great one. Memory and reading have narrower limits in a small file, because a
/// kilobyte of it can expand to a megabyte: a file below one megabyte takes less than 200 MB, one of
/// 50 MB less than 400 MB. A sound file of ten thousand revisions stays far below each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Cross-reference sections (about one per revision).
    pub sections: usize,
    /// Cross-reference entries over all sections.
    pub entries: usize,
    /// Nesting of arrays and dictionaries in one object.
    pub depth: usize,
    /// Bytes that all decoded streams of one file may take together.
    pub inflated: usize,
    /// Nodes of the page tree or of the field tree that are visited.
    pub tree_nodes: usize,
    /// Bytes of the qualified names of all fields together.
    pub field_names: usize,
    /// Objects parsed from one file, each time counted.
    pub objects: usize,
    /// Elements of arrays and entries of dictionaries in one object and in all
    /// objects that are kept.
    pub elements: usize,
    /// Bytes that are read as objects, stream data left out.
    pub scanned: usize,
    /// Signatures that one file may hold.
    pub signatures: usize,
    /// Elements of arrays and dictionaries that are compared or looked at; bytes, pages and kids count
    /// as parts of one.
    pub compared: usize,
    /// Streams that the security store of one revision may name.
    pub validation_data: usize,
    /// Bytes of memory that objects take: trailers, the greatest object, and
    /// those that are kept.
    pub objects_held: usize,
    /// Bytes of memory that decoded object streams and validation data take.
    pub streams_held: usize,
    /// Bytes of memory that signature fields take, values included.
    pub fields_held: usize,
    /// Bytes of memory that it takes to know which object refers to which.
    pub references_held: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sections: 20_000,
            entries: 8_388_607,
            depth: 100,
            inflated: 256 << 20,
            tree_nodes: 200_000,
            field_names: 16 << 20,
            objects: 5_000_000,
            elements: 8_000_000,
            scanned: 512 << 20,
            signatures: 500,
            compared: 30_000_000,
            validation_data: 20_000,
            objects_held: 128 << 20,
            streams_held: 160 << 20,
            fields_held: 160 << 20,
            references_held: 160 << 20,
        }
    }
}

impl Limits {
    /// The limits for a file of `size` bytes: a small one may hold little.
    pub(crate) fn for_size(self, size: usize) -> Self {
        let at_most = |base: usize, times: usize| base.saturating_add(size.saturating_mul(times));
        Self {
            // An entry of a table takes 20 bytes; those of a stream can be compressed.
            entries: self.entries.min(250_000 + size / 20),
            // An object that takes half of the room is read again each time.
            scanned: self.scanned.min(at_most(96 << 20, 5)),
            objects_held: self.objects_held.min(at_most(40 << 20, 4)),
            streams_held: self.streams_held.min(at_most(32 << 20, 4)),
            fields_held: self.fields_held.min(at_most(16 << 20, 4)),
            references_held: self.references_held.min(at_most(24 << 20, 4)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_may_hold_little_and_a_large_one_no_more_than_all() {
        let whole = Limits::default();
        let small = whole.for_size(1 << 20);
        let held = small.objects_held + small.streams_held + small.fields_held;
        assert!(held + small.references_held <= 160 << 20);
        assert_eq!(whole.for_size(1 << 30).streams_held, whole.streams_held);
        let narrow = Limits {
            objects_held: 10,
            ..whole
        };
        assert_eq!(narrow.for_size(1 << 30).objects_held, 10);
    }
}

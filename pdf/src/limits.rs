//! Budgets against hostile files.

/// What one file may cost. Every limit that is hit is an error that names it.
///
/// All but `depth` and `validation_data` are totals over the file, so that many small excesses are
/// found like a great one. Together they bound memory to the size of the file
/// and one and a half gigabytes, and time to tens of seconds; a sound file of
/// ten thousand revisions stays far below each.
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
    /// Streams that the security store of one revision may name.
    pub validation_data: usize,
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
            validation_data: 20_000,
        }
    }
}

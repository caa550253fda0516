//! Budgets against hostile files.

/// What one file may cost. Every limit that is hit is an error that names it.
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
    /// Objects parsed from one file.
    pub objects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sections: 20_000,
            entries: 8_388_607,
            depth: 100,
            inflated: 256 << 20,
            tree_nodes: 200_000,
            objects: 2_000_000,
        }
    }
}

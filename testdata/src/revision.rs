//! An incremental update written byte by byte, right or wrong (ISO 32000-2, 7.5.6).

mod compressed;

use std::collections::BTreeMap;

use kyso_pdf::{Document, Object};

pub(crate) use compressed::Compressed;

/// An update with a cross-reference table under construction.
pub(crate) struct Revision {
    bytes: Vec<u8>,
    entries: BTreeMap<u32, String>,
    root: String,
    previous: u64,
    size: u32,
    extra: String,
}

impl Revision {
    /// Starts an update at the end of `base`.
    pub(crate) fn after(base: &[u8]) -> Self {
        let document = Document::open(base).unwrap();
        let last = document.revisions().last().unwrap();
        let root = last
            .trailer
            .get("Root")
            .and_then(Object::as_reference)
            .unwrap();
        let sizes = document.revisions().iter().map(|revision| {
            let size = revision.trailer.get("Size").and_then(Object::as_integer);
            u32::try_from(size.unwrap_or(0)).unwrap()
        });
        Self {
            bytes: base.to_vec(),
            entries: BTreeMap::new(),
            root: format!("{root} R"),
            previous: last.xref_offset,
            size: sizes.max().unwrap(),
            extra: String::new(),
        }
    }

    /// A number that no object has.
    pub(crate) fn next(&self) -> u32 {
        self.size
    }

    pub(crate) fn object(self, number: u32, body: impl AsRef<[u8]>) -> Self {
        self.generation(number, 0, body)
    }

    pub(crate) fn generation(
        mut self,
        number: u32,
        generation: u16,
        body: impl AsRef<[u8]>,
    ) -> Self {
        let offset = self.bytes.len();
        self.bytes
            .extend(format!("{number} {generation} obj\n").bytes());
        self.bytes.extend(body.as_ref());
        self.bytes.extend(b"\nendobj\n");
        self.entry(number, offset, generation)
    }

    /// An entry that points anywhere.
    pub(crate) fn entry(mut self, number: u32, offset: usize, generation: u16) -> Self {
        let entry = format!("{offset:010} {generation:05} n \n");
        self.entries.insert(number, entry);
        self.size = self.size.max(number + 1);
        self
    }

    pub(crate) fn free(mut self, number: u32, generation: u16) -> Self {
        let entry = format!("0000000000 {generation:05} f \n");
        self.entries.insert(number, entry);
        self.size = self.size.max(number + 1);
        self
    }

    /// Bytes that belong to nothing.
    pub(crate) fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.bytes.extend(bytes.as_ref());
        self
    }

    pub(crate) fn root(mut self, number: u32) -> Self {
        self.root = format!("{number} 0 R");
        self
    }

    pub(crate) fn previous(mut self, offset: u64) -> Self {
        self.previous = offset;
        self
    }

    /// Further entries of the trailer.
    pub(crate) fn trailer(mut self, entries: &str) -> Self {
        self.extra.push_str(entries);
        self
    }

    /// What the trailer says of the catalog and of the section before.
    pub(crate) fn trailer_parts(&self) -> (String, u64) {
        (self.root.clone(), self.previous)
    }

    /// The subsections of the table.
    pub(crate) fn table(&self) -> String {
        let entry = |(number, entry): (&u32, &String)| format!("{number} 1\n{entry}");
        self.entries.iter().map(entry).collect()
    }

    /// Where the next byte goes.
    pub(crate) fn position(&self) -> usize {
        self.bytes.len()
    }

    /// Closes the update.
    pub(crate) fn finish(self) -> Vec<u8> {
        let start = self.bytes.len();
        self.finish_with(&format!("startxref\n{start}\n%%EOF\n"))
    }

    /// Closes the update with another end than the right one.
    pub(crate) fn finish_with(mut self, end: &str) -> Vec<u8> {
        let table = self.table();
        let Self {
            root,
            previous,
            size,
            extra,
            ..
        } = &self;
        let trailer = format!(
            "xref\n{table}trailer\n<</Size {size}/Root {root}/Prev {previous}{extra}>>\n{end}"
        );
        self.bytes.extend(trailer.bytes());
        self.bytes
    }

    /// Only the objects, without cross-reference and end.
    pub(crate) fn objects(self) -> Vec<u8> {
        self.bytes
    }
}

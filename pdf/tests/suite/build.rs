//! Writes small PDF files byte by byte, so that tests control every offset.

use std::fmt::Write;

/// A file under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Builder {
    pub(crate) bytes: Vec<u8>,
    /// Number and offset of the objects of the section being written.
    section: Vec<(u32, usize)>,
    previous: Option<usize>,
    size: u32,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
            ..Self::default()
        }
    }

    /// A document of one empty A4 page: objects 1 to 3, no cross-reference yet.
    pub(crate) fn one_page() -> Self {
        let mut file = Self::pages_only();
        file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        file
    }

    /// Objects 2 and 3 of such a document, for a catalog of one's own.
    pub(crate) fn pages_only() -> Self {
        let mut file = Self::new();
        file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
        file
    }

    pub(crate) fn object(&mut self, number: u32, body: &str) {
        self.section.push((number, self.bytes.len()));
        self.size = self.size.max(number + 1);
        self.raw(&format!("{number} 0 obj\n{body}\nendobj\n"));
    }

    pub(crate) fn raw(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Ends a revision with a table; gives the offset of the table.
    pub(crate) fn table(&mut self, trailer: &str) -> usize {
        let start = self.bytes.len();
        let mut text = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, offset) in std::mem::take(&mut self.section) {
            write!(text, "{number} 1\n{offset:010} 00000 n \n").unwrap();
        }
        let previous = self.previous.map(|at| format!("/Prev {at}"));
        let previous = previous.unwrap_or_default();
        let size = self.size;
        write!(
            text,
            "trailer\n<</Size {size}/Root 1 0 R{previous}{trailer}>>\n"
        )
        .unwrap();
        write!(text, "startxref\n{start}\n%%EOF\n").unwrap();
        self.raw(&text);
        self.previous = Some(start);
        start
    }

    /// What `/Size` says at the least.
    pub(crate) fn claim_size(&mut self, size: u32) {
        self.size = self.size.max(size);
    }

    /// Writes a cross-reference stream object without a startxref, over `entries`
    /// (number, type, second field, third field); gives its offset.
    pub(crate) fn xref_stream(&mut self, own: u32, entries: &[(u32, u8, u32, u8)]) -> usize {
        let start = self.bytes.len();
        let mut index = String::new();
        let mut data = Vec::new();
        for (number, kind, second, third) in entries {
            write!(index, "{number} 1 ").unwrap();
            data.push(*kind);
            data.extend(second.to_be_bytes());
            data.push(*third);
        }
        let length = data.len();
        let size = self.size.max(own + 1);
        self.raw(&format!(
            "{own} 0 obj\n<</Type/XRef/Size {size}/W[1 4 1]/Index[{index}]/Root 1 0 R/Length {length}>>\nstream\n"
        ));
        self.bytes.extend(data);
        self.raw("\nendstream\nendobj\n");
        start
    }
}

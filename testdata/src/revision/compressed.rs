//! An incremental update with an object stream and a cross-reference stream
//! (ISO 32000-2, 7.5.7, 7.5.8).

use super::Revision;

/// An update whose objects are elements of one object stream.
pub(crate) struct Compressed {
    revision: Revision,
    elements: Vec<(u32, String)>,
    rows: Vec<(u32, [u32; 3])>,
    section: Option<u32>,
}

impl Compressed {
    /// Starts an update at the end of `base`.
    pub(crate) fn after(base: &[u8]) -> Self {
        Self {
            revision: Revision::after(base),
            elements: Vec::new(),
            rows: Vec::new(),
            section: None,
        }
    }

    /// A number that no object has.
    pub(crate) fn next(&self) -> u32 {
        self.revision.next()
    }

    /// An element with its entry.
    pub(crate) fn element(mut self, number: u32, body: &str) -> Self {
        let index = u32::try_from(self.elements.len()).unwrap();
        self.rows.push((number, [2, self.stream(), index]));
        self.unlisted(number, body)
    }

    /// An element without an entry.
    pub(crate) fn unlisted(mut self, number: u32, body: &str) -> Self {
        self.elements.push((number, body.to_owned()));
        self
    }

    /// An object outside and before the object stream, with its entry.
    pub(crate) fn object(mut self, number: u32, body: &str) -> Self {
        let at = u32::try_from(self.revision.position()).unwrap();
        let object = format!("{number} 0 obj\n{body}\nendobj\n");
        self.revision = self.revision.bytes(object);
        self.row(number, [1, at, 0])
    }

    /// Bytes before the object stream that belong to nothing.
    pub(crate) fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.revision = self.revision.bytes(bytes);
        self
    }

    /// Any entry.
    pub(crate) fn row(mut self, number: u32, row: [u32; 3]) -> Self {
        self.rows.push((number, row));
        self
    }

    /// The object number of the section, which then does not list itself.
    pub(crate) fn section_number(mut self, number: u32) -> Self {
        self.section = Some(number);
        self
    }

    fn stream(&self) -> u32 {
        self.revision.next() + 100
    }

    /// Closes the update.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let stream = self.stream();
        let own = self.section.unwrap_or(stream + 1);
        let mut bytes = self.revision.bytes.clone();
        let at = u32::try_from(bytes.len()).unwrap();
        bytes.extend(self.object_stream(stream).bytes());
        let start = u32::try_from(bytes.len()).unwrap();
        self.rows.push((stream, [1, at, 0]));
        if self.section.is_none() {
            self.rows.push((own, [1, start, 0]));
        }
        self.rows.sort_unstable();
        let data: Vec<u8> = self.rows.iter().flat_map(|(_, row)| packed(*row)).collect();
        let index = self.rows.iter().map(|(number, _)| format!("{number} 1"));
        let index: Vec<String> = index.collect();
        let greatest = self.rows.last().map_or(0, |(number, _)| *number);
        let Revision { root, previous, .. } = &self.revision;
        let head = format!(
            "{own} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{}]/Size {}/Root {root}/Prev {previous}/Length {}>>\nstream\n",
            index.join(" "),
            greatest.max(own) + 1,
            data.len()
        );
        bytes.extend(head.bytes());
        bytes.extend(data);
        bytes.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
        bytes
    }

    fn object_stream(&self, number: u32) -> String {
        let mut header = String::new();
        let mut body = String::new();
        for (number, element) in &self.elements {
            header.push_str(&format!("{number} {} ", body.len()));
            body.push_str(element);
            body.push('\n');
        }
        format!(
            "{number} 0 obj\n<</Type/ObjStm/N {}/First {}/Length {}>>\nstream\n{header}{body}\nendstream\nendobj\n",
            self.elements.len(),
            header.len(),
            header.len() + body.len()
        )
    }
}

fn packed([kind, value, last]: [u32; 3]) -> [u8; 7] {
    let [_, _, _, kind] = kind.to_be_bytes();
    let [a, b, c, d] = value.to_be_bytes();
    let [_, _, e, f] = last.to_be_bytes();
    [kind, a, b, c, d, e, f]
}

//! Objects that earlier revisions wrote by themselves and that later ones put into object streams.

use foldhash::HashSet;
use kyso_pdf::{Document, Location, Revision};

use crate::finding::ChangeKind;

/// The objects that revisions without signature wrote by themselves, moved forward revision by
/// revision.
#[derive(Debug, Default)]
pub(in crate::changes) struct Alone {
    numbers: HashSet<u32>,
    /// The first revision that was not looked at.
    next: usize,
}

impl Alone {
    /// An object that an earlier revision behind `signed`, the last one with a signature, wrote by
    /// itself, and that is now an element of an object stream: programs that know no object
    /// streams when they repair find the older one.
    pub(super) fn compressed_again(
        &mut self,
        document: &Document<'_>,
        revision: usize,
        signed: usize,
    ) -> Option<ChangeKind> {
        let written = document.revisions().get(revision)?;
        let is_packed = |(_, location): &&(u32, Location)| location.is_compressed();
        let mut packed = written.entries.iter().filter(is_packed).peekable();
        // Most revisions have no object streams.
        packed.peek()?;
        let first = self.next.max(signed + 1);
        self.add(document.revisions().get(first..revision)?);
        self.next = revision.max(first);
        let (number, _) = packed.find(|(number, _)| self.numbers.contains(number))?;
        Some(ChangeKind::EntryElsewhere { number: *number })
    }

    fn add(&mut self, revisions: &[Revision]) {
        let entries = revisions.iter().flat_map(|revision| &revision.entries);
        let alone = entries.filter(|(_, location)| matches!(location, Location::Offset { .. }));
        self.numbers.extend(alone.map(|(number, _)| *number));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A file whose revisions are: the object 1; the object 2; none; both again in the object stream 3.
    fn file() -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut previous = String::new();
        for number in 1..=3 {
            let offset = bytes.len();
            let (object, entries) = match number {
                3 => (String::new(), "0 0\n".to_owned()),
                _ => (
                    format!("{number} 0 obj\n<</Type/Catalog>>\nendobj\n"),
                    format!("{number} 1\n{offset:010} 00000 n \n"),
                ),
            };
            let start = offset + object.len();
            let trailer = format!("trailer\n<</Size 9/Root 1 0 R{previous}>>");
            let table = format!("xref\n{entries}{trailer}\nstartxref\n{start}\n%%EOF\n");
            bytes.extend(object.bytes().chain(table.bytes()));
            previous = format!("/Prev {start}");
        }
        let start = bytes.len();
        let entries = format!("/W[1 1 1]/Index[1 2]/Size 9/Root 1 0 R{previous}/Length 6");
        bytes.extend(format!("4 0 obj\n<</Type/XRef{entries}>>\nstream\n").bytes());
        bytes.extend([2, 3, 0, 2, 3, 1]);
        bytes.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
        bytes
    }

    #[test]
    fn each_revision_is_looked_at_once_from_the_last_signature_on() {
        let bytes = file();
        let document = Document::open(&bytes).unwrap();
        let again = |signed| {
            let mut alone = Alone::default();
            let before = [1, 2].map(|at| alone.compressed_again(&document, at, signed));
            // Without an object stream nothing has to be known.
            assert!(before.iter().all(Option::is_none) && alone.next == 0);
            let found = alone.compressed_again(&document, 3, signed);
            // Nothing lies between a signature of this revision and the revision itself.
            assert_eq!(alone.next == 3, signed < 3);
            found
        };
        let elsewhere = |number| Some(ChangeKind::EntryElsewhere { number });
        assert_eq!(again(0), elsewhere(2));
        assert_eq!(again(1), None);
        assert_eq!(again(3), None);
        // What was looked at is not looked at again.
        let mut alone = Alone {
            next: 3,
            ..Alone::default()
        };
        assert_eq!(alone.compressed_again(&document, 3, 0), None);
        alone.numbers.insert(1);
        assert_eq!(alone.compressed_again(&document, 3, 0), elsewhere(1));
    }
}

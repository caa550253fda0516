//! Which objects may hold one of a few names, found without reading them all.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use std::collections::{BTreeMap, BTreeSet};

use crate::error::PdfError;
use crate::lexer::{hex, is_regular};
use crate::location::Location;
use crate::object::ObjectId;
use crate::view::View;

impl View<'_, '_> {
    /// The objects in use in whose bytes one of `names` stands, or an escape that may hide one. The data of a stream
    /// count to its object, so that some come without reason; none is left out that the cross-reference leads to.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`], and what makes an object stream unreadable with the stream as the object.
    pub fn mentioning(&self, names: &[&str]) -> Result<BTreeSet<ObjectId>, PdfError> {
        let wanted = Wanted::new(names);
        let (places, containers) = self.places();
        let mut found = BTreeSet::new();
        wanted.search(self.document().bytes(), &places, &mut found);
        for (stream, elements) in containers {
            let container = match self.object_stream(ObjectId::new(stream, 0)) {
                Ok(container) => container,
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                // What it holds cannot be seen.
                Err(_) => {
                    found.extend(elements.iter().map(|(_, id)| *id));
                    continue;
                }
            };
            let place = |(index, id): &(u32, ObjectId)| Some((container.element(*index)?.1, *id));
            let mut places: Vec<_> = elements.iter().filter_map(place).collect();
            places.sort_unstable();
            wanted.search(container.data(), &places, &mut found);
        }
        Ok(found)
    }

    /// The objects in use, in ascending order.
    #[must_use]
    pub fn numbers_in_use(&self) -> Vec<ObjectId> {
        let entries = self.document().entries_at(self.revision());
        let ids = entries.filter_map(|(number, location)| match location {
            Location::Free { .. } => None,
            Location::Offset { generation, .. } => Some(ObjectId::new(number, generation)),
            Location::Compressed { .. } => Some(ObjectId::new(number, 0)),
        });
        ids.collect()
    }

    /// Where each object in use begins, in ascending order, and the elements of each object stream.
    fn places(&self) -> (Vec<Place>, Elements) {
        let mut places = Vec::new();
        let mut containers = Elements::new();
        for (number, location) in self.document().entries_at(self.revision()) {
            match location {
                // Byte 0 is that of the header: some writers list objects there that they do not have.
                Location::Free { .. } | Location::Offset { offset: 0, .. } => {}
                Location::Offset { offset, generation } => {
                    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
                    places.push((offset, ObjectId::new(number, generation)));
                }
                Location::Compressed { stream, index } => {
                    let elements = containers.entry(stream).or_default();
                    elements.push((index, ObjectId::new(number, 0)));
                }
            }
        }
        places.sort_unstable();
        (places, containers)
    }
}

/// Where an object begins.
type Place = (usize, ObjectId);

/// The elements of each object stream, with their indices.
type Elements = BTreeMap<u32, Vec<(u32, ObjectId)>>;

/// The names looked for, with the bytes that they begin with.
struct Wanted<'n> {
    names: &'n [&'n str],
    begins: [bool; 256],
}

impl<'n> Wanted<'n> {
    fn new(names: &'n [&'n str]) -> Self {
        let mut begins = [false; 256];
        for first in names.iter().filter_map(|name| name.bytes().next()) {
            if let Some(begins) = begins.get_mut(usize::from(first)) {
                *begins = true;
            }
        }
        Self { names, begins }
    }

    fn search(&self, bytes: &[u8], places: &[Place], found: &mut BTreeSet<ObjectId>) {
        let mut next = places.iter().peekable();
        let mut current = None;
        let mut added = None;
        for at in memchr::memchr2_iter(b'/', b'#', bytes) {
            if !self.stands_at(bytes, at) {
                continue;
            }
            while let Some((start, _)) = next.next_if(|(start, _)| *start <= at) {
                current = Some(*start);
            }
            // Each start once, however often something is mentioned there.
            let Some(start) = current.filter(|start| added != Some(*start)) else {
                continue;
            };
            added = Some(start);
            // Several objects may begin at one byte.
            let first = places.partition_point(|(other, _)| *other < start);
            let same = places.get(first..).unwrap_or_default().iter();
            let same = same.take_while(|(other, _)| *other == start);
            found.extend(same.map(|(_, id)| *id));
        }
    }

    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        if bytes.get(at) == Some(&b'#') {
            let digits = rest.get(..2).unwrap_or_default();
            return digits.len() == 2 && digits.iter().all(|byte| hex(*byte).is_some());
        }
        let begins = rest
            .first()
            .and_then(|first| self.begins.get(usize::from(*first)));
        begins == Some(&true)
            && self.names.iter().any(|name| {
                rest.strip_prefix(name.as_bytes())
                    .is_some_and(|after| !after.first().is_some_and(|byte| is_regular(*byte)))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many objects as entries may begin at one byte: each mention added them all anew.
    #[test]
    fn objects_at_one_byte_are_added_once() {
        const COUNT: u32 = 20_000;
        let places: Vec<Place> = (1..=COUNT).map(|n| (0, ObjectId::new(n, 0))).collect();
        let bytes = b"/JS ".repeat(100_000);
        let mut found = BTreeSet::new();
        let start = std::time::Instant::now();
        Wanted::new(&["JS"]).search(&bytes, &places, &mut found);
        assert_eq!(found.len(), COUNT as usize);
        // Added anew, these are two thousand million insertions: minutes.
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
    }

    #[test]
    fn names_are_found_with_the_object_that_they_stand_in() {
        let bytes =
            b"1 0 obj<</S/Launch>>endobj 2 0 obj<</S/Launcher/JSX 1>>endobj 3 0 obj<</#4aS 1/A#2>>";
        let id = |number| ObjectId::new(number, 0);
        let places = [(0, id(1)), (27, id(2)), (63, id(3))];
        let mut found = BTreeSet::new();
        Wanted::new(&["JS", "Launch"]).search(bytes, &places, &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [id(1), id(3)]);
    }
}

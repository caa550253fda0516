//! Which objects may hold one of a few names, or references that programs read differently, found without reading them all.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod spelling;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::packed::{Config, Searcher};

use crate::error::PdfError;
use crate::lexer::{hex, is_regular};
use crate::location::Location;
use crate::object::ObjectId;
use crate::view::View;
use spelling::{Spelling, begins_with_reference};

/// A search for objects by the names that may stand in them. It is shown the bytes of the file piece by piece, in their
/// order, so that one pass over a long file serves several searches.
#[derive(Debug)]
pub struct Mentions<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    wanted: &'static Mentionable,
    /// Those that stand in the file itself.
    places: Vec<Place>,
    containers: Elements,
    cursor: Cursor,
    found: BTreeSet<ObjectId>,
}

/// What a search found.
#[derive(Debug)]
pub struct Mentioned {
    /// The objects in use in whose bytes one of the names stands, or an escape that may hide one. The data of a stream count
    /// to its object, so that some come without reason; none is left out that the cross-reference leads to.
    pub objects: BTreeSet<ObjectId>,
    /// The objects in use whose numbers their object streams name twice: some programs take the last of them.
    pub named_twice: BTreeSet<ObjectId>,
    /// The objects in use that hold a reference whose letter stands right behind a number: not all programs read it.
    pub oddly_spelled: BTreeSet<ObjectId>,
    /// Of the first 500 objects of the file, those in which another one begins: what stands in them may count to the other one.
    pub overlapping: BTreeSet<ObjectId>,
    /// Whether all references are to generation 0 and part of an object, all objects of that generation, and the first 500 of
    /// them begin and end as their entries say.
    pub is_plain: bool,
}

impl Mentions<'_, '_, '_> {
    /// Looks at the next bytes of the file.
    pub fn look(&mut self, piece: Range<usize>) {
        let bytes = self.view.document().bytes();
        let Self {
            wanted,
            places,
            cursor,
            found,
            ..
        } = self;
        wanted.search(bytes, piece, places, cursor, found);
    }

    /// What was found in the bytes of the file and in its object streams.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn finish(mut self) -> Result<Mentioned, PdfError> {
        let mut named_twice = BTreeSet::new();
        for (stream, elements) in &self.containers {
            let container = match self.view.object_stream(ObjectId::new(*stream, 0)) {
                Ok(container) => container,
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                // What it holds cannot be seen.
                Err(_) => {
                    self.found.extend(elements.iter().map(|(_, id)| *id));
                    continue;
                }
            };
            let mut places = Vec::with_capacity(elements.len());
            for (index, id) in elements {
                match container.element(*index) {
                    Some((_, place)) if container.number(*index) == Some(id.number) => {
                        let element = container.data().get(place..).unwrap_or_default();
                        if begins_with_reference(element) {
                            self.cursor.refers_oddly.insert(*id);
                        }
                        places.push((place, *id));
                    }
                    // It stands elsewhere in the stream, or nowhere.
                    _ => {
                        self.found.insert(*id);
                    }
                }
            }
            if container.holds_one_twice() {
                let twice = container.numbers_held_twice();
                let in_use = elements.iter().map(|(_, id)| *id);
                named_twice.extend(in_use.filter(|id| twice.contains(&id.number)));
            }
            places.sort_unstable();
            let (data, mut cursor) = (container.data(), Cursor::default());
            self.wanted
                .search(data, 0..data.len(), &places, &mut cursor, &mut self.found);
            self.cursor.oddly_spelled.append(&mut cursor.oddly_spelled);
            self.cursor.refers_oddly.append(&mut cursor.refers_oddly);
        }
        let ends = self.view.ends(&self.places)?;
        let has_generations = self.places.iter().any(|(_, id)| id.generation > 0);
        Ok(Mentioned {
            objects: self.found,
            named_twice,
            overlapping: ends.overlapping,
            is_plain: !has_generations && !ends.is_unclear && self.cursor.refers_oddly.is_empty(),
            oddly_spelled: self.cursor.oddly_spelled,
        })
    }
}

impl<'d, 'a> View<'d, 'a> {
    /// Starts a search for the objects that may hold one of the names.
    #[must_use]
    pub fn mentions(&self, wanted: &'static Mentionable) -> Mentions<'_, 'd, 'a> {
        let (places, containers) = self.places();
        Mentions {
            view: self,
            wanted,
            places,
            containers,
            cursor: Cursor::default(),
            found: BTreeSet::new(),
        }
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

    /// The objects that the cross-reference puts at byte 0, where the header stands: nobody finds them there.
    #[must_use]
    pub fn numbers_at_header(&self) -> Vec<ObjectId> {
        let entries = self.document().entries_at(self.revision());
        let ids = entries.filter_map(|(number, location)| match location {
            Location::Offset {
                offset: 0,
                generation,
            } => Some(ObjectId::new(number, generation)),
            _ => None,
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
        // Each revision writes its objects one behind the other: such runs are only merged.
        places.sort();
        (places, containers)
    }
}

/// Where an object begins.
pub(crate) type Place = (usize, ObjectId);

/// The elements of each object stream, with their indices.
type Elements = BTreeMap<u32, Vec<(u32, ObjectId)>>;

/// Names that are looked for.
#[derive(Debug)]
pub struct Mentionable {
    /// By their first byte.
    names: BTreeMap<u8, Vec<&'static str>>,
    /// Finds their first two bytes, and those of escapes that may hide one; `None` where the processor cannot.
    begins: Option<Searcher>,
}

/// How far a search has come.
#[derive(Debug, Default)]
struct Cursor {
    /// Places that begin before.
    passed: usize,
    /// The same of the search for references.
    references_passed: usize,
    /// Where the object begins in which something was found last.
    added: Option<usize>,
    /// The objects that hold a reference whose letter stands right behind a number.
    oddly_spelled: BTreeSet<ObjectId>,
    /// The objects that hold one to another generation, or are one and nothing else.
    refers_oddly: BTreeSet<ObjectId>,
}

impl Mentionable {
    /// To be made once: making it takes longer than looking through a short file.
    #[must_use]
    pub fn new(names: &'static [&'static str]) -> Self {
        let mut known = BTreeMap::<u8, Vec<&'static str>>::new();
        for name in names {
            let first = name.bytes().next();
            known
                .entry(first.unwrap_or_default())
                .or_default()
                .push(name);
        }
        // An escape hides a byte of a name only when its first digit is that of such a byte.
        let digits: BTreeSet<u8> = names.iter().flat_map(|name| name.bytes()).collect();
        let digits: BTreeSet<u8> = digits.iter().map(|byte| byte >> 4).collect();
        let written = |byte: &u8| hex(*byte).is_some_and(|digit| digits.contains(&digit));
        let escapes = (0..=u8::MAX).filter(written).map(|digit| [b'#', digit]);
        let names = known.keys().map(|letter| [b'/', *letter]);
        let mut builder = Config::new().builder();
        builder.extend(names.chain(escapes));
        Self {
            names: known,
            begins: builder.build(),
        }
    }

    /// Calls `found` with each place in `piece` at which a name or an escape may begin.
    fn candidates(&self, bytes: &[u8], piece: Range<usize>, found: &mut dyn FnMut(usize)) {
        let beyond = piece.end.saturating_add(1).min(bytes.len());
        match &self.begins {
            Some(searcher) => {
                let text = bytes.get(piece.start..beyond).unwrap_or_default();
                let pairs = searcher.find_iter(text);
                pairs.for_each(|pair| found(piece.start + pair.start()));
            }
            None => {
                let text = bytes.get(piece.clone()).unwrap_or_default();
                let signs = memchr::memchr2_iter(b'/', b'#', text);
                signs.for_each(|at| found(piece.start + at));
            }
        }
    }

    /// Searches `piece` of `bytes`, which follows what was searched before.
    fn search(
        &self,
        bytes: &[u8],
        piece: Range<usize>,
        places: &[Place],
        cursor: &mut Cursor,
        found: &mut BTreeSet<ObjectId>,
    ) {
        references(bytes, piece.clone(), places, cursor);
        self.candidates(bytes, piece, &mut |at| {
            let rest = places.get(cursor.passed..).unwrap_or_default();
            cursor.passed += rest.iter().take_while(|(start, _)| *start <= at).count();
            let passed = places.get(..cursor.passed).unwrap_or_default();
            let Some((start, _)) = passed.last() else {
                return;
            };
            // Each start once, however often something is mentioned there.
            if cursor.added == Some(*start) || !self.stands_at(bytes, at) {
                return;
            }
            cursor.added = Some(*start);
            // Several objects may begin at one byte.
            let same = passed.iter().rev();
            let same = same.take_while(|(other, _)| other == start);
            found.extend(same.map(|(_, id)| *id));
        });
    }

    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        if bytes.get(at) == Some(&b'#') {
            let digits = rest.get(..2).unwrap_or_default();
            return digits.len() == 2 && digits.iter().all(|byte| hex(*byte).is_some());
        }
        let first = rest.first().and_then(|first| self.names.get(first));
        first.into_iter().flatten().any(|name| {
            rest.strip_prefix(name.as_bytes())
                .is_some_and(|after| !after.first().is_some_and(|byte| is_regular(*byte)))
        })
    }
}

/// Notes the objects that hold references which are not plain. Their letter is looked for alone: that is faster than with
/// what may stand before it.
fn references(bytes: &[u8], piece: Range<usize>, places: &[Place], cursor: &mut Cursor) {
    let text = bytes.get(piece.clone()).unwrap_or_default();
    for letter in memchr::memchr_iter(b'R', text) {
        let Some(at) = (piece.start + letter).checked_sub(1) else {
            continue;
        };
        let spelling = Spelling::of_reference(bytes, at);
        if spelling == Spelling::Plain {
            continue;
        }
        let rest = places.get(cursor.references_passed..).unwrap_or_default();
        cursor.references_passed += rest.iter().take_while(|(start, _)| *start <= at).count();
        let passed = cursor.references_passed.checked_sub(1);
        let Some((_, id)) = passed.and_then(|last| places.get(last)) else {
            continue;
        };
        match spelling {
            Spelling::Odd => cursor.oddly_spelled.insert(*id),
            _ => cursor.refers_oddly.insert(*id),
        };
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
        let mut cursor = Cursor::default();
        let wanted = Mentionable::new(&["JS"]);
        wanted.search(&bytes, 0..bytes.len(), &places, &mut cursor, &mut found);
        assert_eq!(found.len(), COUNT as usize);
        // Added anew, these are two thousand million insertions: minutes.
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
    }

    #[test]
    fn names_are_found_with_the_object_that_they_stand_in() {
        let bytes =
            b"1 0 obj<</S/Launch>>endobj 2 0 obj<</S/Launcher/JSX 1>>endobj 3 0 obj<</#4aS 1/A#2>>4 0 obj 5 0 R 5 0 obj[5 0 R]6 0 obj[5 1\nR]7 0 obj[5 0R]";
        let id = |number| ObjectId::new(number, 0);
        let places = [
            (0, id(1)),
            (27, id(2)),
            (63, id(3)),
            (87, id(4)),
            (101, id(5)),
            (115, id(6)),
            (129, id(7)),
        ];
        let quick = Mentionable::new(&["JS", "Launch"]);
        let plain = Mentionable {
            names: quick.names.clone(),
            begins: None,
        };
        let sizes = 1..=bytes.len();
        for (wanted, size) in sizes.flat_map(|size| [(&quick, size), (&plain, size)]) {
            let (mut found, mut cursor) = (BTreeSet::new(), Cursor::default());
            for start in (0..bytes.len()).step_by(size) {
                let piece = start..bytes.len().min(start + size);
                wanted.search(bytes, piece, &places, &mut cursor, &mut found);
            }
            let found: Vec<_> = found.into_iter().collect();
            assert_eq!(found, [id(1), id(3)], "in pieces of {size}");
            let spelled: Vec<_> = cursor.oddly_spelled.into_iter().collect();
            assert_eq!(spelled, [id(7)], "in pieces of {size}");
            let unusual: Vec<_> = cursor.refers_oddly.into_iter().collect();
            assert_eq!(unusual, [id(4), id(6)], "in pieces of {size}");
        }
    }
}

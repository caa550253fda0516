//! A search of a file that does not read all of its objects. It finds those that may hold one of a
//! few names, references and elements of object streams that programs read differently, and objects
//! in which others begin.

mod search;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::error::PdfError;
use crate::location::Location;
use crate::object::{ObjectId, StreamData};
use crate::object_stream::{ElementForm, ObjectStream};
use crate::scans::{MOST, Place};
use crate::view::View;
pub use search::Mentionable;
use search::{Cursor, ends_of_streams};
use spelling::begins_with_reference;

/// A search for objects by the names that may stand in them, and for what programs read differently. It is shown the bytes of
/// the file piece by piece, in their order, so that one pass over a long file serves several searches.
#[derive(Debug)]
pub struct Mentions<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    wanted: &'static Mentionable,
    /// The places of objects in the file itself.
    places: Vec<Place>,
    containers: Elements,
    cursor: Cursor,
    found: BTreeSet<ObjectId>,
}

/// What a search found.
#[derive(Debug)]
pub struct Mentioned {
    /// The objects in use whose bytes hold one of the names, or an escape that may hide one. The
    /// data of a stream count to its object, so that some objects are listed without reason; no
    /// object that the cross-reference leads to is left out.
    pub objects: BTreeSet<ObjectId>,
    /// The objects in use whose numbers their object streams name twice: some programs take the last of them.
    pub named_twice: BTreeSet<ObjectId>,
    /// The objects in use that not all programs read alike: with a reference whose letter follows a
    /// number directly; of the first 500, with names or numbers that end elsewhere for some;
    /// elements of an object stream that overlap or read as streams.
    pub oddly_spelled: BTreeSet<ObjectId>,
    /// The streams in use whose encoded data hold `endstream`: some programs end them there.
    pub cut_short: BTreeSet<ObjectId>,
    /// Of the first 500 objects of the file, those in which another one begins: their content may
    /// count to the other one.
    pub overlapping: BTreeSet<ObjectId>,
    /// Whether all references are to generation 0 and part of an object, all objects of that generation, the first 500 of
    /// them begin and end as their entries say, and the first 500 elements of object streams can be read.
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
        ends_of_streams(bytes, piece.clone(), places, cursor);
        wanted.search(bytes, piece, places, cursor, found);
    }

    /// What was found in the bytes of the file and in its object streams.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn finish(mut self) -> Result<Mentioned, PdfError> {
        let mut named_twice = BTreeSet::new();
        let mut left = MOST;
        let mut left_of_all = MOST;
        let mut has_broken = false;
        for (stream, elements) in std::mem::take(&mut self.containers) {
            let in_use = || elements.iter().map(|(_, id)| *id);
            let container = match self.view.object_stream(ObjectId::new(stream, 0)) {
                Ok(container) => container,
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                // Its content cannot be seen.
                Err(_) => {
                    self.found.extend(in_use());
                    continue;
                }
            };
            has_broken |= self.look_at_elements(&container, &elements, &mut left)?;
            let meter = &self.view.document().meter;
            if !container.is_in_order() || container.has_unsound_element(meter, &mut left_of_all)? {
                self.cursor.oddly_spelled.extend(in_use());
            }
            if container.holds_one_twice() {
                let twice = container.numbers_held_twice();
                named_twice.extend(in_use().filter(|id| twice.contains(&id.number)));
            }
        }
        let cut_short = self.cut_short()?;
        let ends = self.view.ends(&self.places)?;
        self.cursor.oddly_spelled.extend(ends.ambiguous);
        let has_generations = self.places.iter().any(|(_, id)| id.generation > 0);
        Ok(Mentioned {
            objects: self.found,
            named_twice,
            cut_short,
            overlapping: ends.overlapping,
            is_plain: !has_generations
                && !has_broken
                && !ends.is_unclear
                && !self.cursor.is_unusual,
            oddly_spelled: self.cursor.oddly_spelled,
        })
    }

    /// Looks at the elements in use of an object stream: for how they are read only at as many as are `left`. Whether any
    /// of these cannot be read.
    fn look_at_elements(
        &mut self,
        container: &ObjectStream,
        elements: &[(u32, ObjectId)],
        left: &mut usize,
    ) -> Result<bool, PdfError> {
        let mut has_broken = false;
        let mut places = Vec::with_capacity(elements.len());
        for (index, id) in elements {
            match container.element(*index) {
                Some((_, place)) if container.number(*index) == Some(id.number) => {
                    let element = container.data().get(place..).unwrap_or_default();
                    self.cursor.is_unusual |= begins_with_reference(element);
                    places.push((place, *id));
                }
                // It is elsewhere in the stream, or nowhere.
                _ => {
                    self.found.insert(*id);
                    continue;
                }
            }
            if *left > 0 {
                *left -= 1;
                match container.element_form(*index, &self.view.document().meter)? {
                    ElementForm::Plain => {}
                    ElementForm::Ambiguous => {
                        self.cursor.oddly_spelled.insert(*id);
                    }
                    ElementForm::Broken => has_broken = true,
                }
            }
        }
        places.sort_unstable();
        let (data, mut cursor) = (container.data(), Cursor::default());
        self.wanted
            .search(data, 0..data.len(), &places, &mut cursor, &mut self.found);
        self.cursor.oddly_spelled.append(&mut cursor.oddly_spelled);
        self.cursor.is_unusual |= cursor.is_unusual;
        Ok(has_broken)
    }

    /// The streams whose data hold the first of several `endstream`. Most of these words belong to
    /// older versions of other objects, between those in use.
    fn cut_short(&self) -> Result<BTreeSet<ObjectId>, PdfError> {
        let mut cut_short = BTreeSet::new();
        for (start, first) in &self.cursor.ends_again {
            let begin = self.places.partition_point(|(place, _)| place < start);
            let same = self.places.get(begin..).unwrap_or_default().iter();
            for (_, id) in same.take_while(|(place, _)| place == start) {
                let object = match self.view.object(*id) {
                    Ok(object) => object,
                    Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                    Err(_) => continue,
                };
                let data = object.as_stream().map(|stream| &stream.data);
                if let Some(StreamData::InFile { end, .. }) = data
                    && first < end
                {
                    cut_short.insert(*id);
                }
            }
        }
        Ok(cut_short)
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

    /// The objects that the cross-reference puts at byte 0, where the header is: no program finds
    /// them there.
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

/// The elements of each object stream, with their indices.
type Elements = BTreeMap<u32, Vec<(u32, ObjectId)>>;

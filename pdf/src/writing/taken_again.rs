//! Numbers that mean something else than they did before.
//!
//! The next object of a number has the generation of its free entry (ISO 32000-2, 7.5.4). PDFium leaves out an object of a lower
//! generation than an earlier one had, or than that with which a cross-reference stream freed the number; and elements of an
//! object stream under a number that was once that of an object stream. It shows the file without such an object, or opens
//! nothing where it cannot do without. Free entries of tables do not count for it (measured, ADR 0021).

use std::collections::{BTreeMap, BTreeSet};

use super::found;
use crate::document::Document;
use crate::location::Location;
use crate::loose::{Loose, LooseWriting};
use crate::revision::Revision;

/// What entries of a file said that forbids a number to later ones.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    /// Number and revision: the highest generation up to there of an object of that number, or with which a cross-reference
    /// stream frees it. Generations of 0 are left out.
    generations: BTreeMap<(u32, usize), u16>,
    /// The lowest number that PDFium finds in the oldest section, a table, when it looks whether that leads to an object: none
    /// at byte 0, and none that has had, or was freed with, a higher generation since.
    pub(super) lowest_in_oldest_table: Option<u32>,
    /// Numbers that any entry gives to an object stream.
    object_streams: BTreeSet<u32>,
}

impl Document<'_> {
    /// An object of `revision` under a number that PDFium takes for something else.
    pub(super) fn takes_again(&self, written: &Revision, revision: usize) -> Option<Loose> {
        let spent = self.spent();
        if spent.generations.is_empty() && spent.object_streams.is_empty() {
            return None;
        }
        let mut entries = written.entries.iter();
        let what =
            entries.find_map(|(number, location)| spent.forbids(*number, *location, revision))?;
        found(written.sections.first()?.span.start, what)
    }

    /// The section up to the end of `revision` by which PDFium takes `number`, or the object stream that holds it, for
    /// something else; `None` when there is none, or the number is free.
    #[must_use]
    pub fn taken_again(&self, number: u32, revision: usize) -> Option<Loose> {
        let spent = self.spent();
        if spent.generations.is_empty() && spent.object_streams.is_empty() {
            return None;
        }
        let stream = match self.locate(number, revision)? {
            (_, Location::Compressed { stream, .. }) => Some(stream),
            _ => None,
        };
        let stream = stream.and_then(|stream| self.own_taken_again(stream, revision));
        stream.or_else(|| self.own_taken_again(number, revision))
    }

    /// Whether an entry of any revision puts an element into the object stream of this number.
    #[must_use]
    pub fn is_object_stream(&self, number: u32) -> bool {
        self.spent().object_streams.contains(&number)
    }

    /// Whether any section up to the end of `revision` does so.
    #[must_use]
    pub fn takes_numbers_again(&self, revision: usize) -> bool {
        let spent = self.spent();
        let generations = spent.generations.keys().map(|(number, _)| *number);
        let mut numbers = generations.chain(spent.object_streams.iter().copied());
        numbers.any(|number| self.own_taken_again(number, revision).is_some())
    }

    /// An object stream that an entry names and that no revision has as an object of its own.
    pub(super) fn absent_object_stream(&self) -> Option<Loose> {
        let last = self.revisions().len().checked_sub(1)?;
        let mut named = self.spent().object_streams.iter();
        named.find(|number| {
            let mut history = self.history(**number, last);
            !history.any(
                |(_, location)| matches!(location, Location::Offset { offset, .. } if offset > 0),
            )
        })?;
        let section = self.revisions().get(last)?.sections.first()?;
        found(section.span.start, LooseWriting::EntryTarget)
    }

    fn own_taken_again(&self, number: u32, revision: usize) -> Option<Loose> {
        let (since, location) = self.locate(number, revision)?;
        let what = self.spent().forbids(number, location, since)?;
        let section = self.revisions().get(since)?.sections.first()?;
        found(section.span.start, what)
    }

    pub(super) fn spent(&self) -> &Spent {
        self.spent.get_or_init(|| Spent::of(self.revisions()))
    }
}

impl Spent {
    fn of(revisions: &[Revision]) -> Self {
        let mut spent = Self::default();
        for (revision, written) in revisions.iter().enumerate() {
            let mut last = None;
            for (number, location) in &written.entries {
                match *location {
                    Location::Offset { generation, .. } if generation > 0 => {
                        spent.note(*number, generation, revision);
                    }
                    // Neighbours are often in one stream.
                    Location::Compressed { stream, .. } if last != Some(stream) => {
                        last = Some(stream);
                        spent.object_streams.insert(stream);
                    }
                    _ => {}
                }
            }
            for (number, generation) in written.sections.iter().flat_map(|part| &part.freed) {
                spent.note(*number, *generation, revision);
            }
        }
        spent.lowest_in_oldest_table = spent.lowest(revisions);
        spent
    }

    fn lowest(&self, revisions: &[Revision]) -> Option<u32> {
        let oldest = revisions.first()?;
        let table = oldest.sections.iter().rfind(|part| part.is_table())?;
        if oldest.sections.len() > 1 {
            return table.lowest;
        }
        let mut in_use = oldest.entries.iter().filter(|(number, location)| {
            let Location::Offset { offset, generation } = *location else {
                return false;
            };
            offset > 0 && self.highest_before(*number, usize::MAX) <= generation
        });
        in_use.next().map(|(number, _)| *number)
    }

    fn note(&mut self, number: u32, generation: u16, revision: usize) {
        if generation > self.highest_before(number, usize::MAX) {
            self.generations.insert((number, revision), generation);
        }
    }

    /// That of the revisions before `revision`.
    fn highest_before(&self, number: u32, revision: usize) -> u16 {
        let mut known = self.generations.range((number, 0)..(number, revision));
        known.next_back().map_or(0, |(_, highest)| *highest)
    }

    /// Why an entry of `revision` may not put the number there.
    fn forbids(&self, number: u32, location: Location, revision: usize) -> Option<LooseWriting> {
        let generation = match location {
            Location::Offset { generation, .. } => generation,
            Location::Compressed { .. } => {
                // PDFium reads all streams once before it reads them in their order: a later entry counts, too.
                if self.object_streams.contains(&number) {
                    return Some(LooseWriting::ObjectStreamNumber);
                }
                0
            }
            Location::Free { .. } => return None,
        };
        let is_lower = self.highest_before(number, revision) > generation;
        is_lower.then_some(LooseWriting::LowerGeneration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKED: Location = Location::Compressed {
        stream: 9,
        index: 0,
    };

    const fn alone(generation: u16) -> Location {
        Location::Offset {
            offset: 17,
            generation,
        }
    }

    #[test]
    fn an_object_needs_the_highest_generation_that_its_number_ever_had() {
        let mut spent = Spent::default();
        spent.note(5, 3, 0);
        spent.note(5, 1, 2);
        let lower = Some(LooseWriting::LowerGeneration);
        assert_eq!(spent.forbids(5, alone(0), 0), None);
        assert_eq!(spent.forbids(5, alone(2), 1), lower);
        assert_eq!(spent.forbids(5, alone(3), 1), None);
        assert_eq!(spent.forbids(5, alone(2), 3), lower);
        assert_eq!(spent.forbids(5, PACKED, 1), lower);
        assert_eq!(spent.forbids(5, Location::Free { generation: 0 }, 1), None);
        assert_eq!(spent.forbids(6, alone(0), 1), None);
    }

    #[test]
    fn no_element_has_the_number_of_an_object_stream() {
        let mut spent = Spent::default();
        spent.object_streams.insert(7);
        let number = Some(LooseWriting::ObjectStreamNumber);
        assert_eq!(spent.forbids(7, PACKED, 0), number);
        assert_eq!(spent.forbids(7, PACKED, 2), number);
        assert_eq!(spent.forbids(7, alone(0), 2), None);
    }
}

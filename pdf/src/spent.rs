//! Numbers that programs take for something else when a later entry uses them.

use std::collections::{BTreeMap, BTreeSet};

use crate::location::Location;
use crate::loose::LooseWriting;
use crate::revision::Revision;

/// Entries of a file that forbid a number to later ones.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    /// Number and revision: the highest generation up to there of an object of that number, or with which a cross-reference
    /// stream frees it. Generations of 0 are left out.
    pub(crate) generations: BTreeMap<(u32, usize), u16>,
    /// The lowest number that PDFium finds in the oldest section, a table, when it checks that
    /// section: no entry at byte 0, and none that has had, or was freed with, a higher generation
    /// since.
    pub(crate) lowest_in_oldest_table: Option<u32>,
    /// Numbers that any entry gives to an object stream.
    pub(crate) object_streams: BTreeSet<u32>,
}

impl Spent {
    pub(crate) fn of(revisions: &[Revision]) -> Self {
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

    /// The highest generation in the revisions before `revision`.
    fn highest_before(&self, number: u32, revision: usize) -> u16 {
        let mut known = self.generations.range((number, 0)..(number, revision));
        known.next_back().map_or(0, |(_, highest)| *highest)
    }

    /// Why an entry of `revision` may not put the number there.
    pub(crate) fn forbids(
        &self,
        number: u32,
        location: Location,
        revision: usize,
    ) -> Option<LooseWriting> {
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

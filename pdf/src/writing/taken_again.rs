//! Numbers that a cross-reference stream frees and a later revision takes again.
//!
//! The next object of a number has the generation of its free entry (ISO 32000-2, 7.5.4). PDFium leaves a lower one out where a
//! cross-reference stream has freed the number, and shows the file without that object, or rebuilds it where it cannot do
//! without. Free entries of tables do not count for it (measured, ADR 0021).
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use std::collections::BTreeMap;

use super::found;
use crate::document::Document;
use crate::location::Location;
use crate::loose::{Loose, LooseWriting};
use crate::revision::Revision;

/// Per number: revisions whose cross-reference stream frees it, the oldest first, each with the highest generation up to there.
pub(crate) type Freed = BTreeMap<u32, Vec<(usize, u16)>>;

impl Document<'_> {
    /// An object of `revision` whose generation is lower than that of a free entry of its number in an earlier
    /// cross-reference stream.
    pub(super) fn takes_again(&self, written: &Revision, revision: usize) -> Option<Loose> {
        if self.freed().is_empty() {
            return None;
        }
        let mut entries = written.entries.iter();
        let is_lower = |(number, location): &&(u32, Location)| {
            generation(*location).is_some_and(|own| self.was_freed(*number, own, revision))
        };
        entries.find(is_lower)?;
        let section = written.sections.first()?;
        found(section.span.start, LooseWriting::FreedGeneration)
    }

    /// The section up to the end of `revision` that gives `number`, or the object stream that holds it, a lower generation
    /// than an earlier cross-reference stream that freed it; `None` when none does, or the number is free.
    #[must_use]
    pub fn taken_again(&self, number: u32, revision: usize) -> Option<Loose> {
        if self.freed().is_empty() {
            return None;
        }
        let (since, location) = self.locate(number, revision)?;
        if let Location::Compressed { stream, .. } = location
            && stream != number
            && let Some(loose) = self.section_of_lower(stream, revision)
        {
            return Some(loose);
        }
        self.lower(number, location, since)
    }

    /// Whether any section up to the end of `revision` does so.
    #[must_use]
    pub fn takes_numbers_again(&self, revision: usize) -> bool {
        let mut numbers = self.freed().keys();
        numbers.any(|number| self.section_of_lower(*number, revision).is_some())
    }

    fn section_of_lower(&self, number: u32, revision: usize) -> Option<Loose> {
        let (since, location) = self.locate(number, revision)?;
        self.lower(number, location, since)
    }

    fn lower(&self, number: u32, location: Location, since: usize) -> Option<Loose> {
        let own = generation(location)?;
        let section = self.revisions().get(since)?.sections.first()?;
        match self.was_freed(number, own, since) {
            true => found(section.span.start, LooseWriting::FreedGeneration),
            false => None,
        }
    }

    /// Whether a cross-reference stream before `revision` freed the number with a higher generation.
    fn was_freed(&self, number: u32, generation: u16, revision: usize) -> bool {
        let Some(freed) = self.freed().get(&number) else {
            return false;
        };
        let before = freed.partition_point(|(freeing, _)| *freeing < revision);
        let highest = before.checked_sub(1).and_then(|last| freed.get(last));
        highest.is_some_and(|(_, highest)| *highest > generation)
    }

    fn freed(&self) -> &Freed {
        self.freed.get_or_init(|| {
            let mut freed = Freed::new();
            for (revision, written) in self.revisions().iter().enumerate() {
                for (number, generation) in written.sections.iter().flat_map(|part| &part.freed) {
                    let known = freed.entry(*number).or_default();
                    let highest = known.last().map_or(0, |(_, highest)| *highest);
                    known.push((revision, highest.max(*generation)));
                }
            }
            freed
        })
    }
}

/// That of an object in use: 0 for an element of an object stream.
fn generation(location: Location) -> Option<u16> {
    match location {
        Location::Offset { generation, .. } => Some(generation),
        Location::Compressed { .. } => Some(0),
        Location::Free { .. } => None,
    }
}

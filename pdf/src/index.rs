//! Where every object is in every revision, looked up by its number.

use std::ops::Range;

use crate::location::Location;
use crate::revision::Revision;

/// What one revision says about one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) revision: u32,
    pub(crate) location: Location,
}

/// The entries of all revisions.
#[derive(Debug)]
pub(crate) struct EntryIndex {
    /// By number, then revision.
    entries: Vec<Entry>,
    /// How many entries have a lower number than 0, 1, 2 and so on. Greater numbers than there are entries are seldom, and
    /// are not listed beyond twice as many.
    lower: Vec<u32>,
}

impl EntryIndex {
    pub(crate) fn new(revisions: &[Revision]) -> Self {
        let mut entries = Vec::with_capacity(revisions.iter().map(|r| r.entries.len()).sum());
        for (revision, index) in revisions.iter().zip(0_u32..) {
            entries.extend(revision.entries.iter().map(|&(number, location)| Entry {
                number,
                revision: index,
                location,
            }));
        }
        if revisions.len() > 1 {
            entries.sort_by_key(|entry| (entry.number, entry.revision));
        }
        let lower = lower(&entries);
        Self { entries, lower }
    }

    /// The newest entry of every number up to `revision`, in ascending order.
    pub(crate) fn newest(&self, revision: u32) -> impl Iterator<Item = &Entry> {
        let groups = self.entries.chunk_by(|one, next| one.number == next.number);
        groups.filter_map(move |group| {
            let mut entries = group.iter().rev();
            entries.find(|entry| entry.revision <= revision)
        })
    }

    /// The entries for `number` up to `revision`, oldest first.
    #[inline]
    pub(crate) fn of(&self, number: u32, revision: u32) -> &[Entry] {
        let own = self.entries.get(self.places(number)).unwrap_or_default();
        let count = own.partition_point(|entry| entry.revision <= revision);
        own.get(..count).unwrap_or_default()
    }

    /// Where all entries for `number` are.
    #[inline]
    fn places(&self, number: u32) -> Range<usize> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(&[start, end, ..]) = self.lower.get(at..) {
            let place = |lower| usize::try_from(lower).unwrap_or(usize::MAX);
            return place(start)..place(end);
        }
        let start = self.entries.partition_point(|entry| entry.number < number);
        let end = self.entries.partition_point(|entry| entry.number <= number);
        start..end
    }
}

fn lower(entries: &[Entry]) -> Vec<u32> {
    let greatest = entries.last().map_or(0, |entry| entry.number);
    let all = usize::try_from(greatest)
        .unwrap_or(usize::MAX)
        .saturating_add(2);
    let listed = all.min(entries.len().saturating_mul(2));
    let mut lower = Vec::with_capacity(listed);
    for (entry, at) in entries.iter().zip(0_u32..) {
        let number = usize::try_from(entry.number).unwrap_or(usize::MAX);
        let known = number.saturating_add(1).min(listed);
        if lower.len() < known {
            lower.resize(known, at);
        }
    }
    lower.resize(listed, u32::try_from(entries.len()).unwrap_or(u32::MAX));
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(entries: &[(u32, u32)]) -> EntryIndex {
        let entries: Vec<Entry> = entries
            .iter()
            .map(|&(number, revision)| Entry {
                number,
                revision,
                location: Location::Free { generation: 0 },
            })
            .collect();
        let lower = lower(&entries);
        EntryIndex { entries, lower }
    }

    #[test]
    fn every_number_is_found_with_the_entries_up_to_a_revision() {
        const GREAT: u32 = u32::MAX;
        for entries in [
            vec![],
            vec![(0, 0)],
            vec![(GREAT, 0)],
            vec![(0, 0), (1, 0), (1, 2), (2, 1), (4, 0), (4, 1), (4, 3)],
            vec![
                (3, 1),
                (5, 0),
                (5, 1),
                (60, 0),
                (GREAT - 1, 2),
                (GREAT, 0),
                (GREAT, 3),
            ],
        ] {
            let index = index(&entries);
            for number in (0..70).chain([GREAT - 2, GREAT - 1, GREAT]) {
                for revision in 0..5 {
                    let found = index.of(number, revision).iter();
                    let found: Vec<_> = found.map(|entry| (entry.number, entry.revision)).collect();
                    let wanted = |entry: &&(u32, u32)| entry.0 == number && entry.1 <= revision;
                    let wanted: Vec<_> = entries.iter().filter(wanted).copied().collect();
                    assert_eq!(found, wanted, "{number} in {entries:?}");
                }
            }
        }
    }
}

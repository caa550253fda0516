//! The results of scanning objects for their references: the place of their end is needed later.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::object::ObjectId;

/// Where an entry puts an object, and the revision of that entry.
pub(crate) type EntryPlace = (u64, usize);

/// The header and the end of an object outside object streams, found without building it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanned {
    /// Number and generation in its header.
    pub(crate) header: ObjectId,
    /// Where it was seen to end within its revision.
    pub(crate) end: Option<usize>,
    /// Whether programs read a name or a number of it differently.
    pub(crate) is_ambiguous: bool,
}

/// The first objects that were scanned.
#[derive(Debug, Default)]
pub(crate) struct KnownScans(HashMap<EntryPlace, Scanned, RandomState>);

impl KnownScans {
    /// Twice as many as are asked for.
    const MOST: usize = 2 * MOST;

    pub(crate) fn keep(&mut self, place: EntryPlace, scanned: Scanned) {
        if self.0.len() < Self::MOST {
            self.0.insert(place, scanned);
        }
    }

    pub(crate) fn find(&self, place: EntryPlace) -> Option<Scanned> {
        self.0.get(&place).copied()
    }
}

/// Where an object begins.
pub(crate) type Place = (usize, ObjectId);

/// How many objects of a file, and elements of its object streams, are looked at, from the first.
pub(crate) const MOST: usize = 500;

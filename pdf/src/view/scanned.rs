//! The results of scanning objects for their references: the place of their end is needed later.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::scanning::Scanned;

/// Where an entry puts an object, and the revision of that entry.
pub(super) type Place = (u64, usize);

/// The first objects that were scanned.
#[derive(Debug, Default)]
pub(crate) struct KnownScans(HashMap<Place, Scanned, RandomState>);

impl KnownScans {
    /// Twice as many as are asked for.
    const MOST: usize = 2 * super::MOST;

    pub(super) fn keep(&mut self, place: Place, scanned: Scanned) {
        if self.0.len() < Self::MOST {
            self.0.insert(place, scanned);
        }
    }

    pub(super) fn find(&self, place: Place) -> Option<Scanned> {
        self.0.get(&place).copied()
    }
}

//! What it may cost a file to run the programs of fonts, and what is known of them.

use std::time::Duration;

use kyso_pki::DigestCache;
use kyso_stamp_images::{FontReach, FontTime};

use crate::recall::Recall;

/// The time in which the instructions of the fonts of one file may run, and what other files found of theirs.
#[derive(Debug, Clone)]
pub(crate) struct FontWork {
    pub(super) time: FontTime,
    pub(super) recall: Recall<Memory>,
}

/// The remembered results about programs, with the processor time that finding them took.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Whether glyphs draw nothing, by the digest of a program and its glyphs.
    pub(super) empty: DigestCache<(bool, Duration)>,
    /// How far a program reaches.
    pub(super) reaches: DigestCache<(Option<FontReach>, Duration)>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            empty: DigestCache::new(1024),
            reaches: DigestCache::new(1024),
        }
    }
}

impl FontWork {
    /// The budget of one file, for the looks of its signatures.
    pub(crate) fn of_a_file(recall: Recall<Memory>) -> Self {
        Self {
            time: FontTime::of_a_file(),
            recall,
        }
    }
}

//! The memory of what lies below drawings, and of what they hide (ADR 0010).

use std::sync::Arc;

use kyso_pdf::Rect;
use kyso_pki::DigestCache;
use kyso_stamp_images::SeenOutlines;

use super::asked::Below;
use super::raster::Shares;

/// The result of reading the words below pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadWords {
    /// The line of a word that cannot be read any more.
    pub(super) hidden: Option<String>,
    /// Places at which it was looked.
    pub(super) looks: usize,
}

/// Results that depend on bytes alone, by their digests.
#[derive(Debug)]
pub(crate) struct Memory {
    /// What lies below an area, with the share of the room for outlines that the look took.
    pub(super) below: DigestCache<(Below, Arc<SeenOutlines>)>,
    /// The words below pictures, with the same.
    pub(super) words: DigestCache<(ReadWords, Arc<SeenOutlines>)>,
    /// Rectangles over all that pictures hide.
    pub(super) areas: DigestCache<Arc<[Rect]>>,
    /// Whether they hide the strokes of a picture.
    pub(super) strokes: DigestCache<bool>,
    /// How much of each point they hide.
    pub(super) shares: DigestCache<Arc<Shares>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            below: DigestCache::new(1024),
            words: DigestCache::new(1024),
            areas: DigestCache::new(2048),
            strokes: DigestCache::new(1024),
            shares: DigestCache::new(128),
        }
    }
}

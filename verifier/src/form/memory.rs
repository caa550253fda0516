//! The memory of pictures and pages (ADR 0010).

use kyso_pki::DigestCache;

use super::measured::MeasuredPicture;
use crate::colour_space::PROFILES;
use crate::finding::FormDetail;

/// The plain copy of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copied {
    /// SHA-256 of the copy: the text depends on nothing else of the file.
    pub(super) digest: [u8; 32],
    /// Bytes that were decoded for it.
    pub(super) decoded: usize,
}

/// Results that depend on bytes alone, by their digests.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Pictures by the digest of how they are encoded, with the bytes that are decoded for each: an agency's seal is the same
    /// on all its documents.
    pub(super) pictures: DigestCache<(MeasuredPicture, usize)>,
    /// Digests of encoded data by the digest of their file and where they are in it: a file that was seen before is not read
    /// again for its pictures.
    pub(super) data: DigestCache<[u8; 32]>,
    /// Whether a part of a scan is blank, by the digest of the encoded picture and the part, with the bytes that are decoded
    /// for it.
    pub(super) scans: DigestCache<(bool, usize)>,
    /// Whether a picture lies between title and name, by the page and its place.
    pub(super) blocks: DigestCache<FormDetail>,
    /// Copies of pages by all that decides them.
    pub(super) copies: DigestCache<Copied>,
    /// Whether colour profiles keep colours.
    pub(crate) profiles: DigestCache<bool>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            pictures: DigestCache::new(512),
            data: DigestCache::new(4096),
            scans: DigestCache::new(1024),
            blocks: DigestCache::new(1024),
            copies: DigestCache::new(4096),
            profiles: DigestCache::new(PROFILES),
        }
    }
}

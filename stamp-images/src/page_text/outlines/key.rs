//! By what font programs are told apart.

use std::hash::{Hash, Hasher};

use hayro_interpret::font::GlyphIdentifier;
use siphasher::sip128::{Hasher128, SipHasher13};

/// The digest by which the text library tells programs apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ProgramDigest(u128);

impl ProgramDigest {
    /// The digest of the program of a glyph: the first number that an identifier gives to a hasher.
    pub(crate) fn of(glyph: &GlyphIdentifier) -> Option<Self> {
        let mut first = First(None);
        glyph.hash(&mut first);
        first.0.map(Self)
    }

    /// The digest of the data of a program.
    pub(super) fn of_data(data: &[u8]) -> Self {
        let mut state = SipHasher13::new();
        (data, 0_u32).hash(&mut state);
        Self(state.finish128().as_u128())
    }
}

/// The key of a program: SHA-256 of the data that the bytes of an embedded one are derived from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ProgramKey([u8; 32]);

impl Hash for ProgramKey {
    /// The first bytes are enough, because it is hard to find many digests that begin alike.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(
            self.0
                .first_chunk()
                .map_or(0, |first| u64::from_be_bytes(*first)),
        );
    }
}

impl ProgramKey {
    /// `digest` is over all that the bytes follow from.
    pub(crate) fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The key of a program that replaces a common font.
    pub(super) fn of_common(digest: ProgramDigest) -> Self {
        let mut key = [0; 32];
        let (number, _) = key.split_at_mut(16);
        number.copy_from_slice(&digest.0.to_be_bytes());
        Self(key)
    }
}

/// A hasher that notes the first number it is given.
struct First(Option<u128>);

impl Hasher for First {
    fn finish(&self) -> u64 {
        0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u128(&mut self, number: u128) {
        self.0.get_or_insert(number);
    }
}

//! Font programs: those that a page embeds, and those that replace common fonts.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use hayro_interpret::font::{FontData, GlyphIdentifier, StandardFont};
use siphasher::sip128::{Hasher128, SipHasher13};
use skrifa::Font;
use skrifa::font::Kind;
use skrifa::raw::TableProvider;

use super::KnownProgram;
use crate::contained::contained;

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

/// A program that a font of the page names.
#[derive(Debug, Clone)]
pub(crate) struct EmbeddedProgram {
    pub(crate) known: Arc<KnownProgram>,
    /// Whether its font takes no other than TrueType and OpenType programs.
    pub(crate) is_sfnt: bool,
}

impl EmbeddedProgram {
    /// Whether the text library uses it, and no common font in its place.
    pub(super) fn is_used(&self) -> bool {
        let is_used = || {
            let font = Font::new(Arc::clone(&self.known.data) as FontData, 0)?;
            let is_sfnt = matches!(font.kind(), Kind::Sfnt(..));
            let post = font.tables().post();
            let is_known = post.map_or(true, |post| {
                matches!(
                    post.version().to_major_minor(),
                    (1, 0) | (2, 0) | (2, 5) | (3, 0)
                )
            });
            Some(match is_sfnt {
                true => is_known,
                false => !self.is_sfnt,
            })
        };
        contained(is_used).flatten().unwrap_or(false)
    }
}

pub(super) fn digest(data: &[u8]) -> ProgramDigest {
    let mut state = SipHasher13::new();
    (data, 0_u32).hash(&mut state);
    ProgramDigest(state.finish128().as_u128())
}

/// The program that replaces one of the 14 common fonts.
pub(super) fn common(program: &ProgramDigest) -> Option<FontData> {
    static COMMON: LazyLock<HashMap<ProgramDigest, FontData>> = LazyLock::new(|| {
        common_fonts()
            .map(|data| (digest((*data).as_ref()), data))
            .collect()
    });
    COMMON.get(program).map(Arc::clone)
}

/// The programs that stand in for the 14 common fonts.
pub(super) fn common_fonts() -> impl Iterator<Item = FontData> {
    COMMON_FONTS.iter().map(|font| font.get_font_data().0)
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

const COMMON_FONTS: [StandardFont; 14] = [
    StandardFont::Helvetica,
    StandardFont::HelveticaBold,
    StandardFont::HelveticaOblique,
    StandardFont::HelveticaBoldOblique,
    StandardFont::Courier,
    StandardFont::CourierBold,
    StandardFont::CourierOblique,
    StandardFont::CourierBoldOblique,
    StandardFont::TimesRoman,
    StandardFont::TimesBold,
    StandardFont::TimesItalic,
    StandardFont::TimesBoldItalic,
    StandardFont::ZapfDingBats,
    StandardFont::Symbol,
];

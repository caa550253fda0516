//! Subsets of a face, made once per set of characters and process.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use subsetter::GlyphRemapper;

use super::{Face, FontError};
use crate::deflate::deflate;

/// An embedded subset: what the font objects are written from.
pub(crate) struct FontSubset {
    pub(crate) face: Face,
    pub(crate) metrics: Metrics,
    /// Six capitals that tell subsets of one face apart (ISO 32000-2, 9.9.2).
    pub(crate) tag: String,
    /// The deflated font program and its length before deflating.
    pub(crate) program: Vec<u8>,
    pub(crate) program_length: usize,
    /// Glyph of the subset and advance in thousandths of an em, per character.
    pub(crate) glyphs: BTreeMap<char, (u16, f64)>,
}

/// What a font descriptor says, in thousandths of an em and degrees.
pub(crate) struct Metrics {
    pub(crate) bounds: [f64; 4],
    pub(crate) italic_angle: f64,
    pub(crate) ascent: f64,
    pub(crate) descent: f64,
    pub(crate) cap_height: f64,
    pub(crate) stem: f64,
}

/// The subset of `face` for the characters of NFC `text`, from the cache if it
/// was made before. Numbers and dates always share one subset.
pub(crate) fn subset_for(face: Face, text: &str) -> Result<Arc<FontSubset>, FontError> {
    let mut characters: BTreeSet<char> = text.chars().collect();
    if characters
        .iter()
        .all(|character| NUMERIC.contains(*character))
    {
        characters = NUMERIC.chars().collect();
    }
    let key = (face, characters);
    if let Some(subset) = cache().get(&key) {
        return Ok(Arc::clone(subset));
    }
    let subset = Arc::new(FontSubset::new(face, &key.1)?);
    let mut cache = cache();
    if cache.len() >= MOST_SUBSETS {
        cache.clear();
    }
    cache.insert(key, Arc::clone(&subset));
    Ok(subset)
}

type Cache = BTreeMap<(Face, BTreeSet<char>), Arc<FontSubset>>;

fn cache() -> std::sync::MutexGuard<'static, Cache> {
    static CACHE: Mutex<Cache> = Mutex::new(BTreeMap::new());
    CACHE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FontSubset {
    pub(crate) fn new(face: Face, characters: &BTreeSet<char>) -> Result<Self, FontError> {
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for &character in characters {
            let glyph = remapper.remap(face.glyph(character)?.0);
            glyphs.insert(character, (glyph, face.advance(character)?));
        }
        let program = subsetter::subset(face.data(), 0, &remapper);
        let program = program.map_err(|error| FontError::NotEmbeddable {
            reason: error.to_string(),
        })?;
        Ok(Self {
            face,
            metrics: Metrics::new(face.parsed()?),
            tag: tag(characters),
            program: deflate(&program),
            program_length: program.len(),
            glyphs,
        })
    }

    /// The glyphs of the text as the two-byte codes of Identity-H.
    pub(crate) fn encode(&self, text: &str) -> Vec<u8> {
        let glyphs = text
            .chars()
            .filter_map(|character| self.glyphs.get(&character));
        glyphs.flat_map(|(glyph, _)| glyph.to_be_bytes()).collect()
    }
}

impl Metrics {
    fn new(face: &ttf_parser::Face<'_>) -> Self {
        let scaled = |units: i16| {
            let value = f64::from(units) * 1000.0 / f64::from(face.units_per_em());
            value.round()
        };
        let bounds = face.global_bounding_box();
        Self {
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
            italic_angle: f64::from(face.italic_angle()),
            ascent: scaled(face.ascender()),
            descent: scaled(face.descender()),
            cap_height: scaled(face.capital_height().unwrap_or(1341)),
            stem: if face.is_bold() { 140.0 } else { 80.0 },
        }
    }
}

/// Six capitals from an FNV-1a hash of the characters: the same text gives the
/// same file.
fn tag(characters: &BTreeSet<char>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &character in characters {
        hash = (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01b3);
    }
    let letter = |index: u32| {
        let digit = hash / 26_u64.pow(index) % 26;
        char::from(b'A' + u8::try_from(digit).unwrap_or_default())
    };
    (0..6).map(letter).collect()
}

/// The characters of numbers, dates and times.
const NUMERIC: &str = " +,-./0123456789:";
/// Subsets kept in memory, about 20 KB each.
const MOST_SUBSETS: usize = 64;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_share_one_subset() {
        let number = subset_for(Face::Regular, "05").unwrap();
        let date = subset_for(Face::Regular, "20/11/2026 08:30").unwrap();
        assert!(Arc::ptr_eq(&number, &date));
        assert_eq!(number.tag.len(), 6);
    }

    #[test]
    fn a_subset_is_small_and_can_be_parsed() {
        let subset = subset_for(Face::Bold, "SAO Y").unwrap();
        assert!(subset.program_length < 20_000, "{}", subset.program_length);
        assert_eq!(subset.encode("SA").len(), 4);
    }
}

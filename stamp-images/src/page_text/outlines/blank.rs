//! Which glyphs of an embedded program draw nothing.

use hayro_interpret::font::FontData;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::cmap::PlatformId;
use skrifa::{FontRef, GlyphId, OutlineSource, Tag};

use super::reach::{OutOfTime, has_outlines_alone};
use super::scaler::Scaler;
use super::{FontTime, NOT_DEFINED, OutlineRoom, form};
use crate::contained::contained;

/// Glyphs of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs<'g> {
    /// Those with these numbers, as composite fonts name them (ISO 32000-2, 9.7.4.2).
    Numbered(&'g [u32]),
    /// All that a program may take for the byte 32 of a simple font without names of its own (9.6.5.4).
    Space,
}

impl Glyphs<'_> {
    /// Whether none of them draws anything: their outlines in an embedded TrueType program are empty. False for what cannot
    /// be read, and for a program that draws in another way as well.
    ///
    /// # Errors
    /// [`OutOfTime`] when the instructions of the file's fonts ran longer than they may.
    pub fn draw_nothing(self, data: Vec<u8>, time: &FontTime) -> Result<bool, OutOfTime> {
        let numbers = contained(|| self.numbers(&data)).flatten();
        let Some(numbers) = numbers.filter(|numbers| !numbers.contains(&NOT_DEFINED)) else {
            return Ok(false);
        };
        let room = OutlineRoom::of_a_font(time);
        match are_empty(data, &numbers, &room) {
            false if room.is_out_of_time() => Err(OutOfTime),
            empty => Ok(empty),
        }
    }

    /// `None` where programs may take others, or another font.
    fn numbers(self, data: &[u8]) -> Option<Vec<u32>> {
        let font = FontRef::from_index(data, 0).ok()?;
        if !is_loaded_by_all(&font) || !has_outlines_alone(data) {
            return None;
        }
        match self {
            Self::Numbered(numbers) => Some(numbers.to_vec()),
            Self::Space => spaces(&font),
        }
    }
}

/// The glyphs of the space by every character map of a font, and by its name. Each map has it, as programs look for it there:
/// where one has none, those that use that map take what they like.
fn spaces(font: &FontRef<'_>) -> Option<Vec<u32>> {
    const MAPS: usize = 8;
    let map = font.cmap().ok()?;
    let records = map.encoding_records();
    if records.is_empty() || records.len() > MAPS {
        return None;
    }
    let mut found = Vec::new();
    for record in records {
        let subtable = record.subtable(map.offset_data()).ok()?;
        let before = found.len();
        let is_of_symbols =
            record.platform_id() == PlatformId::Windows && record.encoding_id() == 0;
        // As itself, and as maps of symbols have it.
        let codes: &[u32] = match is_of_symbols {
            true => &[0x20, 0xF020],
            false => &[0x20],
        };
        let glyphs = codes
            .iter()
            .filter_map(|code| subtable.map_codepoint(*code));
        found.extend(glyphs.map(GlyphId::to_u32));
        if found.len() == before {
            return None;
        }
    }
    if let Ok(names) = font.post() {
        let named = |glyph: &u16| names.glyph_name((*glyph).into()) == Some("space");
        found.extend(
            (0..font.maxp().ok()?.num_glyphs())
                .filter(named)
                .map(u32::from),
        );
    }
    Some(found)
}

fn are_empty(data: Vec<u8>, numbers: &[u32], room: &OutlineRoom) -> bool {
    let Some(scaler) = Scaler::embedded(std::sync::Arc::new(data) as FontData) else {
        return false;
    };
    let is_empty = |glyph: &u32| form::draws_nothing(&scaler, *glyph, room);
    matches!(scaler.outline_source(), Some(OutlineSource::Glyf)) && numbers.iter().all(is_empty)
}

/// The tables that decide what glyphs draw.
const USED: [&[u8; 4]; 10] = [
    b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep",
];

/// Whether every program loads a TrueType font: where a table is missing or contradicts another one, some put another font in its
/// place (ISO/IEC 14496-22, 5.2).
fn is_loaded_by_all(font: &FontRef<'_>) -> bool {
    contained(|| agree(font)).flatten() == Some(true)
}

/// Whether the tables of a font have the sizes that they give each other; `None` where one of them is missing.
fn agree(font: &FontRef<'_>) -> Option<bool> {
    const VERSIONS: [u32; 2] = [0x0001_0000, u32::from_be_bytes(*b"true")];
    const MAGIC: u32 = 0x5F0F_3CF5;
    let directory = &font.table_directory;
    let mut records = directory.table_records().iter();
    let mut tags: Vec<Tag> = records.clone().map(|record| record.tag()).collect();
    tags.sort_unstable();
    let is_once = tags.windows(2).all(|pair| pair.first() != pair.last());
    // What programs need, or run; they do without the others.
    let is_used = |tag: Tag| USED.iter().any(|used| Tag::new(used) == tag);
    let is_within =
        records.all(|record| !is_used(record.tag()) || font.table_data(record.tag()).is_some());
    let length = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).map(|table| table.len());
    let (head, hhea, maxp) = (font.head().ok()?, font.hhea().ok()?, font.maxp().ok()?);
    let glyphs = usize::from(maxp.num_glyphs());
    let metrics = usize::from(hhea.number_of_h_metrics());
    let offset = match head.index_to_loc_format() {
        0 => 2,
        1 => 4,
        _ => return Some(false),
    };
    let is_sound = VERSIONS.contains(&directory.sfnt_version())
        && is_once
        && is_within
        && head.magic_number() == MAGIC
        && (16..=16_384).contains(&head.units_per_em())
        && length(b"head")? >= 54
        && length(b"hhea")? >= 36
        && length(b"maxp")? >= 32
        && glyphs > 0
        && (1..=glyphs).contains(&metrics)
        // Bearings that are not there are 0.
        && length(b"hmtx")? >= 4 * metrics
        && length(b"loca")? >= (glyphs + 1) * offset
        && length(b"glyf")? > 0;
    Some(is_sound)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page_text::outlines::program::common_fonts;

    fn serif() -> Vec<u8> {
        crate::Face::Regular.data().to_vec()
    }

    fn draw_nothing(glyphs: Glyphs<'_>, data: Vec<u8>) -> Result<bool, OutOfTime> {
        glyphs.draw_nothing(data, &FontTime::of_a_file())
    }

    fn glyph(letter: char) -> u32 {
        let font = crate::Face::Regular.data();
        let font = FontRef::from_index(font, 0).unwrap();
        font.cmap().unwrap().map_codepoint(letter).unwrap().to_u32()
    }

    #[test]
    fn spaces_of_a_font_draw_nothing_and_letters_draw() {
        let (space, letter) = (glyph(' '), glyph('a'));
        for (numbers, empty) in [
            (&[space][..], true),
            (&[space, space], true),
            (&[space, letter], false),
            (&[NOT_DEFINED], false),
            (&[60_000], false),
        ] {
            let found = draw_nothing(Glyphs::Numbered(numbers), serif());
            assert_eq!(found, Ok(empty), "{numbers:?}");
        }
        assert_eq!(draw_nothing(Glyphs::Space, serif()), Ok(true));
    }

    #[test]
    fn what_is_not_read_may_draw() {
        for data in [
            b"no font".to_vec(),
            common_fonts()
                .next()
                .map(|font| (*font).as_ref().to_vec())
                .unwrap(),
        ] {
            assert_eq!(draw_nothing(Glyphs::Space, data.clone()), Ok(false));
            assert_eq!(draw_nothing(Glyphs::Numbered(&[3]), data), Ok(false));
        }
        for lost in [b"head", b"hhea", b"hmtx", b"maxp", b"loca", b"glyf"] {
            let mut data = serif();
            let record = data.windows(4).position(|tag| tag == lost).unwrap();
            data[record] = b'?';
            let found = draw_nothing(Glyphs::Numbered(&[glyph(' ')]), data);
            assert_eq!(found, Ok(false), "{lost:?}");
        }
    }
}

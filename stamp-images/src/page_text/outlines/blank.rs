//! Which glyphs of an embedded program draw nothing.

use hayro_interpret::font::FontData;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, OutlineSource, Tag};

use super::reach::{OutOfTime, has_outlines_alone};
use super::scaler::Scaler;
use super::{NOT_DEFINED, OutlineRoom, form};
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
    /// [`OutOfTime`] when its instructions ran longer than a program may.
    pub fn draw_nothing(self, data: Vec<u8>) -> Result<bool, OutOfTime> {
        let numbers = contained(|| self.numbers(&data)).flatten();
        let Some(numbers) = numbers.filter(|numbers| !numbers.contains(&NOT_DEFINED)) else {
            return Ok(false);
        };
        let room = OutlineRoom::of_a_font();
        match are_empty(data, &numbers, &room) {
            false if room.is_out_of_time() => Err(OutOfTime),
            empty => Ok(empty),
        }
    }

    /// `None` where programs may take others, or another font.
    fn numbers(self, data: &[u8]) -> Option<Vec<u32>> {
        let font = FontRef::from_index(data, 0).ok()?;
        let is_complete = REQUIRED
            .iter()
            .all(|tag| font.table_data(Tag::new(tag)).is_some());
        if !is_complete || !has_outlines_alone(data) {
            return None;
        }
        match self {
            Self::Numbered(numbers) => Some(numbers.to_vec()),
            Self::Space => spaces(&font),
        }
    }
}

/// The glyphs of the space by every character map of a font, and by its name. Each map has it: where one has none, programs
/// that use that map take what they like.
fn spaces(font: &FontRef<'_>) -> Option<Vec<u32>> {
    /// As itself, and as maps of symbols have it.
    const CODES: [u32; 2] = [0x20, 0xF020];
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
        let glyphs = CODES
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

/// Without one of these, programs put another font in the place of one (ISO/IEC 14496-22, 5.2).
const REQUIRED: [&[u8; 4]; 6] = [b"head", b"hhea", b"hmtx", b"maxp", b"loca", b"glyf"];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page_text::outlines::program::common_fonts;

    fn serif() -> Vec<u8> {
        crate::Face::Regular.data().to_vec()
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
            let found = Glyphs::Numbered(numbers).draw_nothing(serif());
            assert_eq!(found, Ok(empty), "{numbers:?}");
        }
        assert_eq!(Glyphs::Space.draw_nothing(serif()), Ok(true));
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
            assert_eq!(Glyphs::Space.draw_nothing(data.clone()), Ok(false));
            assert_eq!(Glyphs::Numbered(&[3]).draw_nothing(data), Ok(false));
        }
        for lost in REQUIRED {
            let mut data = serif();
            let record = data.windows(4).position(|tag| tag == lost).unwrap();
            data[record] = b'?';
            let found = Glyphs::Numbered(&[glyph(' ')]).draw_nothing(data);
            assert_eq!(found, Ok(false), "{lost:?}");
        }
    }
}

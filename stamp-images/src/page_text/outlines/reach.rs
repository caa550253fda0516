//! How far the glyphs of a font program reach.

use hayro_interpret::font::FontData;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, OutlineSource, Tag};

use super::scaler::Scaler;
use super::{Figure, FontTime, Look, OutlineRoom, form};
use crate::contained::contained;

/// What no outline of a font leaves, however a program that shows it maps codes to glyphs; in em from the start of the
/// glyph on its baseline, y upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct FontReach {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl FontReach {
    /// The reach of the usual fonts of offices, which programs use in place of fonts that they do
    /// not have.
    pub const COMMON: Self = Self {
        left: -0.2,
        bottom: -0.3,
        right: 1.1,
        top: 1.1,
    };
    /// The reach of digits and the marks of numbers and dates in such fonts.
    pub const NUMBERS: Self = Self {
        left: -0.05,
        bottom: -0.2,
        right: 0.7,
        top: 0.76,
    };
    /// What digits take at least, by whatever font.
    const LEAST: Self = Self {
        left: 0.0,
        bottom: 0.0,
        right: 0.5,
        top: 0.7,
    };

    /// The reach of all glyphs of an embedded TrueType program; `None` when one of them is not known, there are too many, or
    /// the program draws in another way as well. Its instructions count where they move points.
    ///
    /// # Errors
    /// [`OutOfTime`] when the instructions of the file's fonts ran longer than they may.
    pub fn of_program(data: Vec<u8>, time: &FontTime) -> Result<Option<Self>, OutOfTime> {
        if !contained(|| has_outlines_alone(&data)).unwrap_or(false) {
            return Ok(None);
        }
        let room = OutlineRoom::of_a_font(time);
        match Self::within(data, &room) {
            None if room.is_out_of_time() => Err(OutOfTime),
            reach => Ok(reach),
        }
    }

    fn within(data: Vec<u8>, room: &OutlineRoom) -> Option<Self> {
        let scaler = Scaler::embedded(std::sync::Arc::new(data) as FontData)?;
        let count = contained(|| count(&scaler)).flatten()?;
        let mut reach = Self::LEAST;
        for glyph in 0..count {
            let (plain, instructed) = form::looks(&scaler, glyph, room);
            for look in [Some(plain), instructed].into_iter().flatten() {
                match look {
                    Look::Nothing => {}
                    Look::Unknown => return None,
                    Look::Ink(figure) => reach.include(&figure),
                }
            }
        }
        Some(reach)
    }

    fn include(&mut self, figure: &Figure) {
        self.left = self.left.min(figure.left);
        self.bottom = self.bottom.min(figure.bottom);
        self.right = self.right.max(figure.right);
        self.top = self.top.max(figure.top);
    }
}

/// The reach is not known, and may be another time: processor time decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfTime;

/// Whether a program holds no pictures, colours or layers.
pub(super) fn has_outlines_alone(data: &[u8]) -> bool {
    const OTHERS: [&[u8; 4]; 5] = [b"EBDT", b"CBDT", b"sbix", b"COLR", b"SVG "];
    let Ok(font) = FontRef::from_index(data, 0) else {
        return false;
    };
    let mut others = OTHERS.iter();
    !others.any(|tag| font.table_data(Tag::new(tag)).is_some())
}

/// How many glyphs a TrueType program has.
fn count(scaler: &Scaler) -> Option<u32> {
    let profile = scaler.font().tables().maxp().ok()?;
    let is_true_type = matches!(scaler.outline_source(), Some(OutlineSource::Glyf));
    let count = u32::from(profile.num_glyphs());
    let has_more = scaler.has(count);
    (is_true_type && !has_more).then_some(count)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page_text::outlines::program::common_fonts;

    fn of_program(data: Vec<u8>) -> Result<Option<FontReach>, OutOfTime> {
        FontReach::of_program(data, &FontTime::of_a_file())
    }

    #[test]
    fn letters_reach_as_far_as_letters_do() {
        let mut serif = crate::Face::Regular.data().to_vec();
        let usual = of_program(serif.clone()).unwrap().unwrap();
        assert!(usual.top < 1.3 && usual.bottom > -0.5, "{usual:?}");
        // A program whose letters are eight times as large as they seem: `unitsPerEm` of its table `head`.
        let record = serif.windows(4).position(|tag| tag == b"head").unwrap();
        let start = u32::from_be_bytes(serif[record + 8..record + 12].try_into().unwrap());
        let units = start as usize + 18;
        serif[units..units + 2].copy_from_slice(&256_u16.to_be_bytes());
        let large = of_program(serif).unwrap().unwrap();
        assert!(large.top > 5.0, "{large:?}");
        assert_eq!(of_program(b"no font".to_vec()), Ok(None));
        // PostScript outlines scale themselves.
        let other = common_fonts().next().unwrap();
        let reach = of_program((*other).as_ref().to_vec());
        assert_eq!(reach, Ok(None));
    }

    #[test]
    fn what_time_decides_is_told_apart() {
        let room = OutlineRoom::of_a_font(&FontTime::of_a_file());
        room.spend_all_time();
        let serif = crate::Face::Regular.data().to_vec();
        assert_eq!(FontReach::within(serif, &room), None);
        assert!(room.is_out_of_time());
    }
}

//! What is drawn into a gap: how large, in which style.

use super::{BELOW_BASELINE, Slot};
use crate::appearance::TextRun;
use crate::font::Face;
use crate::geometry::{Millimetres, ViewRect};
use crate::page_text::ASCENT;
use crate::place_error::PlaceError;

impl Slot {
    /// The gap from ascent to descent, with what kyso leaves around its text.
    pub(super) fn strip(&self) -> ViewRect {
        const RIM: f64 = 2.0;
        let (top, bottom) = (ASCENT * self.font_size, BELOW_BASELINE * self.font_size);
        let (top, bottom) = (self.baseline - top, self.baseline + bottom);
        ViewRect::from_edges(self.left, top, self.right, bottom).grown(RIM)
    }

    /// The text in the gap: centred, or right behind printed digits. A text
    /// that would come too close to its neighbours is drawn smaller, within reason.
    pub(super) fn run(&self, text: &str) -> Result<TextRun, PlaceError> {
        let run = self.scaled(text, LEAST_SCALE)?;
        let room = self.right - self.left;
        match run.face.width(text, run.size)? > room {
            true => Err(PlaceError::SlotTooNarrow {
                text: text.to_owned(),
                gap: Millimetres::from_points(room).0,
            }),
            false => Ok(run),
        }
    }

    /// The text in the gap, as small as `least` of the size of its font; it may be wider than the gap then.
    pub(super) fn scaled(&self, text: &str, least: f64) -> Result<TextRun, PlaceError> {
        let face = self.face();
        let natural = face.width(text, self.font_size)?;
        let room = self.right - self.left;
        let sides = if self.is_continued { 1.0 } else { 2.0 };
        let apart = sides * DISTANCE * self.font_size;
        let scale = ((room - apart) / natural).clamp(least, 1.0);
        let slack = room - natural * scale;
        Ok(TextRun {
            x: self.left + if self.is_continued { 0.0 } else { slack / 2.0 },
            baseline: self.baseline,
            size: self.font_size * scale,
            face,
            text: text.to_owned(),
        })
    }

    fn face(&self) -> Face {
        match (self.bold, self.italic) {
            (_, true) => Face::Italic,
            (true, false) => Face::Bold,
            (false, false) => Face::Regular,
        }
    }
}

/// Text is drawn at no less than this share of its size.
const LEAST_SCALE: f64 = 0.6;
/// Distance of the digits from what is printed beside them, in em, as far as the
/// least size allows.
const DISTANCE: f64 = 0.08;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::blanks::Word;
    use super::*;
    use crate::page_text::{Drawn, Glyph, Scale};

    /// A gap of as many spaces as given, in text of 14 points.
    fn gap(spaces: f64, is_continued: bool) -> Slot {
        Slot {
            left: 100.0,
            right: 100.0 + spaces * 3.5,
            baseline: 120.0,
            font_size: 14.0,
            bold: false,
            italic: false,
            is_continued,
        }
    }

    #[test]
    fn digits_keep_a_distance_from_their_neighbours() {
        for (spaces, text) in [
            (3.0, "20"),
            (3.5, "20"),
            (4.0, "12"),
            (2.0, "5"),
            (6.0, "20"),
        ] {
            let slot = gap(spaces, false);
            let run = slot.run(text).unwrap();
            let width = run.face.width(text, run.size).unwrap();
            let (before, after) = (run.x - slot.left, slot.right - run.x - width);
            assert!(before > 1.0 && after > 1.0, "{spaces}: {before} {after}");
            assert!((before - after).abs() < 1e-9, "{spaces}");
        }
        assert!((gap(6.0, false).run("20").unwrap().size - 14.0).abs() < 1e-9);
        let error = gap(2.0, false).run("20").unwrap_err();
        assert!(matches!(error, PlaceError::SlotTooNarrow { .. }), "{error}");
        let continued = gap(4.0, true).run("26").unwrap();
        assert!((continued.x - 100.0).abs() < 1e-9);
    }

    #[test]
    fn slope_and_weight_are_those_of_most_characters_before_the_gap() {
        let glyph = |italic: bool| Glyph {
            character: 'g',
            left: 10.0,
            right: 17.0,
            baseline: 20.0,
            size: 14.0,
            bold: !italic,
            italic,
            drawn: Drawn::Nothing,
            scale: Scale::EVEN,
            drawn_by: (0, 1),
        };
        let word = |slopes: &[bool]| Word {
            glyphs: slopes.iter().map(|&italic| glyph(italic)).collect(),
        };
        let face = |words: &[&Word]| Slot::after(words, 50.0).map(|slot| slot.face());
        let (label, colon) = (word(&[true, true, true, false]), word(&[false]));
        assert_eq!(face(&[&label]), Some(Face::Italic));
        assert_eq!(face(&[&label, &colon]), Some(Face::Italic));
        assert_eq!(face(&[&word(&[false, false, true])]), Some(Face::Bold));
    }
}

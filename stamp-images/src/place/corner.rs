//! Words in the upper right corner of the first page, by which an agency signs an attachment (C2) or a copy (D3) without a
//! picture.

use crate::appearance::{Appearance, TextRun};
use crate::font::{Face, FontError};
use crate::geometry::{Millimetres, PageFrame, ViewRect};
use crate::place::ExplicitPosition;
use crate::place_error::PlaceError;
use crate::stamp_place::StampPlace;
use crate::text_stamp::TextStamp;

/// Lines in Times metrics, upright, 10 points, black (C2, D3).
#[derive(Debug, Clone, PartialEq)]
pub struct CornerText {
    lines: Vec<String>,
    /// Of the widest line, in points.
    width: f64,
}

impl CornerText {
    /// The lines from top to bottom; those that are wider than 60 mm are broken between words.
    ///
    /// # Errors
    /// [`PlaceError::Font`] for a character that the font lacks.
    pub fn new(lines: &[&str]) -> Result<Self, PlaceError> {
        Self::within(lines, WIDEST)
    }

    /// The same words in fewer and wider lines, for a low margin; `None` when their lines are as wide as they get.
    ///
    /// # Errors
    /// As [`CornerText::new`].
    pub fn wider(lines: &[&str]) -> Result<Option<Self>, PlaceError> {
        let (narrow, wide) = (Self::new(lines)?, Self::within(lines, WIDER)?);
        Ok((wide != narrow).then_some(wide))
    }

    fn within(lines: &[&str], widest: Millimetres) -> Result<Self, PlaceError> {
        let mut broken = Vec::new();
        for line in lines {
            break_line(line, widest.to_points(), &mut broken)?;
        }
        let widths: Result<Vec<f64>, FontError> =
            broken.iter().map(|line| FACE.width(line, SIZE)).collect();
        Ok(Self {
            width: widths?.into_iter().fold(0.0, f64::max),
            lines: broken,
        })
    }

    /// Where it can go on the first page, those nearest to the corner first. `frame` is that of the page as shown. Every place
    /// lies in the upper right quarter of it.
    #[must_use]
    pub fn places(&self, frame: &PageFrame) -> Vec<StampPlace> {
        let (page_width, page_height) = frame.size();
        let (width, height) = self.size();
        let tops =
            steps(FIRST_TOP, DOWN).take_while(|top| top + height <= page_height * LOWEST_PART);
        let insets = steps(FIRST_INSET, INWARDS)
            .take_while(|inset| page_width - inset - width / 2.0 > page_width / 2.0);
        let insets: Vec<f64> = insets.collect();
        let pairs = tops.flat_map(|top| insets.iter().map(move |inset| (*inset, top)));
        let mut pairs: Vec<(f64, f64)> = pairs.collect();
        pairs.sort_by(|(inset, top), other| (inset + top).total_cmp(&(other.0 + other.1)));
        let places = pairs.into_iter();
        places
            .filter_map(|(inset, top)| {
                let left = page_width - inset - width;
                self.place_on(0, frame, left, top).ok()
            })
            .collect()
    }

    /// Its place with the upper left corner at `position`.
    ///
    /// # Errors
    /// [`PlaceError::OffPage`].
    pub fn place_at(
        &self,
        position: &ExplicitPosition,
        frame: &PageFrame,
    ) -> Result<StampPlace, PlaceError> {
        self.place_on(
            position.page_index(),
            frame,
            position.x.to_points(),
            position.y.to_points(),
        )
    }

    /// The words at one of their places.
    ///
    /// # Errors
    /// [`PlaceError::Font`].
    pub fn stamp(&self, place: StampPlace) -> Result<TextStamp, PlaceError> {
        let mut baseline = RIM + ASCENT * SIZE;
        let mut runs = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            runs.push(TextRun {
                x: RIM,
                baseline,
                size: SIZE,
                face: FACE,
                text: line.clone(),
            });
            baseline += LEADING;
        }
        let appearance = Appearance::text(&place, &runs)?;
        Ok(TextStamp { place, appearance })
    }

    fn size(&self) -> (f64, f64) {
        let between = LEADING * self.lines.len().saturating_sub(1) as f64;
        let height = between + (ASCENT + DESCENT) * SIZE;
        (self.width + 2.0 * RIM, height + 2.0 * RIM)
    }

    fn place_on(
        &self,
        page_index: usize,
        frame: &PageFrame,
        left: f64,
        top: f64,
    ) -> Result<StampPlace, PlaceError> {
        let (width, height) = self.size();
        let area = ViewRect {
            left,
            top,
            width,
            height,
        };
        StampPlace::new(page_index, frame, area)
    }
}

/// Distances from an edge in points, from the first one on.
fn steps(first: Millimetres, step: Millimetres) -> impl Iterator<Item = f64> {
    (0..MOST_STEPS).map(move |index| first.to_points() + f64::from(index) * step.to_points())
}

/// Breaks a line between words so that each part is at most so many points wide; a word that is wider stays whole.
fn break_line(line: &str, widest: f64, lines: &mut Vec<String>) -> Result<(), FontError> {
    let mut current = String::new();
    for word in line.split_whitespace() {
        let longer = match current.is_empty() {
            true => word.to_owned(),
            false => format!("{current} {word}"),
        };
        if !current.is_empty() && FACE.width(&longer, SIZE)? > widest {
            lines.push(std::mem::replace(&mut current, word.to_owned()));
        } else {
            current = longer;
        }
    }
    if !current.is_empty() {
        lines.push(current);
    }
    Ok(())
}

const FACE: Face = Face::Regular;
/// Size of the font in points (C2, D3).
const SIZE: f64 = 10.0;
/// Distance between baselines in points.
const LEADING: f64 = 12.0;
/// Height of letters with their marks above the baseline, in em.
const ASCENT: f64 = 0.95;
/// Depth of letters below the baseline, in em.
const DESCENT: f64 = 0.25;
/// Paper around the words in points.
const RIM: f64 = 1.0;
/// Width at which a line is broken.
const WIDEST: Millimetres = Millimetres(60.0);
/// The same where the lines of that width find no place.
const WIDER: Millimetres = Millimetres(100.0);
/// The outermost place: within the margins that NĐ 30/2020 (PL I, Phần I, Mục I) leaves on a page, 20 mm above and 15 mm on
/// the right.
const FIRST_TOP: Millimetres = Millimetres(6.0);
const FIRST_INSET: Millimetres = Millimetres(10.0);
/// From one place to the next.
const DOWN: Millimetres = Millimetres(2.0);
const INWARDS: Millimetres = Millimetres(5.0);
const MOST_STEPS: u16 = 40;
/// Part of the height of the page in which the words end.
const LOWEST_PART: f64 = 0.25;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use kyso_pdf::Rect;

    use super::*;
    use crate::geometry::Turn;

    fn frame(turn: Turn) -> PageFrame {
        PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), turn, 1.0)
    }

    #[test]
    fn places_begin_in_the_corner_as_a_person_sees_it() {
        let text = CornerText::new(&["05/QĐ-UBND", "20/11/2026 14:03:07 +07:00"]).unwrap();
        for turn in Turn::ALL {
            let frame = frame(turn);
            let (width, height) = frame.size();
            let places = text.places(&frame);
            let first = places[0].area;
            assert!((width - first.right() - 28.3).abs() < 0.1, "{first:?}");
            assert!((first.top - 17.0).abs() < 0.1, "{first:?}");
            assert!((first.height - 26.0).abs() < 1e-9, "{first:?}");
            assert!(places.iter().all(|place| {
                place.area.centre_x() > width / 2.0 && place.area.bottom() <= height / 4.0
            }));
        }
    }

    #[test]
    fn long_names_are_broken_between_words() {
        let name = "Ủy ban nhân dân thành phố Thử Nghiệm và các xã, phường trực thuộc";
        let text = CornerText::new(&["Sao y", name]).unwrap();
        let wide = CornerText::wider(&["Sao y", name]).unwrap().unwrap();
        assert_eq!(wide.lines.len(), 2, "{:?}", wide.lines);
        assert_eq!(CornerText::wider(&["Sao y"]).unwrap(), None);
        assert_eq!(text.lines.len(), 3, "{:?}", text.lines);
        assert!(text.width <= WIDEST.to_points());
        assert_eq!(text.lines[1..].join(" "), name);
        let whole = CornerText::new(&["x".repeat(200).as_str()]).unwrap();
        assert_eq!(whole.lines.len(), 1);
        assert!(
            whole.places(&frame(Turn::None)).is_empty(),
            "it is wider than the page"
        );
    }

    #[test]
    fn a_character_without_a_glyph_is_named() {
        let error = CornerText::new(&["05/QĐ-漢"]).unwrap_err();
        assert!(matches!(
            error,
            PlaceError::Font(FontError::MissingCharacter { character: '漢' })
        ));
    }
}

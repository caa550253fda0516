//! Number and date at positions given by hand: on scans, whose text cannot be searched, and in
//! blanks of text that are narrower than digits.
//!
//! They are written as NĐ 30/2020 (PL I) has them: 13 points, the number upright, the date in
//! italics. In a narrow blank they are smaller, and in its middle.

use jiff::civil::Date;

use super::blanks::{NumberText, Slot, numbers_in};
use super::date::dates_in;
use super::{ASCENT, BELOW_BASELINE, date_texts, format_number};
use crate::appearance::TextRun;
use crate::font::Face;
use crate::geometry::PageFrame;
use crate::page_text::{TextDocument, TextLine};
use crate::place::ExplicitPosition;
use crate::place_error::PlaceError;
use crate::text_stamp::TextStamp;

impl TextStamp {
    /// The number, formatted by [`format_number`]; the upper left corner of its digits is at `position`. `frame` is that
    /// of the page as shown.
    ///
    /// # Errors
    /// [`PlaceError::BadNumber`], [`PlaceError::OffPage`].
    pub fn of_number(
        position: &ExplicitPosition,
        frame: &PageFrame,
        number: &str,
    ) -> Result<Self, PlaceError> {
        at(position, frame, Face::Regular, format_number(number)?)
    }

    /// A number, formatted by [`format_number`], or a part of a date in the blank of number or date at `position` that is too
    /// narrow for it; `None` when there is none.
    ///
    /// # Errors
    /// What keeps the page or the font from being read.
    pub fn in_narrow_blank(
        document: &TextDocument<'_>,
        position: &ExplicitPosition,
        text: &str,
    ) -> Result<Option<Self>, PlaceError> {
        let page = document.page(position.page_index())?;
        let width = Face::Regular.width(text, SIZE)?;
        let middle = position.x.to_points() + width / 2.0;
        let baseline = position.y.to_points() + TOP * SIZE;
        let is_meant = |slot: &Slot| {
            let room = slot.right - slot.left;
            (slot.left - width..slot.right + width).contains(&middle)
                && (slot.baseline - baseline).abs() <= slot.font_size / 2.0
                && room < width + 2.0
        };
        let mut slots = page.lines.iter().flat_map(slots_in);
        let Some(slot) = slots.find(is_meant) else {
            return Ok(None);
        };
        let run = slot.scaled(text, LEAST_SCALE)?;
        let (page, frame) = (position.page_index(), page.frame());
        TextStamp::of_runs(page, &frame, &[run], (ASCENT, BELOW_BASELINE)).map(Some)
    }

    /// The parts of a date that are written at so many positions: day and month at two, the year as well at three, the
    /// whole date in words at one.
    ///
    /// # Errors
    /// [`PlaceError::BadNumber`] for a year that has no four digits, [`PlaceError::DatePositions`].
    pub fn date_parts(date: Date, positions: usize) -> Result<Vec<String>, PlaceError> {
        let [day, month, year] = date_texts(date)?;
        match positions {
            1 => Ok(vec![format!("ngày {day} tháng {month} năm {year}")]),
            2 => Ok(vec![day, month]),
            3 => Ok(vec![day, month, year]),
            given => Err(PlaceError::DatePositions { given }),
        }
    }

    /// One part of the date; the upper left corner of its digits is at `position`.
    ///
    /// # Errors
    /// [`PlaceError::OffPage`].
    pub fn of_date_part(
        position: &ExplicitPosition,
        frame: &PageFrame,
        part: String,
    ) -> Result<Self, PlaceError> {
        at(position, frame, Face::Italic, part)
    }
}

fn at(
    position: &ExplicitPosition,
    frame: &PageFrame,
    face: Face,
    text: String,
) -> Result<TextStamp, PlaceError> {
    let has_descenders = text.chars().any(|character| !character.is_ascii_digit());
    let run = TextRun {
        x: position.x.to_points(),
        baseline: position.y.to_points() + TOP * SIZE,
        size: SIZE,
        face,
        text,
    };
    let below = match has_descenders {
        true => BELOW_BASELINE,
        false => 0.0,
    };
    TextStamp::of_runs(position.page_index(), frame, &[run], (TOP, below))
}

/// The blanks for number and date in a line.
fn slots_in(line: &TextLine) -> Vec<Slot> {
    let numbers = numbers_in(line).into_iter();
    let numbers = numbers.filter_map(|number| match number {
        NumberText::Empty(slot) => Some(slot),
        NumberText::Filled(_) => None,
    });
    let dates = dates_in(line);
    let fields = dates
        .iter()
        .flat_map(|date| [&date.day, &date.month, &date.year]);
    numbers
        .chain(fields.filter_map(|field| field.slot().copied()))
        .collect()
}

/// Least share of the size of the font around a narrow blank: digits of 7 points.
const LEAST_SCALE: f64 = 0.5;
/// Font size in points.
const SIZE: f64 = 13.0;
/// Height of digits, in em.
const TOP: f64 = 0.7;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::Turn;
    use jiff::civil::date;
    use kyso_pdf::Rect;

    fn frame() -> PageFrame {
        PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), Turn::None, 1.0)
    }

    #[test]
    fn digits_begin_at_the_corner_that_was_given() {
        let position: ExplicitPosition = "1,50.8,25.4".parse().unwrap();
        let stamp = TextStamp::of_number(&position, &frame(), "5").unwrap();
        let area = stamp.place.area;
        // A point around two digits of 13 points.
        assert!(
            (area.left - 143.0).abs() < 1e-9 && (area.top - 71.0).abs() < 1e-9,
            "{area:?}"
        );
        assert!(
            (area.width - 15.0).abs() < 0.1 && (area.height - 11.1).abs() < 0.1,
            "{area:?}"
        );
        let off: ExplicitPosition = "1,209,10".parse().unwrap();
        let error = TextStamp::of_number(&off, &frame(), "5").unwrap_err();
        assert!(matches!(error, PlaceError::OffPage { .. }), "{error}");
    }

    #[test]
    fn a_date_has_as_many_parts_as_positions() {
        let parts = |count| TextStamp::date_parts(date(2026, 2, 5), count).unwrap();
        assert_eq!(parts(1), ["ngày 05 tháng 02 năm 2026"]);
        assert_eq!(parts(2), ["05", "02"]);
        assert_eq!(parts(3), ["05", "02", "2026"]);
        for given in [0, 4] {
            let error = TextStamp::date_parts(date(2026, 2, 5), given).unwrap_err();
            assert_eq!(error, PlaceError::DatePositions { given });
        }
    }
}

//! Number and date of an issued document (E1, E2, E4).

mod blanks;
mod date;
mod drawn;
mod heading;
mod placed;
mod references;

use jiff::civil::Date;

use crate::appearance::TextRun;
use crate::geometry::{PageFrame, ViewRect};
use crate::page_text::{ASCENT, TextDocument};
use crate::place_error::{DatePart, PlaceError};
use crate::text_stamp::TextStamp;
pub use blanks::Slot;
use blanks::{NumberText, numbers_in};
use date::{DateBlank, Field, dates_in};
pub use heading::{DocumentNumber, HeadingNumber, heading_number};
pub use references::NumberBlanks;

/// The gaps of `Số:    /…` and `…, ngày    tháng    năm` on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberingPlaces {
    /// Index of the page, from 0.
    pub page_index: usize,
    frame: PageFrame,
    number: Slot,
    date: DateBlank,
}

/// Finds the empty number and date on the first pages (E2).
///
/// # Errors
/// [`PlaceError::NoText`], [`PlaceError::NoNumberPlace`],
/// [`PlaceError::NumberFilled`], [`PlaceError::SeveralNumberPlaces`],
/// [`PlaceError::NoDatePlace`], [`PlaceError::DateFilled`],
/// [`PlaceError::SeveralDatePlaces`].
pub fn find_numbering_places(document: &TextDocument<'_>) -> Result<NumberingPlaces, PlaceError> {
    let mut filled = None;
    let mut has_text = false;
    let pages = document.page_count().min(PAGES);
    for page_index in 0..pages {
        let page = document.page(page_index)?;
        has_text |= page.has_text();
        let (empty, full) = split(page.lines.iter().flat_map(numbers_in));
        if let Some(found) = full.into_iter().next() {
            filled.get_or_insert(found);
        }
        match empty.as_slice() {
            [] => {}
            [number] => {
                return Ok(NumberingPlaces {
                    page_index,
                    frame: page.frame(),
                    number: *number,
                    date: date_near(document, page_index, number)?,
                });
            }
            several => {
                return Err(PlaceError::SeveralNumberPlaces {
                    page: page_index + 1,
                    count: several.len(),
                });
            }
        }
    }
    Err(match filled {
        _ if !has_text => PlaceError::NoText,
        Some(found) => PlaceError::NumberFilled { found },
        None => PlaceError::NoNumberPlace { pages },
    })
}

fn split(numbers: impl Iterator<Item = NumberText>) -> (Vec<Slot>, Vec<String>) {
    let (mut empty, mut full) = (Vec::new(), Vec::new());
    for number in numbers {
        match number {
            NumberText::Empty(slot) => empty.push(slot),
            NumberText::Filled(text) => full.push(text),
        }
    }
    (empty, full)
}

/// The date in the heading that holds the number: on the same line or a few
/// lines away, never one in the body.
fn date_near(
    document: &TextDocument<'_>,
    page_index: usize,
    number: &Slot,
) -> Result<DateBlank, PlaceError> {
    let page = document.page(page_index)?;
    let near = |line: &&crate::page_text::TextLine| {
        line.baseline()
            .is_some_and(|baseline| (baseline - number.baseline).abs() <= HEADING_HEIGHT)
    };
    let dates: Vec<_> = page.lines.iter().filter(near).flat_map(dates_in).collect();
    let empty: Vec<_> = dates.iter().filter(|date| !date.is_filled()).collect();
    let number_of_page = page_index + 1;
    match (empty.as_slice(), dates.first()) {
        ([date], _) => Ok((*date).clone()),
        ([], Some(filled)) => Err(PlaceError::DateFilled {
            found: filled.text(),
        }),
        ([], None) => Err(PlaceError::NoDatePlace {
            page: number_of_page,
        }),
        (several, _) => Err(PlaceError::SeveralDatePlaces {
            page: number_of_page,
            count: several.len(),
        }),
    }
}

impl NumberingPlaces {
    /// The gap for the number.
    #[must_use]
    pub fn number(&self) -> Slot {
        self.number
    }

    /// Whether number and date stand on one line, so that one widget spans
    /// both (E2).
    #[must_use]
    pub fn is_one_line(&self) -> bool {
        (self.number.baseline - self.date.baseline).abs() <= 0.5 * self.number.font_size
    }

    /// The strips of the page that number and date fill, labels between the gaps
    /// included.
    fn strips(&self) -> Vec<ViewRect> {
        let number = self.number.strip();
        match self.date.strip() {
            None => vec![number],
            Some(date) if self.is_one_line() => vec![number.union(&date)],
            Some(date) => vec![number, date],
        }
    }

    /// The gaps: that of the number, and those of the date.
    fn gaps(&self) -> Vec<ViewRect> {
        let date = self.date.gaps();
        std::iter::once(self.number.strip()).chain(date).collect()
    }

    /// What to draw: one stamp when number and date stand on one line, else one
    /// for the number and one for the date. The number is formatted by
    /// [`format_number`]; parts of the date that are printed must agree.
    ///
    /// # Errors
    /// [`PlaceError::BadNumber`], [`PlaceError::PrintedDate`],
    /// [`PlaceError::SlotTooNarrow`].
    pub fn stamps(&self, number: &str, date: Date) -> Result<Vec<TextStamp>, PlaceError> {
        let number = vec![self.number.run(&format_number(number)?)?];
        let date = self.date_runs(date)?;
        let groups = match (self.is_one_line(), date.is_empty()) {
            (_, true) => vec![number],
            (true, _) => vec![[number, date].concat()],
            (false, _) => vec![number, date],
        };
        groups.iter().map(|runs| self.stamp(runs)).collect()
    }

    /// Runs for the parts of the date that are not printed.
    fn date_runs(&self, date: Date) -> Result<Vec<TextRun>, PlaceError> {
        let [day, month, year] = date_texts(date)?;
        let parts = [
            (DatePart::Day, &self.date.day, day),
            (DatePart::Month, &self.date.month, month),
            (DatePart::Year, &self.date.year, year),
        ];
        let runs = parts
            .into_iter()
            .map(|(part, field, text)| field.run(part, &text));
        runs.filter_map(Result::transpose).collect()
    }

    fn stamp(&self, runs: &[TextRun]) -> Result<TextStamp, PlaceError> {
        TextStamp::of_runs(self.page_index, &self.frame, runs, (ASCENT, BELOW_BASELINE))
    }
}

/// Day, month and year as they are printed (E4).
fn date_texts(date: Date) -> Result<[String; 3], PlaceError> {
    let year = u16::try_from(date.year()).map_err(|_| PlaceError::BadNumber {
        given: date.to_string(),
    })?;
    let (day, month) = (date.day(), date.month());
    let month = match month {
        ..=2 => format!("{month:02}"),
        _ => month.to_string(),
    };
    Ok([format!("{day:02}"), month, format!("{year:04}")])
}

impl Field {
    /// The gap, unless all is printed.
    fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Printed(_) => None,
            Self::Blank(slot) | Self::Started(_, slot) => Some(slot),
        }
    }

    /// The text to draw for a value; nothing when it is printed already.
    fn run(&self, part: DatePart, text: &str) -> Result<Option<TextRun>, PlaceError> {
        let value: u16 = text.parse().unwrap_or_default();
        let differs = |printed: &str| PlaceError::PrintedDate {
            part,
            printed: printed.parse().unwrap_or_default(),
            given: value,
        };
        match self {
            Self::Printed(printed) if printed.parse() == Ok(value) => Ok(None),
            Self::Printed(printed) => Err(differs(printed)),
            Self::Blank(slot) => slot.run(text).map(Some),
            Self::Started(digits, slot) => {
                let rest = text.strip_prefix(digits.as_str());
                slot.run(rest.ok_or_else(|| differs(digits))?).map(Some)
            }
        }
    }
}

/// A document number as it is printed: digits, below 10 with a zero before
/// them, and letters behind them if there are any ("5" → "05", "12a") (E4).
///
/// # Errors
/// [`PlaceError::BadNumber`].
pub fn format_number(given: &str) -> Result<String, PlaceError> {
    let text = given.trim();
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let suffix = text.get(digits.len()..).unwrap_or_default();
    let number = digits.parse::<u32>().ok().filter(|&number| number > 0);
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    match number {
        Some(number) if all_digits && digits.len() <= 6 && suffix.len() <= 2 => {
            Ok(format!("{number:02}{suffix}"))
        }
        _ => Err(PlaceError::BadNumber {
            given: given.to_owned(),
        }),
    }
}

/// Pages on which the number may stand: the first, or behind a cover.
const PAGES: usize = 3;
/// Greatest distance of the date from the number in points.
const HEADING_HEIGHT: f64 = 60.0;
/// Room below the baseline of digits, in em.
const BELOW_BASELINE: f64 = 0.25;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_below_ten_have_a_zero() {
        assert_eq!(format_number("5").unwrap(), "05");
        assert_eq!(format_number(" 05 ").unwrap(), "05");
        assert_eq!(format_number("1234").unwrap(), "1234");
        assert_eq!(format_number("12a").unwrap(), "12a");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for given in ["", "0", "-1", "+5", "1/2", "abc", "1234567", "12abc", "٣"] {
            assert!(format_number(given).is_err(), "{given}");
        }
    }
}

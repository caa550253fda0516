//! Where an attachment in the same file names the document that it belongs to: `(Kèm theo Quyết định số    /QĐ-UBND ngày
//! tháng    năm 2026)`. Agencies write number and date there as well (E2b).

use super::Slot;
use super::blanks::{NumberText, named_numbers_in};
use super::date::{DateBlank, Field, dates_in};
use crate::geometry::ViewRect;
use crate::page_text::{PageText, TextLine};

/// The strips of a page that number and date of the document fill where the page names it in its upper third; labels
/// between the gaps of a date are included.
#[must_use]
pub fn reference_blanks(page: &PageText) -> Vec<ViewRect> {
    let (numbers, dates) = references(page);
    let dates = dates.iter().filter_map(DateBlank::strip);
    numbers.iter().map(Slot::strip).chain(dates).collect()
}

/// The gaps of these strips, without the labels between them.
#[must_use]
pub fn reference_gaps(page: &PageText) -> Vec<ViewRect> {
    let (numbers, dates) = references(page);
    let dates = dates.iter().flat_map(DateBlank::gaps);
    numbers.iter().map(Slot::strip).chain(dates).collect()
}

fn references(page: &PageText) -> (Vec<Slot>, Vec<DateBlank>) {
    let (_, height) = page.frame().size();
    let in_heading = |line: &&TextLine| {
        let baseline = line.baseline();
        baseline.is_some_and(|baseline| baseline <= height / 3.0)
    };
    let lines: Vec<&TextLine> = page.lines.iter().filter(in_heading).collect();
    let numbers = lines.iter().flat_map(|line| named_numbers_in(line));
    let numbers = numbers.filter_map(|number| match number {
        NumberText::Empty(slot) => Some(slot),
        NumberText::Filled(_) => None,
    });
    let numbers: Vec<Slot> = numbers.collect();
    let is_named = |date: &DateBlank| {
        let mut numbers = numbers.iter();
        numbers.any(|number| (0.0..=LINE_BELOW).contains(&(date.baseline - number.baseline)))
    };
    let dates = lines.iter().flat_map(|line| dates_in(line));
    let dates = dates.filter(is_named).collect();
    (numbers, dates)
}

impl DateBlank {
    /// Around the gaps; `None` when all is printed.
    pub(super) fn strip(&self) -> Option<ViewRect> {
        let gaps = self.gaps().into_iter();
        gaps.reduce(|one, other| one.union(&other))
    }

    /// The gaps for day, month and year that are not printed.
    pub(super) fn gaps(&self) -> Vec<ViewRect> {
        let fields = [&self.day, &self.month, &self.year];
        let slots = fields.into_iter().filter_map(Field::slot);
        slots.map(Slot::strip).collect()
    }
}

/// The date stands on the line of the number or the next one: greatest distance of their baselines in points.
const LINE_BELOW: f64 = 24.0;

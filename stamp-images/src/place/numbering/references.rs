//! Where an attachment in the same file names the document that it belongs to: `(Kèm theo Quyết định số    /QĐ-UBND ngày
//! tháng    năm 2026)`. Agencies write number and date there as well (E2b).

use super::blanks::{NumberText, named_numbers_in};
use super::date::{DateBlank, Field, dates_in};
use super::{Slot, find_numbering_places};
use crate::geometry::ViewRect;
use crate::page_text::{PageText, TextDocument, TextLine};

/// What is left blank on a page for number and date of the document: where it states them, and in its upper third where it
/// names them, as an attachment does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NumberBlanks {
    /// From the first gap to the last one of number and date; of both where they stand on one line. Labels between gaps are
    /// included.
    pub strips: Vec<ViewRect>,
    /// The gaps without the labels between them.
    pub gaps: Vec<ViewRect>,
}

impl NumberBlanks {
    /// Those of the first page of a text; none where it cannot be read.
    #[must_use]
    pub fn of(text: &TextDocument<'_>) -> Self {
        let mut blanks = Self::default();
        if let Ok(places) = find_numbering_places(text) {
            blanks.strips.extend(places.strips());
            blanks.gaps.extend(places.gaps());
        }
        if let Ok(page) = text.page(0) {
            let (numbers, dates) = references(page);
            let numbers = || numbers.iter().map(Slot::strip);
            blanks.strips.extend(numbers());
            blanks
                .strips
                .extend(dates.iter().filter_map(DateBlank::strip));
            blanks.gaps.extend(numbers());
            blanks.gaps.extend(dates.iter().flat_map(DateBlank::gaps));
        }
        blanks
    }
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

/// The date is on the line of the number or the next one: greatest distance of their baselines in
/// points.
const LINE_BELOW: f64 = 24.0;

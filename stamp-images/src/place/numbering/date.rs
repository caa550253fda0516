//! `…, ngày    tháng    năm`: which parts are printed and where the gaps are.

use super::blanks::{Slot, Word, words};
use crate::page_text::TextLine;

/// The date of a heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DateBlank {
    pub(super) baseline: f64,
    pub(super) day: Field,
    pub(super) month: Field,
    pub(super) year: Field,
}

/// One part of a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// The digits are printed.
    Printed(String),
    /// Nothing is printed.
    Blank(Slot),
    /// The first digits of the year are printed ("20").
    Started(String, Slot),
}

impl DateBlank {
    pub(super) fn is_filled(&self) -> bool {
        let printed = |field: &Field| matches!(field, Field::Printed(_));
        printed(&self.day) && printed(&self.month) && printed(&self.year)
    }

    pub(super) fn text(&self) -> String {
        let digits = |field: &Field| match field {
            Field::Printed(digits) | Field::Started(digits, _) => digits.clone(),
            Field::Blank(_) => "…".to_owned(),
        };
        let (day, month) = (digits(&self.day), digits(&self.month));
        format!("ngày {day} tháng {month} năm {}", digits(&self.year))
    }
}

/// The dates of a line, filled or not.
pub(super) fn dates_in(line: &TextLine) -> Vec<DateBlank> {
    let words = words(line);
    (0..words.len())
        .filter_map(|index| date_at(words.get(index..)?))
        .collect()
}

fn date_at(words: &[Word]) -> Option<DateBlank> {
    let (label, rest) = words.split_first()?;
    if label.text().to_lowercase() != "ngày" {
        return None;
    }
    let (day, month_label, rest) = part(label, rest, "tháng")?;
    let (month, year_label, rest) = part(month_label, rest, "năm")?;
    Some(DateBlank {
        baseline: label.last()?.baseline,
        day,
        month,
        year: year(year_label, rest)?,
    })
}

/// The part between `label` and the word `next`, and what follows.
fn part<'w>(label: &Word, words: &'w [Word], next: &str) -> Option<(Field, &'w Word, &'w [Word])> {
    let is_next = |word: &Word| word.text().to_lowercase() == next;
    match words {
        [word, rest @ ..] if is_next(word) => {
            let slot = Slot::after(&[label], word.left())?;
            (slot.right - slot.left <= WIDEST_GAP).then_some((Field::Blank(slot), word, rest))
        }
        [digits, word, rest @ ..] if digits.is_digits() && is_next(word) => {
            Some((Field::Printed(digits.text()), word, rest))
        }
        _ => None,
    }
}

/// The year behind its label: four digits, the first of them, or nothing.
fn year(label: &Word, rest: &[Word]) -> Option<Field> {
    let end = label.last()?;
    let close = |word: &&Word| word.left() - end.right <= WIDEST_GAP / 2.0;
    let Some(digits) = rest.first().filter(close).filter(|word| word.is_digits()) else {
        let right = free_until(rest, end.right, end.size);
        return Slot::after(&[label], right).map(Field::Blank);
    };
    let text = digits.text();
    if text.len() >= 4 {
        return Some(Field::Printed(text));
    }
    let last = digits.last()?;
    let right = free_until(rest.get(1..)?, last.right, last.size);
    let slot = Slot {
        is_continued: true,
        ..Slot::after(&[label, digits], right)?
    };
    Some(Field::Started(text, slot))
}

/// Where the gap behind `left` ends: at the next word, or after room for four
/// digits.
fn free_until(rest: &[Word], left: f64, size: f64) -> f64 {
    let room = left + 2.5 * size;
    rest.first().map_or(room, |word| word.left().min(room))
}

/// Widest gap for a part of the date in points.
const WIDEST_GAP: f64 = 100.0;

//! Reading the fields of one table: each with its line, and with a fault where it is not what it must be.

use std::borrow::Cow;

use jiff::civil::Date;
use kyso_verifier::Term;
use kyso_words::printable;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unicode_normalization::is_nfc;

use crate::entry::Located;
use crate::fault::{EntryName, FaultKind, Faults, ValueKind};

/// The lines of a text by their offsets.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(breaks.map(|(offset, _)| offset).collect())
    }

    /// The line of an offset, from 1.
    pub(crate) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }
}

/// A table of the file.
pub(crate) struct Fields<'t> {
    table: &'t DeTable<'t>,
    lines: &'t Lines,
    /// The entry that it is, or is part of.
    pub(crate) entry: Option<EntryName>,
    /// Its first line.
    pub(crate) line: usize,
}

impl<'t> Fields<'t> {
    /// The whole file.
    pub(crate) fn of_file(table: &'t DeTable<'t>, lines: &'t Lines) -> Self {
        Self {
            table,
            lines,
            entry: None,
            line: 1,
        }
    }

    /// Refuses keys that are not among `known`.
    pub(crate) fn require_known(&self, known: &'static [&'static str], faults: &mut Faults) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let name = name.chars().take(LONGEST_KEY).collect();
                let line = self.lines.at(key.span().start);
                let kind = FaultKind::UnknownKey { name, known };
                faults.add(line, self.entry.as_ref(), None, kind);
            }
        }
    }

    /// A text of at least one letter and at most [`LONGEST_TEXT`], all of them shown, in NFC (I3).
    pub(crate) fn text(&self, key: &'static str, faults: &mut Faults) -> Option<Located<String>> {
        let (value, line) = self.value(key)?;
        let Some(text) = value.as_str() else {
            let expected = ValueKind::Text;
            self.add(line, key, FaultKind::WrongType { expected }, faults);
            return None;
        };
        let is_shown = matches!(printable(text), Cow::Borrowed(_));
        let fault = match text.trim() {
            "" => Some(FaultKind::Empty),
            _ if !is_shown || text.chars().count() > LONGEST_TEXT => Some(FaultKind::Unprintable {
                limit: LONGEST_TEXT,
            }),
            _ if !is_nfc(text) => Some(FaultKind::NotNfc),
            _ => None,
        };
        if let Some(fault) = fault {
            self.add(line, key, fault, faults);
            return None;
        }
        let value = text.trim().to_owned();
        Some(Located { value, line })
    }

    /// The same, where it must be there.
    pub(crate) fn required(
        &self,
        key: &'static str,
        faults: &mut Faults,
    ) -> Option<Located<String>> {
        self.require(key, faults);
        self.text(key, faults)
    }

    fn require(&self, key: &'static str, faults: &mut Faults) {
        if self.table.get(key).is_none() {
            self.add(self.line, key, FaultKind::Missing, faults);
        }
    }

    /// A number.
    pub(crate) fn number(&self, key: &'static str, faults: &mut Faults) -> Option<Located<f64>> {
        let (value, line) = self.value(key)?;
        let number = match value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            let expected = ValueKind::Number;
            self.add(line, key, FaultKind::WrongType { expected }, faults);
        }
        number.map(|value| Located { value, line })
    }

    /// First and last day, `from` and `until`.
    pub(crate) fn term(&self, faults: &mut Faults) -> Term {
        let term = Term {
            from: self.day("from", faults),
            until: self.day("until", faults),
        };
        match (term.from, term.until) {
            (Some(from), Some(until)) if until < from => {
                let (_, line) = self.value("until").unzip();
                let kind = FaultKind::EndsBeforeItBegins { from, until };
                self.add(line.unwrap_or(self.line), "until", kind, faults);
                Term::default()
            }
            _ => term,
        }
    }

    fn day(&self, key: &'static str, faults: &mut Faults) -> Option<Date> {
        let (value, line) = self.value(key)?;
        let Some(written) = value.as_datetime() else {
            let expected = ValueKind::Day;
            self.add(line, key, FaultKind::WrongType { expected }, faults);
            return None;
        };
        let day = match (written.date, written.time, written.offset) {
            (Some(day), None, None) => {
                let part = |number: u8| i8::try_from(number).ok();
                let year = i16::try_from(day.year).ok().filter(|year| *year > 0);
                let parts = year.zip(part(day.month)).zip(part(day.day));
                parts.and_then(|((year, month), day)| Date::new(year, month, day).ok())
            }
            _ => None,
        };
        if day.is_none() {
            self.add(line, key, FaultKind::BadDay, faults);
        }
        day
    }

    /// The tables of a list, at most `limit`.
    pub(crate) fn tables(
        &self,
        key: &'static str,
        limit: usize,
        faults: &mut Faults,
    ) -> Vec<Fields<'t>> {
        let Some((value, line)) = self.value(key) else {
            return Vec::new();
        };
        let tables = value.as_array().and_then(|list| {
            let each = list
                .iter()
                .map(|one| Some((one.get_ref().as_table()?, one)));
            each.collect::<Option<Vec<_>>>()
        });
        let Some(tables) = tables else {
            let expected = ValueKind::Tables;
            self.add(line, key, FaultKind::WrongType { expected }, faults);
            return Vec::new();
        };
        if tables.len() > limit {
            self.add(line, key, FaultKind::TooMany { limit }, faults);
        }
        let tables = tables.into_iter().take(limit);
        tables
            .map(|(table, place): (_, &Spanned<DeValue<'t>>)| Fields {
                table,
                lines: self.lines,
                entry: self.entry.clone(),
                line: self.lines.at(place.span().start),
            })
            .collect()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// The value of a key, and its line.
    fn value(&self, key: &str) -> Option<(&'t DeValue<'t>, usize)> {
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.lines.at(value.span().start)))
    }

    pub(crate) fn add(&self, line: usize, key: &'static str, kind: FaultKind, faults: &mut Faults) {
        faults.add(line, self.entry.as_ref(), Some(key), kind);
    }
}

/// Letters of a text.
const LONGEST_TEXT: usize = 500;

/// Letters of an unknown key that a fault shows.
const LONGEST_KEY: usize = 60;

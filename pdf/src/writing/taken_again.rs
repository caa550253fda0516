//! Numbers that mean something else than they did before.
//!
//! The next object of a number has the generation of its free entry (ISO 32000-2, 7.5.4). PDFium leaves out an object of a lower
//! generation than an earlier one had, or than that with which a cross-reference stream freed the number; and elements of an
//! object stream under a number that was once that of an object stream. It shows the file without such an object, or opens
//! nothing where it cannot do without. Free entries of tables do not count for it (measured, ADR 0021).

use super::found;
use crate::document::Document;
use crate::location::Location;
use crate::loose::{Loose, LooseWriting};
use crate::revision::Revision;
use crate::spent::Spent;

impl Document<'_> {
    /// An object of `revision` under a number that PDFium takes for something else.
    pub(super) fn takes_again(&self, written: &Revision, revision: usize) -> Option<Loose> {
        let spent = self.spent();
        if spent.generations.is_empty() && spent.object_streams.is_empty() {
            return None;
        }
        let mut entries = written.entries.iter();
        let what =
            entries.find_map(|(number, location)| spent.forbids(*number, *location, revision))?;
        found(written.sections.first()?.span.start, what)
    }

    /// The section up to the end of `revision` by which PDFium takes `number`, or the object stream that holds it, for
    /// something else; `None` when there is none, or the number is free.
    #[must_use]
    pub fn taken_again(&self, number: u32, revision: usize) -> Option<Loose> {
        let spent = self.spent();
        if spent.generations.is_empty() && spent.object_streams.is_empty() {
            return None;
        }
        let stream = match self.locate(number, revision)? {
            (_, Location::Compressed { stream, .. }) => Some(stream),
            _ => None,
        };
        let stream = stream.and_then(|stream| self.own_taken_again(stream, revision));
        stream.or_else(|| self.own_taken_again(number, revision))
    }

    /// Whether an entry of any revision puts an element into the object stream of this number.
    #[must_use]
    pub fn is_object_stream(&self, number: u32) -> bool {
        self.spent().object_streams.contains(&number)
    }

    /// Whether any section up to the end of `revision` does so.
    #[must_use]
    pub fn takes_numbers_again(&self, revision: usize) -> bool {
        let spent = self.spent();
        let generations = spent.generations.keys().map(|(number, _)| *number);
        let mut numbers = generations.chain(spent.object_streams.iter().copied());
        numbers.any(|number| self.own_taken_again(number, revision).is_some())
    }

    /// An object stream that an entry names and that no revision has as an object of its own.
    pub(super) fn absent_object_stream(&self) -> Option<Loose> {
        let last = self.revisions().len().checked_sub(1)?;
        let mut named = self.spent().object_streams.iter();
        named.find(|number| {
            let mut history = self.history(**number, last);
            !history.any(
                |(_, location)| matches!(location, Location::Offset { offset, .. } if offset > 0),
            )
        })?;
        let section = self.revisions().get(last)?.sections.first()?;
        found(section.span.start, LooseWriting::EntryTarget)
    }

    fn own_taken_again(&self, number: u32, revision: usize) -> Option<Loose> {
        let (since, location) = self.locate(number, revision)?;
        let what = self.spent().forbids(number, location, since)?;
        let section = self.revisions().get(since)?.sections.first()?;
        found(section.span.start, what)
    }

    pub(super) fn spent(&self) -> &Spent {
        self.spent.get_or_init(|| Spent::of(self.revisions()))
    }
}

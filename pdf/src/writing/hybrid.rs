//! Hybrid sections: a table with a cross-reference stream beside it (ISO 32000-2, 7.5.8.4).

use super::{Loose, LooseWriting, found};
use crate::document::Document;
use crate::lexer::Lexer;
use crate::location::Location;
use crate::parser::object_header;
use crate::revision::Revision;
use crate::xref::XrefForm;
use crate::xref::target;

impl Document<'_> {
    /// A table may mark objects of its stream as free only where there was no object before: not
    /// every program looks into the stream.
    pub(super) fn hides_objects(&self, written: &Revision, revision: usize) -> Option<Loose> {
        let before = revision.checked_sub(1)?;
        let mut parts = written.sections.iter();
        let hiding = parts.find(|part| {
            part.hidden.iter().any(|number| {
                let located = self.locate(*number, before);
                located.is_some_and(|(_, location)| !matches!(location, Location::Free { .. }))
            })
        })?;
        found(hiding.span.start, LooseWriting::HybridHidden)
    }

    /// A table may name the stream of an earlier revision where a table before it did, and nothing else has the number of that
    /// stream: MuPDF takes the section for the object of its number.
    pub(super) fn names_earlier_stream(
        &self,
        written: &Revision,
        revision: usize,
    ) -> Option<Loose> {
        let earlier = self.revisions().get(..revision)?;
        let mut parts = written.sections.iter();
        parts.find_map(|part| {
            let start = part.span.start;
            if part.is_table() || start >= written.start {
                return None;
            }
            let mut before = earlier
                .iter()
                .rev()
                .filter(|one| one.form == XrefForm::Hybrid);
            if !before.any(|one| one.sections.iter().any(|other| other.span == part.span)) {
                return found(start, LooseWriting::StreamOfEarlier);
            }
            let header = object_header(&mut Lexer::new(self.bytes(), start)).ok()?;
            let located = self.locate(header.number, revision);
            let is_other = located.is_some_and(|(_, location)| match location {
                Location::Free { .. } => false,
                Location::Offset { offset, .. } => target(self.bytes(), offset) != start,
                Location::Compressed { .. } => true,
            });
            is_other.then_some(Loose {
                offset: start,
                what: LooseWriting::SectionNumber,
            })
        })
    }
}

/// The stream of a hybrid section leads nowhere else than its table.
pub(super) fn leads_apart(written: &Revision) -> Option<Loose> {
    let [table, stream] = written.sections.as_slice() else {
        return None;
    };
    let leads = written.form == XrefForm::Hybrid && stream.previous.is_some();
    if leads && stream.previous != table.previous {
        return found(stream.span.start, LooseWriting::HybridPrevious);
    }
    None
}

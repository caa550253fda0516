//! Objects that are used elsewhere too, or that the earlier revision was waiting for: no place explains them.

use std::collections::BTreeSet;

use kyso_pdf::{Location, ObjectId, PdfError};

use super::comparison::{Comparison, Difference};
use super::references::{INFORMATION, ReferenceIndex, TRAILER};
use crate::finding::ChangeRule;

impl Comparison<'_, '_> {
    /// Withdraws the explanation of objects that are used elsewhere too, or that the old revision
    /// was waiting for, and explains those that nothing refers to. `index` is that of the old
    /// revision.
    pub(super) fn check_references(&mut self, index: &ReferenceIndex) -> Result<(), PdfError> {
        let added: BTreeSet<u32> = self
            .differences
            .iter()
            .filter(|(_, (_, difference))| *difference == Difference::Added)
            .map(|(number, _)| *number)
            .collect();
        // A trailer may name an object that does not exist yet: only its catalog and its
        // information mean anything, and those are compared.
        let is_awaited = |number: &&u32| {
            let mut holders = index.holders(**number);
            holders.any(|holder| !self.is_trailer(holder, index))
        };
        let awaited: BTreeSet<u32> = added.iter().filter(is_awaited).copied().collect();
        for number in &awaited {
            self.explained.remove(number);
        }
        for (number, place) in std::mem::take(&mut self.placed) {
            let mut explains = place.explains.iter();
            if !explains.any(|explained| self.explained.contains_key(explained)) {
                continue;
            }
            // The trailer in force is indexed key by key; older ones say nothing.
            let mut holders = index.holders(number).filter(|holder| {
                matches!(*holder, TRAILER | INFORMATION) || !self.is_trailer(*holder, index)
            });
            if holders.any(|holder| !place.holders.contains(&holder)) {
                for explained in &place.explains {
                    self.explained.remove(explained);
                }
            }
        }
        let mut idle: BTreeSet<u32> = added.difference(&awaited).copied().collect();
        idle.retain(|number| !self.explained.contains_key(number));
        if !idle.is_empty() {
            let used = self.used(&idle)?;
            for number in idle.difference(&used) {
                self.explained
                    .insert(*number, ChangeRule::Unreferenced.into());
            }
        }
        Ok(())
    }

    /// Whether a holder is the trailer, or a cross-reference stream, whose
    /// dictionary is one. Nothing refers to such a stream: one that is drawn
    /// only says that it is a cross-reference.
    fn is_trailer(&self, holder: u32, index: &ReferenceIndex) -> bool {
        let object = self.old.locate(holder).map(|location| match location {
            Location::Offset { generation, .. } => ObjectId::new(holder, generation),
            _ => ObjectId::new(holder, 0),
        });
        let object = object.and_then(|id| self.old.object(id).ok());
        let is_xref = object.is_some_and(|object| {
            let kind = object.as_stream().and_then(|s| s.dictionary.name("Type"));
            kind.is_some_and(|kind| kind == "XRef")
        });
        matches!(holder, TRAILER | INFORMATION)
            || (is_xref && index.holders(holder).next().is_none())
    }

    /// The numbers among `idle` to which another changed object refers, or one
    /// that is itself used.
    fn used(&self, idle: &BTreeSet<u32>) -> Result<BTreeSet<u32>, PdfError> {
        let mut used = BTreeSet::new();
        let mut pending: Vec<u32> = self.differences.keys().copied().collect();
        pending.retain(|number| !idle.contains(number));
        while let Some(number) = pending.pop() {
            self.new.references(number, &mut |target| {
                if idle.contains(&target) && used.insert(target) {
                    pending.push(target);
                }
            })?;
        }
        Ok(used)
    }
}

//! Who refers to what is new: old objects must not, and what nobody refers to is harmless.
//!
//! A signed revision may hold references to objects that do not exist yet
//! (shadow attacks prepare documents like that). An object that fills such a
//! gap changes what the signed revision shows, whatever else it is used for.

use std::collections::{BTreeMap, BTreeSet};

use kyso_pdf::{Location, PdfError, View};

use super::comparison::{Comparison, Difference};
use crate::finding::ChangeRule;

impl Comparison<'_, '_> {
    /// Takes back what was explained about objects that the old revision was
    /// waiting for, and explains those that nobody refers to.
    pub(super) fn check_references(&mut self) -> Result<(), PdfError> {
        let added: BTreeSet<u32> = self
            .differences
            .iter()
            .filter(|(_, (_, difference))| *difference == Difference::Added)
            .map(|(number, _)| *number)
            .collect();
        if added.is_empty() {
            return Ok(());
        }
        let awaited = self.awaited(&added)?;
        for number in &awaited {
            self.explained.remove(number);
        }
        let mut idle: BTreeSet<u32> = added.difference(&awaited).copied().collect();
        idle.retain(|number| !self.explained.contains_key(number));
        if !idle.is_empty() {
            let used = self.used(&idle)?;
            for number in idle.difference(&used) {
                self.explained.insert(*number, ChangeRule::Unreferenced);
            }
        }
        Ok(())
    }

    /// The numbers among `added` to which the old revision already refers.
    fn awaited(&self, added: &BTreeSet<u32>) -> Result<BTreeSet<u32>, PdfError> {
        let mut found = BTreeSet::new();
        let mut note = |number: u32| {
            if added.contains(&number) {
                found.insert(number);
            }
        };
        for (number, location) in located(&self.old) {
            self.old.references(number, location, &mut note)?;
        }
        Ok(found)
    }

    /// The numbers among `idle` to which another changed object refers, or one
    /// that is itself used.
    fn used(&self, idle: &BTreeSet<u32>) -> Result<BTreeSet<u32>, PdfError> {
        let mut used = BTreeSet::new();
        let mut pending: Vec<u32> = self.differences.keys().copied().collect();
        pending.retain(|number| !idle.contains(number));
        while let Some(number) = pending.pop() {
            let Some(location) = self.new.locate(number) else {
                continue;
            };
            self.new.references(number, location, &mut |target| {
                if idle.contains(&target) && used.insert(target) {
                    pending.push(target);
                }
            })?;
        }
        Ok(used)
    }
}

/// Every object in use, where the newest entry puts it.
fn located(view: &View<'_, '_>) -> BTreeMap<u32, Location> {
    let mut located = BTreeMap::new();
    let revisions = view.document().revisions().iter();
    for revision in revisions.take(view.revision() + 1) {
        located.extend(revision.entries.iter().copied());
    }
    located
}

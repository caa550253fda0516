//! What a later revision changes for programs that do not go by the cross-reference as it is
//! written (ADR 0021).
//!
//! A program that rebuilds the cross-reference goes by everything that looks like an object:
//! Poppler then finds nothing in object streams, MuPDF finds there objects that newer ones
//! replaced. Often no single place of the file shows that a program will do so. The reason may lie
//! in the signed bytes; and Poppler rebuilds as soon as it needs a missing object while the newest
//! section is a table. So a revision that changes no object may change the page, and an object that
//! is written again, equal, may become visible.

use kyso_pdf::{Document, Location, LooseWriting, Revision};

use super::references::ReferenceIndex;
use crate::finding::{Change, ChangeKind};
use crate::leftovers;

/// The known facts about the file, computed when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Rebuilding {
    /// The first revision that has objects in object streams.
    packed_since: Option<Option<usize>>,
    /// The first revision behind which Poppler finds nothing.
    breaks_off_after: Option<Option<usize>>,
    /// Whether something in the signed bytes reads as an object that no entry leads to.
    leftovers: Option<bool>,
}

/// Objects that are referred to and missing: the first one before the revision, the first one with
/// it, and the first one to which the revision brought or ended a reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Missing {
    pub(super) before: Option<u32>,
    pub(super) now: Option<u32>,
    pub(super) anew: Option<u32>,
}

impl Rebuilding {
    /// The changes by `revision`; `index` is that of the revision itself.
    pub(super) fn check(
        &mut self,
        document: &Document<'_>,
        revision: usize,
        missing: Missing,
        index: &ReferenceIndex,
    ) -> Vec<Change> {
        let revisions = document.revisions();
        let before = revision.checked_sub(1).and_then(|at| revisions.get(at));
        let (Some(before), Some(written)) = (before, revisions.get(revision)) else {
            return Vec::new();
        };
        let irritation = document.irritation().map(|loose| loose.what);
        // An entry that leads to no object is looked up like one that is missing.
        let astray = irritation == Some(LooseWriting::EntryTarget);
        let always = irritation.is_some() && !astray;
        let lacks = |revision: &Revision, missing: Option<u32>| {
            always || (revision.is_table() && (astray || missing.is_some()))
        };
        let was = lacks(before, missing.before);
        let is = lacks(written, missing.now);
        let mut changes = brought_to_light(document, revision, was || astray);
        // Whether a program needs a missing object depends on where it is named.
        let first_table = always && written.is_table() && {
            let before = revisions.get(..revision).unwrap_or_default();
            !before.iter().any(Revision::is_table)
        };
        let differs = was != is || (!always && (was || is) && missing.anew.is_some());
        // Where no section is a table, Poppler finds no trailer, and nothing to show; nor behind a section that it cannot read.
        let breaks_off = self
            .breaks_off_after
            .get_or_insert_with(|| document.unreadable_size());
        let breaks_off = breaks_off.is_some_and(|last| last < revision);
        if first_table || breaks_off || differs && self.shows_otherwise(document, revision, index) {
            let number = missing.anew.or(missing.now).or(missing.before);
            let what = ChangeKind::RebuiltDifferently { number };
            changes.push(Change::forbidden(revision, what));
        }
        changes
    }

    /// Whether a program that rebuilds the file may find other objects in it than the cross-reference names.
    fn shows_otherwise(
        &mut self,
        document: &Document<'_>,
        revision: usize,
        index: &ReferenceIndex,
    ) -> bool {
        let revisions = document.revisions();
        let packed = *self.packed_since.get_or_insert_with(|| {
            let is_packed = |entry: &(u32, Location)| entry.1.is_compressed();
            revisions
                .iter()
                .position(|revision| revision.entries.iter().any(is_packed))
        });
        packed.is_some_and(|since| since < revision)
            || index.misses_what_was_there(document, revision)
            || *self.leftovers.get_or_insert_with(|| {
                // Later revisions may leave none.
                !leftovers::until(document, revision.saturating_sub(1)).is_empty()
            })
    }
}

/// Objects that programs did not find before, or found elsewhere: when the file was rebuilt, those
/// in object streams; always, those that a table marked as free beside its own stream.
fn brought_to_light(document: &Document<'_>, revision: usize, rebuilt: bool) -> Vec<Change> {
    let before = revision.saturating_sub(1);
    let entries = document.revisions().get(revision);
    let entries = entries.iter().flat_map(|written| &written.entries);
    let listed = entries.filter(|(_, location)| !matches!(location, Location::Free { .. }));
    let found = listed.filter(|(number, location)| {
        let old = document.locate(*number, before).map(|(_, old)| old);
        // In another object stream it stays as hard to find.
        let stands_alone = matches!(location, Location::Offset { .. });
        let unpacked = rebuilt && old.is_some_and(Location::is_compressed) && stands_alone;
        unpacked || document.at(before).hides(*number)
    });
    found
        .map(|(number, _)| {
            let what = ChangeKind::BroughtToLight { number: *number };
            Change::forbidden(revision, what)
        })
        .collect()
}

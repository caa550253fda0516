//! References between objects: old objects must not refer to new ones, an object replaced in place
//! must be used at that place only, and an object that nothing refers to is harmless.
//!
//! A signed revision may hold references to objects that do not exist yet, or use one object at two
//! places (shadow attacks prepare documents like that). An object that fills such a gap, or that a
//! revision changes for one place while another place shows it too, is never explained.

mod holders;
#[cfg(test)]
mod tests;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use holders::Holders;
use kyso_pdf::{Document, Flaw, LimitKind, Location, Object, ObjectId, PdfError, View};
use smallvec::SmallVec;

/// The numbers that stand for the trailer among the holders of references: for
/// its key `/Info`, and for all its other keys. No object has them.
pub(super) const INFORMATION: u32 = u32::MAX;
pub(super) const TRAILER: u32 = 0;

/// Which objects refer to which, as of one revision; moved forward revision by
/// revision, so that the whole history costs as much as the objects in it.
#[derive(Debug, Default)]
pub(crate) struct ReferenceIndex {
    revision: Option<usize>,
    /// The targets in ascending order, each once.
    targets: HashMap<u32, SmallVec<[u32; USUAL_TARGETS]>>,
    holders: HashMap<u32, Holders>,
    /// References in `targets`.
    held: usize,
    /// Numbers that something refers to and no object has.
    missing: BTreeSet<u32>,
    /// The missing objects, before or now, to which the last revision brought or ended a reference,
    /// or which it made or ended.
    missed_anew: BTreeSet<u32>,
    /// Streams whose data reach into what later revisions append.
    reaching: BTreeSet<u32>,
    /// The references of the object that is being read: empty in between.
    found: Vec<u32>,
}

/// Objects that most objects refer to at most.
const USUAL_TARGETS: usize = 4;

impl ReferenceIndex {
    /// Brings the index to the state of `revision`.
    pub(super) fn advance(
        &mut self,
        document: &Document<'_>,
        revision: usize,
    ) -> Result<(), PdfError> {
        let first = self.revision.map_or(0, |done| done + 1);
        for step in first..=revision {
            self.missed_anew.clear();
            // At the start, only the last version of each old object counts.
            let view = document.at(step);
            let revision = document.revisions().get(step);
            let entries = revision.map_or(&[][..], |revision| &revision.entries);
            self.targets.reserve(entries.len());
            self.holders.reserve(entries.len());
            for (number, _) in entries {
                self.replace(&view, *number)?;
            }
            self.replace_trailer(&view);
            for (number, location) in entries {
                self.note_missing(*number, *location);
            }
            self.refuse_what_reaches()?;
            self.revision = Some(step);
        }
        Ok(())
    }

    /// Refuses a stream that something refers to and whose data reach into what later revisions append.
    fn refuse_what_reaches(&self) -> Result<(), PdfError> {
        let mut reaching = self.reaching.iter();
        match reaching.find(|number| self.holders.contains_key(number)) {
            Some(number) => Err(PdfError::UnexpectedObject {
                id: ObjectId::new(*number, 0),
                what: Flaw::ReachesIntoLater,
            }),
            None => Ok(()),
        }
    }

    fn replace(&mut self, view: &View<'_, '_>, number: u32) -> Result<(), PdfError> {
        if number == INFORMATION {
            return Err(PdfError::LimitReached {
                budget: LimitKind::ObjectNumbers,
                limit: INFORMATION as usize,
            });
        }
        let room = limit(view).saturating_sub(self.held);
        let mut found = std::mem::take(&mut self.found);
        if number != TRAILER {
            match find(view, number, room, &mut found)? {
                true => self.reaching.insert(number),
                false => self.reaching.remove(&number),
            };
        }
        if found.len() > room {
            return Err(PdfError::LimitReached {
                budget: LimitKind::References,
                limit: limit(view),
            });
        }
        self.set(view, number, &mut found);
        found.clear();
        self.found = found;
        Ok(())
    }

    fn replace_trailer(&mut self, view: &View<'_, '_>) {
        let trailer = view.trailer();
        let information = trailer.get("Info").and_then(Object::as_reference);
        let mut targets: Vec<u32> = information.iter().map(|id| id.number).collect();
        self.set(view, INFORMATION, &mut targets);
        let mut found = Vec::new();
        let others = trailer.iter().filter(|(key, _)| **key != "Info");
        let mut pending: Vec<&Object> = others.map(|(_, value)| value).collect();
        while let Some(object) = pending.pop() {
            match object {
                Object::Reference(id) => found.push(id.number),
                Object::Array(elements) => pending.extend(elements),
                Object::Dictionary(entries) => pending.extend(entries.iter().map(|(_, v)| v)),
                _ => {}
            }
        }
        self.set(view, TRAILER, &mut found);
    }

    fn set(&mut self, view: &View<'_, '_>, holder: u32, targets: &mut Vec<u32>) {
        targets.sort_unstable();
        targets.dedup();
        let before = match targets.is_empty() {
            true => self.targets.remove(&holder),
            false => self.targets.insert(holder, SmallVec::from_slice(targets)),
        };
        let before = before.unwrap_or_default();
        for old in &before {
            if targets.binary_search(old).is_err() {
                self.end_reference(holder, *old);
            }
        }
        for new in targets.iter() {
            if before.binary_search(new).is_err() {
                self.begin_reference(view, holder, *new);
            }
        }
    }

    fn end_reference(&mut self, holder: u32, target: u32) {
        if self.missing.contains(&target) {
            self.missed_anew.insert(target);
        }
        self.held -= 1;
        if let Entry::Occupied(mut holders) = self.holders.entry(target)
            && holders.get_mut().remove(holder)
        {
            holders.remove();
            self.missing.remove(&target);
        }
    }

    fn begin_reference(&mut self, view: &View<'_, '_>, holder: u32, target: u32) {
        self.held += 1;
        match self.holders.entry(target) {
            Entry::Occupied(mut holders) => holders.get_mut().insert(holder),
            Entry::Vacant(place) => {
                place.insert(Holders::One(holder));
                if !is_in_use(view, target) {
                    self.missing.insert(target);
                }
            }
        }
        // One that this revision defines is still among the missing, and is seen to later.
        if self.missing.contains(&target) {
            self.missed_anew.insert(target);
        }
    }

    /// The revision came to say something else about this number.
    fn note_missing(&mut self, number: u32, location: Location) {
        let is_free = matches!(location, Location::Free { .. });
        let is_missing = is_free && self.holders.contains_key(&number);
        let is_new = match is_missing {
            true => self.missing.insert(number),
            false => self.missing.remove(&number),
        };
        if is_new {
            self.missed_anew.insert(number);
        }
    }

    /// The first number that something refers to and no object has.
    pub(super) fn missing(&self) -> Option<u32> {
        self.missing.first().copied()
    }

    /// The first missing number to which the last revision brought a reference, or ended one.
    pub(super) fn missed_anew(&self) -> Option<u32> {
        self.missed_anew.first().copied()
    }

    /// Whether what is missing as of `revision` was there once: its bytes still are. Of very many, it may be.
    pub(super) fn misses_what_was_there(&self, document: &Document<'_>, revision: usize) -> bool {
        const LOOKED_AT: usize = 1000;
        let was_there = |number: &u32| document.had(*number, revision);
        self.missing.len() > LOOKED_AT || self.missing.iter().any(was_there)
    }

    /// The objects that refer to `number`; [`INFORMATION`] for that key of the trailer.
    pub(super) fn holders(&self, number: u32) -> impl Iterator<Item = u32> {
        self.holders
            .get(&number)
            .into_iter()
            .flat_map(Holders::iter)
    }
}

/// Adds the references of the object `number` to `found`: when there are more than `room`, at least
/// one more than that. Returns whether the object is a stream whose data reach into the bytes of
/// later revisions.
fn find(
    view: &View<'_, '_>,
    number: u32,
    room: usize,
    found: &mut Vec<u32>,
) -> Result<bool, PdfError> {
    let mut reaches = false;
    let ends = view.references(number, &mut |target| {
        // Neighbours are often the same.
        if found.last() != Some(&target) && found.len() <= room {
            found.push(target);
        }
    });
    if !matches!(ends, Ok(true)) {
        reaches = view.check_within_revision(number)?;
    }
    match ends {
        Ok(_) => {}
        Err(error @ PdfError::LimitReached { .. }) => return Err(error),
        // An object that cannot be read was so when it was signed; a later one is named as such.
        Err(_) => view.loose_references(number, &mut |target| found.push(target))?,
    }
    Ok(reaches)
}

/// How many references the index may hold: each takes at most some eighty bytes together with the
/// entries for its target and its holder, 32 and 36 with room in their tables.
fn limit(view: &View<'_, '_>) -> usize {
    const BYTES: usize = 80;
    view.document().limits().references_held / BYTES
}

/// Whether an object has this number.
pub(super) fn is_in_use(view: &View<'_, '_>, number: u32) -> bool {
    let location = view.locate(number);
    location.is_some_and(|location| !matches!(location, Location::Free { .. }))
}

/// An object that is known at one place only.
#[derive(Debug, Default)]
pub(super) struct KnownPlace {
    /// The objects that refer to it there.
    pub(super) holders: BTreeSet<u32>,
    /// The objects that are explained only as long as nothing else refers to this one.
    pub(super) explains: BTreeSet<u32>,
}

/// Places by object number.
pub(super) type Placed = BTreeMap<u32, KnownPlace>;

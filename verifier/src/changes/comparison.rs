//! One revision against the one before it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use kyso_pdf::{
    Dictionary, Document, Flaw, Location, Object, ObjectId, PdfError, Strictness, View,
};

use super::equality::{Equality, Roundings};
use super::field_tree::FieldForest;
use super::filled::Filling;
use super::held::{Elements, Entries};
use super::reason::Reason;
use super::references::{Placed, ReferenceIndex};
use crate::finding::{Change, ChangeKind, ChangeRule};

/// How an object of the revision differs from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    Added,
    Replaced,
    Removed,
}

/// The comparison of two successive revisions.
pub(crate) struct Comparison<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) revision: usize,
    pub(super) old: View<'d, 'a>,
    pub(super) new: View<'d, 'a>,
    pub(super) equality: Equality<'d, 'a>,
    /// Objects that differ, with the generation they have now.
    pub(super) differences: BTreeMap<u32, (u16, Difference)>,
    /// Whether any of them is new.
    pub(super) adds_objects: bool,
    /// Objects that were written again, equal in all that counts.
    pub(super) rewritten: BTreeSet<u32>,
    pub(super) explained: BTreeMap<u32, Reason>,
    /// Replaced objects that are explained by their place, with the objects
    /// that may refer to them there.
    pub(super) placed: Placed,
    /// Page, from 0, of objects that a rule could place on one.
    pub(super) pages: BTreeMap<u32, usize>,
    /// Changes that are no single object.
    pub(super) notes: Vec<Change>,
    /// Fields that are filled in, and where they are drawn.
    pub(super) fillings: Vec<Filling>,
    /// The same by object, before they are all known.
    pub(super) filled: BTreeSet<ObjectId>,
    /// Widgets that new signature fields bring.
    pub(super) new_widgets: BTreeSet<ObjectId>,
    /// The rules by which signatures came in.
    pub(super) signings: BTreeSet<ChangeRule>,
    /// The dictionaries of signatures that came in.
    pub(super) signed_values: BTreeSet<ObjectId>,
    /// The field trees of all revisions.
    pub(super) fields: Rc<FieldForest>,
}

impl<'d, 'a> Comparison<'d, 'a> {
    /// Finds the objects that differ between `revision` and the one before it.
    pub(crate) fn new(
        document: &'d Document<'a>,
        revision: usize,
        fields: Rc<FieldForest>,
        roundings: Rc<Roundings>,
    ) -> Result<Self, PdfError> {
        let before = revision.checked_sub(1).ok_or(PdfError::Missing {
            what: Flaw::BeforeFirstRevision,
        })?;
        let mut comparison = Self {
            document,
            revision,
            old: document.at(before),
            new: document.at(revision),
            equality: Equality::new(document.at(before), document.at(revision), roundings),
            differences: BTreeMap::new(),
            adds_objects: false,
            rewritten: BTreeSet::new(),
            explained: BTreeMap::new(),
            placed: Placed::new(),
            pages: BTreeMap::new(),
            notes: Vec::new(),
            fillings: Vec::new(),
            filled: BTreeSet::new(),
            new_widgets: BTreeSet::new(),
            signings: BTreeSet::new(),
            signed_values: BTreeSet::new(),
            fields,
        };
        comparison.check_budget()?;
        comparison.collect_differences()?;
        Ok(comparison)
    }

    /// Applies all rules and lists every difference, and the fields filled in.
    pub(crate) fn run(
        mut self,
        index: &ReferenceIndex,
    ) -> Result<(Vec<Change>, Vec<Filling>), PdfError> {
        self.explain_file_structure()?;
        self.compare_trailers()?;
        self.compare_catalogs(index)?;
        self.compare_pages(index)?;
        self.compare_remarks(index)?;
        self.compare_page_tree()?;
        self.compare_structure_tree()?;
        self.explain_rewritten();
        self.refuse_other_kinds()?;
        self.refuse_ambiguous()?;
        self.check_references(index)?;
        self.refuse_needless(index)?;
        self.check_writing()?;
        self.check_budget()?;
        let mut changes = std::mem::take(&mut self.notes);
        changes.extend(self.object_changes());
        Ok((changes, self.fillings))
    }

    /// The dictionary under `key`, its reference followed; empty when absent. It is counted,
    /// because each revision may ask for it.
    pub(super) fn dictionary<'o>(
        view: &View<'_, '_>,
        holder: &'o Dictionary,
        key: &str,
    ) -> Result<Entries<'o>, PdfError> {
        let value = view.get(holder, key)?;
        view.count_compared(value.as_dictionary().map_or(0, Dictionary::len))?;
        Ok(Entries(value))
    }

    /// The array under `key`, its reference followed; empty when absent. It is counted as a
    /// dictionary is.
    pub(super) fn array<'o>(
        view: &View<'_, '_>,
        holder: &'o Dictionary,
        key: &str,
    ) -> Result<Elements<'o>, PdfError> {
        let value = view.get(holder, key)?;
        view.count_compared(value.as_array().map_or(0, <[Object]>::len))?;
        Ok(Elements(value))
    }

    /// An error once the elements that all revisions compare are too many: what was found equal or
    /// different since is not known.
    fn check_budget(&self) -> Result<(), PdfError> {
        self.new.count_compared(0)
    }

    fn collect_differences(&mut self) -> Result<(), PdfError> {
        let Some(revision) = self.document.revisions().get(self.revision) else {
            return Ok(());
        };
        for &(number, location) in &revision.entries {
            let before = self.old.locate(number);
            let reserved = number == 0 && matches!(location, Location::Free { .. });
            if reserved || before == Some(location) {
                continue;
            }
            let generation = generation(location);
            match self.difference(number, before, location)? {
                Some(difference) => {
                    self.adds_objects |= difference == Difference::Added;
                    self.differences.insert(number, (generation, difference));
                }
                None if !matches!(location, Location::Free { .. }) => {
                    self.rewritten.insert(number);
                }
                None => {}
            }
        }
        Ok(())
    }

    fn difference(
        &self,
        number: u32,
        before: Option<Location>,
        after: Location,
    ) -> Result<Option<Difference>, PdfError> {
        let existed = before.filter(|location| !matches!(location, Location::Free { .. }));
        Ok(match (existed, after) {
            (None, Location::Free { .. }) => None,
            (None, _) => Some(Difference::Added),
            (Some(_), Location::Free { .. }) => Some(Difference::Removed),
            (Some(before), after) => {
                let old = self.old.object(ObjectId::new(number, generation(before)));
                let new = self.new.object(ObjectId::new(number, generation(after)));
                let (old, new) = (unless_limited(old)?, unless_limited(new)?);
                // An object that programs read differently is equal to no other.
                let same = generation(before) == generation(after)
                    && matches!((&old, &new), (Some(old), Some(new)) if self.equality.equal(old, new))
                    && self.is_unambiguous(number)?;
                (!same).then_some(Difference::Replaced)
            }
        })
    }

    /// Whether all programs read the same object before.
    fn is_unambiguous(&self, number: u32) -> Result<bool, PdfError> {
        let fault = self.old.writing_fault(number, Strictness::Ambiguous)?;
        Ok(fault.is_none())
    }

    /// New objects that hold what stood elsewhere before, to the last entry.
    fn explain_rewritten(&mut self) {
        let reached = self.equality.reached.take();
        for number in reached {
            let difference = self.differences.get(&number);
            if difference.is_some_and(|(_, d)| *d == Difference::Added) {
                self.explained
                    .entry(number)
                    .or_insert(ChangeRule::Rewritten.into());
            }
        }
    }

    /// A dictionary that becomes a stream, or the other way round, is no longer
    /// the thing that a rule compared.
    fn refuse_other_kinds(&mut self) -> Result<(), PdfError> {
        for id in self.replaced() {
            let (old, new) = (self.old.object(id)?, self.new.object(id)?);
            if matches!(&*old, Object::Stream(_)) != matches!(&*new, Object::Stream(_)) {
                self.explained.remove(&id.number);
            }
        }
        Ok(())
    }

    /// An object that programs read differently before cannot be compared with
    /// what it is now.
    fn refuse_ambiguous(&mut self) -> Result<(), PdfError> {
        for id in self.replaced() {
            if !self.explained.contains_key(&id.number) {
                let (old, new) = (self.old.object(id)?, self.new.object(id)?);
                if !self.equality.equal(&old, &new) {
                    continue;
                }
            }
            if let Some(fault) = self.old.writing_fault(id.number, Strictness::Ambiguous)? {
                self.explained.remove(&id.number);
                self.note(ChangeKind::ReadDifferently { fault }, Some(id), None);
            }
        }
        Ok(())
    }

    /// How the target of a reference differs from before.
    pub(super) fn difference_of(&self, id: ObjectId) -> Option<Difference> {
        let (generation, difference) = self.differences.get(&id.number)?;
        (*generation == id.generation).then_some(*difference)
    }

    /// The object of the old revision with this number.
    pub(super) fn old_id(&self, number: u32) -> ObjectId {
        ObjectId::new(number, self.old.locate(number).map_or(0, generation))
    }

    /// The objects that were replaced.
    pub(super) fn replaced(&self) -> Vec<ObjectId> {
        let replaced = self
            .differences
            .iter()
            .filter_map(|(&number, &(generation, d))| {
                (d == Difference::Replaced).then_some(ObjectId::new(number, generation))
            });
        replaced.collect()
    }

    /// Marks one object as explained.
    pub(super) fn explain(&mut self, id: ObjectId, reason: impl Into<Reason>) {
        if self.difference_of(id).is_some() {
            self.explained.entry(id.number).or_insert(reason.into());
        }
    }

    /// Explains an object that is replaced in place: it stays explained only
    /// when nothing but `holders` referred to it before.
    pub(super) fn explain_in_place(
        &mut self,
        id: ObjectId,
        holders: &[u32],
        reason: impl Into<Reason>,
    ) {
        self.explain(id, reason);
        self.explain_while_alone(id, holders, id);
    }

    /// Keeps `explained` explained only when nothing but `holders` referred to
    /// `id` before.
    pub(super) fn explain_while_alone(
        &mut self,
        id: ObjectId,
        holders: &[u32],
        explained: ObjectId,
    ) {
        let place = self.placed.entry(id.number).or_default();
        place.holders.extend(holders);
        place.explains.insert(explained.number);
    }

    /// A reference at a place of `holder`: the same as before, or to something
    /// new. False for a reference to anything that already existed elsewhere.
    pub(super) fn explain_kept_or_new(
        &mut self,
        old: Option<&Object>,
        new: &Object,
        holder: u32,
        reason: impl Into<Reason>,
    ) -> Result<bool, PdfError> {
        match new.as_reference() {
            Some(id) if old == Some(new) => {
                self.explain_in_place(id, &[holder], reason);
                Ok(true)
            }
            Some(id) if self.difference_of(id) != Some(Difference::Added) => Ok(false),
            _ => {
                self.explain_new(new, reason)?;
                Ok(true)
            }
        }
    }

    /// The object that holds the value of `key`: its target when the value is a
    /// reference, else `holder` itself.
    pub(super) fn place_of(dictionary: &Dictionary, key: &str, holder: u32) -> u32 {
        let target = dictionary.get(key).and_then(Object::as_reference);
        target.map_or(holder, |id| id.number)
    }

    /// Adds a change that is more than one object.
    pub(super) fn note(
        &mut self,
        what: ChangeKind,
        object: Option<ObjectId>,
        reason: Option<&Reason>,
    ) {
        let page = object.and_then(|id| self.pages.get(&id.number).copied());
        self.notes.push(Change {
            revision: self.revision,
            what,
            object,
            page_index: page,
            field: reason.and_then(|reason| reason.field.as_deref().map(str::to_owned)),
            permitted_by: reason.map(|reason| reason.rule),
        });
    }
}

fn generation(location: Location) -> u16 {
    match location {
        Location::Offset { generation, .. } | Location::Free { generation } => generation,
        Location::Compressed { .. } => 0,
    }
}

/// `None` for an object that is malformed. A revision that leaves an object as it was signed does
/// not change it, however malformed it is; a rule that depends on its content does not know it.
pub(super) fn readable<T>(object: Result<T, PdfError>) -> Result<Option<T>, PdfError> {
    match object {
        Ok(object) => Ok(Some(object)),
        Err(PdfError::Syntax { .. } | PdfError::ObjectMisplaced { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// `None` for an object that cannot be read, but an error once the budget of the file is spent: a
/// comparison that goes on would read as much for every revision.
fn unless_limited<T>(object: Result<T, PdfError>) -> Result<Option<T>, PdfError> {
    match object {
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        object => Ok(object.ok()),
    }
}

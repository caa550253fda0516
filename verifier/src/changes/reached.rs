//! What a new object, or a new place of one, leads to.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, PdfError};

use super::comparison::{Comparison, Difference};
use super::reason::Reason;

impl Comparison<'_, '_> {
    /// Marks everything that is new and reached from `object` as explained.
    /// What existed before is not, and is not followed.
    pub(super) fn explain_new(
        &mut self,
        object: &Object,
        reason: impl Into<Reason>,
    ) -> Result<(), PdfError> {
        self.explain_reached(reason, |found| add_forward(object, found))
    }

    /// The same for what is reached from the entries of a dictionary.
    pub(super) fn explain_new_within(
        &mut self,
        entries: &Dictionary,
        reason: impl Into<Reason>,
    ) -> Result<(), PdfError> {
        self.explain_reached(reason, |found| add_forward_entries(entries, found))
    }

    fn explain_reached(
        &mut self,
        reason: impl Into<Reason>,
        add: impl FnOnce(&mut Vec<ObjectId>) -> usize,
    ) -> Result<(), PdfError> {
        if !self.adds_objects {
            return Ok(());
        }
        let reason = reason.into();
        let mut pending = Vec::new();
        self.count_walked(add(&mut pending))?;
        while let Some(id) = pending.pop() {
            let new = self.difference_of(id) == Some(Difference::Added);
            if new && !self.explained.contains_key(&id.number) {
                self.explained.insert(id.number, reason.clone());
                let object = self.new.object(id)?;
                self.count_walked(add_forward(&object, &mut pending))?;
            }
        }
        Ok(())
    }

    /// Counts elements that were looked at only, which takes less than to compare them.
    fn count_walked(&self, elements: usize) -> Result<(), PdfError> {
        const ELEMENTS: usize = 8;
        self.new.count_compared(elements / ELEMENTS)
    }
}

/// Adds the references of an object, in their order, except the back references of dictionaries:
/// they lead out of the new objects, and following them is harmless but useless. Gives the number
/// of elements that were looked at.
fn add_forward(object: &Object, found: &mut Vec<ObjectId>) -> usize {
    match object {
        Object::Reference(id) => {
            found.push(*id);
            0
        }
        Object::Array(elements) => {
            let within = elements.iter().map(|element| add_forward(element, found));
            elements.len() + within.sum::<usize>()
        }
        _ => {
            let entries = object.as_dictionary();
            entries.map_or(0, |entries| add_forward_entries(entries, found))
        }
    }
}

fn add_forward_entries(entries: &Dictionary, found: &mut Vec<ObjectId>) -> usize {
    let is_back = |name: &Name| *name == "Parent" || *name == "P";
    let forward = entries.iter().filter(|(name, _)| !is_back(name));
    let within = forward.map(|(_, value)| add_forward(value, found));
    entries.len() + within.sum::<usize>()
}

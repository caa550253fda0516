//! How later revisions write their objects, and which they write again.
//!
//! Objects that are equal for this reader must be equal for every program. So an object of a later
//! revision is written plainly and without new keys that are null, and objects that draw are not
//! written again without need (ADR 0022).

use std::collections::HashSet;

use kyso_pdf::{
    Dictionary, Irregularity, Location, Object, ObjectId, PdfError, Strictness, WritingFault,
};

use super::comparison::{Comparison, Difference, readable};
use super::held::{ByName, elements_within};
use super::references::ReferenceIndex;
use crate::finding::ChangeKind;

impl Comparison<'_, '_> {
    /// Notes every object of the revision that is not written plainly.
    pub(super) fn check_writing(&mut self) -> Result<(), PdfError> {
        let Some(revision) = self.document.revisions().get(self.revision) else {
            return Ok(());
        };
        let written: Vec<_> = revision
            .entries
            .iter()
            .filter(|(number, location)| self.old.locate(*number) != Some(*location))
            .filter(|(_, location)| !matches!(location, Location::Free { .. }))
            .copied()
            .collect();
        for (number, location) in written {
            let id = id_at(number, location);
            if let Some(fault) = self.new.writing_fault(number, Strictness::Canonical)? {
                self.note(ChangeKind::ReadDifferently { fault }, Some(id), None);
                continue;
            }
            let object = self.new.object(id)?;
            let before = self.old.object(self.old_id(number));
            let before = before.as_deref().unwrap_or(&Object::Null);
            if self.names_another_generation(before, &object) {
                let fault = WritingFault {
                    offset: object.span().start,
                    container: None,
                    what: Irregularity::Generation,
                };
                self.note(ChangeKind::ReadDifferently { fault }, Some(id), None);
            }
            self.new
                .count_compared(elements_within(&object) / ELEMENTS)?;
            if holds_null(&object)
                && let Some(key) = new_null(before, &object)
            {
                self.note(ChangeKind::NullEntry { key }, Some(id), None);
            }
        }
        Ok(())
    }

    /// Whether an object came to refer to another generation of an object than
    /// there is: some programs follow a reference whatever its generation is.
    fn names_another_generation(&self, old: &Object, new: &Object) -> bool {
        let mut known = None;
        references(new).any(|id| {
            let present = match self.new.locate(id.number) {
                None | Some(Location::Free { .. }) => return false,
                Some(location) => id_at(id.number, location),
            };
            let mut was_named = || {
                let known = known.get_or_insert_with(|| references(old).collect::<HashSet<_>>());
                known.contains(&id)
            };
            present != id && !was_named()
        })
    }

    /// Notes objects that draw and were written again although nothing needed it.
    pub(super) fn refuse_needless(&mut self, index: &ReferenceIndex) -> Result<(), PdfError> {
        let mut pages = None;
        for number in std::mem::take(&mut self.rewritten) {
            let id = self.old_id(number);
            let object = self.old.object(id)?;
            let needless = match &*object {
                Object::Stream(stream) => {
                    let kind = stream.dictionary.name("Type");
                    let metadata = kind.is_some_and(|kind| *kind == "Metadata");
                    !metadata && !self.is_validation_data(id, index)?
                }
                Object::Dictionary(dictionary) => match dictionary.name("Type") {
                    Some(kind) if *kind == "Page" => {
                        let serves = self.serves_annotations(id, dictionary, &mut pages)?;
                        !serves
                    }
                    Some(kind) => FONTS.iter().any(|font| *kind == **font),
                    None => false,
                },
                _ => false,
            };
            if needless {
                self.note(ChangeKind::WrittenAgain, Some(id), None);
            }
        }
        Ok(())
    }

    /// Whether an annotation of the page came, went or changed. `pages` keeps those that list one.
    fn serves_annotations(
        &self,
        page: ObjectId,
        entries: &Dictionary,
        pages: &mut Option<HashSet<ObjectId>>,
    ) -> Result<bool, PdfError> {
        let list = entries.get("Annots").and_then(Object::as_reference);
        if list.is_some_and(|list| self.difference_of(list).is_some()) {
            return Ok(true);
        }
        let annotations = Self::array(&self.new, entries, "Annots")?;
        let mut annotations = annotations.iter().filter_map(Object::as_reference);
        if annotations.any(|id| self.difference_of(id).is_some() || self.new_widgets.contains(&id))
        {
            return Ok(true);
        }
        let pages = match pages {
            Some(pages) => pages,
            None => pages.insert(self.pages_of_changed()?),
        };
        Ok(pages.contains(&page))
    }

    /// The pages that new or changed objects name.
    fn pages_of_changed(&self) -> Result<HashSet<ObjectId>, PdfError> {
        let mut pages = HashSet::new();
        for (number, (generation, difference)) in &self.differences {
            if *difference == Difference::Removed {
                continue;
            }
            let object = self.new.object(ObjectId::new(*number, *generation))?;
            let stands_on = object.as_dictionary().and_then(|entries| entries.get("P"));
            pages.extend(stands_on.and_then(Object::as_reference));
        }
        Ok(pages)
    }

    /// Whether a stream is used in lists only, as certificates, CRLs and OCSP responses are, or not
    /// at all: nothing draws those.
    fn is_validation_data(&self, id: ObjectId, index: &ReferenceIndex) -> Result<bool, PdfError> {
        for holder in index.holders(id.number) {
            let Some(object) = readable(self.old.object(self.old_id(holder)))? else {
                return Ok(false);
            };
            let known = match &*object {
                Object::Dictionary(entries) => self.lists(entries, id, id.number)?,
                Object::Array(_) => self.is_list_alone(holder, id, index)?,
                _ => false,
            };
            if !known {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether all holders of an array name it as a list of validation data.
    fn is_list_alone(
        &self,
        list: u32,
        id: ObjectId,
        index: &ReferenceIndex,
    ) -> Result<bool, PdfError> {
        for above in index.holders(list) {
            let above = self.old.object(self.old_id(above)).ok();
            let entries = above.as_ref().and_then(|above| above.as_dictionary());
            let lists = entries.map(|entries| self.lists(entries, id, list));
            if !lists.transpose()?.unwrap_or(false) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a dictionary has a list of validation data that is the object `list`, or holds `id`.
    fn lists(&self, entries: &Dictionary, id: ObjectId, list: u32) -> Result<bool, PdfError> {
        const LISTS: [&str; 6] = ["Certs", "OCSPs", "CRLs", "Cert", "OCSP", "CRL"];
        self.old.count_compared(entries.len())?;
        let named = entries
            .iter()
            .filter(|(name, _)| LISTS.iter().any(|l| **name == **l));
        for (_, value) in named {
            let is_named = match value {
                Object::Array(elements) => {
                    self.old.count_compared(elements.len() / ELEMENTS)?;
                    let mut elements = elements.iter().filter_map(Object::as_reference);
                    elements.any(|element| element == id)
                }
                value => value
                    .as_reference()
                    .is_some_and(|value| value.number == list),
            };
            if is_named {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Elements that are looked at as fast as one entry is compared.
const ELEMENTS: usize = 8;

fn id_at(number: u32, location: Location) -> ObjectId {
    match location {
        Location::Offset { generation, .. } => ObjectId::new(number, generation),
        _ => ObjectId::new(number, 0),
    }
}

/// All references in an object, as often as they occur.
fn references(object: &Object) -> impl Iterator<Item = ObjectId> {
    let mut pending = vec![object];
    std::iter::from_fn(move || {
        while let Some(object) = pending.pop() {
            match object {
                Object::Reference(id) => return Some(*id),
                Object::Array(elements) => pending.extend(elements),
                _ => {
                    let entries = object
                        .as_dictionary()
                        .into_iter()
                        .flat_map(Dictionary::iter);
                    pending.extend(entries.map(|(_, value)| value));
                }
            }
        }
        None
    })
}

fn holds_null(object: &Object) -> bool {
    match object {
        Object::Null => true,
        Object::Array(elements) => elements.iter().any(holds_null),
        _ => object.as_dictionary().is_some_and(|entries| {
            let mut values = entries.iter().map(|(_, value)| value);
            values.any(holds_null)
        }),
    }
}

/// A key that is null now, and was not null before: some programs take it for one that is there, others do not.
fn new_null(old: &Object, new: &Object) -> Option<String> {
    match new {
        Object::Array(elements) => {
            let before = old.as_array().unwrap_or_default();
            let before = before.iter().chain(std::iter::repeat(&Object::Null));
            let mut pairs = elements.iter().zip(before);
            pairs.find_map(|(new, old)| new_null(old, new))
        }
        _ => {
            let before = old.as_dictionary().map(ByName::new);
            new.as_dictionary()?.iter().find_map(|(name, value)| {
                let old = before.as_ref().and_then(|before| before.get(name));
                match (value, old) {
                    (Object::Null, Some(Object::Null)) => None,
                    (Object::Null, _) => Some(name.to_string()),
                    (value, old) => new_null(old.unwrap_or(&Object::Null), value),
                }
            })
        }
    }
}

/// The parts of a font (ISO 32000-2, 9.6 to 9.8).
const FONTS: [&str; 4] = ["Font", "FontDescriptor", "Encoding", "CMap"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_is_new_wherever_it_stands() {
        let with =
            |key: &str, value: Object| Object::Dictionary(Dictionary::new().with(key, value));
        let nested = with("A", Object::Array(vec![with("B", Object::Null)]));
        assert_eq!(new_null(&Object::Null, &nested), Some("B".into()));
        assert_eq!(new_null(&nested, &nested), None);
        assert_eq!(
            new_null(&with("A", Object::Integer(1)), &with("A", Object::Null)),
            Some("A".into())
        );
        // An element of an array keeps the place of the next one.
        assert_eq!(
            new_null(&Object::Null, &with("A", Object::Array(vec![Object::Null]))),
            None
        );
    }
}

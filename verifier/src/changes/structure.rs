//! Changes to the trailer, the catalog, and the parts that make up the file.

use foldhash::HashSet;
use kyso_pdf::{Dictionary, Flaw, Object, ObjectId, PdfError, View};

use super::comparison::{Comparison, Difference, readable};
use super::references::{INFORMATION, ReferenceIndex, TRAILER};
use crate::finding::{ChangeKind, ChangeRule};

impl Comparison<'_, '_> {
    /// Cross-reference and object streams are no content by themselves.
    pub(super) fn explain_file_structure(&mut self) -> Result<(), PdfError> {
        let changed: Vec<_> = self.differences.iter().map(|(n, d)| (*n, *d)).collect();
        for (number, (generation, difference)) in changed {
            let id = ObjectId::new(number, generation);
            let kind = |object: &Object| {
                let stream = object.as_stream()?;
                stream.dictionary.name("Type").map(ToString::to_string)
            };
            let new = kind(&*self.new.object(id)?);
            let replaces = difference == Difference::Replaced
                && new.as_deref() == Some("XRef")
                && kind(&*self.old.object(id)?) == new;
            if replaces {
                // It may take the number of an older one when nothing draws
                // that; an object stream in use may not.
                self.explain_in_place(id, &[], ChangeRule::FileStructure);
            } else if difference == Difference::Added
                && matches!(new.as_deref(), Some("XRef" | "ObjStm"))
            {
                self.explain(id, ChangeRule::FileStructure);
            }
        }
        Ok(())
    }

    /// The trailer must lead to the same catalog, or to a new one that is
    /// compared with it, and to the same encryption.
    pub(super) fn compare_trailers(&mut self) -> Result<(), PdfError> {
        let (old, new) = (self.old.trailer(), self.new.trailer());
        let same = |key| old.get(key) == new.get(key);
        // The key of an encrypted file depends on its identifier (7.6.4.3). Where it does, kyso reads no other than of two parts.
        let same_key =
            !new.contains("Encrypt") || permanent_identifier(old) == permanent_identifier(new);
        let information = match new.get("Info") {
            Some(info) => self.compare_information(old.get("Info"), info)?,
            None => true,
        };
        let keys = [
            ("Root", same("Root") || self.moved_catalog().is_some()),
            ("Encrypt", same("Encrypt")),
            ("ID", same_key),
            ("Size", self.shows_the_same_objects(old, new)),
            ("Info", information),
        ];
        for (key, _) in keys.iter().filter(|(_, allowed)| !allowed) {
            let key = (*key).to_owned();
            self.note(ChangeKind::Trailer { key }, None, None);
        }
        Ok(())
    }

    /// The catalog, when the trailer names a new object for it.
    fn moved_catalog(&self) -> Option<ObjectId> {
        let root = |trailer: &Dictionary| trailer.get("Root").and_then(Object::as_reference);
        let (old, new) = (root(self.old.trailer())?, root(self.new.trailer())?);
        let added = self.difference_of(new) == Some(Difference::Added);
        // Most programs find no catalog that a table calls free beside the stream that keeps it.
        let hides = |id: ObjectId, revision| self.document.at(revision).hides(id.number);
        let found = !hides(new, self.revision) && !hides(old, self.revision.saturating_sub(1));
        (old != new && added && found).then_some(new)
    }

    /// Programs may ignore objects whose number is not below `/Size` (ISO
    /// 32000-2, 7.5.5): another size may neither hide one nor bring one to light.
    fn shows_the_same_objects(&self, old: &Dictionary, new: &Dictionary) -> bool {
        let size = |trailer: &Dictionary| trailer.get("Size").and_then(Object::as_integer);
        let (before, after) = (size(old), size(new));
        let greatest = i64::from(self.old.greatest_number());
        before == after
            || after.is_some_and(|after| {
                // One that hid objects may not show them later.
                after > greatest && before.is_none_or(|before| before <= after && before > greatest)
            })
    }

    /// Plain values of the information dictionary may change, in place or in a
    /// new object. False when the trailer names something else.
    fn compare_information(
        &mut self,
        old: Option<&Object>,
        new: &Object,
    ) -> Result<bool, PdfError> {
        let Some(id) = new.as_reference() else {
            return Ok(old == Some(new));
        };
        if old == Some(new) && self.difference_of(id).is_none() {
            // However it is written, it was so when it was signed.
            return Ok(true);
        }
        let Some(before) = readable(self.old.resolve(old.unwrap_or(&Object::Null)))? else {
            return Ok(false);
        };
        let plain = self.only_plain_values_change(&before, &*self.new.object(id)?);
        if old == Some(new) {
            if plain {
                self.explain_in_place(id, &[INFORMATION], ChangeRule::Metadata);
            }
            return Ok(true);
        }
        let added = self.difference_of(id) == Some(Difference::Added);
        if added && plain {
            self.explain(id, ChangeRule::Metadata);
        }
        Ok(added && plain)
    }

    /// Whether two information dictionaries differ in strings and names only:
    /// what else they hold stays.
    fn only_plain_values_change(&self, old: &Object, new: &Object) -> bool {
        let nothing = Dictionary::new();
        let (old, new) = match (old, new) {
            (Object::Dictionary(old), Object::Dictionary(new)) => (old, new),
            (Object::Null, Object::Dictionary(new)) => (&nothing, new),
            _ => return false,
        };
        let plain = |value: Option<&Object>| {
            value.is_none_or(|value| matches!(value, Object::String(_) | Object::Name(_)))
        };
        let typed = old.contains("Type") || new.contains("Type");
        let keys = self.equality.differing_keys(old, new);
        !typed
            && keys
                .iter()
                .all(|key| plain(old.get(key)) && plain(new.get(key)))
    }

    /// The catalog, key by key: each key has its rule or none.
    pub(super) fn compare_catalogs(&mut self, index: &ReferenceIndex) -> Result<(), PdfError> {
        let (id, old) = self.old.catalog()?;
        let (now, new) = self.new.catalog()?;
        if id == now && self.differences.is_empty() && self.rewritten.is_empty() {
            // All that it leads to is as it was.
            return Ok(());
        }
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return Err(PdfError::Missing {
                what: Flaw::Catalog,
            });
        };
        // Entries are looked for one by one, in every revision.
        self.new.count_compared(old.len() + new.len())?;
        let form = self.compare_forms(id, old, new, index)?;
        let store = self.compare_security_stores(id, old, new)?;
        let metadata = self.compare_metadata(id, old, new)?;
        let extensions = self.compare_extensions(id, old, new)?;
        let certified = self.compare_permissions(old, new)?;
        let mut rule = ChangeRule::Extensions;
        for key in self.equality.differing_keys(old, new) {
            let allowed = match key.as_str() {
                "AcroForm" => form.then_some(self.carrier_rule()),
                "Perms" => certified.then_some(ChangeRule::Certification),
                "DSS" => store.then_some(ChangeRule::DocumentSecurityStore),
                "Metadata" => metadata.then_some(ChangeRule::Metadata),
                "Extensions" => extensions.then_some(ChangeRule::Extensions),
                "Version" => is_version(new).then_some(ChangeRule::Extensions),
                "MarkInfo" => is_mark_information(&self.new, new)?.then_some(ChangeRule::Metadata),
                _ => None,
            };
            match allowed {
                Some(allowed) => rule = rule.min(allowed),
                None => {
                    if now != id {
                        let key = format!("Root /{key}");
                        self.note(ChangeKind::Trailer { key }, Some(now), None);
                    }
                    return Ok(());
                }
            }
        }
        self.explain(now, rule);
        if now != id {
            // The place that it leaves may be freed.
            self.explain_in_place(id, &[TRAILER], rule);
        }
        Ok(())
    }

    /// Nodes of the page tree stay as they are, but for the producer's mark
    /// that one widespread library leaves there.
    pub(super) fn compare_page_tree(&mut self) -> Result<(), PdfError> {
        for id in self.replaced() {
            let (old, new) = (self.old.object(id)?, self.new.object(id)?);
            let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
                continue;
            };
            let is_node = old.name("Type").is_some_and(|name| name == "Pages");
            let mark = matches!(new.get("ITXT"), None | Some(Object::String(_)));
            let keys = self.equality.differing_keys(old, new);
            if is_node && mark && keys.iter().all(|key| key == "ITXT") {
                self.explain(id, ChangeRule::Metadata);
            }
        }
        Ok(())
    }

    /// XMP metadata: a stream of its own, before and after.
    fn compare_metadata(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("Metadata") else {
            return Ok(false);
        };
        let unchanged = match value.as_reference() {
            Some(id) => old.get("Metadata") == Some(value) && self.difference_of(id).is_none(),
            None => false,
        };
        if unchanged {
            return Ok(true);
        }
        let after = is_metadata(&self.new, &*self.new.resolve(value)?);
        let before = match old.get("Metadata") {
            Some(value) => is_metadata(&self.old, &*self.old.resolve(value)?),
            None => true,
        };
        let rule = ChangeRule::Metadata;
        Ok(before
            && after
            && self.explain_kept_or_new(old.get("Metadata"), value, catalog.number, rule)?)
    }

    /// Extension dictionaries declare, they show nothing (ISO 32000-2, 7.12).
    fn compare_extensions(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("Extensions") else {
            return Ok(old.get("Extensions").is_none());
        };
        let rule = ChangeRule::Extensions;
        if !self.explain_kept_or_new(old.get("Extensions"), value, catalog.number, rule)? {
            return Ok(false);
        }
        let extensions = self.new.resolve(value)?;
        if !matches!(&*extensions, Object::Dictionary(_)) {
            return Ok(false);
        }
        self.explain_new(&extensions, rule)?;
        self.declares(&extensions, LEVELS_OF_EXTENSIONS, &mut HashSet::default())
    }

    /// Dictionaries and arrays of plain values; what is referred to is new, or
    /// was there before. `seen` has the objects that declare, with the levels that were left.
    fn declares(
        &self,
        object: &Object,
        levels: usize,
        seen: &mut HashSet<(ObjectId, usize)>,
    ) -> Result<bool, PdfError> {
        let Some(levels) = levels.checked_sub(1) else {
            return Ok(false);
        };
        match object {
            Object::Stream(_) => Ok(false),
            Object::Reference(id) if self.difference_of(*id) == Some(Difference::Replaced) => {
                Ok(false)
            }
            Object::Reference(id) if !seen.insert((*id, levels)) => Ok(true),
            Object::Reference(id) => self.declares(&*self.new.object(*id)?, levels, seen),
            Object::Dictionary(entries) => {
                self.new.count_compared(entries.len())?;
                let mut values = entries.iter().map(|(_, value)| value);
                all(&mut values, |value| self.declares(value, levels, seen))
            }
            Object::Array(elements) => {
                self.new.count_compared(elements.len())?;
                all(&mut elements.iter(), |value| {
                    self.declares(value, levels, seen)
                })
            }
            _ => Ok(true),
        }
    }
}

/// Levels of dictionaries, arrays and references below `/Extensions`, itself included.
const LEVELS_OF_EXTENSIONS: usize = 4;

/// Whether a question is answered with yes for all values, up to the first error.
fn all<'o>(
    values: &mut dyn Iterator<Item = &'o Object>,
    mut holds: impl FnMut(&'o Object) -> Result<bool, PdfError>,
) -> Result<bool, PdfError> {
    for value in values {
        if !holds(value)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `/Version` is a version such as `1.7` (ISO 32000-2, 7.7.2).
fn is_version(catalog: &Dictionary) -> bool {
    let version = catalog.name("Version").map(kyso_pdf::Name::as_bytes);
    matches!(version, Some([major, b'.', minor]) if major.is_ascii_digit() && minor.is_ascii_digit())
}

/// Whether an object is an XMP packet (ISO 32000-2, 14.3.2).
fn is_metadata(view: &View<'_, '_>, object: &Object) -> bool {
    let Some(stream) = object.as_stream() else {
        return false;
    };
    let kind = stream.dictionary.name("Type");
    kind.is_some_and(|name| name == "Metadata")
        && view.decoded(stream).is_ok_and(|packet| {
            let holds = |tag: &[u8]| packet.windows(tag.len()).any(|window| window == tag);
            holds(b":xmpmeta") || holds(b":RDF")
        })
}

/// Whether `/MarkInfo` holds flags only: they tell readers about tags.
fn is_mark_information(view: &View<'_, '_>, catalog: &Dictionary) -> Result<bool, PdfError> {
    let information = view.get(catalog, "MarkInfo")?;
    let Some(information) = catalog
        .get("MarkInfo")
        .filter(|value| value.as_reference().is_none())
        .and(information.as_dictionary())
    else {
        return Ok(false);
    };
    let mut flags = information.iter();
    Ok(flags.all(|(_, flag)| matches!(flag, Object::Boolean(_))))
}

/// The first element of `/ID`.
fn permanent_identifier(trailer: &Dictionary) -> Option<&Object> {
    trailer.get("ID")?.as_array()?.first()
}

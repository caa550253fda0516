//! Changes to the trailer, the catalog, and the parts that make up the file.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::{Comparison, Difference};
use super::references::TRAILER;
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

    /// The trailer must lead to the same catalog and the same encryption.
    pub(super) fn compare_trailers(&mut self) -> Result<(), PdfError> {
        let (old, new) = (self.old.trailer(), self.new.trailer());
        let same = |key| old.get(key) == new.get(key);
        if !same("Root") || !same("Encrypt") || !self.shows_the_same_objects(old, new) {
            self.note(ChangeKind::Trailer, None, None);
        }
        let allowed = match new.get("Info") {
            Some(info) => self.compare_information(old.get("Info"), info)?,
            None => true,
        };
        if !allowed {
            self.note(ChangeKind::Trailer, None, None);
        }
        Ok(())
    }

    /// Programs may ignore objects whose number is not below `/Size` (ISO
    /// 32000-2, 7.5.5): another size may neither hide one nor bring one to light.
    fn shows_the_same_objects(&self, old: &Dictionary, new: &Dictionary) -> bool {
        let size = |trailer: &Dictionary| trailer.get("Size").and_then(Object::as_integer);
        let (before, after) = (size(old), size(new));
        before == after
            || after.is_some_and(|after| {
                before.is_none_or(|before| before <= after)
                    && after > i64::from(self.old.greatest_number())
            })
    }

    /// The information dictionary may change, as long as it holds plain values
    /// only, before and after; another one must be new. False when the trailer
    /// names something else.
    fn compare_information(
        &mut self,
        old: Option<&Object>,
        new: &Object,
    ) -> Result<bool, PdfError> {
        let Some(id) = new.as_reference() else {
            return Ok(old == Some(new));
        };
        if old == Some(new) {
            let plain = is_plain(&*self.old.object(id)?) && is_plain(&*self.new.object(id)?);
            if plain {
                self.explain_in_place(id, &[TRAILER], ChangeRule::Metadata);
            }
            return Ok(true);
        }
        let added = self.difference_of(id) == Some(Difference::Added);
        if added && is_plain(&*self.new.object(id)?) {
            self.explain(id, ChangeRule::Metadata);
            return Ok(true);
        }
        let before = old.unwrap_or(&Object::Null);
        Ok(self.equality.equal(before, new))
    }

    /// The catalog, key by key: each key has its rule or none.
    pub(super) fn compare_catalogs(&mut self) -> Result<(), PdfError> {
        let (id, old) = self.old.catalog()?;
        let (_, new) = self.new.catalog()?;
        let old = old.as_dictionary().cloned().unwrap_or_default();
        let new = new.as_dictionary().cloned().unwrap_or_default();
        let form = self.compare_forms(id, &old, &new)?;
        let store = self.compare_security_stores(id, &old, &new)?;
        let metadata = self.compare_metadata(id, &old, &new)?;
        let extensions = self.compare_extensions(id, &old, &new)?;
        let mut rule = ChangeRule::Extensions;
        for key in self.equality.differing_keys(&old, &new) {
            let allowed = match key.as_str() {
                "AcroForm" => form.then_some(ChangeRule::NewSignature),
                "DSS" => store.then_some(ChangeRule::DocumentSecurityStore),
                "Metadata" => metadata.then_some(ChangeRule::Metadata),
                "Extensions" | "Version" => extensions.then_some(ChangeRule::Extensions),
                _ => None,
            };
            match allowed {
                Some(allowed) => rule = rule.min(allowed),
                None => return Ok(()),
            }
        }
        self.explain(id, rule);
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

    /// XMP metadata: a stream that stands alone, before and after.
    fn compare_metadata(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("Metadata") else {
            return Ok(false);
        };
        let after = is_metadata(&*self.new.resolve(value)?);
        let before = match old.get("Metadata") {
            Some(value) => is_metadata(&*self.old.resolve(value)?),
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
        let before = Self::dictionary(&self.old, old, "Extensions")?;
        let after = Self::dictionary(&self.new, new, "Extensions")?;
        let declares = |dictionary: &Dictionary| {
            dictionary
                .iter()
                .all(|(_, value)| !matches!(value, Object::Reference(_) | Object::Stream(_)))
        };
        let rule = ChangeRule::Extensions;
        Ok(self.equality.extends(&before, &after)
            && declares(&after)
            && self.explain_kept_or_new(old.get("Extensions"), value, catalog.number, rule)?)
    }
}

/// Whether an object is an information dictionary: strings, names, dates.
fn is_plain(object: &Object) -> bool {
    object.as_dictionary().is_some_and(|information| {
        let mut entries = information.iter();
        entries.all(|(name, value)| {
            matches!(value, Object::String(_) | Object::Name(_)) && *name != "Type"
        })
    })
}

fn is_metadata(object: &Object) -> bool {
    let kind = object.as_stream().and_then(|s| s.dictionary.name("Type"));
    kind.is_some_and(|name| name == "Metadata")
}

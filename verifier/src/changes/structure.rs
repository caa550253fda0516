//! Changes to the trailer, the catalog, and the parts that make up the file.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::{Comparison, Difference};
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
            let structural = match difference {
                Difference::Added => matches!(new.as_deref(), Some("XRef" | "ObjStm")),
                // A cross-reference stream may take the number of an older one;
                // an object stream in use may not.
                Difference::Replaced => {
                    new.as_deref() == Some("XRef")
                        && kind(&*self.old.object(id)?).as_deref() == Some("XRef")
                }
                Difference::Removed => false,
            };
            if structural {
                self.explain(id, ChangeRule::FileStructure);
            }
        }
        Ok(())
    }

    /// The trailer must lead to the same catalog and the same encryption.
    pub(super) fn compare_trailers(&mut self) -> Result<(), PdfError> {
        let (old, new) = (self.old.trailer(), self.new.trailer());
        let same = |key| old.get(key) == new.get(key);
        if !same("Root") || !same("Encrypt") {
            self.note(ChangeKind::Trailer, None, None);
        }
        if let Some(info) = new.get("Info") {
            self.compare_information(old.get("Info"), info)?;
        }
        Ok(())
    }

    /// The information dictionary may change, as long as it holds plain values only.
    fn compare_information(&mut self, old: Option<&Object>, new: &Object) -> Result<(), PdfError> {
        let Some(id) = new.as_reference() else {
            return Ok(());
        };
        if old == Some(new) || self.difference_of(id) == Some(Difference::Added) {
            let object = self.new.object(id)?;
            let plain = object.as_dictionary().is_some_and(|information| {
                let mut values = information.iter().map(|(_, value)| value);
                values.all(|v| matches!(v, Object::String(_) | Object::Name(_)))
            });
            if plain {
                self.explain(id, ChangeRule::Metadata);
            }
        }
        Ok(())
    }

    /// The catalog, key by key: each key has its rule or none.
    pub(super) fn compare_catalogs(&mut self) -> Result<(), PdfError> {
        let (id, old) = self.old.catalog()?;
        let (_, new) = self.new.catalog()?;
        let old = old.as_dictionary().cloned().unwrap_or_default();
        let new = new.as_dictionary().cloned().unwrap_or_default();
        let form = self.compare_forms(&old, &new)?;
        let store = self.compare_security_stores(&old, &new)?;
        let metadata = self.compare_metadata(&old, &new)?;
        let extensions = self.compare_extensions(&old, &new)?;
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

    /// XMP metadata: a stream that stands alone.
    fn compare_metadata(&mut self, old: &Dictionary, new: &Dictionary) -> Result<bool, PdfError> {
        let Some(id) = new.get("Metadata").and_then(Object::as_reference) else {
            return Ok(false);
        };
        let kept = old.get("Metadata").and_then(Object::as_reference) == Some(id);
        let added = self.difference_of(id) == Some(Difference::Added);
        let object = self.new.object(id)?;
        let is_metadata = object.as_stream().is_some_and(|stream| {
            let kind = stream.dictionary.name("Type");
            kind.is_some_and(|name| name == "Metadata")
        });
        if is_metadata && (kept || added) {
            self.explain(id, ChangeRule::Metadata);
        }
        Ok(is_metadata && (kept || added))
    }

    /// Extension dictionaries declare, they show nothing (ISO 32000-2, 7.12).
    fn compare_extensions(&mut self, old: &Dictionary, new: &Dictionary) -> Result<bool, PdfError> {
        let before = self.old.get(old, "Extensions")?;
        let before = before.as_dictionary().cloned().unwrap_or_default();
        let after = self.new.get(new, "Extensions")?;
        let after = after.as_dictionary().cloned().unwrap_or_default();
        let kept = self.equality.extends(&before, &after);
        if !kept {
            return Ok(false);
        }
        if let Some(id) = new.get("Extensions").and_then(Object::as_reference) {
            let same = old.get("Extensions").and_then(Object::as_reference) == Some(id);
            if same || self.difference_of(id) == Some(Difference::Added) {
                self.explain(id, ChangeRule::Extensions);
            }
        }
        self.explain_new(&Object::Dictionary(after), ChangeRule::Extensions)?;
        Ok(true)
    }
}

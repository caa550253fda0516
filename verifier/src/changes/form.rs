//! Changes to the interactive form: new signatures only.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, decode_text};

use super::comparison::{Comparison, Difference};
use super::equality::differing_keys;
use crate::finding::{ChangeKind, ChangeRule};

const RULE: ChangeRule = ChangeRule::NewSignature;

impl Comparison<'_, '_> {
    /// Compares `/AcroForm`; false when something else than new signatures changed.
    pub(super) fn compare_forms(
        &mut self,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let before = Self::dictionary(&self.old, old, "AcroForm")?;
        let after = Self::dictionary(&self.new, new, "AcroForm")?;
        let fields_before = Self::array(&self.old, &before, "Fields")?;
        let fields_after = Self::array(&self.new, &after, "Fields")?;
        if !self.compare_fields(&fields_before, &fields_after)? {
            return Ok(false);
        }
        let fresh = before.is_empty();
        let expected = |key: &str| match key {
            "Fields" | "SigFlags" => true,
            // Defaults for fields that do not exist yet change nothing that is seen.
            "DA" | "DR" | "Q" | "NeedAppearances" => before.get(key).is_none(),
            _ => fresh && key != "XFA",
        };
        let keys = differing_keys(self.document, &before, &after);
        if !keys.iter().all(|key| expected(key)) {
            return Ok(false);
        }
        let resources = after.get("DR").filter(|_| before.get("DR").is_none());
        if let Some(resources) = resources {
            self.explain_new(resources, RULE)?;
        }
        for value in [new.get("AcroForm"), after.get("Fields")] {
            if let Some(id) = value.and_then(Object::as_reference) {
                self.explain(id, RULE);
            }
        }
        Ok(true)
    }

    /// Every field stays, in its order; new ones are new signature fields.
    fn compare_fields(&mut self, old: &[Object], new: &[Object]) -> Result<bool, PdfError> {
        let mut kept = old.iter().peekable();
        for field in new {
            if kept.next_if_eq(&field).is_some() {
                self.compare_field(field)?;
            } else if !self.new_field(field)? {
                return Ok(false);
            }
        }
        Ok(kept.next().is_none())
    }

    /// A field that was there: an empty signature field may have been signed.
    fn compare_field(&mut self, field: &Object) -> Result<(), PdfError> {
        let Some(id) = field.as_reference() else {
            return Ok(());
        };
        if self.difference_of(id) != Some(Difference::Replaced) {
            return Ok(());
        }
        let old = self.old.object(id)?;
        let new = self.new.object(id)?;
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return Ok(());
        };
        let is_signature = old.name("FT").is_some_and(|name| name == "Sig");
        let was_empty = self.old.get(old, "V")?.is_null();
        let keys = differing_keys(self.document, old, new);
        let signs = keys
            .iter()
            .all(|key| matches!(key.as_str(), "V" | "AP" | "M"));
        if is_signature && was_empty && signs && self.signed_newly(id, new)? {
            self.explain(id, RULE);
        }
        Ok(())
    }

    fn new_field(&mut self, field: &Object) -> Result<bool, PdfError> {
        let Some(id) = field.as_reference() else {
            return Ok(false);
        };
        if self.difference_of(id) != Some(Difference::Added) {
            return Ok(false);
        }
        let object = self.new.object(id)?;
        let Some(dictionary) = object.as_dictionary() else {
            return Ok(false);
        };
        let is_signature = dictionary.name("FT").is_some_and(|name| name == "Sig");
        if !is_signature || !self.signed_newly(id, dictionary)? {
            return Ok(false);
        }
        self.explain_new(field, RULE)?;
        let kids = Self::array(&self.new, dictionary, "Kids")?;
        let kids = kids.iter().filter_map(Object::as_reference);
        self.new_widgets.extend(kids.chain([id]));
        Ok(true)
    }

    /// The signature dictionary must be new as well; notes the signature.
    fn signed_newly(&mut self, id: ObjectId, field: &Dictionary) -> Result<bool, PdfError> {
        let name = field.get("T").and_then(Object::as_string);
        let name = name.map(decode_text).unwrap_or_default();
        let Some(value) = field.get("V") else {
            self.note(ChangeKind::SignatureField { name }, Some(id), Some(RULE));
            return Ok(true);
        };
        if let Some(value) = value.as_reference()
            && self.difference_of(value) != Some(Difference::Added)
        {
            return Ok(false);
        }
        let signature = self.new.signature_value(value)?;
        let timestamp = signature.is_some_and(|s| s.is_document_timestamp());
        let (what, rule) = if timestamp {
            (ChangeKind::DocumentTimestamp, ChangeRule::DocumentTimestamp)
        } else {
            (ChangeKind::SignatureField { name }, RULE)
        };
        self.note(what, Some(id), Some(rule));
        self.explain_new(value, rule)?;
        if let Some(appearance) = field.get("AP") {
            self.explain_new(appearance, rule)?;
        }
        Ok(true)
    }
}

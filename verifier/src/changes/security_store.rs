//! The document security store (ISO 32000-2, 12.8.4.3).

use kyso_pdf::{Dictionary, Object, PdfError};

use super::comparison::Comparison;
use crate::finding::{ChangeKind, ChangeRule};

const RULE: ChangeRule = ChangeRule::DocumentSecurityStore;

impl Comparison<'_, '_> {
    /// Validation data may be added. The dictionaries and arrays of the store
    /// may be replaced in place; the certificates and the evidence must be new.
    pub(super) fn compare_security_stores(
        &mut self,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("DSS") else {
            return Ok(old.get("DSS").is_none());
        };
        self.explain_same_place(old.get("DSS"), value);
        let before = Self::dictionary(&self.old, old, "DSS")?;
        let after = Self::dictionary(&self.new, new, "DSS")?;
        for key in ["Certs", "OCSPs", "CRLs", "VRI"] {
            if let Some(value) = after.get(key) {
                self.explain_same_place(before.get(key), value);
            }
        }
        let entries_before = Self::dictionary(&self.old, &before, "VRI")?;
        let entries_after = Self::dictionary(&self.new, &after, "VRI")?;
        for (name, value) in entries_after.iter() {
            let before = entries_before.iter().find(|(n, _)| *n == name);
            self.explain_same_place(before.map(|(_, value)| value), value);
        }
        self.explain_new(value, RULE)?;
        self.explain_new(&Object::Dictionary(after.clone()), RULE)?;
        for key in ["Certs", "OCSPs", "CRLs"] {
            let elements = Self::array(&self.new, &after, key)?;
            self.explain_new(&Object::Array(elements), RULE)?;
        }
        self.explain_new(&Object::Dictionary(entries_after), RULE)?;
        if before != after {
            let id = value.as_reference();
            self.note(ChangeKind::ValidationData, id, Some(RULE));
        }
        Ok(true)
    }

    /// An object that stood at the same place of the store before.
    fn explain_same_place(&mut self, old: Option<&Object>, new: &Object) {
        if let Some(id) = new.as_reference()
            && old == Some(new)
        {
            self.explain(id, RULE);
        }
    }
}

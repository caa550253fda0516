//! What a signature itself allows afterwards (ISO 32000-2, 12.8.2.2, table 236).

use kyso_pdf::{Object, PdfError, SignatureField, SignatureValue, View};

use crate::finding::ChangeRule;

/// Whether later changes are limited by the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    /// No limit of its own: what the rules allow.
    Rules,
    /// P=1: validation data and timestamps only (ISO 32000-2, 12.8.2.2.2).
    NoChanges,
}

impl Permission {
    /// Reads DocMDP of the signature, and `/P` of the field's lock.
    pub(crate) fn of(
        view: &View<'_, '_>,
        field: &SignatureField,
        value: &SignatureValue,
    ) -> Result<Self, PdfError> {
        let lock = view.get(&field.dictionary, "Lock")?;
        let lock = lock.as_dictionary().and_then(|lock| lock.get("P"));
        if lock.and_then(Object::as_integer) == Some(1) {
            return Ok(Self::NoChanges);
        }
        let references = view.get(&value.dictionary, "Reference")?;
        for reference in references.as_array().unwrap_or_default() {
            let reference = view.resolve(reference)?;
            let Some(reference) = reference.as_dictionary() else {
                continue;
            };
            let method = reference.name("TransformMethod");
            let parameters = view.get(reference, "TransformParams")?;
            let level = parameters.as_dictionary().and_then(|p| p.get("P"));
            let level = level.and_then(Object::as_integer);
            if method.is_some_and(|method| method == "DocMDP") && level == Some(1) {
                return Ok(Self::NoChanges);
            }
        }
        Ok(Self::Rules)
    }

    /// Whether a change that `rule` explains is allowed.
    pub(crate) fn allows(self, rule: ChangeRule) -> bool {
        match self {
            Self::Rules => true,
            Self::NoChanges => matches!(
                rule,
                ChangeRule::DocumentTimestamp
                    | ChangeRule::DocumentSecurityStore
                    | ChangeRule::FileStructure
                    | ChangeRule::Extensions
                    | ChangeRule::Unreferenced
                    | ChangeRule::Rewritten
            ),
        }
    }
}

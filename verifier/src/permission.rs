//! What a signature itself allows afterwards (ISO 32000-2, 12.8.2.2, table 236).

use kyso_pdf::{PdfError, SignatureField, SignatureValue, View};

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
        Ok(
            match view.forbids_changes(&field.dictionary, &value.dictionary)? {
                true => Self::NoChanges,
                false => Self::Rules,
            },
        )
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

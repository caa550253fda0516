//! The permitted changes that readers see and no signature draws.

use super::change::{Change, ChangeKind, ChangeRule};

/// Permitted changes after a signature that show something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Completed {
    /// A form was filled in.
    pub(crate) filled: bool,
    /// A remark was made, changed or taken off.
    pub(crate) remarked: bool,
}

impl Completed {
    pub(crate) fn note(&mut self, change: &Change) {
        self.filled |= change.permitted_by == Some(ChangeRule::FormFilling);
        self.remarked |= change.permitted_by == Some(ChangeRule::Annotation);
    }

    pub(crate) fn is_any(self) -> bool {
        self.filled || self.remarked
    }
}

impl Change {
    /// Whether the change, if it is permitted, is one that readers see and no signature draws.
    pub(crate) fn is_completion(&self) -> bool {
        let ruled = matches!(
            self.permitted_by,
            Some(ChangeRule::FormFilling | ChangeRule::Annotation)
        );
        let is_seen = matches!(
            self.what,
            ChangeKind::FieldFilled { .. }
                | ChangeKind::AnnotationAdded { .. }
                | ChangeKind::AnnotationChanged { .. }
                | ChangeKind::AnnotationRemoved { .. }
        );
        ruled && is_seen
    }
}

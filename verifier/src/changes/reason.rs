//! Why a change is explained: the rule, and the form field that it serves.

use std::rc::Rc;

use crate::finding::ChangeRule;

/// A rule with the field on whose behalf it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) rule: ChangeRule,
    /// Fully qualified name: a lock of that field takes the permission away.
    pub(super) field: Option<Rc<str>>,
}

impl Reason {
    pub(super) fn of_field(rule: ChangeRule, field: &Rc<str>) -> Self {
        Self {
            rule,
            field: Some(field.clone()),
        }
    }
}

impl From<ChangeRule> for Reason {
    fn from(rule: ChangeRule) -> Self {
        Self { rule, field: None }
    }
}

impl From<&Reason> for Reason {
    fn from(reason: &Reason) -> Self {
        reason.clone()
    }
}

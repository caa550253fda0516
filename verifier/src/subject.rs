//! The signatures of a file, and what is known of each while they are judged.

use kyso_pdf::{SignatureField, SignatureValue, View};

use crate::coverage::Covered;
use crate::finding::Finding;
use crate::form::Appearance;
use crate::permission::Permission;
use crate::report::SignatureReport;

/// One signature to be examined.
pub(crate) struct Subject<'s, 'd, 'a> {
    pub(crate) view: View<'d, 'a>,
    pub(crate) field: &'s SignatureField,
    pub(crate) value: &'s SignatureValue,
    pub(crate) covered: Covered,
    /// Whether other fields have the same value.
    pub(crate) shared: bool,
    /// The changes that it and the signatures before it allow afterwards.
    pub(crate) permission: Permission,
    /// `P` when it certifies the document.
    pub(crate) certification: Option<u8>,
    /// The fault of a certification at this place.
    pub(crate) misplaced: Option<Finding>,
}

/// A report under construction, with what the formal rules need.
pub(crate) struct Examined {
    pub(crate) report: SignatureReport,
    pub(crate) appearance: Option<Appearance>,
    /// Later signatures on which its own verdict still hangs ([`LaterChanges::open`](crate::later_changes::LaterChanges::open)).
    pub(crate) open: Vec<usize>,
}

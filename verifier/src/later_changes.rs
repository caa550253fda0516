//! What happened to the file after each signature.

use kyso_pdf::Document;

use crate::changes;
use crate::finding::Change;
use crate::permission::Permission;
use crate::report::Modifications;
use crate::subject::Subject;

/// The changes that come after the earliest signature.
#[derive(Default)]
pub(crate) struct LaterChanges {
    changes: Vec<Change>,
}

impl LaterChanges {
    pub(crate) fn of(document: &Document<'_>, subjects: &[Subject<'_, '_, '_>]) -> Self {
        let revisions = subjects.iter().map(|subject| subject.covered.revision);
        let Some(first) = revisions.flatten().min() else {
            return Self::default();
        };
        let later = first + 1..document.revisions().len();
        let mut index = changes::ReferenceIndex::default();
        let mut changes: Vec<Change> = later
            .flat_map(|revision| changes::of_revision(document, revision, &mut index))
            .collect();
        changes.extend(changes::after_last_revision(document));
        Self { changes }
    }

    /// What came after `revision`, as far as `permission` allows it: whether
    /// all of it is permitted, and the list, of limited length, what is
    /// forbidden first.
    pub(crate) fn after(
        &self,
        revision: usize,
        permission: &Permission,
    ) -> (Modifications, Vec<Change>) {
        let later = self.changes.iter().filter(|c| c.revision > revision);
        let (permitted, forbidden): (Vec<_>, Vec<_>) =
            later.partition(|change| permission.allows(change));
        let modifications = match (permitted.is_empty(), forbidden.is_empty()) {
            (true, true) => Modifications::None,
            (false, true) => Modifications::Permitted,
            (_, false) => Modifications::Forbidden,
        };
        let forbidden = forbidden.into_iter().map(|change| Change {
            permitted_by: None,
            ..change.clone()
        });
        let listed = forbidden.chain(permitted.into_iter().cloned());
        (modifications, listed.take(MAX_LISTED_CHANGES).collect())
    }
}

/// Later changes that are listed for one signature.
const MAX_LISTED_CHANGES: usize = 500;

//! What later revisions changed: rejected unless a named rule allows it (E3).
//!
//! Each revision is compared with the one before, object by object from the
//! cross-reference entries that it brings. A rule explains an object by walking
//! from the catalog along a path on which that kind of change is expected, and
//! only objects that did not exist before may be brought in freely. An object
//! that the earlier revision could see is explained only at the place where it
//! stood before, and only when nothing else referred to it.

mod annotation;
mod appearance;
mod comparison;
mod default_resources;
mod equality;
mod field_tree;
mod filled_look;
mod filling;
mod form;
mod markup;
mod pages;
mod reason;
mod references;
mod remark;
mod security_store;
mod signing;
mod structure;
mod structure_tree;
mod unlisted;

use kyso_pdf::Document;

use comparison::Comparison;
pub(crate) use references::ReferenceIndex;

use crate::finding::{Change, ChangeKind};

/// The changes that `revision` brings over the one before it.
pub(crate) fn of_revision(
    document: &Document<'_>,
    revision: usize,
    index: &mut ReferenceIndex,
) -> Vec<Change> {
    let compared = Comparison::new(document, revision).and_then(|comparison| {
        index.advance(document, revision.saturating_sub(1))?;
        let mut changes = comparison.run(index)?;
        // Whoever misses an object before or after may look for it anywhere.
        let missed = index.misses_objects();
        index.advance(document, revision)?;
        if (missed || index.misses_objects())
            && unlisted::holds_unlisted(document, revision, index)?
        {
            changes.push(forbidden(revision, ChangeKind::UnlistedObject));
        }
        Ok(changes)
    });
    match compared {
        Ok(changes) => changes,
        Err(error) => {
            let reason = error.to_string();
            vec![forbidden(revision, ChangeKind::Unreadable { reason })]
        }
    }
}

fn forbidden(revision: usize, what: ChangeKind) -> Change {
    Change {
        revision,
        what,
        object: None,
        page_index: None,
        field: None,
        permitted_by: None,
    }
}

/// Bytes after the last revision that are no white space.
pub(crate) fn after_last_revision(document: &Document<'_>) -> Option<Change> {
    let count = document.bytes_after_eof().len();
    let revision = document.revisions().len();
    (count > 0).then(|| forbidden(revision, ChangeKind::UnstructuredBytes { count }))
}

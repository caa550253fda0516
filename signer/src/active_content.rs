//! Scripts and programs in a document: when it is opened, they may show something else than was
//! signed (I4).
//!
//! The verifier finds them, for the signer and for its own report.

use kyso_pdf::{Document, Flaw, ObjectId, PdfError, View};
use kyso_verifier::{ActiveKind, active_content};

use crate::error::{ForbiddenContent, SignError};

/// Refuses a document with a script or launch action, and one that may hide either in an object that cannot be read.
/// Gives back what else it may play.
pub(crate) fn refuse_active_content(
    document: &Document<'_>,
) -> Result<Vec<kyso_verifier::ActiveContent>, SignError> {
    let view = document.latest();
    let active = active_content(&view)?;
    for content in &active {
        let id = content.object;
        let found = match content.kind {
            ActiveKind::JavaScript => ForbiddenContent::JavaScript,
            ActiveKind::Launch => ForbiddenContent::Launch,
            ActiveKind::Unreadable => return Err(unreadable(&view, id)),
            _ => continue,
        };
        return Err(SignError::ActiveContent { found, id });
    }
    Ok(active)
}

fn unreadable(view: &View<'_, '_>, id: ObjectId) -> SignError {
    let what = Flaw::Unreadable;
    let source = match view.object(id) {
        Ok(_) => PdfError::UnexpectedObject { id, what },
        Err(source) => source,
    };
    SignError::UnreadableObject { id, source }
}

//! Appending a document timestamp (ISO 32000-2, 12.8.5; ETSI EN 319 142-1, 5.4.3).

use crate::document::Document;
use crate::error::{PdfError, Unsignable};
use crate::limit_kind::LimitKind;
use crate::signature::{
    PreparedSignature, SignaturePlan, append_field, check_extendable, refuse_taken_name,
};

/// A document timestamp to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTimestampPlan {
    /// Partial name of the new field; `None` for the first of `Timestamp1`,
    /// `Timestamp2`, … that no field has.
    pub field_name: Option<String>,
    /// Bytes reserved for the timestamp token.
    pub contents_reserve: usize,
}

/// Appends one revision with an invisible field on the first page and a
/// `/DocTimeStamp` dictionary with reserved `/Contents`.
///
/// Signatures that allow no change allow this one: a certification with P=1 and locks restrict
/// everything but validation data and document timestamps (ISO 32000-2, table 257).
///
/// # Errors
/// [`Unsignable`] when nothing may be appended: encrypted, XFA, bytes before
/// the header or after the last `%%EOF`, the field name is taken, or there is
/// no page; any other [`PdfError`] when the structure cannot be read.
pub fn prepare_document_timestamp(
    document: &Document<'_>,
    plan: &DocumentTimestampPlan,
) -> Result<PreparedSignature, PdfError> {
    check_extendable(document)?;
    let field_name = match &plan.field_name {
        Some(name) => name.clone(),
        None => free_name(document)?,
    };
    let plan = SignaturePlan {
        field_name,
        page_index: 0,
        rect: None,
        appearance: None,
        kind: "DocTimeStamp",
        sub_filter: "ETSI.RFC3161",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: None,
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: plan.contents_reserve,
    };
    append_field(document, &plan)
}

/// The first free name of a timestamp field.
fn free_name(document: &Document<'_>) -> Result<String, PdfError> {
    let view = document.latest();
    let most = document.limits().signatures.saturating_add(1);
    for number in 1..=most {
        let name = format!("Timestamp{number}");
        match refuse_taken_name(&view, &name) {
            Err(PdfError::Unsignable(Unsignable::FieldNameTaken { .. })) => {}
            Err(error) => return Err(error),
            Ok(()) => return Ok(name),
        }
    }
    Err(PdfError::LimitReached {
        budget: LimitKind::Signatures,
        limit: most,
    })
}

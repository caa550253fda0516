//! A document that cannot be read: a problem, and the same record that the command line makes of
//! such a file.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kyso_report::{FileContent, Sheet, UnreadableSubject};
use kyso_verifier::VerifyError;
use kyso_words::{Lang, Localized};

use super::answer;
use crate::accept::Form;
use crate::problem::{Problem, RecordAddress};
use crate::store::StoredRefusal;

/// What is kept of such a document.
pub(super) fn refusal(
    name: String,
    document: &[u8],
    error: VerifyError,
    checked_at: Timestamp,
) -> Arc<StoredRefusal> {
    let problem = Problem::from(error.clone());
    tracing::info!(
        size = document.len(),
        problem = problem.name(),
        "not verified"
    );
    Arc::new(StoredRefusal {
        name,
        content: FileContent::of(document),
        problem,
        error,
        checked_at,
    })
}

/// The problem, with the address of the record.
pub(super) fn problem(refused: &StoredRefusal, id: &str) -> Result<Response, Problem> {
    let mut response = refused.problem.clone().into_response();
    let address = format!("/v1/verifications/{id}/report.pdf");
    response.extensions_mut().insert(RecordAddress(address));
    Ok(response)
}

/// Answers a later request for the document: with the problem, or with its record in one of the forms.
pub(super) fn reanswer(
    refused: &StoredRefusal,
    id: &str,
    form: Form,
    lang: Lang,
) -> Result<Response, Problem> {
    let record = || {
        let subject = UnreadableSubject {
            name: &refused.name,
            reason: &refused.error.text(lang),
            checked_at: refused.checked_at,
            made_at: None,
            content: Some(refused.content),
        };
        Sheet::unreadable(&subject, lang)
    };
    match form {
        Form::Json => problem(refused, id),
        Form::Html => answer::html(&record(), lang),
        Form::Pdf => answer::pdf(&record(), lang),
    }
}

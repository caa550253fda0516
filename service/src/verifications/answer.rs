//! A verification in the form that was asked for.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_LOCATION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use kyso_report::{
    FetchLog, RECORD_SECURITY_POLICY, RecordSubject, Sheet, needs_care, next_step, pages_to_show,
    record_html, record_pdf,
};
use kyso_setup::foreign_anchors;
use kyso_verifier::json::VerificationReport;
use kyso_verifier::{Finding, Report, Severity};
use kyso_words::Lang;

use super::{Page, Verification, unreadable};
use crate::accept::Form;
use crate::metrics::Verified;
use crate::problem::Problem;
use crate::state::Service;
use crate::store::{Stored, StoredVerification};
use crate::work_queue::WorkSlot;
use crate::yielding::YieldingSource;

/// Tells the result of a verification.
pub(super) fn answer(
    id: &str,
    stored: &StoredVerification,
    form: Form,
    lang: Lang,
) -> Result<Response, Problem> {
    let mut response = match form {
        Form::Json => Json(verification(id, stored, lang)).into_response(),
        Form::Html => html(&sheet(stored, lang), lang)?,
        Form::Pdf => pdf(&sheet(stored, lang), lang)?,
    };
    let vary = HeaderValue::from_static("accept-language");
    response.headers_mut().insert(VARY, vary);
    Ok(response)
}

/// Notes that the form of an answer was chosen by Accept, and where the verification is.
pub(super) fn negotiated(mut response: Response, id: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
    if let Ok(address) = HeaderValue::from_str(&format!("/v1/verifications/{id}")) {
        headers.insert(CONTENT_LOCATION, address);
    }
    response
}

/// Answers with the report or the problem of a document that has just come. Only a report has an address, and a form that is negotiated.
pub(super) fn respond(
    id: &str,
    stored: &Stored,
    form: Form,
    lang: Lang,
) -> Result<Response, Problem> {
    match stored {
        Stored::Verified(stored) => Ok(negotiated(answer(id, stored, form, lang)?, id)),
        Stored::Unreadable(refused) => unreadable::problem(refused, id),
    }
}

/// Verifies a document that has just come.
pub(super) fn judge(service: &Service, slot: &WorkSlot, document: Bytes, name: String) -> Stored {
    let (started, now) = (Instant::now(), Timestamp::now());
    let policy = service.config.policy(now);
    let trusted = service.trust.current();
    let servers = YieldingSource::new(service.servers.source(), slot);
    let report = kyso_verifier::verify_with(&document, &trusted.store, &policy, &servers);
    let took = started.elapsed();
    service.metrics.asked(&servers.attempts());
    let mut report = match report {
        Ok(report) => report,
        Err(error) => {
            service.metrics.verified(Verified::Unreadable, took);
            return Stored::Unreadable(unreadable::refusal(name, &document, error, now));
        }
    };
    if let Some(directory) = &service.directory {
        report.name_holders(directory);
    }
    service
        .metrics
        .verified(Verified::from(report.verdict), took);
    tracing::info!(
        size = document.len(),
        verdict = report.verdict.as_str(),
        ?took,
        "verified"
    );
    Stored::Verified(Arc::new(StoredVerification {
        fetches: FetchLog::of(&report, &servers),
        document,
        name,
        anchors: trusted.store.anchors().to_vec(),
        report,
    }))
}

fn verification(id: &str, stored: &StoredVerification, lang: Lang) -> Verification {
    // A report without pictures is better than none.
    let views = pages_to_show(&stored.document, &stored.report).unwrap_or_default();
    let pages = views.into_iter().map(|view| Page {
        url: format!("/v1/verifications/{id}/pages/{}.png", view.number),
        view,
    });
    Verification {
        pages: pages.collect(),
        report: with_reasons(&stored.report, &stored.name, lang),
        id: id.to_owned(),
    }
}

fn sheet(stored: &StoredVerification, lang: Lang) -> Sheet {
    let subject = RecordSubject {
        bytes: &stored.document,
        password: None,
        report: &stored.report,
        name: &stored.name,
        foreign_anchors: &foreign_anchors(&stored.anchors),
        visual: None,
        made_at: None,
    };
    Sheet::new(&subject, lang)
}

/// A page with a policy of its own: it brings its style and its pictures.
pub(super) fn html(sheet: &Sheet, lang: Lang) -> Result<Response, Problem> {
    let page = record_html(&[sheet], lang).map_err(|_| Problem::Failed)?;
    let policy = format!("{}; frame-ancestors 'none'", *RECORD_SECURITY_POLICY);
    let policy = HeaderValue::from_str(&policy).map_err(|_| Problem::Failed)?;
    let media_type = HeaderValue::from_static("text/html; charset=utf-8");
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, page).into_response())
}

pub(super) fn pdf(sheet: &Sheet, lang: Lang) -> Result<Response, Problem> {
    let file = record_pdf(&[sheet], lang).map_err(|_| Problem::Failed)?;
    let name = lang.pick("bien-ban-kiem-tra.pdf", "verification-record.pdf");
    Ok((pdf_headers("inline", name), file).into_response())
}

/// The headers of a PDF with a name for saving it.
pub(super) fn pdf_headers(disposition: &str, name: &str) -> [(HeaderName, String); 2] {
    [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{disposition}; filename=\"{name}\""),
        ),
    ]
}

/// The report, with what led to each verdict apart from mere remarks, and remarks that ask for a look at once.
fn with_reasons(found: &Report, name: &str, lang: Lang) -> VerificationReport {
    let mut told = found.verification_report(name, lang);
    // A client of the service cannot choose another time.
    told.made_at = Some(found.checked_at.into());
    told.next_step = Some(next_step(found, lang).to_owned());
    told.needs_care = Some(needs_care(found));
    for (told, signature) in told.signatures.iter_mut().zip(&found.signatures) {
        let text = |finding: &Finding| finding.text(lang);
        let warnings = signature.findings.iter();
        let warnings = warnings.filter(|finding| finding.severity() == Severity::Warning);
        told.reasons = Some(signature.reasons().map(text).collect());
        told.warnings = Some(warnings.map(text).collect());
    }
    told
}

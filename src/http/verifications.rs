//! `POST /v1/verifications`, and the pictures of the pages.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use axum::response::IntoResponse;
use jiff::Timestamp;
use kyso_verifier::{Lang, Policy, Report};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::problem::{Problem, ProblemBody};
use super::state::Service;
use super::{language, upload};
use crate::pictures::{self, PageView};
use crate::summary::is_remark;

/// The name of the document that is sent.
#[derive(Debug, Deserialize, IntoParams)]
pub(super) struct Name {
    /// File name for the report, where the body does not carry it.
    name: Option<String>,
}

/// The report `kyso.verification/1`, and what is needed to show pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Verification {
    /// For pictures of the pages, for some minutes.
    #[schema(example = "5f2c8a…")]
    id: String,
    /// The first page, and those with signatures on them.
    pages: Vec<Page>,
    /// The report: schema, file, verdict, legal_status, checked_at, signatures …
    #[serde(flatten)]
    #[schema(value_type = Object)]
    report: Value,
}

/// A page with its picture.
#[derive(Debug, Serialize, ToSchema)]
struct Page {
    /// Where the picture is.
    url: String,
    #[serde(flatten)]
    view: PageView,
}

/// Verify a document: is it authentic, whole, and formally right?
#[utoipa::path(
    post,
    path = "/v1/verifications",
    tag = "verification",
    params(Name),
    request_body(description = "The document, or multipart/form-data with the part `file`", content((Vec<u8> = "application/pdf"), (DocumentForm = "multipart/form-data"))),
    responses(
        (status = 200, description = "The report, whatever the verdict", body = Verification),
        (status = "4XX", description = "No report", body = ProblemBody, content_type = "application/problem+json"),
        (status = "5XX", description = "No report", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(super) async fn create(
    State(service): State<Arc<Service>>,
    Query(name): Query<Name>,
    request: Request,
) -> Result<Json<Verification>, Problem> {
    require_json(request.headers())?;
    let lang = language::of(request.headers());
    let admission = service.bench.admit()?;
    let sent = upload::document(request, &service).await?;
    let name = plain_name(name.name.or(sent.name).as_deref());
    admission
        .run(move || verify(&service, sent.document, &name, lang))
        .await?
        .map(Json)
}

/// The parts of a verification as a form.
#[derive(ToSchema)]
#[allow(dead_code)] // only described, never built: the parts are read one by one
struct DocumentForm {
    /// The document.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The picture of a page as PNG, for some minutes after a verification; `page` is its number from 1, such as `2.png`.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/pages/{page}",
    tag = "verification",
    params(("id" = String, Path), ("page" = String, Path, example = "1.png")),
    responses(
        (status = 200, description = "The page", body = Vec<u8>, content_type = "image/png"),
        (status = 404, description = "Not kept any more", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Cannot be drawn", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(super) async fn page(
    State(service): State<Arc<Service>>,
    Path((id, page)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let number: Option<usize> = page
        .strip_suffix(".png")
        .and_then(|number| number.parse().ok());
    let index = number
        .and_then(|number| number.checked_sub(1))
        .ok_or(Problem::NotFound)?;
    let document = service
        .store
        .find(&id, Instant::now())
        .ok_or(Problem::NotFound)?;
    let drawn = service
        .bench
        .admit()?
        .run(move || pictures::draw(&document, index))
        .await?;
    let png = drawn.map_err(|error| Problem::NoPicture {
        vi: error.vietnamese(),
        en: error.to_string(),
    })?;
    Ok(([(CONTENT_TYPE, "image/png")], png))
}

fn verify(
    service: &Service,
    document: Bytes,
    name: &str,
    lang: Lang,
) -> Result<Verification, Problem> {
    let started = Instant::now();
    let report = kyso_verifier::verify(&document, &service.trust, &Policy::new(Timestamp::now()))?;
    let took = started.elapsed();
    tracing::info!(
        size = document.len(),
        verdict = report.verdict.as_str(),
        ?took,
        "verified"
    );
    // A report without pictures is better than none.
    let views = pictures::pages_to_show(&document, &report).unwrap_or_default();
    let id = service
        .store
        .keep(document, Instant::now())
        .map_err(|_| Problem::Failed)?;
    let pages = views.into_iter().map(|view| Page {
        url: format!("/v1/verifications/{id}/pages/{}.png", view.number),
        view,
    });
    Ok(Verification {
        pages: pages.collect(),
        report: with_reasons(&report, name, lang),
        id,
    })
}

/// The report, with what led to each verdict apart from mere remarks.
fn with_reasons(report: &Report, name: &str, lang: Lang) -> Value {
    let mut json = report.to_json(name, lang);
    let signatures = json.get_mut("signatures").and_then(Value::as_array_mut);
    for (json, signature) in signatures.into_iter().flatten().zip(&report.signatures) {
        let reasons = signature
            .findings
            .iter()
            .filter(|finding| !is_remark(finding));
        json["reasons"] = reasons
            .map(|finding| Value::from(finding.text(lang)))
            .collect();
    }
    json
}

fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let accepted = headers
        .get(ACCEPT)
        .map_or(Ok("*/*"), |value| value.to_str());
    let accepted = accepted.unwrap_or_default();
    let fits = accepted
        .split(',')
        .filter_map(|range| range.split(';').next())
        .any(|range| {
            let range = range.trim();
            ["*/*", "application/*", "application/json"]
                .iter()
                .any(|one| range.eq_ignore_ascii_case(one))
        });
    match fits {
        true => Ok(()),
        false => Err(Problem::NotAcceptable),
    }
}

/// The last component of a name, without what cannot be shown.
fn plain_name(name: Option<&str>) -> String {
    let name = name.unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_NAME)
        .collect();
    match shown.is_empty() {
        true => "document.pdf".to_owned(),
        false => shown,
    }
}

/// Characters of a file name.
const MAX_NAME: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(plain_name(Some("C:\\tmp\\công văn.pdf")), "công văn.pdf");
        assert_eq!(plain_name(Some("../../a\u{7}.pdf")), "a.pdf");
        assert_eq!(plain_name(Some("x/")), "document.pdf");
        assert_eq!(plain_name(None), "document.pdf");
    }
}

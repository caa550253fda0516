//! `POST /v1/verifications`; for some minutes the same again, the record, revisions, and pictures of pages.

mod answer;
pub(super) mod evidence;
mod unreadable;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use kyso_report::{PageView, draw_page, revision_bytes};
use kyso_stamp_images::RenderError;
use kyso_verifier::json::VerificationReport;
use kyso_words::{Lang, Localized};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::accept::Form;
use super::language::Language;
use super::problem::Problem;
use super::schemas::ReportReference;
use super::state::Service;
use super::store::{Stored, StoredVerification, new_id};
use super::upload;

/// Bytes of a file, for the description of the interface.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, min_length = 1)]
#[allow(dead_code)] // only described, never built
pub(super) struct Binary(Vec<u8>);

/// The name of the document that is sent.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Name {
    /// File name for the report, where the body does not carry it.
    name: Option<String>,
}

/// The report `kyso.verification/1`, and what is needed to show pages.
#[derive(Serialize, ToSchema)]
pub(super) struct Verification {
    /// Names the verification in `/v1/verifications/{id}` and the addresses below it, while it is kept.
    #[schema(example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035")]
    id: String,
    /// The first page, and those with signatures on them.
    pages: Vec<Page>,
    #[serde(flatten)]
    #[schema(value_type = ReportReference)]
    report: VerificationReport,
}

/// A page with its picture.
#[derive(Debug, Serialize, ToSchema)]
struct Page {
    /// Where the picture is.
    url: String,
    #[serde(flatten)]
    view: PageView,
}

/// Verify a document: is it authentic, whole, and formally right? Answers JSON, or the record as HTML or PDF.
#[utoipa::path(
    post,
    path = "/v1/verifications",
    operation_id = "create_verification",
    tag = "verification",
    params(Name),
    request_body(description = "The document, or multipart/form-data with the part `file`", content((Binary = "application/pdf"), (DocumentForm = "multipart/form-data"))),
    responses(
        (status = 200, description = "The report, whatever the verdict, in the form of Accept", content((Verification = "application/json"), (String = "text/html"), (Binary = "application/pdf")), headers(("Content-Location" = String, description = "Where to ask again: `/v1/verifications/{id}`"))),
    )
)]
pub(super) async fn create(
    State(service): State<Arc<Service>>,
    Query(name): Query<Name>,
    Language(lang): Language,
    request: Request,
) -> Result<Response, Problem> {
    let form = Form::of(request.headers())?;
    service.work_queue.require_room()?;
    let sent = upload::document(request, &service).await?;
    let name = plain_name(name.name.or(sent.name).as_deref());
    let admission = service.work_queue.admit()?;
    admission
        .holding(sent.document.len())
        .run(move |slot| {
            let _room = sent.room;
            let id = new_id().map_err(|_| Problem::Failed)?;
            let stored = answer::judge(&service, slot, sent.document, name);
            let answer = answer::respond(&id, &stored, form, lang)?;
            service.store.keep(id, stored, Instant::now());
            Ok(answer)
        })
        .await?
}

/// A verification again, for some minutes: JSON, or the record as HTML or PDF; of a document that could not be read, the problem
/// again or its record.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}",
    operation_id = "get_verification",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035")),
    responses(
        (status = 200, description = "The report for the time of the verification", content((Verification = "application/json"), (String = "text/html"), (Binary = "application/pdf")), headers(("Content-Location" = String, description = "`/v1/verifications/{id}`"))),
    )
)]
pub(super) async fn find(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Language(lang): Language,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = Form::of(&headers)?;
    let answer = reanswer(service, &id, form, lang).await?;
    Ok(answer::negotiated(answer, &id))
}

/// The record of a verification as PDF/A, one page to print and file; also of a document that could not be read.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/report.pdf",
    operation_id = "get_record",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035")),
    responses(
        (status = 200, description = "The record", body = Binary, content_type = "application/pdf", headers(("Content-Disposition" = String, description = "Its file name"))),
    )
)]
pub(super) async fn record(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Language(lang): Language,
) -> Result<Response, Problem> {
    reanswer(service, &id, Form::Pdf, lang).await
}

async fn reanswer(
    service: Arc<Service>,
    id: &str,
    form: Form,
    lang: Lang,
) -> Result<Response, Problem> {
    let kept = service.store.find_any(id, Instant::now());
    let id = id.to_owned();
    let answer = in_queue(&service, kept, move |kept| match kept {
        Stored::Verified(stored) => answer::answer(&id, stored, form, lang),
        Stored::Unreadable(refused) => unreadable::reanswer(refused, &id, form, lang),
    });
    answer.await?
}

/// Works on the verification that is kept under `id`.
async fn on_stored<T: Send + 'static>(
    service: &Service,
    id: &str,
    work: impl FnOnce(&StoredVerification) -> T + Send + 'static,
) -> Result<T, Problem> {
    let kept = service.store.find(id, Instant::now());
    in_queue(service, kept, move |stored| work(stored)).await
}

/// Works on what was found, in the queue; nothing is there when it was not kept, or not any more.
async fn in_queue<K: Send + 'static, T: Send + 'static>(
    service: &Service,
    kept: Option<K>,
    work: impl FnOnce(&K) -> T + Send + 'static,
) -> Result<T, Problem> {
    let kept = kept.ok_or(Problem::NotFound)?;
    let admission = service.work_queue.admit()?;
    admission.run(move |_| work(&kept)).await
}

/// The file as it was at the end of a revision, byte for byte: what the signature of that revision covers, with the
/// signature itself; `revision` is its number from 1, such as `2.pdf`.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/revisions/{revision}",
    operation_id = "get_revision",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035"), ("revision" = String, Path, pattern = r"^[1-9][0-9]*\.pdf$", description = "Number of the revision from 1, and `.pdf`", example = "2.pdf")),
    responses(
        (status = 200, description = "The file at that revision", body = Binary, content_type = "application/pdf", headers(("Content-Disposition" = String, description = "Its file name"))),
    )
)]
pub(super) async fn revision(
    State(service): State<Arc<Service>>,
    Path((id, revision)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = number_before(&revision, ".pdf").ok_or(Problem::NotFound)?;
    let found = on_stored(&service, &id, move |stored| {
        let revision = revision_bytes(&stored.document, number).ok()?;
        Some(stored.document.slice(..revision.bytes.len()))
    });
    let bytes = found.await?.ok_or(Problem::NotFound)?;
    let headers = answer::pdf_headers("attachment", &format!("phien-ban-{number}.pdf"));
    Ok((headers, bytes).into_response())
}

/// The parts of a verification as a form.
#[derive(ToSchema)]
#[allow(dead_code)] // only described, never built: the parts are read one by one
struct DocumentForm {
    /// The document.
    #[schema(value_type = String, format = Binary, min_length = 1)]
    file: Vec<u8>,
}

/// The picture of a page as PNG, for some minutes after a verification; `page` is its number from 1, such as `2.png`.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/pages/{page}",
    operation_id = "get_page",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035"), ("page" = String, Path, pattern = r"^[1-9][0-9]*\.png$", description = "Number of the page from 1, and `.png`", example = "1.png")),
    responses(
        (status = 200, description = "The page", body = Binary, content_type = "image/png"),
    )
)]
pub(super) async fn page(
    State(service): State<Arc<Service>>,
    Path((id, page)): Path<(String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let index = number_before(&page, ".png").and_then(|number| number.checked_sub(1));
    let index = index.ok_or(Problem::NotFound)?;
    let drawn = on_stored(&service, &id, move |stored| {
        draw_page(&stored.document, index)
    });
    let png = drawn.await?.map_err(|error| match error {
        RenderError::NoSuchPage { .. } => Problem::NotFound,
        error => Problem::NoPicture {
            vi: error.vietnamese(),
            en: error.to_string(),
        },
    })?;
    Ok(([(CONTENT_TYPE, "image/png")], png))
}

/// `2` of `2.png`, from 1.
fn number_before(name: &str, ending: &str) -> Option<usize> {
    let number = name.strip_suffix(ending)?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    number.parse().ok().filter(|_| plain)
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
    fn numbers_are_plain() {
        assert_eq!(number_before("12.png", ".png"), Some(12));
        for odd in [
            "0.png",
            "01.png",
            "+1.png",
            ".png",
            "1",
            "1.pdf",
            "99999999999999999999.png",
        ] {
            assert_eq!(number_before(odd, ".png"), None, "{odd}");
        }
    }

    #[test]
    fn names_are_plain() {
        assert_eq!(plain_name(Some("C:\\tmp\\công văn.pdf")), "công văn.pdf");
        assert_eq!(plain_name(Some("../../a\u{7}.pdf")), "a.pdf");
        assert_eq!(plain_name(Some("x/")), "document.pdf");
        assert_eq!(plain_name(None), "document.pdf");
    }
}

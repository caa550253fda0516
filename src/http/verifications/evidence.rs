//! Every step of a verification, and everything that it rests on.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};

use super::{Binary, Wanted};
use crate::http::problem::{Problem, ProblemBody};
use crate::http::schemas::TraceReference;
use crate::http::state::Service;
use kyso_report::bundle::Recorded;

/// The steps of a verification: each building block of ETSI EN 319 102-1 with its result, and the evidence behind it.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/validation",
    tag = "verification",
    params(("id" = String, Path)),
    responses(
        (status = 200, description = "Schema kyso.validation/1", body = TraceReference),
        (status = 404, description = "Not kept any more", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(in crate::http) async fn validation(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let stored = service.store.find(&id, Instant::now());
    let stored = stored.ok_or(Problem::NotFound)?;
    let admission = service.work_queue.admit()?;
    admission
        .run(move |_| Ok(Json(stored.report.trace(&stored.fetches)).into_response()))
        .await?
}

/// The evidence of a verification as one ZIP: `kyso verify FILE --evidence` makes the same report from it, offline.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/evidence.zip",
    tag = "verification",
    params(("id" = String, Path), Wanted),
    responses(
        (status = 200, description = "The bundle, schema kyso.evidence/1", body = Binary, content_type = "application/zip"),
        (status = 404, description = "Not kept any more", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(in crate::http) async fn bundle(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let stored = service.store.find(&id, Instant::now());
    let stored = stored.ok_or(Problem::NotFound)?;
    let lang = wanted.lang(&headers);
    let admission = service.work_queue.admit()?;
    admission
        .run(move |_| {
            let recorded = Recorded {
                report: &stored.report,
                name: &stored.name,
                anchors: &stored.anchors,
                source: &stored.fetches,
                made_at: stored.report.checked_at,
                lang,
            };
            let bundle = recorded.bundle().write();
            Ok(zip(bundle.map_err(|_| Problem::Failed)?))
        })
        .await?
}

fn zip(bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/zip"),
        (CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\""),
    ];
    (headers, bytes).into_response()
}

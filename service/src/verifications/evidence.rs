//! Every step of a verification, and everything that it rests on.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kyso_report::Recorded;

use super::{Binary, on_stored};
use crate::language::Language;
use crate::problem::Problem;
use crate::schemas::TraceReference;
use crate::state::Service;

/// The steps of a verification: each building block of ETSI EN 319 102-1 with its result, and the evidence behind it.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/validation",
    operation_id = "get_validation",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035")),
    responses(
        (status = 200, description = "Schema kyso.validation/1", body = TraceReference),
    )
)]
pub(crate) async fn validation(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    on_stored(&service, &id, |stored| {
        Json(stored.report.trace(&stored.fetches)).into_response()
    })
    .await
}

/// The evidence of a verification as one ZIP: `kyso verify FILE --evidence` makes the same report from it, offline.
#[utoipa::path(
    get,
    path = "/v1/verifications/{id}/evidence.zip",
    operation_id = "get_evidence",
    tag = "verification",
    params(("id" = String, Path, pattern = "^[0-9a-f]{32}$", description = "`id` of the verification", example = "5f2c8a0d9b1e4c3fa7d6e8b2c4a19035")),
    responses(
        (status = 200, description = "The bundle, schema kyso.evidence/1", body = Binary, content_type = "application/zip", headers(("Content-Disposition" = String, description = "Its file name"))),
    )
)]
pub(crate) async fn bundle(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Language(lang): Language,
) -> Result<Response, Problem> {
    let bundle = on_stored(&service, &id, move |stored| {
        let recorded = Recorded {
            report: &stored.report,
            name: &stored.name,
            anchors: &stored.anchors,
            source: &stored.fetches,
            made_at: stored.report.checked_at,
            lang,
        };
        recorded.bundle().write()
    });
    Ok(zip(bundle.await?.map_err(|_| Problem::Failed)?))
}

fn zip(bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/zip"),
        (CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\""),
    ];
    (headers, bytes).into_response()
}

//! `/healthz`, `/readyz`, and what the clerk's page must know before it starts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Problem, ProblemBody};
use super::state::Service;
use crate::trust;

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Status {
    /// Version of the program.
    version: &'static str,
    /// Greatest size of a document in bytes.
    max_file_size: usize,
    /// The trust anchors.
    anchors: Vec<AnchorView>,
}

/// A trust anchor.
#[derive(Debug, Serialize, ToSchema)]
struct AnchorView {
    /// Common name.
    name: String,
    /// government, public, timestamping or other.
    class: String,
    /// Whether its fingerprint is one of the known Vietnamese authorities (requirements K).
    known: bool,
}

/// The process is alive.
#[utoipa::path(get, path = "/healthz", tag = "service", responses((status = 200, description = "Alive", body = String)))]
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The service can verify: trust anchors are loaded.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "service",
    responses(
        (status = 200, description = "Ready", body = String),
        (status = 503, description = "No trust anchors", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(super) async fn ready(State(service): State<Arc<Service>>) -> Result<&'static str, Problem> {
    match service.trust.anchors().is_empty() {
        true => Err(Problem::NotReady),
        false => Ok("ready\n"),
    }
}

/// Version, limits and trust anchors.
#[utoipa::path(get, path = "/v1/status", tag = "service", responses((status = 200, body = Status)))]
pub(super) async fn status(State(service): State<Arc<Service>>) -> Json<Status> {
    let anchors = service.trust.anchors().iter().map(|anchor| AnchorView {
        name: anchor
            .certificate
            .subject_common_name()
            .unwrap_or_default()
            .to_owned(),
        class: anchor.class.to_string(),
        known: trust::is_known(&anchor.certificate.sha256()),
    });
    Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        max_file_size: service.config.max_file_size(),
        anchors: anchors.collect(),
    })
}

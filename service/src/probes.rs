//! `/healthz`, `/readyz`, `/metrics`, and what the clerk's page must know before it starts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use jiff::Timestamp;
use kyso_online::{AuthorityStatus, TimestampAuthorities};
use kyso_pki::TrustClass;
use kyso_setup::{CertificateAuthority, fingerprint};
use kyso_words::vietnam_iso;
use serde::Serialize;
use utoipa::ToSchema;

use super::metrics::Text;
use super::problem::Problem;
use super::schemas::AuthorityClass;
use super::state::Service;
use super::trust_reload::Trusted;

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceStatus)]
pub(super) struct Status {
    /// Version of the program.
    version: &'static str,
    /// Greatest size of a document in bytes.
    max_file_size: usize,
    /// The trust anchors.
    anchors: Vec<AnchorView>,
    /// What is trusted, in numbers.
    trust: TrustView,
    /// Whether servers are asked about certificates.
    online: bool,
    /// Ids of the keys that are test keys: those in PKCS#12 files.
    test_keys: Vec<String>,
}

/// A trust anchor.
#[derive(Debug, Serialize, ToSchema)]
struct AnchorView {
    /// Common name.
    name: String,
    /// government, public, timestamping or other.
    #[schema(value_type = AuthorityClass)]
    class: &'static str,
    /// Whether its fingerprint is one of the known Vietnamese authorities (requirements K).
    known: bool,
    /// SHA-256 of the certificate, in lower case.
    sha256: String,
    /// When it ends.
    #[schema(format = DateTime)]
    not_after: String,
}

/// What is trusted, in numbers.
#[derive(Debug, Serialize, ToSchema)]
struct TrustView {
    /// Anchors by class.
    anchors: BTreeMap<String, usize>,
    /// Anchors within their validity period.
    anchors_in_force: usize,
    /// When the first of the fresh revocation lists in the trust folder ends; null when none is fresh.
    #[schema(format = DateTime)]
    evidence_until: Option<String>,
    /// When the trust folder was loaded.
    #[schema(format = DateTime)]
    loaded_at: String,
    /// False when the trust folder, as it is now, cannot be loaded, and the one before stays in use: see the log.
    folder_usable: bool,
}

/// The service is ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ready {
    /// Always true: what is not ready answers with a problem.
    ready: bool,
    /// What is trusted, in numbers.
    trust: TrustView,
}

/// The process is alive.
#[utoipa::path(get, path = "/healthz", operation_id = "get_health", tag = "service", responses((status = 200, description = "Alive", body = String)))]
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The service can verify: trust anchors are loaded, and one of them at least is within its validity period.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "get_readiness",
    tag = "service",
    responses(
        (status = 200, description = "Ready", body = Ready),
    )
)]
pub(super) async fn ready(State(service): State<Arc<Service>>) -> Result<Json<Ready>, Problem> {
    let (trusted, now) = (service.trust.current(), Timestamp::now());
    let readiness = trusted.inventory.readiness(now);
    readiness.map_err(Problem::NotReady)?;
    Ok(Json(Ready {
        ready: true,
        trust: trust_view(&service, &trusted, now),
    }))
}

/// Version, limits and trust anchors.
#[utoipa::path(
    get,
    path = "/v1/status",
    operation_id = "get_status",
    tag = "service",
    responses((status = 200, description = "Version, limits and trust anchors", body = Status))
)]
pub(super) async fn status(State(service): State<Arc<Service>>) -> Json<Status> {
    let trusted = service.trust.current();
    Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        max_file_size: service.config.max_file_size(),
        anchors: trusted.inventory.anchors().map(anchor_view).collect(),
        trust: trust_view(&service, &trusted, Timestamp::now()),
        online: service.config.online.enabled,
        test_keys: test_keys(&service),
    })
}

/// Counters and gauges in the text format of Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    operation_id = "get_metrics",
    tag = "service",
    responses((status = 200, description = "Metrics", body = String, content_type = "text/plain"))
)]
pub(super) async fn metrics(State(service): State<Arc<Service>>) -> impl IntoResponse {
    let mut text = Text::default();
    write_trust(&service, &mut text);
    service.metrics.write(&mut text);
    write_authorities(&service, &mut text);
    let held = i64::try_from(service.work_queue.held_outside()).unwrap_or(i64::MAX);
    text.gauge(
        "kyso_held_for_servers_megabytes",
        "Documents held by requests that wait for a server or a token just now; each counts for 4 at least.",
        [(Vec::new(), held)],
    );
    text.plain_counter(
        "kyso_busy_total",
        "Requests that were rejected because the queue was full.",
        service.work_queue.rejected(),
    );
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text.finish(),
    )
}

fn test_keys(service: &Service) -> Vec<String> {
    let keys = service.keys.iter().filter(|key| key.is_test_key());
    keys.map(|key| key.id().to_owned()).collect()
}

fn anchor_view(anchor: &CertificateAuthority) -> AnchorView {
    let certificate = &anchor.certificate;
    AnchorView {
        name: certificate
            .subject_common_name()
            .unwrap_or_default()
            .to_owned(),
        class: class_of(anchor),
        known: anchor.known.is_some(),
        sha256: fingerprint(certificate),
        not_after: vietnam_iso(certificate.not_after()),
    }
}

/// The name of its class, which every anchor has.
fn class_of(anchor: &CertificateAuthority) -> &'static str {
    anchor.class.unwrap_or(TrustClass::Other).as_str()
}

fn trust_view(service: &Service, trusted: &Trusted, now: Timestamp) -> TrustView {
    let in_force = trusted.inventory.anchors();
    let in_force = in_force.filter(|anchor| anchor.is_in_force(now)).count();
    TrustView {
        anchors: by_class(trusted),
        anchors_in_force: in_force,
        evidence_until: trusted.inventory.evidence_until(now).map(vietnam_iso),
        loaded_at: vietnam_iso(trusted.loaded_at),
        folder_usable: service.trust.is_current(),
    }
}

/// Every class, also those without anchors: a number that disappears is easily overlooked.
fn by_class(trusted: &Trusted) -> BTreeMap<String, usize> {
    let classes = TrustClass::ALL.map(TrustClass::as_str);
    let number = |class| {
        let anchors = trusted.inventory.anchors();
        anchors.filter(|anchor| class_of(anchor) == class).count()
    };
    let numbers = classes.map(|class| (class.to_owned(), number(class)));
    numbers.into_iter().collect()
}

fn write_trust(service: &Service, text: &mut Text) {
    let (trusted, now) = (service.trust.current(), Timestamp::now());
    let counts = by_class(&trusted);
    let number = |count: &usize| i64::try_from(*count).unwrap_or(i64::MAX);
    text.gauge(
        "kyso_trust_anchors",
        "Trust anchors by class.",
        counts
            .iter()
            .map(|(class, count)| (vec![("class", class.clone())], number(count))),
    );
    let ends: Vec<(&str, String, i64)> = trusted
        .inventory
        .anchors()
        .map(|anchor| {
            let sha256 = anchor.certificate.sha256();
            let short = base16ct::lower::encode_string(sha256.get(..8).unwrap_or_default());
            let end = anchor.certificate.not_after().as_second();
            (class_of(anchor), short, end)
        })
        .collect();
    text.gauge(
        "kyso_trust_anchor_expires_timestamp_seconds",
        "When an anchor ends, by class and the start of its SHA-256.",
        ends.iter().map(|(class, short, end)| {
            let labels = vec![("class", (*class).to_owned()), ("sha256", short.clone())];
            (labels, *end)
        }),
    );
    text.gauge(
        "kyso_trust_evidence_expires_timestamp_seconds",
        "When the first fresh revocation list of the trust folder ends; absent when none is fresh.",
        trusted
            .inventory
            .evidence_until(now)
            .map(|until| (Vec::new(), until.as_second())),
    );
    text.gauge(
        "kyso_trust_loaded_timestamp_seconds",
        "When the trust folder was loaded.",
        [(Vec::new(), trusted.loaded_at.as_second())],
    );
    text.gauge(
        "kyso_trust_folder_unusable",
        "1 when the trust folder, as it is now, cannot be loaded and the one before stays in use.",
        [(Vec::new(), i64::from(!service.trust.is_current()))],
    );
}

/// State of the timestamp authorities: requests left under their limits, and whether they are paused after failures.
fn write_authorities(service: &Service, text: &mut Text) {
    let status = service.authorities.iter();
    let status: Vec<_> = status.flat_map(TimestampAuthorities::status).collect();
    let label = |one: &AuthorityStatus| vec![("authority", one.authority.clone())];
    let suspended = status
        .iter()
        .map(|one| (label(one), i64::from(one.suspended_until.is_some())));
    text.gauge(
        "kyso_tsa_suspended",
        "1 while a timestamp authority is left alone after failures.",
        suspended,
    );
    let remaining = status.iter().filter_map(|one| {
        let left = i64::try_from(one.remaining?).unwrap_or(i64::MAX);
        Some((label(one), left))
    });
    text.gauge(
        "kyso_tsa_requests_left",
        "Requests that a timestamp authority still allows in its window.",
        remaining,
    );
}

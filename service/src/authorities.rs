//! `GET /v1/trust`: every authority that the service trusts or knows (M4).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use kyso_pki::TrustClass;
use kyso_setup::{CertificateAuthority, PathRole, fingerprint};
use kyso_words::vietnam_iso;
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas::{AuthorityClass, AuthorityPeriod, AuthorityRole};
use super::state::Service;

/// The trust store in use.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrustList {
    /// When it was loaded.
    #[schema(format = DateTime)]
    loaded_at: String,
    /// False when the trust folder, as it is now, cannot be loaded, and the one before stays in use.
    folder_usable: bool,
    /// Anchors by class, then intermediates.
    authorities: Vec<AuthorityView>,
}

/// A certificate of an authority.
#[derive(Debug, Serialize, ToSchema)]
struct AuthorityView {
    /// Common name, or all of the name.
    name: String,
    /// The whole name.
    subject: String,
    /// Who issued it.
    issuer: String,
    /// `anchor` or `intermediate`.
    #[schema(value_type = AuthorityRole)]
    role: &'static str,
    /// government, public, timestamping or other; null for an intermediate without an anchor above it.
    #[schema(value_type = Option<AuthorityClass>)]
    class: Option<&'static str>,
    /// Whether its fingerprint is one of the known Vietnamese authorities (requirements K).
    pinned: bool,
    /// SHA-256 of the certificate, in lower case.
    sha256: String,
    #[schema(format = DateTime)]
    not_before: String,
    #[schema(format = DateTime)]
    not_after: String,
    /// not_yet_valid, in_force, expires_soon or expired.
    #[schema(value_type = AuthorityPeriod)]
    period: &'static str,
    /// Until when its newest revocation list in the trust folder is fresh; null when none is.
    #[schema(format = DateTime)]
    list_fresh_until: Option<String>,
}

/// All authorities of the trust store, anchors and intermediates.
#[utoipa::path(
    get,
    path = "/v1/trust",
    operation_id = "list_authorities",
    tag = "service",
    responses((status = 200, description = "The trust store in use", body = TrustList))
)]
pub(super) async fn list(State(service): State<Arc<Service>>) -> Json<TrustList> {
    let (trusted, now) = (service.trust.current(), Timestamp::now());
    let authorities = trusted.inventory.authorities.iter();
    Json(TrustList {
        loaded_at: vietnam_iso(trusted.loaded_at),
        folder_usable: service.trust.is_current(),
        authorities: authorities.map(|one| view(one, now)).collect(),
    })
}

fn view(authority: &CertificateAuthority, now: Timestamp) -> AuthorityView {
    let certificate = &authority.certificate;
    let list = authority.list.as_ref();
    let due = list.and_then(|list| list.next_update());
    AuthorityView {
        name: certificate.subject_label(),
        subject: certificate.subject_display(),
        issuer: certificate.issuer_display(),
        role: match authority.role {
            PathRole::Anchor => "anchor",
            PathRole::Intermediate => "intermediate",
        },
        class: authority.class.map(TrustClass::as_str),
        pinned: authority.known.is_some(),
        sha256: fingerprint(certificate),
        not_before: vietnam_iso(certificate.not_before()),
        not_after: vietnam_iso(certificate.not_after()),
        period: authority.period(now).as_str(),
        list_fresh_until: due.filter(|due| now <= *due).map(vietnam_iso),
    }
}

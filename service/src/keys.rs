//! `GET /v1/keys`: which keys the service can sign with. Nothing secret.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use kyso_setup::{KeyRole, fingerprint};
use kyso_words::vietnam_iso;
use serde::Serialize;
use utoipa::ToSchema;

use super::keyring::HeldKey;
use super::state::Service;

/// A key of the service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KeyView {
    /// Name in requests.
    id: String,
    /// Whose key the configuration says it is: `person` approves, `agency` issues.
    role: Option<KeyRole>,
    /// Whether it is a test key: one in a PKCS#12 file. Keys that sign documents in earnest lie in tokens or HSMs.
    test_key: bool,
    /// The certificate; null while the key is not open yet. One whose token was not there when the service started is
    /// opened by the first request that signs with it.
    certificate: Option<CertificateView>,
}

/// The certificate of a key.
#[derive(Debug, Serialize, ToSchema)]
struct CertificateView {
    common_name: Option<String>,
    organization: Option<String>,
    serial: String,
    /// SHA-256 of the certificate, in lower case.
    sha256: String,
    #[schema(format = DateTime)]
    not_before: String,
    #[schema(format = DateTime)]
    not_after: String,
    /// Serial number of the token that holds the key (B4).
    token_serial: Option<String>,
}

/// The keys that the service signs with.
#[utoipa::path(
    get,
    path = "/v1/keys",
    operation_id = "list_keys",
    tag = "signing",
    responses((status = 200, description = "All keys of the configuration", body = Vec<KeyView>))
)]
pub(super) async fn list(State(service): State<Arc<Service>>) -> Json<Vec<KeyView>> {
    Json(service.keys.iter().map(view).collect())
}

fn view(key: &HeldKey) -> KeyView {
    let certificate = key.opened().map(|key| {
        let certificate = key.certificate();
        CertificateView {
            common_name: certificate.subject_common_name().map(str::to_owned),
            organization: certificate.subject_organization().map(str::to_owned),
            serial: certificate.serial_hex(),
            sha256: fingerprint(certificate),
            not_before: vietnam_iso(certificate.not_before()),
            not_after: vietnam_iso(certificate.not_after()),
            token_serial: key.token().map(|token| token.serial.clone()),
        }
    });
    KeyView {
        id: key.id().to_owned(),
        role: key.role(),
        test_key: key.is_test_key(),
        certificate,
    }
}

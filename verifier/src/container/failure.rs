//! The meaning of a container that cannot be read, or does not fit the bytes.

use kyso_pki::{AlgorithmError, CmsError};

use crate::finding::Finding;
use crate::report::SubIndication;

/// The sub-indication and the words for a failure (EN 319 102-1, 5.2.7).
pub(super) fn judgement(error: &CmsError) -> (SubIndication, Finding) {
    match error {
        CmsError::DigestMismatch => (SubIndication::HashFailure, Finding::DigestMismatch),
        CmsError::SignatureMismatch => {
            (SubIndication::SigCryptoFailure, Finding::SignatureMismatch)
        }
        CmsError::SigningCertificateMismatch => (
            SubIndication::SigConstraintsFailure,
            Finding::SigningCertificateMismatch,
        ),
        CmsError::NoSigningCertificate => (
            SubIndication::NoSigningCertificateFound,
            Finding::NoCertificate,
        ),
        CmsError::Algorithm(AlgorithmError::Collision { digest }) => {
            let algorithm = digest.to_string();
            (
                SubIndication::HashFailure,
                Finding::CollisionAttack { algorithm },
            )
        }
        CmsError::Algorithm(AlgorithmError::DigestInfoWithoutNull { .. }) => (
            SubIndication::SigCryptoFailure,
            Finding::DigestInfoWithoutNull,
        ),
        CmsError::Algorithm(error) => (
            SubIndication::Generic,
            Finding::UnsupportedAlgorithm { error: *error },
        ),
        _ => (
            SubIndication::FormatFailure,
            Finding::ContainerUnreadable {
                error: error.clone().into(),
            },
        ),
    }
}

//! Who signs: the certificate, found fit for it, and the algorithm.

use kyso_pki::{Certificate, DigestAlgorithm, KeyKind, SignatureAlgorithm, TrustClass};

use crate::certificate::{self, CertificateRefusal};
use crate::context::SigningContext;
use crate::error::SignError;
use crate::key::{KeyError, SigningKey};
use crate::round::Identity;

/// Checks the certificate of the key (G1) and settles the algorithm (G2). Gives the class of the trust anchor, too.
pub(crate) fn identity(
    key: &dyn SigningKey,
    algorithm: Option<SignatureAlgorithm>,
    context: &SigningContext<'_>,
) -> Result<(Identity, TrustClass), SignError> {
    let algorithm = match algorithm {
        Some(algorithm) => algorithm,
        None => key.default_algorithm()?,
    };
    let certificate = key.certificate();
    if !is_acceptable(algorithm) || !fits(algorithm, certificate) {
        return Err(KeyError::Unsupported { algorithm }.into());
    }
    let eligible = certificate::check(certificate, key.chain(), context)?;
    let identity = Identity {
        certificate: certificate.clone(),
        chain: eligible.chain,
        algorithm,
    };
    Ok((identity, eligible.class))
}

/// Only certificates of the government CA make originals, copies and attachments (0.4).
pub(crate) fn require_government(
    certificate: &Certificate,
    class: TrustClass,
) -> Result<(), CertificateRefusal> {
    if class == TrustClass::Government {
        return Ok(());
    }
    let subject = certificate.subject_display();
    Err(CertificateRefusal::NotGovernment { subject, class })
}

/// New signatures use SHA-256 or longer of the SHA-2 family, which all programs in the field know (0.2, F7).
fn is_acceptable(algorithm: SignatureAlgorithm) -> bool {
    let digest = match algorithm {
        SignatureAlgorithm::RsaPkcs1(digest)
        | SignatureAlgorithm::RsaPss(digest)
        | SignatureAlgorithm::Ecdsa(digest) => digest,
        _ => return false,
    };
    matches!(
        digest,
        DigestAlgorithm::Sha256 | DigestAlgorithm::Sha384 | DigestAlgorithm::Sha512
    )
}

fn fits(algorithm: SignatureAlgorithm, certificate: &Certificate) -> bool {
    match (algorithm, certificate.key_kind()) {
        (SignatureAlgorithm::Ecdsa(_), Ok(kind)) => matches!(kind, KeyKind::Ec { .. }),
        (_, Ok(kind)) => matches!(kind, KeyKind::Rsa { .. }),
        (_, Err(_)) => false,
    }
}

//! Why an authority cannot issue.

use kyso_pki::{BuildError, CertificateError, EncodingError, OcspError, SigningError};
use openssl::error::ErrorStack;

/// Why an authority cannot issue.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum IssuingError {
    /// The cryptographic library failed.
    #[error("the cryptographic library failed: {0}")]
    Library(#[from] ErrorStack),
    /// What was issued cannot be read back.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// What was issued cannot be read back.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// The authority's key cannot sign.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The OCSP response cannot be built or read back.
    #[error(transparent)]
    Ocsp(#[from] OcspError),
    /// The token cannot be built.
    #[error(transparent)]
    Build(#[from] BuildError),
}

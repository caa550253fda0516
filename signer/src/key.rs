//! Keys that sign: what a signature needs to know about a key, in any kind of storage.

use std::error::Error;

use kyso_pki::{
    Certificate, DigestAlgorithm, KeyKind, Pkcs12Key, SignatureAlgorithm, SigningError,
};
use kyso_words::Localized;

/// A private key with its certificate. Implemented for PKCS #12 files here, for tokens by the service.
pub trait SigningKey: Send + Sync {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// Other certificates that came with the key, in any order.
    fn chain(&self) -> &[Certificate];

    /// Signs a digest that was made by the algorithm's digest: PKCS #1 octets for RSA, the DER of r and s for ECDSA.
    ///
    /// # Errors
    /// [`KeyError`].
    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError>;

    /// The token that holds the key (B4); `None` for software keys.
    fn token(&self) -> Option<&SigningToken> {
        None
    }

    /// The algorithm of the key unless the caller asks for another one (G2).
    ///
    /// # Errors
    /// [`KeyError::UnsupportedKey`].
    fn default_algorithm(&self) -> Result<SignatureAlgorithm, KeyError> {
        default_algorithm(self.certificate())
    }
}

/// Which token made a signature (B4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningToken {
    /// Label of the token.
    pub label: String,
    /// Who made the token.
    pub manufacturer: String,
    /// Model of the token.
    pub model: String,
    /// Serial number of the token.
    pub serial: String,
}

/// The device's description of a failure, in the words of both languages.
pub trait DeviceError: Error + Localized + Send + Sync {}

/// Why a key did not sign. No variant carries a PIN or a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is of another kind than the algorithm, or the algorithm is only verified.
    #[error("the key cannot sign with {algorithm}")]
    Unsupported {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// No signature is made with keys of this kind.
    #[error("the certificate of {subject} holds a key of a kind that does not sign documents here")]
    UnsupportedKey {
        /// Subject of the certificate.
        subject: String,
    },
    /// The digest has another length than the algorithm's.
    #[error("a digest of {actual} bytes does not fit {algorithm}")]
    DigestLength {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
        /// Bytes given.
        actual: usize,
    },
    /// The cryptographic library failed.
    #[error("the cryptographic library failed to sign with {algorithm}")]
    Library {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The token or its driver refused.
    #[error("{0}")]
    Device(Box<dyn DeviceError>),
}

impl SigningKey for Pkcs12Key {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let signed = self.key.sign_digest(algorithm, digest);
        signed.map_err(|error| match error {
            SigningError::Unsupported { algorithm } => KeyError::Unsupported { algorithm },
            SigningError::DigestLength { algorithm, actual } => {
                KeyError::DigestLength { algorithm, actual }
            }
            _ => KeyError::Library { algorithm },
        })
    }
}

/// RSA PKCS#1 v1.5 with SHA-256 as government tokens do it, ECDSA with the digest of the curve's size.
fn default_algorithm(certificate: &Certificate) -> Result<SignatureAlgorithm, KeyError> {
    match certificate.key_kind() {
        Ok(KeyKind::Rsa { .. }) => Ok(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256)),
        Ok(KeyKind::Ec { bits, .. }) if bits > 384 => {
            Ok(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512))
        }
        Ok(KeyKind::Ec { bits, .. }) if bits > 256 => {
            Ok(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384))
        }
        Ok(KeyKind::Ec { .. }) => Ok(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)),
        _ => Err(KeyError::UnsupportedKey {
            subject: certificate.subject_display(),
        }),
    }
}

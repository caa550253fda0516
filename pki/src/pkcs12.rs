//! Software keys: PKCS #12 files (RFC 7292) with a private key, its certificate and its chain.

use std::fmt;

use openssl::error::ErrorStack;
use openssl::pkcs12::{ParsedPkcs12_2, Pkcs12};
use openssl::pkey::{Id, PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use secrecy::{ExposeSecret, SecretString};

use crate::algorithm::{SignatureAlgorithm, md};
use crate::ber::{BerLimits, to_der};
use crate::certificate::{Certificate, CertificateError};
use crate::digest::DigestError;
use crate::tlv::{Element, SEQUENCE};

/// The content of a PKCS #12 file.
#[derive(Debug, Clone)]
pub struct Pkcs12Key {
    /// The private key.
    pub key: SoftwareKey,
    /// The certificate that belongs to it.
    pub certificate: Certificate,
    /// The other certificates, in the order of the file.
    pub chain: Vec<Certificate>,
}

/// A private key in memory. Printing it shows its kind only; the library wipes it when it is dropped.
#[derive(Clone)]
pub struct SoftwareKey(PKey<Private>);

/// Why a PKCS #12 file cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// The file is not a PKCS #12 structure.
    #[error("the file is not a PKCS #12 file, or it is damaged")]
    Malformed,
    /// The password does not open the file.
    #[error("the password is wrong")]
    WrongPassword,
    /// The file has no integrity check, so whether the password is right is not known.
    #[error("the file has no integrity check (MAC); export it again with one")]
    NoIntegrityCheck,
    /// The contents are encrypted with an algorithm that current libraries no longer offer, such as 40-bit RC2.
    #[error("the file uses outdated encryption; export it again with AES-256")]
    OutdatedEncryption,
    /// The password opens the file, but what is inside cannot be read.
    #[error("the file is damaged")]
    Unreadable,
    /// There is no private key in the file.
    #[error("there is no private key in the file")]
    NoKey,
    /// There is no certificate for the private key.
    #[error("there is no certificate for the private key in the file")]
    NoCertificate,
    /// One of the certificates cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

/// Why a software key cannot sign.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The key is of another kind than the algorithm, or the algorithm is only verified.
    #[error("the key cannot sign with {algorithm}")]
    Unsupported {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The digest has another length than the algorithm's.
    #[error("a digest of {actual} bytes does not fit {algorithm}")]
    DigestLength {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
        /// Octets given.
        actual: usize,
    },
    /// There is no digest to sign.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

/// Opens a PKCS #12 file.
///
/// # Errors
/// [`Pkcs12Error`], with one variant each for a wrong password, a damaged file, and missing
/// contents.
pub fn load_pkcs12(bytes: &[u8], password: &SecretString) -> Result<Pkcs12Key, Pkcs12Error> {
    let file = Pkcs12::from_der(bytes).map_err(|_| Pkcs12Error::Malformed)?;
    let parsed = file
        .parse2(password.expose_secret())
        .map_err(|errors| explain(&errors, bytes))?;
    let ParsedPkcs12_2 { pkey, cert, ca } = parsed;
    let key = SoftwareKey(pkey.ok_or(Pkcs12Error::NoKey)?);
    let certificate = cert.ok_or(Pkcs12Error::NoCertificate)?;
    let mut chain = Vec::new();
    for other in ca.iter().flatten() {
        chain.push(from_x509(other)?);
    }
    Ok(Pkcs12Key {
        key,
        certificate: from_x509(&certificate)?,
        chain,
    })
}

impl SoftwareKey {
    /// Signs a digest, made by the algorithm's digest: PKCS #1 octets for RSA, the DER of r and s for ECDSA.
    ///
    /// # Errors
    /// When key, algorithm and digest do not fit each other. EdDSA keys sign messages, see
    /// [`SoftwareKey::sign_message`].
    pub fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, SigningError> {
        let expected = algorithm.digest_algorithm();
        if digest.len() != expected.output_size() {
            return Err(SigningError::DigestLength {
                algorithm,
                actual: digest.len(),
            });
        }
        let mut context = PkeyCtx::new(&self.0)?;
        context.sign_init()?;
        match (algorithm, self.0.id()) {
            (SignatureAlgorithm::RsaPkcs1(_), Id::RSA) => {
                context.set_rsa_padding(Padding::PKCS1)?;
            }
            (SignatureAlgorithm::RsaPss(_), Id::RSA | Id::RSA_PSS) => {
                context.set_rsa_padding(Padding::PKCS1_PSS)?;
                context.set_rsa_mgf1_md(md(expected)?)?;
                context.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            }
            (SignatureAlgorithm::Ecdsa(_), Id::EC) => {}
            _ => return Err(SigningError::Unsupported { algorithm }),
        }
        context.set_signature_md(md(expected)?)?;
        let mut signature = Vec::new();
        context.sign_to_vec(digest, &mut signature)?;
        Ok(signature)
    }

    /// Signs a message, with any algorithm that fits the key.
    ///
    /// # Errors
    /// When key and algorithm do not fit each other.
    pub fn sign_message(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, SigningError> {
        if (algorithm, self.0.id()) == (SignatureAlgorithm::Ed25519, Id::ED25519) {
            return Ok(Signer::new_without_digest(&self.0)?.sign_oneshot_to_vec(message)?);
        }
        let digest = algorithm.digest_algorithm().digest(&[message])?;
        self.sign_digest(algorithm, &digest)
    }

    /// A key that test authorities made.
    #[cfg(feature = "issuing")]
    #[must_use]
    pub fn from_private_key(key: PKey<Private>) -> Self {
        Self(key)
    }

    /// The private key itself, for the products of test authorities: nothing protects it.
    #[cfg(feature = "issuing")]
    #[must_use]
    pub fn danger_private_key(&self) -> &openssl::pkey::PKeyRef<Private> {
        &self.0
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({} bits)", self.0.bits())
    }
}

fn from_x509(certificate: &openssl::x509::X509Ref) -> Result<Certificate, Pkcs12Error> {
    let der = certificate.to_der().map_err(|_| Pkcs12Error::Unreadable)?;
    Ok(Certificate::from_der(&der)?)
}

/// The integrity check fails first when the password is wrong; anything after it is about the contents.
fn explain(errors: &ErrorStack, file: &[u8]) -> Pkcs12Error {
    let reasons = || errors.errors().iter().map(|error| error.reason_code());
    if reasons().any(|reason| reason == PKCS12_R_MAC_VERIFY_FAILURE) {
        return match has_mac(file) {
            Some(false) => Pkcs12Error::NoIntegrityCheck,
            _ => Pkcs12Error::WrongPassword,
        };
    }
    if reasons().any(|reason| reason == ERR_R_UNSUPPORTED) {
        return Pkcs12Error::OutdatedEncryption;
    }
    Pkcs12Error::Unreadable
}

/// Whether the third member of `PFX` is there (RFC 7292, section 4); `None` when that cannot be read.
fn has_mac(file: &[u8]) -> Option<bool> {
    let file = to_der(file, &BerLimits::default()).ok()?;
    let mut members = Element::only_with(&file.der, SEQUENCE, "PFX")
        .ok()?
        .reader();
    members.any("version").ok()?;
    members.any("authSafe").ok()?;
    Some(members.next().ok()?.is_some())
}

/// In openssl/pkcs12err.h.
const PKCS12_R_MAC_VERIFY_FAILURE: i32 = 113;

/// In openssl/err.h: 268 with the flag that marks reasons common to all parts of the library.
const ERR_R_UNSUPPORTED: i32 = 268 | 2 << 18;

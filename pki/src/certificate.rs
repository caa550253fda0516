//! X.509 certificates (RFC 5280) that keep the bytes they came in.
//!
//! A certificate is read leniently enough to name a signer and to check a signature with its key; whether it is
//! acceptable is decided by path validation (`validation`), never here.
//!
//! ```text
//! Certificate ::= SEQUENCE {                         -- RFC 5280, section 4.1
//!     tbsCertificate       SEQUENCE {
//!         version              [0] EXPLICIT INTEGER DEFAULT v1,
//!         serialNumber         INTEGER,
//!         signature            AlgorithmIdentifier,
//!         issuer               Name,
//!         validity             SEQUENCE { notBefore Time, notAfter Time },
//!         subject              Name,
//!         subjectPublicKeyInfo SubjectPublicKeyInfo,
//!         issuerUniqueID       [1] IMPLICIT BIT STRING OPTIONAL,
//!         subjectUniqueID      [2] IMPLICIT BIT STRING OPTIONAL,
//!         extensions           [3] EXPLICIT Extensions OPTIONAL },
//!     signatureAlgorithm   AlgorithmIdentifier,
//!     signatureValue       BIT STRING }
//! ```

#[cfg(test)]
pub(crate) mod crafted;
mod extensions;
mod fields;
mod holder;
mod key;
mod known;
mod pem;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use openssl::pkey::{PKey, PKeyRef, Public};
use openssl::x509::{X509, X509Ref};

pub(crate) use extensions::Extensions;
pub use extensions::{ExtendedKeyUsage, KeyUsage};
use fields::Fields;
use holder::LazyHolder;
pub use key::KeyKind;
use key::key_kind;
pub use known::{CertificateCache, KnownCertificates};
pub(crate) use pem::{PemBlock, write as pem_text};

use crate::algorithm::SignatureAlgorithm;
use crate::digest::sha256;
use crate::name::{self, LazyKey, NameKey};
use crate::oids;
use crate::signed::TriedKeys;
use crate::tlv::EncodingError;

/// A certificate. Clones share their contents.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    fields: Fields,
    sha256: [u8; 32],
    key: OnceLock<Option<PKey<Public>>>,
    x509: OnceLock<Option<X509>>,
    self_signed: OnceLock<bool>,
    tried: TriedKeys,
    issuer_key: LazyKey,
    subject_key: LazyKey,
    key_hash: OnceLock<Option<[u8; 20]>>,
    holder: LazyHolder,
}

/// Why a certificate cannot be read or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Not an X.509 certificate.
    #[error("not a certificate: {0}")]
    Encoding(#[from] EncodingError),
    /// Not even BER, or larger or deeper than is read.
    #[error("not a certificate: {0}")]
    Ber(#[from] crate::ber::BerError),
    /// No PEM block with a certificate.
    #[error("no certificate in the PEM text")]
    NoPemBlock,
    /// The public key is of a kind that is not supported, or malformed.
    #[error("the public key of the certificate cannot be used")]
    PublicKey,
    /// The cryptographic library refuses the certificate, so no path can be built with it.
    #[error("the certificate cannot be used for path validation")]
    Unusable,
}

impl Certificate {
    /// Reads one DER certificate, which must fill `der`.
    ///
    /// # Errors
    /// When the bytes are not a certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        Self::read(der, sha256(der))
    }

    fn read(der: &[u8], sha256: [u8; 32]) -> Result<Self, CertificateError> {
        Ok(Self(Arc::new(Inner {
            fields: Fields::read(der)?,
            der: der.to_vec(),
            sha256,
            key: OnceLock::new(),
            x509: OnceLock::new(),
            self_signed: OnceLock::new(),
            tried: TriedKeys::default(),
            issuer_key: LazyKey::default(),
            subject_key: LazyKey::default(),
            key_hash: OnceLock::new(),
            holder: LazyHolder::default(),
        })))
    }

    /// Reads every certificate of a PEM text, in order.
    ///
    /// # Errors
    /// When there is none, or one of them cannot be read.
    pub fn from_pem(text: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let blocks = PemBlock::read_all(text).ok_or(CertificateError::NoPemBlock)?;
        let certificates: Vec<Self> = blocks
            .iter()
            .filter(|block| block.is_certificate())
            .map(|block| Self::from_der(&block.contents))
            .collect::<Result<_, _>>()?;
        if certificates.is_empty() {
            return Err(CertificateError::NoPemBlock);
        }
        Ok(certificates)
    }

    /// The bytes as they were read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The PEM text.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem_text("CERTIFICATE", self.der())
    }

    /// SHA-256 fingerprint of the DER.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// SHA-256 fingerprint in upper-case hexadecimal.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        base16ct::upper::encode_string(&self.0.sha256)
    }

    /// Whether `time` lies in its validity, which is inclusive to the second (RFC 5280, section 4.1.2.5).
    pub(crate) fn is_valid_at(&self, time: Timestamp) -> bool {
        self.not_before() <= time && time.as_second() <= self.not_after().as_second()
    }

    /// Common name of the subject, if it has one.
    #[must_use]
    pub fn subject_common_name(&self) -> Option<&str> {
        name::find(&self.0.fields.subject_name, &oids::COMMON_NAME)
    }

    /// What people call the holder: the common name, or the whole name where it has none.
    #[must_use]
    pub fn subject_label(&self) -> String {
        let name = self
            .subject_common_name()
            .filter(|name| !name.trim().is_empty());
        name.map_or_else(|| self.subject_display(), str::to_owned)
    }

    /// Organization of the subject, if it has one.
    #[must_use]
    pub fn subject_organization(&self) -> Option<&str> {
        name::find(&self.0.fields.subject_name, &oids::ORGANIZATION)
    }

    /// Organizational unit of the subject, if it has one.
    #[must_use]
    pub fn subject_organizational_unit(&self) -> Option<&str> {
        name::find(&self.0.fields.subject_name, &oids::ORGANIZATIONAL_UNIT)
    }

    /// All organizational units of the subject, from the outermost: an agency and its units, most often.
    pub fn subject_organizational_units(&self) -> impl Iterator<Item = &str> {
        name::all(&self.0.fields.subject_name, oids::ORGANIZATIONAL_UNIT)
    }

    /// User identifier of the subject (`UID`, RFC 4519, 2.39), if it has one: `MST:…`, `MNS:…`, `CCCD:…`.
    #[must_use]
    pub fn subject_user_id(&self) -> Option<&str> {
        name::find(&self.0.fields.subject_name, &oids::USER_ID)
    }

    /// The subject for people, most specific attribute first (RFC 4514).
    #[must_use]
    pub fn subject_display(&self) -> String {
        name::display(&self.0.fields.subject_name)
    }

    /// What people call the issuer: the common name, or the whole name where it has none.
    #[must_use]
    pub fn issuer_label(&self) -> String {
        let name = name::find(&self.0.fields.issuer_name, &oids::COMMON_NAME)
            .filter(|name| !name.trim().is_empty());
        name.map_or_else(|| self.issuer_display(), str::to_owned)
    }

    /// The issuer for people, most specific attribute first (RFC 4514).
    #[must_use]
    pub fn issuer_display(&self) -> String {
        name::display(&self.0.fields.issuer_name)
    }

    /// Serial number in upper-case hexadecimal, without the zero octet that only carries the sign.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        match self.serial() {
            [0, rest @ ..] if !rest.is_empty() => base16ct::upper::encode_string(rest),
            serial => base16ct::upper::encode_string(serial),
        }
    }

    /// Start of the validity period.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.0.fields.not_before
    }

    /// End of the validity period, inclusive.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.0.fields.not_after
    }

    /// Whether subject and issuer are the same and the certificate's own key made its signature.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        *self
            .0
            .self_signed
            .get_or_init(|| self.is_self_issued() && self.is_signed_by(self).unwrap_or(false))
    }

    /// Whether the certificate names its own subject as issuer; its signature is not looked at.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer_key() == self.subject_key()
    }

    /// The public key.
    ///
    /// # Errors
    /// When its kind is not supported, its encoding is malformed, or its curve is not a named one.
    pub fn public_key(&self) -> Result<&PKeyRef<Public>, CertificateError> {
        let key = self.0.key.get_or_init(|| key::read(self));
        key.as_deref().ok_or(CertificateError::PublicKey)
    }

    /// Kind and size of the public key.
    ///
    /// # Errors
    /// As [`Certificate::public_key`].
    pub fn key_kind(&self) -> Result<KeyKind, CertificateError> {
        key_kind(self.public_key()?).ok_or(CertificateError::PublicKey)
    }

    /// The algorithm with which the issuer signed the certificate; `None` when it is not known here.
    #[must_use]
    pub fn signature_algorithm(&self) -> Option<SignatureAlgorithm> {
        self.0.fields.signed.algorithm()
    }

    /// Whether the key of `issuer` made the signature of this certificate. Names and validity are not looked at. The
    /// answer is remembered.
    ///
    /// # Errors
    /// When the key of `issuer` cannot be used. An unknown algorithm or a key that does not fit is `false`.
    pub fn is_signed_by(&self, issuer: &Self) -> Result<bool, CertificateError> {
        let signed = &self.0.fields.signed;
        let check = || Ok(signed.is_by(issuer.public_key()?, self.der()));
        self.0.tried.remember(issuer.public_key_info(), check)
    }

    /// The version as people count: 3 for nearly all.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.fields.version.saturating_add(1)
    }

    /// Octets of the serial number as encoded.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.slice(&self.0.fields.serial)
    }

    /// The encoded issuer name.
    #[must_use]
    pub fn issuer(&self) -> &[u8] {
        self.slice(&self.0.fields.issuer)
    }

    /// The encoded subject name.
    #[must_use]
    pub fn subject(&self) -> &[u8] {
        self.slice(&self.0.fields.subject)
    }

    /// Key of the issuer name for comparisons.
    pub(crate) fn issuer_key(&self) -> NameKey {
        self.0.issuer_key.of(self.issuer())
    }

    /// Key of the subject name for comparisons.
    pub(crate) fn subject_key(&self) -> NameKey {
        self.0.subject_key.of(self.subject())
    }

    /// SHA-1 of the octets of the public key, by which responders name themselves (RFC 6960, section 4.2.1); `None` when
    /// the key cannot be read.
    pub(crate) fn key_hash(&self) -> Option<[u8; 20]> {
        *self.0.key_hash.get_or_init(|| {
            let octets = self.key_octets().ok()?;
            Some(openssl::sha::sha1(octets))
        })
    }

    /// The encoded `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn public_key_info(&self) -> &[u8] {
        self.slice(&self.0.fields.public_key)
    }

    /// The certificate for the path engine.
    pub(crate) fn x509(&self) -> Result<&X509Ref, CertificateError> {
        let x509 = self.0.x509.get_or_init(|| X509::from_der(self.der()).ok());
        x509.as_deref().ok_or(CertificateError::Unusable)
    }

    fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject_display())
            .field("serial", &self.serial_hex())
            .field("sha256", &self.sha256_hex())
            .finish()
    }
}

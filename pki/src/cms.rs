//! CMS SignedData (RFC 5652) as others made it: read leniently, verified strictly.
//!
//! BER and zero padding are accepted. The bytes that signatures and digests cover are never encoded again: signed
//! attributes, certificates and content stay as they came. One odd certificate does not lose the signature. Exactly
//! one signer is allowed in a PDF (EN 319 142-1, clause 4.1; ISO 32000-2, 12.8.3.3.1), several beside one (CAdES).

mod attributes;
mod embedded;
mod error;
mod parsing;
mod signing_certificate;
#[cfg(test)]
mod tests;
mod verification;

use std::sync::Arc;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

pub(crate) use attributes::Attributes;
pub use error::CmsError;
pub(crate) use parsing::certificates_in;
pub use signing_certificate::SigningCertificateReference;
pub use verification::{VerifiedCms, verify_pkcs1_octet_string};

use crate::algorithm::{AlgorithmId, SignatureAlgorithm};
use crate::ber::Trailer;
use crate::certificate::Certificate;
use crate::digest::DigestAlgorithm;
use crate::oids;
use crate::time;
use crate::tlv::Element;

/// One parsed SignedData with its single signer.
#[derive(Debug, Clone)]
pub struct Cms {
    der: Arc<Vec<u8>>,
    trailer: Trailer,
    content_type: ObjectIdentifier,
    content: Option<Arc<Vec<u8>>>,
    certificates: Vec<Certificate>,
    unreadable_certificates: usize,
    revocation: Arc<Vec<Vec<u8>>>,
    signer: SignerInfo,
}

/// `SignerInfo` (RFC 5652, section 5.3).
#[derive(Debug, Clone)]
pub(crate) struct SignerInfo {
    identifier: SignerIdentifier,
    digest_algorithm: AlgorithmId,
    signed: Option<SignedAttributeSet>,
    signature_algorithm: AlgorithmId,
    signature: Vec<u8>,
    unsigned: Attributes,
}

/// The signed attributes with the bytes they came in (tag 0xA0 and all).
#[derive(Debug, Clone)]
pub(crate) struct SignedAttributeSet {
    raw: Vec<u8>,
    attributes: Attributes,
}

/// `SignerIdentifier` (RFC 5652, section 5.3).
#[derive(Debug, Clone)]
pub(crate) enum SignerIdentifier {
    IssuerAndSerial { issuer: Vec<u8>, serial: Vec<u8> },
    SubjectKey(Vec<u8>),
}

impl Cms {
    /// The structure with definite lengths, without padding.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The bytes behind the structure in the input.
    #[must_use]
    pub fn trailer(&self) -> Trailer {
        self.trailer
    }

    /// Type of the encapsulated content (`eContentType`).
    #[must_use]
    pub fn econtent_type(&self) -> ObjectIdentifier {
        self.content_type
    }

    /// Whether the content is any file, and no structure with a meaning of its own (`id-data`).
    #[must_use]
    pub fn is_of_data(&self) -> bool {
        self.content_type == oids::DATA
    }

    /// The encapsulated content; `None` for a detached signature.
    #[must_use]
    pub fn econtent(&self) -> Option<&[u8]> {
        self.content.as_ref().map(|content| content.as_slice())
    }

    /// Digest algorithm of the content.
    ///
    /// # Errors
    /// When the algorithm is not supported.
    pub fn digest_algorithm(&self) -> Result<DigestAlgorithm, CmsError> {
        Ok(self.signer.digest_algorithm.digest()?)
    }

    /// Algorithm of the signature value.
    ///
    /// # Errors
    /// When the algorithm or its parameters are not supported.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, CmsError> {
        Ok(self.scheme()?.algorithm())
    }

    /// The certificates that came along and can be read, in order.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// How many members of the certificate set are malformed or no X.509 certificates.
    #[must_use]
    pub fn unreadable_certificates(&self) -> usize {
        self.unreadable_certificates
    }

    /// The members of the `crls` field, each as it was encoded: CRLs (0x30), or other revocation information (0xA1).
    pub fn revocation_information(&self) -> impl Iterator<Item = &[u8]> {
        self.revocation.iter().map(Vec::as_slice)
    }

    /// The signature value.
    #[must_use]
    pub fn signature_value(&self) -> &[u8] {
        &self.signer.signature
    }

    /// The message digest attribute, if there are signed attributes.
    ///
    /// # Errors
    /// When the attribute is missing, occurs twice or is malformed.
    pub fn message_digest(&self) -> Result<Option<&[u8]>, CmsError> {
        let Some(signed) = &self.signer.signed else {
            return Ok(None);
        };
        attributes::message_digest(&signed.attributes).map(Some)
    }

    /// The signing time that the signer claims (RFC 5652, section 11.3); `None` when absent or malformed.
    #[must_use]
    pub fn claimed_signing_time(&self) -> Option<Timestamp> {
        let value = self.signed_attribute(&oids::SIGNING_TIME)?;
        time::read(&Element::only(value, "signingTime").ok()?).ok()
    }

    /// The first value of the signature timestamp attribute (RFC 3161, appendix A): an encoded timestamp token.
    #[must_use]
    pub fn signature_timestamp(&self) -> Option<&[u8]> {
        self.unsigned_attribute(&oids::SIGNATURE_TIMESTAMP)
    }

    /// All signature timestamps: encoded tokens over the signature value, at most 50.
    pub fn signature_timestamps(&self) -> impl Iterator<Item = &[u8]> {
        let values = self.signer.unsigned.values(oids::SIGNATURE_TIMESTAMP);
        values.take(MAX_TIMESTAMPS)
    }

    /// All content timestamps that the signer signed along: encoded tokens over the content, made before the
    /// signature (ETSI EN 319 122-1, clause 5.2.8), at most 50.
    pub fn content_timestamps(&self) -> impl Iterator<Item = &[u8]> {
        let signed = self.signer.signed.as_ref().into_iter();
        let values = signed.flat_map(|set| set.attributes.values(oids::CONTENT_TIMESTAMP));
        values.take(MAX_TIMESTAMPS)
    }

    /// The encoded `RevocationInfoArchival` that Adobe products sign along (ISO 32000-2, 12.8.3.3.2).
    #[must_use]
    pub fn revocation_info_archival(&self) -> Option<&[u8]> {
        self.signed_attribute(&oids::REVOCATION_INFO_ARCHIVAL)
    }

    /// Whether the signer signed attributes at all; old files have none.
    #[must_use]
    pub fn has_signed_attributes(&self) -> bool {
        self.signer.signed.is_some()
    }

    /// The first value of a signed attribute, encoded.
    #[must_use]
    pub(crate) fn signed_attribute(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        self.signer.signed.as_ref()?.attributes.first(oid)
    }

    /// The first value of an unsigned attribute, encoded.
    #[must_use]
    pub(crate) fn unsigned_attribute(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        self.signer.unsigned.first(oid)
    }

    /// All values of an unsigned attribute, encoded.
    pub fn unsigned_attribute_values(&self, oid: ObjectIdentifier) -> impl Iterator<Item = &[u8]> {
        self.signer.unsigned.values(oid)
    }
}

/// Timestamps of one kind that are looked at; real signatures have one or two.
const MAX_TIMESTAMPS: usize = 50;

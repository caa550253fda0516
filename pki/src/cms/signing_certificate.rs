//! The signing-certificate attributes (RFC 2634, section 5.4, and RFC 5035): which certificate the signer meant.

use openssl::memcmp;

use super::{Attributes, CmsError};
use crate::algorithm::AlgorithmId;
use crate::certificate::Certificate;
use crate::digest::DigestAlgorithm;
use crate::oids;
use crate::tlv::{Element, EncodingError, OCTET_STRING, SEQUENCE};

/// How a signature names the signer's certificate under its own signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningCertificateReference {
    /// Not at all: the certificate could be exchanged for another with the same key.
    Absent,
    /// ESS signing-certificate with SHA-1.
    V1,
    /// ESS signing-certificate-v2, with its digest.
    V2(DigestAlgorithm),
}

/// The references in the attributes.
pub(crate) struct References {
    v1: Option<Vec<u8>>,
    v2: Option<(DigestAlgorithm, Vec<u8>)>,
}

impl References {
    pub(crate) fn read(attributes: &Attributes) -> Result<Self, CmsError> {
        let v1 = attributes
            .at_most_one(&oids::SIGNING_CERTIFICATE)?
            .map(hash_v1)
            .transpose()?;
        let v2 = attributes
            .at_most_one(&oids::SIGNING_CERTIFICATE_V2)?
            .map(hash_v2)
            .transpose()?;
        Ok(Self { v1, v2 })
    }

    /// Whether every reference there is names `certificate`.
    pub(crate) fn name(&self, certificate: &Certificate) -> bool {
        let v1 = self.v1.as_deref().map(|hash| (DigestAlgorithm::Sha1, hash));
        let v2 = self
            .v2
            .as_ref()
            .map(|(digest, hash)| (*digest, hash.as_slice()));
        let is_named = |computed: &[u8], hash: &[u8]| {
            computed.len() == hash.len() && memcmp::eq(computed, hash)
        };
        v1.into_iter().chain(v2).all(|(digest, hash)| match digest {
            DigestAlgorithm::Sha256 => is_named(&certificate.sha256(), hash),
            _ => digest
                .identify(certificate.der())
                .is_some_and(|computed| is_named(&computed, hash)),
        })
    }

    /// The strongest form present.
    pub(crate) fn form(&self) -> SigningCertificateReference {
        match (&self.v1, &self.v2) {
            (_, Some((digest, _))) => SigningCertificateReference::V2(*digest),
            (Some(_), None) => SigningCertificateReference::V1,
            (None, None) => SigningCertificateReference::Absent,
        }
    }
}

/// The first `ESSCertID` of `SigningCertificate` is the signer's (RFC 2634, section 5.4).
fn hash_v1(value: &[u8]) -> Result<Vec<u8>, CmsError> {
    let first = first_reference(value)?;
    let hash = first.reader().required(OCTET_STRING, "certHash")?;
    Ok(hash.contents.to_vec())
}

/// The first `ESSCertIDv2` of `SigningCertificateV2` is the signer's (RFC 5035, section 3).
fn hash_v2(value: &[u8]) -> Result<(DigestAlgorithm, Vec<u8>), CmsError> {
    let first = first_reference(value)?;
    let mut fields = first.reader();
    let digest = match fields.optional(SEQUENCE)? {
        Some(algorithm) => AlgorithmId::read(&algorithm)?.digest()?,
        None => DigestAlgorithm::Sha256,
    };
    let hash = fields.required(OCTET_STRING, "certHash")?;
    Ok((digest, hash.contents.to_vec()))
}

fn first_reference(value: &[u8]) -> Result<Element<'_>, EncodingError> {
    let mut fields = Element::only_with(value, SEQUENCE, "SigningCertificate")?.reader();
    let mut references = fields.required(SEQUENCE, "certs")?.reader();
    references.required(SEQUENCE, "ESSCertID")
}

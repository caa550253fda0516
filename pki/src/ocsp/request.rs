//! Requests (RFC 6960, section 4.1).

use super::OcspError;
use super::certificate_id::CertificateId;
use crate::certificate::Certificate;
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::oids;

/// A request about one certificate, not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspRequest {
    der: Vec<u8>,
}

impl OcspRequest {
    /// Asks about `certificate`, which `issuer` issued. The issuer is named by SHA-1 hashes, which every responder
    /// understands (RFC 5019, section 2.1.1) and whose collisions name nobody else. `nonce` is random octets that the
    /// response repeats.
    ///
    /// # Errors
    /// When the key of the issuer cannot be read, or the nonce has not 1 to 128 octets (RFC 9654, section 2.1).
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<&[u8]>,
    ) -> Result<Self, OcspError> {
        let id = CertificateId::of(certificate, issuer, DigestAlgorithm::Sha1)?;
        let id = id.and_then(|id| id.to_der()).ok_or(OcspError::Library)?;
        let requests = encode::sequence(&[&encode::sequence(&[&id])]);
        let extensions = nonce.map(nonce_extensions).transpose()?;
        let to_be_signed = encode::sequence(&[&requests, &extensions.unwrap_or_default()]);
        Ok(Self {
            der: encode::sequence(&[&to_be_signed]),
        })
    }

    /// The encoded request, for the body of a POST (RFC 6960, appendix A.1).
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}

/// `requestExtensions` with the nonce alone.
fn nonce_extensions(nonce: &[u8]) -> Result<Vec<u8>, OcspError> {
    if !(1..=MAX_NONCE).contains(&nonce.len()) {
        return Err(OcspError::Nonce { size: nonce.len() });
    }
    let value = encode::octet_string(&encode::octet_string(nonce));
    let extension = encode::sequence(&[&encode::oid(&oids::OCSP_NONCE), &value]);
    Ok(encode::explicit(2, &encode::sequence(&[&extension])))
}

/// Octets of a nonce (RFC 9654, section 2.1).
const MAX_NONCE: usize = 128;

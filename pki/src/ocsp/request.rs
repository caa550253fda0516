//! Requests (RFC 6960, section 4.1).

use super::certificate_id::CertificateId;
use super::response::{check_count, read_nonce};
use super::{OcspError, OcspMember};
use crate::certificate::{Certificate, Extensions};
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::oids;
use crate::tlv::{Element, SEQUENCE, context};

/// A request about one certificate, not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspRequest {
    der: Vec<u8>,
    ids: Vec<CertificateId>,
    nonce: Option<Vec<u8>>,
}

impl OcspRequest {
    /// Asks about `certificate`, which `issuer` issued. SHA-1 hashes name the issuer: every
    /// responder understands them (RFC 5019, section 2.1.1), and a collision would name no other
    /// certificate that matters. `nonce` is random octets that the response repeats.
    ///
    /// # Errors
    /// When the key of the issuer cannot be read, or the nonce has not 1 to 128 octets (RFC 9654, section 2.1).
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<&[u8]>,
    ) -> Result<Self, OcspError> {
        let id = CertificateId::of(certificate, issuer, DigestAlgorithm::Sha1)?;
        let id = id.ok_or(OcspError::Library)?;
        let encoded = id.to_der().ok_or(OcspError::Library)?;
        let requests = encode::sequence(&[&encode::sequence(&[&encoded])]);
        let extensions = nonce.map(nonce_extensions).transpose()?;
        let to_be_signed = encode::sequence(&[&requests, &extensions.unwrap_or_default()]);
        Ok(Self {
            der: encode::sequence(&[&to_be_signed]),
            ids: vec![id],
            nonce: nonce.map(<[u8]>::to_vec),
        })
    }

    /// Reads one DER request, which must fill `der`; a signature on it is not looked at.
    ///
    /// # Errors
    /// When the bytes are not a request, or one about no or too many certificates.
    pub fn from_der(der: &[u8]) -> Result<Self, OcspError> {
        let mut outer = Element::only_with(der, SEQUENCE, "OCSPRequest")?.reader();
        let mut fields = outer.required(SEQUENCE, "TBSRequest")?.reader();
        fields.optional(context(0))?;
        fields.optional(context(1))?;
        let mut requests = fields.required(SEQUENCE, "requestList")?.reader();
        let mut ids = Vec::new();
        while let Some(request) = requests.next()? {
            check_count(OcspMember::Requests, ids.len(), MAX_REQUESTS)?;
            let id = request.reader().required(SEQUENCE, "reqCert")?;
            ids.push(CertificateId::read(&id)?);
        }
        let extensions = Extensions::read_wrapped(&mut fields, context(2), "requestExtensions")?;
        Ok(Self {
            der: der.to_vec(),
            ids,
            nonce: read_nonce(&extensions)?,
        })
    }

    /// Whether it asks about `certificate`, issued under name and key of `issuer`.
    #[must_use]
    pub fn is_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        self.ids.iter().any(|id| id.matches(certificate, issuer))
    }

    /// The nonce, if it has one.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
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

/// Certificates that one request asks about; real ones ask about one.
const MAX_REQUESTS: usize = 100;

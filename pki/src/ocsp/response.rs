//! Responses (RFC 6960, section 4.2).
//!
//! ```text
//! OCSPResponse ::= SEQUENCE {                        -- RFC 6960, section 4.2.1
//!     responseStatus       ENUMERATED,
//!     responseBytes        [0] EXPLICIT SEQUENCE {
//!         responseType         OBJECT IDENTIFIER,    -- id-pkix-ocsp-basic
//!         response             OCTET STRING } OPTIONAL }  -- a BasicOCSPResponse
//!
//! BasicOCSPResponse ::= SEQUENCE {
//!     tbsResponseData      SEQUENCE {
//!         version              [0] EXPLICIT INTEGER DEFAULT v1,
//!         responderID          CHOICE { byName [1] Name, byKey [2] OCTET STRING },
//!         producedAt           GeneralizedTime,
//!         responses            SEQUENCE OF SingleResponse,
//!         responseExtensions   [1] EXPLICIT Extensions OPTIONAL },
//!     signatureAlgorithm   AlgorithmIdentifier,
//!     signature            BIT STRING,
//!     certs                [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
//! ```

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::digest::sha256;
use jiff::Timestamp;

use super::single::SingleResponse;
use super::{OcspEntry, OcspError, OcspMember, ResponseStatus};
use crate::algorithm::SignatureAlgorithm;
use crate::certificate::{Certificate, CertificateError, Extensions};
use crate::encode;
use crate::name::{self, LazyKey};
use crate::oids;
use crate::signed::{Signed, TriedKeys};
use crate::time;
use crate::tlv::{
    ENUMERATED, Element, EncodingError, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE,
    context,
};

/// A basic OCSP response. Clones share their contents.
#[derive(Clone)]
pub struct OcspResponse(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    sha256: [u8; 32],
    /// Range of the `BasicOCSPResponse` in `der`.
    basic: Range<usize>,
    fields: Fields,
    tried: TriedKeys,
    responder_key: LazyKey,
}

/// Offsets are in the `BasicOCSPResponse`.
struct Fields {
    signed: Signed,
    responder: ResponderId,
    produced_at: Timestamp,
    responses: Vec<SingleResponse>,
    nonce: Option<Vec<u8>>,
    unknown_critical: bool,
    certificates: Vec<Certificate>,
}

/// Who answered, as the response says (RFC 6960, section 4.2.1).
#[derive(Clone, PartialEq, Eq)]
pub enum ResponderId {
    /// The encoded subject of the responder's certificate.
    Name(Vec<u8>),
    /// SHA-1 of the responder's public key.
    Key(Vec<u8>),
}

impl OcspResponse {
    /// Reads one DER `OCSPResponse`, or a bare `BasicOCSPResponse` as CAdES keeps it; either must fill `der`.
    ///
    /// # Errors
    /// When the bytes are neither, the responder refused to answer, or a budget is exceeded.
    pub fn from_der(der: &[u8]) -> Result<Self, OcspError> {
        check_size(der)?;
        Self::from_vec(der.to_vec())
    }

    /// As [`OcspResponse::from_der`], without a copy.
    ///
    /// # Errors
    /// As [`OcspResponse::from_der`].
    pub fn from_vec(der: Vec<u8>) -> Result<Self, OcspError> {
        check_size(&der)?;
        let outer = Element::only_with(&der, SEQUENCE, "OCSPResponse")?;
        let der = match outer.reader().optional(SEQUENCE)? {
            Some(_) => wrap(&der),
            None => der,
        };
        let basic = find_basic(&der)?;
        let fields = Fields::read(der.get(basic.clone()).unwrap_or_default())?;
        Ok(Self(Arc::new(Inner {
            sha256: sha256(&der),
            der,
            basic,
            fields,
            tried: TriedKeys::default(),
            responder_key: LazyKey::default(),
        })))
    }

    /// The encoded `OCSPResponse`, also when it was read from a bare `BasicOCSPResponse`.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The encoded `BasicOCSPResponse`.
    #[must_use]
    pub fn basic_der(&self) -> &[u8] {
        self.0.der.get(self.0.basic.clone()).unwrap_or_default()
    }

    /// SHA-256 fingerprint of [`OcspResponse::der`].
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// When it was signed.
    #[must_use]
    pub fn produced_at(&self) -> Timestamp {
        self.0.fields.produced_at
    }

    /// Who answered, as the response says.
    #[must_use]
    pub fn responder(&self) -> &ResponderId {
        &self.0.fields.responder
    }

    /// Whether the response names `certificate` as that of the responder.
    #[must_use]
    pub fn is_from(&self, certificate: &Certificate) -> bool {
        match self.responder() {
            ResponderId::Name(subject) => {
                self.0.responder_key.of(subject) == certificate.subject_key()
            }
            ResponderId::Key(hash) => certificate.key_hash().is_some_and(|found| found == **hash),
        }
    }

    /// The certificates that came with it; those that cannot be read are left out.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.fields.certificates
    }

    /// The nonce of the request that it answers, if it repeats one (RFC 6960, section 4.4.1).
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.0.fields.nonce.as_deref()
    }

    /// How many certificates it is about.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.fields.responses.len()
    }

    /// Everything it says, in order.
    pub fn entries(&self) -> impl Iterator<Item = &OcspEntry> {
        self.0.fields.responses.iter().map(|single| &single.entry)
    }

    /// What it says about `certificate`, issued under name and key of `issuer`: the newest of several answers, revoked
    /// before unknown before good when they are of the same time.
    #[must_use]
    pub fn entry_for(&self, certificate: &Certificate, issuer: &Certificate) -> Option<&OcspEntry> {
        let entries = self.entries_for(certificate, issuer).into_iter();
        entries.max_by_key(|entry| (entry.this_update, entry.status.severity()))
    }

    /// Everything that it says about `certificate`, issued under name and key of `issuer`.
    pub(crate) fn entries_for(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Vec<&OcspEntry> {
        let responses = self.0.fields.responses.iter();
        let about = responses.filter(|single| single.id.matches(certificate, issuer));
        about.map(|single| &single.entry).collect()
    }

    /// Whether it is about the serial number of `certificate`, of whichever issuer.
    pub(crate) fn has_serial(&self, certificate: &Certificate) -> bool {
        let mut responses = self.0.fields.responses.iter();
        responses.any(|single| single.id.has_serial(certificate))
    }

    /// Whether the response as a whole has something critical that is not known here.
    #[must_use]
    pub fn has_unknown_critical_extension(&self) -> bool {
        self.0.fields.unknown_critical
    }

    /// The algorithm with which it is signed; `None` when it is not known here.
    #[must_use]
    pub fn signature_algorithm(&self) -> Option<SignatureAlgorithm> {
        self.0.fields.signed.algorithm()
    }

    /// Whether the key of `responder` made the signature. The answer is remembered.
    ///
    /// # Errors
    /// When the key of `responder` cannot be used.
    pub fn is_signed_by(&self, responder: &Certificate) -> Result<bool, CertificateError> {
        let signed = &self.0.fields.signed;
        let check = || Ok(signed.is_by(responder.public_key()?, self.basic_der()));
        self.0.tried.remember(responder.public_key_info(), check)
    }
}

impl PartialEq for OcspResponse {
    fn eq(&self, other: &Self) -> bool {
        self.0.sha256 == other.0.sha256
    }
}

impl Eq for OcspResponse {}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OcspResponse")
            .field("responder", self.responder())
            .field("produced_at", &self.produced_at())
            .field("entries", &self.entry_count())
            .finish()
    }
}

impl fmt::Debug for ResponderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(subject) => {
                let attributes = name::attributes(subject).unwrap_or_default();
                write!(f, "{}", name::display(&attributes))
            }
            Self::Key(hash) => write!(f, "key {}", base16ct::upper::encode_string(hash)),
        }
    }
}

fn check_size(der: &[u8]) -> Result<(), OcspError> {
    let (size, limit) = (der.len(), MAX_SIZE);
    match size > limit {
        true => Err(OcspError::TooLarge { size, limit }),
        false => Ok(()),
    }
}

/// A successful `OCSPResponse` around a `BasicOCSPResponse`.
fn wrap(basic: &[u8]) -> Vec<u8> {
    let successful = encode::element(ENUMERATED, &[&[0]]);
    let bytes = encode::sequence(&[
        &encode::oid(&oids::OCSP_BASIC),
        &encode::octet_string(basic),
    ]);
    encode::sequence(&[&successful, &encode::explicit(0, &bytes)])
}

/// `OCSPResponse` and `ResponseBytes`: the range of the `BasicOCSPResponse`.
fn find_basic(der: &[u8]) -> Result<Range<usize>, OcspError> {
    let mut outer = Element::only_with(der, SEQUENCE, "OCSPResponse")?.reader();
    let status = outer.required(ENUMERATED, "responseStatus")?;
    let [number] = status.contents else {
        return Err(status.bad("OCSPResponseStatus").into());
    };
    if let Some(status) = ResponseStatus::from_number(*number) {
        return Err(OcspError::Status(status));
    }
    let wrapper = outer.required(context(0), "responseBytes")?;
    outer.finish()?;
    let mut bytes = wrapper.explicit(SEQUENCE, "ResponseBytes")?.reader();
    let oid = bytes.any("responseType")?.oid()?;
    if oid != oids::OCSP_BASIC {
        return Err(OcspError::Type { oid });
    }
    let response = bytes.required(OCTET_STRING, "response")?;
    bytes.finish()?;
    Ok(response.contents_range())
}

impl Fields {
    /// `BasicOCSPResponse` and `ResponseData`.
    fn read(basic: &[u8]) -> Result<Self, OcspError> {
        let mut outer = Element::only_with(basic, SEQUENCE, "BasicOCSPResponse")?.reader();
        let (signed, mut data) = Signed::read_fields(&mut outer, "ResponseData")?;
        let certificates = read_certificates(&mut outer)?;
        outer.finish()?;
        check_version(&mut data)?;
        let responder = ResponderId::read(&data.any("responderID")?)?;
        let produced_at = time::read(&data.required(GENERALIZED_TIME, "producedAt")?)?;
        let responses = read_responses(&data.required(SEQUENCE, "responses")?)?;
        let extensions = Extensions::read_wrapped(&mut data, context(1), "responseExtensions")?;
        data.finish()?;
        Ok(Self {
            signed,
            responder,
            produced_at,
            responses,
            nonce: read_nonce(&extensions)?,
            unknown_critical: extensions.iter().any(|extension| {
                extension.critical
                    && extension.oid != oids::OCSP_NONCE
                    && extension.oid != oids::OCSP_EXTENDED_REVOKE
            }),
            certificates,
        })
    }
}

impl ResponderId {
    fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        const NAME: u8 = context(1);
        const KEY: u8 = context(2);
        let inner = element.explicit_any("ResponderID")?;
        match (element.identifier, inner.identifier) {
            (NAME, SEQUENCE) => Ok(Self::Name(inner.raw.to_vec())),
            (KEY, OCTET_STRING) => Ok(Self::Key(inner.contents.to_vec())),
            _ => Err(element.unexpected("ResponderID")),
        }
    }
}

/// Version 1, the default, is all there is.
fn check_version(data: &mut Reader<'_>) -> Result<(), EncodingError> {
    let Some(wrapper) = data.optional(context(0))? else {
        return Ok(());
    };
    let version = wrapper.explicit(INTEGER, "version")?;
    match version.unsigned()? {
        0 => Ok(()),
        _ => Err(version.bad("version")),
    }
}

fn read_responses(list: &Element<'_>) -> Result<Vec<SingleResponse>, OcspError> {
    let mut members = list.reader();
    let mut responses = Vec::new();
    while let Some(member) = members.next()? {
        check_count(OcspMember::Answers, responses.len(), MAX_RESPONSES)?;
        responses.push(SingleResponse::read(&member)?);
    }
    Ok(responses)
}

fn read_certificates(outer: &mut Reader<'_>) -> Result<Vec<Certificate>, OcspError> {
    let mut certificates = Vec::new();
    let Some(wrapper) = outer.optional(context(0))? else {
        return Ok(certificates);
    };
    let mut members = wrapper.explicit(SEQUENCE, "certs")?.reader();
    let mut count = 0;
    while let Some(member) = members.next()? {
        check_count(OcspMember::Certificates, count, MAX_CERTIFICATES)?;
        count += 1;
        certificates.extend(Certificate::from_der(member.raw).ok());
    }
    Ok(certificates)
}

pub(super) fn check_count(what: OcspMember, count: usize, limit: usize) -> Result<(), OcspError> {
    match count >= limit {
        true => Err(OcspError::TooMany { what, limit }),
        false => Ok(()),
    }
}

/// The octets inside the OCTET STRING; old responders leave that wrapper out.
pub(super) fn read_nonce(extensions: &Extensions) -> Result<Option<Vec<u8>>, EncodingError> {
    let Some(extension) = extensions.find(&oids::OCSP_NONCE)? else {
        return Ok(None);
    };
    let wrapped = Element::only_with(&extension.value, OCTET_STRING, "Nonce");
    let octets = wrapped.map_or(extension.value.as_slice(), |wrapped| wrapped.contents);
    Ok(Some(octets.to_vec()))
}

/// Octets of a response; real ones have two to ten thousand.
const MAX_SIZE: usize = 1 << 20;

/// Answers in one response; real ones have one.
const MAX_RESPONSES: usize = 1000;

/// Certificates in one response; real ones have one to three.
const MAX_CERTIFICATES: usize = 20;

#[cfg(test)]
mod tests;

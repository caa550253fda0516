//! OCSP responses of a test authority or of a responder that it certified (RFC 6960, section 4.2).

use jiff::Timestamp;
use kyso_pki::{
    Certificate, CertificateStatus, DigestAlgorithm, OcspError, OcspResponse, Pkcs12Key,
    RevokedEntry, SignatureAlgorithm, SigningError,
};

use super::authority::message_digest;
use super::der::{self, extension};
use super::error::IssuingError;
use super::keys::algorithm_of;
use super::oids;
use super::revocation_list::{enumerated, generalized_time};

/// What a response shall say about one certificate.
#[derive(Debug, Clone)]
pub struct OcspAnswer<'a> {
    certificate: &'a Certificate,
    issuer: &'a Certificate,
    status: CertificateStatus,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    named_by: DigestAlgorithm,
    responder: NamedResponder,
    nonce: Option<Vec<u8>>,
    archive_cutoff: Option<Timestamp>,
    critical: bool,
    signed_with: Option<SignatureAlgorithm>,
    certificates: Vec<Certificate>,
}

/// How a response names its responder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedResponder {
    /// By the subject of its certificate.
    ByName,
    /// By the SHA-1 of its key.
    ByKey,
}

impl<'a> OcspAnswer<'a> {
    /// An answer about `certificate`, which `issuer` issued, made at `this_update`: without nextUpdate, nonce or
    /// certificates, the certificate named by SHA-1, the responder by its subject.
    #[must_use]
    pub fn new(
        certificate: &'a Certificate,
        issuer: &'a Certificate,
        status: CertificateStatus,
        this_update: Timestamp,
    ) -> Self {
        Self {
            certificate,
            issuer,
            status,
            this_update,
            next_update: None,
            named_by: DigestAlgorithm::Sha1,
            responder: NamedResponder::ByName,
            nonce: None,
            archive_cutoff: None,
            critical: false,
            signed_with: None,
            certificates: Vec::new(),
        }
    }

    /// Good until this time.
    #[must_use]
    pub fn with_next_update(mut self, time: Timestamp) -> Self {
        self.next_update = Some(time);
        self
    }

    /// The certificate named by another digest than SHA-1.
    #[must_use]
    pub fn with_named_by(mut self, digest: DigestAlgorithm) -> Self {
        self.named_by = digest;
        self
    }

    /// The responder named this way.
    #[must_use]
    pub fn with_responder(mut self, responder: NamedResponder) -> Self {
        self.responder = responder;
        self
    }

    /// With this nonce.
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8]) -> Self {
        self.nonce = Some(nonce.to_vec());
        self
    }

    /// Still knows what expired after this time.
    #[must_use]
    pub fn with_archive_cutoff(mut self, time: Timestamp) -> Self {
        self.archive_cutoff = Some(time);
        self
    }

    /// With a critical extension that no program knows.
    #[must_use]
    pub fn with_unknown_critical_extension(mut self) -> Self {
        self.critical = true;
        self
    }

    /// Signed with this algorithm instead of the usual one of the key with SHA-256.
    #[must_use]
    pub fn with_algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.signed_with = Some(algorithm);
        self
    }

    /// With these certificates, such as that of the responder.
    #[must_use]
    pub fn with_certificates(mut self, certificates: &[Certificate]) -> Self {
        self.certificates = certificates.to_vec();
        self
    }
}

/// Signs `answer` with the key of `responder`: the authority itself ([`super::Authority::holder`]),
/// or a responder that it appointed ([`super::Profile::OcspResponder`]).
///
/// # Errors
/// When the cryptographic library fails.
pub fn issue_ocsp_response(
    responder: &Pkcs12Key,
    answer: &OcspAnswer<'_>,
) -> Result<OcspResponse, IssuingError> {
    let usual = algorithm_of(&responder.key, DigestAlgorithm::Sha256);
    let algorithm = answer.signed_with.unwrap_or(usual);
    let algorithm_der = algorithm
        .to_der()
        .ok_or(SigningError::Unsupported { algorithm })?;
    let data = der::sequence(&[
        &responder_id(&responder.certificate, answer.responder)?,
        &generalized_time(answer.this_update),
        &der::sequence(&[&single_response(answer)?]),
        &response_extensions(answer),
    ]);
    let signature = responder.key.sign_message(algorithm, &data)?;
    let basic = der::sequence(&[
        &data,
        &algorithm_der,
        &der::bit_string(&signature),
        &certificates(&answer.certificates),
    ]);
    Ok(OcspResponse::from_vec(basic)?)
}

fn responder_id(responder: &Certificate, named: NamedResponder) -> Result<Vec<u8>, IssuingError> {
    Ok(match named {
        NamedResponder::ByName => der::explicit(1, responder.subject()),
        NamedResponder::ByKey => {
            let hash = key_hash(responder, DigestAlgorithm::Sha1)?;
            der::explicit(2, &der::octet_string(&hash))
        }
    })
}

fn single_response(answer: &OcspAnswer<'_>) -> Result<Vec<u8>, IssuingError> {
    let next_update = answer.next_update.map(generalized_time);
    let next_update = next_update.map(|time| der::explicit(0, &time));
    Ok(der::sequence(&[
        &certificate_id(answer)?,
        &status(&answer.status),
        &generalized_time(answer.this_update),
        &next_update.unwrap_or_default(),
        &single_extensions(answer),
    ]))
}

/// `CertID` (RFC 6960, section 4.1.1).
fn certificate_id(answer: &OcspAnswer<'_>) -> Result<Vec<u8>, IssuingError> {
    let name_hash = hash(answer.certificate.issuer(), answer.named_by)?;
    let key_hash = key_hash(answer.issuer, answer.named_by)?;
    Ok(der::sequence(&[
        &der::algorithm(&answer.named_by.oid()),
        &der::octet_string(&name_hash),
        &der::octet_string(&key_hash),
        &der::element(der::INTEGER, &[answer.certificate.serial()]),
    ]))
}

fn key_hash(certificate: &Certificate, digest: DigestAlgorithm) -> Result<Vec<u8>, IssuingError> {
    let key = der::key_octets(certificate.public_key_info()).ok_or(OcspError::Library)?;
    hash(key, digest)
}

fn hash(octets: &[u8], digest: DigestAlgorithm) -> Result<Vec<u8>, IssuingError> {
    let digest = message_digest(digest)?;
    Ok(openssl::hash::hash(digest, octets)?.to_vec())
}

fn status(status: &CertificateStatus) -> Vec<u8> {
    match status {
        CertificateStatus::Good => der::primitive(0, &[]),
        CertificateStatus::Revoked(entry) => revoked_info(entry),
        CertificateStatus::Unknown => der::primitive(2, &[]),
    }
}

fn revoked_info(entry: &RevokedEntry) -> Vec<u8> {
    let reason = entry
        .reason
        .number()
        .map(|number| der::explicit(0, &enumerated(number)));
    let time = generalized_time(entry.revoked_at);
    der::explicit(1, &[time, reason.unwrap_or_default()].concat())
}

fn single_extensions(answer: &OcspAnswer<'_>) -> Vec<u8> {
    let invalid_since = match answer.status {
        CertificateStatus::Revoked(entry) => entry.invalidity_date,
        _ => None,
    };
    let times = [
        (oids::INVALIDITY_DATE, invalid_since),
        (oids::OCSP_ARCHIVE_CUTOFF, answer.archive_cutoff),
    ];
    let times = times.iter().filter_map(|(oid, time)| {
        let time = generalized_time((*time)?);
        Some(extension(oid, &time, false))
    });
    let mut members: Vec<Vec<u8>> = times.collect();
    if answer.critical {
        members.push(extension(&oids::UNKNOWN, der::NULL, true));
    }
    wrapped_extensions(&members)
}

fn response_extensions(answer: &OcspAnswer<'_>) -> Vec<u8> {
    let nonce = answer.nonce.as_deref().map(der::octet_string);
    let nonce = nonce.map(|nonce| extension(&oids::OCSP_NONCE, &nonce, false));
    wrapped_extensions(nonce.as_slice())
}

/// `[1] EXPLICIT Extensions`, absent when there are none.
fn wrapped_extensions(members: &[Vec<u8>]) -> Vec<u8> {
    if members.is_empty() {
        return Vec::new();
    }
    der::explicit(1, &der::sequence_of(members))
}

fn certificates(certificates: &[Certificate]) -> Vec<u8> {
    if certificates.is_empty() {
        return Vec::new();
    }
    let parts: Vec<&[u8]> = certificates.iter().map(Certificate::der).collect();
    der::explicit(0, &der::sequence(&parts))
}

//! The fast variant, for benchmarks and for tests that are not about the network: evidence and timestamps without
//! servers, processes or HTTP. What `openssl` answers is in the servers of this crate.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{IssuingError, OcspAnswer, TokenRequest, issue_ocsp_response, issue_token};
use kyso_pki::{
    Certificate, CertificateStatus, DigestAlgorithm, Evidence, EvidenceSource, OcspResponse,
    Pkcs12Key, RevokedEntry, TimestampAttempt, TimestampFailure, TimestampSource,
    TimestampSourceError, TimestampToken,
};

use crate::description::Knowledge;
use crate::pki::{PkiError, TestPki, issuing, serial_of};

/// What the authorities of a PKI publish at one moment: a list, a response, certificates.
#[derive(Debug, Clone)]
pub struct InProcessEvidence {
    pki: TestPki,
    at: Timestamp,
}

/// A timestamp authority whose clock is stopped.
#[derive(Debug)]
pub struct InProcessTsa {
    holder: Pkcs12Key,
    at: Timestamp,
    issued: AtomicU64,
}

impl InProcessEvidence {
    /// Of `pki`, published at the time `at`.
    #[must_use]
    pub fn new(pki: &TestPki, at: Timestamp) -> Self {
        Self {
            pki: pki.clone(),
            at,
        }
    }

    fn about(&self, certificate: &Certificate, issuer: &Certificate) -> Result<Evidence, PkiError> {
        let mut evidence = Evidence::default();
        let Some(authority) = self.pki.authority_of(issuer)? else {
            return Ok(evidence);
        };
        let published = &self.pki.authority_member(authority)?.entry.publishes;
        if !published.crls.is_empty() {
            evidence
                .crls
                .push(self.pki.revocation_list(authority, self.at)?);
        }
        let responder = published
            .ocsp
            .first()
            .and_then(|address| address.rsplit('/').next());
        if let Some(responder) = responder {
            let status = self.pki.status(certificate, authority, self.at)?;
            let response = self.response(certificate, issuer, status, responder)?;
            evidence.ocsp_responses.push(response);
        }
        Ok(evidence)
    }

    fn response(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        status: CertificateStatus,
        responder: &str,
    ) -> Result<OcspResponse, PkiError> {
        let signer = self.pki.signer(responder)?;
        let until = self.at.checked_add(FRESH).unwrap_or(self.at);
        let answer = OcspAnswer::new(certificate, issuer, status, self.at)
            .with_next_update(until)
            .with_certificates(std::slice::from_ref(&signer.certificate));
        issue_ocsp_response(&signer, &answer).map_err(issuing(responder))
    }
}

/// What cannot be issued is not there.
impl EvidenceSource for InProcessEvidence {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        _at: Timestamp,
    ) -> Evidence {
        self.about(certificate, issuer).unwrap_or_default()
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        let ids = self.pki.authority_members().map(|(id, _)| id);
        let all = ids.filter_map(|id| self.pki.certificate(id).ok());
        all.filter(|one| one.subject() == certificate.issuer())
            .collect()
    }
}

impl InProcessTsa {
    /// The timestamp authority `id` of `pki`, at the time `at`.
    ///
    /// # Errors
    /// When there is none, or it cannot be issued.
    pub fn new(pki: &TestPki, id: &str, at: Timestamp) -> Result<Self, PkiError> {
        Ok(Self {
            holder: pki.holder(id)?,
            at,
            issued: AtomicU64::new(0),
        })
    }

    /// How many tokens it made.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.issued.load(Ordering::Relaxed)
    }

    fn token(&self, algorithm: DigestAlgorithm, digest: &[u8]) -> Result<Vec<u8>, IssuingError> {
        let serial = self.issued.fetch_add(1, Ordering::Relaxed) + 1;
        let request = TokenRequest {
            algorithm,
            digest,
            at: self.at,
            serial,
            nonce: None,
        };
        issue_token(&self.holder, &request)
    }
}

impl TimestampSource for InProcessTsa {
    fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        let failed = |reason: String| TimestampSourceError {
            attempts: vec![TimestampAttempt {
                authority: "in process".to_owned(),
                failure: TimestampFailure::Connection {
                    reason: io::Error::other(reason).into(),
                },
            }],
        };
        let token = self
            .token(algorithm, digest)
            .map_err(|error| failed(error.to_string()))?;
        TimestampToken::parse(&token).map_err(|error| failed(error.to_string()))
    }
}

impl TestPki {
    fn authority_of(&self, certificate: &Certificate) -> Result<Option<&str>, PkiError> {
        for (id, _) in self.authority_members() {
            if serial_of(id) == certificate.serial() && self.certificate(id)? == *certificate {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// What the responders of `authority` said at the time `at`.
    fn status(
        &self,
        certificate: &Certificate,
        authority: &str,
        at: Timestamp,
    ) -> Result<CertificateStatus, PkiError> {
        let revoked = self.revocations(authority, at)?;
        if let Some(one) = revoked
            .into_iter()
            .find(|one| one.serial == certificate.serial())
        {
            return Ok(CertificateStatus::Revoked(RevokedEntry {
                revoked_at: one.at,
                reason: one.reason,
                invalidity_date: one.invalidity,
            }));
        }
        let mut holders = self.holder_members();
        let unknown = holders.any(|(id, one)| {
            one.entry.known_to_ocsp == Knowledge::Never && serial_of(id) == certificate.serial()
        });
        Ok(if unknown {
            CertificateStatus::Unknown
        } else {
            CertificateStatus::Good
        })
    }
}

const FRESH: SignedDuration = SignedDuration::from_hours(24);

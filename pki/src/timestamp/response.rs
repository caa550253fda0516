//! The authority's answer: `TimeStampResp` (RFC 3161, section 2.4.2), and whether it answers the question.

mod status;

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use super::{AuthorityCertificates, TimestampError, TimestampRequest, TimestampToken};
use crate::ber::{self, BerError, BerLimits, Trailer};
use crate::certificate::Certificate;
use crate::cms::SigningCertificateReference;
use crate::digest::DigestAlgorithm;
use crate::path::{Purpose, check_usage};
use crate::tlv::{BIT_STRING, Element, EncodingError, INTEGER, SEQUENCE};
pub use status::{TimestampFailureInfo, TimestampRefusal, TimestampStatus};
use status::{failures, words};

/// A parsed response. What it grants is only to be had by [`TimestampResponse::answer`].
#[derive(Debug, Clone)]
pub struct TimestampResponse {
    status: TimestampStatus,
    texts: Vec<String>,
    failures: Vec<TimestampFailureInfo>,
    token: Option<Vec<u8>>,
}

/// Why a response is no answer to its request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampResponseError {
    /// Not BER.
    #[error("the response is not an ASN.1 structure: {0}")]
    Ber(#[from] BerError),
    /// The structure is not a `TimeStampResp`.
    #[error("the response is malformed: {0}")]
    Malformed(#[from] EncodingError),
    /// Something follows the structure.
    #[error("something follows the response at byte {offset}")]
    Trailing {
        /// Where.
        offset: usize,
    },
    /// The authority gives no token, and says why.
    #[error("the authority refuses: {0}")]
    Refused(TimestampRefusal),
    /// Granted, yet there is no token.
    #[error("the authority grants a token and sends none")]
    NoToken,
    /// The token cannot be used, or its signature does not hold.
    #[error(transparent)]
    Token(#[from] TimestampError),
    /// The imprint was made with another algorithm.
    #[error("{requested} was asked for, the token has {found}")]
    ImprintAlgorithm {
        /// What was asked for.
        requested: DigestAlgorithm,
        /// What came.
        found: DigestAlgorithm,
    },
    /// The token repeats another nonce than that of the request: it is an old answer, or one to
    /// another request.
    #[error("the token answers another request: its nonce is another")]
    NonceMismatch,
    /// The request has a nonce, the token none.
    #[error("the token does not repeat the nonce of the request")]
    NonceMissing,
    /// The token was made under another policy than the one asked for.
    #[error("policy {requested} was asked for, the token was made under {found}")]
    Policy {
        /// What was asked for.
        requested: ObjectIdentifier,
        /// What came.
        found: ObjectIdentifier,
    },
    /// The authority's certificate was asked for and is not in the token.
    #[error("the token does not hold the certificate of the authority")]
    NoCertificate,
    /// The token does not say under its signature which certificate signed it (ESS, RFC 5816).
    #[error("the token does not name the certificate of the authority under its signature")]
    CertificateNotNamed,
    /// The certificate was not valid when the token says it was made.
    #[error("the certificate of the authority is not valid at {at}: {subject}")]
    CertificateOutOfTime {
        /// Whose certificate.
        subject: String,
        /// The time of the token.
        at: Timestamp,
    },
    /// The certificate is not one for timestamps alone: critical extended key usage timeStamping (section 2.3).
    #[error("the certificate of the authority is not one for timestamps: {subject}")]
    Usage {
        /// Whose certificate.
        subject: String,
    },
}

impl TimestampResponseError {
    /// Whether the authority itself said no.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(_))
    }

    /// Whether asking the same authority again may help.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_retryable(),
            _ => false,
        }
    }
}

impl TimestampResponse {
    /// Reads a `TimeStampResp`, DER or BER.
    ///
    /// # Errors
    /// When it is none. A refusal is no error here.
    pub fn parse(input: &[u8]) -> Result<Self, TimestampResponseError> {
        let transcoded = ber::to_der(input, &LIMITS)?;
        if let Trailer::Other { offset } = transcoded.trailer {
            return Err(TimestampResponseError::Trailing { offset });
        }
        let mut fields = Element::only_with(&transcoded.der, SEQUENCE, "TimeStampResp")?.reader();
        let mut info = fields.required(SEQUENCE, "PKIStatusInfo")?.reader();
        let status = info.required(INTEGER, "status")?.unsigned()?;
        let texts = info.optional(SEQUENCE)?.map(|texts| words(texts.reader()));
        let failures = info.optional(BIT_STRING)?.map(|bits| failures(&bits));
        info.finish()?;
        let token = fields.optional(SEQUENCE)?.map(|token| token.raw.to_vec());
        fields.finish()?;
        Ok(Self {
            status: TimestampStatus::from_number(status),
            texts: texts.transpose()?.unwrap_or_default(),
            failures: failures.unwrap_or_default(),
            token,
        })
    }

    /// The status that the authority gives.
    #[must_use]
    pub fn status(&self) -> TimestampStatus {
        self.status
    }

    /// The token, when it answers `request`: granted; version 1; the same imprint, nonce and policy; signed by a
    /// certificate that the token names under its signature, that is for timestamps only and was valid then. Whether the certificate is
    /// trusted is for path validation to say.
    ///
    /// # Errors
    /// The first reason why it does not.
    pub fn answer(
        &self,
        request: &TimestampRequest,
    ) -> Result<TimestampToken, TimestampResponseError> {
        self.answer_with(request, &[])
    }

    /// As [`TimestampResponse::answer`], with `candidates` for the authority's certificate if the token lacks it.
    ///
    /// # Errors
    /// As [`TimestampResponse::answer`].
    pub fn answer_with(
        &self,
        request: &TimestampRequest,
        candidates: &[Certificate],
    ) -> Result<TimestampToken, TimestampResponseError> {
        let token = TimestampToken::parse(self.granted()?)?;
        check_content(&token, request)?;
        check_signer(&token, request, candidates)?;
        Ok(token)
    }

    fn granted(&self) -> Result<&[u8], TimestampResponseError> {
        match self.status {
            TimestampStatus::Granted | TimestampStatus::GrantedWithModifications => {
                self.token.as_deref().ok_or(TimestampResponseError::NoToken)
            }
            status => Err(TimestampResponseError::Refused(TimestampRefusal {
                status,
                failures: self.failures.clone(),
                texts: self.texts.clone(),
            })),
        }
    }
}

fn check_content(
    token: &TimestampToken,
    request: &TimestampRequest,
) -> Result<(), TimestampResponseError> {
    let (requested, found) = (request.algorithm(), token.imprint_algorithm()?);
    if requested != found {
        return Err(TimestampResponseError::ImprintAlgorithm { requested, found });
    }
    token.check_imprint(request.digest())?;
    match (request.nonce_octets(), token.nonce()) {
        (Some(_), None) => return Err(TimestampResponseError::NonceMissing),
        (asked, repeated) if asked.as_deref() != repeated => {
            return Err(TimestampResponseError::NonceMismatch);
        }
        _ => {}
    }
    match request.policy() {
        Some(requested) if requested != token.policy() => Err(TimestampResponseError::Policy {
            requested,
            found: token.policy(),
        }),
        _ => Ok(()),
    }
}

fn check_signer(
    token: &TimestampToken,
    request: &TimestampRequest,
    candidates: &[Certificate],
) -> Result<(), TimestampResponseError> {
    let verified = token.verify(candidates)?;
    if verified.signing_certificate == SigningCertificateReference::Absent {
        return Err(TimestampResponseError::CertificateNotNamed);
    }
    let enclosed = token.cms().certificates().contains(&verified.certificate);
    if request.certificates() == AuthorityCertificates::Requested && !enclosed {
        return Err(TimestampResponseError::NoCertificate);
    }
    let certificate = &verified.certificate;
    let subject = || certificate.subject_display();
    if check_usage(certificate, Purpose::Timestamping).is_some() {
        let subject = subject();
        return Err(TimestampResponseError::Usage { subject });
    }
    let (at, subject) = (token.generated_at(), subject());
    match (certificate.not_before()..=certificate.not_after()).contains(&at) {
        true => Ok(()),
        false => Err(TimestampResponseError::CertificateOutOfTime { subject, at }),
    }
}

/// A response holds one token with a chain; real ones have less than 20 KB.
const LIMITS: BerLimits = BerLimits {
    size: 1 << 20,
    depth: 64,
};

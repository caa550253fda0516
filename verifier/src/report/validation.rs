//! The trace of a validation: what each building block of ETSI EN 319 102-1 concluded, and from what.
//!
//! Values only. Words for people are made elsewhere from the same values.

use jiff::{SignedDuration, Timestamp};
use kyso_pki::{Certificate, EvidenceUse, RevocationReason, RevocationStatus, TrustClass};
use schemars::JsonSchema;
use serde::Serialize;

use super::{SubIndication, TimeSource, TimestampDoubt, Verdict};

/// What one building block concluded (EN 319 102-1, table 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conclusion {
    /// PASSED, FAILED or INDETERMINATE.
    pub indication: Indication,
    /// Why it is not PASSED.
    pub sub_indication: Option<SubIndication>,
}

/// The result of a building block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Indication {
    /// Everything that the block asks for is there.
    Passed,
    /// Something is disproven.
    Failed,
    /// Something is neither proven nor disproven.
    Indeterminate,
}

/// How a signature was validated, block by block (EN 319 102-1, clauses 5.2 to 5.6).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Validation {
    /// Format checking (5.2.2): byte range, dictionary, container.
    pub format: Conclusion,
    /// Identification of the signing certificate (5.2.3).
    pub identification: Identification,
    /// Validation context (5.2.4).
    pub context: Context,
    /// X.509 certificate validation (5.2.6) at [`Context::best_signature_time`], with what is known today about that
    /// time; `None` without a signing certificate.
    pub path: Option<PathValidation>,
    /// Cryptographic verification (5.2.7).
    pub cryptography: Conclusion,
    /// Signature acceptance validation (5.2.8): algorithms, later changes, times.
    pub acceptance: Acceptance,
    /// Timestamps in the signature itself (5.4), content timestamps last.
    pub timestamps: Vec<TimestampValidation>,
    /// What proves that the signature value existed, earliest first (5.6.2.3).
    pub existence: Vec<ProofOfExistence>,
    /// Past signature validation (5.6.2.4); `None` when the check at the time of validation settled everything.
    pub past: Option<Conclusion>,
}

/// Which certificate the signature names as its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identification {
    /// Whether one was found.
    pub conclusion: Conclusion,
    /// SHA-256 of the certificate.
    pub certificate: Option<[u8; 32]>,
}

/// The times for which everything is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The time of the validation ([`crate::Policy::at`]).
    pub at: Timestamp,
    /// Best signature time (EN 319 102-1, 5.5.4): the earliest time at which the signature is proven to have existed,
    /// else [`Context::at`].
    pub best_signature_time: Timestamp,
    /// Who proves that time; [`TimeSource::None`] when nothing does.
    pub proven_by: TimeSource,
    /// A time before which it was not signed, by a content timestamp.
    pub not_before: Option<Timestamp>,
}

/// Validation of a certificate path for one moment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PathValidation {
    /// The result.
    pub conclusion: Conclusion,
    /// The moment.
    pub at: Timestamp,
    /// The path as far as it could be built, the signing certificate first, the anchor last.
    pub members: Vec<PathMember>,
    /// Class of the anchor; `None` when the path ends in none.
    pub anchor: Option<TrustClass>,
}

/// One certificate of a path.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PathMember {
    /// The certificate.
    pub certificate: Certificate,
    /// The result of its own checks: validity, revocation, algorithms, and that it existed while its issuer could vouch
    /// for it (past certificate validation, 5.6.2.1).
    pub conclusion: Conclusion,
    /// Its revocation at the moment of the path.
    pub revocation: RevocationStatus,
    /// A revocation after that moment, which does not count for it (F4).
    pub revoked_later: Option<(Timestamp, RevocationReason)>,
    /// The lists and responses that its revocation rests on, the deciding one first.
    pub decided_by: Vec<EvidenceUse>,
    /// The earliest time at which the certificate is proven to have existed.
    pub existed_at: Option<Timestamp>,
}

/// Whether algorithms and times are acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acceptance {
    /// The result.
    pub conclusion: Conclusion,
    /// Each algorithm with the time for which it was judged.
    pub algorithms: Vec<AlgorithmUse>,
}

/// An algorithm that a conclusion rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlgorithmUse {
    /// Its name, such as `SHA-1` or `RSA 1024`.
    pub algorithm: String,
    /// The time at which what it protects is proven to have existed.
    pub at: Timestamp,
    /// Until when it counts; `None` without an end.
    pub until: Option<Timestamp>,
}

/// What a timestamp was made over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub enum TimestampKind {
    /// The content, before signing (ETSI EN 319 122-1, 5.2.8).
    #[serde(rename = "content_timestamp")]
    Content,
    /// The signature value (RFC 3161, appendix A).
    #[serde(rename = "signature_timestamp")]
    Signature,
    /// The document up to a revision (ISO 32000-2, 12.8.5).
    #[serde(rename = "document_timestamp")]
    Document,
}

/// Validation of one timestamp token (EN 319 102-1, 5.4).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TimestampValidation {
    /// What it covers.
    pub kind: TimestampKind,
    /// The result.
    pub conclusion: Conclusion,
    /// Why it does not count.
    pub doubt: Option<TimestampDoubt>,
    /// When its authority says it was made.
    pub generated_at: Option<Timestamp>,
    /// By how much that may be off.
    pub accuracy: Option<SignedDuration>,
    /// SHA-256 of the token as it is in the file, without padding.
    pub token: [u8; 32],
    /// When the token is proven to have existed: by a later document timestamp, else the time of validation.
    pub existed_at: Timestamp,
    /// The authority's certificate path, at [`TimestampValidation::generated_at`].
    pub path: Option<PathValidation>,
    /// Whether it rests on SHA-1 that counts only because no traces of an attack were found.
    pub sha1_checked: bool,
}

/// A time at which something is proven to have existed (EN 319 102-1, 5.6.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProofOfExistence {
    /// The time.
    pub at: Timestamp,
    /// Who proves it.
    pub source: TimeSource,
    /// Field of the document timestamp, when it is one.
    pub field: Option<String>,
}

/// When the next archive timestamp is due (EN 319 142-1, clause 5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renewal {
    /// The last moment at which the newest document timestamp protects: the end of its certificates or of its
    /// algorithms.
    pub protected_until: Timestamp,
    /// When to renew: [`crate::Policy::renewal_margin`] earlier.
    pub due: Timestamp,
}

impl Conclusion {
    /// Everything is there.
    pub(crate) const PASSED: Self = Self {
        indication: Indication::Passed,
        sub_indication: None,
    };

    /// Disproven.
    #[must_use]
    pub const fn failed(reason: SubIndication) -> Self {
        Self {
            indication: Indication::Failed,
            sub_indication: Some(reason),
        }
    }

    /// Neither proven nor disproven.
    pub(crate) const fn indeterminate(reason: SubIndication) -> Self {
        Self {
            indication: Indication::Indeterminate,
            sub_indication: Some(reason),
        }
    }

    /// Passed when there is no reason against it, else indeterminate.
    #[must_use]
    pub const fn unless(reason: Option<SubIndication>) -> Self {
        match reason {
            None => Self::PASSED,
            Some(reason) => Self::indeterminate(reason),
        }
    }

    /// Whether everything is there.
    #[must_use]
    pub const fn is_passed(&self) -> bool {
        matches!(self.indication, Indication::Passed)
    }

    /// The indication of the conclusion when it is that of a whole signature.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self.indication {
            Indication::Passed => Verdict::TotalPassed,
            Indication::Failed => Verdict::TotalFailed,
            Indication::Indeterminate => Verdict::Indeterminate,
        }
    }
}

impl Indication {
    /// The name in the standard.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Failed => "FAILED",
            Self::Indeterminate => "INDETERMINATE",
        }
    }
}

impl TimestampKind {
    /// The name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content_timestamp",
            Self::Signature => "signature_timestamp",
            Self::Document => "document_timestamp",
        }
    }
}

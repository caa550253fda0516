//! What is known about the revocation of one member of a path, and what is missing when nothing is.

use jiff::{SignedDuration, Timestamp};

use crate::algorithm::SignatureAlgorithm;
use crate::certificate::Certificate;
use crate::crl::{RevocationReason, RevokedEntry};
use crate::evidence::EvidenceId;

/// What is known about the revocation of one certificate, for the time of the question
/// ([`crate::PathRequest::with_evidence_at`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked at that time.
    Good {
        /// When the oldest list or response that was needed was made.
        this_update: Timestamp,
        /// Until when all of them are fresh; `None` when one of them does not say.
        next_update: Option<Timestamp>,
        /// The revocation that came after the time of the question, as far as it is known (F4).
        revoked_later: Option<RevokedEntry>,
    },
    /// Revoked at that time.
    Revoked {
        /// The date of revocation.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
        /// Since when the certificate was no longer right, if the issuer says so; it may be before `at`.
        invalidity_date: Option<Timestamp>,
        /// When the list or response was made.
        this_update: Timestamp,
        /// Until when it is fresh.
        next_update: Option<Timestamp>,
    },
    /// Not known.
    Unknown(RevocationGap),
    /// An anchor: the operator decides about it, not a list.
    Anchor,
}

impl RevocationStatus {
    /// The revocation, whether it counts at the time of the question or came later.
    #[must_use]
    pub fn revocation(&self) -> Option<RevokedEntry> {
        match *self {
            Self::Good { revoked_later, .. } => revoked_later,
            Self::Revoked {
                at,
                reason,
                invalidity_date,
                ..
            } => Some(RevokedEntry {
                revoked_at: at,
                reason,
                invalidity_date,
            }),
            Self::Unknown(_) | Self::Anchor => None,
        }
    }
}

/// Why the status is not known. Of several reasons the most specific is given: the last one in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RevocationGap {
    /// There is no path to an anchor, so no list counts.
    NoPath,
    /// No list of the issuer and no response about the certificate is at hand.
    NoList,
    /// The certificate says in a malformed way where its revocation is published.
    MalformedCertificate,
    /// A response is about a certificate of another issuer with the same serial number.
    WrongCertificate,
    /// The lists at hand are about other certificates, or about some reasons only.
    OutOfScope,
    /// A newer list or response was due at the time of the question.
    Stale {
        /// When; the time at which it was made, or shortly after, when it does not say.
        next_update: Timestamp,
    },
    /// The certificate expired before the list or response was made, which does not keep expired certificates.
    Expired {
        /// When it was made.
        this_update: Timestamp,
    },
    /// The list or response has critical contents that are not understood.
    UnknownCriticalExtension,
    /// The certificate of the responder is not at hand.
    SignerMissing,
    /// No certificate that may sign the list or response made its signature.
    NotAuthentic,
    /// The responder was not made one by the issuer of the certificate (RFC 6960, section 4.2.2.2).
    SignerNotDelegated,
    /// The certificate of the signer was not valid when the list or response was made.
    SignerOutOfTime {
        /// When it was made.
        made_at: Timestamp,
    },
    /// Whether the signer was revoked when the list or response was made is not known.
    SignerUnknown,
    /// The signer was revoked when the list or response was made.
    SignerRevoked,
    /// The responder says that it does not know the certificate.
    NotKnownToResponder,
    /// A list or response is at hand, but the caller left it out: it is signed in a way that no
    /// longer counts, or not proven to be as old as it says.
    LeftOut,
    /// More lists and responses than are consulted for one question.
    TooMuchEvidence {
        /// The budget.
        limit: usize,
    },
}

/// One list or response on which a status rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceUse {
    /// Which one.
    pub id: EvidenceId,
    /// Who signed it.
    pub signer: Certificate,
    /// Who vouches for the signer: the path above it, the anchor last.
    pub above: Vec<Certificate>,
    /// With what algorithm; `None` when it is not known here.
    pub signature: Option<SignatureAlgorithm>,
    /// When it was known to be right.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
}

/// How long a response without nextUpdate counts after it was right: long enough for a signature and its timestamp
/// (G3 allows 180 s for each of three tries).
pub(crate) const MAX_AGE: SignedDuration = SignedDuration::from_mins(10);

//! The inputs of every signing, beside the document and the key.

use std::fmt;

use jiff::Timestamp;
use kyso_pki::{EvidenceSource, NoSource, TimestampSource, TrustStore};
use kyso_verifier::{AlgorithmPolicy, Policy};

use crate::level::{BaselineLevel, WithoutTimestamp};

/// Trust, time, level and strictness of one signing.
#[derive(Clone, Copy)]
pub struct SigningContext<'a> {
    /// Anchors, intermediates and revocation lists.
    pub trust: &'a TrustStore,
    /// The time of signing, which is also claimed in the file.
    pub now: Timestamp,
    /// How strictly the revocation status of the signer's own certificate is checked.
    pub revocation: RevocationCheck,
    /// The level that the signatures shall reach.
    pub level: BaselineLevel,
    /// Where timestamps come from.
    pub timestamping: Timestamping<'a>,
    /// Where evidence comes from that the trust store does not have.
    pub evidence: &'a dyn EvidenceSource,
    /// Until when algorithms count in signatures that are there already (F7); `None` for what the verifier holds right.
    pub algorithms: Option<&'a AlgorithmPolicy>,
}

/// The source of timestamps, what happens when it gives none, and how large they may be.
#[derive(Clone, Copy)]
pub struct Timestamping<'a> {
    /// The authorities; `None` when there are none.
    pub source: Option<&'a dyn TimestampSource>,
    /// What happens when no authority gives a token (G3).
    pub without: WithoutTimestamp,
    /// Bytes kept for a token.
    pub room: usize,
}

/// How much must be known about the revocation of the signer's own certificate (G1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RevocationCheck {
    /// It must be known that neither it nor an authority above it is revoked.
    #[default]
    Required,
    /// Explicit offline mode: the status may be unknown. An expired or revoked certificate is refused all the same.
    Offline,
}

/// Room kept for a timestamp unless another is asked for, in bytes. A token of RFC 3161 with the certificates of its
/// authority takes 3 to 6.5 KB (three certificates with RSA 4096).
pub const TIMESTAMP_ROOM: usize = 8192;

impl<'a> SigningContext<'a> {
    /// A context for B-B in which the revocation status must be known, from the trust store alone.
    #[must_use]
    pub fn new(trust: &'a TrustStore, now: Timestamp) -> Self {
        Self {
            trust,
            now,
            revocation: RevocationCheck::Required,
            level: BaselineLevel::Basic,
            timestamping: Timestamping::none(),
            evidence: &NoSource,
            algorithms: None,
        }
    }

    /// The verifier's policy for signatures at a time: the same as when the operator verifies.
    pub(crate) fn policy(&self, at: Timestamp) -> Policy {
        let mut policy = Policy::new(at);
        if let Some(algorithms) = self.algorithms {
            policy.algorithms = algorithms.clone();
        }
        policy
    }
}

impl<'a> Timestamping<'a> {
    /// No authority.
    #[must_use]
    pub fn none() -> Self {
        Self {
            source: None,
            without: WithoutTimestamp::Fail,
            room: TIMESTAMP_ROOM,
        }
    }

    /// Tokens of `source`; nothing is handed out without one.
    #[must_use]
    pub fn by(source: &'a dyn TimestampSource) -> Self {
        Self {
            source: Some(source),
            ..Self::none()
        }
    }
}

impl fmt::Debug for SigningContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningContext")
            .field("now", &self.now)
            .field("revocation", &self.revocation)
            .field("level", &self.level)
            .field("timestamping", &self.timestamping)
            .field("algorithms", &self.algorithms)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Timestamping<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timestamping")
            .field("source", &self.source.is_some())
            .field("without", &self.without)
            .field("room", &self.room)
            .finish()
    }
}

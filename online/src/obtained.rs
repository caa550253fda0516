//! What the client obtained for a question, and where it came from.

use std::sync::Arc;

use jiff::Timestamp;
use kyso_pki::EvidenceId;

use crate::answer::CachedAnswer;

/// Where a list or response came from (F10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchOrigin {
    /// The URL in the certificate.
    pub url: String,
    /// When it was fetched.
    pub at: Timestamp,
    /// Whether it came from the cache when it was last asked for.
    pub from_cache: bool,
}

/// Something obtained, and what it cost.
#[derive(Debug, Clone)]
pub(crate) struct Obtained {
    pub(crate) answer: Arc<CachedAnswer>,
    /// Octets received by this caller; `None` when the cache had it, or another caller received them.
    pub(crate) received: Option<usize>,
    /// Whether the cache had it.
    pub(crate) from_cache: bool,
}

impl Obtained {
    pub(crate) fn from_cache(kept: Arc<CachedAnswer>) -> Self {
        Self {
            answer: kept,
            received: None,
            from_cache: true,
        }
    }

    pub(crate) fn by_another_caller(self) -> Self {
        Self {
            received: None,
            ..self
        }
    }
}

impl From<FetchOrigin> for kyso_pki::Fetched {
    fn from(fetched: FetchOrigin) -> Self {
        Self {
            url: fetched.url,
            at: fetched.at,
        }
    }
}

/// The SHA-256 of the DER.
pub(crate) fn digest_of(id: &EvidenceId) -> &[u8; 32] {
    match id {
        EvidenceId::Crl(sha256) | EvidenceId::Ocsp(sha256) => sha256,
    }
}

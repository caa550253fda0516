//! Timestamps from an ordered list of authorities (RFC 3161, G3): the first that answers serves, and each failure is reported.

mod authority;
mod breaker;
mod rate;
mod settings;

use kyso_pki::{
    DigestAlgorithm, TimestampAcceptance, TimestampAttempt, TimestampFailure, TimestampSource,
    TimestampSourceError, TimestampToken,
};

pub use authority::AuthorityStatus;
pub use settings::{BreakerSettings, ClientIdentity, RateLimit, TsaSettings};

use crate::clock::Clock;
use crate::error::OnlineError;
use authority::Authority;

/// Timestamp authorities in the order in which they are asked.
#[derive(Debug)]
pub struct TimestampAuthorities(Vec<Authority>);

/// A token with its origin.
#[derive(Debug, Clone)]
pub struct ObtainedTimestamp {
    /// The token, checked against its request.
    pub token: TimestampToken,
    /// Who made it: the URL without user, password and query.
    pub authority: String,
    /// What failed before.
    pub attempts: Vec<TimestampAttempt>,
}

impl TimestampAuthorities {
    /// The authorities in the order given. Nothing is asked yet.
    ///
    /// # Errors
    /// When a URL, certificate or key cannot be used.
    pub fn new(settings: &[TsaSettings], clock: &Clock) -> Result<Self, OnlineError> {
        let authority = |settings| Authority::new(settings, clock);
        settings
            .iter()
            .map(authority)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digest algorithm that the first authority is configured for.
    #[must_use]
    pub fn digest_algorithm(&self) -> DigestAlgorithm {
        let first = self.0.first();
        first.map_or(DigestAlgorithm::Sha256, Authority::algorithm)
    }

    /// The state of each of them, in order.
    #[must_use]
    pub fn status(&self) -> Vec<AuthorityStatus> {
        self.0.iter().map(Authority::status).collect()
    }

    /// As [`TimestampSource::timestamp`], with the authority that answered and the failures before
    /// it.
    ///
    /// # Errors
    /// When no authority gives a token.
    pub fn obtain(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<ObtainedTimestamp, TimestampSourceError> {
        self.obtain_accepted(algorithm, digest, &|_| Ok(()))
    }

    /// As [`TimestampSource::accepted_timestamp`], with the authority that answered and the
    /// failures before it.
    ///
    /// # Errors
    /// When no authority gives a token that is accepted.
    pub fn obtain_accepted(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        accept: &TimestampAcceptance<'_>,
    ) -> Result<ObtainedTimestamp, TimestampSourceError> {
        let mut attempts = Vec::new();
        for authority in &self.0 {
            if let Some(token) = authority.timestamp(algorithm, digest, accept, &mut attempts) {
                return Ok(ObtainedTimestamp {
                    token,
                    authority: authority.name.clone(),
                    attempts,
                });
            }
        }
        if attempts.is_empty() {
            attempts.push(TimestampAttempt {
                authority: String::new(),
                failure: TimestampFailure::NotConfigured,
            });
        }
        Err(TimestampSourceError { attempts })
    }
}

impl TimestampSource for TimestampAuthorities {
    fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        self.obtain(algorithm, digest)
            .map(|obtained| obtained.token)
    }

    fn accepted_timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        accept: &TimestampAcceptance<'_>,
    ) -> Result<TimestampToken, TimestampSourceError> {
        self.obtain_accepted(algorithm, digest, accept)
            .map(|obtained| obtained.token)
    }
}

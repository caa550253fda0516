//! The client of all verifications: what was fetched serves everybody, and each thing is fetched once.

mod obtaining;

use std::sync::Arc;

use jiff::Timestamp;
use kyso_pki::EvidenceId;
use moka::sync::Cache as Memory;

use crate::cache::Cache;
use crate::clock::Clock;
use crate::error::{FetchError, OnlineError};
use crate::fetcher::{Fetcher, RemainingBudget};
use crate::flight::Flights;
use crate::obtained::{FetchOrigin, Obtained, digest_of};
use crate::question::{Key, Question, RequestPolicy};
use crate::settings::{OnlineSettings, VerificationBudget};
use obtaining::Obtaining;

/// Fetches evidence from the places that certificates name. Clones share everything.
///
/// As [`EvidenceSource`](kyso_pki::EvidenceSource) each question has a budget of its own; [`Online::session`] gives one budget to a verification,
/// and tells afterwards what was tried.
#[derive(Debug, Clone)]
pub struct Online(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    fetcher: Fetcher,
    cache: Cache,
    flights: Flights<Key, Result<Obtained, FetchError>>,
    origins: Memory<[u8; 32], FetchOrigin>,
    policy: RequestPolicy,
    budget: VerificationBudget,
    clock: Clock,
}

impl Online {
    /// A client with these settings. Nothing is asked yet.
    ///
    /// # Errors
    /// When a configured URL, certificate or folder cannot be used.
    pub fn new(settings: &OnlineSettings) -> Result<Self, OnlineError> {
        Ok(Self(Arc::new(Inner {
            fetcher: Fetcher::new(settings)?,
            cache: Cache::new(&settings.cache)?,
            flights: Flights::new(),
            origins: Memory::new(MAX_ORIGINS),
            policy: RequestPolicy {
                limits: settings.limits,
                nonce: settings.nonce,
            },
            budget: settings.budget,
            clock: settings.clock.clone(),
        })))
    }

    /// Where this list or response came from, if it came from here lately.
    #[must_use]
    pub fn fetched(&self, id: &EvidenceId) -> Option<FetchOrigin> {
        self.origin(digest_of(id))
    }

    /// As [`Online::fetched`], by the SHA-256 of the DER.
    pub(crate) fn origin(&self, sha256: &[u8; 32]) -> Option<FetchOrigin> {
        self.0.origins.get(sha256)
    }

    /// The budget of one verification.
    pub(crate) fn budget(&self) -> VerificationBudget {
        self.0.budget
    }

    pub(crate) fn record(&self, sha256: [u8; 32], fetched: &FetchOrigin) {
        self.0.origins.insert(sha256, fetched.clone());
    }

    /// The answer to `question` that counts for the time `at`: kept, or fetched once for all who ask.
    pub(crate) fn obtain(
        &self,
        question: &Question<'_>,
        at: Option<Timestamp>,
        remaining: RemainingBudget<'_>,
    ) -> Result<Obtained, FetchError> {
        Obtaining::new(&self.0, question, at, remaining)?.obtain()
    }
}

const MAX_ORIGINS: u64 = 20_000;

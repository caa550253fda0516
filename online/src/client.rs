//! The client of all verifications: what was fetched serves everybody, and each thing is fetched once.

mod obtaining;

use std::sync::Arc;

use jiff::Timestamp;
use kyso_pki::{Certificate, Evidence, EvidenceId, EvidenceSource};
use moka::sync::Cache as Memory;

use crate::cache::Cache;
use crate::clock::Clock;
use crate::error::{FetchError, OnlineError};
use crate::fetcher::{Fetcher, RemainingBudget};
use crate::flight::Flights;
use crate::question::{Key, Question, RequestPolicy};
use crate::session::Session;
use crate::settings::{OnlineSettings, VerificationBudget};
pub(crate) use obtaining::Obtained;
use obtaining::Obtaining;

/// Fetches evidence from the places that certificates name. Clones share everything.
///
/// As [`EvidenceSource`] each question has a budget of its own; [`Online::session`] gives one budget to a verification,
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

    /// A source for one verification, with one budget for all its questions.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone(), self.0.budget)
    }

    /// Where this list or response came from, if it came from here lately.
    #[must_use]
    pub fn fetched(&self, id: &EvidenceId) -> Option<FetchOrigin> {
        self.0.origins.get(digest_of(id))
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

impl EvidenceSource for Online {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        self.session().revocation(certificate, issuer, at)
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.session().issuers(certificate)
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<kyso_pki::Fetched> {
        self.0.origins.get(sha256).map(Into::into)
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

const MAX_ORIGINS: u64 = 20_000;

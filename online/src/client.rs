//! The client of all verifications: what was fetched serves everybody, and each thing is fetched once.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use kyso_pki::{Certificate, Evidence, EvidenceId, EvidenceSource};
use moka::sync::Cache as Memory;

use crate::cache::{Asked, CLOCK_SKEW, Cache, Kept};
use crate::clock::Clock;
use crate::error::{FetchError, OnlineError};
use crate::fetcher::{Fetcher, Rest};
use crate::flight::{Flights, Share};
use crate::question::{Key, Manner, Question};
use crate::session::Session;
use crate::settings::{OnlineSettings, VerificationBudget};

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
    origins: Memory<[u8; 32], Fetched>,
    manner: Manner,
    budget: VerificationBudget,
    clock: Clock,
}

/// Where a list or response came from (F10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
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
    pub(crate) kept: Arc<Kept>,
    /// Octets received by this caller; `None` when it was there already, or somebody else received them.
    pub(crate) received: Option<usize>,
    /// Whether it was there already.
    pub(crate) from_cache: bool,
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
            manner: Manner {
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
    pub fn fetched(&self, id: &EvidenceId) -> Option<Fetched> {
        self.0.origins.get(digest_of(id))
    }

    pub(crate) fn record(&self, sha256: [u8; 32], fetched: &Fetched) {
        self.0.origins.insert(sha256, fetched.clone());
    }

    /// The answer to `question` that counts for the time `at`: kept, or fetched once for all who ask.
    pub(crate) fn obtain(
        &self,
        question: &Question<'_>,
        at: Option<Timestamp>,
        rest: Rest,
    ) -> Result<Obtained, FetchError> {
        let key = question.key().ok_or_else(no_digest)?;
        let kept = match self.kept(&key, question, at) {
            Found::Fresh(kept) => return Ok(Obtained::from_cache(kept)),
            Found::Old(kept) => Some(kept),
            Found::Nothing => None,
        };
        let fetched = self.fetch_once(&key, question, at, rest);
        let fetched = fetched.and_then(|obtained| match counts(&obtained.kept, question, at) {
            true => Ok(obtained),
            false => Err(outdated(&obtained.kept, question, at)),
        });
        // Nothing newer: what is in force at the time, or was made after it, still counts.
        fetched.or_else(|error| kept.map(Obtained::from_cache).ok_or(error))
    }

    fn kept(&self, key: &Key, question: &Question<'_>, at: Option<Timestamp>) -> Found {
        let inner = &self.0;
        let kept = inner.cache.find(key, question);
        match kept.filter(|kept| counts(kept, question, at)) {
            Some(kept) if inner.cache.is_fresh(&kept, question, inner.clock.now()) => {
                Found::Fresh(kept)
            }
            Some(kept) => Found::Old(kept),
            None => Found::Nothing,
        }
    }

    fn fetch_once(
        &self,
        key: &Key,
        question: &Question<'_>,
        at: Option<Timestamp>,
        rest: Rest,
    ) -> Result<Obtained, FetchError> {
        loop {
            let fetch = || self.fetch(key, question, at, rest);
            match self.0.flights.join(key, rest.deadline, fetch) {
                Share::Led(outcome) => return outcome,
                Share::Followed(Ok(obtained)) => {
                    let received = None;
                    return Ok(Obtained {
                        received,
                        ..obtained
                    });
                }
                Share::Followed(Err(error)) if error.concerns_all() => return Err(error),
                // Whoever led ran out of its own budget: now it is this one's turn.
                Share::Followed(Err(_)) if Instant::now() < rest.deadline => {}
                Share::Followed(Err(error)) => return Err(error),
                Share::TimeUp => return Err(FetchError::Busy),
            }
        }
    }

    /// Asks the server, unless somebody just did or it failed a moment ago.
    fn fetch(
        &self,
        key: &Key,
        question: &Question<'_>,
        at: Option<Timestamp>,
        rest: Rest,
    ) -> Result<Obtained, FetchError> {
        let inner = &self.0;
        if let Found::Fresh(kept) = self.kept(key, question, at) {
            return Ok(Obtained::from_cache(kept));
        }
        let asked = Asked {
            key,
            url: question.url(),
            host: inner.fetcher.host(question.url()),
        };
        if let Some(failure) = inner.cache.failure(&asked, inner.clock.now()) {
            return Err(failure);
        }
        rest.check()?;
        let outcome = self.ask(key, question, at, rest);
        if let Err(error) = &outcome
            && error.concerns_all()
        {
            inner.cache.blame(&asked, error, inner.clock.now());
        }
        outcome
    }

    fn ask(
        &self,
        key: &Key,
        question: &Question<'_>,
        at: Option<Timestamp>,
        rest: Rest,
    ) -> Result<Obtained, FetchError> {
        let inner = &self.0;
        let (item, size) = question.ask(&inner.fetcher, inner.manner, rest)?;
        let now = inner.clock.now();
        if let Some(window) = question.window(&item)
            && window.this_update.duration_since(now) > CLOCK_SKEW
        {
            let this_update = window.this_update;
            return Err(FetchError::FromTheFuture { this_update, now });
        }
        let kept = Arc::new(Kept {
            item,
            url: question.url().to_owned(),
            fetched_at: now,
        });
        if !counts(&kept, question, at) {
            return Err(outdated(&kept, question, at));
        }
        inner.cache.keep(key, question, &kept);
        Ok(Obtained {
            kept,
            received: Some(size),
            from_cache: false,
        })
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

/// What the cache has.
enum Found {
    Fresh(Arc<Kept>),
    Old(Arc<Kept>),
    Nothing,
}

impl Obtained {
    fn from_cache(kept: Arc<Kept>) -> Self {
        Self {
            kept,
            received: None,
            from_cache: true,
        }
    }
}

impl From<Fetched> for kyso_pki::Fetched {
    fn from(fetched: Fetched) -> Self {
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

fn counts(kept: &Kept, question: &Question<'_>, at: Option<Timestamp>) -> bool {
    match (question.window(&kept.item), at) {
        (Some(window), Some(at)) => window.counts_for(at),
        _ => true,
    }
}

fn outdated(kept: &Kept, question: &Question<'_>, at: Option<Timestamp>) -> FetchError {
    let window = question.window(&kept.item);
    let next_update = window.and_then(|window| window.next_update);
    match (next_update, at) {
        (Some(next_update), Some(at)) => FetchError::Outdated { next_update, at },
        _ => FetchError::NotAbout,
    }
}

fn no_digest() -> FetchError {
    FetchError::Request {
        reason: "the cryptographic library failed".to_owned(),
    }
}

const MAX_ORIGINS: u64 = 20_000;

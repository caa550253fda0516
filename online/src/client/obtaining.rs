//! How one question is answered: from the cache, by a request that is running already, or by the server.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::Inner;
use crate::answer::CachedAnswer;
use crate::cache::{Asked, CLOCK_SKEW};
use crate::error::FetchError;
use crate::fetcher::RemainingBudget;
use crate::flight::Share;
use crate::obtained::Obtained;
use crate::question::{Authentication, Key, Question};

/// A question, the time that it is about, and what is left to ask with.
pub(super) struct Obtaining<'a> {
    inner: &'a Inner,
    question: &'a Question<'a>,
    key: Key,
    at: Option<Timestamp>,
    remaining: RemainingBudget<'a>,
}

/// What the cache has.
enum Found {
    /// Nothing newer need be asked for.
    Fresh(Arc<CachedAnswer>),
    /// It counts, unless the server has something newer.
    Old(Arc<CachedAnswer>),
    /// It says nothing about the time or the certificate in question, and was asked for a moment ago.
    Useless(Arc<CachedAnswer>),
    Nothing,
}

impl<'a> Obtaining<'a> {
    pub(super) fn new(
        inner: &'a Inner,
        question: &'a Question<'a>,
        at: Option<Timestamp>,
        remaining: RemainingBudget<'a>,
    ) -> Result<Self, FetchError> {
        let key = question.key().ok_or_else(|| FetchError::Request {
            reason: "the cryptographic library failed".to_owned(),
        })?;
        Ok(Self {
            inner,
            question,
            key,
            at,
            remaining,
        })
    }

    pub(super) fn obtain(&self) -> Result<Obtained, FetchError> {
        let kept = match self.find() {
            Found::Fresh(kept) => return Ok(Obtained::from_cache(kept)),
            Found::Old(kept) => Some(kept),
            Found::Useless(_) | Found::Nothing => None,
        };
        let fetched = self.fetch_once();
        let fetched = fetched.and_then(|obtained| match self.counts(&obtained.answer) {
            true => Ok(obtained),
            false => Err(self.outdated(&obtained.answer)),
        });
        // Nothing newer: what is in force at the time, or was made after it, still counts.
        fetched.or_else(|error| kept.map(Obtained::from_cache).ok_or(error))
    }

    fn find(&self) -> Found {
        let (cache, now) = (&self.inner.cache, self.inner.clock.now());
        let Some(kept) = cache.find(&self.key, self.question) else {
            return Found::Nothing;
        };
        match self.counts(&kept) {
            true if cache.is_fresh(&kept, self.question, now) => Found::Fresh(kept),
            true => Found::Old(kept),
            false if cache.is_recent(&kept, now) => Found::Useless(kept),
            false => Found::Nothing,
        }
    }

    fn fetch_once(&self) -> Result<Obtained, FetchError> {
        let deadline = self.remaining.deadline;
        loop {
            match self
                .inner
                .flights
                .join(&self.key, deadline, || self.fetch())
            {
                Share::Led(outcome) => return outcome,
                Share::Followed(Ok(obtained)) => return Ok(obtained.by_another_caller()),
                Share::Followed(Err(error)) if error.concerns_all() => return Err(error),
                // The request that fetched for all ran out of its own budget, so this one fetches for itself.
                Share::Followed(Err(_)) if Instant::now() < deadline => {}
                Share::Followed(Err(error)) => return Err(error),
                Share::TimeUp => return Err(FetchError::Busy),
            }
        }
    }

    /// Asks the server, unless another caller just did or it failed a moment ago.
    fn fetch(&self) -> Result<Obtained, FetchError> {
        let Inner { cache, clock, .. } = self.inner;
        match self.find() {
            Found::Fresh(kept) | Found::Useless(kept) => return Ok(Obtained::from_cache(kept)),
            Found::Old(_) | Found::Nothing => {}
        }
        let url = self.question.url();
        let asked = Asked {
            key: &self.key,
            url,
            host: self.inner.fetcher.host(url),
        };
        if let Some(failure) = cache.failure(&asked, clock.now()) {
            return Err(failure);
        }
        self.remaining.check()?;
        let outcome = self.ask();
        if let Err(error) = &outcome
            && error.concerns_all()
        {
            cache.blame(&asked, error, clock.now());
        }
        outcome
    }

    fn ask(&self) -> Result<Obtained, FetchError> {
        let Inner {
            fetcher, policy, ..
        } = self.inner;
        let (item, size) = self.question.ask(fetcher, *policy, self.remaining)?;
        let now = self.inner.clock.now();
        if let Some(window) = self.question.window(&item)
            && window.this_update.duration_since(now) > CLOCK_SKEW
        {
            let this_update = window.this_update;
            return Err(FetchError::FromTheFuture { this_update, now });
        }
        let kept = CachedAnswer::new(item, self.question.url(), now);
        let kept = self.newest(Arc::new(kept));
        self.inner.cache.keep(&self.key, self.question, &kept);
        Ok(Obtained {
            answer: kept,
            received: Some(size),
            from_cache: false,
        })
    }

    /// `fetched`, unless it is older than the cached answer: an old answer that is replayed, perhaps by an attacker in
    /// between, takes back nothing.
    fn newest(&self, fetched: Arc<CachedAnswer>) -> Arc<CachedAnswer> {
        let made = |kept: &CachedAnswer| {
            self.question
                .window(&kept.item)
                .map(|made| made.this_update)
        };
        let before = self.inner.cache.find(&self.key, self.question);
        let newer = before.filter(|before| {
            made(before) > made(&fetched)
                && self.question.authentication(before) == Authentication::ByIssuer
        });
        newer.unwrap_or(fetched)
    }

    fn counts(&self, kept: &CachedAnswer) -> bool {
        match (self.question.window(&kept.item), self.at) {
            (Some(window), Some(at)) => window.counts_for(at),
            _ => self.question.is_answered_by(&kept.item),
        }
    }

    fn outdated(&self, kept: &CachedAnswer) -> FetchError {
        let window = self.question.window(&kept.item);
        let next_update = window.and_then(|window| window.next_update);
        match (next_update, self.at) {
            (Some(next_update), Some(at)) => FetchError::Outdated { next_update, at },
            _ => FetchError::NotAbout,
        }
    }
}

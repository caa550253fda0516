//! How one question is answered: from the cache, by somebody who is asking already, or by the server.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::Inner;
use crate::cache::{Asked, CLOCK_SKEW, Kept};
use crate::error::FetchError;
use crate::fetcher::RemainingBudget;
use crate::flight::Share;
use crate::question::{Authentication, Key, Question};

/// A question, the time that it is about, and what is left to ask with.
pub(super) struct Obtaining<'a> {
    inner: &'a Inner,
    question: &'a Question<'a>,
    key: Key,
    at: Option<Timestamp>,
    rest: RemainingBudget<'a>,
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

/// What the cache has.
enum Found {
    /// Nothing newer need be asked for.
    Fresh(Arc<Kept>),
    /// It counts, unless there is something newer.
    Old(Arc<Kept>),
    /// It says nothing about the time or the certificate in question, and was asked for a moment ago.
    Useless(Arc<Kept>),
    Nothing,
}

impl<'a> Obtaining<'a> {
    pub(super) fn new(
        inner: &'a Inner,
        question: &'a Question<'a>,
        at: Option<Timestamp>,
        rest: RemainingBudget<'a>,
    ) -> Result<Self, FetchError> {
        let key = question.key().ok_or_else(|| FetchError::Request {
            reason: "the cryptographic library failed".to_owned(),
        })?;
        Ok(Self {
            inner,
            question,
            key,
            at,
            rest,
        })
    }

    pub(super) fn obtain(&self) -> Result<Obtained, FetchError> {
        let kept = match self.find() {
            Found::Fresh(kept) => return Ok(Obtained::from_cache(kept)),
            Found::Old(kept) => Some(kept),
            Found::Useless(_) | Found::Nothing => None,
        };
        let fetched = self.fetch_once();
        let fetched = fetched.and_then(|obtained| match self.counts(&obtained.kept) {
            true => Ok(obtained),
            false => Err(self.outdated(&obtained.kept)),
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
        let deadline = self.rest.deadline;
        loop {
            match self
                .inner
                .flights
                .join(&self.key, deadline, || self.fetch())
            {
                Share::Led(outcome) => return outcome,
                Share::Followed(Ok(obtained)) => return Ok(obtained.by_somebody_else()),
                Share::Followed(Err(error)) if error.concerns_all() => return Err(error),
                // The request that fetched for all ran out of its own budget, so this one fetches for itself.
                Share::Followed(Err(_)) if Instant::now() < deadline => {}
                Share::Followed(Err(error)) => return Err(error),
                Share::TimeUp => return Err(FetchError::Busy),
            }
        }
    }

    /// Asks the server, unless somebody just did or it failed a moment ago.
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
        self.rest.check()?;
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
        let (item, size) = self.question.ask(fetcher, *policy, self.rest)?;
        let now = self.inner.clock.now();
        if let Some(window) = self.question.window(&item)
            && window.this_update.duration_since(now) > CLOCK_SKEW
        {
            let this_update = window.this_update;
            return Err(FetchError::FromTheFuture { this_update, now });
        }
        let kept = Kept::new(item, self.question.url(), now);
        let kept = self.newest(Arc::new(kept));
        self.inner.cache.keep(&self.key, self.question, &kept);
        Ok(Obtained {
            kept,
            received: Some(size),
            from_cache: false,
        })
    }

    /// `fetched`, unless it is older than what was had before: an old answer that is sent again, perhaps by somebody in
    /// between, takes back nothing.
    fn newest(&self, fetched: Arc<Kept>) -> Arc<Kept> {
        let made = |kept: &Kept| {
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

    fn counts(&self, kept: &Kept) -> bool {
        match (self.question.window(&kept.item), self.at) {
            (Some(window), Some(at)) => window.counts_for(at),
            _ => self.question.is_answered_by(&kept.item),
        }
    }

    fn outdated(&self, kept: &Kept) -> FetchError {
        let window = self.question.window(&kept.item);
        let next_update = window.and_then(|window| window.next_update);
        match (next_update, self.at) {
            (Some(next_update), Some(at)) => FetchError::Outdated { next_update, at },
            _ => FetchError::NotAbout,
        }
    }
}

impl Obtained {
    fn from_cache(kept: Arc<Kept>) -> Self {
        Self {
            kept,
            received: None,
            from_cache: true,
        }
    }

    fn by_somebody_else(self) -> Self {
        Self {
            received: None,
            ..self
        }
    }
}

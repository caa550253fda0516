//! The cache, in memory and in a folder, of fetched answers and of recent failures.
//!
//! Nothing in here is trusted: pki authenticates each answer every time it is used.

mod folder;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache as Memory;

use crate::answer::CachedAnswer;
use crate::error::{Blame, FetchError, OnlineError};
use crate::question::{Authentication, Key, Question};
use crate::settings::CacheSettings;
use folder::{Folder, Stored};

/// Answers and failures.
#[derive(Debug)]
pub(crate) struct Cache {
    memory: Memory<Key, Arc<CachedAnswer>>,
    folder: Option<Folder>,
    failures: Memory<Blamed, Failure>,
    longest_reuse: SignedDuration,
    failure_memory: SignedDuration,
}

/// What a failure is held against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Blamed {
    Question(Key),
    Place(String),
    Host(String),
}

#[derive(Debug, Clone)]
struct Failure {
    error: FetchError,
    until: Timestamp,
}

impl Cache {
    pub(crate) fn new(settings: &CacheSettings) -> Result<Self, OnlineError> {
        let folder = settings.folder.as_deref();
        let open = |path| Folder::open(path, settings.folder_bytes);
        Ok(Self {
            memory: Memory::builder()
                .max_capacity(settings.memory)
                .weigher(|_, kept: &Arc<CachedAnswer>| kept.weight())
                .build(),
            folder: folder.map(open).transpose()?,
            failures: Memory::new(MAX_FAILURES),
            longest_reuse: signed(settings.longest_reuse),
            failure_memory: signed(settings.failure_memory),
        })
    }

    /// What is kept under `key`, however old.
    pub(crate) fn find(&self, key: &Key, question: &Question<'_>) -> Option<Arc<CachedAnswer>> {
        if let Some(kept) = self.memory.get(key) {
            return Some(kept);
        }
        let stored = self.folder.as_ref()?.load(key, question)?;
        let item = question.read(&stored.body).ok()?;
        let kept = Arc::new(CachedAnswer::new(item, &stored.url, stored.fetched_at));
        self.memory.insert(*key, Arc::clone(&kept));
        Some(kept)
    }

    /// Keeps an answer, replacing an older one. An answer whose signature is not confirmed does not outlive the process.
    pub(crate) fn keep(&self, key: &Key, question: &Question<'_>, kept: &Arc<CachedAnswer>) {
        self.memory.insert(*key, Arc::clone(kept));
        if let Some(folder) = &self.folder
            && question.authentication(kept) == Authentication::ByIssuer
        {
            let body = kept.item.octets();
            folder.store(key, question.kind(), &Stored::of(kept, &body));
        }
    }

    /// Whether `kept` need not be asked for again at the time `now`.
    pub(crate) fn is_fresh(
        &self,
        kept: &CachedAnswer,
        question: &Question<'_>,
        now: Timestamp,
    ) -> bool {
        let window = question.window(&kept.item);
        let next_update = window.and_then(|window| window.next_update);
        let reuse = match (window, next_update, question.authentication(kept)) {
            (Some(_), None, _) | (_, _, Authentication::Unconfirmed) => {
                self.longest_reuse.min(SHORT_REUSE)
            }
            _ => self.longest_reuse,
        };
        // A clock that went back makes everything old.
        let age = now.duration_since(kept.fetched_at);
        age >= -CLOCK_SKEW && age < reuse && next_update.is_none_or(|end| end >= now)
    }

    /// Whether `kept` came so lately that the server would hardly say anything else.
    pub(crate) fn is_recent(&self, kept: &CachedAnswer, now: Timestamp) -> bool {
        let age = now.duration_since(kept.fetched_at);
        age >= -CLOCK_SKEW && age < self.failure_memory
    }

    /// Why the question failed a moment ago, itself or with its place or host.
    pub(crate) fn failure(&self, asked: &Asked<'_>, now: Timestamp) -> Option<FetchError> {
        let blames = [Blame::Question, Blame::Place, Blame::Host];
        let failure = blames.into_iter().find_map(|blame| {
            let failure = self.failures.get(&asked.blamed(blame)?);
            failure.filter(|failure| failure.until > now)
        })?;
        Some(FetchError::RecentlyFailed {
            until: failure.until,
            reason: Box::new(failure.error),
        })
    }

    /// Remembers a failure for a short time.
    pub(crate) fn blame(&self, asked: &Asked<'_>, error: &FetchError, now: Timestamp) {
        let until = now.checked_add(self.failure_memory);
        if let (Some(blamed), Ok(until)) = (asked.blamed(error.blames()), until) {
            let error = error.clone();
            self.failures.insert(blamed, Failure { error, until });
        }
    }
}

/// A question as failures are remembered of it.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) key: &'a Key,
    pub(crate) url: &'a str,
    /// Scheme, host and port.
    pub(crate) host: Option<String>,
}

impl Asked<'_> {
    fn blamed(&self, blame: Blame) -> Option<Blamed> {
        Some(match blame {
            Blame::Question => Blamed::Question(*self.key),
            Blame::Place => Blamed::Place(self.url.to_owned()),
            Blame::Host => Blamed::Host(self.host.clone()?),
        })
    }
}

fn signed(duration: std::time::Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

/// How far clocks may differ before an answer counts as made in the future.
pub(crate) const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(10);
/// Answers that say nothing of their end, or whose signer is not known here, are asked for again soon.
const SHORT_REUSE: SignedDuration = SignedDuration::from_mins(10);
const MAX_FAILURES: u64 = 10_000;

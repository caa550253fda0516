//! Documents stored in memory for a short time, with what was found, so that pictures of their pages, the report and the
//! evidence can be asked for.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use jiff::Timestamp;
use kyso_pki::TrustAnchor;
use kyso_report::{FetchLog, FileContent};
use kyso_verifier::{EvidenceItem, Report, VerifyError};
use openssl::error::ErrorStack;

use super::problem::Problem;

/// Documents up to a number of bytes, each for a limited time.
#[derive(Default)]
pub(crate) struct Store(Mutex<Places>);

/// The stored results, the oldest first. Documents that cannot be read have places of their own: a
/// client that sends nothing else must not push verifications out.
#[derive(Default)]
struct Places {
    verified: VecDeque<Place<StoredVerification>>,
    unreadable: VecDeque<Place<StoredRefusal>>,
}

/// A document that was verified.
pub(super) struct StoredVerification {
    pub(super) document: Bytes,
    /// Its name, without folders.
    pub(super) name: String,
    /// The result: a repeated request gets the same, even if the trust or the clock changed since.
    pub(super) report: Report,
    /// The anchors in force: the evidence holds them, and the record names those that are none of
    /// the known ones (K).
    pub(super) anchors: Vec<TrustAnchor>,
    /// What servers gave.
    pub(super) fetches: FetchLog,
}

/// A document that could not be read: only the data for its record are kept.
pub(super) struct StoredRefusal {
    /// Its name, without folders.
    pub(super) name: String,
    /// Which bytes it had.
    pub(super) content: FileContent,
    /// The problem that the client got.
    pub(super) problem: Problem,
    /// Why it could not be read.
    pub(super) error: VerifyError,
    pub(super) checked_at: Timestamp,
}

/// What came of a document.
#[derive(Clone)]
pub(super) enum Stored {
    Verified(Arc<StoredVerification>),
    Unreadable(Arc<StoredRefusal>),
}

struct Place<T> {
    id: String,
    stored: Arc<T>,
    until: Instant,
}

/// What is stored under `id`.
fn find_in<T>(places: &VecDeque<Place<T>>, id: &str) -> Option<Arc<T>> {
    let place = places.iter().find(|one| one.id == id)?;
    Some(Arc::clone(&place.stored))
}

/// An id that cannot be guessed: 128 random bits.
pub(super) fn new_id() -> Result<String, ErrorStack> {
    let mut random = [0; 16];
    openssl::rand::rand_bytes(&mut random)?;
    Ok(base16ct::lower::encode_string(&random))
}

impl Store {
    /// Keeps what came of a document under an id.
    pub(super) fn keep(&self, id: String, stored: Stored, now: Instant) {
        let until = now + KEPT_FOR;
        let mut places = self.current(now);
        match stored {
            Stored::Verified(stored) => {
                let verified = &mut places.verified;
                verified.push_back(Place { id, stored, until });
                while verified.len() > MAX_DOCUMENTS
                    || (bytes(verified) > MAX_BYTES && verified.len() > 1)
                {
                    verified.pop_front();
                }
            }
            Stored::Unreadable(stored) => {
                let unreadable = &mut places.unreadable;
                unreadable.push_back(Place { id, stored, until });
                while unreadable.len() > MAX_UNREADABLE {
                    unreadable.pop_front();
                }
            }
        }
    }

    /// The verification of an id, while it is stored.
    pub(super) fn find(&self, id: &str, now: Instant) -> Option<Arc<StoredVerification>> {
        find_in(&self.current(now).verified, id)
    }

    /// What came of the document of an id, while it is stored.
    pub(super) fn find_any(&self, id: &str, now: Instant) -> Option<Stored> {
        let places = self.current(now);
        let verified = find_in(&places.verified, id).map(Stored::Verified);
        verified.or_else(|| find_in(&places.unreadable, id).map(Stored::Unreadable))
    }

    /// The places without those whose time is over.
    fn current(&self, now: Instant) -> MutexGuard<'_, Places> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.verified.retain(|one| one.until > now);
        places.unreadable.retain(|one| one.until > now);
        places
    }
}

/// Documents and the evidence about them: a small document can bring a list that is large once it is unpacked. What
/// several share, such as a list that was fetched once, counts once.
fn bytes(places: &VecDeque<Place<StoredVerification>>) -> usize {
    let verified = || places.iter().map(|one| &one.stored);
    let documents = verified().map(|one| &*one.document);
    let items = verified().flat_map(|one| &one.report.evidence);
    distinct_bytes(documents.chain(items.map(EvidenceItem::der)))
}

fn distinct_bytes<'k>(stored: impl Iterator<Item = &'k [u8]>) -> usize {
    let places: HashSet<(*const u8, usize)> = stored.map(|one| (one.as_ptr(), one.len())).collect();
    places.iter().map(|(_, size)| size).sum()
}

/// How long a verification is kept.
pub(super) const KEPT_FOR: Duration = Duration::from_secs(15 * 60);

/// Bounds what is stored beside the bytes of documents; far more than one office checks in that time.
pub(super) const MAX_DOCUMENTS: usize = 256;

/// Documents that could not be read: each has a record of one page.
pub(super) const MAX_UNREADABLE: usize = 64;

/// Bytes of all documents and their evidence together; the newest is stored even if it alone is larger.
pub(super) const MAX_BYTES: usize = 256 << 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::OnceLock;

    use kyso_pki::TrustStore;
    use kyso_verifier::{Policy, verify};

    use super::*;

    /// What is found in a document without signatures.
    fn report() -> Report {
        static REPORT: OnceLock<Report> = OnceLock::new();
        let make = || {
            let document = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
            let trust = TrustStore::new([], Vec::new()).unwrap();
            verify(document, &trust, &Policy::new(Timestamp::UNIX_EPOCH)).unwrap()
        };
        REPORT.get_or_init(make).clone()
    }

    fn keep(store: &Store, id: &str, size: usize, now: Instant) {
        let stored = StoredVerification {
            document: Bytes::from(vec![b'a'; size]),
            name: "a.pdf".to_owned(),
            report: report(),
            anchors: Vec::new(),
            fetches: FetchLog::default(),
        };
        store.keep(id.to_owned(), Stored::Verified(Arc::new(stored)), now);
    }

    #[test]
    fn gives_back_what_was_kept_until_its_time_is_over() {
        let (store, now) = (Store::default(), Instant::now());
        keep(&store, "a", 3, now);
        assert!(
            store
                .find("a", now)
                .is_some_and(|stored| stored.document == "aaa")
        );
        assert!(store.find("0", now).is_none());
        assert!(store.find("a", now + KEPT_FOR).is_none());
        assert!(store.find("a", now).is_none(), "what has expired is gone");
    }

    #[test]
    fn forgets_the_oldest_when_there_are_too_many() {
        let (store, now) = (Store::default(), Instant::now());
        let ids: Vec<String> = (0..=MAX_DOCUMENTS).map(|id| id.to_string()).collect();
        ids.iter().for_each(|id| keep(&store, id, 1, now));
        assert!(store.find("0", now).is_none());
        assert!(ids.iter().skip(1).all(|id| store.find(id, now).is_some()));
    }

    #[test]
    fn documents_that_cannot_be_read_push_no_verification_out() {
        let (store, now) = (Store::default(), Instant::now());
        keep(&store, "a", 3, now);
        let ids: Vec<String> = (0..=MAX_DOCUMENTS).map(|id| id.to_string()).collect();
        for id in &ids {
            let refusal = StoredRefusal {
                name: "a.pdf".to_owned(),
                content: FileContent::of(b"GIF89a"),
                problem: Problem::NotPdf,
                error: VerifyError::Pem,
                checked_at: Timestamp::UNIX_EPOCH,
            };
            store.keep(id.clone(), Stored::Unreadable(Arc::new(refusal)), now);
        }
        assert!(store.find("a", now).is_some());
        let kept = ids.iter().filter(|id| store.find_any(id, now).is_some());
        assert_eq!(kept.count(), MAX_UNREADABLE);
        assert!(store.find_any("256", now).is_some() && store.find("256", now).is_none());
    }

    #[test]
    fn forgets_the_oldest_when_they_are_too_large() {
        let (store, now) = (Store::default(), Instant::now());
        keep(&store, "a", MAX_BYTES / 2, now);
        keep(&store, "b", MAX_BYTES / 2, now);
        assert!(store.find("a", now).is_some());
        keep(&store, "c", MAX_BYTES / 2, now);
        assert!(store.find("a", now).is_none() && store.find("c", now).is_some());
    }

    #[test]
    fn what_is_shared_counts_once_and_everything_counts() {
        let (document, list, other) = (vec![1; 10], vec![2; 100], vec![2; 100]);
        let stored = [&document, &list, &other, &list];
        assert_eq!(distinct_bytes(stored.into_iter().map(Vec::as_slice)), 210);
    }

    #[test]
    fn ids_differ() {
        assert_ne!(new_id().ok(), new_id().ok());
    }
}

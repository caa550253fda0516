//! Documents kept in memory for a short time, so that pictures of their pages can be asked for.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use openssl::error::ErrorStack;

use crate::summary::hex;

/// A bounded number of documents and bytes, each for a limited time.
#[derive(Default)]
pub(crate) struct Store(Mutex<VecDeque<Kept>>);

struct Kept {
    id: String,
    document: Bytes,
    until: Instant,
}

impl Store {
    /// Keeps a document; gives the id to ask for it, which cannot be guessed.
    pub(super) fn keep(&self, document: Bytes, now: Instant) -> Result<String, ErrorStack> {
        let mut random = [0; 16];
        openssl::rand::rand_bytes(&mut random)?;
        let id = hex(&random);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.until > now);
        kept.push_back(Kept {
            id: id.clone(),
            document,
            until: now + KEPT_FOR,
        });
        while kept.len() > MAX_DOCUMENTS || (bytes(&kept) > MAX_BYTES && kept.len() > 1) {
            kept.pop_front();
        }
        Ok(id)
    }

    /// The document of an id, while it is kept.
    pub(super) fn find(&self, id: &str, now: Instant) -> Option<Bytes> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.until > now);
        kept.iter()
            .find(|one| one.id == id)
            .map(|one| one.document.clone())
    }
}

fn bytes(kept: &VecDeque<Kept>) -> usize {
    kept.iter().map(|one| one.document.len()).sum()
}

const KEPT_FOR: Duration = Duration::from_secs(15 * 60);
const MAX_DOCUMENTS: usize = 32;

/// Bytes of all documents together; the newest is kept even if it alone is larger.
const MAX_BYTES: usize = 256 << 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn gives_back_what_was_kept_until_its_time_is_over() {
        let (store, now) = (Store::default(), Instant::now());
        let id = store.keep(Bytes::from_static(b"a"), now).unwrap();
        assert_eq!(store.find(&id, now).unwrap(), "a");
        assert!(store.find("0", now).is_none());
        assert!(store.find(&id, now + KEPT_FOR).is_none());
        assert!(store.find(&id, now).is_none(), "what has expired is gone");
    }

    #[test]
    fn forgets_the_oldest_when_there_are_too_many() {
        let (store, now) = (Store::default(), Instant::now());
        let ids: Vec<String> = (0..=MAX_DOCUMENTS)
            .map(|_| store.keep(Bytes::from_static(b"a"), now).unwrap())
            .collect();
        assert!(store.find(&ids[0], now).is_none());
        assert!(ids[1..].iter().all(|id| store.find(id, now).is_some()));
    }

    #[test]
    fn forgets_the_oldest_when_they_are_too_large() {
        let (store, now) = (Store::default(), Instant::now());
        let half = Bytes::from(vec![0; MAX_BYTES / 2]);
        let first = store.keep(half.clone(), now).unwrap();
        store.keep(half.clone(), now).unwrap();
        assert!(store.find(&first, now).is_some());
        store.keep(half, now).unwrap();
        assert!(store.find(&first, now).is_none());
    }
}

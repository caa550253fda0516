//! Values that follow from bytes alone, kept by the digest of those bytes (ADR 0010).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A bounded number of values by the SHA-256 of everything that they follow from; all are dropped when there are more.
pub struct DigestCache<V> {
    limit: usize,
    values: Mutex<HashMap<[u8; 32], V>>,
}

impl<V: Clone> DigestCache<V> {
    /// Room for `limit` values.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            values: Mutex::default(),
        }
    }

    /// The value under `digest`.
    #[must_use]
    pub fn find(&self, digest: &[u8; 32]) -> Option<V> {
        self.lock().get(digest).cloned()
    }

    /// Keeps `value`, which must follow from nothing but what `digest` is over.
    pub fn keep(&self, digest: [u8; 32], value: V) {
        let mut values = self.lock();
        if values.len() >= self.limit {
            values.clear();
        }
        values.insert(digest, value);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], V>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> fmt::Debug for DigestCache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.values.lock().map(|values| values.len());
        write!(f, "{} of {}", count.unwrap_or_default(), self.limit)
    }
}

//! The memory that one verification leaves to the next under the same trust store (ADR 0010). It
//! depends on bytes alone and changes no verdict: it only saves finding the same again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kyso_pki::{DigestCache, FileCache, TrustStore};

/// The number of a file among all that are verified under one trust store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileNumber(u64);

/// The memory in caches of one kind, as one file uses it.
#[derive(Debug)]
pub(crate) struct Recall<M> {
    memory: Option<Arc<M>>,
    file: u64,
}

#[derive(Debug, Default)]
struct Files(AtomicU64);

impl FileNumber {
    /// The next one.
    pub(crate) fn next(trust: &TrustStore) -> Self {
        let files = trust.memory::<Files>();
        Self(files.0.fetch_add(1, Ordering::Relaxed))
    }
}

impl<M: Default> Recall<M> {
    /// For one file, whose caller has no trust store: what is found is remembered as long as this is there.
    pub(crate) fn alone() -> Self {
        Self {
            memory: Some(Arc::default()),
            file: 0,
        }
    }
}

impl<M: Default + Send + Sync + 'static> Recall<M> {
    /// The memory of `trust`, for one file.
    pub(crate) fn of(trust: &TrustStore, file: FileNumber) -> Self {
        Self {
            memory: Some(trust.memory()),
            file: file.0,
        }
    }
}

impl<M> Recall<M> {
    /// Nothing is remembered.
    pub(crate) const fn nothing() -> Self {
        Self {
            memory: None,
            file: 0,
        }
    }

    /// One of the caches.
    pub(crate) fn cache<V: Clone>(
        &self,
        choose: impl FnOnce(&M) -> &DigestCache<V>,
    ) -> FileCache<'_, V> {
        match self.memory.as_deref() {
            Some(memory) => choose(memory).of_file(self.file),
            None => FileCache::nothing(),
        }
    }

    /// All of it, with the number of the file.
    pub(crate) fn memory(&self) -> Option<(&M, u64)> {
        Some((self.memory.as_deref()?, self.file))
    }
}

impl<M> Clone for Recall<M> {
    fn clone(&self) -> Self {
        Self {
            memory: self.memory.clone(),
            file: self.file,
        }
    }
}

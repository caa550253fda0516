//! Values that follow from bytes alone, kept by the digest of those bytes (ADR 0010).

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A bounded number of values by the SHA-256 of everything that they follow from.
///
/// A new value waits in a queue. When there is no room, the oldest waiting value is dropped. If
/// another file than the one that brought it asked for it since, it moves to the values that stay
/// instead. Of these, the oldest one that no file asked for since its last turn is dropped. A value
/// that was dropped and is brought again by another file stays at once. (Yang and others, "FIFO
/// queues are all you need for cache eviction", SOSP 2023.) So a file that brings more values than
/// there is room for drops its own, and those that no second file ever asked for.
pub struct DigestCache<V> {
    limit: usize,
    kept: Mutex<Kept<V>>,
}

/// A cache as one file uses it: a request by the file itself does not keep the values that it
/// brought.
pub struct FileCache<'c, V> {
    cache: Option<&'c DigestCache<V>>,
    file: Option<u64>,
}

struct Kept<V> {
    values: HashMap<Digest, Entry<V>>,
    /// The digests of waiting values, in the order in which they came.
    waiting: VecDeque<Digest>,
    /// The digests of values that a second file asked for.
    staying: VecDeque<Digest>,
    /// Values that waited in vain, with the file that brought each: as many as there is room for
    /// values.
    dropped: HashMap<Digest, Option<u64>>,
    /// Their digests, in the order in which they were dropped.
    dropped_order: VecDeque<Digest>,
}

struct Entry<V> {
    value: V,
    /// The file that brought it.
    file: Option<u64>,
    /// Whether it was asked for since its last turn.
    asked: bool,
}

type Digest = [u8; 32];

impl<V: Clone> DigestCache<V> {
    /// Room for `limit` values.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: Mutex::new(Kept {
                values: HashMap::new(),
                waiting: VecDeque::new(),
                staying: VecDeque::new(),
                dropped: HashMap::new(),
                dropped_order: VecDeque::new(),
            }),
        }
    }

    /// As the file of this number uses it: no two files that are looked at under one cache have the same number.
    #[must_use]
    pub fn of_file(&self, number: u64) -> FileCache<'_, V> {
        FileCache {
            cache: Some(self),
            file: Some(number),
        }
    }

    /// The value under `digest`, whatever file asks.
    #[must_use]
    pub fn find(&self, digest: &[u8; 32]) -> Option<V> {
        self.find_for(None, digest)
    }

    /// Keeps `value`, which must depend only on the bytes that `digest` is made of.
    pub fn keep(&self, digest: [u8; 32], value: V) {
        self.keep_for(None, digest, value);
    }

    fn find_for(&self, file: Option<u64>, digest: &Digest) -> Option<V> {
        let mut kept = self.lock();
        let entry = kept.values.get_mut(digest)?;
        entry.asked |= file.is_none() || entry.file != file;
        Some(entry.value.clone())
    }

    fn keep_for(&self, file: Option<u64>, digest: Digest, value: V) {
        let mut kept = self.lock();
        if let Some(known) = kept.values.get_mut(&digest) {
            known.value = value;
            return;
        }
        let brought = kept.dropped.remove(&digest);
        let returns = brought.is_some_and(|other| file.is_none() || other != file);
        while kept.values.len() >= self.limit.max(1) && kept.drop_one(self.limit) {}
        let entry = Entry {
            value,
            file,
            asked: false,
        };
        kept.values.insert(digest, entry);
        match returns {
            true => kept.staying.push_back(digest),
            false => kept.waiting.push_back(digest),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept<V>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> Kept<V> {
    /// Drops one value, of those that wait while they are more than a tenth of all; `false` when
    /// there is none.
    fn drop_one(&mut self, limit: usize) -> bool {
        while self.waiting.len() > limit / 10 || self.staying.is_empty() {
            let Some(oldest) = self.waiting.pop_front() else {
                return false;
            };
            match self.take_turn(&oldest) {
                true => self.staying.push_back(oldest),
                false => {
                    self.drop_waiting(oldest, limit);
                    return true;
                }
            }
        }
        while let Some(oldest) = self.staying.pop_front() {
            if !self.take_turn(&oldest) {
                self.values.remove(&oldest);
                return true;
            }
            self.staying.push_back(oldest);
        }
        false
    }

    fn drop_waiting(&mut self, digest: Digest, limit: usize) {
        let brought = self.values.remove(&digest).and_then(|entry| entry.file);
        self.dropped.insert(digest, brought);
        self.dropped_order.push_back(digest);
        if self.dropped_order.len() > limit
            && let Some(oldest) = self.dropped_order.pop_front()
        {
            self.dropped.remove(&oldest);
        }
    }

    /// Whether a value was asked for since its last turn.
    fn take_turn(&mut self, digest: &Digest) -> bool {
        let entry = self.values.get_mut(digest);
        entry.is_some_and(|entry| std::mem::take(&mut entry.asked))
    }
}

impl<V: Clone> FileCache<'_, V> {
    /// The value under `digest`.
    #[must_use]
    pub fn find(&self, digest: &[u8; 32]) -> Option<V> {
        self.cache?.find_for(self.file, digest)
    }

    /// Keeps `value`, which must depend only on the bytes that `digest` is made of.
    pub fn keep(&self, digest: [u8; 32], value: V) {
        if let Some(cache) = self.cache {
            cache.keep_for(self.file, digest, value);
        }
    }
}

impl<V> FileCache<'_, V> {
    /// One that keeps nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            cache: None,
            file: None,
        }
    }
}

impl<V> Clone for FileCache<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for FileCache<'_, V> {}

impl<V> fmt::Debug for DigestCache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.kept.lock().map(|kept| kept.values.len());
        write!(f, "{} of {}", count.unwrap_or_default(), self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: u32) -> Digest {
        let mut digest = [0; 32];
        for (to, from) in digest.iter_mut().zip(number.to_be_bytes()) {
            *to = from;
        }
        digest
    }

    /// What `file` finds or brings.
    fn ask(cache: &DigestCache<u32>, file: u64, numbers: impl IntoIterator<Item = u32>) -> usize {
        let cache = cache.of_file(file);
        let found = numbers.into_iter().filter(|number| {
            let known = cache.find(&digest(*number));
            cache.keep(digest(*number), *number);
            known == Some(*number)
        });
        found.count()
    }

    #[test]
    fn one_file_drops_nothing_that_two_others_asked_for() {
        let cache = DigestCache::new(100);
        assert_eq!(ask(&cache, 1, 0..40), 0);
        assert_eq!(ask(&cache, 2, 0..40), 40);
        // It asks for each of its own again.
        for _ in 0..3 {
            ask(&cache, 3, (1000..5000).flat_map(|number| [number, number]));
        }
        assert_eq!(ask(&cache, 4, 0..40), 40);
        assert_eq!(format!("{cache:?}"), "100 of 100");
    }

    #[test]
    fn what_nobody_asks_for_any_more_makes_room() {
        let cache = DigestCache::new(20);
        for first in [0, 1000, 2000] {
            let numbers = || first..first + 15;
            for file in 0..3 {
                ask(&cache, u64::from(first) + file, numbers());
            }
            assert_eq!(ask(&cache, u64::from(first) + 9, numbers()), 15);
        }
    }

    #[test]
    fn a_value_is_kept_once() {
        let cache = DigestCache::new(1);
        cache.keep(digest(1), 1);
        cache.keep(digest(1), 2);
        assert_eq!(cache.find(&digest(1)), Some(2));
        cache.keep(digest(2), 3);
        cache.keep(digest(3), 4);
        assert_eq!(cache.find(&digest(3)), Some(4));
        let none = FileCache::nothing();
        none.keep(digest(4), 5);
        assert_eq!(none.find(&digest(4)), None);
    }
}

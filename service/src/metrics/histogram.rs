//! How long something took, in buckets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts of durations.
#[derive(Default)]
pub(super) struct Histogram {
    /// One for each bound and one for what is longer; not cumulated.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
}

/// A histogram at a moment.
pub(super) struct Snapshot {
    /// Upper bound in seconds as written, and how many took no longer.
    pub(super) buckets: Vec<(&'static str, u64)>,
    /// How many in all.
    pub(super) count: u64,
    /// Seconds in all.
    pub(super) sum: f64,
}

impl Histogram {
    /// Counts one duration.
    pub(super) fn observe(&self, took: Duration) {
        let place = BOUNDS.iter().position(|(_, bound)| took <= *bound);
        let bucket = self.buckets.get(place.unwrap_or(BOUNDS.len()));
        bucket.map(|bucket| bucket.fetch_add(1, Ordering::Relaxed));
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let mut count = 0;
        let mut cumulated = self.buckets.iter().map(|bucket| {
            count += bucket.load(Ordering::Relaxed);
            count
        });
        let names = BOUNDS.iter().map(|(name, _)| *name);
        let buckets = names.zip(&mut cumulated).collect();
        let count = cumulated.last().unwrap_or_default();
        let sum = Duration::from_micros(self.microseconds.load(Ordering::Relaxed)).as_secs_f64();
        Snapshot {
            buckets,
            count,
            sum,
        }
    }
}

/// From a small file to a timestamp authority that is slow (G3).
const BOUNDS: [(&str, Duration); 12] = [
    ("0.001", Duration::from_millis(1)),
    ("0.005", Duration::from_millis(5)),
    ("0.01", Duration::from_millis(10)),
    ("0.025", Duration::from_millis(25)),
    ("0.05", Duration::from_millis(50)),
    ("0.1", Duration::from_millis(100)),
    ("0.25", Duration::from_millis(250)),
    ("1", Duration::from_secs(1)),
    ("5", Duration::from_secs(5)),
    ("10", Duration::from_secs(10)),
    ("60", Duration::from_secs(60)),
    ("180", Duration::from_secs(180)),
];

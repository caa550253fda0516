//! How many requests an authority allows: some block for a day who sends more.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::settings::RateLimit;

/// The requests of the last stretch of time.
#[derive(Debug)]
pub(super) struct Rate {
    limit: RateLimit,
    sent: Mutex<VecDeque<Timestamp>>,
}

impl Rate {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            sent: Mutex::default(),
        }
    }

    /// Counts a request, or says when the next may be sent.
    pub(super) fn spend(&self, now: Timestamp) -> Result<(), Timestamp> {
        let mut sent = self.current(now);
        if sent.len() < self.limit.requests {
            sent.push_back(now);
            return Ok(());
        }
        let oldest = sent.front().copied().unwrap_or(now);
        Err(self.end_of(oldest))
    }

    /// How many requests are left.
    pub(super) fn remaining(&self, now: Timestamp) -> usize {
        self.limit.requests.saturating_sub(self.current(now).len())
    }

    fn current(&self, now: Timestamp) -> MutexGuard<'_, VecDeque<Timestamp>> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        while sent.front().is_some_and(|time| self.end_of(*time) <= now) {
            sent.pop_front();
        }
        sent
    }

    fn end_of(&self, time: Timestamp) -> Timestamp {
        let window = SignedDuration::try_from(self.limit.window).unwrap_or(SignedDuration::MAX);
        time.checked_add(window).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    #[test]
    fn any_stretch_holds_so_many_requests() {
        let rate = Rate::new(RateLimit {
            requests: 2,
            window: Duration::from_secs(60),
        });
        let at = |second| Timestamp::from_second(1_800_000_000_i64 + second).unwrap();
        assert_eq!(rate.spend(at(0)), Ok(()));
        assert_eq!(rate.spend(at(30)), Ok(()));
        assert_eq!(rate.spend(at(59)), Err(at(60)));
        assert_eq!(rate.remaining(at(59)), 0);
        assert_eq!(rate.spend(at(60)), Ok(()));
        assert_eq!(rate.spend(at(61)), Err(at(90)));
        assert_eq!(rate.remaining(at(200)), 2);
    }
}

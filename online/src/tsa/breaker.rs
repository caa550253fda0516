//! A circuit breaker: it pauses requests to a server that fails repeatedly, so that no caller waits for it in vain.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::settings::BreakerSettings;

/// Counts failures in a row.
#[derive(Debug)]
pub(super) struct Breaker {
    settings: BreakerSettings,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Requests are sent.
    Closed { failures: u32 },
    /// None is sent until then.
    Open { until: Timestamp },
    /// One was let through to see whether the server is back; the others wait until then.
    HalfOpen { until: Timestamp },
}

impl Breaker {
    pub(super) fn new(settings: BreakerSettings) -> Self {
        Self {
            settings,
            state: Mutex::new(State::Closed { failures: 0 }),
        }
    }

    /// Whether a request may be sent now, or when the next may.
    pub(super) fn admit(&self, now: Timestamp) -> Result<(), Timestamp> {
        let mut state = self.lock();
        match *state {
            State::Closed { .. } => Ok(()),
            State::Open { until } | State::HalfOpen { until } if now < until => Err(until),
            State::Open { .. } | State::HalfOpen { .. } => {
                let until = self.pause_from(now);
                *state = State::HalfOpen { until };
                Ok(())
            }
        }
    }

    pub(super) fn succeeded(&self) {
        *self.lock() = State::Closed { failures: 0 };
    }

    pub(super) fn failed(&self, now: Timestamp) {
        let mut state = self.lock();
        let failures = match *state {
            State::Closed { failures } => failures.saturating_add(1),
            State::HalfOpen { .. } => u32::MAX,
            // A request from before it opened.
            State::Open { .. } => return,
        };
        *state = match failures >= self.settings.failures.max(1) {
            true => State::Open {
                until: self.pause_from(now),
            },
            false => State::Closed { failures },
        };
    }

    /// Until when no request is sent.
    pub(super) fn suspended_until(&self, now: Timestamp) -> Option<Timestamp> {
        match *self.lock() {
            State::Open { until } | State::HalfOpen { until } if now < until => Some(until),
            _ => None,
        }
    }

    fn pause_from(&self, now: Timestamp) -> Timestamp {
        let pause = SignedDuration::try_from(self.settings.pause).unwrap_or(SignedDuration::MAX);
        now.checked_add(pause).unwrap_or(Timestamp::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_opens_and_lets_one_through_after_the_pause() {
        let breaker = Breaker::new(BreakerSettings {
            failures: 2,
            pause: Duration::from_secs(60),
        });
        let at = |second| Timestamp::from_second(1_800_000_000_i64 + second).unwrap();
        breaker.failed(at(0));
        assert_eq!(breaker.admit(at(1)), Ok(()));
        breaker.succeeded();
        breaker.failed(at(2));
        assert_eq!(breaker.admit(at(3)), Ok(()));
        breaker.failed(at(4));
        assert_eq!(breaker.admit(at(5)), Err(at(64)));
        assert_eq!(breaker.suspended_until(at(5)), Some(at(64)));
        // One probe; the others go on waiting.
        assert_eq!(breaker.admit(at(64)), Ok(()));
        assert_eq!(breaker.admit(at(65)), Err(at(124)));
        breaker.failed(at(66));
        assert_eq!(breaker.admit(at(100)), Err(at(126)));
        assert_eq!(breaker.admit(at(126)), Ok(()));
        breaker.succeeded();
        assert_eq!(breaker.admit(at(127)), Ok(()));
        assert_eq!(breaker.suspended_until(at(127)), None);
    }
}

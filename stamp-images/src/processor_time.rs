//! Processor time as a budget. What a verdict rests on may not depend on how busy the machine is.

use std::cell::Cell;
use std::time::Duration;

/// What may still be spent of it, by one thread.
#[derive(Debug)]
pub(crate) struct ProcessorTime(Cell<Duration>);

impl ProcessorTime {
    pub(crate) const fn of(time: Duration) -> Self {
        Self(Cell::new(time))
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.0.get().is_zero()
    }

    pub(crate) fn left(&self) -> Duration {
        self.0.get()
    }

    /// Takes what some work took another time.
    pub(crate) fn take(&self, spent: Duration) {
        self.0.set(self.0.get().saturating_sub(spent));
    }

    /// Does some work, unless all is spent. What has begun is finished.
    pub(crate) fn spend<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        if self.is_spent() {
            return None;
        }
        let before = now();
        let done = work();
        self.take(now().saturating_sub(before));
        Some(done)
    }
}

/// The time that this thread has computed.
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_until_all_is_spent() {
        let time = ProcessorTime::of(Duration::from_millis(5));
        let work = || (0..10_000_u64).fold(0, |sum, n| std::hint::black_box(sum + n));
        assert!(time.spend(work).is_some());
        while time.spend(work).is_some() {}
        assert!(time.is_spent());
    }

    #[test]
    fn waiting_is_no_work() {
        let time = ProcessorTime::of(Duration::from_millis(40));
        time.spend(|| std::thread::sleep(Duration::from_millis(60)));
        assert!(!time.is_spent());
    }
}

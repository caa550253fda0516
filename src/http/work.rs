//! Heavy work on threads of its own, as much at once as there are processors, and a bounded queue before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use tokio::sync::Semaphore;
use tokio::task;

use super::problem::Problem;

/// Places at work and in the queue.
pub(crate) struct Bench {
    working: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    sent_away: AtomicU64,
}

impl Bench {
    /// As many places as processors, and a queue of some for each.
    pub(super) fn new() -> Self {
        let places = thread::available_parallelism().map_or(2, usize::from);
        Self::with(places, places * WAITING_FOR_EACH)
    }

    fn with(places: usize, waiting: usize) -> Self {
        Self {
            working: Arc::new(Semaphore::new(places)),
            admitted: Arc::new(Semaphore::new(places + waiting)),
            sent_away: AtomicU64::new(0),
        }
    }

    /// Takes a place in the queue; to be done before a large body is read.
    pub(super) fn admit(&self) -> Result<Admission, Problem> {
        let place = self.admitted.clone().try_acquire_owned();
        let place = place.map_err(|_| {
            self.sent_away.fetch_add(1, Ordering::Relaxed);
            Problem::Busy {
                retry_after_seconds: RETRY_AFTER,
            }
        })?;
        Ok(Admission {
            working: self.working.clone(),
            _place: place,
        })
    }

    /// How many found no place.
    pub(super) fn sent_away(&self) -> u64 {
        self.sent_away.load(Ordering::Relaxed)
    }
}

/// A place in the queue, given back when it is dropped.
pub(crate) struct Admission {
    working: Arc<Semaphore>,
    _place: tokio::sync::OwnedSemaphorePermit,
}

impl Admission {
    /// Does the work when its turn comes. Work that has begun is finished even if nobody waits for it any more, and
    /// keeps its place until then.
    pub(super) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.working.clone().acquire_owned().await;
        let turn = turn.map_err(|_| Problem::Failed)?;
        let done = task::spawn_blocking(move || {
            let result = work();
            drop((turn, self));
            result
        });
        done.await.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "work was not finished");
            Problem::Failed
        })
    }
}

/// Requests that may wait for each processor.
const WAITING_FOR_EACH: usize = 8;

/// Seconds after which to try again.
const RETRY_AFTER: u32 = 2;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[tokio::test]
    async fn refuses_when_the_queue_is_full_and_admits_again_afterwards() {
        let bench = Bench::with(1, 1);
        let first = bench.admit().unwrap();
        let second = bench.admit().unwrap();
        assert!(matches!(bench.admit(), Err(Problem::Busy { .. })));
        assert_eq!(bench.sent_away(), 1);
        drop(second);
        assert_eq!(first.run(|| 1).await.unwrap(), 1);
        assert!(bench.admit().is_ok());
    }

    #[tokio::test]
    async fn work_that_panics_is_a_failure_and_gives_its_place_back() {
        let bench = Bench::with(1, 0);
        let done = bench
            .admit()
            .unwrap()
            .run(|| panic!("as a broken renderer would"))
            .await;
        assert!(matches!(done, Err(Problem::Failed)));
        assert_eq!(bench.admit().unwrap().run(|| 2).await.unwrap(), 2);
    }
}

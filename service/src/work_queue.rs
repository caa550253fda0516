//! Heavy work on threads of its own, as much at once as there are processors, behind a bounded queue. Work that waits
//! for a server or a token gives up its processor meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task;

use super::problem::Problem;

/// Places at work, in the queue, and for work that waits outside: for a server or a token.
pub(crate) struct WorkQueue {
    working: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    waiting_outside: Arc<Semaphore>,
    rejected: AtomicU64,
}

impl WorkQueue {
    /// As many places as processors, and a queue of some for each.
    pub(super) fn new() -> Self {
        let places = thread::available_parallelism().map_or(2, usize::from);
        Self::with(places, places * WAITING_FOR_EACH, MEGABYTES_WAITING_OUTSIDE)
    }

    /// One slot, and no queue.
    #[cfg(test)]
    pub(super) fn of_one_slot() -> Self {
        Self::with(1, 0, MEGABYTES_WAITING_OUTSIDE)
    }

    fn with(places: usize, waiting: usize, megabytes: usize) -> Self {
        Self {
            working: Arc::new(Semaphore::new(places)),
            admitted: Arc::new(Semaphore::new(places + waiting)),
            waiting_outside: Arc::new(Semaphore::new(megabytes)),
            rejected: AtomicU64::new(0),
        }
    }

    /// Refuses while the queue is full, before a large body is read. It takes no place: a client that sends slowly would
    /// occupy it while other bodies are there.
    pub(super) fn require_room(&self) -> Result<(), Problem> {
        match self.admitted.available_permits() {
            0 => Err(self.reject()),
            _ => Ok(()),
        }
    }

    /// Takes a place in the queue; call it when everything that the work needs is there.
    pub(super) fn admit(&self) -> Result<Admission, Problem> {
        let place = self.admitted.clone().try_acquire_owned();
        let place = place.map_err(|_| self.reject())?;
        Ok(Admission {
            working: self.working.clone(),
            waiting_outside: self.waiting_outside.clone(),
            place,
            weight: LEAST_WEIGHT,
        })
    }

    fn reject(&self) -> Problem {
        self.rejected.fetch_add(1, Ordering::Relaxed);
        Problem::Busy {
            retry_after_seconds: RETRY_AFTER,
        }
    }

    /// How many requests found no place.
    pub(super) fn rejected(&self) -> u64 {
        self.rejected.load(Ordering::Relaxed)
    }

    /// MB of the documents whose work waits for servers and tokens.
    pub(super) fn held_outside(&self) -> usize {
        MEGABYTES_WAITING_OUTSIDE.saturating_sub(self.waiting_outside.available_permits())
    }
}

/// A place in the queue, given back when it is dropped.
pub(crate) struct Admission {
    working: Arc<Semaphore>,
    waiting_outside: Arc<Semaphore>,
    place: OwnedSemaphorePermit,
    /// MB that the work holds while it waits outside.
    weight: u32,
}

impl Admission {
    /// Sets how many bytes the work holds, because all documents whose work waits outside share one
    /// limit.
    pub(super) fn holding(self, bytes: usize) -> Self {
        let weight = u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(u32::MAX);
        Self {
            weight: weight.max(LEAST_WEIGHT),
            ..self
        }
    }

    /// Does the work when a slot is free. Work that has begun is finished even if its client has gone, and
    /// keeps its place until then, unless it waits outside.
    pub(super) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&WorkSlot) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let permit = self.working.clone().acquire_owned().await;
        let permit = permit.map_err(|_| Problem::Failed)?;
        let slot = WorkSlot {
            working: self.working,
            waiting_outside: self.waiting_outside,
            weight: self.weight,
            held: Mutex::new(Held::Here {
                _permit: permit,
                _place: Some(self.place),
            }),
        };
        let done = task::spawn_blocking(move || work(&slot));
        done.await.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "work was not finished");
            Problem::Failed
        })
    }
}

/// The slot of one piece of work.
pub(crate) struct WorkSlot {
    working: Arc<Semaphore>,
    waiting_outside: Arc<Semaphore>,
    weight: u32,
    held: Mutex<Held>,
}

/// What a slot occupies.
enum Held {
    /// A processor; at first also its place in the queue.
    Here {
        _permit: OwnedSemaphorePermit,
        _place: Option<OwnedSemaphorePermit>,
    },
    /// Nothing but its share of what may wait outside.
    WaitingOutside { _place: OwnedSemaphorePermit },
}

impl WorkSlot {
    /// Waits for a server or a token without occupying a processor. When too many wait already, the work keeps its place: the
    /// queue fills, and new requests are rejected. A nested call just waits: judging a timestamp token may ask servers.
    pub(crate) fn yield_slot<T>(&self, wait: impl FnOnce() -> T) -> T {
        if self.waits_outside() {
            return wait();
        }
        match self
            .waiting_outside
            .clone()
            .try_acquire_many_owned(self.weight)
        {
            Err(_) => wait(),
            Ok(place) => {
                self.hold(Held::WaitingOutside { _place: place });
                let result = wait();
                let working = self.working.clone().acquire_owned();
                if let Ok(permit) = Handle::current().block_on(working) {
                    self.hold(Held::Here {
                        _permit: permit,
                        _place: None,
                    });
                }
                result
            }
        }
    }

    fn waits_outside(&self) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        matches!(*held, Held::WaitingOutside { .. })
    }

    fn hold(&self, held: Held) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }
}

/// Requests that may wait for each processor.
const WAITING_FOR_EACH: usize = 8;

/// MB of documents whose work may wait outside; each keeps a thread, too, and counts for some MB at
/// least.
const MEGABYTES_WAITING_OUTSIDE: usize = 1024;
const LEAST_WEIGHT: u32 = 4;

/// Seconds after which to try again.
const RETRY_AFTER: u32 = 2;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[tokio::test]
    async fn refuses_when_the_queue_is_full_and_admits_again_afterwards() {
        let work_queue = WorkQueue::with(1, 1, MEGABYTES_WAITING_OUTSIDE);
        let first = work_queue.admit().unwrap();
        let second = work_queue.admit().unwrap();
        assert!(matches!(work_queue.admit(), Err(Problem::Busy { .. })));
        assert!(matches!(
            work_queue.require_room(),
            Err(Problem::Busy { .. })
        ));
        assert_eq!(work_queue.rejected(), 2);
        drop(second);
        work_queue.require_room().unwrap();
        assert_eq!(first.run(|_| 1).await.unwrap(), 1);
        assert!(work_queue.admit().is_ok());
    }

    #[tokio::test]
    async fn work_that_panics_is_a_failure_and_gives_its_place_back() {
        let work_queue = WorkQueue::with(1, 0, MEGABYTES_WAITING_OUTSIDE);
        let done = work_queue
            .admit()
            .unwrap()
            .run(|_| panic!("as a broken renderer would"))
            .await;
        assert!(matches!(done, Err(Problem::Failed)));
        assert_eq!(work_queue.admit().unwrap().run(|_| 2).await.unwrap(), 2);
    }

    /// One processor, and a server that answers only when others have had their slot.
    #[tokio::test]
    async fn work_that_waits_for_a_server_lets_other_work_run() {
        let work_queue = WorkQueue::with(1, 0, MEGABYTES_WAITING_OUTSIDE);
        let (answer, server) = std::sync::mpsc::channel();
        let first = work_queue.admit().unwrap();
        let waiting =
            tokio::spawn(first.run(move |slot| slot.yield_slot(|| server.recv().unwrap())));
        let second = loop {
            match work_queue.admit() {
                Ok(second) => break second,
                Err(_) => task::yield_now().await,
            }
        };
        let done = second.run(move |_| answer.send(7).unwrap()).await;
        assert!(done.is_ok());
        assert_eq!(waiting.await.unwrap().unwrap(), 7);
        assert!(work_queue.admit().is_ok(), "every place was given back");
    }

    /// Judging a timestamp asks servers while its authority is waited for.
    #[tokio::test]
    async fn who_waits_for_a_server_already_comes_back_once() {
        let work_queue = WorkQueue::with(1, 0, MEGABYTES_WAITING_OUTSIDE);
        let work = work_queue.admit().unwrap();
        let done = work.run(|slot| slot.yield_slot(|| slot.yield_slot(|| 3)));
        assert_eq!(done.await.unwrap(), 3);
        assert!(work_queue.admit().is_ok(), "every place was given back");
    }

    /// A document that is larger than what may still wait keeps its place at work.
    #[tokio::test]
    async fn large_documents_do_not_pile_up_before_servers() {
        let work_queue = WorkQueue::with(1, 0, 8);
        let large = work_queue.admit().unwrap().holding(9 << 20);
        let held = large.run(|slot| {
            slot.yield_slot(|| matches!(*slot.held.lock().unwrap(), Held::Here { .. }))
        });
        assert!(held.await.unwrap());
        let small = work_queue.admit().unwrap().holding(5 << 20);
        let waiting = small.run(|slot| {
            slot.yield_slot(|| matches!(*slot.held.lock().unwrap(), Held::WaitingOutside { .. }))
        });
        assert!(waiting.await.unwrap());
    }
}

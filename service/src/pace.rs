//! Bodies as they arrive: each must keep arriving, and all together have room in memory. A body
//! takes a place at work only when it is complete, and only the bytes that have arrived count, not
//! the size that a client promises. A share of the room is kept for small bodies, so that large and
//! slow ones leave most people served.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};
use tokio::time::{Instant, Sleep, sleep};

use super::problem::Problem;

/// Memory for all bodies that arrive, or wait for their slot.
pub(crate) struct Reception {
    room: Arc<Semaphore>,
    /// For the first bytes of each body.
    small: Arc<Semaphore>,
    grace_period: Duration,
}

/// The room that one body takes, given back when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Room {
    large: Option<OwnedSemaphorePermit>,
    small: Option<OwnedSemaphorePermit>,
}

/// The state of a body that is being read: why it ended early, and the room that it takes.
#[derive(Debug, Default)]
pub(super) struct BodyState {
    problem: OnceLock<Problem>,
    room: std::sync::Mutex<Room>,
}

impl Reception {
    /// Room for some bodies of the greatest size `limit`; each may pause for `grace_period`.
    pub(super) fn new(limit: usize, grace_period: Duration) -> Self {
        let bytes = limit.saturating_mul(BODIES).max(LEAST);
        Self {
            room: Arc::new(Semaphore::new((bytes / UNIT).min(Semaphore::MAX_PERMITS))),
            small: Arc::new(Semaphore::new(FOR_SMALL / UNIT)),
            grace_period,
        }
    }

    /// Wraps a body so that it is limited, and gives the state to look at when it is read or has failed.
    pub(super) fn watch(&self, body: Body) -> (Body, Arc<BodyState>) {
        let state = Arc::new(BodyState::default());
        let watched = Paced {
            body,
            room: self.room.clone(),
            small: self.small.clone(),
            grace_period: self.grace_period,
            deadline: Box::pin(sleep(self.grace_period)),
            arrived: 0,
            taken: 0,
            state: state.clone(),
        };
        (Body::new(watched), state)
    }
}

impl BodyState {
    /// Why the body ended early; its reader only sees that it did.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.problem.get().cloned()
    }

    /// The room of the body, to be kept as long as its bytes.
    pub(super) fn room(&self) -> Room {
        std::mem::take(&mut *self.held())
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Room> {
        let held = self.room.lock();
        held.unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A body whose sender must go on.
struct Paced {
    body: Body,
    room: Arc<Semaphore>,
    small: Arc<Semaphore>,
    grace_period: Duration,
    deadline: Pin<Box<Sleep>>,
    /// Bytes since the deadline was set.
    arrived: usize,
    /// Bytes in all, and those of them that room was taken for.
    taken: usize,
    state: Arc<BodyState>,
}

/// The reader learns the cause from [`BodyState::problem`].
#[derive(Debug, thiserror::Error)]
#[error("the body ended early")]
struct EndedEarly;

impl Paced {
    fn end(&self, problem: Problem) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let _ = self.state.problem.set(problem);
        Poll::Ready(Some(Err(EndedEarly.into())))
    }

    /// Notes what has come, and takes room for it.
    fn take(&mut self, bytes: usize) -> Result<(), TryAcquireError> {
        self.arrived += bytes;
        if self.arrived >= PROGRESS {
            self.arrived = 0;
            self.deadline
                .as_mut()
                .reset(Instant::now() + self.grace_period);
        }
        let units = (self.taken + bytes).div_ceil(UNIT) - self.taken.div_ceil(UNIT);
        self.taken += bytes;
        if units > 0 {
            self.hold(u32::try_from(units).unwrap_or(u32::MAX))?;
        }
        Ok(())
    }

    /// Takes room for so many units more. A body has its room among the small ones while there is some and it is small;
    /// when it has become large, that goes back.
    fn hold(&self, units: u32) -> Result<(), TryAcquireError> {
        let mut held = self.state.held();
        let is_small = self.taken <= SMALL;
        if is_small && let Ok(permit) = self.small.clone().try_acquire_many_owned(units) {
            merge(&mut held.small, permit);
            return Ok(());
        }
        let earlier = held.small.as_ref().map_or(0, permits);
        let moved = if is_small { 0 } else { earlier };
        let permit = self
            .room
            .clone()
            .try_acquire_many_owned(units.saturating_add(moved))?;
        merge(&mut held.large, permit);
        if !is_small {
            held.small = None;
        }
        Ok(())
    }
}

fn permits(permit: &OwnedSemaphorePermit) -> u32 {
    u32::try_from(permit.num_permits()).unwrap_or(u32::MAX)
}

fn merge(held: &mut Option<OwnedSemaphorePermit>, permit: OwnedSemaphorePermit) {
    match held {
        Some(earlier) => earlier.merge(permit),
        None => *held = Some(permit),
    }
}

impl hyper::body::Body for Paced {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            let Some(frame) = frame.transpose()? else {
                return Poll::Ready(None);
            };
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            return match self.take(bytes) {
                Ok(()) => Poll::Ready(Some(Ok(frame))),
                Err(_) => self.end(Problem::Busy {
                    retry_after_seconds: RETRY_AFTER,
                }),
            };
        }
        ready!(self.deadline.as_mut().poll(context));
        self.end(Problem::TooSlow)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes within the grace period that are progress.
const PROGRESS: usize = 16 << 10;

/// Bytes that room is taken by.
const UNIT: usize = 4 << 10;

/// Bodies of the greatest size that there is room for, and bytes at least.
const BODIES: usize = 8;
const LEAST: usize = 256 << 20;

/// Bytes of a small body, and bytes that are kept for all of them.
const SMALL: usize = 1 << 20;
const FOR_SMALL: usize = 64 << 20;

/// Seconds after which to try again.
const RETRY_AFTER: u32 = 2;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::sync::mpsc;

    use super::*;

    const GRACE_PERIOD: Duration = Duration::from_millis(100);

    /// A body that is fed by hand.
    struct Fed(mpsc::UnboundedReceiver<Bytes>);

    impl hyper::body::Body for Fed {
        type Data = Bytes;
        type Error = axum::BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
            let next = ready!(self.0.poll_recv(context));
            Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
        }
    }

    fn fed() -> (mpsc::UnboundedSender<Bytes>, Body) {
        let (feed, body) = mpsc::unbounded_channel();
        (feed, Body::new(Fed(body)))
    }

    fn reception(units: usize) -> Reception {
        with_small(units, 0)
    }

    fn with_small(units: usize, small: usize) -> Reception {
        Reception {
            room: Arc::new(Semaphore::new(units)),
            small: Arc::new(Semaphore::new(small)),
            grace_period: GRACE_PERIOD,
        }
    }

    async fn read(body: Body) -> Result<Bytes, axum::Error> {
        axum::body::to_bytes(body, usize::MAX).await
    }

    #[tokio::test]
    async fn a_byte_now_and_then_is_no_progress() {
        let (feed, body) = fed();
        let (body, state) = reception(1000).watch(body);
        let reading = tokio::spawn(read(body));
        let started = Instant::now();
        while feed.send(Bytes::from_static(b"x")).is_ok() {
            assert!(
                started.elapsed() < 20 * GRACE_PERIOD,
                "it is waited for without end"
            );
            sleep(GRACE_PERIOD / 10).await;
        }
        assert!(reading.await.unwrap().is_err());
        assert!(matches!(state.problem(), Some(Problem::TooSlow)));
    }

    #[tokio::test]
    async fn whoever_goes_on_may_take_long() {
        let (feed, body) = fed();
        let (body, state) = reception(1000).watch(body);
        let reading = tokio::spawn(read(body));
        for _ in 0..8 {
            feed.send(Bytes::from(vec![0; PROGRESS])).unwrap();
            sleep(GRACE_PERIOD / 2).await;
        }
        drop(feed);
        assert_eq!(reading.await.unwrap().unwrap().len(), 8 * PROGRESS);
        assert!(state.problem().is_none());
    }

    #[tokio::test]
    async fn bodies_share_the_room_that_there_is_and_give_it_back() {
        let reception = reception(3);
        let (first, body) = fed();
        let (body, state) = reception.watch(body);
        first.send(Bytes::from(vec![0; UNIT + 1])).unwrap();
        first.send(Bytes::from(vec![0; UNIT - 1])).unwrap();
        drop(first);
        read(body).await.unwrap();
        let room = state.room();
        assert_eq!(reception.room.available_permits(), 1, "by what has come");
        let (second, body) = fed();
        let (body, other) = reception.watch(body);
        second.send(Bytes::from(vec![0; 2 * UNIT])).unwrap();
        assert!(read(body).await.is_err());
        assert!(matches!(other.problem(), Some(Problem::Busy { .. })));
        drop((room, other));
        assert_eq!(reception.room.available_permits(), 3);
    }

    #[tokio::test]
    async fn large_bodies_that_stand_still_leave_room_for_small_ones() {
        let large = SMALL / UNIT + 1;
        let reception = with_small(large, large);
        let (feed, body) = fed();
        let (body, state) = reception.watch(body);
        feed.send(Bytes::from(vec![0; SMALL])).unwrap();
        feed.send(Bytes::from(vec![0; UNIT])).unwrap();
        drop(feed);
        read(body).await.unwrap();
        let room = state.room();
        assert_eq!(reception.room.available_permits(), 0);
        assert_eq!(
            reception.small.available_permits(),
            large,
            "it is not small"
        );
        let (feed, body) = fed();
        let (body, state) = reception.watch(body);
        feed.send(Bytes::from(vec![0; SMALL])).unwrap();
        drop(feed);
        assert_eq!(read(body).await.unwrap().len(), SMALL);
        drop((room, state));
        assert_eq!(reception.room.available_permits(), large);
        assert_eq!(reception.small.available_permits(), large);
    }
}

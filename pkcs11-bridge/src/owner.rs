//! A thread that owns the blocking calls of PKCS#11, and the queue in front of it.
//!
//! A call into a driver cannot be cancelled. So the caller waits at a channel instead: when its
//! time is up it leaves, and the owner is marked stuck until the driver answers after all.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::TokenError;

/// The caller's end of the line. Dropping the last one ends the thread and drops its state.
pub(crate) struct Owner<S> {
    line: Option<SyncSender<Request<S>>>,
    progress: Arc<Progress>,
}

struct Request<S> {
    work: Box<dyn FnOnce(&mut S) + Send>,
    ticket: Arc<Ticket>,
}

#[derive(Default)]
struct Ticket {
    abandoned: AtomicBool,
}

/// What the thread is doing, for those who wait for it.
#[derive(Default)]
pub(crate) struct Progress {
    now: Mutex<Now>,
    ended: Condvar,
}

#[derive(Default)]
struct Now {
    running: Option<Arc<Ticket>>,
    stuck: bool,
    ended: bool,
}

impl<S: 'static> Owner<S> {
    /// Starts the thread; `make` runs on it.
    pub(crate) fn start(
        name: &str,
        make: impl FnOnce() -> S + Send + 'static,
    ) -> Result<Owner<S>, TokenError> {
        let (line, requests) = sync_channel(LONGEST_LINE);
        let progress = Arc::new(Progress::default());
        let of_thread = Arc::clone(&progress);
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(make, &requests, &of_thread))
            .map_err(|error| TokenError::Binding {
                reason: error.to_string(),
            })?;
        Ok(Owner {
            line: Some(line),
            progress,
        })
    }

    /// Runs `work` on the owner's thread. A request that is not begun in time never is.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        timeout: Duration,
        work: impl FnOnce(&mut S) -> Result<T, TokenError> + Send + 'static,
    ) -> Result<T, TokenError> {
        if self.progress.is_stuck() {
            return Err(TokenError::Stuck {
                waited: Duration::ZERO,
            });
        }
        let (answer, answers) = sync_channel(1);
        let ticket = Arc::new(Ticket::default());
        let work = Box::new(move |state: &mut S| drop(answer.send(work(state))));
        self.queue(Request {
            work,
            ticket: Arc::clone(&ticket),
        })?;
        match answers.recv_timeout(timeout) {
            Ok(result) => result,
            Err(RecvTimeoutError::Disconnected) => Err(TokenError::OwnerEnded),
            Err(RecvTimeoutError::Timeout) => self.progress.give_up(&ticket, &answers, timeout),
        }
    }

    /// What the thread is doing; outlives the owner.
    pub(crate) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    fn queue(&self, request: Request<S>) -> Result<(), TokenError> {
        let line = self.line.as_ref().ok_or(TokenError::OwnerEnded)?;
        line.try_send(request).map_err(|error| match error {
            TrySendError::Full(_) => TokenError::Busy {
                waited: Duration::ZERO,
            },
            TrySendError::Disconnected(_) => TokenError::OwnerEnded,
        })
    }
}

impl<S> Drop for Owner<S> {
    /// Waits for the thread: a process that exits while a driver is being closed may crash.
    fn drop(&mut self) {
        drop(self.line.take());
        if !self.progress.is_stuck() {
            self.progress.wait_for_end(CLOSING_TIME);
        }
    }
}

impl Progress {
    /// Whether a request has outlasted its caller's timeout and still runs.
    pub(crate) fn is_stuck(&self) -> bool {
        self.now().stuck
    }

    /// Whether the thread has ended and dropped its state.
    pub(crate) fn has_ended(&self) -> bool {
        self.now().ended
    }

    /// Waits shortly for a thread whose owner has gone: two must never serve one token.
    pub(crate) fn vacated(&self) -> Result<(), TokenError> {
        match self.is_stuck() || !self.wait_for_end(CLOSING_TIME) {
            true => Err(TokenError::Stuck {
                waited: CLOSING_TIME,
            }),
            false => Ok(()),
        }
    }

    fn wait_for_end(&self, timeout: Duration) -> bool {
        let waiting = |now: &mut Now| !now.ended;
        let (now, _) = self
            .ended
            .wait_timeout_while(self.now(), timeout, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        now.ended
    }

    /// The lock decides between "begun, so the owner is stuck", "just answered" and "never begun".
    fn give_up<T>(
        &self,
        ticket: &Arc<Ticket>,
        answers: &Receiver<Result<T, TokenError>>,
        waited: Duration,
    ) -> Result<T, TokenError> {
        let mut now = self.now();
        if now
            .running
            .as_ref()
            .is_some_and(|running| Arc::ptr_eq(running, ticket))
        {
            if let Ok(answer) = answers.try_recv() {
                return answer;
            }
            now.stuck = true;
            return Err(TokenError::Stuck { waited });
        }
        match answers.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Disconnected) => Err(TokenError::OwnerEnded),
            Err(TryRecvError::Empty) => {
                ticket.abandoned.store(true, Ordering::SeqCst);
                Err(TokenError::Busy { waited })
            }
        }
    }

    fn begin(&self, ticket: Arc<Ticket>) -> bool {
        let mut now = self.now();
        if ticket.abandoned.load(Ordering::SeqCst) {
            return false;
        }
        now.running = Some(ticket);
        true
    }

    fn finish(&self) {
        let mut now = self.now();
        now.running = None;
        now.stuck = false;
    }

    fn end(&self) {
        let mut now = self.now();
        *now = Now {
            ended: true,
            ..Now::default()
        };
        self.ended.notify_all();
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve<S>(make: impl FnOnce() -> S, requests: &Receiver<Request<S>>, progress: &Progress) {
    // A panic must still announce the end, or the next caller that opens the token waits for it.
    let served = catch_unwind(AssertUnwindSafe(|| {
        let mut state = make();
        for Request { work, ticket } in requests {
            if progress.begin(ticket) {
                work(&mut state);
                progress.finish();
            }
        }
    }));
    progress.end();
    if served.is_err() {
        tracing::error!("the thread that owned a token panicked");
    }
}

/// Requests that may wait; more than a token serves in any timeout.
const LONGEST_LINE: usize = 1024;
const CLOSING_TIME: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::sync::mpsc::channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);
    const SHORT: Duration = Duration::from_millis(30);

    #[test]
    fn a_hung_request_makes_the_owner_stuck_until_it_answers() {
        let owner = Owner::start("test", || 0_u32).unwrap();
        let (release, gate) = channel::<()>();
        let hung = owner.ask(SHORT, move |count| {
            gate.recv().ok();
            *count += 1;
            Ok(())
        });
        assert_eq!(hung, Err(TokenError::Stuck { waited: SHORT }));
        let refused = owner.ask(LONG, |_| Ok(()));
        assert_eq!(
            refused,
            Err(TokenError::Stuck {
                waited: Duration::ZERO
            })
        );
        release.send(()).unwrap();
        while owner.progress.is_stuck() {
            thread::yield_now();
        }
        assert_eq!(owner.ask(LONG, |count| Ok(*count)), Ok(1));
    }

    #[test]
    fn a_request_that_was_not_begun_in_time_never_is() {
        let owner = Arc::new(Owner::start("test", Vec::<&str>::new).unwrap());
        let (release, gate) = channel::<()>();
        let (begun, beginning) = channel::<()>();
        let first = Arc::clone(&owner);
        let first = thread::spawn(move || {
            first.ask(LONG, move |done| {
                begun.send(()).ok();
                gate.recv().ok();
                done.push("first");
                Ok(())
            })
        });
        beginning.recv().unwrap();
        let second = owner.ask(SHORT, |done| {
            done.push("second");
            Ok(())
        });
        assert_eq!(second, Err(TokenError::Busy { waited: SHORT }));
        release.send(()).unwrap();
        assert_eq!(first.join().unwrap(), Ok(()));
        assert_eq!(owner.ask(LONG, |done| Ok(done.clone())), Ok(vec!["first"]));
    }

    #[test]
    fn a_panic_ends_the_owner_and_says_so() {
        let owner = Owner::start("test", || ()).unwrap();
        let answer: Result<(), _> = owner.ask(LONG, |()| panic!("on purpose"));
        assert_eq!(answer, Err(TokenError::OwnerEnded));
        owner.progress.wait_for_end(LONG);
        assert!(owner.progress.has_ended());
        assert_eq!(owner.ask(LONG, |()| Ok(())), Err(TokenError::OwnerEnded));
    }
}

//! The processes that draw: started when they are needed, kept for the next page, and ended when a page holds them up.

use std::io::{self, BufReader, BufWriter};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kyso_stamp_images::{NoDrawing, PageImage, RenderError, RenderLimits};

use super::Confinement;
use super::protocol::{Answer, ask, read_answer, read_greeting};
use super::worker::ARGUMENT;

/// Processes that draw, and those that wait for a page: no more together than there are processors.
pub(super) struct Pool {
    most: usize,
    state: Mutex<State>,
    /// Notified whenever a place is given back.
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Worker>,
    taken: usize,
}

/// The right to have a process that draws.
struct Place<'p>(&'p Pool);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).taken -= 1;
        self.0.freed.notify_one();
    }
}

impl Pool {
    /// The one of this program.
    pub(super) fn shared() -> &'static Self {
        static SHARED: LazyLock<Pool> =
            LazyLock::new(|| Pool::of(thread::available_parallelism().map_or(2, usize::from)));
        &SHARED
    }

    fn of(most: usize) -> Self {
        Self {
            most,
            state: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Starts a process that waits.
    pub(super) fn warm_up(&self) -> Result<Confinement, RenderError> {
        let _place = self.place(Instant::now() + TIME_TO_START)?;
        let worker = Worker::start()?;
        let in_force = worker.in_force;
        self.give_back(worker);
        Ok(in_force)
    }

    /// Draws the only page of a file as [`kyso_stamp_images::DrawPages`] says, and gives up at `until`.
    pub(super) fn draw(
        &self,
        file: &[u8],
        dpi: f64,
        limits: RenderLimits,
        until: Instant,
    ) -> Result<PageImage, RenderError> {
        let _place = self.place(until)?;
        let page = Page {
            file,
            dpi,
            limits,
            until,
        };
        if let Some(worker) = self.take() {
            match self.draw_with(worker, &page) {
                // The process ended while it was idle, before it saw the page: a new one draws.
                Err(Fault::NotTaken) => {}
                Err(Fault::NotAnswered) => return Err(RenderError::Failed { page: 1 }),
                Ok(drawn) => return drawn,
            }
        }
        let drawn = self.draw_with(Worker::start()?, &page);
        drawn.unwrap_or(Err(RenderError::Failed { page: 1 }))
    }

    /// Waits until fewer processes draw than may.
    fn place(&self, until: Instant) -> Result<Place<'_>, RenderError> {
        let mut state = lock(&self.state);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(RenderError::OutOfTime);
            }
            if state.taken < self.most {
                state.taken += 1;
                return Ok(Place(self));
            }
            let woken = self.freed.wait_timeout(state, left);
            (state, _) = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// One that waits and still lives.
    fn take(&self) -> Option<Worker> {
        let mut state = lock(&self.state);
        state.idle.retain(Worker::is_alive);
        state.idle.pop()
    }

    fn give_back(&self, worker: Worker) {
        let mut state = lock(&self.state);
        state.idle.retain(Worker::is_alive);
        if state.idle.len() < self.most {
            state.idle.push(worker);
        }
    }

    fn draw_with(
        &self,
        mut worker: Worker,
        page: &Page<'_>,
    ) -> Result<Result<PageImage, RenderError>, Fault> {
        let answer = worker.draw(page)?;
        if !answer.is_last {
            self.give_back(worker);
        }
        Ok(answer.drawn)
    }
}

/// What is to be drawn, and until when.
struct Page<'f> {
    file: &'f [u8],
    dpi: f64,
    limits: RenderLimits,
    until: Instant,
}

/// How a process failed.
enum Fault {
    /// It did not take the page.
    NotTaken,
    /// It took the page and ended, or was ended, over it.
    NotAnswered,
}

/// One process; it ends when this is dropped.
struct Worker {
    process: Arc<Mutex<Child>>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    in_force: Confinement,
}

impl Worker {
    fn start() -> Result<Self, RenderError> {
        let not_available = |error: io::Error| RenderError::NotAvailable {
            reason: error.into(),
        };
        let mut command = Command::new(program().map_err(not_available)?);
        command.arg(ARGUMENT).env_clear().current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A page can cause messages of the drawing process; they do not belong into our own output.
        command.stderr(Stdio::null());
        let mut process = command.spawn().map_err(not_available)?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let process = Arc::new(Mutex::new(process));
        let (input, output) =
            pipes.ok_or_else(|| not_available(io::ErrorKind::BrokenPipe.into()))?;
        let mut worker = Self {
            process,
            input: BufWriter::new(input),
            output: BufReader::new(output),
            in_force: Confinement::default(),
        };
        let watchdog = worker.end_after(TIME_TO_START);
        let greeting = read_greeting(&mut worker.output);
        drop(watchdog);
        worker.in_force = greeting.map_err(not_available)?;
        // Without a limit a page could take all memory.
        if !worker.in_force.is_bounded() {
            let reason = NoDrawing::Unlimited;
            return Err(RenderError::NotAvailable { reason });
        }
        Ok(worker)
    }

    fn draw(&mut self, page: &Page<'_>) -> Result<Answer, Fault> {
        let left = page.until.saturating_duration_since(Instant::now());
        let _watchdog = self.end_after(left.min(TIME_FOR_A_PAGE));
        ask(&mut self.input, page.file, page.dpi, page.limits).map_err(|_| Fault::NotTaken)?;
        read_answer(&mut self.output, page.limits).map_err(|_| Fault::NotAnswered)
    }

    fn is_alive(&self) -> bool {
        matches!(lock(&self.process).try_wait(), Ok(None))
    }

    /// Ends the process after `time` unless the returned sender is dropped before; a reader of its output then meets the end.
    fn end_after(&self, time: Duration) -> mpsc::Sender<()> {
        let (done, waiting) = mpsc::channel();
        let process = self.process.clone();
        let watch = thread::Builder::new().name("drawing".into());
        let watching = watch.spawn(move || {
            if waiting.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                end(&process);
            }
        });
        if watching.is_err() {
            // Without a watching thread the process could draw for ever.
            end(&self.process);
        }
        done
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        end(&self.process);
    }
}

fn end(process: &Mutex<Child>) {
    let mut process = lock(process);
    // It may have ended by itself.
    let _ = process.kill();
    let _ = process.wait();
}

/// This program itself, whatever has become of its file meanwhile.
fn program() -> io::Result<std::path::PathBuf> {
    Ok("/proc/self/exe".into())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a process may take until it greets.
const TIME_TO_START: Duration = Duration::from_secs(10);

/// How long a page may take.
const TIME_FOR_A_PAGE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn no_more_draw_at_once_than_may_and_who_waits_gives_up() {
        let pool = Pool::of(1);
        let soon = || Instant::now() + Duration::from_millis(50);
        let place = pool.place(soon()).unwrap();
        assert!(matches!(pool.place(soon()), Err(RenderError::OutOfTime)));
        thread::scope(|scope| {
            let waits = scope.spawn(|| pool.place(Instant::now() + 20 * TIME_TO_START).is_ok());
            drop(place);
            assert!(waits.join().unwrap());
        });
        assert_eq!(lock(&pool.state).taken, 0);
        let late = pool.place(Instant::now());
        assert!(matches!(late, Err(RenderError::OutOfTime)));
    }
}

//! The processes that draw: started when they are needed, kept for the next page, and ended when a page holds them up.

use std::io::{self, BufReader, BufWriter};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use kyso_stamp_images::{DrawPages, PageImage, RenderError, RenderLimits};

use super::InForce;
use super::protocol::{Answer, ask, read_answer, read_greeting};
use super::worker::ARGUMENT;

/// Processes that wait for a page.
#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// The one of this program.
    pub(super) fn shared() -> &'static Self {
        static SHARED: LazyLock<Pool> = LazyLock::new(Pool::default);
        &SHARED
    }

    /// Starts a process that waits.
    pub(super) fn warm_up(&self) -> Result<InForce, RenderError> {
        let worker = Worker::start()?;
        let in_force = worker.in_force;
        self.give_back(worker);
        Ok(in_force)
    }

    fn take(&self) -> Option<Worker> {
        lock(&self.idle).pop()
    }

    fn give_back(&self, worker: Worker) {
        let mut idle = lock(&self.idle);
        if idle.len() < thread::available_parallelism().map_or(2, usize::from) {
            idle.push(worker);
        }
    }
}

impl DrawPages for Pool {
    fn draw(&self, file: &[u8], dpi: f64, limits: RenderLimits) -> Result<PageImage, RenderError> {
        if let Some(worker) = self.take() {
            match self.draw_with(worker, file, dpi, limits) {
                // It was ended by somebody while it waited, before it saw the page: a new one draws.
                Err(Fault::NotTaken) => {}
                Err(Fault::NotAnswered) => return Err(RenderError::Failed { page: 1 }),
                Ok(drawn) => return drawn,
            }
        }
        let drawn = self.draw_with(Worker::start()?, file, dpi, limits);
        drawn.unwrap_or(Err(RenderError::Failed { page: 1 }))
    }
}

/// How a process failed.
enum Fault {
    /// It did not take the page.
    NotTaken,
    /// It took the page and ended, or was ended, over it.
    NotAnswered,
}

impl Pool {
    fn draw_with(
        &self,
        mut worker: Worker,
        file: &[u8],
        dpi: f64,
        limits: RenderLimits,
    ) -> Result<Result<PageImage, RenderError>, Fault> {
        let answer = worker.draw(file, dpi, limits)?;
        if !answer.is_last {
            self.give_back(worker);
        }
        Ok(answer.drawn)
    }
}

/// One process; it ends when this is dropped.
struct Worker {
    process: Arc<Mutex<Child>>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    in_force: InForce,
}

impl Worker {
    fn start() -> Result<Self, RenderError> {
        let not_available = |error: io::Error| RenderError::NotAvailable {
            reason: error.to_string(),
        };
        let mut command = Command::new(program().map_err(not_available)?);
        command.arg(ARGUMENT).env_clear().current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // Whatever a page makes it say is nothing for our own output.
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
            in_force: InForce::default(),
        };
        let patience = worker.patience(TIME_TO_START);
        let greeting = read_greeting(&mut worker.output);
        drop(patience);
        worker.in_force = greeting.map_err(not_available)?;
        Ok(worker)
    }

    fn draw(&mut self, file: &[u8], dpi: f64, limits: RenderLimits) -> Result<Answer, Fault> {
        let _patience = self.patience(TIME_FOR_A_PAGE);
        ask(&mut self.input, file, dpi, limits).map_err(|_| Fault::NotTaken)?;
        read_answer(&mut self.output, limits).map_err(|_| Fault::NotAnswered)
    }

    /// Ends the process unless what is returned is dropped in time: then whoever reads from it sees the end.
    fn patience(&self, time: Duration) -> mpsc::Sender<()> {
        let (done, waiting) = mpsc::channel();
        let process = self.process.clone();
        let watch = thread::Builder::new().name("drawing".into());
        let watching = watch.spawn(move || {
            if waiting.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                end(&process);
            }
        });
        if watching.is_err() {
            // Nobody would watch it.
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
#[cfg(target_os = "linux")]
fn program() -> io::Result<std::path::PathBuf> {
    Ok("/proc/self/exe".into())
}

#[cfg(not(target_os = "linux"))]
fn program() -> io::Result<std::path::PathBuf> {
    std::env::current_exe()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a process may take until it greets.
const TIME_TO_START: Duration = Duration::from_secs(10);

/// How long a page may take.
const TIME_FOR_A_PAGE: Duration = Duration::from_secs(30);

//! The process that draws: it confines itself, greets, and draws page after page until its input ends.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use kyso_stamp_images::{DrawPages, InProcess};

use super::confinement::confine;
use super::protocol::{Answer, answer, greet, read_request};

/// The first argument that makes a process of this program one that draws; no command of the user.
pub(crate) const ARGUMENT: &str = "draw-worker";

/// Whether this process was started to draw.
#[must_use]
pub fn is_drawing_worker() -> bool {
    std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == ARGUMENT)
}

/// Draws until the input ends.
#[must_use]
pub fn run_drawing_worker() -> ExitCode {
    // Standard error leads nowhere, so the message of a panic is not made.
    std::panic::set_hook(Box::new(|_| {}));
    let in_force = confine();
    match serve(in_force) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(in_force: super::Confinement) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut out = io::BufWriter::new(io::stdout().lock());
    greet(&mut out, in_force)?;
    let mut busy = Duration::ZERO;
    for page in 1..=MOST_PAGES {
        let Some(request) = read_request(&mut input)? else {
            break;
        };
        let start = Instant::now();
        let drawn = InProcess.draw(&request.file, request.dpi, request.limits);
        busy += start.elapsed();
        let is_last = page == MOST_PAGES || busy > LONG;
        answer(&mut out, &Answer { drawn, is_last })?;
        if is_last {
            break;
        }
    }
    out.flush()
}

/// Pages that one process draws: what they leave behind in its memory stays bounded.
const MOST_PAGES: usize = 200;

/// After so much work another process takes over, so that each page finds enough of its processor time left.
const LONG: Duration = Duration::from_secs(25);

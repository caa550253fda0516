//! The `openssl` program, which answers for the servers, under a clock of choice.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What time a program believes it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The clock of the machine.
    Machine,
    /// This moment, standing still; the program `faketime` (Debian package of that name) does it.
    At(Timestamp),
}

/// Why the program gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpensslError {
    /// A program is not there.
    #[error("{program} cannot be started: {source}; scripts/install-tools.sh test installs it")]
    Missing {
        /// `openssl` or `faketime`.
        program: &'static str,
        /// Why.
        source: io::Error,
    },
    /// It complained.
    #[error("openssl {arguments}: {complaint}")]
    Failed {
        /// What it was asked.
        arguments: String,
        /// What it said.
        complaint: String,
    },
}

impl Clock {
    /// The same clock, off by `offset`.
    pub(crate) fn shifted(self, offset: SignedDuration) -> Self {
        if offset.is_zero() {
            return self;
        }
        Self::At(self.now().checked_add(offset).unwrap_or(self.now()))
    }

    /// The time that it shows.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::Machine => Timestamp::now(),
            Self::At(time) => time,
        }
    }
}

/// Runs `openssl` in `dir`; gives what it printed.
///
/// # Errors
/// [`OpensslError`].
pub fn openssl<S: AsRef<OsStr>>(
    dir: &Path,
    clock: Clock,
    arguments: &[S],
) -> Result<Vec<u8>, OpensslError> {
    let output = run(dir, clock, arguments)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = arguments.iter().map(|word| word.as_ref().to_string_lossy());
    Err(OpensslError::Failed {
        arguments: words.collect::<Vec<_>>().join(" "),
        complaint: String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned(),
    })
}

fn run<S: AsRef<OsStr>>(dir: &Path, clock: Clock, arguments: &[S]) -> Result<Output, OpensslError> {
    let (program, mut command) = match clock {
        Clock::Machine => ("openssl", Command::new("openssl")),
        Clock::At(time) => {
            let time = time.to_zoned(TimeZone::UTC);
            let mut command = Command::new("faketime");
            command.args([
                "-f",
                &time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                "openssl",
            ]);
            ("faketime", command)
        }
    };
    command.args(arguments).current_dir(dir).env("TZ", "UTC");
    let output = command.stdin(Stdio::null()).output();
    output.map_err(|source| OpensslError::Missing { program, source })
}

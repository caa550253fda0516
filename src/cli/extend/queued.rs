//! `kyso extend --queue`: lifts what was signed while no timestamp authority answered.

use std::fs;
use std::path::Path;

use kyso_signer::LiftError;
use kyso_words::{Lang, Localized};

use super::{done, lift, put_back};
use crate::cli::equipment::Equipment;
use crate::cli::failure::UNWRITTEN;
use crate::cli::pending::{Pending, PendingError, Queue};
use crate::cli::{Failure, output};

/// Lifts each file that waits; gives 0 when none waits any more, and 6 when one could not be
/// written. An entry goes when its file is lifted and in its place, so that an interrupted run goes
/// on where it was.
pub(super) fn run(dir: &Path, equipment: &Equipment, lang: Lang) -> Result<u8, Failure> {
    let entries = Queue::at(dir).entries()?;
    let mut left = 0;
    let mut unwritten = false;
    let mut silent = false;
    for path in &entries {
        // Who does not answer for one file is not asked for all others.
        if silent {
            left += 1;
            continue;
        }
        match complete(path, equipment, lang) {
            Ok(said) => output::remark(said),
            Err(error) => {
                left += 1;
                silent = error.is_silence();
                let failure = Failure::from(error);
                unwritten |= failure.is_unwritten();
                output::remark(format!("{}: {}", path.display(), failure.text(lang)));
            }
        }
    }
    output::remark(match lang {
        Lang::Vi => format!("Đã xong {}, còn chờ {left}", entries.len() - left),
        Lang::En => format!("{} done, {left} still waiting", entries.len() - left),
    });
    Ok(match unwritten {
        true => UNWRITTEN,
        false => u8::from(left > 0),
    })
}

/// Why a file still waits.
enum Waiting {
    Entry(PendingError),
    Failure(Failure),
    Lift(LiftError),
}

impl Waiting {
    fn is_silence(&self) -> bool {
        matches!(self, Self::Lift(LiftError::Timestamp(_)))
    }
}

impl From<PendingError> for Waiting {
    fn from(error: PendingError) -> Self {
        Self::Entry(error)
    }
}

impl From<Waiting> for Failure {
    fn from(waiting: Waiting) -> Self {
        match waiting {
            Waiting::Entry(error) => error.into(),
            Waiting::Failure(failure) => failure,
            Waiting::Lift(error) => error.into(),
        }
    }
}

fn complete(path: &Path, equipment: &Equipment, lang: Lang) -> Result<String, Waiting> {
    let entry = Pending::read(path)?;
    let level = entry.level(path)?;
    let unreadable = |error| Waiting::Failure(Failure::unreadable(&entry.file, &error));
    let pdf = fs::read(&entry.file).map_err(unreadable)?;
    entry.check(&pdf)?;
    let extended = lift(&pdf, level, equipment).map_err(Waiting::Lift)?;
    put_back(&entry.file, &pdf, &extended).map_err(|error| Waiting::Failure(error.into()))?;
    let unremovable = |error| Waiting::Failure(Failure::unwritable(&path.display(), &error));
    fs::remove_file(path).map_err(unremovable)?;
    Ok(done(&extended, level, &entry.file, lang))
}

impl From<PendingError> for Failure {
    fn from(error: PendingError) -> Self {
        let refused = Self::refused(
            format!("Hàng đợi: {}", error.vietnamese()),
            format!("queue: {error}"),
        );
        match &error {
            PendingError::Unwritten { source, .. } => refused.of_writing(source),
            PendingError::Io { .. }
            | PendingError::Malformed { .. }
            | PendingError::Replaced { .. } => refused,
        }
    }
}

//! `kyso renew`: the next archive timestamp for files and folders, before the last one ages.
//!
//! The files themselves are the state: what is renewed is not due any more, so an interrupted run is simply started again.

mod answer;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use kyso_signer::{BaselineLevel, LiftError, RenewalState, renew, renewal_state};
use kyso_words::{Lang, Localized};

use super::arguments::Renew;
use super::equipment::{Equipment, ServerAccess};
use super::failure::{UNWRITTEN, write_status};
use super::progress::Progress;
use super::verify::{Candidate, Memory, Selection, in_order, jobs, read};
use super::{Failure, output};
use crate::files::{self, ReplaceError};

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// It has a new archive timestamp.
    Renewed { until: Timestamp },
    /// It would get one, but only the dates were asked for.
    Due { until: Timestamp },
    /// Its protection lasts longer.
    NotDue { until: Timestamp },
    /// It has no archive timestamp.
    NotArchived,
    /// It stays as it was.
    Failed {
        /// Whether it could not be written though its place is sound, as on a full disk.
        unwritten: bool,
        vietnamese: String,
        english: String,
    },
    /// Not looked at: no timestamp authority answers.
    Left,
}

/// Renews what is due; gives 1 when a file that should be renewed was not, and 6 when one could not
/// be written.
pub(crate) fn run(request: &Renew, lang: Lang) -> Result<u8, Failure> {
    let mut config = request.settings.load(&request.trust)?;
    request.authorities.apply(&mut config)?;
    let selection = Selection::of(&request.files, request.recursive);
    if selection.is_empty() {
        return Err(selection.nothing_found());
    }
    let days = request
        .within
        .map_or(config.renewal_margin_days(), u64::from);
    let days = i64::try_from(days).unwrap_or(i64::MAX / 24);
    let run = Run {
        within: SignedDuration::from_hours(24 * days),
        equipment: Equipment::open(config, ServerAccess::Configured)?,
        dry: request.dry_run,
        silent: AtomicBool::new(false),
    };
    let progress = Progress::over(selection.paths());
    let memory = Memory::new(MEMORY);
    let outcomes = in_order(selection.candidates(), jobs(request.jobs), |candidate| {
        progress.begin(&candidate.path);
        let outcome = run.renew(candidate, &memory);
        progress.end();
        outcome
    });
    drop(progress);
    let answer = answer::Answer::of(&selection, &outcomes);
    output::write(&answer.written(request.format, lang), None)?;
    Ok(answer.status())
}

/// One run over files.
struct Run {
    within: SignedDuration,
    equipment: Equipment,
    dry: bool,
    /// No timestamp authority answered: the next file would wait in vain.
    silent: AtomicBool,
}

impl Run {
    fn renew(&self, candidate: &Candidate, memory: &Memory) -> Outcome {
        if self.silent.load(Ordering::Relaxed) {
            return Outcome::Left;
        }
        if let Some(problem) = &candidate.problem {
            return Outcome::failed(|lang| problem.words(lang).to_owned());
        }
        match read(&candidate.path, memory) {
            Ok(loaded) => self.renew_bytes(&candidate.path, &loaded.bytes),
            Err(unreadable) => Outcome::failed(|lang| unreadable.words(lang).to_owned()),
        }
    }

    fn renew_bytes(&self, path: &Path, pdf: &[u8]) -> Outcome {
        let source = self.equipment.source();
        let context = self.equipment.context(&source, BaselineLevel::Archival);
        match renewal_state(pdf, self.within, &context) {
            Ok(RenewalState::NotDue { protected_until }) => Outcome::NotDue {
                until: protected_until,
            },
            Ok(RenewalState::Due { protected_until }) if self.dry => Outcome::Due {
                until: protected_until,
            },
            Ok(RenewalState::Due { .. }) => match renew(pdf, &context) {
                Ok(renewed) => match files::replace(path, pdf, &renewed.pdf) {
                    Ok(()) => Outcome::Renewed {
                        until: renewed.protected_until,
                    },
                    Err(error) => Outcome::not_replaced(&error),
                },
                Err(error) => self.failed(&error),
            },
            Err(error) => self.failed(&error),
        }
    }

    fn failed(&self, error: &LiftError) -> Outcome {
        match error {
            LiftError::NotArchived | LiftError::NotSigned => return Outcome::NotArchived,
            LiftError::Timestamp(_) => self.silent.store(true, Ordering::Relaxed),
            _ => {}
        }
        Outcome::failed(|lang| error.text(lang))
    }
}

impl Outcome {
    fn failed(words: impl Fn(Lang) -> String) -> Self {
        Self::Failed {
            unwritten: false,
            vietnamese: words(Lang::Vi),
            english: words(Lang::En),
        }
    }

    fn not_replaced(error: &ReplaceError) -> Self {
        Self::Failed {
            unwritten: match error {
                ReplaceError::Io(error) => write_status(error) == UNWRITTEN,
                ReplaceError::Changed => false,
            },
            vietnamese: error.text(Lang::Vi),
            english: error.text(Lang::En),
        }
    }
}

/// Bytes of documents that are held at once, unless one alone is larger.
const MEMORY: u64 = 256 << 20;

//! `kyso extend`: lifts a signed file, or all that wait in a queue.

mod queued;

use std::fs;
use std::path::Path;

use kyso_signer::{BaselineLevel, Extended, ExtensionOutcome, LiftError, extend};
use kyso_words::{Lang, Localized, vietnam_time};

use super::arguments::Extend;
use super::equipment::{Equipment, ServerAccess};
use super::given::{Given, What};
use super::{Failure, output};
use crate::files::{self, ReplaceError};

/// Lifts; a file is replaced only when the verifier has accepted the lifted one.
pub(crate) fn run(request: &Extend, lang: Lang) -> Result<u8, Failure> {
    let mut config = request.settings.load(&request.trust)?;
    request.authorities.apply(&mut config)?;
    let mut given = Given::with(request.settings.config.as_deref(), &config);
    given.add(What::Document, request.file.as_deref());
    given.refuse_replacing(&[("-o", request.output.as_deref())])?;
    let equipment = Equipment::open(config, ServerAccess::Configured)?;
    if let Some(dir) = &request.queue {
        return queued::run(dir, &equipment, lang);
    }
    // Without a queue, clap asks for both.
    let (Some(file), Some(level)) = (&request.file, request.level) else {
        return Ok(2);
    };
    let pdf = fs::read(file).map_err(|error| Failure::unreadable(file, &error))?;
    let extended = lift(&pdf, level, &equipment)?;
    match &request.output {
        Some(output) => files::write(output, &extended.pdf)
            .map_err(|error| Failure::unwritable(&output.display(), &error))?,
        None => put_back(file, &pdf, &extended)?,
    }
    let place = request.output.as_deref().unwrap_or(file);
    output::remark(done(&extended, level, place, lang));
    Ok(0)
}

fn lift(pdf: &[u8], level: BaselineLevel, equipment: &Equipment) -> Result<Extended, LiftError> {
    let source = equipment.source();
    extend(pdf, &equipment.context(&source, level))
}

/// Puts the lifted file into the place of the one that was read; what has its level is not touched at all.
fn put_back(file: &Path, pdf: &[u8], extended: &Extended) -> Result<(), ReplaceError> {
    match extended.outcome {
        ExtensionOutcome::Unchanged => Ok(()),
        ExtensionOutcome::Lifted => files::replace(file, pdf, &extended.pdf),
    }
}

/// What became of a file, in one line.
fn done(extended: &Extended, level: BaselineLevel, place: &Path, lang: Lang) -> String {
    let place = place.display();
    if extended.outcome == ExtensionOutcome::Unchanged {
        return match lang {
            Lang::Vi => format!("Đã ở mức {level} từ trước, giữ nguyên từng byte: {place}"),
            Lang::En => format!("at {level} already, left byte for byte: {place}"),
        };
    }
    let signatures = extended.report.signatures.iter();
    let renewal = signatures
        .filter_map(|signature| signature.renewal)
        .min_by_key(|one| one.due);
    let until = renewal.map(|renewal| vietnam_time(renewal.protected_until));
    match (lang, until) {
        (Lang::Vi, None) => format!("Đã nâng lên {level} và kiểm tra lại: {place}"),
        (Lang::En, None) => format!("lifted to {level} and verified again: {place}"),
        (Lang::Vi, Some(until)) => {
            format!("Đã nâng lên {level} và kiểm tra lại, được bảo vệ đến {until}: {place}")
        }
        (Lang::En, Some(until)) => {
            format!("lifted to {level} and verified again, protected until {until}: {place}")
        }
    }
}

impl From<LiftError> for Failure {
    fn from(error: LiftError) -> Self {
        Self::refused(
            format!("Không nâng cấp: {}", error.text(Lang::Vi)),
            format!("not lifted: {}", error.text(Lang::En)),
        )
    }
}

impl From<ReplaceError> for Failure {
    fn from(error: ReplaceError) -> Self {
        let refused = Self::refused(
            format!("Không thay tệp: {}", error.text(Lang::Vi)),
            format!("the file was not replaced: {}", error.text(Lang::En)),
        );
        match &error {
            ReplaceError::Io(error) => refused.of_writing(error),
            ReplaceError::Changed => refused,
        }
    }
}

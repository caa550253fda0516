//! `kyso directory check`: what a directory of the agency holds, who may sign, and what is wrong in it.

mod answer;

use jiff::Timestamp;
use kyso_directory::{Directory, DirectoryError, Draft};
use kyso_report::pretty_json;
use kyso_setup::Config;
use kyso_words::{Lang, Localized};

use super::arguments::{Directory as Request, DirectoryAction, DirectoryCheck, PlainFormat};
use super::{Failure, output};
use answer::Look;

/// Shows or checks a directory.
pub(crate) fn run(request: &Request, lang: Lang) -> Result<u8, Failure> {
    match &request.action {
        DirectoryAction::Check(request) => check(request, lang),
    }
}

/// Status 1 when it has faults.
fn check(request: &DirectoryCheck, lang: Lang) -> Result<u8, Failure> {
    let draft = Draft::open(&request.file).map_err(unreadable)?;
    let look = Look {
        place: request.file.display().to_string(),
        at: request.at.unwrap_or_else(Timestamp::now),
        draft: &draft,
    };
    let text = match request.format {
        PlainFormat::Text => look.text(lang),
        PlainFormat::Json => pretty_json(&look.json(lang)),
    };
    output::write(&text, None)?;
    Ok(u8::from(!draft.faults.is_empty()))
}

fn unreadable(error: DirectoryError) -> Failure {
    let (vi, en) = (error.vietnamese(), error.to_string());
    Failure::unusable(
        format!("Danh bạ không đọc được: {vi}"),
        format!("directory: {en}"),
    )
}

/// The directory of a configuration, for a command that uses it.
///
/// # Errors
/// When it cannot be read or has a fault: status 2, as for the configuration.
pub(super) fn open(config: &Config) -> Result<Option<Directory>, Failure> {
    Ok(config.open_directory()?)
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Self {
        let failure = Self::usage(
            format!("Danh bạ không dùng được: {}", error.vietnamese()),
            format!("directory: {error}"),
        );
        match error {
            DirectoryError::Faulty { .. } => failure.with_hint(
                "Xem mọi lỗi bằng: kyso directory check",
                "Show every fault with: kyso directory check",
            ),
            _ => failure,
        }
    }
}

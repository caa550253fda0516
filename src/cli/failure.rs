//! Why a command did not do its work: the words on standard error, and the exit status.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use kyso_pki::TrustError;
use kyso_setup::KeyFailure;
use kyso_signer::{Hint, SignError};
use kyso_words::printable;
use kyso_words::{Lang, Localized};

/// The end of a command that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    status: u8,
    vietnamese: String,
    english: String,
}

impl Failure {
    /// What was asked for was refused: status 1.
    pub(crate) fn refused(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            status: 1,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    /// What was asked for cannot be understood or started: status 2.
    pub(crate) fn usage(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            status: 2,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    /// The same, with what to do about it.
    pub(crate) fn with_hint(self, vietnamese: &str, english: &str) -> Self {
        Self {
            vietnamese: format!("{}. {vietnamese}", self.vietnamese),
            english: format!("{}. {english}", self.english),
            ..self
        }
    }

    /// A file that the answer depends on cannot be used: status 5, because 1 would be a verdict.
    pub(crate) fn unusable(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            status: 5,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    /// Such a file cannot be read.
    pub(crate) fn unreadable_input(path: &Path, error: &io::Error) -> Self {
        Self {
            status: 5,
            ..Self::unreadable(path, error)
        }
    }

    /// A file cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        let reason = |lang| error.text(lang);
        Self::refused(
            format!("{path}: không đọc được ({})", reason(Lang::Vi)),
            format!("{path}: cannot be read ({})", reason(Lang::En)),
        )
    }

    /// A file or standard output cannot be written; the status is that of [`write_status`].
    pub(crate) fn unwritable(what: &impl Display, error: &io::Error) -> Self {
        let reason = |lang| error.text(lang);
        let refused = Self::refused(
            format!("{what}: không ghi được ({})", reason(Lang::Vi)),
            format!("{what}: cannot be written ({})", reason(Lang::En)),
        );
        refused.of_writing(error)
    }

    /// The same as a refusal: status 1.
    pub(crate) fn refusing(self) -> Self {
        Self { status: 1, ..self }
    }

    /// The same with the status of [`write_status`], where writing is what failed.
    pub(crate) fn of_writing(self, error: &io::Error) -> Self {
        Self {
            status: write_status(error),
            ..self
        }
    }

    /// Whether a result could not be written though its place is sound: the whole command ends with
    /// that status, whatever became of other files.
    pub(crate) fn is_unwritten(&self) -> bool {
        self.status == UNWRITTEN
    }

    /// The words for people.
    pub(crate) fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.vietnamese, &self.english)
    }

    /// Says why on standard error.
    pub(crate) fn report(&self, lang: Lang) -> ExitCode {
        // Nothing is left to do when standard error is closed.
        let _ = writeln!(
            std::io::stderr(),
            "kyso: {}",
            printable(lang.pick(&self.vietnamese, &self.english))
        );
        ExitCode::from(self.status)
    }
}

/// The status of every command when a result cannot be written. 1 would be a verdict or a refusal;
/// 2 is for a place that cannot be meant, and what happens to a sound one, such as a full disk, has
/// a status of its own.
pub(crate) fn write_status(error: &io::Error) -> u8 {
    use io::ErrorKind::{
        AlreadyExists, InvalidInput, IsADirectory, NotADirectory, NotFound, PermissionDenied,
    };

    match error.kind() {
        AlreadyExists | InvalidInput | IsADirectory | NotADirectory | NotFound
        | PermissionDenied => 2,
        _ => UNWRITTEN,
    }
}

/// The status when a result could not be written.
pub(crate) const UNWRITTEN: u8 = 6;

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        let option = match &error {
            TrustError::NoClass { .. } | TrustError::ClassOfFolder { .. } => " (--trust-class)",
            _ => "",
        };
        let text = |lang| format!("{}{option}", error.text(lang));
        Self::usage(
            format!("Thư mục tin cậy: {}", text(Lang::Vi)),
            format!("trust folder: {}", text(Lang::En)),
        )
    }
}

impl From<KeyFailure> for Failure {
    fn from(error: KeyFailure) -> Self {
        let text = |lang| error.text(lang);
        Self::refused(
            format!("Khóa ký: {}", text(Lang::Vi)),
            format!("key: {}", text(Lang::En)),
        )
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        let text = |lang| with_options(error.text(lang), error.hint(), lang);
        Self::refused(
            format!("Không ký: {}", text(Lang::Vi)),
            format!("not signed: {}", text(Lang::En)),
        )
    }
}

/// A reason with the options that give what would help.
fn with_options(text: String, hint: Option<Hint>, lang: Lang) -> String {
    match hint {
        Some(hint) => format!("{text} ({})", options(hint, lang)),
        None => text,
    }
}

/// The options and settings that give what would help.
fn options(hint: Hint, lang: Lang) -> &'static str {
    match hint {
        Hint::Position => lang.pick(
            "--at-position TRANG,X_MM,Y_MM",
            "--at-position PAGE,X_MM,Y_MM",
        ),
        Hint::NumberAndDate => lang.pick(
            "--number-at và --date-at TRANG,X_MM,Y_MM, hoặc --number-printed",
            "--number-at and --date-at PAGE,X_MM,Y_MM, or --number-printed",
        ),
        Hint::PersonField => "--person-field",
        Hint::AllowDraft => "--allow-draft",
        Hint::TimestampRoom => "timestamp_room",
    }
}

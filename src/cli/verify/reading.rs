//! Documents into memory: bounded, also when a name leads to something endless.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use kyso_pdf::{Locked, PdfError};
use kyso_setup::{FileTooLarge, LARGEST_FILE_MB};
use kyso_verifier::VerifyError;
use kyso_words::{Lang, Localized};

use super::queue::{Held, Memory};

/// Why there is no report about a file: a code for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Unreadable {
    pub(super) code: &'static str,
    /// Whether the name does not exist; a link that leads nowhere does.
    pub(super) is_missing: bool,
    pub(super) vietnamese: String,
    pub(super) english: String,
}

/// A document with the room that it takes.
pub(in crate::cli) struct Loaded<'m> {
    pub(in crate::cli) bytes: Vec<u8>,
    _held: Held<'m>,
}

/// Why there are no bytes.
#[derive(Debug)]
pub(in crate::cli) enum ReadError {
    /// The system does not give them.
    System(io::Error),
    /// There are more than may be.
    TooLarge(FileTooLarge),
}

/// Reads one file for a verification beside others.
pub(in crate::cli) fn read<'m>(path: &Path, memory: &'m Memory) -> Result<Loaded<'m>, Unreadable> {
    let read = read_in_room(path, |size| memory.hold(size));
    let (bytes, held) = read.map_err(|error| Unreadable::by_reading(path, &error))?;
    Ok(Loaded { bytes, _held: held })
}

/// Reads the only file of a command.
pub(in crate::cli) fn read_alone(path: &Path) -> Result<Vec<u8>, ReadError> {
    Ok(read_in_room(path, |_| ())?.0)
}

/// What a name leads to: `-` is standard input, as elsewhere.
fn place(path: &Path) -> &Path {
    match path.as_os_str() == "-" {
        true => Path::new("/dev/stdin"),
        false => path,
    }
}

/// Reads a file of at most [`LARGEST_FILE`] bytes, or a pipe or device of at most [`LONGEST_STREAM`], once there is room.
fn read_in_room<H>(path: &Path, hold: impl FnOnce(u64) -> H) -> Result<(Vec<u8>, H), ReadError> {
    let path = place(path);
    let about = std::fs::metadata(path).map_err(ReadError::System)?;
    let limit = match about.is_file() {
        true => LARGEST_FILE,
        false => LONGEST_STREAM,
    };
    let size = about.len();
    if size > limit {
        return Err(ReadError::TooLarge(FileTooLarge { limit }));
    }
    // A pipe does not say how much will come: it may be as much as is allowed.
    let held = hold(if about.is_file() { size } else { limit });
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // One more byte than allowed tells that there is more.
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    read.map_err(ReadError::System)?;
    match bytes.len() as u64 > limit {
        true => Err(ReadError::TooLarge(FileTooLarge { limit })),
        false => Ok((bytes, held)),
    }
}

impl ReadError {
    /// The reason in words.
    pub(in crate::cli) fn text(&self, lang: Lang) -> String {
        match self {
            Self::System(error) => error.text(lang),
            Self::TooLarge(too_large) => too_large.text(lang),
        }
    }
}

impl Unreadable {
    pub(in crate::cli) fn words(&self, lang: Lang) -> &str {
        lang.pick(&self.vietnamese, &self.english)
    }

    fn by_reading(path: &Path, error: &ReadError) -> Self {
        let text = |lang| error.text(lang);
        match error {
            ReadError::System(cause) => Self {
                code: "CANNOT_READ",
                is_missing: cause.kind() == io::ErrorKind::NotFound && !path.is_symlink(),
                vietnamese: format!("không đọc được tệp ({})", text(Lang::Vi)),
                english: format!("cannot be read ({})", text(Lang::En)),
            },
            ReadError::TooLarge(_) => Self {
                code: "TOO_LARGE",
                is_missing: false,
                vietnamese: text(Lang::Vi),
                english: text(Lang::En),
            },
        }
    }

    /// A folder whose files are not known: none of them is verified.
    pub(super) fn folder(error: &std::io::Error) -> Self {
        Self {
            code: "CANNOT_READ_FOLDER",
            is_missing: false,
            vietnamese: format!("không đọc được thư mục ({})", error.text(Lang::Vi)),
            english: format!("the folder cannot be read ({})", error.text(Lang::En)),
        }
    }

    /// The verifier itself failed.
    pub(super) fn by_fault() -> Self {
        Self {
            code: "INTERNAL",
            is_missing: false,
            vietnamese:
                "lỗi bên trong kyso khi kiểm tra tệp này; hãy báo lỗi kèm tệp nếu tệp không mật"
                    .to_owned(),
            english: "kyso failed on this file; please report it with the file unless it is secret"
                .to_owned(),
        }
    }
}

impl From<&VerifyError> for Unreadable {
    fn from(error: &VerifyError) -> Self {
        let code = match error {
            VerifyError::Pdf(PdfError::NotPdf) => "NOT_PDF",
            VerifyError::Pdf(PdfError::LimitReached { .. }) => "LIMIT_REACHED",
            VerifyError::Pdf(PdfError::Locked(Locked::WrongPassword)) => "WRONG_PASSWORD",
            VerifyError::Pdf(PdfError::Locked(_)) => "ENCRYPTED",
            VerifyError::Cms(_) | VerifyError::Pem | VerifyError::ContentType { .. } => {
                "NOT_A_SIGNATURE"
            }
            VerifyError::ContentMissing => "CONTENT_MISSING",
            VerifyError::Pdf(_) => "DAMAGED",
        };
        Self {
            code,
            is_missing: false,
            vietnamese: format!("{}{}", error.text(Lang::Vi), option(error, Lang::Vi)),
            english: format!("{}{}", error.text(Lang::En), option(error, Lang::En)),
        }
    }
}

/// Which option gives what the file needs to be verified.
fn option(error: &VerifyError, lang: Lang) -> &'static str {
    match error {
        VerifyError::Pdf(PdfError::Locked(Locked::PasswordNeeded)) => lang.pick(
            " (mật khẩu: --password-file)",
            " (password: --password-file)",
        ),
        VerifyError::ContentMissing => lang.pick(" (bằng --content)", " (with --content)"),
        _ => "",
    }
}

/// Bytes of a file.
const LARGEST_FILE: u64 = LARGEST_FILE_MB << 20;

/// Bytes from a pipe or a device, which cannot say how much they will give.
const LONGEST_STREAM: u64 = 256 << 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A pipe or device says that it has no bytes, and may give many.
    #[test]
    fn what_has_no_size_waits_for_the_room_of_the_longest() {
        let (bytes, held) = read_in_room(Path::new("/dev/null"), |size| size).unwrap();
        assert_eq!((bytes.len(), held), (0, LONGEST_STREAM));
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(7).unwrap();
        let (bytes, held) = read_in_room(file.path(), |size| size).unwrap();
        assert_eq!((bytes.len(), held), (7, 7));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST_FILE + 1).unwrap();
        let refused = read(file.path(), &Memory::new(1)).err().unwrap();
        assert_eq!(refused.code, "TOO_LARGE");
        let limit = format!("the limit is {LARGEST_FILE_MB} MB");
        assert!(refused.english.contains(&limit), "{refused:?}");
    }

    #[test]
    fn the_documents_tell_the_limits_that_are_kept() {
        let (file, stream) = (LARGEST_FILE >> 30, LONGEST_STREAM >> 20);
        let report = include_str!("../../../docs/report.md");
        let row = format!("more bytes than a file ({file} GiB) or a pipe ({stream} MiB) may have");
        assert!(report.contains(&row), "{row}");
        let architecture = include_str!("../../../docs/architecture.md");
        assert!(architecture.contains(&format!("a file may have {file} GiB")));
    }
}

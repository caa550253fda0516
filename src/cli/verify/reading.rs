//! Documents into memory: bounded, also when a name leads to something endless.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kyso_verifier::{Lang, VerifyError};

use super::queue::{Held, Memory};
use crate::words;

/// Why there is no report about a file: a code for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) code: &'static str,
    pub(super) vietnamese: String,
    pub(super) english: String,
}

/// A document with the room that it takes.
pub(super) struct Loaded<'m> {
    pub(super) bytes: Vec<u8>,
    _held: Held<'m>,
}

/// Reads a file of at most [`LARGEST_FILE`] bytes, or a pipe or device of at most [`LONGEST_STREAM`].
pub(super) fn read<'m>(path: &Path, memory: &'m Memory) -> Result<Loaded<'m>, Unreadable> {
    let about = std::fs::metadata(path).map_err(|error| Unreadable::by_system(&error))?;
    let (size, limit) = match about.is_file() {
        true => (about.len(), LARGEST_FILE),
        false => (0, LONGEST_STREAM),
    };
    if size > limit {
        return Err(Unreadable::too_large(limit));
    }
    let held = memory.hold(size);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // One more byte than allowed tells that there is more.
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    read.map_err(|error| Unreadable::by_system(&error))?;
    match bytes.len() as u64 > limit {
        true => Err(Unreadable::too_large(limit)),
        false => Ok(Loaded { bytes, _held: held }),
    }
}

impl Unreadable {
    /// The system does not give the bytes.
    pub(super) fn by_system(error: &std::io::Error) -> Self {
        Self {
            code: "CANNOT_READ",
            vietnamese: format!("không đọc được tệp ({})", words::system(error, Lang::Vi)),
            english: format!("cannot be read ({})", words::system(error, Lang::En)),
        }
    }

    /// A folder whose files are not known: none of them is verified.
    pub(super) fn folder(error: &std::io::Error) -> Self {
        Self {
            code: "CANNOT_READ_FOLDER",
            vietnamese: format!(
                "không đọc được thư mục ({})",
                words::system(error, Lang::Vi)
            ),
            english: format!(
                "the folder cannot be read ({})",
                words::system(error, Lang::En)
            ),
        }
    }

    /// The verifier itself failed.
    pub(super) fn by_fault() -> Self {
        Self {
            code: "INTERNAL",
            vietnamese: "lỗi bên trong kyso khi kiểm tra tệp này; hãy báo lỗi kèm tệp".to_owned(),
            english: "kyso failed on this file; please report it with the file".to_owned(),
        }
    }

    fn too_large(limit: u64) -> Self {
        let limit = limit >> 20;
        Self {
            code: "TOO_LARGE",
            vietnamese: format!("lớn hơn giới hạn {limit} MiB"),
            english: format!("larger than the limit of {limit} MiB"),
        }
    }
}

impl From<&VerifyError> for Unreadable {
    fn from(error: &VerifyError) -> Self {
        use kyso_pdf::PdfError;
        let code = match error {
            VerifyError::Pdf(PdfError::NotPdf) => "NOT_PDF",
            VerifyError::Pdf(PdfError::LimitReached { .. }) => "LIMIT_REACHED",
            VerifyError::Pdf(PdfError::Locked(_)) => "ENCRYPTED",
            _ => "DAMAGED",
        };
        Self {
            code,
            vietnamese: words::verify(error, Lang::Vi),
            english: words::verify(error, Lang::En),
        }
    }
}

/// Bytes of a file; the memory of one verification is little more.
const LARGEST_FILE: u64 = 2 << 30;

/// Bytes from a pipe or a device, which cannot say how much they will give.
const LONGEST_STREAM: u64 = 256 << 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LARGEST_FILE + 1).unwrap();
        let refused = read(file.path(), &Memory::new(1)).err().unwrap();
        assert_eq!(refused.code, "TOO_LARGE");
        assert!(refused.english.contains("2048 MiB"), "{refused:?}");
    }
}

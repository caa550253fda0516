//! Files that were signed without a timestamp and are to be lifted later: a folder with one small JSON file for each.
//!
//! An entry is written before the file that it is about, and removed when the lifted file has
//! replaced it, so that an interruption at any point forgets nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use kyso_signer::BaselineLevel;
use kyso_words::{Localized, vietnam_iso};
use openssl::sha::sha256;
use serde::{Deserialize, Serialize};

use crate::files;

/// A folder of entries.
#[derive(Debug)]
pub(super) struct Queue {
    dir: PathBuf,
}

/// One file that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pending {
    schema: String,
    /// The file, from the root.
    pub(super) file: PathBuf,
    level: String,
    /// Bytes of the file as it was signed.
    size: usize,
    /// Their digest.
    sha256: String,
    queued_at: String,
    /// Why there is no timestamp yet.
    reason: String,
}

/// An entry that was written for a file that is about to be.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) path: PathBuf,
    /// The entry that was there before.
    before: Option<Vec<u8>>,
}

impl Noted {
    /// Takes the entry back: the file was not written, and its place is unchanged.
    pub(super) fn withdraw(&self) {
        // When the entry cannot be put back, the newer one stays: `kyso extend --queue` reports a superfluous entry, but a missing one would never be noticed.
        let _ = match &self.before {
            Some(before) => files::write(&self.path, before),
            None => fs::remove_file(&self.path),
        };
    }
}

/// Why an entry or its file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum PendingError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// The entry cannot be written.
    #[error("{}: {source}", path.display())]
    Unwritten { path: PathBuf, source: io::Error },
    #[error("{}: not an entry of this queue ({reason})", path.display())]
    Malformed { path: PathBuf, reason: String },
    #[error("{}: another file has taken its place", path.display())]
    Replaced { path: PathBuf },
}

impl Localized for PendingError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Io { path, source } | Self::Unwritten { path, source } => {
                format!("{}: {}", path.display(), source.vietnamese())
            }
            Self::Malformed { path, .. } => {
                format!("{}: không phải mục của hàng đợi này", path.display())
            }
            Self::Replaced { path } => format!("{}: đã bị thay bằng tệp khác", path.display()),
        }
    }
}

impl Queue {
    /// The queue in `dir`, which is made when it is first needed.
    pub(super) fn at(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }

    /// Notes that `pdf`, which will be written to `file`, is to be lifted. A file that waits already has one entry.
    pub(super) fn add(
        &self,
        file: &Path,
        pdf: &[u8],
        level: BaselineLevel,
        reason: &str,
    ) -> Result<Noted, PendingError> {
        let file = std::path::absolute(file).map_err(|error| io_error(file, error))?;
        let path = self.place(&file);
        let entry = Pending {
            schema: SCHEMA.to_owned(),
            level: level.as_str().to_owned(),
            size: pdf.len(),
            sha256: base16ct::lower::encode_string(&sha256(pdf)),
            queued_at: vietnam_iso(Timestamp::now()),
            reason: reason.to_owned(),
            file,
        };
        let malformed = |error: serde_json::Error| PendingError::Malformed {
            path: path.clone(),
            reason: error.to_string(),
        };
        let text = serde_json::to_vec_pretty(&entry).map_err(malformed)?;
        let before = fs::read(&path).ok();
        let written = fs::create_dir_all(&self.dir).and_then(|()| files::write(&path, &text));
        match written {
            Ok(()) => Ok(Noted { path, before }),
            Err(source) => Err(PendingError::Unwritten { path, source }),
        }
    }

    /// The places of all entries, in the order of their names.
    pub(super) fn entries(&self) -> Result<Vec<PathBuf>, PendingError> {
        let listed = fs::read_dir(&self.dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let listed = listed.map_err(|error| io_error(&self.dir, error))?;
        let paths = listed.into_iter().map(|entry| entry.path());
        let is_entry = |path: &PathBuf| path.extension().is_some_and(|found| found == "json");
        let mut entries: Vec<PathBuf> = paths.filter(is_entry).collect();
        entries.sort();
        Ok(entries)
    }

    /// The same file has the same entry.
    fn place(&self, file: &Path) -> PathBuf {
        let name = base16ct::lower::encode_string(&sha256(file.as_os_str().as_encoded_bytes()));
        let short: String = name.chars().take(32).collect();
        self.dir.join(format!("{short}.json"))
    }
}

impl Pending {
    /// Reads an entry.
    pub(super) fn read(path: &Path) -> Result<Self, PendingError> {
        let text = fs::read(path).map_err(|error| io_error(path, error))?;
        let malformed = |reason: String| PendingError::Malformed {
            path: path.to_owned(),
            reason,
        };
        let entry: Self =
            serde_json::from_slice(&text).map_err(|error| malformed(error.to_string()))?;
        match entry.schema == SCHEMA && entry.file.is_absolute() {
            true => Ok(entry),
            false => Err(malformed(entry.schema)),
        }
    }

    /// The level that was asked for.
    pub(super) fn level(&self, path: &Path) -> Result<BaselineLevel, PendingError> {
        let level = self.level.parse();
        level.map_err(|error: kyso_signer::UnknownLevel| PendingError::Malformed {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }

    /// Checks that the file begins with what was signed: more may have been appended since.
    pub(super) fn check(&self, pdf: &[u8]) -> Result<(), PendingError> {
        let signed = pdf.get(..self.size);
        match signed
            .is_some_and(|signed| base16ct::lower::encode_string(&sha256(signed)) == self.sha256)
        {
            true => Ok(()),
            false => Err(PendingError::Replaced {
                path: self.file.clone(),
            }),
        }
    }
}

fn io_error(path: &Path, source: io::Error) -> PendingError {
    PendingError::Io {
        path: path.to_owned(),
        source,
    }
}

const SCHEMA: &str = "kyso.queue/1";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_has_one_entry_and_must_begin_as_it_was_signed() {
        let dir = tempfile::tempdir().unwrap();
        let queue = Queue::at(&dir.path().join("queue"));
        let file = dir.path().join("qd.pdf");
        let level = BaselineLevel::Archival;
        queue.add(&file, b"earlier", level, "reason").unwrap();
        let path = queue.add(&file, b"signed", level, "reason").unwrap().path;
        assert_eq!(queue.entries().unwrap(), std::slice::from_ref(&path));
        let entry = Pending::read(&path).unwrap();
        assert_eq!((entry.level(&path).unwrap(), &entry.file), (level, &file));
        entry.check(b"signed and issued").unwrap();
        for other in [&b"signe"[..], b"earlier and more"] {
            assert!(matches!(
                entry.check(other),
                Err(PendingError::Replaced { .. })
            ));
        }
    }

    #[test]
    fn who_takes_an_entry_back_leaves_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let queue = Queue::at(&dir.path().join("queue"));
        let file = dir.path().join("qd.pdf");
        let add = |pdf: &[u8]| {
            let noted = queue.add(&file, pdf, BaselineLevel::Archival, "reason");
            noted.unwrap()
        };
        add(b"first").withdraw();
        assert_eq!(queue.entries().unwrap().len(), 0);
        let first = add(b"first");
        add(b"second").withdraw();
        Pending::read(&first.path).unwrap().check(b"first").unwrap();
    }

    #[test]
    fn what_is_no_entry_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.json");
        for text in [
            "",
            "{}",
            r#"{"schema":"kyso.queue/2","file":"/a","level":"B-T","size":1,"sha256":"","queued_at":"","reason":""}"#,
        ] {
            fs::write(&path, text).unwrap();
            assert!(
                matches!(Pending::read(&path), Err(PendingError::Malformed { .. })),
                "{text}"
            );
        }
    }
}

//! Reading a trust folder or a bundle from disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::{TrustClass, TrustError, TrustFile};
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::ocsp::OcspResponse;

/// What a folder or a bundle holds.
#[derive(Default)]
pub(super) struct Loaded {
    /// Each with the class that its folder gives it.
    pub(super) certificates: Vec<(Certificate, Option<TrustClass>)>,
    pub(super) crls: Vec<Crl>,
    pub(super) ocsp_responses: Vec<OcspResponse>,
    pub(super) ignored: Vec<PathBuf>,
}

/// Reads one file with many certificates and lists.
pub(super) fn bundle(path: &Path) -> Result<Loaded, TrustError> {
    let mut loaded = Loaded::default();
    loaded.read_contents(path, None)?;
    Ok(loaded)
}

/// Reads `dir` and its class folders, in the order of their names.
pub(super) fn folder(dir: &Path) -> Result<Loaded, TrustError> {
    let (files, ignored) = files(dir)?;
    let mut loaded = Loaded {
        ignored,
        ..Loaded::default()
    };
    for (path, class) in files {
        loaded.read_contents(&path, Some(class))?;
    }
    Ok(loaded)
}

/// The files that are read, each with the class of its folder, and what is passed over.
pub(super) fn files(dir: &Path) -> Result<(Vec<ClassedFile>, Vec<PathBuf>), TrustError> {
    let (mut read, mut ignored) = (Vec::new(), Vec::new());
    for path in entries(dir)? {
        match (path.is_dir(), class_of(&path)) {
            (false, _) => sort_out(path, TrustClass::Government, &mut read, &mut ignored),
            (true, None) => ignored.push(path),
            (true, Some(class)) => {
                for path in entries(&path)? {
                    match path.is_dir() {
                        true => ignored.push(path),
                        false => sort_out(path, class, &mut read, &mut ignored),
                    }
                }
            }
        }
    }
    Ok((read, ignored))
}

/// What one file holds.
pub(super) fn contents(path: &Path) -> Result<TrustFile, TrustError> {
    TrustFile::read(&read(path)?).map_err(|source| TrustError::NotTrustMaterial {
        path: path.to_owned(),
        source,
    })
}

/// A file of a folder, with the class that the folder gives it.
pub(super) type ClassedFile = (PathBuf, TrustClass);

fn sort_out(
    path: PathBuf,
    class: TrustClass,
    read: &mut Vec<ClassedFile>,
    ignored: &mut Vec<PathBuf>,
) {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some(known) if EXTENSIONS.contains(&known) => read.push((path, class)),
        _ => ignored.push(path),
    }
}

impl Loaded {
    fn read_contents(&mut self, path: &Path, class: Option<TrustClass>) -> Result<(), TrustError> {
        let file = contents(path)?;
        let certificates = file.certificates.into_iter();
        self.certificates
            .extend(certificates.map(|certificate| (certificate, class)));
        self.crls.extend(file.crls);
        self.ocsp_responses.extend(file.ocsp_responses);
        Ok(())
    }
}

fn class_of(dir: &Path) -> Option<TrustClass> {
    match dir.file_name()?.to_str()? {
        "government" => Some(TrustClass::Government),
        "public" => Some(TrustClass::Public),
        "tsa" => Some(TrustClass::Timestamping),
        "other" => Some(TrustClass::Other),
        _ => None,
    }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, TrustError> {
    let unreadable = |source| TrustError::Unreadable {
        path: dir.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
        if paths.len() > MAX_FILES {
            return Err(TrustError::TooManyFiles {
                path: dir.to_owned(),
                limit: MAX_FILES,
            });
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Vec<u8>, TrustError> {
    let unreadable = |source| TrustError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_SIZE {
        return Err(TrustError::TooLarge {
            path: path.to_owned(),
            size,
            limit: MAX_FILE_SIZE,
        });
    }
    fs::read(path).map_err(unreadable)
}

/// Endings of the names of files that are read.
const EXTENSIONS: [&str; 9] = [
    "pem", "crt", "cer", "der", "crl", "p7b", "p7c", "ocsp", "ors",
];

/// Files in one folder.
const MAX_FILES: usize = 4096;

/// Bytes of one file; the largest lists have some hundred thousand entries.
const MAX_FILE_SIZE: u64 = 64 << 20;

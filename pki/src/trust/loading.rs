//! Reading a trust folder from disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::{TrustClass, TrustError};
use crate::certificate::{Certificate, CertificateError, PemBlock};
use crate::crl::Crl;

/// What a folder holds.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) certificates: Vec<(Certificate, TrustClass)>,
    pub(super) crls: Vec<Crl>,
    pub(super) ignored: Vec<PathBuf>,
}

/// Reads `dir` and its class folders, in the order of their names.
pub(super) fn load(dir: &Path) -> Result<Loaded, TrustError> {
    let mut loaded = Loaded::default();
    for path in entries(dir)? {
        if !path.is_dir() {
            loaded.read_file(&path, TrustClass::Government)?;
            continue;
        }
        match class_of(&path) {
            Some(class) => loaded.read_folder(&path, class)?,
            None => loaded.ignored.push(path),
        }
    }
    Ok(loaded)
}

impl Loaded {
    fn read_folder(&mut self, dir: &Path, class: TrustClass) -> Result<(), TrustError> {
        for path in entries(dir)? {
            if path.is_dir() {
                self.ignored.push(path);
            } else {
                self.read_file(&path, class)?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, path: &Path, class: TrustClass) -> Result<(), TrustError> {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        let is_crl = match extension.to_str() {
            Some("crl") => true,
            Some("pem" | "crt" | "cer" | "der") => false,
            _ => {
                self.ignored.push(path.to_owned());
                return Ok(());
            }
        };
        let bytes = read(path)?;
        if is_pem(&bytes) {
            return self.read_pem(path, &bytes, class);
        }
        // Lists are also published under names like "root.der".
        if is_crl || (Certificate::from_der(&bytes).is_err() && Crl::from_der(&bytes).is_ok()) {
            self.push_crl(path, bytes)
        } else {
            self.push_certificate(path, &bytes, class)
        }
    }

    fn read_pem(&mut self, path: &Path, text: &[u8], class: TrustClass) -> Result<(), TrustError> {
        let unexpected = |label: String| TrustError::UnexpectedBlock {
            path: path.to_owned(),
            label,
        };
        let blocks = PemBlock::read_all(text).ok_or_else(|| TrustError::NotCertificate {
            path: path.to_owned(),
            source: CertificateError::NoPemBlock,
        })?;
        if blocks.is_empty() {
            return Err(unexpected(String::new()));
        }
        for block in blocks {
            if block.is_crl() {
                self.push_crl(path, block.contents)?;
            } else if block.is_certificate() {
                self.push_certificate(path, &block.contents, class)?;
            } else {
                return Err(unexpected(block.label));
            }
        }
        Ok(())
    }

    fn push_certificate(
        &mut self,
        path: &Path,
        der: &[u8],
        class: TrustClass,
    ) -> Result<(), TrustError> {
        let certificate =
            Certificate::from_der(der).map_err(|source| TrustError::NotCertificate {
                path: path.to_owned(),
                source,
            })?;
        self.certificates.push((certificate, class));
        Ok(())
    }

    fn push_crl(&mut self, path: &Path, der: Vec<u8>) -> Result<(), TrustError> {
        let crl = Crl::from_vec(der).map_err(|source| TrustError::NotCrl {
            path: path.to_owned(),
            source,
        })?;
        self.crls.push(crl);
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

fn is_pem(bytes: &[u8]) -> bool {
    bytes
        .windows(PEM_MARK.len())
        .take(MAX_PREAMBLE)
        .any(|window| window == PEM_MARK)
}

const PEM_MARK: &[u8] = b"-----BEGIN ";

/// Text in front of the first block, such as the printout of a certificate.
const MAX_PREAMBLE: usize = 64 << 10;

/// Files in one folder.
const MAX_FILES: usize = 4096;

/// Bytes of one file; the largest lists have some hundred thousand entries.
const MAX_FILE_SIZE: u64 = 64 << 20;

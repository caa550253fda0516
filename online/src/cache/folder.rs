//! Answers that outlive the process. Several processes may share the folder: files appear whole,
//! under the digest of their question, and an unreadable file counts as missing.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use openssl::hash::MessageDigest;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tracing::warn;

use crate::answer::CachedAnswer;
use crate::error::OnlineError;
use crate::question::{Key, Question};

/// The folder and what it may hold.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    limit: u64,
    /// Octets that this process may still add before it looks at all files again.
    unseen: AtomicU64,
}

/// An answer as it is kept.
#[derive(Debug)]
pub(super) struct Stored<'a> {
    pub(super) url: String,
    pub(super) fetched_at: Timestamp,
    pub(super) body: Cow<'a, [u8]>,
}

/// The first line of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    format: Cow<'a, str>,
    kind: Cow<'a, str>,
    url: Cow<'a, str>,
    fetched_at: Timestamp,
    sha256: Cow<'a, str>,
}

impl<'a> Stored<'a> {
    pub(super) fn of(kept: &CachedAnswer, body: &'a [u8]) -> Self {
        Self {
            url: kept.url.clone(),
            fetched_at: kept.fetched_at,
            body: Cow::Borrowed(body),
        }
    }
}

impl Folder {
    pub(super) fn open(path: &Path, limit: u64) -> Result<Self, OnlineError> {
        create(path).map_err(|error| OnlineError::Folder {
            folder: path.display().to_string(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            path: path.to_owned(),
            limit,
            unseen: AtomicU64::new(0),
        })
    }

    /// The file of this question, if it is whole and really about it.
    pub(super) fn load(&self, key: &Key, question: &Question<'_>) -> Option<Loaded> {
        let bytes = self.read(&self.file(key))?;
        let end = bytes
            .iter()
            .take(MAX_HEADER)
            .position(|octet| *octet == b'\n')?;
        let (line, rest) = bytes.split_at_checked(end)?;
        let body = rest.get(1..)?;
        let header: Header<'_> = serde_json::from_slice(line).ok()?;
        let fits = header.format == FORMAT
            && header.kind == question.kind()
            && header.url == question.url()
            && header.sha256 == sha256(body)?;
        fits.then(|| Loaded {
            url: header.url.into_owned(),
            fetched_at: header.fetched_at,
            body: body.to_vec(),
        })
    }

    /// Keeps an answer. What goes wrong is logged; the cache is a convenience.
    pub(super) fn store(&self, key: &Key, kind: &str, stored: &Stored<'_>) {
        if let Err(error) = self.write(key, kind, stored) {
            warn!(folder = %self.path.display(), %error, "an answer could not be kept");
        }
        let added = room_of(stored.body.len() as u64);
        let left = |unseen: u64| unseen.checked_sub(added);
        let spent = self
            .unseen
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, left);
        if spent.is_err() {
            self.unseen.store(self.limit / SWEEPS, Ordering::Release);
            self.evict();
        }
    }

    fn write(&self, key: &Key, kind: &str, stored: &Stored<'_>) -> io::Result<()> {
        let digest = sha256(&stored.body).ok_or_else(|| io::Error::other("no digest"))?;
        let header = serde_json::to_vec(&Header {
            format: FORMAT.into(),
            kind: kind.into(),
            url: stored.url.as_str().into(),
            fetched_at: stored.fetched_at,
            sha256: digest.into(),
        })?;
        let mut file = NamedTempFile::with_prefix_in(TEMPORARY, &self.path)?;
        file.write_all(&header)?;
        file.write_all(b"\n")?;
        file.write_all(&stored.body)?;
        file.persist(self.file(key))?;
        Ok(())
    }

    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let file = File::open(path).ok()?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > self.limit {
            return None;
        }
        let mut bytes = Vec::new();
        file.take(self.limit).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Removes the oldest answers while all together are too large, and the remains of crashed
    /// processes. Files of other programs stay. It leaves room until the next look: looking at each
    /// file each time would cost more than asking again.
    fn evict(&self) {
        let mut ours = self.files();
        ours.sort_by_key(|file| file.modified);
        let mut total: u64 = ours.iter().map(|file| room_of(file.size)).sum();
        let limit = self.limit - self.limit / SWEEPS;
        for file in ours {
            let abandoned = file.temporary && file.age() > ABANDONED;
            if abandoned || (total > limit && !file.temporary) {
                // Another process may have been faster.
                let _ = fs::remove_file(&file.path);
                total = total.saturating_sub(room_of(file.size));
            }
        }
    }

    fn files(&self) -> Vec<Ours> {
        let entries = fs::read_dir(&self.path).into_iter().flatten();
        entries
            .flatten()
            .filter_map(|entry| Ours::of(&entry))
            .collect()
    }

    fn file(&self, key: &Key) -> PathBuf {
        self.path
            .join(format!("{}{SUFFIX}", base16ct::lower::encode_string(key)))
    }
}

/// An answer as it was found.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) url: String,
    pub(super) fetched_at: Timestamp,
    pub(super) body: Vec<u8>,
}

/// A file that a program like this one wrote.
struct Ours {
    path: PathBuf,
    size: u64,
    modified: SystemTime,
    temporary: bool,
}

impl Ours {
    fn of(entry: &fs::DirEntry) -> Option<Self> {
        let name = entry.file_name();
        let name = name.to_str()?;
        let temporary = name.starts_with(TEMPORARY);
        let key = name.strip_suffix(SUFFIX).unwrap_or_default();
        let is_key = key.len() == 64 && key.bytes().all(|digit| digit.is_ascii_hexdigit());
        let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        (temporary || is_key).then(|| Self {
            path: entry.path(),
            size: metadata.len(),
            modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            temporary,
        })
    }

    fn age(&self) -> Duration {
        self.modified.elapsed().unwrap_or_default()
    }
}

/// Makes the folder, for this user only.
fn create(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

fn sha256(bytes: &[u8]) -> Option<String> {
    let digest = openssl::hash::hash(MessageDigest::sha256(), bytes).ok()?;
    Some(base16ct::lower::encode_string(&digest))
}

/// What a file takes: small ones are counted with their block, so that their number is limited too.
fn room_of(size: u64) -> u64 {
    size.next_multiple_of(BLOCK)
}

const FORMAT: &str = "kyso-evidence/1";
const SUFFIX: &str = ".kyso-evidence-1";
const TEMPORARY: &str = ".kyso-unfinished-";
/// A file is written in seconds.
const ABANDONED: Duration = Duration::from_secs(60 * 60);
const BLOCK: u64 = 4096;
/// How often the folder is looked through while as much is added as it may hold.
const SWEEPS: u64 = 64;
const MAX_HEADER: usize = 16 << 10;

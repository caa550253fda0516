//! The evidence bundle (F10, ADR 0016): everything that a verification rests on beside the file itself, in one ZIP, so
//! that it can be made again, offline, years later.
//!
//! A bundle proves nothing: its reader takes the anchors from a trust folder of their own, and every item is checked as
//! if it came from the network.

mod archive;
mod collecting;
mod difference;
mod fetches;
mod layout;
mod manifest;
mod replay;
mod words;

use std::collections::BTreeMap;

use archive::Entries;
use kyso_pki::TrustError;
use manifest::{ANCHORS, Manifest, SCHEMA};

pub use archive::MAX_BUNDLE_BYTES;
pub use collecting::Recorded;
pub use difference::Difference;
pub use fetches::FetchLog;
pub use manifest::ItemKind;
pub use replay::{RecordedSource, Replay, UntrustedAnchor};

/// A verification with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub(crate) manifest: Manifest,
    /// `report.json`, byte for byte.
    report: Vec<u8>,
    /// Anchors and items by their names in the bundle.
    items: BTreeMap<String, Vec<u8>>,
}

/// Why a bundle cannot be used, or not be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// Its bytes are no archive.
    #[error("no ZIP archive, or a damaged one")]
    NotZip,
    /// It is larger than it may be.
    #[error("{size} bytes are more than the {limit} that a bundle may have")]
    TooLarge {
        /// Bytes that it has, unpacked.
        size: usize,
        /// Bytes that it may have.
        limit: usize,
    },
    /// It has more entries than it may have.
    #[error("more than {limit} entries")]
    TooManyEntries {
        /// How many it may have.
        limit: usize,
    },
    /// Two entries have one name, and nothing says which of them counts.
    #[error("two entries have the same name")]
    NameTwice,
    /// Two entries share bytes.
    #[error("entries overlap each other")]
    EntriesOverlap,
    /// Readers that go by the one see other entries than readers that go by the other.
    #[error("the directory of the archive and its entries contradict each other")]
    HeadersDiffer,
    /// There are bytes between, before or behind the entries that belong to none of them.
    #[error("there are bytes that belong to no entry, or a comment")]
    ForeignBytes,
    /// An entry whose name no bundle has.
    #[error("the entry {name:?} does not belong into a bundle")]
    ForeignEntry {
        /// Its name.
        name: String,
    },
    /// Bundles are not compressed.
    #[error("the entry {name:?} is compressed")]
    Compressed {
        /// Its name.
        name: String,
    },
    /// Bundles are not encrypted.
    #[error("the entry {name:?} is encrypted")]
    Encrypted {
        /// Its name.
        name: String,
    },
    /// Its checksum is not that of its bytes.
    #[error("the entry {name:?} is damaged")]
    Damaged {
        /// Its name.
        name: String,
    },
    /// The manifest names an entry that is not there.
    #[error("the entry {name:?} is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// An entry that the manifest does not name.
    #[error("the entry {name:?} is in the archive, but not in the manifest")]
    Unlisted {
        /// Its name.
        name: String,
    },
    /// The manifest is no JSON of its schema.
    #[error("the manifest cannot be read: {0}")]
    BadManifest(serde_json::Error),
    /// It was written by another version.
    #[error("the schema {schema:?} is not known")]
    OtherSchema {
        /// What the manifest says.
        schema: String,
    },
    /// An entry whose SHA-256 is not the one of the manifest.
    #[error("the content of {name:?} is not what the manifest says")]
    OtherContent {
        /// Its name.
        name: String,
    },
    /// The file that is verified is not the one of the bundle.
    #[error("the bundle is about another file ({sha256})")]
    OtherFile {
        /// SHA-256 of the file of the bundle, in hexadecimal.
        sha256: String,
    },
    /// A certificate, list or response that cannot be read.
    #[error("{name:?} is no readable {}", kind.folder())]
    BadItem {
        /// Its name.
        name: String,
        /// What it should be.
        kind: ItemKind,
    },
    /// The anchors and lists make no trust store.
    #[error("the trust store cannot be made: {0}")]
    Store(TrustError),
    /// Nothing was written.
    #[error("the archive cannot be written: {reason}")]
    Unwritable {
        /// Why.
        reason: String,
    },
}

impl BundleError {
    fn unwritable(error: &dyn std::fmt::Display) -> Self {
        let reason = error.to_string();
        Self::Unwritable { reason }
    }
}

impl Bundle {
    /// The bundle as a ZIP archive; the same verification gives the same bytes.
    ///
    /// # Errors
    /// [`BundleError::Unwritable`].
    pub fn write(&self) -> Result<Vec<u8>, BundleError> {
        let manifest = serde_json::to_string_pretty(&self.manifest)
            .map_err(|error| BundleError::unwritable(&error))?;
        let mut entries: Entries = self.items.clone();
        entries.insert(MANIFEST.to_owned(), (manifest + "\n").into_bytes());
        entries.insert(REPORT.to_owned(), self.report.clone());
        archive::write(&entries)
    }

    /// Reads a bundle. Each entry is named by the manifest and has the digest that it says.
    ///
    /// # Errors
    /// [`BundleError`], for anything that is not as [`Bundle::write`] leaves it.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        let mut items = archive::read(bytes, &is_known_name)?;
        let manifest = taken(&mut items, MANIFEST)?;
        let manifest: Manifest =
            serde_json::from_slice(&manifest).map_err(BundleError::BadManifest)?;
        if manifest.schema != SCHEMA {
            let schema = manifest.schema;
            return Err(BundleError::OtherSchema { schema });
        }
        let report = taken(&mut items, REPORT)?;
        let identity = &manifest.report;
        if report.len() != identity.size || sha256(&report) != identity.sha256 {
            let name = REPORT.to_owned();
            return Err(BundleError::OtherContent { name });
        }
        compare(&manifest, &items)?;
        Ok(Self {
            manifest,
            report,
            items,
        })
    }

    /// The bytes under a name.
    fn item(&self, name: &str) -> Result<&[u8], BundleError> {
        let bytes = self.items.get(name).map(Vec::as_slice);
        bytes.ok_or_else(|| BundleError::Missing {
            name: name.to_owned(),
        })
    }
}

/// What the manifest lists is there, as it says, and nothing else.
fn compare(manifest: &Manifest, items: &Entries) -> Result<(), BundleError> {
    let anchors = manifest.anchors.iter().map(|one| (one.path(), &one.sha256));
    let others = manifest.items.iter().map(|one| (one.path(), &one.sha256));
    let listed: BTreeMap<String, &String> = anchors.chain(others).collect();
    for (name, digest) in &listed {
        let name = name.clone();
        match items.get(&name) {
            None => return Err(BundleError::Missing { name }),
            Some(bytes) if sha256(bytes) != **digest => {
                return Err(BundleError::OtherContent { name });
            }
            Some(_) => {}
        }
    }
    match items.keys().find(|name| !listed.contains_key(*name)) {
        Some(name) => Err(BundleError::Unlisted { name: name.clone() }),
        None => Ok(()),
    }
}

fn taken(entries: &mut Entries, name: &str) -> Result<Vec<u8>, BundleError> {
    let bytes = entries.remove(name);
    bytes.ok_or_else(|| BundleError::Missing {
        name: name.to_owned(),
    })
}

/// Whether an entry can be part of a bundle: no other name is ever looked at.
fn is_known_name(name: &str) -> bool {
    let mut folders = ItemKind::ALL.iter().map(|kind| kind.folder());
    let is_item = |(folder, file): (&str, &str)| {
        (folder == ANCHORS || folders.any(|known| known == folder)) && is_digest_name(file)
    };
    name == MANIFEST || name == REPORT || name.split_once('/').is_some_and(is_item)
}

fn is_digest_name(file: &str) -> bool {
    let digits = file.strip_suffix(".der").unwrap_or_default();
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    digits.len() == 64 && digits.bytes().all(is_digit)
}

fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&openssl::sha::sha256(bytes))
}

const MANIFEST: &str = "manifest.json";
const REPORT: &str = "report.json";

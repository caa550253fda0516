//! The list of the attachments in the signature of the main document ([ADR 0036](../../../docs/adr/0036-packages.md)).

use kyso_pdf::{Dictionary, Object, View, decode_text, encode_text};
use openssl::sha::Sha256;

/// The attachments that an agency issued together with a document, as its seal states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageList {
    entries: Vec<PackageEntry>,
}

/// One attachment as it was before the agency signed it: a signature appends to a file, so that the signed one begins so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageEntry {
    name: String,
    size: usize,
    sha256: [u8; 32],
}

impl PackageEntry {
    /// The entry of a file before it is signed; `name` is its name without folders.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            size: bytes.len(),
            sha256: kyso_pki::sha256(bytes),
        }
    }

    /// The name of the file when it was signed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn to_object(&self) -> Object {
        Dictionary::new()
            .with("F", Object::String(encode_text(&self.name)))
            .with("Size", i64::try_from(self.size).unwrap_or(i64::MAX))
            .with("SHA256", Object::String(self.sha256.to_vec()))
            .into()
    }

    fn read(view: &View<'_, '_>, entry: &Object) -> Option<Self> {
        let entry = entry.as_dictionary()?;
        let text = |key| view.get(entry, key).ok()?.as_string().map(<[u8]>::to_vec);
        let size = view.get(entry, "Size").ok()?.as_integer()?;
        Some(Self {
            name: decode_text(&text("F")?),
            size: usize::try_from(size).ok()?,
            sha256: text("SHA256")?.try_into().ok()?,
        })
    }
}

impl PackageList {
    /// Name of the entry in the signature dictionary.
    pub const KEY: &'static str = "KYSO_Package";
    /// Attachments of one package at most.
    pub const MOST: usize = 64;

    /// A list of the attachments in the order of the package; `None` for none of them, and for more than [`Self::MOST`].
    #[must_use]
    pub fn new(entries: Vec<PackageEntry>) -> Option<Self> {
        (1..=Self::MOST)
            .contains(&entries.len())
            .then_some(Self { entries })
    }

    /// The attachments in the order of the package.
    #[must_use]
    pub fn entries(&self) -> &[PackageEntry] {
        &self.entries
    }

    /// The value of [`Self::KEY`].
    #[must_use]
    pub fn to_object(&self) -> Object {
        let entries = self.entries.iter().map(PackageEntry::to_object);
        entries.collect::<Vec<_>>().into()
    }

    /// The list in a signature dictionary; `None` where there is none, or it is written in another way.
    pub(super) fn read(view: &View<'_, '_>, signature: &Dictionary) -> Option<Self> {
        let list = view.get(signature, Self::KEY).ok()?;
        let entries = list
            .as_array()
            .filter(|entries| entries.len() <= Self::MOST)?;
        let entries: Option<Vec<_>> = entries
            .iter()
            .map(|entry| PackageEntry::read(view, entry))
            .collect();
        Self::new(entries?)
    }

    /// The place in the list of the attachment with which `bytes` begin; the bytes are digested once.
    #[must_use]
    pub(super) fn position(&self, bytes: &[u8]) -> Option<usize> {
        let mut by_size: Vec<(usize, &PackageEntry)> = self.entries.iter().enumerate().collect();
        by_size.sort_by_key(|(_, entry)| entry.size);
        let mut digest = Sha256::new();
        let mut done = 0;
        for (index, entry) in by_size {
            digest.update(bytes.get(done..entry.size)?);
            done = entry.size;
            if digest.clone().finish() == entry.sha256 {
                return Some(index);
            }
        }
        None
    }
}

//! The document security store `/DSS`: the data that validators need long after the authorities are
//! gone (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2).
//!
//! The reader accepts the variations of real writers: every part may be direct or indirect, and
//! data that cannot be decoded are counted, not fatal. It decides neither what the data mean nor
//! whether they can be trusted.

mod appending;
mod reading;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::object::ObjectId;

pub use appending::{NewEntry, NewValidationData, append_security_store};

/// The validation data of a document as of one revision, each stream once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SecurityStore {
    /// `/Certs`: certificates, as decoded bytes.
    pub certificates: Vec<StoredData>,
    /// `/OCSPs`: OCSP responses.
    pub ocsp_responses: Vec<StoredData>,
    /// `/CRLs`: certificate revocation lists.
    pub crls: Vec<StoredData>,
    /// `/VRI` by key, as [`vri_key`] gives it for a signature. Data that only
    /// an entry names are in the three lists too.
    pub entries: BTreeMap<String, StoreEntry>,
    /// How many parts are no stream, or cannot be decoded.
    pub unreadable: usize,
}

/// What the store says about one signature (ISO 32000-2, table 262).
///
/// The numbers are places in the lists of the [`SecurityStore`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreEntry {
    /// `/Cert`.
    pub certificates: Vec<usize>,
    /// `/OCSP`.
    pub ocsp_responses: Vec<usize>,
    /// `/CRL`.
    pub crls: Vec<usize>,
    /// `/TU`, a PDF date that no signature covers.
    pub created: Option<String>,
    /// `/TS`, a timestamp token over the data.
    pub timestamp: Option<StoredData>,
}

/// The decoded data of one stream of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredData {
    bytes: Rc<[u8]>,
    object: ObjectId,
    revision: usize,
}

impl StoredData {
    /// The object that holds the data.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        self.object
    }

    /// The revision, from 0, that wrote the object: a document timestamp over
    /// that revision or a later one covers the data.
    #[must_use]
    pub fn revision(&self) -> usize {
        self.revision
    }
}

impl Deref for StoredData {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for StoredData {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

/// The key of a signature in `/VRI`: the SHA-1 digest of the decoded value of
/// its `/Contents`, padding included, in upper-case hexadecimal digits.
///
/// ISO 32000-2, 12.8.4.4 leaves room for the hexadecimal text instead; the
/// writers in the field hash the decoded bytes.
#[must_use]
pub fn vri_key(contents: &[u8]) -> String {
    use sha1::Digest;
    use std::fmt::Write;

    let mut key = String::with_capacity(40);
    for byte in sha1::Sha1::digest(contents) {
        // Writing to a String cannot fail.
        let _ = write!(key, "{byte:02X}");
    }
    key
}

/// The three kinds of validation data, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Certificate,
    OcspResponse,
    Crl,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Certificate, Self::OcspResponse, Self::Crl];

    /// The key of the list in `/DSS`.
    fn list(self) -> &'static str {
        match self {
            Self::Certificate => "Certs",
            Self::OcspResponse => "OCSPs",
            Self::Crl => "CRLs",
        }
    }

    /// The key of the list in an entry of `/VRI`.
    fn entry_list(self) -> &'static str {
        match self {
            Self::Certificate => "Cert",
            Self::OcspResponse => "OCSP",
            Self::Crl => "CRL",
        }
    }
}

impl SecurityStore {
    /// Whether the store holds nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn data(&self, kind: Kind) -> &[StoredData] {
        match kind {
            Kind::Certificate => &self.certificates,
            Kind::OcspResponse => &self.ocsp_responses,
            Kind::Crl => &self.crls,
        }
    }

    fn data_mut(&mut self, kind: Kind) -> &mut Vec<StoredData> {
        match kind {
            Kind::Certificate => &mut self.certificates,
            Kind::OcspResponse => &mut self.ocsp_responses,
            Kind::Crl => &mut self.crls,
        }
    }
}

impl StoreEntry {
    fn places_mut(&mut self, kind: Kind) -> &mut Vec<usize> {
        match kind {
            Kind::Certificate => &mut self.certificates,
            Kind::OcspResponse => &mut self.ocsp_responses,
            Kind::Crl => &mut self.crls,
        }
    }
}

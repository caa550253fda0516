//! What a directory holds, entry by entry.

use std::path::PathBuf;

use kyso_stamp_images::Millimetres;
use kyso_verifier::{SigningForm, Term};

use crate::certificate::CertificateMark;
use crate::fault::EntryName;

/// A value with the line where it is written, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// An agency or a unit of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Organisation {
    pub(crate) entry: EntryName,
    pub(crate) line: usize,
    /// Name of the entry in the file.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) codes: Vec<CodeTerm>,
    /// The entry of the organisation above.
    pub(crate) parent: Option<Located<String>>,
    pub(crate) term: Term,
    pub(crate) seal: Option<Located<PathBuf>>,
    /// Diameter of the physical seal (B2).
    pub(crate) seal_diameter: Option<Millimetres>,
    pub(crate) certificates: Vec<Located<CertificateMark>>,
}

/// A code, and the days on which it is that of an organisation (J1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeTerm {
    pub(crate) code: Located<String>,
    pub(crate) term: Term,
}

/// A person who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) entry: EntryName,
    pub(crate) line: usize,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) certificates: Vec<Located<CertificateMark>>,
}

/// The authority of a person to sign for an organisation (A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authority {
    pub(crate) entry: EntryName,
    pub(crate) line: usize,
    pub(crate) person: Located<String>,
    pub(crate) organisation: Located<String>,
    pub(crate) title: String,
    pub(crate) form: SigningForm,
    pub(crate) term: Term,
}

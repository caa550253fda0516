//! What a test PKI consists of: a TOML text, by default `pki.toml` of this crate, which explains its own form.

mod checks;
mod names;
mod span;

use serde::Deserialize;
use toml::Spanned;

use checks::line_at;
pub(crate) use names::{DigestName, KeyName, Kind, Knowledge, ReasonName, RootClass};
pub use span::Span;

/// The members of a PKI, in the order of the text: issuers stand before what they issue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    #[serde(default, rename = "authority")]
    pub(crate) authorities: Vec<AuthorityEntry>,
    #[serde(default, rename = "holder")]
    pub(crate) holders: Vec<HolderEntry>,
}

/// Why a description cannot be used.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionError {
    /// The text is not TOML, or says something unknown.
    #[error("line {line}: {message}")]
    Malformed {
        /// Line in the text, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// Two members have the same id.
    #[error("line {line}: the id {id:?} is used twice")]
    RepeatedId {
        /// Line in the text, from 1.
        line: usize,
        /// The id.
        id: String,
    },
    /// An id is also a file name and part of an address.
    #[error("line {line}: the id {id:?} has other characters than a–z, 0–9 and -")]
    BadId {
        /// Line in the text, from 1.
        line: usize,
        /// The id.
        id: String,
    },
    /// No entry above is the authority named as issuer.
    #[error("line {line}: no authority {issuer:?} stands above")]
    NoIssuer {
        /// Line in the text, from 1.
        line: usize,
        /// The missing issuer.
        issuer: String,
    },
    /// A root has a class, others have none.
    #[error("line {line}: {id:?} needs either an issuer or a class")]
    IssuerOrClass {
        /// Line in the text, from 1.
        line: usize,
        /// The authority.
        id: String,
    },
    /// The end of a validity period is not after its start.
    #[error("line {line}: {id:?} ends before it begins")]
    EmptyValidity {
        /// Line in the text, from 1.
        line: usize,
        /// The member.
        id: String,
    },
}

/// A root or sub-authority.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorityEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    pub(crate) issuer: Option<Spanned<String>>,
    pub(crate) class: Option<RootClass>,
    #[serde(default)]
    pub(crate) key: KeyName,
    #[serde(default)]
    pub(crate) signs: DigestName,
    pub(crate) valid: [Span; 2],
    #[serde(default)]
    pub(crate) publishes: Addresses,
    pub(crate) lists_fresh: Option<Span>,
    #[serde(default)]
    pub(crate) list_filler: u32,
    pub(crate) revoked: Option<RevocationEntry>,
}

/// A holder of a key: signer, timestamp authority, OCSP responder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolderEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) issuer: Spanned<String>,
    #[serde(default)]
    pub(crate) key: KeyName,
    pub(crate) valid: [Span; 2],
    pub(crate) revoked: Option<RevocationEntry>,
    #[serde(default)]
    pub(crate) known_to_ocsp: Knowledge,
}

/// A revocation and what is said of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevocationEntry {
    pub(crate) at: Span,
    pub(crate) reason: ReasonName,
    pub(crate) invalid_since: Option<Span>,
    /// When a suspended certificate was released.
    pub(crate) until: Option<Span>,
}

/// Where evidence about what an authority issues is published.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Addresses {
    pub(crate) ocsp: Vec<String>,
    pub(crate) issuers: Vec<String>,
    pub(crate) crls: Vec<String>,
}

impl Description {
    /// The description that this crate brings along.
    ///
    /// # Errors
    /// Never, as its tests show.
    pub fn standard() -> Result<Self, DescriptionError> {
        Self::parse(STANDARD)
    }

    /// Reads a description.
    ///
    /// # Errors
    /// [`DescriptionError`], with the line.
    pub fn parse(text: &str) -> Result<Self, DescriptionError> {
        let description: Self = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            DescriptionError::Malformed {
                line: line_at(text, offset),
                message: error.message().to_owned(),
            }
        })?;
        description.check(text)?;
        Ok(description)
    }

    /// The ids of all members.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let authorities = self.authorities.iter().map(|entry| &entry.id);
        let holders = self.holders.iter().map(|entry| &entry.id);
        authorities.chain(holders).map(|id| id.get_ref().as_str())
    }
}

const STANDARD: &str = include_str!("../pki.toml");

//! `manifest.json`: which file was verified, when, by which rules, with which evidence (F10).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The manifest of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) schema: String,
    pub(crate) file: FileIdentity,
    pub(crate) engine: EngineIdentity,
    /// The time for which the file was verified.
    pub checked_at: Timestamp,
    /// The real time of the verification.
    pub made_at: Timestamp,
    /// The language of the report: `vi` or `en`.
    pub lang: String,
    pub report: ReportIdentity,
    /// Every anchor that was trusted, in the order of the digests.
    pub anchors: Vec<AnchorEntry>,
    /// What the conclusions rest on, in the order of kinds and digests.
    pub(crate) items: Vec<ItemEntry>,
}

/// The file that was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileIdentity {
    pub name: String,
    pub size: usize,
    pub(crate) sha256: String,
}

/// The program and its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EngineIdentity {
    pub name: String,
    pub(crate) version: String,
    pub(crate) policy: String,
}

/// `report.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReportIdentity {
    pub size: usize,
    pub(crate) sha256: String,
}

/// A trust anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AnchorEntry {
    pub(crate) sha256: String,
    /// `government`, `public`, `timestamping` or `other`.
    pub(crate) class: String,
    pub(crate) subject: String,
}

/// A certificate, list, response or token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemEntry {
    pub(crate) kind: ItemKind,
    pub(crate) sha256: String,
    pub size: usize,
    pub(crate) origins: Vec<Origin>,
}

/// What an item is; the order is that of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A certificate.
    Certificate,
    /// A revocation list.
    Crl,
    /// An OCSP response.
    OcspResponse,
    /// A timestamp token.
    TimestampToken,
}

/// Where an item was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub(crate) enum Origin {
    /// In the file itself.
    File {
        /// The first revision that holds it, from 1.
        revision: usize,
    },
    /// In the trust folder.
    Store,
    /// From a server.
    Network {
        /// Its address; null where it is not known.
        url: Option<String>,
        /// When it was fetched; null where it is not known.
        fetched_at: Option<Timestamp>,
    },
}

impl ItemKind {
    /// The folder of these items in the bundle.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Certificate => "certificates",
            Self::Crl => "crls",
            Self::OcspResponse => "ocsp",
            Self::TimestampToken => "timestamps",
        }
    }

    /// The kind of the report's name for it.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "certificate" => Self::Certificate,
            "crl" => Self::Crl,
            "ocsp_response" => Self::OcspResponse,
            "timestamp_token" => Self::TimestampToken,
            _ => return None,
        })
    }

    pub(crate) const ALL: [Self; 4] = [
        Self::Certificate,
        Self::Crl,
        Self::OcspResponse,
        Self::TimestampToken,
    ];
}

impl ItemEntry {
    /// The name of the item in the bundle.
    pub(crate) fn path(&self) -> String {
        format!("{}/{}.der", self.kind.folder(), self.sha256)
    }
}

impl AnchorEntry {
    /// The name of the anchor in the bundle.
    pub(crate) fn path(&self) -> String {
        format!("{ANCHORS}/{}.der", self.sha256)
    }
}

pub(super) const SCHEMA: &str = "kyso.evidence/1";
pub(super) const ANCHORS: &str = "anchors";

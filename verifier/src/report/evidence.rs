//! The evidence that led to the conclusions of a report (F10).

use kyso_pki::{Certificate, Crl, OcspResponse, TimestampToken};

/// One certificate, list, response or token that a conclusion rests on.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EvidenceItem {
    /// What it is.
    pub content: EvidenceContent,
    /// Where it was found, each place once, in the order file, trust store, source.
    pub origins: Vec<EvidenceOrigin>,
}

/// The kinds of evidence.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum EvidenceContent {
    /// A certificate of a path, or of someone who signed a list or response.
    Certificate(Certificate),
    /// A revocation list.
    Crl(Crl),
    /// An OCSP response.
    Ocsp(OcspResponse),
    /// A timestamp token.
    Timestamp(Box<TimestampToken>),
}

/// Where evidence was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceOrigin {
    /// In the file.
    File {
        /// The first revision that holds it, from 0.
        revision: usize,
    },
    /// In the trust folder.
    Store,
    /// Given by the evidence source, such as the network or a bundle.
    Source,
}

impl EvidenceItem {
    /// The encoded item: DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        match &self.content {
            EvidenceContent::Certificate(certificate) => certificate.der(),
            EvidenceContent::Crl(list) => list.der(),
            EvidenceContent::Ocsp(response) => response.der(),
            EvidenceContent::Timestamp(token) => token.der(),
        }
    }

    /// SHA-256 of [`EvidenceItem::der`].
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        match &self.content {
            EvidenceContent::Certificate(certificate) => certificate.sha256(),
            EvidenceContent::Crl(list) => list.sha256(),
            EvidenceContent::Ocsp(response) => response.sha256(),
            EvidenceContent::Timestamp(token) => kyso_pki::sha256(token.der()),
        }
    }
}

impl EvidenceContent {
    /// The name of the kind in reports.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate",
            Self::Crl(_) => "crl",
            Self::Ocsp(_) => "ocsp_response",
            Self::Timestamp(_) => "timestamp_token",
        }
    }

    /// Certificates before lists, responses and tokens.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Self::Certificate(_) => 0,
            Self::Crl(_) => 1,
            Self::Ocsp(_) => 2,
            Self::Timestamp(_) => 3,
        }
    }
}

impl EvidenceOrigin {
    /// The name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File { .. } => "file",
            Self::Store => "store",
            Self::Source => "source",
        }
    }
}

//! The part of a report about the file as a whole.

use jiff::Timestamp;

use super::evidence::EvidenceItem;
use super::signature::SignatureReport;
use crate::algorithm_policy::GovernmentSha1;
use crate::finding::Finding;
use crate::policy::{Policy, UnknownRevocation};
use crate::states::{LegalStatus, Verdict};
use crate::values::SignedContent;

/// What was found out about one file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// Size of the file in bytes.
    pub size: usize,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// What a signature outside a PDF signs.
    pub content: Option<SignedContent>,
    /// The worst verdict of all signatures.
    pub verdict: Verdict,
    /// What the file is in law (rule 0.3).
    pub legal_status: LegalStatus,
    /// What the document is that was copied, where the file is a copy and that document was signed (D1).
    pub copied_status: Option<LegalStatus>,
    /// The time for which trust was judged.
    pub checked_at: Timestamp,
    /// Number of revisions of the file.
    pub revisions: usize,
    /// One entry a filled signature field, in the order of signing.
    pub signatures: Vec<SignatureReport>,
    /// Remarks about the file as a whole.
    pub findings: Vec<Finding>,
    /// What the operator decided about it.
    pub settings: Settings,
    /// Everything that the conclusions rest on beside the file's own bytes:
    /// certificates, lists, responses, timestamp tokens, each kind by digest (F10).
    pub evidence: Vec<EvidenceItem>,
}

/// What the operator of an installation decides about verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// What it means when no evidence says whether a certificate was revoked.
    pub unknown_revocation: UnknownRevocation,
    /// What SHA-1 counts for under an anchor of the government authority.
    pub government_sha1: GovernmentSha1,
}

impl Settings {
    pub(crate) fn of(policy: &Policy) -> Self {
        Self {
            unknown_revocation: policy.unknown_revocation,
            government_sha1: policy.algorithms.government_sha1,
        }
    }
}

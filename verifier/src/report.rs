//! The result of a verification: typed, complete, without prose.
//!
//! The names of the JSON form ([`Report::to_json`]) are a contract with other
//! programs; texts for people are made from the same values in one place.

mod certification;
mod completions;
mod content;
mod drawings;
mod evidence;
mod facts;
mod headline;
pub mod json;
mod law;
mod protection;
mod signers;
mod states;
mod validation;

use jiff::Timestamp;
use kyso_pdf::Rect;
use kyso_pki::Certificate;
use schemars::JsonSchema;
use serde::Serialize;

pub use completions::Completion;
pub(crate) use completions::is_completion;
pub use content::written_anew;
pub use evidence::{EvidenceContent, EvidenceItem, EvidenceOrigin};
pub use facts::{Fact, FactKind};
pub use states::{
    ContentState, Coverage, Integrity, LegalStatus, Level, Modifications, Revocation, Role,
    RoleBasis, SignatureKind, SubIndication, TimeSource, Verdict,
};
pub use validation::{
    Acceptance, AlgorithmUse, Conclusion, Context, Identification, Indication, PathMember,
    PathValidation, ProofOfExistence, Renewal, TimestampKind, TimestampValidation, Validation,
};

use crate::algorithm_policy::GovernmentSha1;
use crate::finding::{Change, ChangeRule, Finding, FormFinding};
use crate::later_changes::Completed;
use crate::permission::Permission;
use crate::policy::{Policy, UnknownRevocation};

/// What was found out about one file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// Size of the file in bytes.
    pub size: usize,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// What a signature signs that stands in no PDF.
    pub content: Option<SignedContent>,
    /// The worst verdict of all signatures.
    pub verdict: Verdict,
    /// What the file is in law (rule 0.3).
    pub legal_status: LegalStatus,
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

/// What a signature signs that stands beside its content, or around it (CAdES).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedContent {
    /// Bytes.
    pub size: usize,
    /// SHA-256.
    pub sha256: [u8; 32],
    /// Whether the signature holds it.
    pub is_embedded: bool,
}

/// What the operator of an installation decides about verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// What it means when nobody says whether a certificate was revoked.
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

/// What was found out about one signature.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Fully qualified field name.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// Whose signature it is, as its appearance and its certificate show.
    pub role: Role,
    /// From what the role follows.
    pub role_basis: RoleBasis,
    /// The verdict (F8).
    pub verdict: Verdict,
    /// Why the verdict is not better (ETSI EN 319 102-1, 5.1.3).
    pub sub_indication: Option<SubIndication>,
    /// Whether the signed bytes are those that were signed.
    pub integrity: Integrity,
    /// Which part of the file the signature covers.
    pub coverage: Coverage,
    /// What happened to the file after this signature.
    pub modifications: Modifications,
    /// The later changes, one by one, those that are not permitted first.
    pub changes: Vec<Change>,
    /// How many later changes that list leaves out.
    pub changes_omitted: usize,
    /// The holder of the signing certificate.
    pub signer: Option<Certificate>,
    /// When it was signed, and who says so.
    pub signing_time: SigningTime,
    /// Baseline level.
    pub level: Level,
    /// When the next archive timestamp is due; `None` below level B-LTA.
    pub renewal: Option<Renewal>,
    /// Where the certificate path ends.
    pub trust: Trust,
    /// `/SubFilter` as written.
    pub sub_filter: Option<String>,
    /// `P` of DocMDP when it certifies the document: 1 no changes, 2 filling in
    /// and signing, 3 annotations too (ISO 32000-2, table 257).
    pub certification: Option<u8>,
    /// Formal rules A1, A2, B1.
    pub form: Vec<FormFinding>,
    /// What led to the verdict.
    pub findings: Vec<Finding>,
    /// Where its widget is seen.
    pub place: Option<Place>,
    /// Where its one picture has ink, in points of user space; `None` when it shows something else or is not measured.
    pub ink: Option<Rect>,
    /// The revision that it signs, from 0.
    pub revision: Option<usize>,
    /// `/ByteRange` as written.
    pub byte_range: Option<Vec<i64>>,
    /// How the verdict came about, block by block.
    pub validation: Validation,
    pub(crate) permission: Permission,
    /// What readers see of later changes that no signature shows.
    pub(crate) completed: Completed,
    /// Whether something that it draws after the first signature makes no original.
    pub(crate) bars_original: bool,
}

impl SignatureReport {
    pub(crate) fn take_role(&mut self, role: Role, basis: RoleBasis) {
        self.role = role;
        self.role_basis = basis;
    }

    /// Whether both have one holder, and paths to anchors of one class.
    pub(crate) fn is_of_same_holder(&self, other: &Self) -> bool {
        let both = self.signer.as_ref().zip(other.signer.as_ref());
        self.trust.class == other.trust.class
            && both.is_some_and(|(one, other)| one.is_of_same_holder(other))
    }

    /// Whether this signature and those before it allow a later one that is
    /// seen, in a new field of this name (ISO 32000-2, 12.8.2), also by programs that take a lock of all fields for one of new
    /// fields.
    #[must_use]
    pub fn allows_visible_signature(&self, field: &str) -> bool {
        let rule = ChangeRule::NewVisibleSignature;
        self.permission.permits(rule, Some(field)) && !self.permission.locks(field)
    }

    /// The same for the seal, number or date of an agency under a government anchor, drawn where they belong: P=2 of a
    /// certification permits them (ISO 32000-2, 12.8.2.2; ADR 0029).
    #[must_use]
    pub fn allows_issuing(&self, field: &str) -> bool {
        let rule = ChangeRule::NewVisibleSignature;
        let is_open = self.permission.leaves_open(rule, field) && !self.permission.locks(field);
        self.allows_visible_signature(field) || is_open
    }

    /// Whether the file may become an original, or stay one, as far as it hangs
    /// on what this signature draws and on what was filled in or noted after it.
    #[must_use]
    pub fn keeps_original(&self) -> bool {
        !self.bars_original && !self.completed.is_any()
    }
}

/// A signing time with its source (F4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningTime {
    /// The time; `None` when none is stated.
    pub value: Option<Timestamp>,
    /// Who states it.
    pub source: TimeSource,
}

/// The end of the certificate path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Common name of the trust anchor.
    pub anchor: Option<String>,
    /// Class of the trust anchor: `government`, `public`, `other` or `none`.
    pub class: TrustLevel,
    /// Revocation state of the whole path.
    pub revocation: Revocation,
}

/// Class of the anchor that a path ends at (0.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrustLevel {
    /// Government CA.
    Government,
    /// Licensed public CA.
    Public,
    /// Any other anchor that the operator trusts.
    Other,
    /// No path to an anchor.
    None,
}

/// A rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Page from 0.
    pub page_index: usize,
    /// In points of user space.
    pub rect: Rect,
}

impl TrustLevel {
    /// The name in the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Other => "other",
            Self::None => "none",
        }
    }
}

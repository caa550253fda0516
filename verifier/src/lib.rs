//! Verification of signed PDF documents: one report.
//!
//! For each signature: is the byte range exact, do digest and value agree with
//! the original bytes, what did later revisions change, does the certificate
//! lead to a trusted anchor, and are the pictures as the rules ask. What is
//! not known is never shown as valid.

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod active;
mod algorithm_policy;
mod appearance;
mod cades;
mod changes;
mod claimed_time;
mod colour_space;
mod conclusion;
mod container;
mod coverage;
mod digests;
mod document_timestamp;
mod drawings;
mod drawn;
mod error;
mod evidence;
mod examination;
mod existence;
mod file_findings;
mod finding;
mod form;
mod hidden;
mod holder;
mod inquiry;
mod judgement;
mod later_changes;
mod leftovers;
mod legal;
mod letterhead;
mod level;
mod memories;
mod needed;
mod package;
mod patterns;
mod permission;
mod policy;
mod recall;
mod report;
mod role;
mod signature_with_time;
mod signing_order;
mod spans;
mod standing;
mod states;
mod subject;
mod text_form;
mod timestamp;
mod values;
mod verify;
mod widget;

/// Partial names that kyso gives to signature fields, each followed by a number.
///
/// Names for people: no verdict rests on them.
pub mod field_names {
    /// The competent person.
    pub const PERSON: &str = "NguoiKy";
    /// Number and date.
    pub const NUMBERING: &str = "SoVaNgay";
    /// The agency with its seal.
    pub const AGENCY: &str = "ConDau";
    /// The agency on an attachment.
    pub const ATTACHMENT: &str = "PhuLuc";
    /// The agency on a copy.
    pub const COPY: &str = "BanSao";
}

pub use active::{ActiveContent, active_content};
pub use algorithm_policy::{AlgorithmLimit, AlgorithmPolicy, GovernmentSha1, LimitedAlgorithm};
pub use cades::{is_like_cms, verify_cms};
pub use drawn::{first_blank_paper, is_blank_paper};
pub use error::VerifyError;
pub use finding::{
    ActiveKind, Change, ChangeKind, ChangeRule, ContainerError, Finding, FormDetail, FormFinding,
    FormRule, FormStep, Severity, Unread,
};
pub use form::{DigitisationFault, DigitisationFaults, digitisation_faults, is_scan, seen_picture};
pub use holder::{HolderKind, Membership, holder_kind, membership};
pub use leftovers::shown_by_repair;
pub use package::{
    AttachmentPart, MainPart, PackageEntry, PackageFinding, PackageList, PackageReport,
    judge_package,
};
pub use policy::{
    ENGINE_VERSION, EvidenceLimits, FormCheck, POLICY_VERSION, Policy, UnknownRevocation,
};
pub use report::json;
pub use report::{
    Acceptance, AlgorithmUse, Completion, Conclusion, ContentState, Context, CopyForm, Coverage,
    EvidenceContent, EvidenceItem, EvidenceOrigin, Fact, FactKind, Identification, Indication,
    Integrity, LegalStatus, Level, Modifications, PackageState, PathMember, PathValidation, Place,
    ProofOfExistence, Renewal, Report, Revocation, Role, RoleBasis, Settings, SignatureKind,
    SignatureReport, SignedContent, SigningTime, SubIndication, TimeSource, TimestampDoubt,
    TimestampKind, TimestampValidation, Trust, TrustLevel, Validation, Verdict, written_anew,
};
pub use standing::{
    Effect, HolderDirectory, Mandate, NamedHolder, NamedOrganisation, SigningForm, Standing, Term,
};
pub use verify::{verify, verify_with};

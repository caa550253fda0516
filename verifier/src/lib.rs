//! Verification of signed PDF documents: one report.
//!
//! For each signature: is the byte range exact, do digest and value agree with
//! the original bytes, what did later revisions change, does the certificate
//! lead to a trusted anchor, and are the pictures as the rules ask. What is
//! not known is never shown as valid.

mod active;
mod appearance;
mod changes;
mod conclusion;
mod container;
mod coverage;
mod digest_policy;
mod digests;
mod finding;
mod form;
mod hidden;
mod holder;
mod lang;
mod later_changes;
mod legal;
mod overlap;
mod permission;
mod policy;
mod report;
mod role;
mod subject;
mod time;
mod timestamp;
mod trust;
mod verify;

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
}

pub use finding::{
    ActiveKind, Change, ChangeKind, ChangeRule, Finding, FormDetail, FormFinding, FormRule,
};
pub use lang::Lang;
pub use policy::{ENGINE_VERSION, FormCheck, POLICY_VERSION, Policy};
pub use report::{
    Coverage, Integrity, LegalStatus, Level, Modifications, Place, Report, Revocation, Role,
    SignatureKind, SignatureReport, SigningTime, SubIndication, TimeSource, Trust, TrustLevel,
    Verdict,
};
pub use time::{vietnam, vietnam_iso, vietnam_time};
pub use verify::{VerifyError, verify};

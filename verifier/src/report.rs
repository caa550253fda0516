//! The result of a verification: typed, complete, without prose.
//!
//! The names of the JSON form ([`Report::to_json`]) are a contract with other
//! programs; texts for people are made from the same values in one place.

mod certification;
mod completions;
mod content;
mod copies;
mod drawings;
mod evidence;
mod facts;
mod file;
mod headline;
mod holders;
pub mod json;
mod law;
mod protection;
mod signature;
mod signers;
mod validation;

pub use crate::states::{
    ContentState, CopyForm, Coverage, Integrity, LegalStatus, Level, Modifications, PackageState,
    Revocation, Role, RoleBasis, SignatureKind, SubIndication, TimeSource, Verdict,
};
pub use crate::values::{Place, SignedContent, SigningTime, TimestampDoubt, Trust, TrustLevel};
pub use completions::Completion;
pub use content::written_anew;
pub use evidence::{EvidenceContent, EvidenceItem, EvidenceOrigin};
pub use facts::{Fact, FactKind};
pub use file::{Report, Settings};
pub use signature::SignatureReport;
pub use validation::{
    Acceptance, AlgorithmUse, Conclusion, Context, Identification, Indication, PathMember,
    PathValidation, ProofOfExistence, Renewal, TimestampKind, TimestampValidation, Validation,
};

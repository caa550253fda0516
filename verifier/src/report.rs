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
mod file;
mod headline;
pub mod json;
mod law;
mod protection;
mod signature;
mod signers;
mod states;
mod validation;
mod values;

pub use completions::Completion;
pub use content::written_anew;
pub use evidence::{EvidenceContent, EvidenceItem, EvidenceOrigin};
pub use facts::{Fact, FactKind};
pub use file::{Report, Settings};
pub use signature::SignatureReport;
pub use states::{
    ContentState, Coverage, Integrity, LegalStatus, Level, Modifications, Revocation, Role,
    RoleBasis, SignatureKind, SubIndication, TimeSource, Verdict,
};
pub use validation::{
    Acceptance, AlgorithmUse, Conclusion, Context, Identification, Indication, PathMember,
    PathValidation, ProofOfExistence, Renewal, TimestampDoubt, TimestampKind, TimestampValidation,
    Validation,
};
pub use values::{Place, SignedContent, SigningTime, Trust, TrustLevel};

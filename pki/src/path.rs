//! Questions about paths from certificates to trust anchors, and their answers (RFC 5280, section 6; EN 319 102-1,
//! clauses 5.2.6 and 5.6). The module `validation` finds the answers.
//!
//! The path and the revocation of its members are separate findings: a path may be sound while a list is missing.

mod answers;
mod engine;
mod problem;
mod report;
mod request;
mod status;
mod usage;

pub(crate) use answers::Answers;
pub use engine::PolicySettings;
pub(crate) use engine::{Engine, Task};
pub(crate) use problem::out_of_time;
pub use problem::{PathIndication, PathProblem, UsageProblem};
pub use report::{ChainAlgorithm, PathReport};
pub use request::{PathRequest, Purpose, StoreScope};
pub(crate) use status::MAX_AGE;
pub use status::{EvidenceUse, RevocationGap, RevocationStatus};
pub(crate) use usage::check_usage;

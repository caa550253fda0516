//! The judgement of the signer and the time.

use crate::finding::Finding;
use crate::inquiry::Answer;
use crate::report::{Conclusion, Context, ProofOfExistence, TimestampValidation};

/// Everything that was found out about one signature beside its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Judgement {
    pub(crate) context: Context,
    /// `None` without a signing certificate.
    pub(crate) answer: Option<Answer>,
    pub(crate) conclusion: Conclusion,
    pub(crate) timestamps: Vec<TimestampValidation>,
    pub(crate) existence: Vec<ProofOfExistence>,
    pub(crate) past: Option<Conclusion>,
    pub(crate) findings: Vec<Finding>,
}

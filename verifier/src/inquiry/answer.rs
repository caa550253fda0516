//! The answer to a question about a certificate.

use crate::finding::Finding;
use crate::report::{AlgorithmUse, Conclusion, PathValidation, Trust};

/// The answer to a question.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) conclusion: Conclusion,
    pub(crate) trust: Trust,
    pub(crate) findings: Vec<Finding>,
    pub(crate) path: PathValidation,
    pub(crate) algorithms: Vec<AlgorithmUse>,
}

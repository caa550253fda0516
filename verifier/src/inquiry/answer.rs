//! The answer to a question about a certificate.

use kyso_pki::Certificate;

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

/// The name of the holder of a certificate, for people.
pub(crate) fn holder(certificate: &Certificate) -> String {
    let name = certificate.subject_common_name().map(str::to_owned);
    name.unwrap_or_else(|| certificate.subject_display())
}

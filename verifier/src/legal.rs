//! What a file is in law (NĐ 30/2020 Điều 5.1; rules 0.3, 0.4, B3).

use crate::finding::Finding;
use crate::report::{LegalStatus, Role, SignatureReport, TrustLevel, Verdict};

/// The status above the verdicts of the single signatures.
///
/// `ORIGINAL` needs a valid signature of a person and, after it, a valid
/// signature of an agency that is another holder, both of the government CA.
/// Where a picture hides signed text, what is seen is not what was signed: for
/// information only.
pub(crate) fn status(verdict: Verdict, signatures: &[SignatureReport]) -> LegalStatus {
    if verdict == Verdict::TotalFailed {
        return LegalStatus::Invalid;
    }
    if signatures.iter().any(hides_text) {
        return LegalStatus::InformationOnly;
    }
    let person = signatures.iter().position(|s| counts(s, Role::Person));
    let agency = signatures.iter().rposition(|s| counts(s, Role::Agency));
    match (person, agency) {
        (Some(person), Some(agency)) if person < agency => {
            let holder = |index: usize| {
                let signer = signatures.get(index)?.signer.as_ref()?;
                Some(signer.subject().to_vec())
            };
            let distinct = holder(person) != holder(agency);
            if verdict == Verdict::TotalPassed && distinct {
                LegalStatus::Original
            } else {
                LegalStatus::Incomplete
            }
        }
        (None, None) => LegalStatus::InformationOnly,
        _ => LegalStatus::Incomplete,
    }
}

/// Whether its appearance may put other words in the place of signed ones:
/// anything opaque, and whatever stands over text without a known role.
fn hides_text(signature: &SignatureReport) -> bool {
    let stranger = signature.role == Role::Unknown;
    let mut findings = signature.findings.iter();
    findings
        .any(|finding| matches!(finding, Finding::CoversText { opaque, .. } if *opaque || stranger))
}

/// Only valid signatures with a government certificate count (0.4).
fn counts(signature: &SignatureReport, role: Role) -> bool {
    signature.role == role
        && signature.verdict == Verdict::TotalPassed
        && signature.trust.class == TrustLevel::Government
}

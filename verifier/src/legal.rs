//! The legal status of a file (NĐ 30/2020 Điều 5.1; rules 0.3, 0.4, B3).

use crate::finding::Finding;
use crate::report::{LegalStatus, Role, SignatureKind, SignatureReport, TrustLevel, Verdict};

/// The status above the verdicts of the single signatures.
///
/// `ORIGINAL` needs a valid signature of a person and, after it, a valid signature of an agency
/// that is another holder, both of the government CA. Readers must see what they signed. The file
/// is for information only where a later signature draws something that makes no original by the
/// table of [`crate::drawn`], where a form was filled or a remark made after the first signature,
/// or where the file may do something besides showing pages (I4). A valid signature of an agency
/// in the form of a copy makes a `COPY` (D3), under the same conditions, also of an original.
pub(crate) fn status(
    verdict: Verdict,
    signatures: &[SignatureReport],
    findings: &[Finding],
) -> LegalStatus {
    if verdict == Verdict::TotalFailed {
        return LegalStatus::Invalid;
    }
    if signatures.iter().any(covers_content) {
        return LegalStatus::InformationOnly;
    }
    if signatures.iter().any(|s| counts(s, Role::Copy)) {
        return match verdict {
            Verdict::TotalPassed => unless_touched(LegalStatus::Copy, signatures, findings),
            _ => LegalStatus::Incomplete,
        };
    }
    let person = signatures.iter().position(|s| counts(s, Role::Person));
    let agency = signatures.iter().rposition(|s| counts(s, Role::Agency));
    match (person, agency) {
        (Some(person), Some(agency)) if person < agency => {
            let signer = |index: usize| signatures.get(index)?.signer.as_ref();
            let distinct = signer(person)
                .zip(signer(agency))
                .is_some_and(|(person, agency)| !person.is_of_same_holder(agency));
            if verdict != Verdict::TotalPassed || !distinct {
                return LegalStatus::Incomplete;
            }
            unless_touched(LegalStatus::Original, signatures, findings)
        }
        (None, None) => LegalStatus::InformationOnly,
        _ => LegalStatus::Incomplete,
    }
}

/// What the document is that a copy was made of, as its other signatures say; `None` where the file is no copy, or the copied
/// document has no signature.
pub(crate) fn of_copied(
    verdict: Verdict,
    signatures: &[SignatureReport],
    findings: &[Finding],
) -> Option<LegalStatus> {
    let is_copy = |signature: &&SignatureReport| signature.role == Role::Copy;
    let others: Vec<_> = signatures
        .iter()
        .filter(|one| !is_copy(one))
        .cloned()
        .collect();
    let is_of_signed = signatures.len() > others.len()
        && others
            .iter()
            .any(|one| one.kind == SignatureKind::Signature);
    is_of_signed.then(|| status(verdict, &others, findings))
}

/// The status, unless the pages may show something else than was signed.
fn unless_touched(
    status: LegalStatus,
    signatures: &[SignatureReport],
    findings: &[Finding],
) -> LegalStatus {
    let acts = findings.iter().any(Finding::may_act);
    match !acts && signatures.iter().all(SignatureReport::keeps_original) {
        true => status,
        false => LegalStatus::InformationOnly,
    }
}

/// Whether its appearance may put other words in the place of signed ones.
fn covers_content(signature: &SignatureReport) -> bool {
    let mut findings = signature.findings.iter();
    findings.any(|finding| {
        matches!(
            finding,
            Finding::CoversContent { .. } | Finding::DrawnOnUnreadPage { .. }
        )
    })
}

/// Only valid signatures with a government certificate count (0.4).
fn counts(signature: &SignatureReport, role: Role) -> bool {
    signature.role == role
        && (signature.verdict == Verdict::TotalPassed || hangs_on_later(signature))
        && signature.trust.class == TrustLevel::Government
}

/// Valid but for a later signature of which it is open whether a certification permits it: that one keeps the file from
/// being an original.
fn hangs_on_later(signature: &SignatureReport) -> bool {
    let open = |finding: &Finding| matches!(finding, Finding::UnprovenAfterCertification { .. });
    signature.verdict == Verdict::Indeterminate && signature.findings.iter().any(open)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use kyso_testdata::{Base, now};

    use super::*;
    use crate::finding::ActiveKind;
    use crate::{Policy, verify};

    /// A file that opens with a key may show something else with another key; only some programs
    /// draw XML forms (I4).
    #[test]
    fn what_is_encrypted_or_plays_is_no_original() {
        let base = Base::new();
        let report = verify(&base.issued, &base.office.store(), &Policy::new(now())).unwrap();
        let judged = |findings: &[Finding]| status(report.verdict, &report.signatures, findings);
        assert_eq!(judged(&report.findings), LegalStatus::Original);
        let xfa = Finding::ActiveContent {
            kind: ActiveKind::Xfa,
            object: kyso_pdf::ObjectId::new(1, 0),
        };
        for finding in [Finding::Encrypted, xfa] {
            let told = format!("{finding:?}");
            assert_eq!(judged(&[finding]), LegalStatus::InformationOnly, "{told}");
        }
    }
}

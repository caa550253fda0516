//! Signatures that are seen after a certification with P=2 (ISO 32000-2, 12.8.2.2; ADR 0029).
//!
//! P=2 permits signing. What is drawn on blank paper or in the blanks of number and date, and a measured seal on the picture
//! of a signature, is signing when its holder is known to the government authority; what covers more is the attack.

use crate::conclusion::{is_sound, leave_open, refuse};
use crate::finding::Finding;
use crate::report::{Integrity, SignatureReport, SubIndication, TrustLevel, Verdict};
use crate::subject::Examined;

/// Whether a later signature is permitted after a certification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Admitted,
    /// Trust in its holder, or the revocation of its certificate, is not known.
    Open(Option<SubIndication>),
    Refused,
}

/// Settles the signatures that a certification depends on. `signs_only` says of each signature
/// whether it covers no more than signatures do, provided that its holder is trusted.
pub(super) fn settle(examined: &mut [Examined], signs_only: &[bool]) {
    let both = examined.iter().zip(signs_only);
    let all = both.map(|(one, signs_only)| Later {
        field: one.report.field.clone(),
        revision: one.report.revision.unwrap_or_default(),
        standing: match signs_only {
            true => standing(&one.report),
            false => Standing::Refused,
        },
    });
    let all: Vec<Later> = all.collect();
    for one in examined {
        let open = std::mem::take(&mut one.open);
        let later = open.into_iter().filter_map(|index| all.get(index));
        settle_one(&mut one.report, later);
    }
}

/// The facts about a later signature that count.
struct Later {
    field: String,
    revision: usize,
    standing: Standing,
}

fn settle_one<'l>(report: &mut SignatureReport, later: impl Iterator<Item = &'l Later>) {
    let mut admitted = Vec::new();
    for one in later {
        match one.standing {
            Standing::Admitted => admitted.push(one.field.clone()),
            Standing::Open(reason) => leave_open(report, &one.field, reason),
            Standing::Refused => refuse(report, one.revision, &one.field),
        }
    }
    if report.certification.is_some() && !admitted.is_empty() {
        let fields = admitted;
        report
            .findings
            .push(Finding::SeenAfterCertification { fields });
    }
}

/// The standing of the holder, regardless of changes after his signature.
fn standing(report: &SignatureReport) -> Standing {
    if report.integrity != Integrity::Intact || !is_sound(report) {
        return Standing::Refused;
    }
    let is_known = |class| match class {
        TrustLevel::Government => Standing::Admitted,
        TrustLevel::Public | TrustLevel::Other | TrustLevel::None => Standing::Refused,
    };
    match (report.trust.class, report.verdict, report.sub_indication) {
        (TrustLevel::Public | TrustLevel::Other, ..) => Standing::Refused,
        (class, Verdict::TotalPassed, _) => is_known(class),
        (_, Verdict::Indeterminate, reason) => Standing::Open(reason),
        // The document was altered afterwards: the change counts against the certifying signature
        // as well.
        (class, _, Some(SubIndication::AlteredAfterSigning)) => {
            let path = report.validation.path.as_ref();
            match path.map(|path| path.conclusion) {
                Some(path) if path.is_passed() => is_known(class),
                path => Standing::Open(path.and_then(|path| path.sub_indication)),
            }
        }
        _ => Standing::Refused,
    }
}

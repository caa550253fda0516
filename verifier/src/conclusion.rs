//! The verdict on one signature (EN 319 102-1, 5.1.3).

use kyso_pki::DigestAlgorithm;

use crate::container::Container;
use crate::digest_policy::tolerates;
use crate::finding::Finding;
use crate::policy::Policy;
use crate::report::{
    Coverage, Integrity, Modifications, SignatureReport, SubIndication, TimeSource, Verdict,
};
use crate::trust::Trusted;

/// Whether a document timestamp is intact and of a trusted authority.
pub(crate) fn is_proven(report: &SignatureReport, trusted: Option<&Trusted>) -> bool {
    report.integrity == Integrity::Intact
        && trusted.is_some_and(|trusted| trusted.sub_indication.is_none())
}

/// Completes the report with the findings of its parts and the verdict that follows from them.
pub(crate) fn conclude(
    report: &mut SignatureReport,
    container: Container,
    trusted: Option<Trusted>,
    policy: &Policy,
) {
    let weak = container.digest.filter(|digest| digest.is_weak());
    let tolerated = weak.is_some_and(|digest| tolerates(policy, digest, &report.signing_time));
    let doubts = Doubts {
        broken: container.sub_indication,
        path: trusted.as_ref().and_then(|trusted| trusted.sub_indication),
        weak: weak
            .filter(|_| !tolerated)
            .map(|_| SubIndication::CryptoConstraintsFailureNoPoe),
        container: container.doubt,
    };
    for finding in container.findings {
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
    report
        .findings
        .extend(weak.map(|digest| weakness(digest, tolerated)));
    report.findings.extend(remarks(report, policy));
    report
        .findings
        .extend(trusted.into_iter().flat_map(|trusted| trusted.findings));
    (report.verdict, report.sub_indication) = verdict(report, doubts);
}

fn weakness(digest: DigestAlgorithm, tolerated: bool) -> Finding {
    let algorithm = digest.to_string();
    match tolerated {
        true => Finding::OldAlgorithm { algorithm },
        false => Finding::WeakAlgorithm { algorithm },
    }
}

/// What speaks against a signature, by where it was found.
struct Doubts {
    /// Why the container does not fit the bytes, or cannot be read.
    broken: Option<SubIndication>,
    path: Option<SubIndication>,
    weak: Option<SubIndication>,
    container: Option<SubIndication>,
}

/// What a reader should know about time and later changes.
fn remarks(report: &SignatureReport, policy: &Policy) -> Vec<Finding> {
    let time = &report.signing_time;
    let altered = report.modifications == Modifications::Forbidden && report.revision.is_some();
    let remarks = [
        (time.source == TimeSource::Claimed).then_some(Finding::TimeOnlyClaimed),
        time.value
            .is_some_and(|time| time > policy.at)
            .then_some(Finding::TimeInFuture),
        altered.then_some(Finding::Altered),
    ];
    remarks.into_iter().flatten().collect()
}

/// Disproven before unknown before proven.
fn verdict(report: &SignatureReport, doubts: Doubts) -> (Verdict, Option<SubIndication>) {
    match report.integrity {
        Integrity::Broken => (Verdict::TotalFailed, doubts.broken),
        _ if !is_sound(report) => (Verdict::TotalFailed, Some(SubIndication::FormatFailure)),
        _ if report.modifications == Modifications::Forbidden => {
            let altered = Some(SubIndication::AlteredAfterSigning);
            (Verdict::TotalFailed, altered)
        }
        Integrity::Unverifiable => (Verdict::Indeterminate, doubts.broken),
        Integrity::Intact => match doubts.path.or(doubts.weak).or(doubts.container) {
            None => (Verdict::TotalPassed, None),
            found => (Verdict::Indeterminate, found),
        },
    }
}

/// Whether byte range and dictionary are those of one whole revision.
fn is_sound(report: &SignatureReport) -> bool {
    !matches!(report.coverage, Coverage::Partial | Coverage::Unclear)
        && !report.findings.contains(&Finding::SharedValue)
}

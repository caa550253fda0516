//! The verdict on one signature (EN 319 102-1, 5.1.3).

use std::borrow::Cow;

use jiff::Timestamp;
use kyso_pki::TrustClass;

use crate::algorithm_policy::{AlgorithmPolicy, End, Limited};
use crate::container::Container;
use crate::finding::{Change, ChangeKind, ChangeRule, Finding};
use crate::judgement::Judgement;
use crate::policy::Policy;
use crate::report::{
    Acceptance, AlgorithmUse, Conclusion, Context, Coverage, Indication, Integrity, Modifications,
    SignatureKind, SignatureReport, SubIndication, TimeSource, Verdict,
};

/// Completes the report with the findings of its parts and the verdict that follows from them.
pub(crate) fn conclude(
    report: &mut SignatureReport,
    container: Container,
    judged: Judgement,
    policy: &Policy,
) {
    let class = judged.answer.as_ref().and_then(|one| one.path.anchor);
    let acceptance = accept_under(class, &container, &judged.context, policy);
    report.validation.format = format(report, &container);
    report.validation.cryptography = cryptography(&container);
    for finding in container.findings {
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
    report.findings.extend(acceptance.findings);
    report.findings.extend(remarks(report, policy));
    for finding in judged.findings {
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
    let path = judged.answer.as_ref();
    report
        .findings
        .extend(path.into_iter().flat_map(|answer| answer.findings.clone()));
    let mut algorithms = acceptance.algorithms;
    algorithms.extend(
        judged
            .answer
            .into_iter()
            .flat_map(|answer| answer.algorithms),
    );
    report.validation.acceptance = Acceptance {
        conclusion: match report.modifications {
            Modifications::Forbidden => Conclusion::failed(SubIndication::AlteredAfterSigning),
            _ => Conclusion::unless(acceptance.weak),
        },
        algorithms,
    };
    let doubt = acceptance.weak.or(container.doubt);
    (report.verdict, report.sub_indication) =
        verdict(report, container.sub_indication, judged.conclusion, doubt);
}

/// Takes back what was concluded, once it is known that something was drawn over the content after the signature.
pub(crate) fn alter(report: &mut SignatureReport, changes: Vec<Change>) {
    report.modifications = Modifications::Forbidden;
    report.changes.splice(0..0, changes);
    if !report.findings.contains(&Finding::Altered) {
        report.findings.push(Finding::Altered);
    }
    let altered = SubIndication::AlteredAfterSigning;
    report.validation.acceptance.conclusion = Conclusion::failed(altered);
    if report.verdict != Verdict::TotalFailed {
        report.verdict = Verdict::TotalFailed;
        report.sub_indication = Some(altered);
    }
}

/// Takes back that a later signature, which is seen, is permitted after a certification: the change of its `field`.
pub(crate) fn refuse(report: &mut SignatureReport, revision: usize, field: &str) {
    let brings = |change: &Change| {
        change.permitted_by == Some(ChangeRule::NewVisibleSignature)
            && change.revision == revision
            && change.field.as_deref() == Some(field)
    };
    let listed = std::mem::take(&mut report.changes);
    let (mut refused, kept): (Vec<Change>, Vec<Change>) = listed.into_iter().partition(brings);
    report.changes = kept;
    for change in &mut refused {
        change.permitted_by = None;
    }
    if refused.is_empty() {
        // It was left out of the list, where what is forbidden comes first.
        report.changes_omitted = report.changes_omitted.saturating_sub(1);
        refused.push(Change {
            revision,
            what: ChangeKind::SignatureField {
                name: field.to_owned(),
            },
            object: None,
            page_index: None,
            field: Some(field.to_owned()),
            permitted_by: None,
        });
    }
    alter(report, refused);
}

/// A later signature, in `field`, is permitted after a certification only if its holder is trusted, which is not known.
pub(crate) fn leave_open(report: &mut SignatureReport, field: &str, reason: Option<SubIndication>) {
    let reason = reason.unwrap_or(SubIndication::Generic);
    if report.validation.acceptance.conclusion.is_passed() {
        report.validation.acceptance.conclusion = Conclusion::indeterminate(reason);
    }
    if report.verdict == Verdict::TotalPassed {
        report.verdict = Verdict::Indeterminate;
        report.sub_indication = Some(reason);
        let field = field.to_owned();
        let finding = Finding::UnprovenAfterCertification { field };
        report.findings.push(finding);
    }
}

/// The result of the algorithms of the signature itself.
struct Accepted {
    weak: Option<SubIndication>,
    findings: Vec<Finding>,
    algorithms: Vec<AlgorithmUse>,
}

/// As [`accept`]; a finding names each algorithm that only counts under an anchor of the government
/// authority.
fn accept_under(
    class: Option<TrustClass>,
    container: &Container,
    context: &Context,
    policy: &Policy,
) -> Accepted {
    let usual = accept(&policy.algorithms, container, context, policy);
    let table = policy.algorithms.under(class);
    if usual.weak.is_none() || matches!(table, Cow::Borrowed(_)) {
        return usual;
    }
    let mut accepted = accept(&table, container, context, policy);
    if accepted.weak.is_none() {
        accepted.findings.push(Finding::Sha1Checked);
    }
    accepted
}

/// Judges the digests and the scheme at the best signature time (5.2.8.4). What the signer claims, or a document
/// timestamp states about itself, is no proof.
fn accept(
    table: &AlgorithmPolicy,
    container: &Container,
    context: &Context,
    policy: &Policy,
) -> Accepted {
    let at = context.best_signature_time;
    let digests = container.digests.iter().map(|digest| table.digest(*digest));
    let scheme = container.algorithm.map(|scheme| table.signature(scheme));
    let mut limits: Vec<Limited> = Vec::new();
    for limited in digests.chain(scheme) {
        if !limits.contains(&limited) {
            limits.push(limited);
        }
    }
    let proven = context.proven_by != TimeSource::None;
    let old = |limited: &&Limited| !limited.end.allows(policy.at) || !limited.end.allows(at);
    let weakest = limits.iter().filter(old).min_by_key(|limited| limited.end);
    let tolerated = weakest.is_some_and(|limited| proven && limited.end.allows(at));
    Accepted {
        weak: weakest
            .filter(|_| !tolerated)
            .map(|limited| weakness(limited.end, context.not_before)),
        findings: weakest
            .map(|limited| named(limited, tolerated))
            .into_iter()
            .collect(),
        algorithms: limits
            .into_iter()
            .map(|limited| crate::inquiry::algorithm_use((limited, at)))
            .collect(),
    }
}

/// Whether it is proven to be later than the end of its algorithm, or only not proven to be older.
fn weakness(end: End, not_before: Option<Timestamp>) -> SubIndication {
    match not_before.is_some_and(|not_before| !end.allows(not_before)) {
        true => SubIndication::CryptoConstraintsFailure,
        false => SubIndication::CryptoConstraintsFailureNoPoe,
    }
}

fn named(limited: &Limited, tolerated: bool) -> Finding {
    let algorithm = limited.name.clone();
    match tolerated {
        true => Finding::OldAlgorithm { algorithm },
        false => Finding::WeakAlgorithm { algorithm },
    }
}

/// Remarks that a reader should know about time and later changes.
fn remarks(report: &SignatureReport, policy: &Policy) -> Vec<Finding> {
    let time = &report.signing_time;
    // Its time is its authority's, of which the reasons speak.
    let is_timestamp = report.kind == SignatureKind::DocumentTimestamp;
    let altered = report.modifications == Modifications::Forbidden && report.revision.is_some();
    let remarks = [
        (time.source == TimeSource::Claimed && !is_timestamp).then_some(Finding::TimeOnlyClaimed),
        time.value
            .is_some_and(|time| time > policy.at)
            .then_some(Finding::TimeInFuture),
        altered.then_some(Finding::Altered),
    ];
    remarks.into_iter().flatten().collect()
}

/// Format checking: byte range, dictionary and container (5.2.2).
fn format(report: &SignatureReport, container: &Container) -> Conclusion {
    let malformed = container.sub_indication == Some(SubIndication::FormatFailure);
    match malformed || !is_sound(report) {
        true => Conclusion::failed(SubIndication::FormatFailure),
        false => Conclusion::unless(container.doubt),
    }
}

/// Whether digest and value hold (5.2.7).
fn cryptography(container: &Container) -> Conclusion {
    let reason = container.sub_indication;
    let indication = match container.integrity {
        Integrity::Intact => return Conclusion::PASSED,
        Integrity::Broken => Indication::Failed,
        Integrity::Unverifiable => Indication::Indeterminate,
    };
    Conclusion {
        indication,
        sub_indication: reason,
    }
}

/// Disproven before unknown before proven.
fn verdict(
    report: &SignatureReport,
    broken: Option<SubIndication>,
    judged: Conclusion,
    doubt: Option<SubIndication>,
) -> (Verdict, Option<SubIndication>) {
    match report.integrity {
        Integrity::Broken => (Verdict::TotalFailed, broken),
        _ if !is_sound(report) => (Verdict::TotalFailed, Some(SubIndication::FormatFailure)),
        _ if report.modifications == Modifications::Forbidden => {
            let altered = Some(SubIndication::AlteredAfterSigning);
            (Verdict::TotalFailed, altered)
        }
        Integrity::Unverifiable => (Verdict::Indeterminate, broken),
        Integrity::Intact if !judged.is_passed() => (judged.verdict(), judged.sub_indication),
        Integrity::Intact => {
            let conclusion = Conclusion::unless(doubt);
            (conclusion.verdict(), conclusion.sub_indication)
        }
    }
}

/// Whether byte range and dictionary are those of one whole revision.
pub(crate) fn is_sound(report: &SignatureReport) -> bool {
    !matches!(report.coverage, Coverage::Partial | Coverage::Unclear)
        && !report.findings.contains(&Finding::SharedValue)
}

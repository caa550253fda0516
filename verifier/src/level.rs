//! The baseline level that a signature has reached, and when its protection is to be renewed (ETSI EN 319 142-1,
//! clause 6).

use jiff::Timestamp;
use kyso_pki::EvidenceId;

use crate::inquiry::Inquiry;
use crate::policy::Policy;
use crate::report::{
    Level, PathMember, PathValidation, Renewal, SignatureKind, SignatureReport, TimeSource, Verdict,
};
use crate::subject::Examined;

/// Raises the levels of signatures at B-T: to B-LT where the file itself holds the evidence, to B-LTA where a valid
/// document timestamp covers that evidence.
pub(crate) fn assign(inquiry: &Inquiry<'_>, examined: &mut [Examined]) {
    let reports = examined.iter().map(|one| &one.report);
    let archives = reports.filter_map(|report| Archive::of(report, inquiry.policy));
    let archives: Vec<Archive> = archives.collect();
    for report in examined.iter_mut().map(|one| &mut one.report) {
        let since = (report.level == Level::Bt)
            .then(|| held_since(inquiry, report, &archives))
            .flatten();
        let Some(since) = since else {
            continue;
        };
        report.level = Level::Blt;
        let covering = archives.iter().filter(|archive| archive.revision >= since);
        if let Some(newest) = covering.max_by_key(|archive| archive.revision) {
            report.level = Level::Blta;
            report.renewal = Some(newest.renewal);
        }
    }
}

/// A valid document timestamp.
struct Archive {
    field: String,
    revision: usize,
    renewal: Renewal,
    path: PathValidation,
}

impl Archive {
    fn of(report: &SignatureReport, policy: &Policy) -> Option<Self> {
        let valid = report.kind == SignatureKind::DocumentTimestamp
            && report.verdict == Verdict::TotalPassed;
        let path = report.validation.path.clone().filter(|_| valid)?;
        let algorithms = report.validation.acceptance.algorithms.iter();
        let ends = algorithms.filter_map(|algorithm| algorithm.until);
        let certificates = below_anchor(&path).map(|member| member.certificate.not_after());
        let protected_until = certificates.chain(ends).min()?;
        let due = protected_until.checked_sub(policy.renewal_margin);
        Some(Self {
            field: report.field.clone(),
            revision: report.revision?,
            renewal: Renewal {
                protected_until,
                due: due.unwrap_or(Timestamp::MIN),
            },
            path,
        })
    }
}

/// The first revision whose timestamps cover all evidence about the signature and the timestamps that prove its time;
/// `None` when some of it is not in the file.
fn held_since(
    inquiry: &Inquiry<'_>,
    report: &SignatureReport,
    archives: &[Archive],
) -> Option<usize> {
    let validation = &report.validation;
    let own = validation.path.iter();
    let timestamps = validation.timestamps.iter();
    let timestamps = timestamps.filter(|timestamp| timestamp.conclusion.is_passed());
    let timestamps = timestamps.filter_map(|timestamp| timestamp.path.as_ref());
    let proof = validation.existence.first().filter(|proof| {
        validation.context.proven_by == TimeSource::DocumentTimestamp
            && proof.source == TimeSource::DocumentTimestamp
    });
    let proving = proof.and_then(|proof| proof.field.as_ref());
    let proving = archives
        .iter()
        .filter(|archive| Some(&archive.field) == proving);
    let paths = own
        .chain(timestamps)
        .chain(proving.map(|archive| &archive.path));
    let mut latest = 0;
    for path in paths {
        path.conclusion.is_passed().then_some(())?;
        for member in below_anchor(path) {
            latest = latest.max(member_since(inquiry, member)?);
        }
    }
    Some(latest)
}

/// Since when the file holds a certificate and the evidence about it.
fn member_since(inquiry: &Inquiry<'_>, member: &PathMember) -> Option<usize> {
    let pool = &inquiry.pool;
    let certificate = pool.certificates.find(&member.certificate.sha256())?;
    let mut latest = certificate.since?;
    if member.decided_by.is_empty() {
        return None;
    }
    for used in &member.decided_by {
        let signer = pool.certificates.find(&used.signer.sha256());
        let is_anchor = used.signer.is_self_signed();
        latest = latest.max(match signer.and_then(|signer| signer.since) {
            None if is_anchor => 0,
            since => since?,
        });
        let since = match &used.id {
            EvidenceId::Crl(sha256) => pool.crls.find(sha256)?.since,
            EvidenceId::Ocsp(sha256) => pool.ocsp_responses.find(sha256)?.since,
        };
        latest = latest.max(since?);
    }
    Some(latest)
}

/// Anchors stand in no file and need no evidence.
fn below_anchor(path: &PathValidation) -> impl Iterator<Item = &PathMember> {
    let anchors = usize::from(path.anchor.is_some());
    let count = path.members.len().saturating_sub(anchors);
    path.members.iter().take(count)
}

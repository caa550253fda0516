//! The baseline level that a signature has reached, and when its protection is to be renewed (ETSI EN 319 142-1,
//! clause 6).

use jiff::Timestamp;
use kyso_pki::Purpose;

use crate::inquiry::Inquiry;
use crate::policy::Policy;
use crate::report::{
    Level, PathMember, PathValidation, Renewal, SignatureKind, SignatureReport, TimeSource, Verdict,
};
use crate::subject::Examined;

/// Raises the levels of signatures at B-T: to B-LT where the file itself holds the evidence, to B-LTA where the newest
/// valid document timestamp covers that evidence.
pub(crate) fn assign(inquiry: &Inquiry<'_>, examined: &mut [Examined]) {
    let reports = examined.iter().map(|one| &one.report);
    let archives = reports.filter_map(|report| Archive::of(report, inquiry.policy));
    let archives: Vec<Archive> = archives.collect();
    let newest = archives.iter().max_by_key(|archive| archive.revision);
    for report in examined.iter_mut().map(|one| &mut one.report) {
        if report.level != Level::Bt {
            continue;
        }
        let paths = proving_paths(report, &archives);
        let is_held = |latest: usize| {
            let mut paths = paths.iter();
            paths.all(|(path, purpose)| inquiry.is_held(path, *purpose, latest))
        };
        let archive = newest.filter(|archive| is_held(archive.revision));
        let renewal = archive.map(|archive| archive.renewal);
        if renewal.is_some() {
            report.level = Level::Blta;
            report.renewal = renewal;
        } else if is_held(usize::MAX) {
            report.level = Level::Blt;
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
        let time = report.signing_time.value;
        // A timestamp after the time of validation proves nothing yet.
        let valid = report.kind == SignatureKind::DocumentTimestamp
            && report.verdict == Verdict::TotalPassed
            && time.is_some_and(|time| time <= policy.at);
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

/// The paths of the signer, of the timestamps in the signature, and of the document timestamp that proves its time.
fn proving_paths(report: &SignatureReport, archives: &[Archive]) -> Vec<(PathValidation, Purpose)> {
    let validation = &report.validation;
    let signer = validation.path.iter().cloned();
    let signer = signer.map(|path| (path, Purpose::DocumentSigning));
    let timestamps = validation.timestamps.iter();
    let timestamps = timestamps.filter(|timestamp| timestamp.conclusion.is_passed());
    let timestamps = timestamps.filter_map(|timestamp| timestamp.path.clone());
    let proof = validation.existence.first();
    let proof = proof.filter(|proof| proof.source == TimeSource::DocumentTimestamp);
    let field = proof.and_then(|proof| proof.field.as_ref());
    let proving = archives
        .iter()
        .filter(|archive| Some(&archive.field) == field)
        .map(|archive| archive.path.clone());
    let authorities = timestamps.chain(proving);
    let authorities = authorities.map(|path| (path, Purpose::Timestamping));
    signer.chain(authorities).collect()
}

/// No file holds the anchors, and they need no evidence.
fn below_anchor(path: &PathValidation) -> impl Iterator<Item = &PathMember> {
    let anchors = usize::from(path.anchor.is_some());
    let count = path.members.len().saturating_sub(anchors);
    path.members.iter().take(count)
}

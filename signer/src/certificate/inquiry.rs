//! The path of the signer's own certificate: what the trust store lacks is asked of the source of evidence (G1).

use kyso_pki::{
    Certificate, Evidence, PathProblem, PathReport, PathRequest, Purpose, RevocationStatus,
};

use crate::context::Context;

/// What is known about the path of `certificate` now. What the source gives may need evidence itself.
pub(super) fn path(
    certificate: &Certificate,
    others: &[Certificate],
    context: &Context<'_>,
) -> PathReport {
    let mut evidence = Evidence {
        certificates: others.to_vec(),
        ..Evidence::default()
    };
    let mut report = answer(certificate, &evidence, context);
    for _ in 0..MAX_ROUNDS {
        if !ask(&report, &mut evidence, context) {
            break;
        }
        report = answer(certificate, &evidence, context);
    }
    report
}

fn answer(certificate: &Certificate, evidence: &Evidence, context: &Context<'_>) -> PathReport {
    let request = PathRequest::new(certificate, context.now, Purpose::DocumentSigning)
        .with_certificates(&evidence.certificates)
        .with_evidence(evidence);
    context.trust.answer(&request)
}

/// Says whether the source gave anything new.
fn ask(report: &PathReport, evidence: &mut Evidence, context: &Context<'_>) -> bool {
    let before = count(evidence);
    let source = context.evidence;
    if let (Some(PathProblem::IssuerMissing { .. }), Some(last)) =
        (&report.problem, report.chain.last())
    {
        evidence.merge(Evidence {
            certificates: source.issuers(last),
            ..Evidence::default()
        });
        return count(evidence) > before;
    }
    let links = report.chain.iter().zip(report.chain.iter().skip(1));
    for ((member, issuer), status) in links.zip(&report.revocation) {
        if matches!(status, RevocationStatus::Unknown(_)) {
            evidence.merge(source.revocation(member, issuer, context.now));
        }
    }
    count(evidence) > before
}

fn count(evidence: &Evidence) -> usize {
    evidence.certificates.len() + evidence.crls.len() + evidence.ocsp_responses.len()
}

/// An issuer, its evidence, the responder of that, and the evidence about the responder.
const MAX_ROUNDS: usize = 4;

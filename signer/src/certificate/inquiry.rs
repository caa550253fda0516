//! The path of a certificate that is about to sign, or that signed a timestamp: what the trust store lacks is asked of
//! the source of evidence (G1).

use jiff::Timestamp;
use kyso_pki::{Certificate, Evidence, PathReport, PathRequest, Purpose, RevocationStatus};

use crate::context::SigningContext;

/// The purpose and the time that a certificate must be good for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) at: Timestamp,
    pub(crate) purpose: Purpose,
}

/// The known path of a certificate. Evidence from the source may need evidence itself.
pub(crate) fn path(
    question: Question<'_>,
    others: &[Certificate],
    context: &SigningContext<'_>,
) -> PathReport {
    let mut evidence = Evidence {
        certificates: others.to_vec(),
        ..Evidence::default()
    };
    let mut report = answer(question, &evidence, context);
    for _ in 0..MAX_ROUNDS {
        if !ask(&report, &mut evidence, question.at, context) {
            break;
        }
        report = answer(question, &evidence, context);
    }
    report
}

fn answer(question: Question<'_>, evidence: &Evidence, context: &SigningContext<'_>) -> PathReport {
    let request = PathRequest::new(question.certificate, question.at, question.purpose)
        .with_certificates(&evidence.certificates)
        .with_evidence(evidence);
    context.trust.answer(&request)
}

/// Says whether the source gave anything new.
fn ask(
    report: &PathReport,
    evidence: &mut Evidence,
    at: Timestamp,
    context: &SigningContext<'_>,
) -> bool {
    let before = count(evidence);
    let source = context.evidence;
    if report.anchor.is_none() {
        for below in &report.open {
            evidence.merge(Evidence {
                certificates: source.issuers(below),
                ..Evidence::default()
            });
        }
        return count(evidence) > before;
    }
    let links = report.chain.iter().zip(report.chain.iter().skip(1));
    for ((member, issuer), status) in links.zip(&report.revocation) {
        if matches!(status, RevocationStatus::Unknown(_)) {
            evidence.merge(source.revocation(member, issuer, at));
        }
    }
    count(evidence) > before
}

fn count(evidence: &Evidence) -> usize {
    evidence.certificates.len() + evidence.crls.len() + evidence.ocsp_responses.len()
}

/// An issuer, its evidence, the responder of that, and the evidence about the responder.
const MAX_ROUNDS: usize = 4;

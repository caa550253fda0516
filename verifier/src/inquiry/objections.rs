//! The objections to a path, and which of them is reported in the end.

use kyso_pki::{
    Certificate, PathProblem, PathReport, RevocationGap, RevocationReason, RevocationStatus,
};

use super::{Question, revocation};
use crate::finding::Finding;
use crate::policy::UnknownRevocation;
use crate::report::{Conclusion, SubIndication};

/// The objections to the path, each with its finding.
#[derive(Default)]
pub(super) struct Objections {
    structure: Option<SubIndication>,
    revoked: Option<SubIndication>,
    time: Option<Conclusion>,
    existence: Option<SubIndication>,
    unknown: Option<SubIndication>,
    weak: Option<SubIndication>,
    pub(super) findings: Vec<Finding>,
}

impl Objections {
    pub(super) fn path(&mut self, report: &PathReport, question: &Question<'_>) {
        match &report.problem {
            None if report.anchor.is_none() => {
                self.structure = Some(SubIndication::NoCertificateChainFound);
            }
            None => {}
            Some(problem) => {
                self.findings.push(problem_finding(problem, report));
                match problem {
                    PathProblem::NotYetValid { depth: 0, .. } if question.proof.is_some() => {
                        self.time = Some(Conclusion::failed(SubIndication::NotYetValid));
                    }
                    PathProblem::NotYetValid { depth: 0, .. }
                    | PathProblem::Expired { depth: 0, .. } => {
                        let reason = report.out_of_bounds().into();
                        self.time = Some(Conclusion::indeterminate(reason));
                    }
                    _ => self.structure = Some(problem.sub_indication().into()),
                }
            }
        }
    }

    pub(super) fn revocation(
        &mut self,
        report: &PathReport,
        depth: usize,
        unknown: UnknownRevocation,
    ) {
        let Some(certificate) = report.chain.get(depth) else {
            return;
        };
        let subject = certificate.subject_label();
        match revocation::status(report, depth) {
            RevocationStatus::Revoked { at, reason, .. } => {
                self.findings.push(match reason {
                    RevocationReason::CertificateHold => {
                        Finding::CertificateSuspended { subject, at }
                    }
                    _ => Finding::CertificateRevoked { subject, at },
                });
                match (depth, reason) {
                    (0, RevocationReason::CertificateHold) => {
                        self.unknown = Some(SubIndication::TryLater);
                    }
                    (0, _) => self.revoked = Some(SubIndication::RevokedNoPoe),
                    _ => self.revoked = Some(SubIndication::RevokedCaNoPoe),
                }
            }
            RevocationStatus::Unknown(gap) => {
                match unknown {
                    UnknownRevocation::Warn if is_silence(gap) => {
                        self.findings.push(Finding::RevocationNotChecked);
                    }
                    _ => self.unknown = Some(SubIndication::TryLater),
                }
                if report.anchor.is_some() && gap != RevocationGap::NoPath {
                    self.findings.push(revocation::missing(certificate, gap));
                }
            }
            _ => {}
        }
    }

    pub(super) fn weak(&mut self, algorithm: Option<String>) {
        if let Some(algorithm) = algorithm {
            self.weak = Some(SubIndication::CryptoConstraintsFailureNoPoe);
            self.findings.push(Finding::WeakAlgorithm { algorithm });
        }
    }

    pub(super) fn unproven(&mut self, certificate: &Certificate) {
        self.existence = Some(SubIndication::NoPoe);
        self.findings.push(Finding::CertificateWithoutProof {
            subject: certificate.subject_label(),
            issuer: certificate.issuer_label(),
        });
    }

    pub(super) fn unproven_evidence(&mut self, certificate: &Certificate) {
        self.unknown = Some(SubIndication::RevocationOutOfBoundsNoPoe);
        self.findings.push(Finding::EvidenceWithoutProof {
            subject: certificate.subject_display(),
        });
    }

    /// Adds the objections to one member; the nearest to the target counts.
    pub(super) fn add(&mut self, member: Self) {
        self.revoked = self.revoked.or(member.revoked);
        self.existence = self.existence.or(member.existence);
        self.unknown = self.unknown.or(member.unknown);
        self.weak = self.weak.or(member.weak);
        for finding in member.findings {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }

    /// The most specific reason: a path that is none, revoked, outside validity, unproven, unknown, weak.
    pub(super) fn conclusion(&self) -> Conclusion {
        let indeterminate = |reason: Option<SubIndication>| reason.map(Conclusion::indeterminate);
        indeterminate(self.structure)
            .or(indeterminate(self.revoked))
            .or(self.time)
            .or(indeterminate(self.existence))
            .or(indeterminate(self.unknown))
            .or(indeterminate(self.weak))
            .unwrap_or(Conclusion::PASSED)
    }
}

/// Whether no source that may speak says anything. A statement by anyone else in the name of an
/// authority is silence too, so that a stranger can neither help nor harm.
fn is_silence(gap: RevocationGap) -> bool {
    !matches!(
        gap,
        RevocationGap::NoPath
            | RevocationGap::MalformedCertificate
            | RevocationGap::UnknownCriticalExtension
            | RevocationGap::NotKnownToResponder
            | RevocationGap::TooMuchEvidence { .. }
    )
}

fn problem_finding(problem: &PathProblem, report: &PathReport) -> Finding {
    let validity = |depth: usize| {
        let certificate = report.chain.get(depth)?;
        Some(Finding::OutsideValidity {
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
        })
    };
    let reason = || Finding::PathProblem {
        problem: problem.clone(),
    };
    match problem {
        PathProblem::IssuerMissing { issuer, .. } => Finding::NoPath {
            issuer: issuer.clone(),
        },
        PathProblem::NotAnchored { root } => Finding::NoPath {
            issuer: root.clone(),
        },
        PathProblem::NotYetValid { depth, .. } | PathProblem::Expired { depth, .. } => {
            validity(*depth).unwrap_or_else(reason)
        }
        PathProblem::KeyUsage { problem, .. } => match report.chain.first() {
            Some(target) => Finding::KeyUsage {
                subject: target.subject_label(),
                problem: *problem,
            },
            None => reason(),
        },
        _ => reason(),
    }
}

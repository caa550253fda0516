//! What the trust store and the evidence say, as one conclusion (EN 319 102-1, 5.2.6 and 5.6.2.1).

use kyso_pki::{
    Certificate, PathProblem, PathReport, RevocationGap, RevocationReason, RevocationStatus,
    TrustClass,
};

use super::admission::Existence;
use super::settling::Settled;
use super::{Inquiry, Question, revocation};
use crate::finding::Finding;
use crate::report::{
    AlgorithmUse, Conclusion, PathMember, PathValidation, Revocation, SubIndication, Trust,
    TrustLevel,
};

/// The answer to a question.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) conclusion: Conclusion,
    pub(crate) trust: Trust,
    pub(crate) findings: Vec<Finding>,
    pub(crate) path: PathValidation,
    pub(crate) algorithms: Vec<AlgorithmUse>,
}

/// What speaks against the path, each with its finding.
#[derive(Default)]
struct Objections {
    structure: Option<SubIndication>,
    revoked: Option<SubIndication>,
    time: Option<Conclusion>,
    existence: Option<SubIndication>,
    unknown: Option<SubIndication>,
    weak: Option<SubIndication>,
    findings: Vec<Finding>,
}

impl Inquiry<'_> {
    /// Judges the path that the store found, with what is proven to have existed when.
    pub(super) fn judge(&mut self, question: &Question<'_>, settled: Settled) -> Answer {
        let Settled { report, unproven } = settled;
        let mut objections = Objections::default();
        if self.store.anchors().is_empty() {
            objections.findings.push(Finding::NoAnchors);
        }
        objections.path(&report, question);
        let class = class(&report);
        let uses = report.algorithms();
        let mut members = Vec::new();
        let mut algorithms = Vec::new();
        for (depth, certificate) in report.chain.iter().enumerate() {
            let existence = self.existence(question, certificate, depth);
            let mut own = Objections::default();
            if let Some(uses) = uses.get(depth) {
                let (used, weak) = self.member_algorithms(uses, question, class, existence);
                algorithms.extend(used);
                own.weak(weak);
            }
            let status = revocation::status(&report, depth);
            own.revocation(certificate, depth, status, report.anchor.is_some());
            if unproven.contains(&depth) {
                own.unproven_evidence(certificate);
            }
            if !self.is_vouched_for(&report, depth, existence) {
                own.unproven(certificate);
            }
            members.push(PathMember {
                certificate: certificate.clone(),
                conclusion: own.conclusion(),
                revocation: status,
                revoked_later: revocation::later(&report, depth)
                    .filter(|(at, _)| *at <= self.policy.at),
                decided_by: report.evidence.get(depth).cloned().unwrap_or_default(),
                existed_at: existence.time(),
            });
            objections.add(own);
        }
        let trust = trust(&report, class);
        if trust.class == TrustLevel::Public {
            objections.findings.push(Finding::PublicAuthority);
        }
        let conclusion = objections.conclusion();
        self.note_path(&members);
        Answer {
            conclusion,
            trust,
            findings: objections.findings,
            path: PathValidation {
                conclusion,
                at: question.at,
                members,
                anchor: class,
            },
            algorithms,
        }
    }

    /// Since when a member of a path exists. What names its certificate proves it together with itself.
    fn existence(
        &self,
        question: &Question<'_>,
        certificate: &Certificate,
        depth: usize,
    ) -> Existence {
        let own = self.own_existence(certificate);
        let signed = question.proof.filter(|_| depth == 0 && question.named);
        match (own, signed) {
            (Existence::Unproven, Some(signed)) => Existence::Proven(signed),
            (Existence::Proven(own), Some(signed)) => Existence::Proven(own.min(signed)),
            (own, _) => own,
        }
    }

    pub(super) fn own_existence(&self, certificate: &Certificate) -> Existence {
        if self.is_stored(certificate) {
            return Existence::Vouched;
        }
        let known = self.pool.certificates.find(&certificate.sha256());
        let proof = known.and_then(|known| self.proof_of(known));
        Existence::of(proof)
    }

    /// Whether the member at `depth` existed while its issuer could vouch for it. Where the issuer's key may be in
    /// other hands, a signature that names the certificate proves nothing about it: both could be made to fit.
    fn is_vouched_for(&self, report: &PathReport, depth: usize, existence: Existence) -> bool {
        let now = self.policy.at;
        let issuer_depth = depth + 1;
        let is_anchor = report.anchor.is_some() && issuer_depth + 1 == report.chain.len();
        let Some(issuer) = report.chain.get(issuer_depth).filter(|_| !is_anchor) else {
            return true;
        };
        let revoked = revocation::later(report, issuer_depth);
        let revoked = revoked.filter(|(at, _)| *at <= now);
        let guarded = match revoked {
            Some((at, reason)) if revocation::keeps_the_key(reason) => existence.is_before(at, now),
            Some((at, _)) => {
                let own = report.chain.get(depth).map(|own| self.own_existence(own));
                own.is_some_and(|own| own.is_before(at, now))
            }
            None => true,
        };
        guarded && existence.is_before(issuer.not_after(), now)
    }

    /// Notes everything that the conclusion rests on.
    fn note_path(&mut self, members: &[PathMember]) {
        for member in members {
            self.note_certificate(&member.certificate);
            for used in &member.decided_by {
                self.note_evidence(used);
            }
        }
    }
}

impl Objections {
    fn path(&mut self, report: &PathReport, question: &Question<'_>) {
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
                    PathProblem::NotYetValid { depth: 0, .. } => {
                        let good =
                            matches!(revocation::status(report, 0), RevocationStatus::Good { .. });
                        self.time = Some(Conclusion::indeterminate(match good {
                            true => SubIndication::OutOfBoundsNotRevoked,
                            false => SubIndication::OutOfBoundsNoPoe,
                        }));
                    }
                    PathProblem::Expired { depth: 0, .. } => {
                        let reason = SubIndication::OutOfBoundsNoPoe;
                        self.time = Some(Conclusion::indeterminate(reason));
                    }
                    _ => self.structure = Some(translated(problem.sub_indication())),
                }
            }
        }
    }

    fn revocation(
        &mut self,
        certificate: &Certificate,
        depth: usize,
        status: RevocationStatus,
        anchored: bool,
    ) {
        let subject = holder(certificate);
        match status {
            RevocationStatus::Revoked { at, reason, .. } => {
                self.findings
                    .push(Finding::CertificateRevoked { subject, at });
                match (depth, reason) {
                    (0, RevocationReason::CertificateHold) => {
                        self.unknown = Some(SubIndication::TryLater);
                    }
                    (0, _) => self.revoked = Some(SubIndication::RevokedNoPoe),
                    _ => self.revoked = Some(SubIndication::RevokedCaNoPoe),
                }
            }
            RevocationStatus::Unknown(gap) => {
                self.unknown = Some(SubIndication::TryLater);
                if anchored && gap != RevocationGap::NoPath {
                    self.findings.push(revocation::missing(certificate, gap));
                }
            }
            _ => {}
        }
    }

    fn weak(&mut self, algorithm: Option<String>) {
        if let Some(algorithm) = algorithm {
            self.weak = Some(SubIndication::CryptoConstraintsFailureNoPoe);
            self.findings.push(Finding::WeakAlgorithm { algorithm });
        }
    }

    fn unproven(&mut self, certificate: &Certificate) {
        self.existence = Some(SubIndication::NoPoe);
        self.findings.push(Finding::CertificateWithoutProof {
            subject: holder(certificate),
            issuer: issuer(certificate),
        });
    }

    fn unproven_evidence(&mut self, certificate: &Certificate) {
        self.unknown = Some(SubIndication::RevocationOutOfBoundsNoPoe);
        self.findings.push(Finding::EvidenceWithoutProof {
            subject: certificate.subject_display(),
        });
    }

    /// Adds what speaks against one member; the nearest to the target counts.
    fn add(&mut self, member: Self) {
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
    fn conclusion(&self) -> Conclusion {
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

fn trust(report: &PathReport, class: Option<TrustClass>) -> Trust {
    let anchor = report.anchor.as_ref().filter(|_| class.is_some());
    Trust {
        anchor: anchor.map(|anchor| holder(&anchor.certificate)),
        class: match class {
            None => TrustLevel::None,
            Some(TrustClass::Government) => TrustLevel::Government,
            Some(TrustClass::Public) => TrustLevel::Public,
            Some(TrustClass::Other | TrustClass::Timestamping) => TrustLevel::Other,
        },
        revocation: revocation_of_path(report),
    }
}

/// The class of the anchor of a path that is sound.
fn class(report: &PathReport) -> Option<TrustClass> {
    let anchor = report.anchor.as_ref().filter(|_| report.problem.is_none());
    anchor.map(|anchor| anchor.class)
}

/// What people call the holder of a certificate.
pub(crate) fn holder(certificate: &Certificate) -> String {
    let name = certificate.subject_common_name().map(str::to_owned);
    name.unwrap_or_else(|| certificate.subject_display())
}

/// The state of the whole path: revoked before unknown before good.
fn revocation_of_path(report: &PathReport) -> Revocation {
    let statuses = || (0..report.chain.len()).map(|depth| revocation::status(report, depth));
    if statuses().any(|status| matches!(status, RevocationStatus::Revoked { .. })) {
        return Revocation::Revoked;
    }
    let unknown = statuses().any(|status| matches!(status, RevocationStatus::Unknown(_)));
    match unknown || report.anchor.is_none() {
        true => Revocation::Unknown,
        false => Revocation::Good,
    }
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
        reason: problem.to_string(),
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
        _ => reason(),
    }
}

fn translated(sub_indication: kyso_pki::SubIndication) -> SubIndication {
    use kyso_pki::SubIndication as Path;
    match sub_indication {
        Path::NoCertificateChainFound => SubIndication::NoCertificateChainFound,
        Path::ChainConstraintsFailure => SubIndication::ChainConstraintsFailure,
        Path::OutOfBoundsNotRevoked | Path::OutOfBoundsNoPoe => SubIndication::OutOfBoundsNoPoe,
        Path::RevokedNoPoe => SubIndication::RevokedNoPoe,
        Path::RevokedCaNoPoe => SubIndication::RevokedCaNoPoe,
        Path::TryLater => SubIndication::TryLater,
        _ => SubIndication::CertificateChainGeneralFailure,
    }
}

/// What people call the issuer of a certificate.
fn issuer(certificate: &Certificate) -> String {
    let name = certificate.issuer_common_name().map(str::to_owned);
    name.unwrap_or_else(|| certificate.issuer_display())
}

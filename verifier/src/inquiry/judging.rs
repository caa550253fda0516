//! One conclusion from the answer of the trust store and the evidence (EN 319 102-1, 5.2.6 and
//! 5.6.2.1).

use kyso_pki::{Certificate, PathReport, RevocationStatus, TrustClass};

use super::admission::Existence;
use super::objections::Objections;
use super::settling::Settled;
use super::{Answer, Inquiry, Question, revocation};
use crate::finding::Finding;
use crate::report::{PathMember, PathValidation, Revocation, Trust, TrustLevel};

impl Inquiry<'_> {
    /// Judges the path that the store found, with what is proven to have existed when.
    pub(super) fn judge(&mut self, question: &Question<'_>, settled: Settled) -> Answer {
        let Settled { report, unproven } = settled;
        let report = self.explained(question, report);
        let mut objections = Objections::default();
        if self.store.anchors().is_empty() {
            objections.findings.push(Finding::NoAnchors);
        }
        objections.path(&report, question);
        let class = class(&report);
        let mut members = Vec::new();
        let mut algorithms = Vec::new();
        for uses in report.algorithms() {
            let depth = uses.depth;
            let Some(certificate) = report.chain.get(depth) else {
                continue;
            };
            let existence = self.existence(question, certificate, depth);
            let (used, weak) = self.member_algorithms(&uses, question, class, existence);
            algorithms.extend(used);
            let mut own = Objections::default();
            own.weak(weak);
            own.revocation(&report, depth, self.policy.unknown_revocation);
            if unproven.contains(&depth) {
                own.unproven_evidence(certificate);
            }
            if !self.is_vouched_for(&report, depth, existence) {
                own.unproven(certificate);
            }
            members.push(self.member(&report, depth, certificate, existence, &own));
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

    fn member(
        &self,
        report: &PathReport,
        depth: usize,
        certificate: &Certificate,
        existence: Existence,
        own: &Objections,
    ) -> PathMember {
        let later = revocation::later(report, depth);
        PathMember {
            certificate: certificate.clone(),
            conclusion: own.conclusion(),
            revocation: revocation::status(report, depth),
            revoked_later: later.filter(|(at, _)| *at <= self.policy.at),
            decided_by: report.evidence.get(depth).cloned().unwrap_or_default(),
            existed_at: existence.time(),
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
            Some((at, reason)) if reason.keeps_the_key() => existence.is_before(at, now),
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

fn trust(report: &PathReport, class: Option<TrustClass>) -> Trust {
    let anchor = report.anchor.as_ref().filter(|_| class.is_some());
    Trust {
        anchor: anchor.map(|anchor| anchor.certificate.subject_label()),
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

//! From the answers of the trust store to a conclusion: evidence whose signer could no longer vouch
//! for it clears no certificate, but a revocation in it is never forgotten.

use std::collections::HashMap;

use kyso_pki::{Evidence, EvidenceUse, PathReport, RevocationGap, RevocationStatus};

use super::Inquiry;
use super::admission::Ended;

/// An answer that rests on nothing that does not count.
pub(super) struct Settled {
    pub(super) report: PathReport,
    /// Members that are not known to be good only because nothing proves since when the evidence about them exists.
    pub(super) unproven: Vec<usize>,
}

impl Settled {
    /// Whether there is a sound path with everything known about it.
    pub(super) fn is_complete(&self) -> bool {
        let unknown = |status: &RevocationStatus| matches!(status, RevocationStatus::Unknown(_));
        self.report.problem.is_none()
            && self.report.anchor.is_some()
            && !self.report.revocation.iter().any(unknown)
    }
}

/// The status of each certificate, by its digest, before some evidence was left out.
#[derive(Default)]
struct Told(HashMap<[u8; 32], (RevocationStatus, Vec<EvidenceUse>)>);

impl Inquiry<'_> {
    /// Asks until the answer rests on evidence that counts only. All that one signer can no longer vouch for is left
    /// out at once, so that there are not more rounds than signers.
    pub(super) fn settle(
        &self,
        place: &dyn Fn(Option<usize>) -> bool,
        ask: impl Fn(Evidence) -> PathReport,
    ) -> Settled {
        let mut ended = Ended::default();
        let mut told = Told::default();
        loop {
            let report = ask(self.admitted(&ended, place));
            told.note(&report);
            let news = self.note_ended(&report, &mut ended);
            if !news {
                return told.merge(report);
            }
            if ended.len() > MAX_SIGNERS {
                return exhausted(report);
            }
        }
    }
}

impl Told {
    /// Keeps the gravest.
    fn note(&mut self, report: &PathReport) {
        let members = report.chain.iter().zip(&report.revocation);
        for ((certificate, status), evidence) in members.zip(&report.evidence) {
            let known = self.0.entry(certificate.sha256());
            let known = known.or_insert_with(|| (*status, evidence.clone()));
            if gravity(status) > gravity(&known.0) {
                *known = (*status, evidence.clone());
            }
        }
    }

    fn merge(&self, mut report: PathReport) -> Settled {
        let mut unproven = Vec::new();
        let members = report.chain.iter().zip(&mut report.revocation).enumerate();
        for ((depth, (certificate, status)), evidence) in members.zip(&mut report.evidence) {
            let Some((told, used)) = self.0.get(&certificate.sha256()) else {
                continue;
            };
            match (&*status, told) {
                (RevocationStatus::Unknown(_), RevocationStatus::Good { .. }) => {
                    unproven.push(depth);
                }
                _ if gravity(told) > gravity(status) => {
                    *status = *told;
                    *evidence = used.clone();
                }
                _ => {}
            }
        }
        Settled { report, unproven }
    }
}

/// Nothing is known for sure when there are too many signers.
fn exhausted(mut report: PathReport) -> Settled {
    let limit = MAX_SIGNERS;
    for status in &mut report.revocation {
        if !matches!(status, RevocationStatus::Revoked { .. }) {
            *status = RevocationStatus::Unknown(RevocationGap::TooMuchEvidence { limit });
        }
    }
    Settled {
        report,
        unproven: Vec::new(),
    }
}

/// Revoked, revoked later, everything else.
fn gravity(status: &RevocationStatus) -> u8 {
    match status {
        RevocationStatus::Revoked { .. } => 2,
        RevocationStatus::Good {
            revoked_later: Some(_),
            ..
        } => 1,
        _ => 0,
    }
}

/// Signers whose authority ended, for one question; real files have a handful.
const MAX_SIGNERS: usize = 20;

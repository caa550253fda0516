//! From the ways that lead to anchors to one answer (ADR 0019).
//!
//! The engine judges one way at a time, so that it has nothing to choose. A known revocation of a
//! certificate counts on every way over it, and one that leaves the key in doubt counts in every
//! certificate of the key. Then the best way is the answer: it depends on the certificates alone,
//! never on their order.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;

use super::certified::Certified;
use super::revocation::{MemberStatus, RevocationInquiry};
use super::validating::find_problem;
use super::{PathProblem, PathReport, RevocationGap, RevocationStatus};
use crate::anchor::{TrustAnchor, TrustClass};
use crate::certificate::Certificate;
use crate::crl::RevocationReason;

/// One way to an anchor, judged.
struct Way<'a> {
    chain: Vec<Certificate>,
    anchor: &'a TrustAnchor,
    problem: Option<PathProblem>,
    members: Vec<MemberStatus>,
}

/// The answer over the best of the ways from the target; `None` when there is none.
pub(super) fn answer(
    certified: &Certified<'_>,
    inquiry: &RevocationInquiry<'_>,
) -> Option<PathReport> {
    let target = certified.request().target;
    let chains = certified.chains(target).into_iter();
    let mut ways: Vec<Way<'_>> = chains
        .filter_map(|chain| Way::judge(&chain, certified, inquiry))
        .collect();
    if ways.len() > 1 {
        share_revocations(&mut ways);
    }
    if let Err(gap) = inquiry.check_complete() {
        ways.iter_mut().for_each(|way| way.leave_open(gap));
    }
    let best = ways.into_iter().min_by_key(Way::rank)?;
    let (revocation, evidence) = best
        .members
        .into_iter()
        .map(|member| (member.status, member.evidence))
        .unzip();
    Some(PathReport {
        chain: best.chain,
        anchor: Some(best.anchor.clone()),
        problem: best.problem,
        revocation,
        evidence,
        open: Vec::new(),
    })
}

impl<'a> Way<'a> {
    /// `None` when a certificate on the way did not issue the one below, or when the engine takes
    /// another way, which is judged by itself.
    fn judge(
        chain: &[&Certificate],
        certified: &Certified<'a>,
        inquiry: &RevocationInquiry<'_>,
    ) -> Option<Self> {
        let request = certified.request();
        let anchor = certified.store().anchor(chain.last()?, request.purpose)?;
        let problem = match find_problem(chain, certified, request.at) {
            Some(
                PathProblem::BadSignature { .. }
                | PathProblem::IssuerMissing { .. }
                | PathProblem::NotAnchored { .. },
            ) => return None,
            problem => problem,
        };
        let chain: Vec<Certificate> = chain.iter().map(|member| (*member).clone()).collect();
        Some(Self {
            members: inquiry.of_chain(&chain),
            chain,
            anchor,
            problem,
        })
    }

    /// Evidence that was not looked at, here or on other ways, may hold a revocation: no
    /// certificate counts as good, and known revocations remain.
    fn leave_open(&mut self, gap: RevocationGap) {
        for member in &mut self.members {
            if matches!(member.status, RevocationStatus::Good { .. }) {
                *member = MemberStatus::unknown(gap);
            }
        }
    }

    /// Sound before outdated before broken; good before unknown before revoked. The rest makes no
    /// difference to a caller who asks whether the certificate counts, but must be the same each
    /// time.
    fn rank(&self) -> (u8, u8, TrustClass, usize, Reverse<Timestamp>, Vec<[u8; 32]>) {
        let soundness = match &self.problem {
            None => 0,
            Some(
                PathProblem::Expired { depth: 0, .. } | PathProblem::NotYetValid { depth: 0, .. },
            ) => 1,
            Some(PathProblem::Expired { .. } | PathProblem::NotYetValid { .. }) => 2,
            Some(PathProblem::Constraints { .. }) => 3,
            Some(_) => 4,
        };
        let gravity = self
            .members
            .iter()
            .map(|member| gravity(&member.status))
            .max();
        let ends = self.chain.iter().map(Certificate::not_after).min();
        (
            soundness,
            gravity.unwrap_or(0),
            self.anchor.class,
            self.chain.len(),
            Reverse(ends.unwrap_or(Timestamp::MIN)),
            self.chain.iter().map(Certificate::sha256).collect(),
        )
    }
}

/// Shares the known revocations of a certificate among all ways, and those of a key among all its
/// certificates.
fn share_revocations(ways: &mut [Way<'_>]) {
    let mut told: HashMap<[u8; 32], MemberStatus> = HashMap::new();
    let mut doubtful: HashMap<Vec<u8>, MemberStatus> = HashMap::new();
    for (certificate, member) in ways.iter().flat_map(Way::statuses) {
        keep_graver(&mut told, certificate.sha256(), member);
        if reaches_the_key(&member.status) {
            let key = certificate.public_key_info().to_vec();
            keep_graver(&mut doubtful, key, member);
        }
    }
    for way in ways {
        let members = way.chain.iter().zip(&mut way.members);
        for (certificate, member) in members {
            let same = told.get(&certificate.sha256());
            let key = doubtful.get(certificate.public_key_info());
            for known in same.into_iter().chain(key) {
                if known.graveness() > member.graveness() {
                    *member = known.clone();
                }
            }
        }
    }
}

impl Way<'_> {
    fn statuses(&self) -> impl Iterator<Item = (&Certificate, &MemberStatus)> {
        self.chain.iter().zip(&self.members)
    }
}

fn keep_graver<K: Eq + std::hash::Hash>(
    known: &mut HashMap<K, MemberStatus>,
    key: K,
    member: &MemberStatus,
) {
    let graver = |other: &MemberStatus| other.graveness() >= member.graveness();
    if member.graveness().0 > 0 && !known.get(&key).is_some_and(graver) {
        known.insert(key, member.clone());
    }
}

impl MemberStatus {
    /// The weight of a known revocation: none, a later one, a hold, a final one; of equal ones the
    /// earlier.
    fn graveness(&self) -> (u8, Reverse<Option<Timestamp>>) {
        let weight = match self.status {
            RevocationStatus::Revoked {
                reason: RevocationReason::CertificateHold,
                ..
            } => 2,
            RevocationStatus::Revoked { .. } => 3,
            RevocationStatus::Good {
                revoked_later: Some(_),
                ..
            } => 1,
            _ => 0,
        };
        let since = self.status.revocation().map(|entry| entry.counts_from());
        (weight, Reverse(since))
    }
}

/// Whether a revocation concerns the key too: another person may have it.
fn reaches_the_key(status: &RevocationStatus) -> bool {
    let entry = status.revocation();
    entry.is_some_and(|entry| !entry.reason.keeps_the_key())
}

fn gravity(status: &RevocationStatus) -> u8 {
    match status {
        RevocationStatus::Good {
            revoked_later: None,
            ..
        }
        | RevocationStatus::Anchor => 0,
        RevocationStatus::Good { .. } => 1,
        RevocationStatus::Unknown(_) => 2,
        RevocationStatus::Revoked {
            reason: RevocationReason::CertificateHold,
            ..
        } => 3,
        RevocationStatus::Revoked { .. } => 4,
    }
}

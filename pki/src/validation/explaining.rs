//! How far a chain reaches where it leads to no anchor, for a caller who may know more.
//!
//! Only this module follows untrusted certificates. It changes no verdict: there is none without an
//! anchor.

use super::certified::Certified;
use super::{PathProblem, PathReport, RevocationGap, RevocationStatus};
use crate::certificate::Certificate;

/// What is missing between the target and the anchors.
pub(super) fn report(certified: &Certified<'_>) -> PathReport {
    let target = certified.request().target;
    let chain = chain(certified, target);
    let problem = problem(certified, &chain);
    let open = open(certified, &chain);
    PathReport {
        anchor: None,
        problem: Some(problem),
        revocation: vec![RevocationStatus::Unknown(RevocationGap::NoPath); chain.len()],
        evidence: vec![Vec::new(); chain.len()],
        open,
        chain: chain.into_iter().cloned().collect(),
    }
}

/// The target and those above it as far as signatures lead.
fn chain<'a>(certified: &Certified<'a>, target: &'a Certificate) -> Vec<&'a Certificate> {
    let mut chain = vec![target];
    let mut tries = 0;
    while let Some(last) = chain.last().copied().filter(|last| !last.is_self_signed()) {
        let above = certified.named_as_issuer(last).into_iter();
        let mut above = above.filter(|above| !chain.contains(above));
        let signer = above.find(|above| {
            tries += 1;
            tries <= MAX_TRIES
                && certified.budget.charge(last.sha256(), above).is_ok()
                && last.is_signed_by(above).unwrap_or(false)
        });
        match signer.filter(|_| chain.len() < MAX_LENGTH) {
            Some(signer) => chain.push(signer),
            None => break,
        }
    }
    chain
}

fn problem(certified: &Certified<'_>, chain: &[&Certificate]) -> PathProblem {
    let depth = chain.len().saturating_sub(1);
    let Some(last) = chain.last() else {
        return PathProblem::Unusable;
    };
    if last.x509().is_err() {
        return PathProblem::Unusable;
    }
    if last.is_self_signed() {
        let root = last.subject_display();
        return PathProblem::NotAnchored { root };
    }
    // An authority that counts is named, with its key if any is named, but did not sign.
    let named = certified.named_as_issuer(last);
    let counts = |above: &Certificate| named.contains(&above);
    if !certified.chosen(counts).is_empty() {
        return PathProblem::BadSignature { depth };
    }
    let issuer = last.issuer_display();
    PathProblem::IssuerMissing { depth, issuer }
}

/// Certificates whose issuers the caller may have: the end of the chain, the target, then others
/// that may lie between, because the chain may have followed a stranger.
fn open(certified: &Certified<'_>, chain: &[&Certificate]) -> Vec<Certificate> {
    let mut open: Vec<&Certificate> = Vec::new();
    let ends = chain.last().into_iter().chain(chain.first()).copied();
    open.extend(ends);
    open.dedup();
    let mut next = 0;
    while let Some(below) = open.get(next).copied() {
        next += 1;
        for above in certified.named_as_issuer(below) {
            if open.len() < MAX_OPEN && !open.contains(&above) && !certified.is_anchor(above) {
                open.push(above);
            }
        }
    }
    let open = open.into_iter().filter(|one| !one.is_self_signed());
    open.cloned().collect()
}

/// Keys that are tried, and certificates above the target.
const MAX_TRIES: usize = 16;
const MAX_LENGTH: usize = 16;

/// Certificates whose issuers are asked for.
const MAX_OPEN: usize = 8;

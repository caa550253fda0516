//! The answer of a trust store.

use super::{EvidenceUse, PathIndication, PathProblem, RevocationStatus};
use crate::algorithm::SignatureAlgorithm;
use crate::anchor::TrustAnchor;
use crate::certificate::{Certificate, KeyKind};
use crate::crl::RevocationReason;

/// What is known about a certificate's path and revocation.
#[derive(Debug, Clone)]
pub struct PathReport {
    /// The path as far as it could be built, target first, anchor last.
    pub chain: Vec<Certificate>,
    /// The anchor in which it ends, if it does.
    pub anchor: Option<TrustAnchor>,
    /// What is wrong with the path, if anything. Revocation is not part of it.
    pub problem: Option<PathProblem>,
    /// Revocation of each member of `chain` but the anchor, target first.
    pub revocation: Vec<RevocationStatus>,
    /// The evidence for each of these: the list or response that decided first, then further ones
    /// that it needed, such as those about its signer. Empty when the status is not known.
    pub evidence: Vec<Vec<EvidenceUse>>,
    /// Without an anchor: certificates at hand whose issuers would lead on, if the caller has them.
    pub open: Vec<Certificate>,
}

/// The algorithms of one member of a path, for the caller's policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainAlgorithm {
    /// Position in the chain; 0 is the target.
    pub depth: usize,
    /// The algorithm with which its issuer signed it; `None` when not known here. What an anchor says about itself
    /// does not count and is left out.
    pub signature: Option<SignatureAlgorithm>,
    /// Its own key; `None` when not known here.
    pub key: Option<KeyKind>,
}

impl PathReport {
    /// Whether there is a path to an anchor, nothing is wrong with it, and no member is revoked or unknown.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.sub_indication().is_none()
    }

    /// The revocation status that decides: revoked before unknown before good, nearest to the target first.
    #[must_use]
    pub fn revocation_status(&self) -> RevocationStatus {
        let worst = |status: &&RevocationStatus| match status {
            RevocationStatus::Revoked { .. } => 0,
            RevocationStatus::Unknown(_) => 1,
            RevocationStatus::Good { .. } | RevocationStatus::Anchor => 2,
        };
        let status = self.revocation.iter().min_by_key(worst).copied();
        // A self-signed target that is itself an anchor has nothing above it that could revoke it.
        status.unwrap_or(RevocationStatus::Anchor)
    }

    /// The sub-indication of EN 319 102-1 without any proof of existence; `None` when all is well.
    ///
    /// Of several the most specific is given: a broken path before a revoked certificate, before the validity of the
    /// target, before what is not known yet.
    #[must_use]
    pub fn sub_indication(&self) -> Option<PathIndication> {
        let outdated = match &self.problem {
            Some(
                PathProblem::Expired { depth: 0, .. } | PathProblem::NotYetValid { depth: 0, .. },
            ) => Some(self.out_of_bounds()),
            Some(problem) => return Some(problem.sub_indication()),
            None if self.anchor.is_none() => return Some(PathIndication::NoCertificateChainFound),
            None => None,
        };
        self.revoked().or(outdated).or_else(|| self.not_known())
    }

    /// Signature and key algorithms along the path.
    #[must_use]
    pub fn algorithms(&self) -> Vec<ChainAlgorithm> {
        let anchored = self.anchor.is_some();
        let last = self.chain.len().saturating_sub(1);
        let members = self.chain.iter().enumerate();
        members
            .map(|(depth, certificate)| ChainAlgorithm {
                depth,
                signature: match anchored && depth == last {
                    true => None,
                    false => certificate.signature_algorithm(),
                },
                key: certificate.key_kind().ok(),
            })
            .collect()
    }

    /// The revocation of a member that is more than a suspension of the target.
    fn revoked(&self) -> Option<PathIndication> {
        let mut members = self.revocation.iter().enumerate();
        let counts = |(depth, status): &(usize, &RevocationStatus)| {
            is_revoked(status) && !(*depth == 0 && is_on_hold(status))
        };
        let (depth, _) = members.find(counts)?;
        Some(match depth {
            0 => PathIndication::RevokedNoPoe,
            _ => PathIndication::RevokedCaNoPoe,
        })
    }

    /// What a target outside its validity means: OUT_OF_BOUNDS_NOT_REVOKED where evidence that still speaks of it says
    /// that it was not revoked, OUT_OF_BOUNDS_NO_POE otherwise (EN 319 102-1, table 6). Lists and responses that may have
    /// dropped expired certificates are no such evidence.
    #[must_use]
    pub fn out_of_bounds(&self) -> PathIndication {
        match self.revocation.first() {
            Some(RevocationStatus::Good { .. }) => PathIndication::OutOfBoundsNotRevoked,
            _ => PathIndication::OutOfBoundsNoPoe,
        }
    }

    /// Something that may change: a suspension, or revocation that is not known.
    fn not_known(&self) -> Option<PathIndication> {
        let open = |status: &RevocationStatus| {
            is_revoked(status) || matches!(status, RevocationStatus::Unknown(_))
        };
        let found = self.revocation.iter().any(open);
        found.then_some(PathIndication::TryLater)
    }
}

fn is_on_hold(status: &RevocationStatus) -> bool {
    let revocation = status.revocation();
    revocation.is_some_and(|entry| entry.reason == RevocationReason::CertificateHold)
}

fn is_revoked(status: &RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Revoked { .. })
}

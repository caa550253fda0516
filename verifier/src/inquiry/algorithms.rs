//! The algorithms of a path, each judged at the time at which what it protects is proven to have existed.

use kyso_pki::{ChainAlgorithm, DigestAlgorithm, SignatureAlgorithm, TrustClass};

use super::admission::Existence;
use super::{Inquiry, Question};
use crate::algorithm_policy::Limited;
use crate::report::AlgorithmUse;

impl Inquiry<'_> {
    /// The key of one member, which protects what it signed, and the signature on it, which
    /// protects itself; and the name of the algorithm that is too weak.
    pub(super) fn member_algorithms(
        &self,
        member: &ChainAlgorithm,
        question: &Question<'_>,
        class: Option<TrustClass>,
        existence: Existence,
    ) -> (Vec<AlgorithmUse>, Option<String>) {
        let signed_at = question.proof.unwrap_or(self.policy.at);
        let own = existence.time().or(question.proof);
        let own = own.unwrap_or(self.policy.at);
        let key = self.policy.algorithms.key(member.key);
        let mut uses = vec![(key, signed_at)];
        // Certificates signed with SHA-1 are still met below the first root of the government, which the operator pins
        // (F6): there they are tolerated.
        let tolerated = |signature: SignatureAlgorithm| {
            class == Some(TrustClass::Government)
                && signature.digest_algorithm() == DigestAlgorithm::Sha1
        };
        if let Some(signature) = member.signature.filter(|s| !tolerated(*s)) {
            uses.push((self.policy.algorithms.signature(signature), own));
        }
        let weak = uses.iter().find(|(limited, at)| !limited.end.allows(*at));
        let weak = weak.map(|(limited, _)| limited.name.clone());
        (uses.into_iter().map(algorithm_use).collect(), weak)
    }
}

/// For the report.
pub(crate) fn algorithm_use((limited, at): (Limited, jiff::Timestamp)) -> AlgorithmUse {
    AlgorithmUse {
        algorithm: limited.name,
        at,
        until: limited.end.moment(),
    }
}

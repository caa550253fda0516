//! What a path may lead over, and which evidence is about that: the trust store looks at a limited number of items, and
//! a file with many signatures holds more.

use kyso_pki::{Certificate, Evidence};

use super::Inquiry;

/// Pairs of a certificate and one that may have issued it, from `target` upwards, by name.
pub(super) fn links<'a>(
    target: &'a Certificate,
    others: &[&'a Certificate],
) -> Vec<(&'a Certificate, &'a Certificate)> {
    let mut links: Vec<(&Certificate, &Certificate)> = Vec::new();
    let mut level = vec![target];
    for _ in 0..MAX_DEPTH {
        let mut above = Vec::new();
        for certificate in level.into_iter().filter(|one| !one.is_self_issued()) {
            let issuers = others
                .iter()
                .filter(|other| other.subject() == certificate.issuer());
            for issuer in issuers.take(MAX_ISSUERS) {
                links.push((certificate, issuer));
                if !above.contains(issuer) {
                    above.push(*issuer);
                }
            }
        }
        level = above;
    }
    links
}

impl Inquiry<'_> {
    /// Puts what is about `target` or an authority above it first, where there is more than is looked at.
    pub(super) fn sort(
        &self,
        evidence: &mut Evidence,
        target: &Certificate,
        certificates: &[Certificate],
    ) {
        let count = evidence.crls.len().max(evidence.ocsp_responses.len());
        if count <= MANY {
            return;
        }
        let others: Vec<&Certificate> = certificates.iter().chain(self.stored()).collect();
        let links = links(target, &others);
        let mut issuers: Vec<&Certificate> = links.iter().map(|(_, issuer)| *issuer).collect();
        issuers.dedup();
        evidence
            .crls
            .sort_by_cached_key(|list| !issuers.iter().any(|issuer| list.is_from(issuer)));
        evidence.ocsp_responses.sort_by_cached_key(|response| {
            let about = |(certificate, issuer): &(&Certificate, &Certificate)| {
                response.entry_for(certificate, issuer).is_some()
            };
            !links.iter().any(about)
        });
    }
}

/// Links of a path that are followed, and issuers of one certificate.
const MAX_DEPTH: usize = 6;
const MAX_ISSUERS: usize = 4;

/// Items of a kind that the trust store looks at in any case.
const MANY: usize = 100;

//! What a path may lead over, and which evidence is about that: the trust store looks at a limited number of items, and
//! a file with many signatures holds more.

use std::collections::HashMap;

use kyso_pki::{Certificate, Evidence};

use super::Inquiry;

/// Pairs of a certificate and one that may have issued it, from `target` upwards, by name. Everybody may put certificates
/// of many names into a file, so that there is a limit.
pub(super) fn links<'a>(
    target: &'a Certificate,
    others: &[&'a Certificate],
) -> Vec<(&'a Certificate, &'a Certificate)> {
    let mut named: HashMap<&[u8], Vec<&Certificate>> = HashMap::new();
    for other in others {
        named.entry(other.subject()).or_default().push(other);
    }
    let mut links: Vec<(&Certificate, &Certificate)> = Vec::new();
    let mut level = vec![target];
    for _ in 0..MAX_DEPTH {
        let mut above = Vec::new();
        for certificate in level.into_iter().filter(|one| !one.is_self_issued()) {
            let issuers = named.get(certificate.issuer()).into_iter().flatten();
            for issuer in issuers.take(MAX_ISSUERS) {
                if links.len() == MAX_LINKS {
                    return links;
                }
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

/// Links altogether; real ones are fewer than ten.
const MAX_LINKS: usize = 64;

/// Items of a kind that the trust store looks at in any case.
const MANY: usize = 100;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::Timestamp;
    use kyso_pki::issuing::{Authority, CertificateRequest, KeyType, Subject, Validity};

    use super::*;

    fn request(name: &str) -> CertificateRequest {
        let validity = Validity {
            not_before: Timestamp::UNIX_EPOCH,
            not_after: "2045-01-01T00:00:00Z".parse().unwrap(),
        };
        let subject = Subject::new(name, "Ủy ban nhân dân tỉnh", "Quảng Ngãi");
        CertificateRequest::new(subject, KeyType::P256, validity)
    }

    /// A certificate named `name`, four that may have issued it, four for each of those, and so on.
    fn ladder(name: &str, levels: usize, found: &mut Vec<Certificate>) {
        for branch in 0..4 {
            let above = format!("{name}{branch}");
            let issuer = Authority::root(&request(&above)).unwrap();
            let below = issuer.subordinate(&request(name)).unwrap();
            found.push(below.certificate().clone());
            if levels > 1 {
                ladder(&above, levels - 1, found);
            }
        }
    }

    #[test]
    fn names_that_lead_everywhere_are_followed_to_a_limit() {
        let mut others = Vec::new();
        ladder("CA", 3, &mut others);
        let issuer = Authority::root(&request("CA")).unwrap();
        let target = issuer.subordinate(&request("Người ký")).unwrap();
        let others: Vec<&Certificate> = others.iter().collect();
        assert_eq!(others.len(), 84);
        assert_eq!(links(target.certificate(), &others).len(), MAX_LINKS);
    }
}

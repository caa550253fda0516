//! Conditions on a certificate of a path beside those of the engine: a known version, each
//! extension once, and no critical policy qualifiers that are not understood (RFC 5280, sections
//! 4.1.2.1, 4.2 and 4.2.1.4).

use super::PathProblem;
use crate::certificate::Certificate;
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE};

/// The fault nearest to the target. The last member is the anchor, about which the operator decides.
pub(super) fn check(chain: &[Certificate]) -> Option<PathProblem> {
    let below_anchor = chain.split_last().map(|(_, members)| members);
    let mut members = below_anchor.unwrap_or_default().iter().enumerate();
    members.find_map(|(depth, member)| {
        let rule = fault(member)?;
        Some(PathProblem::Constraints { depth, rule })
    })
}

fn fault(certificate: &Certificate) -> Option<&'static str> {
    let extensions = certificate.extensions();
    if certificate.version() > 3 {
        return Some("the version of the certificate is not known");
    }
    if certificate.version() < 3 && !extensions.is_empty() {
        return Some("a certificate of an old version has extensions");
    }
    if extensions.repeated().is_some() {
        return Some("an extension stands twice");
    }
    match has_unknown_qualifier(certificate) {
        Ok(false) => None,
        Ok(true) => Some("a critical policy has a qualifier that is not known"),
        Err(_) => Some("the certificate policies cannot be read"),
    }
}

/// Whether `certificatePolicies` is critical and holds a qualifier of another kind than RFC 5280 defines.
fn has_unknown_qualifier(certificate: &Certificate) -> Result<bool, EncodingError> {
    let policies = certificate.extensions().find(&oids::CERTIFICATE_POLICIES)?;
    let Some(policies) = policies.filter(|policies| policies.critical) else {
        return Ok(false);
    };
    let mut policies =
        Element::only_with(&policies.value, SEQUENCE, "certificatePolicies")?.reader();
    while let Some(policy) = policies.next()? {
        let mut fields = policy.reader();
        fields.any("policyIdentifier")?.any_oid()?;
        let Some(qualifiers) = fields.optional(SEQUENCE)? else {
            continue;
        };
        let mut qualifiers = qualifiers.reader();
        while let Some(qualifier) = qualifiers.next()? {
            let kind = qualifier.reader().any("policyQualifierId")?.any_oid()?;
            if ![oids::QT_CPS, oids::QT_USER_NOTICE].contains(&kind) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use const_oid::ObjectIdentifier;

    use super::*;
    use crate::certificate::crafted::{certificate, extension};
    use crate::encode;

    fn policy(critical: bool, qualifier: &ObjectIdentifier) -> Vec<u8> {
        let qualifier = encode::sequence(&[&encode::oid(qualifier), encode::NULL]);
        let own = encode::oid(&ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.2"));
        let policy = encode::sequence(&[&own, &encode::sequence(&[&qualifier])]);
        let value = encode::sequence(&[&policy]);
        extension(&oids::CERTIFICATE_POLICIES, critical, &value)
    }

    const OWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

    #[test]
    fn sound_certificates_have_no_fault() {
        let own = || extension(&OWN, false, encode::NULL);
        for sound in [
            certificate(None, &[]),
            certificate(Some(1), &[]),
            certificate(Some(2), &[]),
            certificate(Some(2), &[own(), policy(true, &oids::QT_CPS)]),
            certificate(Some(2), &[policy(true, &oids::QT_USER_NOTICE)]),
            certificate(Some(2), &[policy(false, &OWN)]),
        ] {
            assert_eq!(fault(&sound), None);
        }
    }

    #[test]
    fn each_fault_is_named() {
        let own = || extension(&OWN, false, encode::NULL);
        for (faulty, word) in [
            (certificate(Some(3), &[own()]), "version"),
            (certificate(None, &[own()]), "old version"),
            (certificate(Some(1), &[own()]), "old version"),
            (certificate(Some(2), &[own(), own()]), "twice"),
            (certificate(Some(2), &[policy(true, &OWN)]), "qualifier"),
        ] {
            let rule = fault(&faulty).unwrap();
            assert!(rule.contains(word), "{rule}");
        }
    }

    #[test]
    fn the_anchor_is_not_looked_at() {
        let (sound, faulty) = (certificate(Some(2), &[]), certificate(Some(3), &[]));
        assert_eq!(check(&[sound.clone(), faulty.clone()]), None);
        let found = check(&[sound.clone(), faulty, sound]);
        assert!(matches!(
            found,
            Some(PathProblem::Constraints { depth: 1, .. })
        ));
    }
}

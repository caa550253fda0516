//! What the key of a certificate is for: key usage, extended key usage and basic constraints of the target (RFC 5280,
//! sections 4.2.1.3, 4.2.1.9 and 4.2.1.12; ADR 0020).

use const_oid::ObjectIdentifier;

use super::{PathProblem, Purpose, UsageProblem};
use crate::certificate::{Certificate, ExtendedKeyUsage, KeyUsage};
use crate::oids;

/// The objection to the use of `target` for `purpose`, if any.
pub(crate) fn check_usage(target: &Certificate, purpose: Purpose) -> Option<PathProblem> {
    let checked = match purpose {
        Purpose::Any => Ok(()),
        Purpose::DocumentSigning => may_sign_documents(target),
        Purpose::Timestamping => may_sign_timestamps(target),
    };
    let problem = checked.err()?;
    Some(PathProblem::KeyUsage { purpose, problem })
}

fn may_sign_documents(target: &Certificate) -> Result<(), UsageProblem> {
    may_sign(target)?;
    is_no_authority(target)?;
    match extended(target)? {
        Some(usage) => is_for_documents(&usage),
        None => Ok(()),
    }
}

fn may_sign_timestamps(target: &Certificate) -> Result<(), UsageProblem> {
    let usage = may_sign(target)?;
    let usages = extended(target)?.filter(|usage| usage.critical);
    let purposes = usages.map(|usage| usage.purposes).unwrap_or_default();
    if !purposes.contains(&oids::KP_TIME_STAMPING) {
        return Err(UsageProblem::NotForTimestamps);
    }
    let issues = usage.is_some_and(|usage| usage.key_cert_sign() || usage.crl_sign());
    if issues || is_no_authority(target).is_err() || purposes.len() > 1 {
        return Err(UsageProblem::NotReserved);
    }
    Ok(())
}

/// Whether the key may sign at all; gives what else it may do, if that is restricted.
fn may_sign(target: &Certificate) -> Result<Option<KeyUsage>, UsageProblem> {
    let usage = target.key_usage().map_err(|_| UsageProblem::Malformed)?;
    let signs = |usage: KeyUsage| usage.digital_signature() || usage.content_commitment();
    match usage.is_none_or(signs) {
        true => Ok(usage),
        false => Err(UsageProblem::NoSignatures),
    }
}

fn is_no_authority(target: &Certificate) -> Result<(), UsageProblem> {
    match target.is_authority() {
        Ok(false) => Ok(()),
        Ok(true) => Err(UsageProblem::Authority),
        Err(_) => Err(UsageProblem::Malformed),
    }
}

fn extended(target: &Certificate) -> Result<Option<ExtendedKeyUsage>, UsageProblem> {
    let usage = target.extended_key_usage();
    usage.map_err(|_| UsageProblem::Malformed)
}

/// One purpose under which documents are signed is enough. Without any, a key that is only for
/// known services signs no documents, and a critical extension binds a verifier that does not know
/// its purposes. The remaining purposes are an authority's own, in an extension that is not
/// critical; certificates for documents have them (ADR 0020).
fn is_for_documents(usage: &ExtendedKeyUsage) -> Result<(), UsageProblem> {
    let mut purposes = usage.purposes.iter();
    if purposes.clone().any(|purpose| DOCUMENTS.contains(purpose)) {
        return Ok(());
    }
    if purposes.all(|purpose| SERVICES.contains(purpose)) {
        return Err(UsageProblem::ServicesOnly);
    }
    match usage.critical {
        true => Err(UsageProblem::OtherPurposes),
        false => Ok(()),
    }
}

/// Purposes under which documents are signed.
const DOCUMENTS: [ObjectIdentifier; 6] = [
    oids::KP_DOCUMENT_SIGNING,
    oids::KP_MICROSOFT_DOCUMENT_SIGNING,
    oids::KP_ADOBE_AUTHENTIC_DOCUMENTS,
    oids::KP_EMAIL_PROTECTION,
    oids::KP_MICROSOFT_SMARTCARD_LOGON,
    oids::ANY_EXTENDED_KEY_USAGE,
];

/// Purposes of services that sign no documents: TLS, programs, IPsec, Kerberos, encrypted file systems, timestamps, OCSP.
const SERVICES: [ObjectIdentifier; 17] = [
    oids::KP_SERVER_AUTH,
    oids::KP_CLIENT_AUTH,
    oids::KP_MICROSOFT_SERVER_GATED_CRYPTO,
    oids::KP_NETSCAPE_SERVER_GATED_CRYPTO,
    oids::KP_CODE_SIGNING,
    oids::KP_MICROSOFT_INDIVIDUAL_CODE_SIGNING,
    oids::KP_MICROSOFT_COMMERCIAL_CODE_SIGNING,
    oids::KP_IPSEC_END_SYSTEM,
    oids::KP_IPSEC_TUNNEL,
    oids::KP_IPSEC_USER,
    oids::KP_IPSEC_IKE,
    oids::KP_IKE_INTERMEDIATE,
    oids::KP_PKINIT_CLIENT,
    oids::KP_PKINIT_KDC,
    oids::KP_MICROSOFT_ENCRYPTED_FILES,
    oids::KP_TIME_STAMPING,
    oids::KP_OCSP_SIGNING,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::crafted::{certificate, extension};
    use crate::encode;

    /// With these bits of key usage, critical or other purposes, as an authority or not.
    fn problem_of(
        purpose: Purpose,
        bits: Option<u8>,
        purposes: Option<(bool, &[ObjectIdentifier])>,
        authority: bool,
    ) -> Option<UsageProblem> {
        let mut extensions = Vec::new();
        if let Some(bits) = bits {
            let bits = [0x03, 0x02, 0x00, bits];
            extensions.push(extension(&oids::KEY_USAGE, true, &bits));
        }
        if let Some((critical, purposes)) = purposes {
            let purposes: Vec<Vec<u8>> = purposes.iter().map(encode::oid).collect();
            let purposes: Vec<&[u8]> = purposes.iter().map(Vec::as_slice).collect();
            let value = encode::sequence(&purposes);
            extensions.push(extension(&oids::EXTENDED_KEY_USAGE, critical, &value));
        }
        if authority {
            let value = [0x30, 0x03, 0x01, 0x01, 0xFF];
            extensions.push(extension(&oids::BASIC_CONSTRAINTS, true, &value));
        }
        let certificate = certificate(Some(2), &extensions);
        match check_usage(&certificate, purpose) {
            Some(PathProblem::KeyUsage { problem, .. }) => Some(problem),
            _ => None,
        }
    }

    const SIGNS: Option<u8> = Some(0x80);
    const CLOCK: ObjectIdentifier = oids::KP_TIME_STAMPING;

    #[test]
    fn keys_for_timestamps_are_for_nothing_else() {
        let problem = |bits, purposes, authority| {
            problem_of(Purpose::Timestamping, bits, purposes, authority)
        };
        let alone: &[ObjectIdentifier] = &[CLOCK];
        let beside: &[ObjectIdentifier] = &[CLOCK, oids::KP_EMAIL_PROTECTION];
        assert_eq!(problem(None, Some((true, alone)), false), None);
        for bits in [0x80, 0x40, 0xC0, 0xF0] {
            assert_eq!(problem(Some(bits), Some((true, alone)), false), None);
        }
        for (bits, purposes, authority, expected) in [
            (
                SIGNS,
                Some((false, alone)),
                false,
                UsageProblem::NotForTimestamps,
            ),
            (SIGNS, None, false, UsageProblem::NotForTimestamps),
            (
                SIGNS,
                Some((true, beside)),
                false,
                UsageProblem::NotReserved,
            ),
            (
                Some(0x84),
                Some((true, alone)),
                false,
                UsageProblem::NotReserved,
            ),
            (
                Some(0x82),
                Some((true, alone)),
                false,
                UsageProblem::NotReserved,
            ),
            (SIGNS, Some((true, alone)), true, UsageProblem::NotReserved),
            (
                Some(0x20),
                Some((true, alone)),
                false,
                UsageProblem::NoSignatures,
            ),
        ] {
            assert_eq!(problem(bits, purposes, authority), Some(expected));
        }
    }

    #[test]
    fn what_speaks_against_documents_is_named() {
        let problem = |bits, purposes, authority| {
            problem_of(Purpose::DocumentSigning, bits, purposes, authority)
        };
        let own: &[ObjectIdentifier] = &[ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1")];
        let nothing: &[ObjectIdentifier] = &[];
        for (purposes, expected) in [
            (None, None),
            (Some((false, own)), None),
            (Some((true, own)), Some(UsageProblem::OtherPurposes)),
            (Some((false, nothing)), Some(UsageProblem::ServicesOnly)),
            (
                Some((false, &SERVICES[..])),
                Some(UsageProblem::ServicesOnly),
            ),
        ] {
            assert_eq!(problem(SIGNS, purposes, false), expected);
        }
        for document in DOCUMENTS {
            let purposes = [oids::KP_SERVER_AUTH, document];
            let found = problem_of(
                Purpose::DocumentSigning,
                SIGNS,
                Some((true, &purposes)),
                false,
            );
            assert_eq!(found, None);
        }
        assert_eq!(problem(None, None, true), Some(UsageProblem::Authority));
        assert_eq!(
            problem(Some(4), None, true),
            Some(UsageProblem::NoSignatures)
        );
    }
}

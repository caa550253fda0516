//! Key usages and extended key usages in the signer's certificate.

use const_oid::ObjectIdentifier;
use kyso_issuing::{KeyType, Profile};
use kyso_pki::ExtendedKeyUsage;

use crate::expected::Expected;
use crate::office::request;
use crate::signing::Signing;
use crate::{Base, Case};

/// For services, for other things that bind, or for issuing.
pub(super) fn unfit() -> Vec<Case> {
    let unfit = Expected::doubtful("CHAIN_CONSTRAINTS_FAILURE", "KeyUsage");
    let for_purposes = |name, critical, purposes| {
        Case::new(name, unfit, move |base| {
            signed_for(base, critical, purposes)
        })
    };
    vec![
        for_purposes("certificate-of-a-tls-server", true, &[SERVER, CLIENT]),
        for_purposes("certificate-of-a-tls-client", false, &[CLIENT]),
        for_purposes("certificate-for-programs", false, &[PROGRAMS]),
        for_purposes("certificate-of-an-ocsp-responder", false, &[OCSP]),
        for_purposes(
            "certificate-for-services",
            true,
            &[SERVER, IPSEC, TIMESTAMPS],
        ),
        for_purposes("certificate-for-something-that-binds", true, &[CLIENT, OWN]),
        Case::new("certificate-of-an-authority", unfit, |base| {
            let request = request("CA cấp dưới", KeyType::P256, 2026, 2027);
            let authority = base.office.root.subordinate(&request).unwrap();
            Signing::new(&authority.holder(), "NguoiKy1").sign(&base.plain)
        }),
        Case::new("certificate-of-the-root", unfit, |base| {
            Signing::new(&base.office.root.holder(), "NguoiKy1").sign(&base.plain)
        }),
    ]
}

/// What real certificates for documents say.
pub(crate) fn fit() -> Vec<Case> {
    let for_purposes = |name, critical, purposes| {
        Case::new(name, Expected::passed(), move |base| {
            signed_for(base, critical, purposes)
        })
    };
    vec![
        for_purposes(
            "certificate-of-the-government",
            false,
            &[CLIENT, EMAIL, LOGON],
        ),
        for_purposes("certificate-for-documents", true, &[DOCUMENTS]),
        for_purposes("certificate-for-office-documents", false, &[MICROSOFT]),
        for_purposes("certificate-for-authentic-documents", true, &[ADOBE]),
        for_purposes("certificate-for-mail-that-binds", true, &[CLIENT, EMAIL]),
        for_purposes("certificate-for-any-purpose", false, &[SERVER, ANY]),
        for_purposes("certificate-for-an-own-purpose", false, &[CLIENT, OWN]),
    ]
}

fn signed_for(base: &Base, critical: bool, purposes: &[&str]) -> Vec<u8> {
    let purposes = purposes.iter().map(|oid| ObjectIdentifier::new_unwrap(oid));
    let usage = ExtendedKeyUsage {
        critical,
        purposes: purposes.collect(),
    };
    let key = base
        .office
        .key_with("Người ký", Profile::Person, |request| {
            request.with_extended_key_usage(usage)
        });
    Signing::new(&key, "NguoiKy1").sign(&base.plain)
}

const SERVER: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT: &str = "1.3.6.1.5.5.7.3.2";
const PROGRAMS: &str = "1.3.6.1.5.5.7.3.3";
const EMAIL: &str = "1.3.6.1.5.5.7.3.4";
const IPSEC: &str = "1.3.6.1.5.5.7.3.7";
const TIMESTAMPS: &str = "1.3.6.1.5.5.7.3.8";
const OCSP: &str = "1.3.6.1.5.5.7.3.9";
const DOCUMENTS: &str = "1.3.6.1.5.5.7.3.36";
const MICROSOFT: &str = "1.3.6.1.4.1.311.10.3.12";
const LOGON: &str = "1.3.6.1.4.1.311.20.2.2";
const ADOBE: &str = "1.2.840.113583.1.1.5";
const ANY: &str = "2.5.29.37.0";
/// Of the arc for examples (RFC 5612).
const OWN: &str = "1.3.6.1.4.1.32473.1";

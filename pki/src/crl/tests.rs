//! Lists that say a thing twice, or in a way that is not allowed.

use super::*;
use crate::encode;
use crate::tlv::{BOOLEAN, ENUMERATED};

const SERIAL: [u8; 2] = [0x03, 0x09];

/// A certificate of the issuer `GoodRoot` with the number 777 and no genuine signature.
fn certificate() -> Certificate {
    let algorithm = encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]);
    certificate_of(&encode::sequence(&[
        &algorithm,
        &encode::element(0x03, &[&[0]]),
    ]))
}

fn certificate_of(key: &[u8]) -> Certificate {
    let algorithm = encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]);
    let validity = encode::sequence(&[&time(b"200101000000Z"), &time(b"400101000000Z")]);
    let to_be_signed = encode::sequence(&[
        &encode::element(INTEGER, &[&SERIAL]),
        &algorithm,
        &name(),
        &validity,
        &name(),
        key,
    ]);
    Certificate::from_der(&signed(&to_be_signed)).unwrap()
}

fn name() -> Vec<u8> {
    let text = encode::element(0x0C, &[b"GoodRoot"]);
    let pair = encode::sequence(&[&encode::oid(&oids::COMMON_NAME), &text]);
    encode::sequence(&[&encode::element(crate::tlv::SET, &[&pair])])
}

fn signed(to_be_signed: &[u8]) -> Vec<u8> {
    let algorithm = encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]);
    encode::sequence(&[to_be_signed, &algorithm, &encode::element(0x03, &[&[0, 1]])])
}

/// A list of this version (as written), with these entries and extensions.
fn list(
    version: Option<u64>,
    entries: &[Vec<u8>],
    extensions: &[Vec<u8>],
) -> Result<Crl, EncodingError> {
    let sequence = |members: &[Vec<u8>]| {
        let members: Vec<&[u8]> = members.iter().map(Vec::as_slice).collect();
        encode::sequence(&members)
    };
    let wrapped = || encode::explicit(0, &sequence(extensions));
    let to_be_signed = encode::sequence(&[
        &version.map(encode::integer).unwrap_or_default(),
        &encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]),
        &name(),
        &time(b"240101000000Z"),
        &time(b"400101000000Z"),
        &if entries.is_empty() {
            Vec::new()
        } else {
            sequence(entries)
        },
        &if extensions.is_empty() {
            Vec::new()
        } else {
            wrapped()
        },
    ]);
    Crl::from_der(&signed(&to_be_signed))
}

fn entry(date: &[u8], extensions: &[&[u8]]) -> Vec<u8> {
    let extensions = match extensions {
        [] => Vec::new(),
        some => encode::sequence(some),
    };
    encode::sequence(&[
        &encode::element(INTEGER, &[&SERIAL]),
        &time(date),
        &extensions,
    ])
}

fn time(text: &[u8]) -> Vec<u8> {
    encode::element(UTC_TIME, &[text])
}

fn extension(oid: &const_oid::ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = match critical {
        true => encode::element(BOOLEAN, &[&[0xFF]]),
        false => Vec::new(),
    };
    encode::sequence(&[&encode::oid(oid), &critical, &encode::octet_string(value)])
}

fn reason(octets: &[u8]) -> Vec<u8> {
    extension(
        &oids::CRL_REASON,
        false,
        &encode::element(ENUMERATED, &[octets]),
    )
}

fn number() -> Vec<u8> {
    extension(&oids::CRL_NUMBER, false, &encode::integer(5))
}

fn found(entries: &[Vec<u8>]) -> RevokedEntry {
    let list = list(Some(1), entries, &[number()]).unwrap();
    list.entry_for(&certificate()).unwrap()
}

#[test]
fn of_two_entries_the_graver_counts() {
    let light = entry(b"300101000000Z", &[]);
    let grave = entry(b"240601000000Z", &[&reason(&[1])]);
    let taken_off = entry(b"230101000000Z", &[&reason(&[8])]);
    for entries in [
        [light.clone(), grave.clone(), taken_off.clone()],
        [grave.clone(), taken_off.clone(), light.clone()],
        [taken_off.clone(), light, grave.clone()],
    ] {
        let found = found(&entries);
        assert_eq!(found.revoked_at.to_string(), "2024-06-01T00:00:00Z");
        assert_eq!(found.reason, RevocationReason::KeyCompromise);
    }
    let held = entry(b"240101000000Z", &[&reason(&[6])]);
    let found = found(&[held, grave]);
    assert_eq!(found.revoked_at.to_string(), "2024-01-01T00:00:00Z");
    assert_eq!(found.reason, RevocationReason::KeyCompromise);
}

#[test]
fn of_two_reasons_the_graver_counts() {
    for reasons in [[&[1], &[8]], [&[8], &[1]]] {
        let [first, second] = reasons.map(|number: &[u8; 1]| reason(number));
        let found = found(&[entry(b"241231000000Z", &[&first, &second])]);
        assert_eq!(found.reason, RevocationReason::KeyCompromise);
    }
}

#[test]
fn a_reason_that_cannot_be_read_takes_nothing_off_the_list() {
    for noise in [
        reason(&[]),
        reason(&[0, 8]),
        extension(&oids::CRL_REASON, false, &[4, 0]),
    ] {
        let found = found(&[entry(b"241231000000Z", &[&reason(&[8]), &noise])]);
        assert_eq!(found.reason, RevocationReason::NotGiven);
        assert_eq!(found.counts_from(), Timestamp::MIN);
    }
}

#[test]
fn only_versions_one_and_two_are_known() {
    let some = [entry(b"241231000000Z", &[])];
    assert!(list(None, &some, &[]).is_ok());
    assert!(list(Some(1), &some, &[number()]).is_ok());
    for (version, extensions) in [
        (Some(0), vec![]),
        (Some(2), vec![number()]),
        (None, vec![number()]),
    ] {
        assert!(list(version, &some, &extensions).is_err(), "{version:?}");
    }
    let extended = [entry(b"241231000000Z", &[&reason(&[1])])];
    assert!(list(None, &extended, &[]).is_err());
}

#[test]
fn no_extension_may_stand_twice() {
    let own = const_oid::ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");
    let unknown = || extension(&own, false, &[5, 0]);
    assert!(list(Some(1), &[], &[number(), unknown()]).is_ok());
    assert!(list(Some(1), &[], &[unknown(), number(), unknown()]).is_err());
}

#[test]
fn the_scope_must_say_something_and_nothing_else() {
    let scoped = |value: &[u8]| {
        let scope = extension(&oids::ISSUING_DISTRIBUTION_POINT, true, value);
        list(Some(1), &[], &[number(), scope])
    };
    assert!(scoped(&[0x30, 0x03, 0x81, 0x01, 0xFF]).is_ok());
    assert!(scoped(&[0x30, 0x00]).is_err());
    assert!(scoped(&[0x30, 0x03, 0x81, 0x01, 0xFF, 0x05, 0x00]).is_err());
    let point = encode::explicit(0, &encode::explicit(0, &encode::explicit(4, &name())));
    let with_noise = encode::element(context(0), &[&point[2..], encode::NULL]);
    assert!(scoped(&encode::sequence(&[&point])).is_ok());
    assert!(scoped(&encode::sequence(&[&with_noise])).is_err());
}

#[test]
fn since_when_expired_certificates_are_kept_may_be_either_time() {
    let since = |value: &[u8]| {
        let kept = extension(&oids::EXPIRED_CERTS_ON_CRL, false, value);
        list(Some(1), &[], &[number(), kept])
            .unwrap()
            .expired_since()
    };
    let expected: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    let generalized = encode::element(GENERALIZED_TIME, &[b"20200101000000Z"]);
    assert_eq!(since(&generalized), Some(expected));
    assert_eq!(since(&time(b"200101000000Z")), Some(expected));
    assert_eq!(since(&[4, 0]), None);
}

#[test]
fn the_algorithm_inside_must_be_that_of_the_signature() {
    use crate::digest::DigestAlgorithm;
    use crate::pkcs12::SoftwareKey;
    use openssl::rsa::Rsa;
    let key = openssl::pkey::PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let issuer = certificate_of(&key.public_key_to_der().unwrap());
    let key = SoftwareKey::from_private_key(key);
    let holds = |inside: &[u8], outside: &[u8]| {
        let to_be_signed = encode::sequence(&[
            &encode::integer(1),
            inside,
            &name(),
            &time(b"240101000000Z"),
        ]);
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        let value = key.sign_message(algorithm, &to_be_signed).unwrap();
        let value = encode::element(0x03, &[&[0], &value]);
        let list = Crl::from_vec(encode::sequence(&[&to_be_signed, outside, &value]));
        list.unwrap().is_signed_by(&issuer).unwrap()
    };
    let usual = encode::algorithm(&oids::SHA256_WITH_RSA, encode::NULL);
    let bare = encode::algorithm(&oids::SHA256_WITH_RSA, &[]);
    let other = encode::algorithm(&oids::SHA384_WITH_RSA, encode::NULL);
    assert!(holds(&usual, &usual));
    assert!(holds(&bare, &usual) && holds(&usual, &bare));
    assert!(!holds(&other, &usual));
    assert!(!holds(
        &encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]),
        &usual
    ));
}

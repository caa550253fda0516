//! Responses that cannot be read.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::tlv;

/// A `BasicOCSPResponse` about no certificate, with these fields in front of the responder.
fn basic(version: &[u8], answers: &[u8], certificates: &[u8]) -> Vec<u8> {
    let name = encode::explicit(1, &encode::sequence(&[]));
    let time = encode::element(GENERALIZED_TIME, &[b"20261120000000Z"]);
    let answers = encode::sequence(&[answers]);
    encode::sequence(&[
        &encode::sequence(&[version, &name, &time, &answers]),
        &encode::algorithm(&oids::SHA256_WITH_RSA, encode::NULL),
        &encode::element(tlv::BIT_STRING, &[&[0]]),
        certificates,
    ])
}

#[test]
fn only_version_one_is_read() {
    let version = |number| encode::explicit(0, &encode::integer(number));
    assert!(OcspResponse::from_vec(basic(&[], &[], &[])).is_ok());
    assert!(OcspResponse::from_vec(basic(&version(0), &[], &[])).is_ok());
    assert!(OcspResponse::from_vec(basic(&version(1), &[], &[])).is_err());
}

#[test]
fn members_are_counted_before_they_are_read() {
    let junk = [0x30, 0].repeat(MAX_CERTIFICATES + 1);
    let certificates = |junk: &[u8]| encode::explicit(0, &encode::sequence(&[junk]));
    let few = certificates(junk.split_at(2).1);
    let few = OcspResponse::from_vec(basic(&[], &[], &few)).unwrap();
    assert!(few.certificates().is_empty());
    let many = OcspResponse::from_vec(basic(&[], &[], &certificates(&junk)));
    let (what, limit) = (OcspMember::Certificates, MAX_CERTIFICATES);
    assert_eq!(many.unwrap_err(), OcspError::TooMany { what, limit });
}

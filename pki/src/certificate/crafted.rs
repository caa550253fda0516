//! Certificates for tests that no authority would issue. Their signatures are not genuine.
#![allow(clippy::unwrap_used)]

use const_oid::ObjectIdentifier;

use super::Certificate;
use crate::encode;
use crate::oids;
use crate::tlv::{BIT_STRING, BOOLEAN, UTC_TIME};

/// A certificate of this version (as written) with these extensions.
pub(crate) fn certificate(version: Option<u64>, extensions: &[Vec<u8>]) -> Certificate {
    let algorithm = encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]);
    let key = encode::sequence(&[&algorithm, &encode::element(BIT_STRING, &[&[0]])]);
    with_key(version, &key, extensions).unwrap()
}

/// A certificate of the key with this encoding; `None` when that is none.
pub(crate) fn certificate_of(key: &[u8]) -> Option<Certificate> {
    with_key(Some(2), key, &[])
}

fn with_key(version: Option<u64>, key: &[u8], extensions: &[Vec<u8>]) -> Option<Certificate> {
    let algorithm = encode::algorithm(&oids::ECDSA_WITH_SHA256, &[]);
    let time = encode::element(UTC_TIME, &[b"200101000000Z"]);
    let name = encode::sequence(&[]);
    let members: Vec<&[u8]> = extensions.iter().map(Vec::as_slice).collect();
    let extensions = match members.as_slice() {
        [] => Vec::new(),
        members => encode::explicit(3, &encode::sequence(members)),
    };
    let version = version.map(|version| encode::explicit(0, &encode::integer(version)));
    let to_be_signed = encode::sequence(&[
        &version.unwrap_or_default(),
        &encode::integer(7),
        &algorithm,
        &name,
        &encode::sequence(&[&time, &time]),
        &name,
        key,
        &extensions,
    ]);
    let signature = encode::element(BIT_STRING, &[&[0, 1]]);
    let der = encode::sequence(&[&to_be_signed, &algorithm, &signature]);
    Certificate::from_der(&der).ok()
}

pub(crate) fn extension(oid: &ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = match critical {
        true => encode::element(BOOLEAN, &[&[0xFF]]),
        false => Vec::new(),
    };
    encode::sequence(&[&encode::oid(oid), &critical, &encode::octet_string(value)])
}

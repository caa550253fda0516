//! The public key of a certificate: what kind it is, and which are accepted.

use openssl::ec::EcKey;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKeyRef, Public};

use crate::oids;
use crate::tlv::{Element, EncodingError, OID, SEQUENCE};

/// Kind and size of a public key, for algorithm policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA, with the bits of its modulus.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
    },
    /// A named elliptic curve.
    Ec {
        /// Bits of the group order.
        bits: u32,
        /// Short name of the curve, such as `prime256v1`.
        curve: &'static str,
    },
    /// DSA, with the bits of its prime.
    Dsa {
        /// Bits of the prime.
        bits: u32,
    },
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
}

/// Explicit curve parameters let a forger choose the generator (CVE-2020-0601): only named curves are accepted.
pub(super) fn has_named_curve(info: &[u8]) -> Result<bool, EncodingError> {
    let mut parts = Element::only(info, "SubjectPublicKeyInfo")?.reader();
    let mut algorithm = parts.required(SEQUENCE, "algorithm")?.reader();
    if algorithm.any("algorithm")?.oid()? != oids::EC_PUBLIC_KEY {
        return Ok(true);
    }
    Ok(algorithm.any("parameters")?.identifier == OID)
}

pub(super) fn key_kind(key: &PKeyRef<Public>) -> Option<KeyKind> {
    let bits = key.bits();
    Some(match key.id() {
        Id::RSA | Id::RSA_PSS => KeyKind::Rsa { bits },
        Id::EC => KeyKind::Ec {
            bits,
            curve: curve(&key.ec_key().ok()?)?,
        },
        Id::DSA => KeyKind::Dsa { bits },
        Id::ED25519 => KeyKind::Ed25519,
        Id::ED448 => KeyKind::Ed448,
        _ => return None,
    })
}

fn curve(key: &EcKey<Public>) -> Option<&'static str> {
    key.group().curve_name().as_ref().map(Nid::short_name)?.ok()
}

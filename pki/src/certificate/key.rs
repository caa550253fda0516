//! The public key of a certificate: what kind it is, and which are accepted.

use openssl::ec::EcKey;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, PKeyRef, Public};

use super::Certificate;
use crate::oids;
use crate::tlv::{BIT_STRING, Element, EncodingError, OID, SEQUENCE};

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

/// The key of a certificate; `None` when it cannot be read, or is not accepted. Decoding it is what costs most about a
/// certificate; the path engine has done it already.
pub(super) fn read(certificate: &Certificate) -> Option<PKey<Public>> {
    let info = certificate.public_key_info();
    if !has_named_curve(info).ok()? {
        return None;
    }
    let key = match certificate.x509() {
        Ok(x509) => x509.public_key().ok(),
        Err(_) => PKey::public_key_from_der(info).ok(),
    };
    key.filter(|key| is_affordable(key))
}

/// Explicit curve parameters let a forger choose the generator (CVE-2020-0601): only named curves are accepted.
fn has_named_curve(info: &[u8]) -> Result<bool, EncodingError> {
    let mut parts = Element::only(info, "SubjectPublicKeyInfo")?.reader();
    let mut algorithm = parts.required(SEQUENCE, "algorithm")?.reader();
    if algorithm.any("algorithm")?.oid()? != oids::EC_PUBLIC_KEY {
        return Ok(true);
    }
    Ok(algorithm.any("parameters")?.identifier == OID)
}

/// Whether a verification with this key costs no more than with the keys of authorities. An
/// attacker can name a key of his own in a file as often as he likes; the exponent of RSA decides
/// what each try costs. The limits are those of OpenSSL, which applies the one for the exponent to
/// moduli above 3072 bits only.
fn is_affordable(key: &PKeyRef<Public>) -> bool {
    const MODULUS_BITS: u32 = 16_384;
    const EXPONENT_BITS: i32 = 64;
    match key.id() {
        Id::RSA | Id::RSA_PSS => {
            let exponent = key.rsa().map(|rsa| rsa.e().num_bits());
            key.bits() <= MODULUS_BITS && exponent.is_ok_and(|bits| bits <= EXPONENT_BITS)
        }
        _ => true,
    }
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

impl Certificate {
    /// The octets of the subject's public key without tag, length and unused bits: what key hashes are over.
    pub(crate) fn key_octets(&self) -> Result<&[u8], EncodingError> {
        let info = Element::only_with(self.public_key_info(), SEQUENCE, "SubjectPublicKeyInfo")?;
        let mut fields = info.reader();
        fields.required(SEQUENCE, "algorithm")?;
        fields
            .required(BIT_STRING, "subjectPublicKey")?
            .bit_string_octets()
    }
}

//! RSASSA-PSS with SHAKE128 or SHAKE256 (RFC 8702, section 3.2.1), which the cryptographic library does not have: SHAKE is the
//! digest and, without MGF1, the mask; the salt is as long as the digest.

use openssl::error::ErrorStack;
use openssl::hash::Hasher;
use openssl::pkey::{PKeyRef, Public};
use openssl::rsa::Padding;

use crate::digest::DigestAlgorithm;

/// Whether `signature` is the value over a message with this digest (RFC 8017, section 8.1.2).
///
/// # Errors
/// When the library cannot use the key.
pub(super) fn verify(
    key: &PKeyRef<Public>,
    shake: DigestAlgorithm,
    digest: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let rsa = key.rsa()?;
    let size = usize::try_from(rsa.size()).unwrap_or(0);
    let bits = usize::try_from(rsa.n().num_bits()).unwrap_or(0);
    let mut block = vec![0; size];
    if signature.len() != size || bits < 2 {
        return Ok(false);
    }
    // A value that is not below the modulus is an error of the library.
    let Ok(length) = rsa.public_decrypt(signature, &mut block, Padding::NONE) else {
        return Ok(false);
    };
    // The encoded message has one bit less than the modulus, which may be one octet less.
    let encoded = (bits - 1).div_ceil(8);
    let (front, encoded) = block.split_at(size - encoded);
    let unused = 8 * encoded.len() - (bits - 1);
    let empty = front.iter().all(|octet| *octet == 0);
    Ok(length == size && empty && is_encoding(encoded, unused, shake, digest)?)
}

/// EMSA-PSS-VERIFY (RFC 8017, section 9.1.2); `unused` bits in front do not count.
fn is_encoding(
    encoded: &[u8],
    unused: usize,
    shake: DigestAlgorithm,
    digest: &[u8],
) -> Result<bool, ErrorStack> {
    let length = shake.output_size();
    let Some((0xBC, rest)) = encoded.split_last().map(|(last, rest)| (*last, rest)) else {
        return Ok(false);
    };
    let Some(masked_length) = rest.len().checked_sub(length) else {
        return Ok(false);
    };
    let (masked, hash) = rest.split_at(masked_length);
    let Some(padding) = masked.len().checked_sub(length + 1) else {
        return Ok(false);
    };
    let used = 0xFF_u8
        .checked_shr(u32::try_from(unused).unwrap_or(8))
        .unwrap_or(0);
    if digest.len() != length || masked.first().is_none_or(|first| first & !used != 0) {
        return Ok(false);
    }
    let mask = output(shake, &[hash], masked.len())?;
    let mut block: Vec<u8> = masked
        .iter()
        .zip(mask)
        .map(|(one, other)| one ^ other)
        .collect();
    if let Some(first) = block.first_mut() {
        *first &= used;
    }
    let (front, salt) = block.split_at(padding + 1);
    let Some((1, zeros)) = front.split_last().map(|(last, zeros)| (*last, zeros)) else {
        return Ok(false);
    };
    let expected = output(shake, &[&[0; 8], digest, salt], length)?;
    Ok(zeros.iter().all(|octet| *octet == 0) && expected == hash)
}

/// So many octets of output.
fn output(shake: DigestAlgorithm, parts: &[&[u8]], length: usize) -> Result<Vec<u8>, ErrorStack> {
    let function = shake.openssl().ok_or_else(ErrorStack::get)?;
    let mut hasher = Hasher::new(function)?;
    for part in parts {
        hasher.update(part)?;
    }
    let mut out = vec![0; length];
    hasher.finish_xof(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use openssl::ec::{EcGroup, EcKey};
    use openssl::ecdsa::EcdsaSig;
    use openssl::nid::Nid;
    use openssl::pkey::{PKey, Private};
    use openssl::rsa::Rsa;

    use super::*;
    use crate::algorithm::{Message, PssParameters, Scheme, SignatureAlgorithm};
    use crate::builder::SignedAttributes;
    use crate::certificate::crafted;
    use crate::cms::Cms;

    const SHAKES: [DigestAlgorithm; 2] =
        [DigestAlgorithm::Shake128_256, DigestAlgorithm::Shake256_512];

    type Sign<'s> = dyn Fn(&[u8]) -> Vec<u8> + 's;

    /// EMSA-PSS-ENCODE (RFC 8017, section 9.1.1) and the private operation.
    fn sign(key: &Rsa<Private>, shake: DigestAlgorithm, message: &[u8], last: u8) -> Vec<u8> {
        let (size, bits) = (key.size() as usize, key.n().num_bits() as usize);
        let (length, encoded) = (shake.output_size(), (bits - 1).div_ceil(8));
        let salt = vec![7; length];
        let digest = shake.digest(&[message]).unwrap();
        let hash = output(shake, &[&[0; 8], &digest, &salt], length).unwrap();
        let masked = encoded - length - 1;
        let mut block = vec![0; masked - length - 1];
        block.push(1);
        block.extend(&salt);
        let mask = output(shake, &[&hash], masked).unwrap();
        let mut block: Vec<u8> = block
            .iter()
            .zip(mask)
            .map(|(one, other)| one ^ other)
            .collect();
        block[0] &= 0xFF >> (8 * encoded - (bits - 1));
        block.extend(&hash);
        block.push(last);
        let block = [vec![0; size - encoded], block].concat();
        let mut value = vec![0; size];
        key.private_encrypt(&block, &mut value, Padding::NONE)
            .unwrap();
        value
    }

    #[test]
    fn values_hold_for_moduli_of_any_length() {
        for bits in [2048, 2049, 2050, 2055] {
            let key = Rsa::generate(bits).unwrap();
            let der = key.public_key_to_der().unwrap();
            let public = PKey::public_key_from_der(&der).unwrap();
            for shake in SHAKES {
                let scheme = Scheme::RsaPss(PssParameters::of(shake));
                let value = sign(&key, shake, b"message", 0xBC);
                let verify =
                    |message, value: &[u8]| scheme.verify(&public, Message::Whole(message), value);
                assert_eq!(verify(b"message", &value), Ok(true), "{bits} {shake}");
                assert_eq!(verify(b"massage", &value), Ok(false), "{bits} {shake}");
                assert_eq!(verify(b"message", &value[1..]), Ok(false));
                let trailer = sign(&key, shake, b"message", 0xCC);
                assert_eq!(verify(b"message", &trailer), Ok(false));
                let other =
                    Scheme::RsaPss(PssParameters::of(SHAKES[usize::from(shake == SHAKES[0])]));
                let crossed = other.verify(&public, Message::Whole(b"message"), &value);
                assert_eq!(crossed, Ok(false), "the other SHAKE");
                for at in [0, 100, value.len() - 1] {
                    let mut broken = value.clone();
                    broken[at] ^= 1;
                    assert_eq!(
                        verify(b"message", &broken),
                        Ok(false),
                        "{bits} {shake} {at}"
                    );
                }
            }
        }
    }

    /// Containers whose digest, signed attributes and value are all of SHAKE, under RSA and on a curve.
    #[test]
    fn containers_hold_under_the_identifiers_of_rfc_8702() {
        let rsa = Rsa::generate(2048).unwrap();
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let curve = EcKey::generate(&group).unwrap();
        for shake in SHAKES {
            let pss = |message: &[u8]| sign(&rsa, shake, message, 0xBC);
            let ecdsa = |message: &[u8]| {
                let digest = shake.digest(&[message]).unwrap();
                EcdsaSig::sign(&digest, &curve).unwrap().to_der().unwrap()
            };
            let keys: [(Vec<u8>, SignatureAlgorithm, &Sign<'_>); 2] = [
                (
                    rsa.public_key_to_der().unwrap(),
                    SignatureAlgorithm::RsaPss(shake),
                    &pss,
                ),
                (
                    curve.public_key_to_der().unwrap(),
                    SignatureAlgorithm::Ecdsa(shake),
                    &ecdsa,
                ),
            ];
            for (key, algorithm, sign) in keys {
                let certificate = crafted::certificate_of(&key).unwrap();
                let digest = shake.digest(&[b"content"]).unwrap();
                let attributes = SignedAttributes::new(&digest, algorithm, &certificate).unwrap();
                let value = sign(attributes.to_be_signed());
                let cms = Cms::parse(&attributes.close(&value).unwrap()).unwrap();
                let verified = cms.verify(&digest).unwrap();
                assert_eq!(verified.signature_algorithm, algorithm);
                assert_eq!(cms.digest_algorithm().unwrap(), shake);
                let other = shake.digest(&[b"another"]).unwrap();
                assert!(cms.verify(&other).is_err(), "{algorithm}");
                let wrong = sign(b"another message");
                assert!(attributes.close(&wrong).is_err(), "{algorithm}");
            }
        }
    }
}

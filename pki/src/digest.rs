//! Digest algorithms as CMS and X.509 name them (RFC 5754, RFC 8702, FIPS 180-4, FIPS 202).

use std::fmt;

use const_oid::ObjectIdentifier;
use openssl::error::ErrorStack;
use openssl::hash::{Hasher, MessageDigest, hash};
use openssl::sha::Sha256;
use sha1_checked::Sha1;

use crate::oids;

/// Why there is no digest that anything may rest on.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum DigestError {
    /// The cryptographic library refuses the algorithm (for example under a FIPS provider), or fails.
    #[error("the cryptographic library gives no digest: {0}")]
    Library(#[from] ErrorStack),
    /// A collision attack made the bytes: the attacker has other bytes with the same digest.
    #[error("the bytes carry the traces of a collision attack on {algorithm}")]
    Collision {
        /// The algorithm.
        algorithm: DigestAlgorithm,
    },
}

/// A digest algorithm. Weak ones are listed too: whether one is acceptable is for the caller's policy to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// MD5 (RFC 1321): broken; only ever reported.
    Md5,
    /// RIPEMD-160: withdrawn.
    Ripemd160,
    /// SHA-1: collisions are practical. Its digests are computed with collision detection (Stevens and Shumow, "Speeding
    /// up detection of SHA-1 collision attacks using unavoidable attack conditions", 2017).
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/224.
    Sha512_224,
    /// SHA-512/256.
    Sha512_256,
    /// SHA3-224.
    Sha3_224,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
    /// SHAKE128 with 256 bits of output (RFC 8702).
    Shake128_256,
    /// SHAKE256 with 512 bits of output, as RFC 8702 and for Ed448 signatures RFC 8419 use it.
    Shake256_512,
}

impl DigestAlgorithm {
    /// The digest of the concatenation of `parts`.
    ///
    /// # Errors
    /// [`DigestError`].
    pub fn digest(self, parts: &[&[u8]]) -> Result<Vec<u8>, DigestError> {
        let mut digest = RunningDigest::new(self)?;
        for part in parts {
            digest.update(part)?;
        }
        digest.finish()
    }

    /// The digest of `octets` as a name for them: of a key or a certificate that is looked for and then checked for
    /// itself, so that another with the same digest gains nothing. `None` when the library refuses the algorithm.
    pub(crate) fn identify(self, octets: &[u8]) -> Option<Vec<u8>> {
        match self.is_extendable() {
            true => self.digest(&[octets]).ok(),
            false => Some(hash(self.openssl()?, octets).ok()?.to_vec()),
        }
    }

    /// Whether it is a function whose output has any length (FIPS 202, section 6.2), here that of RFC 8702.
    pub(crate) const fn is_extendable(self) -> bool {
        matches!(self, Self::Shake128_256 | Self::Shake256_512)
    }

    /// Octets of the digest.
    #[must_use]
    pub(crate) const fn output_size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 | Self::Ripemd160 => 20,
            Self::Sha224 | Self::Sha512_224 | Self::Sha3_224 => 28,
            Self::Sha256 | Self::Sha512_256 | Self::Sha3_256 | Self::Shake128_256 => 32,
            Self::Sha384 | Self::Sha3_384 => 48,
            Self::Sha512 | Self::Sha3_512 | Self::Shake256_512 => 64,
        }
    }

    /// The algorithm with this object identifier; `None` when it is not a digest that is known here.
    #[must_use]
    pub(crate) fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        BY_OID
            .iter()
            .find(|(known, _)| known == oid)
            .map(|(_, algorithm)| *algorithm)
    }

    /// The object identifier for an `AlgorithmIdentifier`.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        BY_OID
            .iter()
            .find(|(_, algorithm)| *algorithm == self)
            .map_or(oids::SHA256, |(oid, _)| *oid)
    }

    /// Whether collisions or preimages are practical, or the algorithm was withdrawn for that reason.
    #[must_use]
    pub(crate) const fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1 | Self::Ripemd160)
    }

    /// `None` when the library does not have it.
    pub(crate) fn openssl(self) -> Option<MessageDigest> {
        Some(match self {
            Self::Sha512_224 => MessageDigest::from_name("SHA512-224")?,
            Self::Sha512_256 => MessageDigest::from_name("SHA512-256")?,
            Self::Shake128_256 => MessageDigest::shake_128(),
            Self::Md5 => MessageDigest::md5(),
            Self::Ripemd160 => MessageDigest::ripemd160(),
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha224 => MessageDigest::sha224(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
            Self::Sha3_224 => MessageDigest::sha3_224(),
            Self::Sha3_256 => MessageDigest::sha3_256(),
            Self::Sha3_384 => MessageDigest::sha3_384(),
            Self::Sha3_512 => MessageDigest::sha3_512(),
            Self::Shake256_512 => MessageDigest::shake_256(),
        })
    }
}

/// SHA-256 (FIPS 180-4), without looking for an implementation of the algorithm each time: that takes longer than hashing short
/// data.
#[must_use]
pub fn sha256(octets: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(octets);
    digest.finish()
}

/// A digest that is not finished yet; a copy goes on from where the original is.
#[derive(Clone)]
pub struct RunningDigest {
    algorithm: DigestAlgorithm,
    state: State,
}

#[derive(Clone)]
enum State {
    Library(Hasher),
    Checked(Box<Sha1>),
}

impl RunningDigest {
    /// Starts with no bytes.
    ///
    /// # Errors
    /// [`DigestError::Library`].
    pub fn new(algorithm: DigestAlgorithm) -> Result<Self, DigestError> {
        let state = match algorithm {
            DigestAlgorithm::Sha1 => State::Checked(Box::new(checked_sha1())),
            _ => {
                let digest = algorithm.openssl().ok_or_else(ErrorStack::get)?;
                State::Library(Hasher::new(digest)?)
            }
        };
        Ok(Self { algorithm, state })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// [`DigestError::Library`].
    pub fn update(&mut self, bytes: &[u8]) -> Result<(), DigestError> {
        match &mut self.state {
            State::Library(hasher) => hasher.update(bytes)?,
            State::Checked(sha1) => sha1_checked::Digest::update(&mut **sha1, bytes),
        }
        Ok(())
    }

    /// The digest of all bytes added.
    ///
    /// # Errors
    /// [`DigestError`].
    pub fn finish(self) -> Result<Vec<u8>, DigestError> {
        let algorithm = self.algorithm;
        match self.state {
            State::Checked(sha1) => {
                let found = sha1.try_finalize();
                match found.has_collision() {
                    true => Err(DigestError::Collision { algorithm }),
                    false => Ok(found.hash().to_vec()),
                }
            }
            State::Library(mut hasher) if algorithm.is_extendable() => {
                let mut out = vec![0; algorithm.output_size()];
                hasher.finish_xof(&mut out)?;
                Ok(out)
            }
            State::Library(mut hasher) => Ok(hasher.finish()?.to_vec()),
        }
    }
}

/// Finds the traces of an attack without replacing the digest of the bytes that have them: nothing
/// rests on that digest.
fn checked_sha1() -> Sha1 {
    Sha1::builder()
        .detect_collision(true)
        .safe_hash(false)
        .build()
}

impl fmt::Debug for RunningDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunningDigest")
            .field(&self.algorithm)
            .finish()
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Md5 => "MD5",
            Self::Ripemd160 => "RIPEMD-160",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512_224 => "SHA-512/224",
            Self::Sha512_256 => "SHA-512/256",
            Self::Sha3_224 => "SHA3-224",
            Self::Sha3_256 => "SHA3-256",
            Self::Sha3_384 => "SHA3-384",
            Self::Sha3_512 => "SHA3-512",
            Self::Shake128_256 => "SHAKE128-256",
            Self::Shake256_512 => "SHAKE256-512",
        })
    }
}

/// The first entry of an algorithm is the one that is written.
const BY_OID: [(ObjectIdentifier, DigestAlgorithm); 16] = [
    (oids::MD5, DigestAlgorithm::Md5),
    (oids::RIPEMD160, DigestAlgorithm::Ripemd160),
    (oids::SHA1, DigestAlgorithm::Sha1),
    (oids::SHA224, DigestAlgorithm::Sha224),
    (oids::SHA256, DigestAlgorithm::Sha256),
    (oids::SHA384, DigestAlgorithm::Sha384),
    (oids::SHA512, DigestAlgorithm::Sha512),
    (oids::SHA512_224, DigestAlgorithm::Sha512_224),
    (oids::SHA512_256, DigestAlgorithm::Sha512_256),
    (oids::SHA3_224, DigestAlgorithm::Sha3_224),
    (oids::SHA3_256, DigestAlgorithm::Sha3_256),
    (oids::SHA3_384, DigestAlgorithm::Sha3_384),
    (oids::SHA3_512, DigestAlgorithm::Sha3_512),
    (oids::SHAKE128, DigestAlgorithm::Shake128_256),
    (oids::SHAKE256, DigestAlgorithm::Shake256_512),
    (oids::SHAKE256_LEN, DigestAlgorithm::Shake256_512),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn parts_are_concatenated() {
        let whole = DigestAlgorithm::Sha256.digest(&[b"abc"]).unwrap();
        assert_eq!(
            whole,
            DigestAlgorithm::Sha256.digest(&[b"a", b"", b"bc"]).unwrap()
        );
        assert_eq!(whole.first(), Some(&0xBA));
    }

    /// Published values: FIPS 180-4 and FIPS 202 (examples of NIST for "abc" and for the empty message).
    #[test]
    fn truncated_and_extendable_digests_are_those_of_the_standards() {
        let abc = |algorithm: DigestAlgorithm| {
            base16ct::upper::encode_string(&algorithm.digest(&[b"abc"]).unwrap())
        };
        let empty = |algorithm: DigestAlgorithm| {
            base16ct::upper::encode_string(&algorithm.digest(&[]).unwrap())
        };
        assert_eq!(
            abc(DigestAlgorithm::Sha512_224),
            "4634270F707B6A54DAAE7530460842E20E37ED265CEEE9A43E8924AA"
        );
        assert_eq!(
            abc(DigestAlgorithm::Sha512_256),
            "53048E2681941EF99B2E29B76B4C7DABE4C2D0C634FC6D46E0E2F13107E7AF23"
        );
        assert_eq!(
            empty(DigestAlgorithm::Shake128_256),
            "7F9C2BA4E88F827D616045507605853ED73B8093F6EFBC88EB1A6EACFA66EF26"
        );
        assert!(
            empty(DigestAlgorithm::Shake256_512).starts_with("46B9DD2B0BA88D13233B3FEB743EEB24")
        );
    }

    #[test]
    fn every_algorithm_has_its_size_and_identifier() {
        for (oid, algorithm) in BY_OID {
            let digest = algorithm.digest(&[b"x"]).unwrap();
            assert_eq!(digest.len(), algorithm.output_size(), "{algorithm}");
            assert_eq!(DigestAlgorithm::from_oid(&oid), Some(algorithm));
            assert_eq!(DigestAlgorithm::from_oid(&algorithm.oid()), Some(algorithm));
        }
    }
}

//! Signature algorithms as CMS and X.509 name them (RFC 4055, RFC 5754, RFC 5758, RFC 8419,
//! RFC 8702, BSI TR-03111).

mod pss_shake;
mod scheme;

use std::fmt;

use const_oid::ObjectIdentifier;

#[cfg(test)]
pub(crate) use scheme::PssParameters;
pub(crate) use scheme::{Message, Scheme, md};

use crate::digest::{DigestAlgorithm, DigestError};
use crate::encode;
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE};

/// A signature algorithm with the digest that it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017, section 8.1) with MGF1, or with SHAKE itself as mask (RFC 8702; only verified). What is made here uses the same digest for MGF1 and a salt as
    /// long as the digest; what is verified follows its own parameters.
    RsaPss(DigestAlgorithm),
    /// ECDSA on a named curve.
    Ecdsa(DigestAlgorithm),
    /// DSA; only verified.
    Dsa(DigestAlgorithm),
    /// Ed25519 (RFC 8032); the message itself is signed.
    Ed25519,
    /// Ed448 (RFC 8032); the message itself is signed.
    Ed448,
}

impl SignatureAlgorithm {
    /// The digest of the content that goes with the algorithm: the one it signs, or for EdDSA the one that RFC 8419
    /// requires for the message digest attribute.
    #[must_use]
    pub const fn digest_algorithm(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest)
            | Self::RsaPss(digest)
            | Self::Ecdsa(digest)
            | Self::Dsa(digest) => digest,
            Self::Ed25519 => DigestAlgorithm::Sha512,
            Self::Ed448 => DigestAlgorithm::Shake256_512,
        }
    }

    /// The encoded `AlgorithmIdentifier`; `None` for what is only verified here.
    #[must_use]
    pub fn to_der(self) -> Option<Vec<u8>> {
        let (oid, parameters) = match self {
            Self::RsaPkcs1(digest) => (rsa_oid(digest)?, encode::NULL.to_vec()),
            Self::RsaPss(DigestAlgorithm::Shake128_256) => (oids::RSA_PSS_SHAKE128, Vec::new()),
            Self::RsaPss(DigestAlgorithm::Shake256_512) => (oids::RSA_PSS_SHAKE256, Vec::new()),
            Self::RsaPss(digest) => (oids::RSA_PSS, pss_parameters(digest)),
            Self::Ecdsa(digest) => (ecdsa_oid(digest)?, Vec::new()),
            Self::Ed25519 => (oids::ED25519, Vec::new()),
            Self::Ed448 | Self::Dsa(_) => return None,
        };
        Some(encode::algorithm(&oid, &parameters))
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(digest) => write!(f, "RSA PKCS#1 v1.5 / {digest}"),
            Self::RsaPss(digest) => write!(f, "RSASSA-PSS / {digest}"),
            Self::Ecdsa(digest) => write!(f, "ECDSA / {digest}"),
            Self::Dsa(digest) => write!(f, "DSA / {digest}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Ed448 => f.write_str("Ed448"),
        }
    }
}

/// Why an algorithm cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmError {
    /// Not known here.
    #[error("the algorithm {oid} is not supported")]
    Unsupported {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// Known, but its parameters have no meaning here.
    #[error("the parameters of the algorithm {oid} are not supported")]
    Parameters {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// The key is of another kind than the algorithm.
    #[error("the public key does not fit the algorithm {algorithm}")]
    KeyMismatch {
        /// The algorithm of the signature.
        algorithm: SignatureAlgorithm,
    },
    /// The algorithm signs messages, and only their digest is at hand (EdDSA without signed attributes).
    #[error("{algorithm} needs the message itself")]
    NeedsMessage {
        /// The algorithm of the signature.
        algorithm: SignatureAlgorithm,
    },
    /// The value is over a `DigestInfo` whose algorithm has no parameters, where RFC 8017 (section 9.2) wants NULL.
    #[error("the value of {algorithm} was made without the NULL that RFC 8017 wants in DigestInfo")]
    DigestInfoWithoutNull {
        /// The algorithm of the signature.
        algorithm: SignatureAlgorithm,
    },
    /// A collision attack made the signed bytes: the signature may have been made over other bytes.
    #[error("what was signed carries the traces of a collision attack on {digest}")]
    Collision {
        /// The digest that was attacked.
        digest: DigestAlgorithm,
    },
    /// The cryptographic library refused, which says nothing about the signature.
    #[error("the cryptographic library refused {algorithm}")]
    Library {
        /// The algorithm of the signature.
        algorithm: SignatureAlgorithm,
    },
}

impl AlgorithmError {
    /// Why a signature cannot be judged without the digest that `error` withholds.
    #[must_use]
    pub fn without_digest(algorithm: DigestAlgorithm, error: &DigestError) -> Self {
        match error {
            DigestError::Collision { algorithm } => Self::Collision { digest: *algorithm },
            DigestError::Library(_) => Self::Unsupported {
                oid: algorithm.oid(),
            },
        }
    }
}

/// An `AlgorithmIdentifier` as it was read: object identifier and encoded parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlgorithmId {
    pub(crate) oid: ObjectIdentifier,
    pub(crate) parameters: Option<Vec<u8>>,
}

impl AlgorithmId {
    pub(crate) fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        if element.identifier != SEQUENCE {
            return Err(element.unexpected("AlgorithmIdentifier"));
        }
        Self::read_contents(element)
    }

    /// For identifiers behind an implicit tag.
    pub(crate) fn read_contents(element: &Element<'_>) -> Result<Self, EncodingError> {
        let mut parts = element.reader();
        let oid = parts.any("algorithm")?.oid()?;
        let parameters = parts.next()?.map(|parameters| parameters.raw.to_vec());
        parts.finish()?;
        Ok(Self { oid, parameters })
    }

    /// Whether both name one algorithm with the same parameters: written alike, both without (absent or NULL), or
    /// RSASSA-PSS whose defaults one of them writes out.
    pub(crate) fn means(&self, other: &Self) -> bool {
        let is_bare = |id: &Self| {
            id.parameters
                .as_deref()
                .is_none_or(|der| der == encode::NULL)
        };
        let schemes = || [self, other].map(|id| Scheme::read(id, None));
        let is_pss = self.oid == oids::RSA_PSS;
        self == other
            || (self.oid == other.oid
                && ((is_bare(self) && is_bare(other))
                    || (is_pss && matches!(schemes(), [Ok(one), Ok(two)] if one == two))))
    }

    /// The digest it names.
    pub(crate) fn digest(&self) -> Result<DigestAlgorithm, AlgorithmError> {
        let oid = self.oid;
        let digest = DigestAlgorithm::from_oid(&oid).ok_or(AlgorithmError::Unsupported { oid })?;
        let expected: &[&[u8]] = match oid {
            // RFC 8419, section 2.3: the parameter is the output length in bits.
            oids::SHAKE256_LEN => &[&[0x02, 0x02, 0x02, 0x00]],
            _ => &[encode::NULL, &[]],
        };
        let parameters = self.parameters.as_deref().unwrap_or_default();
        if expected.contains(&parameters) {
            return Ok(digest);
        }
        Err(AlgorithmError::Parameters { oid })
    }
}

fn rsa_oid(digest: DigestAlgorithm) -> Option<ObjectIdentifier> {
    Some(match digest {
        DigestAlgorithm::Sha1 => oids::SHA1_WITH_RSA,
        DigestAlgorithm::Sha224 => oids::SHA224_WITH_RSA,
        DigestAlgorithm::Sha256 => oids::SHA256_WITH_RSA,
        DigestAlgorithm::Sha384 => oids::SHA384_WITH_RSA,
        DigestAlgorithm::Sha512 => oids::SHA512_WITH_RSA,
        DigestAlgorithm::Sha3_256 => oids::SHA3_256_WITH_RSA,
        DigestAlgorithm::Sha3_384 => oids::SHA3_384_WITH_RSA,
        DigestAlgorithm::Sha3_512 => oids::SHA3_512_WITH_RSA,
        _ => return None,
    })
}

fn ecdsa_oid(digest: DigestAlgorithm) -> Option<ObjectIdentifier> {
    Some(match digest {
        DigestAlgorithm::Sha1 => oids::ECDSA_WITH_SHA1,
        DigestAlgorithm::Sha224 => oids::ECDSA_WITH_SHA224,
        DigestAlgorithm::Sha256 => oids::ECDSA_WITH_SHA256,
        DigestAlgorithm::Sha384 => oids::ECDSA_WITH_SHA384,
        DigestAlgorithm::Sha512 => oids::ECDSA_WITH_SHA512,
        DigestAlgorithm::Sha3_256 => oids::ECDSA_WITH_SHA3_256,
        DigestAlgorithm::Sha3_384 => oids::ECDSA_WITH_SHA3_384,
        DigestAlgorithm::Sha3_512 => oids::ECDSA_WITH_SHA3_512,
        DigestAlgorithm::Shake128_256 => oids::ECDSA_SHAKE128,
        DigestAlgorithm::Shake256_512 => oids::ECDSA_SHAKE256,
        _ => return None,
    })
}

/// `RSASSA-PSS-params` (RFC 4055, section 3.1) with the same digest for MGF1 and a salt of its size.
fn pss_parameters(digest: DigestAlgorithm) -> Vec<u8> {
    let hash = encode::algorithm(&digest.oid(), encode::NULL);
    let mask = encode::algorithm(&oids::MGF1, &hash);
    let salt = encode::integer(digest.output_size() as u64);
    encode::sequence(&[
        &encode::explicit(0, &hash),
        &encode::explicit(1, &mask),
        &encode::explicit(2, &salt),
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn identifier(oid: &ObjectIdentifier, parameters: &[u8]) -> AlgorithmId {
        let der = encode::algorithm(oid, parameters);
        AlgorithmId::read(&Element::only(&der, "AlgorithmIdentifier").unwrap()).unwrap()
    }

    #[test]
    fn defaults_that_are_written_out_mean_the_same() {
        let pss = |parts: &[&[u8]]| identifier(&oids::RSA_PSS, &encode::sequence(parts));
        let sha1 = encode::algorithm(&oids::SHA1, encode::NULL);
        let mask = encode::algorithm(&oids::MGF1, &sha1);
        let [hash, mask] = [encode::explicit(0, &sha1), encode::explicit(1, &mask)];
        let salt = |octets| encode::explicit(2, &encode::integer(octets));
        let trailer = encode::explicit(3, &encode::integer(1));
        let explicit = pss(&[&hash, &mask, &salt(20), &trailer]);
        assert!(explicit.means(&pss(&[])) && pss(&[]).means(&explicit));
        assert!(!explicit.means(&pss(&[&salt(32)])));
        let unreadable = identifier(&oids::RSA_PSS, encode::NULL);
        assert!(!explicit.means(&unreadable));
    }

    #[test]
    fn absent_and_null_parameters_mean_the_same_and_others_do_not() {
        let [absent, null, junk] = [&[][..], encode::NULL, &[0x04, 0x00]]
            .map(|parameters| identifier(&oids::SHA256_WITH_RSA, parameters));
        assert!(absent.means(&null) && null.means(&absent) && junk.means(&junk));
        assert!(!junk.means(&null));
        assert!(!null.means(&identifier(&oids::SHA384_WITH_RSA, encode::NULL)));
    }
}

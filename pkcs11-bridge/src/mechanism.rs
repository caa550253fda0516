//! Signature algorithms and the PKCS#11 mechanisms that make them (PKCS#11 2.40 mechanisms,
//! sections 2.1 and 2.3).
//!
//! Hashing is done here, so that a token needs only the bare mechanism: SoftHSM has no
//! CKM_ECDSA_SHA256. The mechanism that hashes on the token is the second choice, possible only
//! when the whole message is at hand.

use std::fmt;

use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;

use crate::error::TokenError;
use crate::kinds::DigestKind;
use crate::kinds::TokenAlgorithm;
use crate::kinds::TokenKeyKind;

impl TokenAlgorithm {
    /// The digest algorithm.
    #[must_use]
    pub fn digest(self) -> DigestKind {
        match self {
            TokenAlgorithm::RsaPkcs1(digest)
            | TokenAlgorithm::RsaPss(digest)
            | TokenAlgorithm::Ecdsa(digest) => digest,
        }
    }

    pub(crate) fn check_key(self, key: TokenKeyKind) -> Result<(), TokenError> {
        let rsa_key = matches!(key, TokenKeyKind::Rsa { .. });
        let rsa_algorithm = !matches!(self, TokenAlgorithm::Ecdsa(_));
        if rsa_key == rsa_algorithm {
            return Ok(());
        }
        Err(TokenError::AlgorithmMismatch {
            key,
            algorithm: self,
        })
    }

    /// The mechanism that signs what [`TokenAlgorithm::bare_input`] prepares.
    pub(crate) fn bare(self) -> Mechanism<'static> {
        match self {
            TokenAlgorithm::RsaPkcs1(_) => Mechanism::RsaPkcs,
            TokenAlgorithm::RsaPss(digest) => Mechanism::RsaPkcsPss(pss_parameters(digest)),
            TokenAlgorithm::Ecdsa(_) => Mechanism::Ecdsa,
        }
    }

    /// The mechanism that hashes the message on the token.
    pub(crate) fn hashing(self) -> Mechanism<'static> {
        use DigestKind::{Sha256, Sha384, Sha512};
        use TokenAlgorithm::{Ecdsa, RsaPkcs1, RsaPss};
        match self {
            RsaPkcs1(Sha256) => Mechanism::Sha256RsaPkcs,
            RsaPkcs1(Sha384) => Mechanism::Sha384RsaPkcs,
            RsaPkcs1(Sha512) => Mechanism::Sha512RsaPkcs,
            RsaPss(Sha256) => Mechanism::Sha256RsaPkcsPss(pss_parameters(Sha256)),
            RsaPss(Sha384) => Mechanism::Sha384RsaPkcsPss(pss_parameters(Sha384)),
            RsaPss(Sha512) => Mechanism::Sha512RsaPkcsPss(pss_parameters(Sha512)),
            Ecdsa(Sha256) => Mechanism::EcdsaSha256,
            Ecdsa(Sha384) => Mechanism::EcdsaSha384,
            Ecdsa(Sha512) => Mechanism::EcdsaSha512,
        }
    }

    /// What the bare mechanism signs for this digest.
    pub(crate) fn bare_input(self, key: TokenKeyKind, digest: &[u8]) -> Vec<u8> {
        match self {
            TokenAlgorithm::RsaPkcs1(kind) => kind.info(digest),
            TokenAlgorithm::RsaPss(_) => digest.to_vec(),
            // FIPS 186-5, section 6.4.1: the leftmost bits; some tokens refuse more than the order.
            TokenAlgorithm::Ecdsa(_) => digest
                .iter()
                .copied()
                .take(key.raw_signature_length() / 2)
                .collect(),
        }
    }

    /// The signature as CMS carries it, from what the token returned.
    pub(crate) fn finish(self, key: TokenKeyKind, raw: Vec<u8>) -> Result<Vec<u8>, TokenError> {
        let (expected, actual) = (key.raw_signature_length(), raw.len());
        if expected != actual {
            return Err(TokenError::SignatureLength { expected, actual });
        }
        match self {
            TokenAlgorithm::Ecdsa(_) => {
                let (r, s) = raw.split_at(expected / 2);
                ecdsa_der(r, s)
            }
            _ => Ok(raw),
        }
    }
}

impl fmt::Display for TokenAlgorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TokenAlgorithm::RsaPkcs1(digest) => write!(formatter, "RSA PKCS#1 / {digest}"),
            TokenAlgorithm::RsaPss(digest) => write!(formatter, "RSASSA-PSS / {digest}"),
            TokenAlgorithm::Ecdsa(digest) => write!(formatter, "ECDSA / {digest}"),
        }
    }
}

fn ecdsa_der(r: &[u8], s: &[u8]) -> Result<Vec<u8>, TokenError> {
    let encode = || {
        EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?.to_der()
    };
    encode().map_err(TokenError::crypto("encoding an ECDSA signature"))
}

fn pss_parameters(digest: DigestKind) -> PkcsPssParams {
    let (hash_alg, mgf, salt) = match digest {
        DigestKind::Sha256 => (MechanismType::SHA256, PkcsMgfType::MGF1_SHA256, 32),
        DigestKind::Sha384 => (MechanismType::SHA384, PkcsMgfType::MGF1_SHA384, 48),
        DigestKind::Sha512 => (MechanismType::SHA512, PkcsMgfType::MGF1_SHA512, 64),
    };
    PkcsPssParams {
        hash_alg,
        mgf,
        s_len: cryptoki::types::Ulong::new(salt),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn an_algorithm_belongs_to_one_kind_of_key() {
        let ecdsa = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
        assert_eq!(ecdsa.check_key(TokenKeyKind::P384), Ok(()));
        assert_eq!(
            ecdsa
                .check_key(TokenKeyKind::Rsa { bits: 2048 })
                .unwrap_err()
                .to_string(),
            "a RSA-2048 key cannot make ECDSA / SHA-256 signatures"
        );
    }

    #[test]
    fn a_long_digest_is_cut_to_the_order_of_the_curve() {
        let ecdsa = TokenAlgorithm::Ecdsa(DigestKind::Sha512);
        assert_eq!(ecdsa.bare_input(TokenKeyKind::P256, &[7; 64]).len(), 32);
        assert_eq!(ecdsa.bare_input(TokenKeyKind::P384, &[7; 64]).len(), 48);
    }

    #[test]
    fn a_signature_of_another_length_is_refused() {
        let ecdsa = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
        let refusal = Err(TokenError::SignatureLength {
            expected: 64,
            actual: 70,
        });
        assert_eq!(ecdsa.finish(TokenKeyKind::P256, vec![1; 70]), refusal);
    }

    #[test]
    fn r_and_s_become_positive_integers() {
        let ecdsa = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
        let der = ecdsa.finish(TokenKeyKind::P256, vec![0x80; 64]).unwrap();
        assert_eq!(der[..5], [0x30, 70, 0x02, 33, 0]);
    }
}

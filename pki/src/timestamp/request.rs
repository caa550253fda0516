//! Asking for a token: `TimeStampReq` (RFC 3161, section 2.4.1).

use const_oid::ObjectIdentifier;

use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::tlv::{BOOLEAN, Element};

/// A question to a timestamp authority: a digest, and what the answer must repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampRequest {
    algorithm: DigestAlgorithm,
    digest: Vec<u8>,
    policy: Option<ObjectIdentifier>,
    nonce: Option<Vec<u8>>,
    certificates: AuthorityCertificates,
}

/// Whether the authority shall send its certificate along (`certReq`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AuthorityCertificates {
    /// In the token, where a verifier finds it decades later.
    #[default]
    Requested,
    /// Left out.
    NotRequested,
}

/// Why there is nothing to ask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampRequestError {
    /// The digest is longer or shorter than the algorithm makes it.
    #[error("a digest of {actual} bytes was given, {algorithm} has {expected}")]
    DigestLength {
        /// The algorithm.
        algorithm: DigestAlgorithm,
        /// Its octets.
        expected: usize,
        /// Octets given.
        actual: usize,
    },
    /// New timestamps must not rest on a broken digest.
    #[error("{algorithm} is broken, no timestamp is asked for with it")]
    WeakDigest {
        /// The algorithm.
        algorithm: DigestAlgorithm,
    },
}

impl TimestampRequest {
    /// Asks about `digest`, without a nonce, under the authority's own policy, with its certificate.
    ///
    /// # Errors
    /// When the digest does not fit the algorithm, or the algorithm is weak.
    pub fn new(algorithm: DigestAlgorithm, digest: &[u8]) -> Result<Self, TimestampRequestError> {
        let expected = algorithm.output_size();
        if digest.len() != expected {
            return Err(TimestampRequestError::DigestLength {
                algorithm,
                expected,
                actual: digest.len(),
            });
        }
        if algorithm.is_weak() {
            return Err(TimestampRequestError::WeakDigest { algorithm });
        }
        Ok(Self {
            algorithm,
            digest: digest.to_vec(),
            policy: None,
            nonce: None,
            certificates: AuthorityCertificates::Requested,
        })
    }

    /// With a number that the answer must repeat, big-endian, so that an old answer is no answer.
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8]) -> Self {
        let significant = nonce.iter().take_while(|octet| **octet == 0).count();
        self.nonce = Some(nonce.get(significant..).unwrap_or_default().to_vec());
        self
    }

    /// With the policy that the token must be made under.
    #[must_use]
    pub fn with_policy(mut self, policy: ObjectIdentifier) -> Self {
        self.policy = Some(policy);
        self
    }

    /// With or without the authority's certificate in the token.
    #[must_use]
    pub fn with_certificates(mut self, certificates: AuthorityCertificates) -> Self {
        self.certificates = certificates;
        self
    }

    /// Digest algorithm of the imprint.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The digest asked about.
    #[must_use]
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// The policy asked for.
    #[must_use]
    pub fn policy(&self) -> Option<ObjectIdentifier> {
        self.policy
    }

    /// Whether the authority's certificate is asked for.
    #[must_use]
    pub fn certificates(&self) -> AuthorityCertificates {
        self.certificates
    }

    /// The contents octets that the nonce has as an INTEGER, as [`super::TimestampToken::nonce`] gives them.
    pub(super) fn nonce_octets(&self) -> Option<Vec<u8>> {
        let encoded = encode::unsigned_integer(self.nonce.as_deref()?);
        Element::only(&encoded, "nonce")
            .ok()
            .map(|nonce| nonce.contents.to_vec())
    }

    /// The encoded `TimeStampReq`.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let imprint = encode::sequence(&[
            &encode::algorithm(&self.algorithm.oid(), encode::NULL),
            &encode::octet_string(&self.digest),
        ]);
        let policy = self.policy.as_ref().map(encode::oid).unwrap_or_default();
        let nonce = self.nonce.as_deref().map(encode::unsigned_integer);
        let certificates = match self.certificates {
            AuthorityCertificates::Requested => encode::element(BOOLEAN, &[&[0xFF]]),
            AuthorityCertificates::NotRequested => Vec::new(),
        };
        encode::sequence(&[
            &encode::integer(1),
            &imprint,
            &policy,
            &nonce.unwrap_or_default(),
            &certificates,
        ])
    }
}

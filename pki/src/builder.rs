//! Making CMS signatures whose value comes from outside: a token, a file, or another machine.
//!
//! [`SignedAttributes`] are made from the digest of the document; the key signs them; closing gives
//! the CMS. The profile is PAdES baseline (EN 319 142-1, clause 6.3): content type, message digest
//! and signing-certificate-v2, and no signing-time attribute, because the signature dictionary
//! holds the time.

mod unsigned;

use const_oid::ObjectIdentifier;
use openssl::error::ErrorStack;

pub use unsigned::add_unsigned_timestamp;

use crate::algorithm::{AlgorithmError, Message, Scheme, SignatureAlgorithm};
use crate::certificate::{Certificate, CertificateError, KeyKind};
use crate::digest::{DigestAlgorithm, DigestError};
use crate::encode;
use crate::oids;
use crate::tlv::{self, SET};

/// Signed attributes waiting for their signature value.
#[derive(Debug, Clone)]
pub struct SignedAttributes {
    algorithm: SignatureAlgorithm,
    algorithm_der: Vec<u8>,
    certificate: Certificate,
    chain: Vec<Certificate>,
    content_type: ObjectIdentifier,
    content: Option<Vec<u8>>,
    /// `SET OF Attribute` in DER: what is signed.
    encoded: Vec<u8>,
}

/// Why a CMS cannot be made.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Signatures of this kind are only verified, never made.
    #[error("signatures with {algorithm} are not made here")]
    Unsupported {
        /// The algorithm asked for.
        algorithm: SignatureAlgorithm,
    },
    /// The message digest has another length than the algorithm's.
    #[error("a digest of {actual} bytes was given, {algorithm} has {expected}")]
    DigestLength {
        /// The digest algorithm.
        algorithm: DigestAlgorithm,
        /// Its octets.
        expected: usize,
        /// Octets given.
        actual: usize,
    },
    /// The value was not made over these attributes with the key of the certificate.
    #[error("the signature value does not belong to the certificate and the signed attributes")]
    SignatureMismatch,
    /// The key of the certificate does not fit the algorithm.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The key of the certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// There is no digest to sign.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

impl SignedAttributes {
    /// The attributes of a detached signature over content whose digest, by the algorithm's digest, is
    /// `message_digest`.
    ///
    /// # Errors
    /// When the algorithm is not one that is made here, or the digest has the wrong length.
    pub fn new(
        message_digest: &[u8],
        algorithm: SignatureAlgorithm,
        signing_certificate: &Certificate,
    ) -> Result<Self, BuildError> {
        Self::with_content_type(message_digest, algorithm, signing_certificate, oids::DATA)
    }

    /// The attributes of a signature that carries its content, such as a timestamp token.
    ///
    /// # Errors
    /// As [`SignedAttributes::new`].
    pub fn enclosing(
        content_type: ObjectIdentifier,
        content: &[u8],
        algorithm: SignatureAlgorithm,
        signing_certificate: &Certificate,
    ) -> Result<Self, BuildError> {
        let digest = algorithm.digest_algorithm().digest(&[content])?;
        let attributes =
            Self::with_content_type(&digest, algorithm, signing_certificate, content_type)?;
        Ok(Self {
            content: Some(content.to_vec()),
            ..attributes
        })
    }

    /// Adds certificates that go into the CMS beside the signer's.
    #[must_use]
    pub fn with_chain(mut self, chain: &[Certificate]) -> Self {
        let signer = &self.certificate;
        self.chain
            .extend(chain.iter().filter(|c| *c != signer).cloned());
        self
    }

    /// Adds a signed attribute of one encoded value, for what test authorities make.
    ///
    /// # Errors
    /// When the attributes so far cannot be read back.
    #[cfg(feature = "issuing")]
    pub fn with_attribute(
        mut self,
        oid: &ObjectIdentifier,
        value: &[u8],
    ) -> Result<Self, tlv::EncodingError> {
        let mut reader = tlv::Element::only(&self.encoded, "signedAttrs")?.reader();
        let mut members = vec![attribute(oid, value)];
        while let Some(member) = reader.next()? {
            members.push(member.raw.to_vec());
        }
        self.encoded = encode::set_of(SET, members);
        Ok(self)
    }

    /// The bytes to be signed: the DER of the attribute set.
    #[cfg(test)]
    pub(crate) fn to_be_signed(&self) -> &[u8] {
        &self.encoded
    }

    /// The digest of the DER of the attribute set, which the key signs.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn digest(&self) -> Result<Vec<u8>, BuildError> {
        let algorithm = self.algorithm.digest_algorithm();
        Ok(algorithm.digest(&[&self.encoded])?)
    }

    /// The algorithm that the value must be made with.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The CMS with this signature value: PKCS #1 octets, or for ECDSA the DER of r and s.
    ///
    /// # Errors
    /// [`BuildError::SignatureMismatch`] when the value does not belong to the certificate and these attributes.
    pub fn close(&self, signature: &[u8]) -> Result<Vec<u8>, BuildError> {
        let scheme = Scheme::made_with(self.algorithm);
        let key = self.certificate.public_key()?;
        if !scheme.verify(key, Message::Whole(&self.encoded), signature)? {
            return Err(BuildError::SignatureMismatch);
        }
        Ok(self.encode(signature))
    }

    fn with_content_type(
        message_digest: &[u8],
        algorithm: SignatureAlgorithm,
        certificate: &Certificate,
        content_type: ObjectIdentifier,
    ) -> Result<Self, BuildError> {
        let digest_algorithm = algorithm.digest_algorithm();
        if message_digest.len() != digest_algorithm.output_size() {
            return Err(BuildError::DigestLength {
                algorithm: digest_algorithm,
                expected: digest_algorithm.output_size(),
                actual: message_digest.len(),
            });
        }
        let algorithm_der = algorithm
            .to_der()
            .ok_or(BuildError::Unsupported { algorithm })?;
        let members = vec![
            attribute(&oids::CONTENT_TYPE, &encode::oid(&content_type)),
            attribute(&oids::MESSAGE_DIGEST, &encode::octet_string(message_digest)),
            attribute(
                &oids::SIGNING_CERTIFICATE_V2,
                &signing_certificate_v2(certificate),
            ),
        ];
        Ok(Self {
            algorithm,
            algorithm_der,
            certificate: certificate.clone(),
            chain: Vec::new(),
            content_type,
            content: None,
            encoded: encode::set_of(SET, members),
        })
    }

    /// `ContentInfo` around `SignedData` (RFC 5652, sections 3 and 5.1).
    fn encode(&self, signature: &[u8]) -> Vec<u8> {
        let version = if self.content_type == oids::DATA {
            1
        } else {
            3
        };
        let digest_algorithm = self.digest_algorithm_der();
        let certificates = std::iter::once(&self.certificate)
            .chain(&self.chain)
            .map(|certificate| certificate.der().to_vec())
            .collect();
        let signed_data = encode::sequence(&[
            &encode::integer(version),
            &encode::element(SET, &[&digest_algorithm]),
            &self.encapsulated_content(),
            &encode::set_of(tlv::context(0), certificates),
            &encode::element(SET, &[&self.signer_info(signature)]),
        ]);
        encode::sequence(&[
            &encode::oid(&oids::SIGNED_DATA),
            &encode::explicit(0, &signed_data),
        ])
    }

    fn encapsulated_content(&self) -> Vec<u8> {
        let content = self.content.as_deref().map_or_else(Vec::new, |content| {
            encode::explicit(0, &encode::octet_string(content))
        });
        encode::sequence(&[&encode::oid(&self.content_type), &content])
    }

    fn signer_info(&self, signature: &[u8]) -> Vec<u8> {
        let mut signed = self.encoded.clone();
        if let Some(identifier) = signed.first_mut() {
            *identifier = tlv::context(0);
        }
        let serial = encode::element(tlv::INTEGER, &[self.certificate.serial()]);
        encode::sequence(&[
            &encode::integer(1),
            &encode::sequence(&[self.certificate.issuer(), &serial]),
            &self.digest_algorithm_der(),
            &signed,
            &self.algorithm_der,
            &encode::octet_string(signature),
        ])
    }

    /// Without parameters, as RFC 5754 (section 2) prefers.
    fn digest_algorithm_der(&self) -> Vec<u8> {
        encode::algorithm(&self.algorithm.digest_algorithm().oid(), &[])
    }
}

/// An upper bound for the CMS that [`SignedAttributes::close`] will give, in octets. Timestamps need room beside it.
///
/// # Errors
/// When the algorithm is not one that is made here, or the key of the certificate cannot be used.
pub fn cms_size_bound(
    algorithm: SignatureAlgorithm,
    signing_certificate: &Certificate,
    chain: &[Certificate],
) -> Result<usize, BuildError> {
    let digest = vec![0; algorithm.digest_algorithm().output_size()];
    let attributes =
        SignedAttributes::new(&digest, algorithm, signing_certificate)?.with_chain(chain);
    let signature = vec![0; signature_size_bound(signing_certificate.key_kind()?)];
    Ok(attributes.encode(&signature).len())
}

/// Octets of the longest signature value of a key.
fn signature_size_bound(key: KeyKind) -> usize {
    match key {
        KeyKind::Rsa { bits } => bits.div_ceil(8) as usize,
        // A SEQUENCE of two INTEGERs, each perhaps with a sign octet.
        KeyKind::Ec { bits, .. } | KeyKind::Dsa { bits } => 2 * (bits.div_ceil(8) as usize + 4) + 4,
        KeyKind::Ed25519 => 64,
        KeyKind::Ed448 => 114,
    }
}

fn attribute(oid: &ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    encode::sequence(&[&encode::oid(oid), &encode::element(SET, &[value])])
}

/// `SigningCertificateV2` with SHA-256, its default digest, and the issuer and serial number (RFC 5035, section 3).
fn signing_certificate_v2(certificate: &Certificate) -> Vec<u8> {
    let name = encode::explicit(4, certificate.issuer());
    let serial = encode::element(tlv::INTEGER, &[certificate.serial()]);
    let issuer_serial = encode::sequence(&[&encode::sequence(&[&name]), &serial]);
    let hash = encode::octet_string(&certificate.sha256());
    let reference = encode::sequence(&[&hash, &issuer_serial]);
    encode::sequence(&[&encode::sequence(&[&reference])])
}

//! What can be wrong with a CMS signature.

use const_oid::ObjectIdentifier;

use crate::algorithm::AlgorithmError;
use crate::ber::BerError;
use crate::certificate::CertificateError;
use crate::digest::DigestAlgorithm;
use crate::tlv::EncodingError;

/// Why a CMS cannot be read, or its signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CmsError {
    /// Not BER (FORMAT_FAILURE).
    #[error("the signature is not an ASN.1 structure: {0}")]
    Ber(#[from] BerError),
    /// The structure is not what RFC 5652 says (FORMAT_FAILURE).
    #[error("the signature is malformed: {0}")]
    Malformed(#[from] EncodingError),
    /// The outer type is not SignedData (FORMAT_FAILURE).
    #[error("the content type is {content_type}, not SignedData")]
    NotSignedData {
        /// The type that was found.
        content_type: ObjectIdentifier,
    },
    /// There is no signer.
    #[error("there is no signer")]
    NoSigner,
    /// More than one signer in one signature.
    #[error("there are {count} signers where one is allowed")]
    SeveralSigners {
        /// How many.
        count: usize,
    },
    /// No certificate at hand belongs to the signer (NO_SIGNING_CERTIFICATE_FOUND).
    #[error("the certificate of the signer is missing")]
    NoSigningCertificate,
    /// The content was changed (HASH_FAILURE).
    #[error("the message digest does not match the content")]
    DigestMismatch,
    /// The signature value does not belong to the signed attributes and the key (SIG_CRYPTO_FAILURE).
    #[error("the signature value is wrong")]
    SignatureMismatch,
    /// An algorithm cannot be used (CRYPTO_CONSTRAINTS_FAILURE or SIG_CRYPTO_FAILURE, as the variant says).
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The signer's certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The certificate is not the one that the signing-certificate attribute names (RFC 5035).
    #[error("the signing-certificate attribute names another certificate")]
    SigningCertificateMismatch,
    /// A mandatory signed attribute is missing.
    #[error("the signed attribute {oid} is missing")]
    MissingAttribute {
        /// The attribute.
        oid: ObjectIdentifier,
    },
    /// An attribute or its value occurs more than once.
    #[error("the signed attribute {oid} does not have exactly one value")]
    NotSingleValued {
        /// The attribute.
        oid: ObjectIdentifier,
    },
    /// The content type attribute differs from the type of the content.
    #[error("the content type attribute says {attribute}, the content is {content}")]
    ContentTypeMismatch {
        /// The attribute's value.
        attribute: ObjectIdentifier,
        /// The type of the content.
        content: ObjectIdentifier,
    },
    /// The signer's digest algorithm is not the one of the signature algorithm, or the protected copy of the
    /// algorithms (RFC 6211) says something else.
    #[error(
        "the digest algorithm {digest} does not fit the signature algorithm, which uses {signature}"
    )]
    DigestAlgorithmInconsistent {
        /// The signer's digest algorithm.
        digest: DigestAlgorithm,
        /// What the signature algorithm uses.
        signature: DigestAlgorithm,
    },
    /// The protected copy of the algorithms (RFC 6211) differs from the algorithms used.
    #[error("the algorithms differ from their protected copy")]
    AlgorithmProtection,
    /// The digest given by the caller has the wrong length for the algorithm.
    #[error("a digest of {actual} bytes was given, {algorithm} has {expected}")]
    DigestLength {
        /// The algorithm.
        algorithm: DigestAlgorithm,
        /// Its octets.
        expected: usize,
        /// Octets given.
        actual: usize,
    },
}

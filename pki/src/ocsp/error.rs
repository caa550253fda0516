//! Why something is not an OCSP response that says anything.

use std::fmt;

use const_oid::ObjectIdentifier;

use crate::certificate::CertificateError;
use crate::tlv::EncodingError;

/// Why an OCSP request cannot be made, or a response cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// Not an OCSP response.
    #[error("not an OCSP response: {0}")]
    Encoding(#[from] EncodingError),
    /// Not even BER, or nested deeper than is read.
    #[error("not an OCSP response: {0}")]
    Ber(#[from] crate::ber::BerError),
    /// The responder answered, but not about a certificate.
    #[error("the OCSP responder answers: {0}")]
    Status(ResponseStatus),
    /// A response of another type than id-pkix-ocsp-basic.
    #[error("the response type {oid} is not supported")]
    Type {
        /// Its object identifier.
        oid: ObjectIdentifier,
    },
    /// More octets than a response may have.
    #[error("the OCSP response has {size} octets; at most {limit} are read")]
    TooLarge {
        /// Octets of the response.
        size: usize,
        /// The budget.
        limit: usize,
    },
    /// More members than a response may have.
    #[error("the OCSP response has more than {limit} {what}")]
    TooMany {
        /// The member that there are too many of.
        what: OcspMember,
        /// The budget.
        limit: usize,
    },
    /// The certificate of the issuer cannot be used for a request.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A nonce must have 1 to 128 octets (RFC 9654, section 2.1).
    #[error("a nonce of {size} octets; 1 to 128 are allowed")]
    Nonce {
        /// Octets of the nonce.
        size: usize,
    },
    /// The cryptographic library failed to hash.
    #[error("the cryptographic library failed")]
    Library,
}

/// Members of a request or response whose number is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OcspMember {
    /// `responses`.
    Answers,
    /// `certs`.
    Certificates,
    /// `requestList`.
    Requests,
}

impl fmt::Display for OcspMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answers => "answers",
            Self::Certificates => "certificates",
            Self::Requests => "requests",
        })
    }
}

/// `OCSPResponseStatus` (RFC 6960, section 4.2.1) other than "successful".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseStatus {
    /// The responder could not read the request.
    MalformedRequest,
    /// The responder failed.
    InternalError,
    /// The responder is busy.
    TryLater,
    /// The responder wants signed requests.
    SignatureRequired,
    /// The responder does not answer this client, or not about this issuer (RFC 5019, section 2.2.3).
    Unauthorized,
    /// A number that RFC 6960 does not define.
    Other(u8),
}

impl ResponseStatus {
    /// `None` for "successful".
    pub(super) fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => return None,
            1 => Self::MalformedRequest,
            2 => Self::InternalError,
            3 => Self::TryLater,
            5 => Self::SignatureRequired,
            6 => Self::Unauthorized,
            other => Self::Other(other),
        })
    }
}

impl fmt::Display for ResponseStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SignatureRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
            Self::Other(number) => return write!(f, "status {number}"),
        })
    }
}

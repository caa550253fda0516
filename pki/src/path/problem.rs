//! The faults of a path, with their names in EN 319 102-1.

use std::fmt;

use jiff::Timestamp;
use openssl_sys as ffi;

use super::{Purpose, engine};
use crate::certificate::Certificate;

/// Why there is no valid path. `depth` counts from the target (0) towards the anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathProblem {
    /// No certificate at hand issued this one.
    #[error("the issuer {issuer} of certificate {depth} is not at hand")]
    IssuerMissing {
        /// Where the path ends.
        depth: usize,
        /// Subject of the missing certificate.
        issuer: String,
    },
    /// The path ends in a self-signed certificate that is not an anchor for the purpose.
    #[error("the path ends in {root}, which is not a trust anchor")]
    NotAnchored {
        /// Subject of the last certificate.
        root: String,
    },
    /// The signature on a certificate is wrong.
    #[error("the signature on certificate {depth} is wrong")]
    BadSignature {
        /// The certificate.
        depth: usize,
    },
    /// A certificate is not valid yet.
    #[error("certificate {depth} is not valid before {not_before}")]
    NotYetValid {
        /// The certificate.
        depth: usize,
        /// Start of its validity.
        not_before: Timestamp,
    },
    /// A certificate has expired.
    #[error("certificate {depth} expired at {not_after}")]
    Expired {
        /// The certificate.
        depth: usize,
        /// End of its validity.
        not_after: Timestamp,
    },
    /// A certificate breaks a rule of the path: basic constraints, key usage of an authority, name constraints,
    /// policies, unknown critical extensions.
    #[error("certificate {depth}: {rule}")]
    Constraints {
        /// The certificate.
        depth: usize,
        /// The engine's name for the rule.
        rule: &'static str,
    },
    /// The target says that its key is not for the purpose.
    #[error("the certificate may not be used for {purpose}: {problem}")]
    KeyUsage {
        /// The purpose.
        purpose: Purpose,
        /// What it says.
        problem: UsageProblem,
    },
    /// The target cannot be read by the path engine, or the engine failed.
    #[error("the certificate cannot be used for path validation")]
    Unusable,
    /// Anything else that the engine reports.
    #[error("certificate {depth}: {reason}")]
    Other {
        /// The certificate.
        depth: usize,
        /// The engine's words.
        reason: &'static str,
    },
}

/// Why a certificate may not be used for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum UsageProblem {
    /// What it says about its use cannot be read.
    #[error("what it says about its use cannot be read")]
    Malformed,
    /// Key usage allows neither digitalSignature nor contentCommitment.
    #[error("its key usage allows no signatures")]
    NoSignatures,
    /// Basic constraints say that it is the certificate of a certification authority.
    #[error("it is the certificate of a certification authority")]
    Authority,
    /// Extended key usage leaves the key to services that sign no documents.
    #[error(
        "its extended key usage is for services such as TLS, signed programs, OCSP or timestamps"
    )]
    ServicesOnly,
    /// A critical extended key usage names no purpose under which documents are signed.
    #[error("its critical extended key usage names no purpose under which documents are signed")]
    OtherPurposes,
    /// The critical extended key usage timeStamping is missing (RFC 3161, section 2.3).
    #[error("its critical extended key usage timeStamping is missing")]
    NotForTimestamps,
    /// The key is not for timestamps alone (RFC 3161, section 2.3).
    #[error("its key is not for timestamps alone")]
    NotReserved,
}

/// Sub-indications of EN 319 102-1, clause 5.1.3, that path validation leads to. All of them, on
/// purpose, so that a translation forgets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathIndication {
    /// NO_CERTIFICATE_CHAIN_FOUND.
    NoCertificateChainFound,
    /// CERTIFICATE_CHAIN_GENERAL_FAILURE.
    CertificateChainGeneralFailure,
    /// CHAIN_CONSTRAINTS_FAILURE.
    ChainConstraintsFailure,
    /// OUT_OF_BOUNDS_NOT_REVOKED: outside the validity of the certificate, which is known not to be revoked.
    OutOfBoundsNotRevoked,
    /// OUT_OF_BOUNDS_NO_POE: outside the validity of the certificate.
    OutOfBoundsNoPoe,
    /// REVOKED_NO_POE: revoked, and nothing proves that the signature is older.
    RevokedNoPoe,
    /// REVOKED_CA_NO_POE: the certificate of an authority is revoked, and nothing proves that the signature is older.
    RevokedCaNoPoe,
    /// TRY_LATER: revocation information is missing, stale, or says "on hold".
    TryLater,
}

impl PathIndication {
    /// The name in the standard.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::OutOfBoundsNotRevoked => "OUT_OF_BOUNDS_NOT_REVOKED",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::TryLater => "TRY_LATER",
        }
    }

    /// The words for people, in Vietnamese and English; reports use the same.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoCertificateChainFound => (
                "Chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
                "No path to a trust anchor",
            ),
            Self::CertificateChainGeneralFailure => {
                ("Chuỗi chứng thư có lỗi", "The certificate path is faulty")
            }
            Self::ChainConstraintsFailure => (
                "Chứng thư không đúng mục đích sử dụng",
                "The certificate does not fit its use",
            ),
            Self::OutOfBoundsNotRevoked => (
                "Chứng thư ngoài thời hạn hiệu lực, không bị thu hồi, không có thời gian tin cậy",
                "Outside certificate validity, not revoked, without trusted time",
            ),
            Self::OutOfBoundsNoPoe => (
                "Chứng thư ngoài thời hạn hiệu lực, không có thời gian tin cậy",
                "Outside certificate validity, without trusted time",
            ),
            Self::RevokedNoPoe => ("Chứng thư đã bị thu hồi", "The certificate is revoked"),
            Self::RevokedCaNoPoe => (
                "Chứng thư của tổ chức chứng thực đã bị thu hồi",
                "A CA certificate is revoked",
            ),
            Self::TryLater => (
                "Thiếu thông tin thu hồi mới",
                "Fresh revocation evidence is missing",
            ),
        }
    }
}

impl fmt::Display for PathIndication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PathProblem {
    /// The name in the standard. Validity of the target is [`PathIndication::OutOfBoundsNoPoe`]
    /// here; a report knows whether the certificate is revoked and refines it.
    #[must_use]
    pub fn sub_indication(&self) -> PathIndication {
        match self {
            // Everybody can make a certificate that fits below an authority and that it did not sign: that there is one
            // is no worse than that there is none.
            Self::IssuerMissing { .. }
            | Self::NotAnchored { .. }
            | Self::BadSignature { depth: 1.. } => PathIndication::NoCertificateChainFound,
            Self::NotYetValid { depth: 0, .. } | Self::Expired { depth: 0, .. } => {
                PathIndication::OutOfBoundsNoPoe
            }
            Self::Constraints { .. } | Self::KeyUsage { .. } => {
                PathIndication::ChainConstraintsFailure
            }
            Self::NotYetValid { .. }
            | Self::Expired { .. }
            | Self::BadSignature { .. }
            | Self::Unusable
            | Self::Other { .. } => PathIndication::CertificateChainGeneralFailure,
        }
    }

    /// Names the engine's error.
    pub(crate) fn explain(code: i32, depth: usize, chain: &[Certificate]) -> Self {
        let last = chain.last();
        match code {
            ffi::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
            | ffi::X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
            | ffi::X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE => Self::IssuerMissing {
                depth: chain.len().saturating_sub(1),
                issuer: last.map(Certificate::issuer_display).unwrap_or_default(),
            },
            ffi::X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
            | ffi::X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
            | ffi::X509_V_ERR_CERT_UNTRUSTED => Self::NotAnchored {
                root: last.map(Certificate::subject_display).unwrap_or_default(),
            },
            ffi::X509_V_ERR_CERT_SIGNATURE_FAILURE
            | ffi::X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE => Self::BadSignature { depth },
            _ if CONSTRAINTS.contains(&code) => Self::Constraints {
                depth,
                rule: engine::describe(code),
            },
            _ => Self::Other {
                depth,
                reason: engine::describe(code),
            },
        }
    }
}

/// The certificate nearest to the target that is outside its validity.
pub(crate) fn out_of_time(chain: &[Certificate], at: Timestamp) -> Option<PathProblem> {
    chain.iter().enumerate().find_map(|(depth, certificate)| {
        if at < certificate.not_before() {
            let not_before = certificate.not_before();
            return Some(PathProblem::NotYetValid { depth, not_before });
        }
        let not_after = certificate.not_after();
        // Validity is inclusive to the second (RFC 5280, section 4.1.2.5).
        let expired = at.as_second() > not_after.as_second();
        expired.then_some(PathProblem::Expired { depth, not_after })
    })
}

const CONSTRAINTS: [i32; 18] = [
    ffi::X509_V_ERR_INVALID_CA,
    ffi::X509_V_ERR_INVALID_NON_CA,
    ffi::X509_V_ERR_PATH_LENGTH_EXCEEDED,
    ffi::X509_V_ERR_CERT_CHAIN_TOO_LONG,
    ffi::X509_V_ERR_INVALID_PURPOSE,
    ffi::X509_V_ERR_CERT_REJECTED,
    ffi::X509_V_ERR_KEYUSAGE_NO_CERTSIGN,
    ffi::X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION,
    ffi::X509_V_ERR_INVALID_EXTENSION,
    ffi::X509_V_ERR_INVALID_POLICY_EXTENSION,
    ffi::X509_V_ERR_NO_EXPLICIT_POLICY,
    ffi::X509_V_ERR_PERMITTED_VIOLATION,
    ffi::X509_V_ERR_EXCLUDED_VIOLATION,
    ffi::X509_V_ERR_SUBTREE_MINMAX,
    ffi::X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
    ffi::X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
    ffi::X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
    ffi::X509_V_ERR_UNSUPPORTED_EXTENSION_FEATURE,
];

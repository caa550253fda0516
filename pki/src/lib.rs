//! CMS signatures, certificates, trust anchors and revocation.
//!
//! - [`Cms`] reads what others signed (DER or BER, zero padded) and verifies it over the original bytes;
//!   [`SignedAttributes`] makes new signatures whose value comes from outside.
//! - [`TimestampToken`] reads RFC 3161 tokens; [`TimestampRequest`] asks for one, [`TimestampResponse`] is checked
//!   against the request. [`TimestampSource`] is a source of tokens.
//! - [`TrustStore`] holds anchors, intermediates and revocation lists, and answers a [`PathRequest`] with a
//!   [`PathReport`]: the path and the revocation of its members as separate findings, at a time given by the caller.
//! - [`Crl`], [`OcspRequest`] and [`OcspResponse`] read evidence, [`Evidence`] collects it, and an [`EvidenceSource`] is
//!   where more may come from.
//! - [`load_pkcs12`] opens software keys. Authorities for the demonstration and for tests are in `kyso-issuing`.
//!
//! What is parsed is never encoded again. Whether an algorithm is good enough is reported, not decided. Nothing here
//! reads a clock or the network, and everything read from files has a limit.
//! Not here: PKITS tests 4.1.5 (inherited DSA parameters) and 4.14.30 (a list that vouches for its own
//! issuer), which are refused.

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

mod algorithm;
mod anchor;
pub mod ber;
mod builder;
mod certificate;
mod cms;
mod crl;
mod digest;
mod digest_cache;
mod encode;
mod evidence;
mod memory;
mod name;
mod network;
mod ocsp;
mod oids;
mod path;
mod pkcs12;
mod received;
mod signed;
mod text;
mod time;
mod timestamp;
mod tlv;
mod trust;
mod validation;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
mod vectors;

// The unit tests issue what they read. By the crate they would get a second copy of every type of this one.
#[cfg(test)]
extern crate self as kyso_pki;
#[cfg(test)]
#[path = "../../issuing/src/lib.rs"]
#[allow(dead_code, unreachable_pub, unused_imports)]
mod issuing;

pub use algorithm::{AlgorithmError, SignatureAlgorithm};
pub use anchor::{TrustAnchor, TrustClass};
pub use builder::{BuildError, SignedAttributes, add_unsigned_timestamp, cms_size_bound};
pub use certificate::{
    Certificate, CertificateCache, CertificateError, ExtendedKeyUsage, KeyKind, KeyUsage,
    KnownCertificates,
};
pub use cms::{Cms, CmsError, SigningCertificateReference, VerifiedCms, verify_pkcs1_octet_string};
pub use crl::{Crl, RevocationReason, RevokedEntry};
pub use digest::{DigestAlgorithm, DigestError, RunningDigest, sha256};
pub use digest_cache::{DigestCache, FileCache};
pub use evidence::{Evidence, EvidenceId, EvidenceSource, Fetched, NoSource};
pub use network::{NetworkFailure, NetworkFault};
pub use ocsp::{
    CertificateStatus, OcspEntry, OcspError, OcspMember, OcspRequest, OcspResponse, ResponderId,
    ResponseSigner, ResponseStatus,
};
pub use path::{
    ChainAlgorithm, EvidenceUse, PathIndication, PathProblem, PathReport, PathRequest,
    PolicySettings, Purpose, RevocationGap, RevocationStatus, StoreScope, UsageProblem,
};
pub use pkcs12::{Pkcs12Error, Pkcs12Key, SigningError, SoftwareKey, load_pkcs12};
pub use timestamp::{
    AuthorityCertificates, NoResponse, TimestampAcceptance, TimestampAttempt, TimestampError,
    TimestampFailure, TimestampFailureInfo, TimestampRefusal, TimestampRequest,
    TimestampRequestError, TimestampResponse, TimestampResponseError, TimestampSource,
    TimestampSourceError, TimestampStatus, TimestampToken,
};
pub use tlv::EncodingError;
pub use trust::{TrustError, TrustFile, TrustFileError, TrustFolderFile, TrustStore, pinned};

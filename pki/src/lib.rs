//! CMS signatures, certificates, trust anchors and revocation.

mod algorithm;
pub mod ber;
mod builder;
mod certificate;
mod cms;
mod crl;
mod digest;
mod encode;
#[cfg(feature = "issuing")]
pub mod issuing;
mod name;
mod oids;
mod path;
mod pkcs12;
mod time;
mod timestamp;
mod tlv;
mod trust;

pub use algorithm::{AlgorithmError, SignatureAlgorithm};
pub use builder::{BuildError, SignedAttributes, add_unsigned_timestamp, cms_size_bound};
pub use certificate::{Certificate, CertificateError, ExtendedKeyUsage, KeyKind, KeyUsage};
pub use cms::{Cms, CmsError, SigningCertificateReference, VerifiedCms, verify_pkcs1_octet_string};
pub use crl::{Crl, RevocationReason, RevokedEntry};
pub use digest::DigestAlgorithm;
pub use path::{
    ChainAlgorithm, PathProblem, PathReport, PathRequest, PolicySettings, Purpose, RevocationGap,
    RevocationStatus, SubIndication,
};
pub use pkcs12::{Pkcs12Error, Pkcs12Key, SigningError, SoftwareKey, load_pkcs12};
pub use timestamp::{TimestampError, TimestampToken};
pub use tlv::EncodingError;
pub use trust::{TrustAnchor, TrustClass, TrustError, TrustStore, pinned};

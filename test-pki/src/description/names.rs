//! The words of a description for classes, kinds of holders, keys, digests and reasons.

use kyso_issuing::{KeyType, Profile, ResponderStatus};
use kyso_pki::{DigestAlgorithm, RevocationReason, TrustClass};
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RootClass {
    Government,
    Public,
    Tsa,
    Other,
    /// In no trust folder.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Person,
    Agency,
    Timestamping,
    Ocsp,
    OcspNocheck,
    Encryption,
}

/// Whether OCSP responders know a certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Knowledge {
    #[default]
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyName {
    #[default]
    P256,
    P384,
    Rsa2048,
    Rsa3072,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DigestName {
    Sha1,
    #[default]
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReasonName {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
}

impl RootClass {
    pub(crate) fn trust(self) -> Option<TrustClass> {
        match self {
            Self::Government => Some(TrustClass::Government),
            Self::Public => Some(TrustClass::Public),
            Self::Tsa => Some(TrustClass::Timestamping),
            Self::Other => Some(TrustClass::Other),
            Self::None => None,
        }
    }

    /// The folder of this class in a trust folder.
    pub(crate) fn folder(self) -> Option<&'static str> {
        match self {
            Self::Government => Some("government"),
            Self::Public => Some("public"),
            Self::Tsa => Some("tsa"),
            Self::Other => Some("other"),
            Self::None => None,
        }
    }
}

impl From<Kind> for Profile {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Agency => Self::Agency,
            Kind::Timestamping => Self::TimestampAuthority,
            Kind::Ocsp => Self::OcspResponder(ResponderStatus::Checked),
            Kind::OcspNocheck => Self::OcspResponder(ResponderStatus::NoCheck),
            Kind::Encryption => Self::Encryption,
        }
    }
}

impl From<KeyName> for KeyType {
    fn from(name: KeyName) -> Self {
        match name {
            KeyName::P256 => Self::P256,
            KeyName::P384 => Self::P384,
            KeyName::Rsa2048 => Self::Rsa2048,
            KeyName::Rsa3072 => Self::Rsa3072,
        }
    }
}

impl From<DigestName> for DigestAlgorithm {
    fn from(name: DigestName) -> Self {
        match name {
            DigestName::Sha1 => Self::Sha1,
            DigestName::Sha256 => Self::Sha256,
            DigestName::Sha384 => Self::Sha384,
            DigestName::Sha512 => Self::Sha512,
        }
    }
}

impl From<ReasonName> for RevocationReason {
    fn from(name: ReasonName) -> Self {
        match name {
            ReasonName::Unspecified => Self::Unspecified,
            ReasonName::KeyCompromise => Self::KeyCompromise,
            ReasonName::CaCompromise => Self::CaCompromise,
            ReasonName::AffiliationChanged => Self::AffiliationChanged,
            ReasonName::Superseded => Self::Superseded,
            ReasonName::CessationOfOperation => Self::CessationOfOperation,
            ReasonName::CertificateHold => Self::CertificateHold,
        }
    }
}

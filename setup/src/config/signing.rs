//! `[[tsa]]` and the level of signatures.

use std::path::{Path, PathBuf};

use const_oid::ObjectIdentifier;
use kyso_signer::{BaselineLevel, WithoutTimestamp};
use serde::de::{Deserialize, Deserializer};

use super::ConfigError;
use super::value::{HttpUrl, Within};
use crate::fault::fault;

/// A timestamp authority (RFC 3161). The first one is asked first (G3).
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TsaConfig {
    /// Where it is.
    pub url: HttpUrl,
    /// How long one answer may take (G3: 2 to 131 s have been seen).
    #[serde(default = "timeout")]
    pub(crate) timeout_seconds: Within<1, 3600>,
    /// How often it is asked before the next one.
    #[serde(default = "tries")]
    pub(crate) tries: Within<1, 10>,
    /// Requests at once.
    #[serde(default = "parallel")]
    pub(crate) parallel: Within<1, 64>,
    /// Requests that the authority allows in `window_minutes`; without it any number.
    pub(crate) requests: Option<Within<1, 1_000_000>>,
    /// The time for those requests.
    #[serde(default = "window")]
    pub(crate) window_minutes: Within<1, 44_640>,
    /// Policy that its tokens must be made under, as an object identifier.
    pub(crate) policy: Option<Oid>,
    /// User, with `password_file`.
    pub user: Option<String>,
    /// File whose first line is the password of the user.
    pub password_file: Option<PathBuf>,
    /// PKCS#12 file with the certificate that the server asks for, with `pin_file`.
    pub client_certificate: Option<PathBuf>,
    /// File whose first line is the password of the client certificate.
    pub pin_file: Option<PathBuf>,
}

/// Level of signatures: `B-B`, `B-T`, `B-LT` or `B-LTA` (EN 319 142-1, clause 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SigningLevel(pub BaselineLevel);

impl<'de> Deserialize<'de> for SigningLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map(Self).map_err(|_| {
            fault(
                "a level is B-B, B-T, B-LT or B-LTA",
                "mức chữ ký là B-B, B-T, B-LT hoặc B-LTA",
            )
        })
    }
}

/// What happens when no authority gives a timestamp (G3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
pub enum WithoutTsa {
    /// Nothing is signed.
    #[default]
    #[serde(rename = "fail")]
    Fail,
    /// Signed without, to be lifted later.
    #[serde(rename = "queue")]
    Queue,
    /// Signed without, with a loud warning.
    #[serde(rename = "B-B")]
    Basic,
}

impl WithoutTsa {
    /// All choices with their names.
    pub const ALL: [(&str, Self); 3] = [
        ("fail", Self::Fail),
        ("queue", Self::Queue),
        ("B-B", Self::Basic),
    ];
}

impl From<WithoutTsa> for WithoutTimestamp {
    fn from(choice: WithoutTsa) -> Self {
        match choice {
            WithoutTsa::Fail => Self::Fail,
            WithoutTsa::Queue => Self::Queue,
            WithoutTsa::Basic => Self::Basic,
        }
    }
}

/// An object identifier such as 1.3.6.1.4.1.99.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Oid(pub(crate) ObjectIdentifier);

impl<'de> Deserialize<'de> for Oid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let oid = ObjectIdentifier::new(&text).map(Self);
        oid.map_err(|_| {
            fault(
                &format!("{text:?} is no object identifier such as 1.3.6.1.4.1.99.1"),
                &format!("{text:?} không phải mã định danh đối tượng như 1.3.6.1.4.1.99.1"),
            )
        })
    }
}

impl TsaConfig {
    /// The authority at `url`, with the defaults of G3.
    #[must_use]
    pub fn at(url: HttpUrl) -> Self {
        Self {
            url,
            timeout_seconds: timeout(),
            tries: tries(),
            parallel: parallel(),
            requests: None,
            window_minutes: window(),
            policy: None,
            user: None,
            password_file: None,
            client_certificate: None,
            pin_file: None,
        }
    }

    pub(super) fn relative_to(&mut self, dir: &Path) {
        let paths = [
            &mut self.password_file,
            &mut self.client_certificate,
            &mut self.pin_file,
        ];
        for path in paths.into_iter().flatten() {
            *path = dir.join(&*path);
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let url = || self.url.0.clone();
        if self.user.is_some() != self.password_file.is_some() {
            return Err(ConfigError::TsaLogin { url: url() });
        }
        if self.client_certificate.is_some() != self.pin_file.is_some() {
            return Err(ConfigError::TsaCertificate { url: url() });
        }
        Ok(())
    }
}

fn timeout() -> Within<1, 3600> {
    Within(180)
}

fn tries() -> Within<1, 10> {
    Within(3)
}

fn parallel() -> Within<1, 64> {
    Within(2)
}

fn window() -> Within<1, 44_640> {
    Within(20)
}

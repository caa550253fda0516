//! The keys that the service signs with.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ConfigError;
use super::value::Name;
use crate::keys::KeySource;

/// A key that the service signs with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyConfig {
    /// Name in requests.
    id: Name,
    /// PKCS#12 file; this or `pkcs11`.
    pkcs12: Option<PathBuf>,
    /// PKCS#11 URI with `module-path`; this or `pkcs12`.
    pkcs11: Option<String>,
    /// File whose first line is the password or PIN.
    pub pin_file: PathBuf,
    /// Whose key it is; without it the certificate alone tells.
    pub role: Option<KeyRole>,
}

/// Whose key it is, and so what it may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum KeyRole {
    /// A person's: it approves.
    Person,
    /// An agency's: it issues.
    Agency,
}

impl KeyConfig {
    /// Its paths count from `dir`.
    pub(super) fn relative_to(&mut self, dir: &Path) {
        self.pkcs12 = self.pkcs12.take().map(|path| dir.join(path));
        self.pin_file = dir.join(&self.pin_file);
    }

    /// Name in requests.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id.0
    }

    /// The files that it names: that of the key, if it is in one, and that of the password or PIN.
    #[must_use]
    pub fn files(&self) -> Vec<&Path> {
        let named = self.pkcs12.iter().chain([&self.pin_file]);
        named.map(PathBuf::as_path).collect()
    }

    /// Where the key is kept.
    ///
    /// # Errors
    /// When not exactly one of file and URI is named, or the URI is malformed.
    pub fn source(&self) -> Result<KeySource, ConfigError> {
        match (&self.pkcs12, &self.pkcs11) {
            (Some(path), None) => Ok(KeySource::Pkcs12(path.clone())),
            (None, Some(uri)) => match uri.parse() {
                Ok(uri) => Ok(KeySource::Token(uri)),
                Err(source) => Err(ConfigError::KeyUri {
                    id: self.id.0.clone(),
                    source,
                }),
            },
            _ => Err(ConfigError::KeySource {
                id: self.id.0.clone(),
            }),
        }
    }
}

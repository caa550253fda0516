//! The configuration of the service: a TOML file.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::keys::KeySource;
use crate::trust::{Class, TrustSource};

/// The configuration. Everything has a default; what is not known is refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Address to listen on; loopback only.
    pub(crate) listen: SocketAddr,
    /// Folder or bundle of trusted certificates and revocation lists.
    pub(crate) trust: Option<PathBuf>,
    /// Class of the anchors in a bundle.
    pub(crate) trust_class: Option<Class>,
    /// Greatest size of an uploaded file, in MB of 1024 × 1024 bytes (I2).
    pub(crate) max_file_mb: usize,
    /// How long a client may take to send a file, in seconds.
    pub(crate) upload_seconds: u64,
    /// Keys that the service signs with.
    pub(crate) keys: Vec<KeyConfig>,
}

/// A key that the service signs with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyConfig {
    /// Name in requests.
    pub(crate) id: String,
    /// PKCS#12 file; this or `pkcs11`.
    pkcs12: Option<PathBuf>,
    /// PKCS#11 URI with `module-path`; this or `pkcs12`.
    pkcs11: Option<String>,
    /// File whose first line is the password or PIN.
    pub(crate) pin_file: PathBuf,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}, line {line}: {}", path.display(), source.message())]
    Malformed {
        path: PathBuf,
        line: usize,
        source: Box<toml::de::Error>,
    },
    #[error("key {id:?}: name either pkcs12 or pkcs11")]
    KeySource { id: String },
    #[error("key {id:?}: {source}")]
    KeyUri {
        id: String,
        source: kyso_pkcs11_bridge::UriError,
    },
    #[error("the key id {id:?} is used twice")]
    RepeatedKey { id: String },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            trust: None,
            trust_class: None,
            max_file_mb: 50,
            upload_seconds: 120,
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a file; paths in it are relative to its folder.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub(crate) fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let config: Self = toml::from_str(&text).map_err(|source| ConfigError::Malformed {
            path: path.to_owned(),
            line: line_of(&source, &text),
            source: Box::new(source),
        })?;
        let config = config.relative_to(path.parent().unwrap_or(Path::new("")));
        config.check()?;
        Ok(config)
    }

    /// What is trusted.
    pub(crate) fn trust_source(&self) -> TrustSource {
        TrustSource::named(self.trust.clone(), self.trust_class)
    }

    /// Greatest size of an uploaded file in bytes.
    pub(crate) fn max_file_size(&self) -> usize {
        self.max_file_mb.saturating_mul(1 << 20)
    }

    fn relative_to(mut self, dir: &Path) -> Self {
        self.trust = self.trust.map(|path| dir.join(path));
        for key in &mut self.keys {
            key.pkcs12 = key.pkcs12.take().map(|path| dir.join(path));
            key.pin_file = dir.join(&key.pin_file);
        }
        self
    }

    fn check(&self) -> Result<(), ConfigError> {
        for (index, key) in self.keys.iter().enumerate() {
            key.source()?;
            if self
                .keys
                .iter()
                .take(index)
                .any(|earlier| earlier.id == key.id)
            {
                return Err(ConfigError::RepeatedKey { id: key.id.clone() });
            }
        }
        Ok(())
    }
}

impl KeyConfig {
    /// Where the key is kept.
    ///
    /// # Errors
    /// When not exactly one of file and URI is named, or the URI is malformed.
    pub(crate) fn source(&self) -> Result<KeySource, ConfigError> {
        match (&self.pkcs12, &self.pkcs11) {
            (Some(path), None) => Ok(KeySource::Pkcs12(path.clone())),
            (None, Some(uri)) => match uri.parse() {
                Ok(uri) => Ok(KeySource::Token(uri)),
                Err(source) => Err(ConfigError::KeyUri {
                    id: self.id.clone(),
                    source,
                }),
            },
            _ => Err(ConfigError::KeySource {
                id: self.id.clone(),
            }),
        }
    }
}

/// The line of the text that an error is about, from 1.
fn line_of(error: &toml::de::Error, text: &str) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.bytes().take(start);
    before.filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn load(text: &str) -> Result<Config, ConfigError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kyso.toml");
        fs::write(&path, text).unwrap();
        let shown = dir.path().to_owned();
        Config::load(&path).map(|mut config| {
            let strip = |path: &PathBuf| path.strip_prefix(&shown).unwrap_or(path).to_owned();
            config.trust = config.trust.as_ref().map(strip);
            config
        })
    }

    #[test]
    fn reads_the_sample() {
        let config = load(include_str!("../assets/kyso.sample.toml")).unwrap();
        assert_eq!(config.trust, Some(PathBuf::from("pki/trust")));
        assert_eq!(config.max_file_size(), 50 << 20);
        let ids: Vec<&str> = config.keys.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(ids, ["nguoi-ky", "co-quan"]);
        assert!(matches!(
            config.keys[1].source().unwrap(),
            KeySource::Token(_)
        ));
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(load("").unwrap(), Config::default());
    }

    #[test]
    fn refuses_what_is_unknown_or_contradictory() {
        for text in [
            "lisen = \"127.0.0.1:1\"",
            "[[keys]]\nid = \"a\"\npin_file = \"p\"",
            "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\npkcs11 = \"pkcs11:token=a\"",
            "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs11 = \"pkcs11:token=a?pin-value=1\"",
            "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\npin = \"1\"",
            "[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"a\"\n[[keys]]\nid = \"a\"\npin_file = \"p\"\npkcs12 = \"b\"",
        ] {
            assert!(load(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_the_line_of_a_mistake() {
        let error = load("max_file_mb = 1\nlisen = \"127.0.0.1:1\"").unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("kyso.toml, line 2: unknown field `lisen`"),
            "{text}"
        );
    }
}

//! The configuration: a TOML file. `kyso serve` uses all of it, the other commands what concerns trust, the network and
//! timestamps.

mod directory;
mod judging;
mod key;
mod online;
mod place;
mod signing;
mod text;
mod value;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kyso_pki::DigestAlgorithm;
use kyso_signer::TIMESTAMP_ROOM;
use kyso_verifier::{LimitedAlgorithm, Policy};
use serde::Deserialize;

pub use directory::DirectoryPolicy;
use judging::{AlgorithmsConfig, RevocationConfig};
pub use key::{KeyConfig, KeyRole};
pub use online::OnlineConfig;
pub(crate) use online::{Nonce, RewriteConfig, RewriteFrom};
pub use signing::{SigningLevel, TsaConfig, WithoutTsa};
pub use value::{HttpUrl, UrlFault};
use value::{Moment, Within};

use crate::fault::{ValueFault, value_fault};
use crate::size::LARGEST_FILE_MB;
use crate::trust::{TrustClassName, TrustSource};

/// The configuration. Everything has a default; what is not known is refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on; loopback only.
    pub listen: SocketAddr,
    /// Folder or bundle of trusted certificates and revocation lists.
    pub trust: Option<PathBuf>,
    /// Class of the anchors in a bundle.
    pub trust_class: Option<TrustClassName>,
    /// Greatest size of an uploaded file, in MB of 1024 × 1024 bytes (I2).
    pub(crate) max_file_mb: Within<1, LARGEST_FILE_MB>,
    /// How long a client may take to send a file, in seconds.
    pub(crate) upload_seconds: Within<1, 86_400>,
    /// How long a client may take, in seconds, for the whole of a request's head and for each 16 KiB of a body.
    pub(crate) stalled_seconds: Within<1, 600>,
    /// Until when signatures with SHA-1 count, if their age is proven (F7); without it what the verifier holds right.
    pub(crate) sha1_until: Option<Moment>,
    /// What algorithms count for.
    pub(crate) algorithms: AlgorithmsConfig,
    /// What is asked of revocation.
    pub(crate) revocation: RevocationConfig,
    /// Level of signatures that are made.
    pub signing_level: SigningLevel,
    /// What happens when a level needs a timestamp and there is none.
    pub without_tsa: WithoutTsa,
    /// Bytes kept in a signature for its timestamp.
    pub(crate) timestamp_room: Within<1024, 65_536>,
    /// The directory of the agency (docs/directory.md).
    pub directory: Option<PathBuf>,
    /// What it means for issuing that the directory gives a person no authority to sign.
    pub directory_policy: DirectoryPolicy,
    /// Folder that keeps which files are to be lifted later.
    pub queue: Option<PathBuf>,
    /// How long before its end an archive timestamp is due for renewal, in days.
    pub(crate) renewal_margin_days: Within<1, 3650>,
    /// Revocation and certificates from the network.
    pub online: OnlineConfig,
    /// Timestamp authorities in the order in which they are asked.
    pub tsa: Vec<TsaConfig>,
    /// Keys that the service signs with.
    pub keys: Vec<KeyConfig>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no TOML; it is none where a key is written twice.
    #[error("{}, line {line}: {}{}", path.display(), before(key.as_deref()), source.message())]
    NoToml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key of that line, where it has one.
        key: Option<String>,
        /// What the library says.
        source: Box<toml::de::Error>,
    },
    /// A value in the file is not one of ours.
    #[error("{}, line {line}: {fault}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why it is refused, with its key.
        fault: Box<ValueFault>,
    },
    /// Values that are sound each by itself do not go together.
    #[error("{}, line {line}: {what}", path.display())]
    Contradiction {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Which values.
        what: Box<ConfigError>,
    },
    /// A key is named in neither or both of the two ways.
    #[error("key {id:?}: name either pkcs12 or pkcs11")]
    KeySource {
        /// The name of the key.
        id: String,
    },
    /// The URI of a key is malformed.
    #[error("key {id:?}: {source}")]
    KeyUri {
        /// The name of the key.
        id: String,
        /// What is wrong.
        source: kyso_pkcs11_bridge::UriError,
    },
    /// Two keys have one name.
    #[error("the key id {id:?} is used twice")]
    RepeatedKey {
        /// The name.
        id: String,
    },
    /// A server that is gone is named in neither or both of the two ways.
    #[error("online.rewrite to {to}: name either host or prefix")]
    Rewrite {
        /// Its replacement.
        to: String,
    },
    /// User, password and proxy do not go together.
    #[error("online: proxy_user and proxy_password_file go together, and with proxy")]
    ProxyLogin,
    /// The time for a connection is longer than that for an answer.
    #[error("online: connect_timeout_seconds is longer than timeout_seconds, which includes it")]
    ConnectTimeout,
    /// A level needs timestamps, and no authority is named.
    #[error("signing_level needs timestamps: name at least one [[tsa]]")]
    NoTsa,
    /// A policy refuses by a directory, and none is named.
    #[error("directory_policy = \"refuse\" needs a directory: name it with directory")]
    NoDirectory,
    /// User and password of an authority do not go together.
    #[error("tsa {url}: user and password_file go together")]
    TsaLogin {
        /// The authority.
        url: String,
    },
    /// Client certificate and password of an authority do not go together.
    #[error("tsa {url}: client_certificate and pin_file go together")]
    TsaCertificate {
        /// The authority.
        url: String,
    },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            trust: None,
            trust_class: None,
            max_file_mb: Within(50),
            upload_seconds: Within(120),
            stalled_seconds: Within(10),
            sha1_until: None,
            algorithms: AlgorithmsConfig::default(),
            revocation: RevocationConfig::default(),
            signing_level: SigningLevel::default(),
            without_tsa: WithoutTsa::default(),
            timestamp_room: Within(8192),
            directory: None,
            directory_policy: DirectoryPolicy::default(),
            queue: None,
            renewal_margin_days: Within(90),
            online: OnlineConfig::default(),
            tsa: Vec::new(),
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// Reads a file; paths in it are relative to its folder.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let config = toml::from_str::<Self>(&text).map_err(|error| refusal(path, &text, error))?;
        let config = config.relative_to(path.parent().unwrap_or(Path::new("")));
        match config.check() {
            Ok(()) => Ok(config),
            Err(what) => Err(ConfigError::Contradiction {
                path: path.to_owned(),
                line: place::of(&what, &text),
                what: Box::new(what),
            }),
        }
    }

    /// What is trusted.
    #[must_use]
    pub fn trust_source(&self) -> TrustSource {
        TrustSource::named(self.trust.clone(), self.trust_class)
    }

    /// What is asked of signatures at a time.
    #[must_use]
    pub fn policy(&self, at: Timestamp) -> Policy {
        let mut policy = Policy::new(at);
        let days = i64::try_from(self.renewal_margin_days.0).unwrap_or(i64::MAX);
        policy.renewal_margin = SignedDuration::from_hours(days.saturating_mul(24));
        if let Some(Moment(until)) = self.sha1_until {
            let sha1 = LimitedAlgorithm::Digest(DigestAlgorithm::Sha1);
            policy.algorithms.set_end(sha1, Some(until));
        }
        policy.algorithms.government_sha1 = self.algorithms.government_sha1();
        policy.unknown_revocation = self.revocation.unknown.into();
        policy
    }

    /// Greatest size of an uploaded file in bytes.
    #[must_use]
    pub fn max_file_size(&self) -> usize {
        usize::try_from(self.max_file_mb.0 << 20).unwrap_or(usize::MAX)
    }

    /// How long a client may take to send a file.
    #[must_use]
    pub fn upload_time(&self) -> Duration {
        Duration::from_secs(self.upload_seconds.0)
    }

    /// How long a client may take for a request's head and for each 16 KiB of a body.
    #[must_use]
    pub fn stalled(&self) -> Duration {
        Duration::from_secs(self.stalled_seconds.0)
    }

    /// Bytes kept in a signature for its timestamp.
    #[must_use]
    pub fn timestamp_room(&self) -> usize {
        usize::try_from(self.timestamp_room.0).unwrap_or(TIMESTAMP_ROOM)
    }

    /// How long before its end an archive timestamp is due for renewal, in days.
    #[must_use]
    pub fn renewal_margin_days(&self) -> u64 {
        self.renewal_margin_days.0
    }

    fn relative_to(mut self, dir: &Path) -> Self {
        self.trust = self.trust.map(|path| dir.join(path));
        self.directory = self.directory.map(|path| dir.join(path));
        self.queue = self.queue.map(|path| dir.join(path));
        self.online.relative_to(dir);
        for authority in &mut self.tsa {
            authority.relative_to(dir);
        }
        for key in &mut self.keys {
            key.relative_to(dir);
        }
        self
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.online.check()?;
        self.tsa.iter().try_for_each(TsaConfig::check)?;
        if self.signing_level != SigningLevel::default() && self.tsa.is_empty() {
            return Err(ConfigError::NoTsa);
        }
        if self.directory_policy == DirectoryPolicy::Refuse && self.directory.is_none() {
            return Err(ConfigError::NoDirectory);
        }
        for (index, key) in self.keys.iter().enumerate() {
            key.source()?;
            if self
                .keys
                .iter()
                .take(index)
                .any(|earlier| earlier.id() == key.id())
            {
                return Err(ConfigError::RepeatedKey {
                    id: key.id().to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// Why a text is no configuration.
fn refusal(path: &Path, text: &str, error: toml::de::Error) -> ConfigError {
    let path = path.to_owned();
    let line = line_of(&error, text);
    let document = toml::Deserializer::parse(text);
    match document.and_then(|document| value_fault::<Config, _>(document, error.message())) {
        Ok(fault) => ConfigError::Value {
            path,
            line,
            fault: Box::new(fault),
        },
        Err(_) => ConfigError::NoToml {
            path,
            line,
            key: place::key_of(line, text).map(str::to_owned),
            source: Box::new(error),
        },
    }
}

/// A key before what is said of its line.
fn before(key: Option<&str>) -> String {
    key.map(|key| format!("{key}: ")).unwrap_or_default()
}

/// The line of the text that an error is about, from 1.
fn line_of(error: &toml::de::Error, text: &str) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.bytes().take(start);
    before.filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;

//! The configuration: a TOML file. `kyso serve` uses all of it, the other commands what concerns trust, the network and
//! timestamps.

pub(crate) mod fault;
mod judging;
mod online;
mod signing;
mod text;
mod value;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kyso_pki::DigestAlgorithm;
use kyso_verifier::{LimitedAlgorithm, Policy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use judging::{AlgorithmsConfig, RevocationConfig};
pub(crate) use online::{Nonce, OnlineConfig, RewriteConfig, RewriteFrom};
pub(crate) use signing::{SigningLevel, TsaConfig, WithoutTsa};
pub(crate) use value::{HttpUrl, UrlFault};
use value::{Moment, Name, Within};

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
    pub(crate) max_file_mb: Within<1, 2048>,
    /// How long a client may take to send a file, in seconds.
    pub(crate) upload_seconds: Within<1, 86_400>,
    /// How long a client may stand still, in seconds: for the whole of a request's head, and for each 16 KiB of a body.
    pub(crate) stalled_seconds: Within<1, 600>,
    /// Until when signatures with SHA-1 count, if their age is proven (F7); without it what the verifier holds right.
    pub(crate) sha1_until: Option<Moment>,
    /// What algorithms count for.
    pub(crate) algorithms: AlgorithmsConfig,
    /// What is asked of revocation.
    pub(crate) revocation: RevocationConfig,
    /// Level of signatures that are made.
    pub(crate) signing_level: SigningLevel,
    /// What happens when a level needs a timestamp and there is none.
    pub(crate) without_tsa: WithoutTsa,
    /// Bytes kept in a signature for its timestamp.
    pub(crate) timestamp_room: Within<1024, 65_536>,
    /// Folder that keeps which files are to be lifted later.
    pub(crate) queue: Option<PathBuf>,
    /// How long before its end an archive timestamp is due for renewal, in days.
    pub(crate) renewal_margin_days: Within<1, 3650>,
    /// Revocation and certificates from the network.
    pub(crate) online: OnlineConfig,
    /// Timestamp authorities in the order in which they are asked.
    pub(crate) tsa: Vec<TsaConfig>,
    /// Keys that the service signs with.
    pub(crate) keys: Vec<KeyConfig>,
}

/// A key that the service signs with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyConfig {
    /// Name in requests.
    pub(crate) id: Name,
    /// PKCS#12 file; this or `pkcs11`.
    pkcs12: Option<PathBuf>,
    /// PKCS#11 URI with `module-path`; this or `pkcs12`.
    pkcs11: Option<String>,
    /// File whose first line is the password or PIN.
    pub(crate) pin_file: PathBuf,
    /// Whose key it is; without it the certificate alone tells.
    pub(crate) role: Option<KeyRole>,
}

/// Whose key it is, and so what it may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyRole {
    /// A person's: it approves.
    Person,
    /// An agency's: it issues.
    Agency,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}, line {line}: {}", path.display(), fault::english(source.message()))]
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
    #[error("online.rewrite to {to}: name either host or prefix")]
    Rewrite { to: String },
    #[error("online: proxy_user and proxy_password_file go together, and with proxy")]
    ProxyLogin,
    #[error("online: connect_timeout_seconds is longer than timeout_seconds, which includes it")]
    ConnectTimeout,
    #[error("signing_level needs timestamps: name at least one [[tsa]]")]
    NoTsa,
    #[error("tsa {url}: user and password_file go together")]
    TsaLogin { url: String },
    #[error("tsa {url}: client_certificate and pin_file go together")]
    TsaCertificate { url: String },
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

    /// What is asked of signatures at a time.
    pub(crate) fn policy(&self, at: Timestamp) -> Policy {
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
    pub(crate) fn max_file_size(&self) -> usize {
        usize::try_from(self.max_file_mb.0 << 20).unwrap_or(usize::MAX)
    }

    /// How long a client may stand still.
    pub(crate) fn stalled(&self) -> Duration {
        Duration::from_secs(self.stalled_seconds.0)
    }

    fn relative_to(mut self, dir: &Path) -> Self {
        self.trust = self.trust.map(|path| dir.join(path));
        self.queue = self.queue.map(|path| dir.join(path));
        self.online.relative_to(dir);
        for authority in &mut self.tsa {
            authority.relative_to(dir);
        }
        for key in &mut self.keys {
            key.pkcs12 = key.pkcs12.take().map(|path| dir.join(path));
            key.pin_file = dir.join(&key.pin_file);
        }
        self
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.online.check()?;
        self.tsa.iter().try_for_each(TsaConfig::check)?;
        if self.signing_level != SigningLevel::default() && self.tsa.is_empty() {
            return Err(ConfigError::NoTsa);
        }
        for (index, key) in self.keys.iter().enumerate() {
            key.source()?;
            if self
                .keys
                .iter()
                .take(index)
                .any(|earlier| earlier.id == key.id)
            {
                return Err(ConfigError::RepeatedKey {
                    id: key.id.0.clone(),
                });
            }
        }
        Ok(())
    }
}

impl KeyConfig {
    /// The files that it names: that of the key, if it is in one, and that of the password or PIN.
    pub(crate) fn files(&self) -> Vec<&Path> {
        let named = self.pkcs12.iter().chain([&self.pin_file]);
        named.map(PathBuf::as_path).collect()
    }

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

/// The line of the text that an error is about, from 1.
fn line_of(error: &toml::de::Error, text: &str) -> usize {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.bytes().take(start);
    before.filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kyso_signer::BaselineLevel;
    use kyso_words::Localized;

    use kyso_verifier::{GovernmentSha1, UnknownRevocation};

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
        assert_eq!(config.signing_level.0, BaselineLevel::LongTerm);
        assert_eq!(config.without_tsa, WithoutTsa::Fail);
        assert!(config.online.enabled && config.online.rewrite.len() == 2);
        let authorities: Vec<_> = config.tsa.iter().map(|tsa| tsa.timeout_seconds).collect();
        assert_eq!(authorities, [Within(180), Within(30)]);
        let ids: Vec<&str> = config.keys.iter().map(|key| key.id.0.as_str()).collect();
        assert_eq!(ids, ["nguoi-ky", "co-quan"]);
        assert!(matches!(
            config.keys[1].source().unwrap(),
            KeySource::Token(_)
        ));
    }

    #[test]
    fn the_end_of_sha1_is_a_setting() {
        let end = |config: &Config| {
            let policy = config.policy(Timestamp::UNIX_EPOCH);
            let sha1 = LimitedAlgorithm::Digest(DigestAlgorithm::Sha1);
            let mut limits = policy.algorithms.limits.into_iter();
            limits.find(|limit| limit.what == sha1).unwrap().until
        };
        let set = load("sha1_until = \"2017-01-01T00:00:00Z\"").unwrap();
        assert_eq!(end(&set), Some("2017-01-01T00:00:00Z".parse().unwrap()));
        let usual = Policy::new(Timestamp::UNIX_EPOCH).algorithms;
        assert_eq!(
            Config::default().policy(Timestamp::UNIX_EPOCH).algorithms,
            usual
        );
        assert_eq!(
            Config::default()
                .policy(Timestamp::UNIX_EPOCH)
                .renewal_margin,
            Policy::new(Timestamp::UNIX_EPOCH).renewal_margin
        );
        assert!(end(&Config::default()) < end(&set));
    }

    #[test]
    fn what_counts_is_a_setting() {
        let policy = |text: &str| load(text).unwrap().policy(Timestamp::UNIX_EPOCH);
        let usual = policy("");
        assert_eq!(usual.unknown_revocation, UnknownRevocation::Indeterminate);
        let checked = |until| GovernmentSha1::Checked { until };
        assert_eq!(usual.algorithms.government_sha1, checked(None));
        let warned = policy("[revocation]\nunknown = \"warn\"");
        assert_eq!(warned.unknown_revocation, UnknownRevocation::Warn);
        let refused = policy("[algorithms]\nsha1 = \"refuse\"");
        assert_eq!(refused.algorithms.government_sha1, GovernmentSha1::Refused);
        let ended = policy("[algorithms]\nsha1_checked_until = \"2027-01-01T00:00:00Z\"");
        let end = Some("2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(ended.algorithms.government_sha1, checked(end));
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
    fn refuses_contradictions_about_servers() {
        for text in [
            "signing_level = \"B-T\"",
            "[online]\nproxy_user = \"a\"",
            "[online]\nproxy_user = \"a\"\nproxy_password_file = \"p\"",
            "[[online.rewrite]]\nto = \"http://a/\"",
            "[[online.rewrite]]\nhost = \"a\"\nprefix = \"http://a/\"\nto = \"http://b/\"",
            "[[tsa]]\nurl = \"http://a/\"\nuser = \"a\"",
            "[[tsa]]\nurl = \"http://a/\"\npin_file = \"a\"",
            "[[tsa]]\nurl = \"http://a/\"\npolicy = \"anyPolicy\"",
        ] {
            assert!(load(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_the_line_of_a_mistake() {
        for (text, expected) in [
            (
                "max_file_mb = 1\nlisen = \"127.0.0.1:1\"",
                "line 2: unknown field `lisen`",
            ),
            (
                "[online]\n\nenable = true",
                "line 3: unknown field `enable`",
            ),
            (
                "[online]\ntimeout_seconds = 0",
                "line 2: 0 is not between 1 and 600",
            ),
            (
                "[online]\nallow_networks = [\n\"10.0.0.0/8\",\n\"lan\"]",
                "line 2: \"lan\" is no network",
            ),
            (
                "\n[[tsa]]\nurl = \"http://u:p@tsa/\"",
                "line 3: a URL holds no user",
            ),
            ("[[tsa]]\ntries = 2", "line 1: missing field `url`"),
            ("without_tsa = \"later\"", "line 1: unknown variant `later`"),
            (
                "[[tsa]]\nurl = \"http://a/\"\npolicy = \"any\"",
                "line 3: \"any\" is no object identifier",
            ),
            ("signing_level = \"B-X\"", "line 1: a level is B-B, B-T"),
            ("sha1_until = \"soon\"", "line 1: write 2026-11-20"),
            ("max_file_mb = 0", "line 1: 0 is not between 1 and 2048"),
            ("upload_seconds = 0", "line 1: 0 is not between 1 and"),
            ("[online]\nports = []", "line 2: an empty list"),
            (
                "[online]\nallow_hosts = [\"http://x\"]",
                "line 2: \"http://x\" is no host",
            ),
            (
                "[[keys]]\nid = \" \"\npkcs12 = \"a\"\npin_file = \"b\"",
                "line 2: a name is needed",
            ),
            (
                "[online]\nconnect_timeout_seconds = 9\ntimeout_seconds = 8",
                "connect_timeout_seconds is longer than",
            ),
        ] {
            let refused = load(text).unwrap_err();
            let shown = refused.to_string();
            assert!(shown.contains(expected), "{shown}");
            assert!(!shown.contains('\u{1e}'), "{shown}");
            let vietnamese = refused.vietnamese();
            assert!(
                !vietnamese.contains(" is ") && vietnamese != shown,
                "{vietnamese}"
            );
        }
    }
}

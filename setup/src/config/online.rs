//! `[online]`: what may be asked of servers when a document is verified.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::ConfigError;
use super::value::{HostName, HttpUrl, Network, Within, not_empty};
use crate::trust;

/// How revocation and missing certificates are fetched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OnlineConfig {
    /// Whether anybody is asked at all.
    pub enabled: bool,
    /// Hosts that may be asked whatever their address is.
    pub(crate) allow_hosts: Vec<HostName>,
    /// Networks whose addresses may be asked although they are not public.
    pub(crate) allow_networks: Vec<Network>,
    /// Ports that may be asked; left out for 80 and 443.
    #[serde(deserialize_with = "not_empty")]
    pub(crate) ports: Vec<u16>,
    /// Until there is a connection; part of `timeout_seconds`, and by default 4 or all of it.
    connect_timeout_seconds: Option<Within<1, 60>>,
    /// For one answer.
    pub(crate) timeout_seconds: Within<1, 600>,
    /// For all answers of one verification.
    pub(crate) verification_seconds: Within<1, 600>,
    /// Requests of one verification.
    pub(crate) verification_requests: Within<1, 1000>,
    /// Bytes received for one verification, in MB.
    pub(crate) verification_mb: Within<1, 4096>,
    /// The longest revocation list, in MB.
    pub(crate) max_crl_mb: Within<1, 1024>,
    /// Exchanges at once.
    pub(crate) parallel: Within<1, 256>,
    /// Exchanges at once with one host.
    pub(crate) parallel_per_host: Within<1, 256>,
    /// Whether OCSP requests carry a nonce, and what answers without it count for.
    pub(crate) nonce: Nonce,
    /// Folder of answers; without it `kyso` in the cache folder of this user.
    pub cache: Option<PathBuf>,
    /// Size of that folder in MB; 0 keeps answers in memory only.
    pub(crate) cache_mb: Within<0, 102_400>,
    /// How long an answer is used again at most, in hours.
    pub(crate) longest_reuse_hours: Within<0, 8760>,
    /// How long a failure is remembered, in seconds.
    pub(crate) failure_seconds: Within<0, 86_400>,
    /// The way out, if there is no direct one.
    pub(crate) proxy: Option<HttpUrl>,
    /// User of the proxy.
    pub(crate) proxy_user: Option<String>,
    /// File whose first line is the password of the proxy.
    pub proxy_password_file: Option<PathBuf>,
    /// Certificates above those of `https` servers, PEM, beside those of the system.
    pub tls_roots: Option<PathBuf>,
    /// Servers that are gone, and their replacements.
    pub(crate) rewrite: Vec<RewriteConfig>,
}

/// A server that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RewriteConfig {
    /// All URLs of this host; this or `prefix`.
    host: Option<String>,
    /// All URLs that begin so; this or `host`.
    prefix: Option<HttpUrl>,
    /// Where they lead instead.
    pub(crate) to: HttpUrl,
}

/// Whether OCSP requests carry a nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Nonce {
    /// Asked for; answers without one count.
    #[default]
    Tolerant,
    /// Asked for; answers without one do not count.
    Required,
    /// Not asked for.
    Off,
}

/// Which URLs a rule is about.
pub(crate) enum RewriteFrom<'a> {
    /// Those of a host.
    Host(&'a str),
    /// Those that begin so.
    Prefix(&'a str),
}

impl Default for OnlineConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            allow_hosts: Vec::new(),
            allow_networks: Vec::new(),
            ports: Vec::new(),
            connect_timeout_seconds: None,
            timeout_seconds: Within(8),
            verification_seconds: Within(10),
            verification_requests: Within(32),
            verification_mb: Within(128),
            max_crl_mb: Within(64),
            parallel: Within(16),
            parallel_per_host: Within(4),
            nonce: Nonce::Tolerant,
            cache: None,
            cache_mb: Within(1024),
            longest_reuse_hours: Within(24),
            failure_seconds: Within(60),
            proxy: None,
            proxy_user: None,
            proxy_password_file: None,
            tls_roots: None,
            rewrite: Vec::new(),
        }
    }
}

impl OnlineConfig {
    pub(super) fn relative_to(&mut self, dir: &Path) {
        let paths = [
            &mut self.cache,
            &mut self.proxy_password_file,
            &mut self.tls_roots,
        ];
        for path in paths.into_iter().flatten() {
            *path = dir.join(&*path);
        }
    }

    /// The folder of answers that is used, if any.
    #[must_use]
    pub fn cache_folder(&self) -> Option<PathBuf> {
        let own = || self.cache.clone().or_else(trust::users_cache);
        (self.enabled && self.cache_mb.0 > 0).then(own).flatten()
    }

    /// The time until there is a connection.
    pub(crate) fn connect_timeout(&self) -> Duration {
        const USUAL: u64 = 4;
        let usual = Within(self.timeout_seconds.0.min(USUAL));
        Duration::from_secs(self.connect_timeout_seconds.unwrap_or(usual).0)
    }

    /// The time for one answer.
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.0)
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.rewrite
            .iter()
            .try_for_each(|rule| rule.from().map(drop))?;
        if self.connect_timeout() > self.timeout() {
            return Err(ConfigError::ConnectTimeout);
        }
        let login = (&self.proxy_user, &self.proxy_password_file);
        match (login, &self.proxy) {
            ((None, None), _) | ((Some(_), Some(_)), Some(_)) => Ok(()),
            _ => Err(ConfigError::ProxyLogin),
        }
    }
}

impl RewriteConfig {
    /// Which URLs are meant.
    ///
    /// # Errors
    /// When not exactly one of host and prefix is named.
    pub(crate) fn from(&self) -> Result<RewriteFrom<'_>, ConfigError> {
        match (&self.host, &self.prefix) {
            (Some(host), None) => Ok(RewriteFrom::Host(host)),
            (None, Some(prefix)) => Ok(RewriteFrom::Prefix(&prefix.0)),
            _ => Err(ConfigError::Rewrite {
                to: self.to.0.clone(),
            }),
        }
    }
}

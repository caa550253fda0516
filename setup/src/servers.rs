//! From the configuration to who asks servers: one client for the process, made when it is first needed, because a run
//! that finds everything in the file and the trust folder must not pay for it.

mod authorities;

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use ipnet::IpNet;
use jiff::Timestamp;
use kyso_online::{
    Attempt, CacheSettings, FetchHint, Login, NoncePolicy, Online, OnlineError, OnlineSettings,
    Ports, ProxySettings, Rewrite, RewriteFrom, Session,
};
use kyso_pki::{Certificate, CertificateError, Evidence, EvidenceId, EvidenceSource, Fetched};
use kyso_words::Localized;
use secrecy::SecretString;

pub use authorities::{each_timestamp_authority, timestamp_authorities};

use crate::config::{self, ConfigError, Nonce, OnlineConfig};
use crate::keys::{KeyFailure, read_password};
use crate::trust;

/// The servers that may be asked in this process.
#[derive(Debug)]
pub struct Servers {
    settings: Option<OnlineSettings>,
    client: OnceLock<Option<Online>>,
}

/// Why the servers of a configuration cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum ServersError {
    /// The configuration contradicts itself.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A password or a key of ours cannot be read.
    #[error(transparent)]
    Secret(#[from] KeyFailure),
    /// The certificates above those of servers cannot be used.
    #[error("{}: {source}", path.display())]
    TlsRoots {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: RootsFault,
    },
    /// The client of servers cannot be made.
    #[error(transparent)]
    Online(#[from] OnlineError),
}

impl Localized for ServersError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Config(error) => error.vietnamese(),
            Self::Secret(error) => error.vietnamese(),
            Self::TlsRoots { path, source } => format!(
                "{}: không đọc được chứng thư gốc TLS ({})",
                path.display(),
                source.vietnamese()
            ),
            Self::Online(error) => error.vietnamese(),
        }
    }
}

/// Why the certificates above those of servers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RootsFault {
    /// The file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// A certificate in it is none.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl Localized for RootsFault {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unreadable(error) => error.vietnamese(),
            Self::Certificate(error) => error.vietnamese(),
        }
    }
}

/// The settings that let a place be asked after all. They are names of the configuration file, the same in both languages.
#[must_use]
pub fn settings_that_allow(hint: FetchHint) -> &'static str {
    match hint {
        FetchHint::Rewrite => "[[online.rewrite]]",
        FetchHint::PortOrHost => "[online] ports, allow_hosts",
        FetchHint::HostOrNetwork => "[online] allow_hosts, allow_networks",
        FetchHint::Host => "[online] allow_hosts",
    }
}

impl Servers {
    /// No server is asked.
    #[must_use]
    pub fn none() -> Self {
        Self {
            settings: None,
            client: OnceLock::new(),
        }
    }

    /// The servers of a configuration. Files that it names are read, nothing is connected.
    ///
    /// # Errors
    /// [`ServersError`] when a file that is named cannot be used.
    pub fn of(config: &OnlineConfig) -> Result<Self, ServersError> {
        match config.enabled {
            true => Ok(Self {
                settings: Some(settings(config)?),
                client: OnceLock::new(),
            }),
            false => Ok(Self::none()),
        }
    }

    /// Whether anybody may be asked.
    #[must_use]
    pub fn may_be_asked(&self) -> bool {
        self.settings.is_some()
    }

    /// Makes the client now, for a process that runs for long and should not start with settings that cannot work.
    ///
    /// # Errors
    /// [`OnlineError`].
    pub fn prepare(&self) -> Result<(), OnlineError> {
        if let Some(settings) = &self.settings {
            let client = client(settings)?;
            // Another thread may have been quicker: then this one is not needed.
            let _ = self.client.set(Some(client));
        }
        Ok(())
    }

    /// A source for one verification, with a budget of its own.
    #[must_use]
    pub fn source(&self) -> ServerSource<'_> {
        ServerSource {
            servers: self,
            session: OnceLock::new(),
        }
    }

    fn client(&self) -> Option<&Online> {
        let make = || {
            let made = client(self.settings.as_ref()?);
            made.inspect_err(|error| tracing::error!("nobody can be asked: {error}"))
                .ok()
        };
        self.client.get_or_init(make).as_ref()
    }
}

/// What one verification asks.
#[derive(Debug)]
pub struct ServerSource<'a> {
    servers: &'a Servers,
    session: OnceLock<Option<Session>>,
}

impl ServerSource<'_> {
    fn session(&self) -> Option<&Session> {
        let start = || Some(self.servers.client()?.session());
        self.session.get_or_init(start).as_ref()
    }

    /// The requests that were made, where, and their results.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        let session = self.session.get().and_then(Option::as_ref);
        session.map(Session::attempts).unwrap_or_default()
    }
}

impl EvidenceSource for ServerSource<'_> {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        let session = self.session();
        session.map_or_else(Evidence::default, |session| {
            session.revocation(certificate, issuer, at)
        })
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        let session = self.session();
        session.map_or_else(Vec::new, |session| session.issuers(certificate))
    }

    fn may_be_asked(&self) -> bool {
        self.servers.may_be_asked()
    }

    fn is_exhausted(&self) -> bool {
        let session = self.session.get().and_then(Option::as_ref);
        session.is_some_and(EvidenceSource::is_exhausted)
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<Fetched> {
        let session = self.session.get()?.as_ref()?;
        let ids = [EvidenceId::Crl(*sha256), EvidenceId::Ocsp(*sha256)];
        let fetched = ids.iter().find_map(|id| session.fetched(id))?;
        Some(Fetched {
            url: fetched.url,
            at: fetched.at,
        })
    }
}

fn settings(config: &OnlineConfig) -> Result<OnlineSettings, ServersError> {
    let networks = config.allow_networks.iter();
    let networks = networks.filter_map(|one| IpNet::new(one.address, one.prefix).ok());
    let rewrites = config.rewrite.iter().map(rewrite);
    let mut settings = OnlineSettings {
        allowed_hosts: config
            .allow_hosts
            .iter()
            .map(|host| host.0.clone())
            .collect(),
        allowed_networks: networks.collect(),
        ports: match config.ports.as_slice() {
            [] => Ports::Standard,
            ports => Ports::These(ports.to_vec()),
        },
        rewrites: rewrites.collect::<Result<_, _>>()?,
        proxy: proxy(config)?,
        tls_roots: tls_roots(config)?,
        connect_timeout: config.connect_timeout(),
        total_timeout: Duration::from_secs(config.timeout_seconds.0),
        nonce: match config.nonce {
            Nonce::Tolerant => NoncePolicy::Tolerant,
            Nonce::Required => NoncePolicy::Required,
            Nonce::Off => NoncePolicy::Off,
        },
        cache: cache(config),
        ..OnlineSettings::default()
    };
    settings.limits.crl = config.max_crl_mb.0 << 20;
    settings.connections.total = number(config.parallel.0);
    settings.connections.per_host = number(config.parallel_per_host.0);
    settings.budget.time = Duration::from_secs(config.verification_seconds.0);
    settings.budget.requests = number(config.verification_requests.0);
    settings.budget.bytes = config.verification_mb.0 << 20;
    Ok(settings)
}

fn rewrite(rule: &config::RewriteConfig) -> Result<Rewrite, ConfigError> {
    Ok(Rewrite {
        from: match rule.from()? {
            config::RewriteFrom::Host(host) => RewriteFrom::Host(host.to_owned()),
            config::RewriteFrom::Prefix(prefix) => RewriteFrom::Prefix(prefix.to_owned()),
        },
        to: rule.to.0.clone(),
    })
}

fn proxy(config: &OnlineConfig) -> Result<Option<ProxySettings>, ServersError> {
    let Some(url) = &config.proxy else {
        return Ok(None);
    };
    let login = match (&config.proxy_user, &config.proxy_password_file) {
        (Some(user), Some(file)) => Some(login(user, read_password(file)?)),
        _ => None,
    };
    Ok(Some(ProxySettings {
        url: url.0.clone(),
        login,
    }))
}

fn login(user: &str, password: SecretString) -> Login {
    Login {
        user: user.to_owned(),
        password,
    }
}

fn tls_roots(config: &OnlineConfig) -> Result<Vec<Certificate>, ServersError> {
    let Some(path) = &config.tls_roots else {
        return Ok(Vec::new());
    };
    let read = || Ok(Certificate::from_pem(&fs::read(path)?)?);
    read().map_err(|source: RootsFault| ServersError::TlsRoots {
        path: path.clone(),
        source,
    })
}

/// A client; the cache folder that was named must work, this user's own is used when it can be.
fn client(settings: &OnlineSettings) -> Result<Online, OnlineError> {
    let mut settings = settings.clone();
    let is_own = settings.cache.folder.is_none() && settings.cache.folder_bytes > 0;
    if is_own {
        settings.cache.folder = trust::users_cache();
    }
    match Online::new(&settings) {
        Err(OnlineError::Folder { .. }) if is_own => {
            settings.cache.folder = None;
            Online::new(&settings)
        }
        made => made,
    }
}

fn cache(config: &OnlineConfig) -> CacheSettings {
    CacheSettings {
        folder: config.cache.clone().filter(|_| config.cache_mb.0 > 0),
        folder_bytes: config.cache_mb.0 << 20,
        longest_reuse: Duration::from_secs(config.longest_reuse_hours.0 * 60 * 60),
        failure_memory: Duration::from_secs(config.failure_seconds.0),
        ..CacheSettings::default()
    }
}

fn number(bounded: u64) -> usize {
    usize::try_from(bounded).unwrap_or(usize::MAX)
}

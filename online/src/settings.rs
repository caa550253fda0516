//! Which servers may be asked which questions, for how long and how much.

use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use kyso_pki::Certificate;
use secrecy::SecretString;

use crate::clock::Clock;

/// How evidence is fetched. The defaults reach public servers only and keep nothing on disk.
#[derive(Debug, Clone)]
pub struct OnlineSettings {
    /// Hosts, by name or address, that may be asked whatever their addresses and ports are.
    pub allowed_hosts: Vec<String>,
    /// Networks whose addresses may be asked although they are not public.
    pub allowed_networks: Vec<IpNet>,
    /// Ports that may be asked.
    pub ports: Ports,
    /// Other places for servers that are gone, tried in order.
    pub rewrites: Vec<Rewrite>,
    /// The way out, if there is no direct one.
    pub proxy: Option<ProxySettings>,
    /// Anchors for the certificates of `https` servers, beside those of the system.
    pub tls_roots: Vec<Certificate>,
    /// The `User-Agent` that servers see.
    pub user_agent: String,
    /// Until a connection is established.
    pub connect_timeout: Duration,
    /// From the first packet to the last octet of one answer.
    pub total_timeout: Duration,
    /// How long an answer may be.
    pub limits: ByteLimits,
    /// How much may go on at once.
    pub connections: ConnectionLimits,
    /// What one verification may spend.
    pub budget: VerificationBudget,
    /// How OCSP requests and responses are tied together.
    pub nonce: NoncePolicy,
    /// What is remembered.
    pub cache: CacheSettings,
    /// What time it is.
    pub clock: Clock,
}

/// Which ports of allowed addresses may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Ports {
    /// 80 and 443.
    #[default]
    Standard,
    /// These only.
    These(Vec<u16>),
    /// Any.
    Any,
}

/// A server that is gone, and its replacement (F: `ocsp.ca.ptc`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Which URLs are meant.
    pub from: RewriteFrom,
    /// Where they lead. Requests that the rule sends there may go to any address and port; no other
    /// requests may.
    pub to: String,
}

/// Which URLs a [`Rewrite`] means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewriteFrom {
    /// All of this host. Path and query are kept behind the path of the new place.
    Host(String),
    /// Those that start so. What follows the prefix is kept.
    Prefix(String),
}

/// A proxy for `http` and `https`.
#[derive(Debug, Clone)]
pub struct ProxySettings {
    /// Where it is, without user and password.
    pub url: String,
    /// Who asks.
    pub login: Option<Login>,
}

/// User and password (RFC 7617).
#[derive(Debug, Clone)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// Octets of an answer, by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteLimits {
    /// A revocation list.
    pub crl: u64,
    /// An OCSP response.
    pub ocsp: u64,
    /// A certificate, or a bundle of them.
    pub certificate: u64,
}

/// How many exchanges may go on at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// In all.
    pub total: usize,
    /// With one host.
    pub per_host: usize,
}

/// What one verification may spend on the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationBudget {
    /// Time, waiting for others included.
    pub time: Duration,
    /// Requests sent.
    pub requests: usize,
    /// Octets received.
    pub bytes: u64,
    /// Certificates of issuers fetched one above the other.
    pub issuer_depth: usize,
}

/// Whether OCSP requests carry a nonce (RFC 9654), and what responses without one count for. A response with another
/// nonce never counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NoncePolicy {
    /// Asked for; responders that answer from stock leave it out (RFC 5019) and are believed for their dates.
    #[default]
    Tolerant,
    /// Asked for, and the response must repeat it.
    Required,
    /// Not asked for.
    Off,
}

/// What is remembered between verifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheSettings {
    /// Octets of answers kept in memory.
    pub memory: u64,
    /// Where answers are kept over restarts; several processes may share it.
    pub folder: Option<PathBuf>,
    /// Octets of answers kept in the folder.
    pub folder_bytes: u64,
    /// How long an answer may be used again at most, while its own dates allow it.
    pub longest_reuse: Duration,
    /// How long a failure counts for everybody else.
    pub failure_memory: Duration,
}

impl Ports {
    pub(crate) fn allow(&self, port: u16) -> bool {
        match self {
            Self::Standard => STANDARD_PORTS.contains(&port),
            Self::These(ports) => ports.contains(&port),
            Self::Any => true,
        }
    }
}

impl Default for OnlineSettings {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            allowed_networks: Vec::new(),
            ports: Ports::Standard,
            rewrites: Vec::new(),
            proxy: None,
            tls_roots: Vec::new(),
            user_agent: USER_AGENT.to_owned(),
            connect_timeout: CONNECT_TIMEOUT,
            total_timeout: TOTAL_TIMEOUT,
            limits: ByteLimits::default(),
            connections: ConnectionLimits::default(),
            budget: VerificationBudget::default(),
            nonce: NoncePolicy::default(),
            cache: CacheSettings::default(),
            clock: Clock::system(),
        }
    }
}

impl Default for ByteLimits {
    fn default() -> Self {
        Self {
            crl: CRL_BYTES,
            ocsp: OCSP_BYTES,
            certificate: CERTIFICATE_BYTES,
        }
    }
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            total: CONNECTIONS,
            per_host: CONNECTIONS_PER_HOST,
        }
    }
}

impl Default for VerificationBudget {
    fn default() -> Self {
        Self {
            time: VERIFICATION_TIME,
            requests: VERIFICATION_REQUESTS,
            bytes: VERIFICATION_BYTES,
            issuer_depth: ISSUER_DEPTH,
        }
    }
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self {
            memory: CACHE_MEMORY,
            folder: None,
            folder_bytes: CACHE_FOLDER,
            longest_reuse: LONGEST_REUSE,
            failure_memory: FAILURE_MEMORY,
        }
    }
}

/// The `User-Agent` when none is configured.
pub(crate) const USER_AGENT: &str = concat!("kyso/", env!("CARGO_PKG_VERSION"));
/// Until a connection is established.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);
/// For one answer.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(8);
/// The longest lists of state authorities have some megabytes.
const CRL_BYTES: u64 = 64 << 20;
/// An OCSP response has about 2 KB, with a chain less than 10.
const OCSP_BYTES: u64 = 64 << 10;
/// A certificate has about 2 KB, a bundle less than 20.
const CERTIFICATE_BYTES: u64 = 64 << 10;
/// Exchanges at once.
const CONNECTIONS: usize = 16;
/// Exchanges at once with one host.
const CONNECTIONS_PER_HOST: usize = 4;
/// Network time of one verification.
const VERIFICATION_TIME: Duration = Duration::from_secs(10);
/// Requests of one verification.
const VERIFICATION_REQUESTS: usize = 32;
/// Octets received for one verification.
const VERIFICATION_BYTES: u64 = 128 << 20;
/// Certificates of issuers fetched one above the other.
const ISSUER_DEPTH: usize = 6;
/// Answers in memory.
const CACHE_MEMORY: u64 = 256 << 20;
/// Answers in the folder.
const CACHE_FOLDER: u64 = 1 << 30;
/// A new list may revoke long before the old one ends.
const LONGEST_REUSE: Duration = Duration::from_secs(24 * 60 * 60);
/// Long enough to spare a dead host, short enough to notice its return soon.
const FAILURE_MEMORY: Duration = Duration::from_secs(60);

const STANDARD_PORTS: [u16; 2] = [80, 443];

//! How a timestamp authority is asked.

use std::fmt;
use std::time::Duration;

use const_oid::ObjectIdentifier;
use kyso_pki::{Certificate, DigestAlgorithm};
use secrecy::SecretString;

use crate::settings::{CONNECT_TIMEOUT, Login, ProxySettings, USER_AGENT};

/// One timestamp authority. Its URL comes from the operator, so its address may be private.
#[derive(Debug, Clone)]
pub struct TsaSettings {
    /// Where it is, without user and password.
    pub url: String,
    /// The digest algorithm to timestamp with.
    pub algorithm: DigestAlgorithm,
    /// The policy that tokens must be made under.
    pub policy: Option<ObjectIdentifier>,
    /// How long one answer may take (G3: 2 to 131 s have been seen).
    pub timeout: Duration,
    /// Until a connection is established.
    pub connect_timeout: Duration,
    /// How often it is asked before the next one.
    pub tries: u32,
    /// The pause before the second try; it doubles from try to try, with jitter.
    pub pause: Duration,
    /// Requests at once.
    pub parallel: usize,
    /// Requests that the authority allows; more are not sent.
    pub rate: Option<RateLimit>,
    /// When it is left alone for a while.
    pub breaker: BreakerSettings,
    /// How far its clock may be from ours; `None` when it is not compared.
    pub clock_tolerance: Option<Duration>,
    /// Who asks (RFC 7617).
    pub login: Option<Login>,
    /// The certificate that this program shows to the server.
    pub identity: Option<ClientIdentity>,
    /// The way out, if there is no direct one.
    pub proxy: Option<ProxySettings>,
    /// Anchors for the certificate of an `https` server, beside those of the system.
    pub tls_roots: Vec<Certificate>,
    /// The `User-Agent` that the server sees.
    pub user_agent: String,
}

/// So many requests in any stretch of so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub requests: usize,
    /// In which time.
    pub window: Duration,
}

/// When an authority that fails is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerSettings {
    /// After so many failures in a row.
    pub failures: u32,
    /// For so long; then one request tries whether it is back.
    pub pause: Duration,
}

/// A key and certificate for TLS, as PKCS#12.
#[derive(Clone)]
pub struct ClientIdentity {
    /// The file.
    pub pkcs12: Vec<u8>,
    /// Its password.
    pub password: SecretString,
}

/// The key in the file stays out of logs, whatever its password is worth.
impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIdentity").finish_non_exhaustive()
    }
}

impl TsaSettings {
    /// The authority at `url` with the defaults of G3: 180 s, 3 tries, few at once.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            algorithm: DigestAlgorithm::Sha256,
            policy: None,
            timeout: TSA_TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            tries: TSA_TRIES,
            pause: TSA_PAUSE,
            parallel: TSA_PARALLEL,
            rate: None,
            breaker: BreakerSettings::default(),
            clock_tolerance: Some(TSA_CLOCK_TOLERANCE),
            login: None,
            identity: None,
            proxy: None,
            tls_roots: Vec::new(),
            user_agent: USER_AGENT.to_owned(),
        }
    }
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            failures: BREAKER_FAILURES,
            pause: BREAKER_PAUSE,
        }
    }
}

/// For one answer (G3).
const TSA_TIMEOUT: Duration = Duration::from_secs(180);
/// Before the next authority (G3).
const TSA_TRIES: u32 = 3;
/// Before the second try.
const TSA_PAUSE: Duration = Duration::from_secs(2);
/// At once (G3).
const TSA_PARALLEL: usize = 2;
/// Between the clock of an authority and ours.
const TSA_CLOCK_TOLERANCE: Duration = Duration::from_secs(5 * 60);
/// Failures in a row until an authority is left alone: two rounds of three tries.
const BREAKER_FAILURES: u32 = 6;
/// How long it is left alone.
const BREAKER_PAUSE: Duration = Duration::from_secs(2 * 60);

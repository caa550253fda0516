//! One HTTP exchange: no redirects, no cookies, no decompression, no proxy from the environment; the body is read in
//! pieces against a byte limit and a deadline.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kyso_pki::{Certificate, NetworkFailure};
use reqwest::blocking::{Client, ClientBuilder, RequestBuilder, Response};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use reqwest::tls::Version;
use reqwest::{Identity, Proxy, redirect};
use secrecy::ExposeSecret;

use crate::clock::end_of;
use crate::error::{FetchError, OnlineError, Setting};
use crate::guard::{GuardedNames, Refusal, configured_url};
use crate::settings::ProxySettings;

/// How connections are made.
pub(crate) struct Transport<'a> {
    pub(crate) setting: Setting,
    pub(crate) user_agent: &'a str,
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: Option<&'a ProxySettings>,
    pub(crate) tls_roots: &'a [Certificate],
    pub(crate) identity: Option<Identity>,
    /// Who resolves names; `None` for places that the operator configured.
    pub(crate) names: Option<GuardedNames>,
}

/// What one exchange may cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance<'m> {
    pub(crate) time: Duration,
    pub(crate) bytes: u64,
    /// Counts the octets that come, whatever becomes of them.
    pub(crate) received: &'m AtomicU64,
}

/// A client that starts when it is first needed: reading the certificates of the system takes longer than all else.
#[derive(Debug)]
pub(crate) struct LazyClient {
    builder: Mutex<Option<ClientBuilder>>,
    started: OnceLock<Result<Client, FetchError>>,
}

impl LazyClient {
    /// Checks everything that is configured.
    pub(crate) fn new(transport: Transport<'_>) -> Result<Self, OnlineError> {
        Ok(Self {
            builder: Mutex::new(Some(transport.builder()?)),
            started: OnceLock::new(),
        })
    }

    pub(crate) fn get(&self) -> Result<&Client, FetchError> {
        let start = || {
            let mut builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
            start(builder.take())
        };
        self.started
            .get_or_init(start)
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// The blocking client refuses to start on a thread that runs asynchronous tasks.
fn start(builder: Option<ClientBuilder>) -> Result<Client, FetchError> {
    let failed = |reason: String| FetchError::Request { reason };
    let builder = builder.ok_or_else(|| failed("the client did not start".to_owned()))?;
    let built = thread::scope(|scope| scope.spawn(|| builder.build()).join());
    built
        .map_err(|_| failed("a thread ended early".to_owned()))?
        .map_err(|error| failed(root_cause(&error)))
}

impl Transport<'_> {
    fn builder(self) -> Result<ClientBuilder, OnlineError> {
        let mut builder = Client::builder()
            .user_agent(self.user_agent)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .min_tls_version(Version::TLS_1_2)
            .http1_only()
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .pool_idle_timeout(IDLE_TIME);
        if let Some(proxy) = self.proxy {
            builder = builder.proxy(configured_proxy(proxy)?);
        }
        if let Some(names) = self.names {
            builder = builder.dns_resolver(Arc::new(names));
        }
        for root in self.tls_roots {
            let root = reqwest::Certificate::from_der(root.der());
            builder = builder.add_root_certificate(root.map_err(|error| OnlineError::Tls {
                setting: self.setting,
                reason: root_cause(&error),
            })?);
        }
        Ok(match self.identity {
            Some(identity) => builder.identity(identity),
            None => builder,
        })
    }
}

fn configured_proxy(settings: &ProxySettings) -> Result<Proxy, OnlineError> {
    let url = configured_url(Setting::Proxy, &settings.url)?;
    let proxy = Proxy::all(url).map_err(|error| OnlineError::Client {
        reason: root_cause(&error),
    })?;
    Ok(match &settings.login {
        Some(login) => proxy.basic_auth(&login.user, login.password.expose_secret()),
        None => proxy,
    })
}

/// Sends `request` and gives the body of a 200.
pub(crate) fn exchange(
    request: RequestBuilder,
    allowed: Allowance<'_>,
) -> Result<Vec<u8>, FetchError> {
    let end = end_of(allowed.time);
    let sent = request.timeout(allowed.time).send();
    let response = sent.map_err(|error| explain(&error, allowed.time))?;
    check_status(response.status().as_u16())?;
    check_encoding(response.headers())?;
    let limit = allowed.bytes;
    if response
        .content_length()
        .is_some_and(|length| length > limit)
    {
        return Err(FetchError::TooLarge { limit });
    }
    read_body(response, end, allowed)
}

fn check_status(status: u16) -> Result<(), FetchError> {
    match status {
        200 => Ok(()),
        301..=303 | 307 | 308 => Err(FetchError::Redirect { status }),
        _ => Err(FetchError::Status { status }),
    }
}

fn check_encoding(headers: &HeaderMap) -> Result<(), FetchError> {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let coded = codings.find(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    match coded {
        None => Ok(()),
        Some(coding) => Err(FetchError::Encoded {
            encoding: coding
                .to_str()
                .unwrap_or("unknown")
                .chars()
                .take(40)
                .collect(),
        }),
    }
}

fn read_body(
    mut response: Response,
    end: Instant,
    allowed: Allowance<'_>,
) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = match response.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(explain_reading(&error, allowed.time)),
        };
        if read == 0 {
            return Ok(body);
        }
        allowed.received.fetch_add(read as u64, Ordering::Relaxed);
        if Instant::now() > end {
            return Err(FetchError::TimedOut {
                limit: allowed.time,
            });
        }
        if (body.len() + read) as u64 > allowed.bytes {
            let limit = allowed.bytes;
            return Err(FetchError::TooLarge { limit });
        }
        body.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
}

fn explain_reading(error: &io::Error, limit: Duration) -> FetchError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(inner) => explain(inner, limit),
        None if error.kind() == io::ErrorKind::TimedOut => FetchError::TimedOut { limit },
        None => FetchError::BrokenOff {
            reason: NetworkFailure::innermost(error),
        },
    }
}

fn explain(error: &reqwest::Error, limit: Duration) -> FetchError {
    if let Some(refusal) = refusal(error) {
        return refusal.0.clone();
    }
    match error {
        error if error.is_connect() => FetchError::Connection {
            reason: NetworkFailure::innermost(error),
        },
        error if error.is_timeout() => FetchError::TimedOut { limit },
        error => FetchError::BrokenOff {
            reason: NetworkFailure::innermost(error),
        },
    }
}

fn refusal(error: &reqwest::Error) -> Option<&Refusal> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return Some(refusal);
        }
        cause = error.source();
    }
    None
}

/// The innermost words of an error: the outer ones repeat the URL, which may hold a password.
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    NetworkFailure::innermost(error).to_string()
}

const PIECE: usize = 64 << 10;
const IDLE_PER_HOST: usize = 2;
const IDLE_TIME: Duration = Duration::from_secs(30);

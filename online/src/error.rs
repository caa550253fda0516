//! Why something was not fetched, or not used, and what an operator can do.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use kyso_pki::{NetworkFailure, OcspError};

use crate::address::AddressKind;

/// What of the settings an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// [`crate::OnlineSettings`] as a whole.
    Online,
    /// A [`crate::Rewrite`].
    Rewrite,
    /// The proxy.
    Proxy,
    /// A timestamp authority.
    TimestampAuthority,
}

impl fmt::Display for Setting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Online => "online",
            Self::Rewrite => "rewrites",
            Self::Proxy => "proxy",
            Self::TimestampAuthority => "timestamp authority",
        })
    }
}

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OnlineError {
    /// A configured URL cannot be used.
    #[error("{setting}: {url} is no http or https URL with a host")]
    Url {
        /// Which setting.
        setting: Setting,
        /// The URL, without user and password.
        url: String,
    },
    /// A configured URL holds user or password, which would end up in logs.
    #[error(
        "{setting}: user and password do not belong into the URL {url}; give them on their own"
    )]
    Credentials {
        /// Which setting.
        setting: Setting,
        /// The URL, without user and password.
        url: String,
    },
    /// A certificate or key for TLS cannot be used.
    #[error("{setting}: the certificate or key cannot be used for TLS: {reason}")]
    Tls {
        /// Which setting.
        setting: Setting,
        /// Why.
        reason: String,
    },
    /// The folder of the cache cannot be made.
    #[error("the cache folder {folder} cannot be used: {reason}")]
    Folder {
        /// Where.
        folder: String,
        /// Why.
        reason: String,
    },
    /// The HTTP library cannot start.
    #[error("the HTTP client cannot start: {reason}")]
    Client {
        /// Why.
        reason: String,
    },
}

/// What a verification may spend on the network ([`crate::VerificationBudget`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FetchBudget {
    /// Time, in milliseconds.
    Milliseconds,
    /// Requests sent.
    Requests,
    /// Octets received.
    Bytes,
    /// Certificates of issuers one above the other.
    IssuerDepth,
}

impl fmt::Display for FetchBudget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Milliseconds => "time in ms",
            Self::Requests => "number of requests",
            Self::Bytes => "number of bytes",
            Self::IssuerDepth => "number of issuers one above the other",
        })
    }
}

/// Why one fetch brought nothing that can be used. [`crate::Attempt::url`] has the URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The certificate names no place to ask.
    #[error("the certificate names no such place")]
    NotOffered,
    /// Not a URL.
    #[error("this is not a URL")]
    NotUrl,
    /// Another scheme than `http` and `https`.
    #[error("{scheme}: only http and https are asked; a rewrite rule can name another place")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// User or password in the URL.
    #[error("the URL holds a user or password")]
    Credentials,
    /// A port that is not allowed.
    #[error("port {port} is not asked; if the place is right, allow the port or the host")]
    Port {
        /// The port.
        port: u16,
    },
    /// An address inside: certificates must not reach into the network of the agency.
    #[error("{address} is {kind}, not public; if the place is right, allow the host or network")]
    Address {
        /// The address.
        address: IpAddr,
        /// Which kind it is.
        kind: AddressKind,
    },
    /// A name that only means something inside.
    #[error("{host} is a name inside; if the place is right, allow the host")]
    LocalName {
        /// The name.
        host: String,
    },
    /// The name is not known.
    #[error("the name is not found; if the host is gone, a rewrite rule can name another place")]
    NotFound,
    /// There is no connection.
    #[error("there is no connection: {reason}")]
    Connection {
        /// What the network says.
        reason: NetworkFailure,
    },
    /// The connection ended before the answer was whole.
    #[error("the answer breaks off: {reason}")]
    BrokenOff {
        /// What the network says.
        reason: NetworkFailure,
    },
    /// The answer takes too long, as a whole.
    #[error("the answer takes longer than {} ms", limit.as_millis())]
    TimedOut {
        /// The limit.
        limit: Duration,
    },
    /// The server sends elsewhere, which is not followed.
    #[error(
        "the server sends elsewhere (HTTP {status}), which is not followed; a rewrite rule can name the place"
    )]
    Redirect {
        /// The status.
        status: u16,
    },
    /// Another status than 200.
    #[error("the server answers with HTTP status {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// The answer is longer than allowed for what was asked.
    #[error("the answer is longer than the limit of {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// A content coding that was not asked for.
    #[error("the answer is compressed ({encoding}), which was not asked for")]
    Encoded {
        /// The coding.
        encoding: String,
    },
    /// A web page instead of data.
    #[error("the answer is a web page")]
    WebPage,
    /// Nothing at all.
    #[error("the answer is empty")]
    Empty,
    /// Not what was asked for.
    #[error("the answer is no {expected}: {reason}")]
    Malformed {
        /// What was asked for.
        expected: Expected,
        /// Why it is none.
        reason: String,
    },
    /// The responder answers with an error.
    #[error(transparent)]
    Responder(#[from] OcspError),
    /// An OCSP response with another nonce: an answer to another client, or an old one.
    #[error("the response answers another request: its nonce is another")]
    NonceMismatch,
    /// An OCSP response without the nonce, which the settings demand.
    #[error("the response does not repeat the nonce; the setting demands it")]
    NonceMissing,
    /// The answer is about other certificates.
    #[error("the answer is not about this certificate")]
    NotAbout,
    /// Nothing newer is to be had, and this is too old for the time in question.
    #[error("the answer ended at {next_update} and says nothing about {at}")]
    Outdated {
        /// When it ended.
        next_update: Timestamp,
        /// The time in question.
        at: Timestamp,
    },
    /// Made later than now: the clock of the server is wrong, or ours.
    #[error("the answer was made at {this_update}, later than now ({now})")]
    FromTheFuture {
        /// When it says it was made.
        this_update: Timestamp,
        /// The time here.
        now: Timestamp,
    },
    /// It failed a moment ago, for another verification.
    #[error("failed a moment ago, not asked again until {until}: {reason}")]
    RecentlyFailed {
        /// When it is asked again.
        until: Timestamp,
        /// What happened.
        reason: Box<Self>,
    },
    /// This verification has spent what it may.
    #[error("the budget of this verification is used up: {budget}, {limit}")]
    Budget {
        /// What is used up.
        budget: FetchBudget,
        /// How much there was.
        limit: u64,
    },
    /// Too much goes on at once.
    #[error("too many connections at once")]
    Busy,
    /// The request cannot be made.
    #[error("the request cannot be made: {reason}")]
    Request {
        /// Why.
        reason: String,
    },
}

/// What an answer should be, apart from an OCSP response ([`FetchError::Responder`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// A revocation list.
    RevocationList,
    /// Certificates.
    Certificate,
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::RevocationList => "revocation list",
            Self::Certificate => "certificate",
        })
    }
}

/// What an operator can set so that it is fetched after all. Each front end words it with the names of its own settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FetchHint {
    /// A rule that names another place.
    Rewrite,
    /// The port, or the host whatever its port.
    PortOrHost,
    /// The host, or the network of its address.
    HostOrNetwork,
    /// The host.
    Host,
}

/// How far a failure reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// This question to this place.
    Question,
    /// Every question to this URL.
    Place,
    /// Every URL of this scheme, host and port.
    Host,
}

impl FetchError {
    /// What would help; `None` where no setting does.
    #[must_use]
    pub fn hint(&self) -> Option<FetchHint> {
        match self {
            Self::Scheme { .. } | Self::NotFound | Self::Redirect { .. } => {
                Some(FetchHint::Rewrite)
            }
            Self::Port { .. } => Some(FetchHint::PortOrHost),
            Self::Address { .. } => Some(FetchHint::HostOrNetwork),
            Self::LocalName { .. } => Some(FetchHint::Host),
            Self::RecentlyFailed { reason, .. } => reason.hint(),
            _ => None,
        }
    }

    /// The requests that are skipped for a while after this failure. Only a failure that a
    /// stranger's certificate cannot cause affects more than the question itself.
    pub(crate) fn blames(&self) -> Blame {
        match self {
            Self::NotFound | Self::Connection { .. } => Blame::Host,
            Self::TimedOut { .. } | Self::BrokenOff { .. } => Blame::Place,
            _ => Blame::Question,
        }
    }

    /// Whether a server was asked, as far as the budget is concerned.
    pub(crate) fn cost_a_request(&self) -> bool {
        !matches!(
            self,
            Self::Budget { .. }
                | Self::RecentlyFailed { .. }
                | Self::NotOffered
                | Self::NotUrl
                | Self::Scheme { .. }
                | Self::Credentials
                | Self::Port { .. }
                | Self::LocalName { .. }
        )
    }

    /// Whether everybody who asks now would get it; budgets concern only who spent them.
    pub(crate) fn concerns_all(&self) -> bool {
        !matches!(self, Self::Budget { .. } | Self::Busy)
    }
}

//! Where timestamps come from when signing. The network itself is elsewhere.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use super::{TimestampRequestError, TimestampResponseError, TimestampToken};
use crate::digest::DigestAlgorithm;
use crate::network::NetworkFailure;
use crate::path::PathIndication;

/// One or more timestamp authorities, tried until one answers.
pub trait TimestampSource: Send + Sync {
    /// A token over `digest`, checked as [`super::TimestampResponse::answer`] says.
    ///
    /// # Errors
    /// When no authority gives one: every attempt and its failure.
    fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError>;

    /// As [`TimestampSource::timestamp`], but a token that `accept` refuses is a failure of its authority, and the next
    /// one is asked.
    ///
    /// # Errors
    /// When no authority gives a token that is accepted.
    fn accepted_timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        accept: &TimestampAcceptance<'_>,
    ) -> Result<TimestampToken, TimestampSourceError> {
        let token = self.timestamp(algorithm, digest)?;
        match accept(&token) {
            Ok(()) => Ok(token),
            Err(failure) => Err(TimestampSourceError::refused(&token, failure)),
        }
    }
}

/// The caller's conditions on a token beyond its answer to the question: the path of its
/// certificate, its clock.
pub type TimestampAcceptance<'a> = dyn Fn(&TimestampToken) -> Result<(), TimestampFailure> + 'a;

/// No authority gave a token. Holds what was tried, in order; never a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampSourceError {
    /// Every attempt.
    pub attempts: Vec<TimestampAttempt>,
}

/// One question to one authority that brought no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampAttempt {
    /// The authority: its URL without user, password and query.
    pub authority: String,
    /// Why there is no token.
    pub failure: TimestampFailure,
}

/// Why an authority gave no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimestampFailure {
    /// The question cannot be asked.
    #[error(transparent)]
    Request(#[from] TimestampRequestError),
    /// The answer is none, or a refusal.
    #[error(transparent)]
    Response(#[from] TimestampResponseError),
    /// No authority is configured.
    #[error("no timestamp authority is configured")]
    NotConfigured,
    /// There is no connection.
    #[error("there is no connection: {reason}")]
    Connection {
        /// What the network says.
        reason: NetworkFailure,
    },
    /// No answer in time.
    #[error("there is no answer within {} s", after.as_secs())]
    TimedOut {
        /// The time limit.
        after: Duration,
    },
    /// HTTP says no.
    #[error("the server answers with HTTP status {status}")]
    HttpStatus {
        /// The status.
        status: u16,
    },
    /// The answer is longer than any token.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// The answer is something else than a response: a web page, nothing, another structure.
    #[error("no timestamp response: {reason}")]
    NoResponse {
        /// The kind of content instead.
        found: NoResponse,
        /// The same in the words of the source that asked, in English.
        reason: String,
    },
    /// There are no random numbers for a nonce.
    #[error("there are no random numbers for a nonce")]
    NoRandomNumbers,
    /// Our own limit of requests to this authority is used up.
    #[error("the limit of requests to this authority is used up until {until}")]
    Exhausted {
        /// When the next request may be sent.
        until: Timestamp,
    },
    /// The authority failed so often that it is left alone for a while.
    #[error("the authority failed often and is left alone until {until}")]
    Suspended {
        /// When it is tried again.
        until: Timestamp,
    },
    /// The authority's clock, or ours, is wrong.
    #[error("the token says {token}, the clock here {here}")]
    Clock {
        /// The time of the token.
        token: Timestamp,
        /// The time here.
        here: Timestamp,
    },
    /// The certificate of the authority has no path to an anchor, or is known to be revoked.
    #[error("the certificate of {subject} is not accepted: {reason}")]
    Certificate {
        /// Subject of the certificate.
        subject: String,
        /// What EN 319 102-1 calls it.
        reason: PathIndication,
    },
}

/// Content that came instead of a timestamp response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoResponse {
    /// A web page.
    WebPage,
    /// Nothing.
    Empty,
    /// Something in a coding that was not asked for.
    Compressed,
    /// Nothing was asked: the client did not start.
    NotSent,
    /// Anything else.
    Other,
}

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebPage => "a web page",
            Self::Empty => "nothing",
            Self::Compressed => "a coding that was not asked for",
            Self::NotSent => "the request was not sent",
            Self::Other => "something else",
        })
    }
}

impl TimestampFailure {
    /// Whether asking again later may help: the network, an overloaded server, our own limits.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Response(error) => error.is_retryable(),
            Self::HttpStatus { status } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Connection { .. }
            | Self::TimedOut { .. }
            | Self::Exhausted { .. }
            | Self::Suspended { .. } => true,
            Self::Request(_)
            | Self::NotConfigured
            | Self::TooLarge { .. }
            | Self::NoResponse { .. }
            | Self::NoRandomNumbers
            | Self::Clock { .. }
            | Self::Certificate { .. } => false,
        }
    }
}

impl TimestampSourceError {
    /// The only token there was is refused: its authority goes by the name in its certificate.
    fn refused(token: &TimestampToken, failure: TimestampFailure) -> Self {
        let signer = token.cms().signing_certificate().ok();
        let authority = signer.map(|certificate| certificate.subject_display());
        Self {
            attempts: vec![TimestampAttempt {
                authority: authority.unwrap_or_default(),
                failure,
            }],
        }
    }

    /// Each attempt with how often it ended so, one after the other.
    pub fn grouped(&self) -> impl Iterator<Item = (&TimestampAttempt, usize)> {
        let runs = self.attempts.chunk_by(|one, next| one == next);
        runs.filter_map(|run| Some((run.first()?, run.len())))
    }

    /// Whether asking again later may help.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.attempts
            .iter()
            .any(|attempt| attempt.failure.is_retryable())
    }
}

impl fmt::Display for TimestampSourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no timestamp")?;
        for (index, (attempt, times)) in self.grouped().enumerate() {
            let mark = if index == 0 { ": " } else { "; " };
            write!(f, "{mark}{}: {}", attempt.authority, attempt.failure)?;
            if times > 1 {
                write!(f, " ({times} times)")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for TimestampSourceError {}

//! One authority: few requests at once, within its limits, tried again after a pause, left alone when it is down.

use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use kyso_pki::{
    DigestAlgorithm, NoResponse, TimestampAcceptance, TimestampAttempt, TimestampFailure,
    TimestampRequest, TimestampToken,
};
use openssl::rand::rand_bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Identity, Url};
use secrecy::ExposeSecret;
use tracing::warn;

use super::breaker::Breaker;
use super::rate::Rate;
use super::settings::{ClientIdentity, TsaSettings};
use crate::answer;
use crate::clock::{Clock, end_of};
use crate::error::{FetchError, OnlineError, Setting};
use crate::gate::Gate;
use crate::guard::configured_url;
use crate::http::{Allowance, LazyClient, Transport, exchange, root_cause};
use crate::settings::{ConnectionLimits, Login};

/// An authority that can be asked.
#[derive(Debug)]
pub(super) struct Authority {
    url: Url,
    pub(super) name: String,
    client: LazyClient,
    settings: TsaSettings,
    gate: Gate,
    rate: Option<Rate>,
    breaker: Breaker,
    clock: Clock,
}

/// The state of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityStatus {
    /// Its URL without user, password and query.
    pub authority: String,
    /// Requests left under its limit; `None` when there is no limit.
    pub remaining: Option<usize>,
    /// Until when it is left alone after failures.
    pub suspended_until: Option<Timestamp>,
}

impl Authority {
    pub(super) fn new(settings: &TsaSettings, clock: &Clock) -> Result<Self, OnlineError> {
        let url = configured_url(SETTING, &settings.url)?;
        let transport = Transport {
            setting: SETTING,
            user_agent: &settings.user_agent,
            connect_timeout: settings.connect_timeout,
            proxy: settings.proxy.as_ref(),
            tls_roots: &settings.tls_roots,
            identity: settings.identity.as_ref().map(identity).transpose()?,
            names: None,
        };
        Ok(Self {
            name: name(&url),
            client: LazyClient::new(transport)?,
            gate: Gate::new(ConnectionLimits {
                total: settings.parallel,
                per_host: settings.parallel,
            }),
            rate: settings.rate.map(Rate::new),
            breaker: Breaker::new(settings.breaker),
            clock: clock.clone(),
            settings: settings.clone(),
            url,
        })
    }

    /// A token that `accept` agrees to, with as many tries as the settings allow. Every failure is added to `attempts`.
    pub(super) fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        accept: &TimestampAcceptance<'_>,
        attempts: &mut Vec<TimestampAttempt>,
    ) -> Option<TimestampToken> {
        for number in 0..self.settings.tries.max(1) {
            if number > 0 {
                thread::sleep(pause(self.settings.pause, number));
            }
            let token = self.try_once(algorithm, digest);
            let failure = match token.and_then(|token| accept(&token).map(|()| token)) {
                Ok(token) => return Some(token),
                Err(failure) => failure,
            };
            warn!(authority = %self.name, %failure, "no timestamp");
            let again = failure.is_retryable() && !is_ours(&failure);
            attempts.push(TimestampAttempt {
                authority: self.name.clone(),
                failure,
            });
            if !again {
                return None;
            }
        }
        None
    }

    pub(super) fn algorithm(&self) -> DigestAlgorithm {
        self.settings.algorithm
    }

    pub(super) fn status(&self) -> AuthorityStatus {
        let now = self.clock.now();
        AuthorityStatus {
            authority: self.name.clone(),
            remaining: self.rate.as_ref().map(|rate| rate.remaining(now)),
            suspended_until: self.breaker.suspended_until(now),
        }
    }

    fn try_once(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampFailure> {
        let request = self.request(algorithm, digest)?;
        let deadline = end_of(self.settings.timeout);
        let pass = self.gate.enter("", deadline);
        let _pass = pass.ok_or(TimestampFailure::TimedOut {
            after: self.settings.timeout,
        })?;
        let now = self.clock.now();
        self.breaker
            .admit(now)
            .map_err(|until| TimestampFailure::Suspended { until })?;
        if let Some(rate) = &self.rate {
            rate.spend(now)
                .map_err(|until| TimestampFailure::Exhausted { until })?;
        }
        let answer = self.ask(&request, now);
        match &answer {
            Err(failure) if blames_authority(failure) => self.breaker.failed(self.clock.now()),
            _ => self.breaker.succeeded(),
        }
        answer
    }

    fn request(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampRequest, TimestampFailure> {
        let mut nonce = [0; NONCE];
        rand_bytes(&mut nonce).map_err(|_| TimestampFailure::NoRandomNumbers)?;
        let request = TimestampRequest::new(algorithm, digest)?.with_nonce(&nonce);
        Ok(match self.settings.policy {
            Some(policy) => request.with_policy(policy),
            None => request,
        })
    }

    fn ask(
        &self,
        request: &TimestampRequest,
        sent_at: Timestamp,
    ) -> Result<TimestampToken, TimestampFailure> {
        let client = self.client.get().map_err(failure)?;
        let mut outgoing = client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/timestamp-query")
            .header(ACCEPT, "application/timestamp-reply")
            .body(request.der());
        if let Some(Login { user, password }) = &self.settings.login {
            outgoing = outgoing.basic_auth(user, Some(password.expose_secret()));
        }
        let allowed = Allowance {
            time: self.settings.timeout,
            bytes: RESPONSE_BYTES,
            received: &AtomicU64::new(0),
        };
        let body = exchange(outgoing, allowed);
        let response = body.and_then(|body| answer::timestamp(&body));
        let token = response.map_err(failure)??.answer(request)?;
        self.check_clock(&token, sent_at)?;
        Ok(token)
    }

    fn check_clock(
        &self,
        token: &TimestampToken,
        sent_at: Timestamp,
    ) -> Result<(), TimestampFailure> {
        let Some(tolerance) = self.settings.clock_tolerance else {
            return Ok(());
        };
        let (said, here) = (token.generated_at(), self.clock.now());
        let earliest = sent_at.checked_sub(tolerance).unwrap_or(Timestamp::MIN);
        let latest = here.checked_add(tolerance).unwrap_or(Timestamp::MAX);
        match (earliest..=latest).contains(&said) {
            true => Ok(()),
            false => Err(TimestampFailure::Clock { token: said, here }),
        }
    }
}

fn identity(identity: &ClientIdentity) -> Result<Identity, OnlineError> {
    let password = identity.password.expose_secret();
    Identity::from_pkcs12_der(&identity.pkcs12, password).map_err(|error| OnlineError::Tls {
        setting: SETTING,
        reason: root_cause(&error),
    })
}

/// The URL for people: queries may hold keys.
fn name(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    shown.to_string()
}

fn failure(error: FetchError) -> TimestampFailure {
    match error {
        FetchError::TimedOut { limit } => TimestampFailure::TimedOut { after: limit },
        FetchError::Connection { reason } | FetchError::BrokenOff { reason } => {
            TimestampFailure::Connection { reason }
        }
        FetchError::Status { status } | FetchError::Redirect { status } => {
            TimestampFailure::HttpStatus { status }
        }
        FetchError::TooLarge { limit } => TimestampFailure::TooLarge { limit },
        other => TimestampFailure::NoResponse {
            found: match &other {
                FetchError::WebPage => NoResponse::WebPage,
                FetchError::Empty => NoResponse::Empty,
                FetchError::Encoded { .. } => NoResponse::Compressed,
                FetchError::Request { .. } => NoResponse::NotSent,
                _ => NoResponse::Other,
            },
            reason: other.to_string(),
        },
    }
}

/// Whether this program itself held the request back: waiting a moment does not help.
fn is_ours(failure: &TimestampFailure) -> bool {
    matches!(
        failure,
        TimestampFailure::Suspended { .. } | TimestampFailure::Exhausted { .. }
    )
}

/// Whether a failure says that the authority is down or broken, not that this request is not to its taste.
fn blames_authority(failure: &TimestampFailure) -> bool {
    match failure {
        TimestampFailure::Response(error) => !error.is_refusal() || error.is_retryable(),
        TimestampFailure::Request(_) => false,
        _ => true,
    }
}

/// Twice as long from try to try, up to a limit, and at a random point in the upper half of it:
/// clients that failed together should not come back together.
fn pause(first: Duration, number: u32) -> Duration {
    let factor = 1 << number.saturating_sub(1).min(10);
    let longest = first.saturating_mul(factor).min(MAX_PAUSE.max(first));
    let mut octet = [0];
    // Without random numbers the pause is merely the shorter one.
    let _ = rand_bytes(&mut octet);
    let [octet] = octet;
    longest / 2 + longest.mul_f64(f64::from(octet) / 510.0)
}

const SETTING: Setting = Setting::TimestampAuthority;
/// Octets of a nonce: 64 bits, as RFC 3161, section 2.4.1 names them; some authorities take no more.
const NONCE: usize = 8;
/// A response with a chain has about 6 KB.
const RESPONSE_BYTES: u64 = 256 << 10;
const MAX_PAUSE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_within_bounds() {
        let second = Duration::from_secs(1);
        for number in 1..40 {
            let longest = second
                .saturating_mul(1 << (number - 1).min(10))
                .min(MAX_PAUSE);
            let chosen = pause(second, number);
            assert!(
                chosen >= longest / 2 && chosen <= longest,
                "{number}: {chosen:?}"
            );
        }
    }
}

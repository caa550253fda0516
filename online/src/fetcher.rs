//! Asking servers that certificates name: rewritten, guarded, a few at a time.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, CONTENT_TYPE};

use crate::error::{FetchBudget, FetchError, OnlineError, Setting};
use crate::gate::Gate;
use crate::guard::{Guard, GuardedNames, Origin, host_of};
use crate::http::{Allowance, LazyClient, Transport, exchange};
use crate::rewrite::Rewrites;
use crate::settings::OnlineSettings;

/// Fetches for everybody.
#[derive(Debug)]
pub(crate) struct Fetcher {
    client: LazyClient,
    /// For places that rules lead to: addresses inside are the operator's choice there.
    ruled: LazyClient,
    guard: Arc<Guard>,
    rewrites: Rewrites,
    gate: Gate,
    timeout: Duration,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) url: &'a str,
    pub(crate) accept: &'static str,
    /// Type and octets to POST; without them it is a GET.
    pub(crate) body: Option<(&'static str, Vec<u8>)>,
    /// Octets of the answer.
    pub(crate) limit: u64,
}

/// What is left to the one who asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RemainingBudget<'m> {
    pub(crate) deadline: Instant,
    pub(crate) bytes: u64,
    pub(crate) requests: usize,
    /// Counts the octets that come meanwhile.
    pub(crate) received: &'m AtomicU64,
}

impl RemainingBudget<'_> {
    /// Whether there is anything left to ask with.
    pub(crate) fn check(&self) -> Result<(), FetchError> {
        let used_up = |budget| FetchError::Budget { budget, limit: 0 };
        if self.requests == 0 {
            return Err(used_up(FetchBudget::Requests));
        }
        if self.bytes == 0 {
            return Err(used_up(FetchBudget::Bytes));
        }
        match Instant::now() < self.deadline {
            true => Ok(()),
            false => Err(FetchError::Busy),
        }
    }
}

impl Fetcher {
    pub(crate) fn new(settings: &OnlineSettings) -> Result<Self, OnlineError> {
        let guard = Arc::new(Guard::new(settings));
        let client = |origin| {
            let guard = Arc::clone(&guard);
            LazyClient::new(Transport {
                setting: Setting::Online,
                user_agent: &settings.user_agent,
                connect_timeout: settings.connect_timeout,
                proxy: settings.proxy.as_ref(),
                tls_roots: &settings.tls_roots,
                identity: None,
                names: Some(GuardedNames { guard, origin }),
            })
        };
        Ok(Self {
            client: client(Origin::Certificate)?,
            ruled: client(Origin::Rule)?,
            guard,
            rewrites: Rewrites::new(&settings.rewrites)?,
            gate: Gate::new(settings.connections),
            timeout: settings.total_timeout,
        })
    }

    /// Scheme, host and port that `url` leads to, for remembering that the host fails.
    pub(crate) fn host(&self, url: &str) -> Option<String> {
        let (url, _) = self.rewrites.apply(url)?;
        let port = url.port_or_known_default()?;
        Some(format!("{}://{}:{port}", url.scheme(), host_of(&url)))
    }

    /// The body of the answer.
    pub(crate) fn fetch(
        &self,
        outgoing: Outgoing<'_>,
        remaining: RemainingBudget<'_>,
    ) -> Result<Vec<u8>, FetchError> {
        let destination = self.rewrites.apply(outgoing.url);
        let (url, origin) = destination.ok_or(FetchError::NotUrl)?;
        self.guard.check(&url, origin)?;
        let client = match origin {
            Origin::Certificate => self.client.get()?,
            Origin::Rule => self.ruled.get()?,
        };
        let _pass = self
            .gate
            .enter(host_of(&url), remaining.deadline)
            .ok_or(FetchError::Busy)?;
        let left = remaining.deadline.saturating_duration_since(Instant::now());
        let allowed = Allowance {
            time: self.timeout.min(left),
            bytes: outgoing.limit.min(remaining.bytes),
            received: remaining.received,
        };
        let request = match outgoing.body {
            Some((kind, body)) => client.post(url).header(CONTENT_TYPE, kind).body(body),
            None => client.get(url),
        };
        let answer = exchange(request.header(ACCEPT, outgoing.accept), allowed);
        // A request that stopped at the end of this caller's budget says nothing about the server.
        answer.map_err(|error| match error {
            FetchError::TimedOut { .. } if left < self.timeout => FetchError::Busy,
            FetchError::TooLarge { limit } if limit < outgoing.limit => FetchError::Budget {
                budget: FetchBudget::Bytes,
                limit,
            },
            other => other,
        })
    }
}

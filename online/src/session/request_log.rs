//! What a verification has spent, and the log of its requests.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use kyso_pki::Certificate;

use crate::clock::end_of;
use crate::error::FetchError;
use crate::fetcher::RemainingBudget;
use crate::guard::shown_url;
use crate::obtained::{FetchOrigin, Obtained};
use crate::settings::VerificationBudget;

/// What was spent, tried and found.
#[derive(Debug, Default)]
pub(super) struct RequestLog {
    time: Duration,
    requests: usize,
    bytes: u64,
    /// Whether something was not asked, or not to the end, because there was not enough left.
    pub(super) is_exhausted: bool,
    pub(super) attempts: Vec<Attempt>,
    pub(super) fetched: HashMap<[u8; 32], FetchOrigin>,
    /// How many fetched certificates led to each fetched one.
    depths: HashMap<[u8; 32], usize>,
}

/// One question to one place, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The subject of the certificate it was about, for people (RFC 4514).
    pub subject: String,
    /// SHA-256 of the certificate it was about.
    pub certificate: [u8; 32],
    /// What was asked for.
    pub sought: Sought,
    /// The URL in the certificate, without user and password; empty when the certificate names
    /// none.
    pub url: String,
    /// What came of it.
    pub outcome: AttemptOutcome,
}

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sought {
    /// The status of the certificate, from an OCSP responder.
    Ocsp,
    /// A revocation list of its issuer.
    Crl,
    /// The certificate of its issuer.
    Issuer,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The cache had it.
    FromCache {
        /// When it was fetched.
        fetched_at: Timestamp,
    },
    /// It was fetched.
    Fetched {
        /// Octets received; `None` when another verification waited for the same and received them.
        bytes: Option<usize>,
    },
    /// It brought nothing that can be used.
    Failed(FetchError),
}

impl RequestLog {
    /// What is left of `budget`; `received` counts the bytes that come meanwhile.
    pub(super) fn remaining<'m>(
        &self,
        budget: &VerificationBudget,
        received: &'m AtomicU64,
    ) -> RemainingBudget<'m> {
        RemainingBudget {
            received,
            deadline: end_of(budget.time.saturating_sub(self.time)),
            bytes: budget.bytes.saturating_sub(self.bytes),
            requests: budget.requests.saturating_sub(self.requests),
        }
    }

    /// Counts the cost of one question, also when it brought nothing.
    pub(super) fn spend(
        &mut self,
        time: Duration,
        received: &AtomicU64,
        obtained: &Result<Obtained, FetchError>,
    ) {
        self.time += time;
        let received = received.load(Ordering::Relaxed);
        self.bytes = self.bytes.saturating_add(received);
        self.requests += usize::from(match obtained {
            Ok(_) => received > 0,
            Err(error) => error.cost_a_request(),
        });
    }

    pub(super) fn note(
        &mut self,
        certificate: &Certificate,
        sought: Sought,
        url: &str,
        outcome: AttemptOutcome,
    ) {
        if self.attempts.len() < MAX_ATTEMPTS {
            self.attempts.push(Attempt {
                subject: certificate.subject_display(),
                certificate: certificate.sha256(),
                sought,
                url: shown_url(url),
                outcome,
            });
        }
    }

    pub(super) fn depth(&self, certificate: &Certificate) -> usize {
        let depth = self.depths.get(&certificate.sha256());
        depth.copied().unwrap_or_default()
    }

    pub(super) fn note_depth(&mut self, found: &[Certificate], depth: usize) {
        for certificate in found {
            self.depths.entry(certificate.sha256()).or_insert(depth);
        }
    }
}

pub(super) fn outcome(obtained: &Obtained) -> AttemptOutcome {
    match obtained.from_cache {
        true => AttemptOutcome::FromCache {
            fetched_at: obtained.answer.fetched_at,
        },
        false => AttemptOutcome::Fetched {
            bytes: obtained.received,
        },
    }
}

/// Attempts that the log of one verification keeps.
const MAX_ATTEMPTS: usize = 1000;

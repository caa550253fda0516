//! `/metrics`: counters since the start and the state of what is trusted, in the text format of Prometheus (0.0.4).
//!
//! Written here: a dozen numbers need no recorder, and nothing that a document or a client says becomes a label.

mod histogram;
mod text;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kyso_online::{Attempt, AttemptOutcome, Sought};
use kyso_verifier::Verdict;

use histogram::Histogram;
pub(super) use text::Text;

/// What happened since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    verifications: [AtomicU64; VERIFICATIONS.len()],
    verification_time: Histogram,
    signatures: [AtomicU64; SIGNATURES.len()],
    signature_time: Histogram,
    questions: [[AtomicU64; OUTCOMES.len()]; SOUGHT.len()],
}

/// How a verification ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verified {
    /// With a report.
    As(Verdict),
    /// Without: the document cannot be read.
    Unreadable,
}

/// How a request for a signature ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signing {
    Signed,
    /// At less than the level that was asked for: no timestamp authority answered.
    Short,
    /// For a reason in the document or the request.
    Refused,
    /// For a reason in the service: its key, its servers.
    Failed,
}

impl Metrics {
    /// A verification has ended.
    pub(super) fn verified(&self, how: Verified, took: Duration) {
        let name = match how {
            Verified::As(verdict) => verdict.as_str(),
            Verified::Unreadable => UNREADABLE,
        };
        count(&VERIFICATIONS, &self.verifications, name);
        self.verification_time.observe(took);
    }

    /// A request for a signature has ended.
    pub(super) fn signed(&self, how: Signing, took: Duration) {
        let name = match how {
            Signing::Signed => "signed",
            Signing::Short => "signed_below_level",
            Signing::Refused => "refused",
            Signing::Failed => "failed",
        };
        count(&SIGNATURES, &self.signatures, name);
        self.signature_time.observe(took);
    }

    /// Servers were asked, or the cache in their place.
    pub(super) fn asked(&self, attempts: &[Attempt]) {
        for attempt in attempts {
            let sought = match attempt.sought {
                Sought::Ocsp => 0,
                Sought::Crl => 1,
                Sought::Issuer => 2,
            };
            let outcome = match attempt.outcome {
                AttemptOutcome::Fetched { bytes: Some(_) } => 0,
                AttemptOutcome::Fetched { bytes: None } => 1,
                AttemptOutcome::FromCache { .. } => 2,
                AttemptOutcome::Failed(_) => 3,
            };
            let counter = self.questions.get(sought).and_then(|row| row.get(outcome));
            counter.map(|counter| counter.fetch_add(1, Ordering::Relaxed));
        }
    }

    /// Writes all of it.
    pub(super) fn write(&self, text: &mut Text) {
        text.counter(
            "kyso_verifications_total",
            "Verifications by verdict.",
            "verdict",
            &numbers(&VERIFICATIONS, &self.verifications),
        );
        text.histogram(
            "kyso_verification_duration_seconds",
            "Time of a verification, waiting in the queue left out.",
            &self.verification_time.snapshot(),
        );
        let questions = SOUGHT.iter().zip(&self.questions);
        text.matrix(
            "kyso_questions_total",
            "Questions about certificates by kind and result: fetched, shared with another request, from the cache, failed.",
            ["kind", "result"],
            questions.flat_map(|(kind, row)| {
                let row = OUTCOMES.iter().zip(row);
                row.map(|(result, counter)| ([*kind, *result], counter.load(Ordering::Relaxed)))
            }),
        );
        text.counter(
            "kyso_signing_total",
            "Requests for signatures by result.",
            "result",
            &numbers(&SIGNATURES, &self.signatures),
        );
        text.histogram(
            "kyso_signing_duration_seconds",
            "Time of a request for a signature, waiting in the queue left out.",
            &self.signature_time.snapshot(),
        );
    }
}

fn count(names: &[&str], counters: &[AtomicU64], name: &str) {
    let mut both = names.iter().zip(counters);
    if let Some((_, counter)) = both.find(|(other, _)| **other == name) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

fn numbers<'a>(names: &[&'a str], counters: &[AtomicU64]) -> Vec<(&'a str, u64)> {
    let counters = counters.iter().map(|one| one.load(Ordering::Relaxed));
    names.iter().copied().zip(counters).collect()
}

const UNREADABLE: &str = "UNREADABLE";

const VERIFICATIONS: [&str; 5] = [
    "TOTAL_PASSED",
    "TOTAL_FAILED",
    "INDETERMINATE",
    "NOT_SIGNED",
    UNREADABLE,
];

/// What is asked for.
const SOUGHT: [&str; 3] = ["ocsp", "crl", "issuer"];

/// What comes of it.
const OUTCOMES: [&str; 4] = ["fetched", "shared", "cache", "failed"];

const SIGNATURES: [&str; 4] = ["signed", "signed_below_level", "refused", "failed"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_has_its_counter() {
        let metrics = Metrics::default();
        let verdicts = [
            Verdict::TotalPassed,
            Verdict::TotalFailed,
            Verdict::Indeterminate,
            Verdict::NotSigned,
        ];
        for verdict in verdicts {
            metrics.verified(Verified::As(verdict), Duration::from_millis(3));
        }
        metrics.verified(Verified::Unreadable, Duration::from_secs(1));
        let mut text = Text::default();
        metrics.write(&mut text);
        let text = text.finish();
        for name in VERIFICATIONS {
            let line = format!("kyso_verifications_total{{verdict=\"{name}\"}} 1\n");
            assert!(text.contains(&line), "{text}");
        }
        assert!(text.contains("kyso_verification_duration_seconds_bucket{le=\"0.005\"} 4\n"));
        assert!(text.contains("kyso_verification_duration_seconds_bucket{le=\"+Inf\"} 5\n"));
        assert!(text.contains("kyso_verification_duration_seconds_count 5\n"));
    }
}

//! `/metrics`: counters since the start and the state of what is trusted, in the text format of Prometheus (0.0.4).
//!
//! Written here (ADR 0035): a dozen numbers need no recorder, and no text of a document or a client
//! becomes a label.

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
    verifications: Counters<{ Verified::ALL.len() }>,
    verification_time: Histogram,
    signatures: Counters<{ Signing::ALL.len() }>,
    signature_time: Histogram,
    ocsp: Counters<{ Asked::ALL.len() }>,
    lists: Counters<{ Asked::ALL.len() }>,
    issuers: Counters<{ Asked::ALL.len() }>,
}

/// How a verification ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verified {
    Passed,
    Failed,
    Indeterminate,
    NotSigned,
    /// Without a verdict: the document cannot be read.
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

/// What came of a question about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Fetched,
    /// Another request was asking the same.
    Shared,
    Cached,
    Failed,
}

/// A counter for each value of an enum, at the number of the value.
struct Counters<const N: usize>([AtomicU64; N]);

impl<const N: usize> Default for Counters<N> {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; N])
    }
}

impl<const N: usize> Counters<N> {
    fn count(&self, value: usize) {
        if let Some(counter) = self.0.get(value) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The numbers, with the names of the values.
    fn numbers<T>(&self, values: [T; N], name: fn(T) -> &'static str) -> Vec<(&'static str, u64)> {
        let counters = self.0.iter().map(|one| one.load(Ordering::Relaxed));
        values.map(name).into_iter().zip(counters).collect()
    }
}

impl Verified {
    const ALL: [Self; 5] = [
        Self::Passed,
        Self::Failed,
        Self::Indeterminate,
        Self::NotSigned,
        Self::Unreadable,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Passed => Verdict::TotalPassed.as_str(),
            Self::Failed => Verdict::TotalFailed.as_str(),
            Self::Indeterminate => Verdict::Indeterminate.as_str(),
            Self::NotSigned => Verdict::NotSigned.as_str(),
            Self::Unreadable => "UNREADABLE",
        }
    }
}

impl From<Verdict> for Verified {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::TotalPassed => Self::Passed,
            Verdict::TotalFailed => Self::Failed,
            Verdict::Indeterminate => Self::Indeterminate,
            Verdict::NotSigned => Self::NotSigned,
        }
    }
}

impl Signing {
    const ALL: [Self; 4] = [Self::Signed, Self::Short, Self::Refused, Self::Failed];

    fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Short => "signed_below_level",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Asked {
    const ALL: [Self; 4] = [Self::Fetched, Self::Shared, Self::Cached, Self::Failed];

    fn name(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Shared => "shared",
            Self::Cached => "cache",
            Self::Failed => "failed",
        }
    }
}

impl From<&AttemptOutcome> for Asked {
    fn from(outcome: &AttemptOutcome) -> Self {
        match outcome {
            AttemptOutcome::Fetched { bytes: Some(_) } => Self::Fetched,
            AttemptOutcome::Fetched { bytes: None } => Self::Shared,
            AttemptOutcome::FromCache { .. } => Self::Cached,
            AttemptOutcome::Failed(_) => Self::Failed,
        }
    }
}

impl Metrics {
    /// A verification has ended.
    pub(super) fn verified(&self, how: Verified, took: Duration) {
        self.verifications.count(how as usize);
        self.verification_time.observe(took);
    }

    /// A request for a signature has ended.
    pub(super) fn signed(&self, how: Signing, took: Duration) {
        self.signatures.count(how as usize);
        self.signature_time.observe(took);
    }

    /// Servers were asked, or the cache in their place.
    pub(super) fn asked(&self, attempts: &[Attempt]) {
        for attempt in attempts {
            let counters = match attempt.sought {
                Sought::Ocsp => &self.ocsp,
                Sought::Crl => &self.lists,
                Sought::Issuer => &self.issuers,
            };
            counters.count(Asked::from(&attempt.outcome) as usize);
        }
    }

    /// Writes all of it.
    pub(super) fn write(&self, text: &mut Text) {
        text.counter(
            "kyso_verifications_total",
            "Verifications by verdict.",
            "verdict",
            &self.verifications.numbers(Verified::ALL, Verified::name),
        );
        text.histogram(
            "kyso_verification_duration_seconds",
            "Time of a verification, waiting in the queue left out.",
            &self.verification_time.snapshot(),
        );
        let questions = [
            ("ocsp", &self.ocsp),
            ("crl", &self.lists),
            ("issuer", &self.issuers),
        ];
        text.matrix(
            "kyso_questions_total",
            "Questions about certificates by kind and result: fetched, shared with another request, from the cache, failed.",
            ["kind", "result"],
            questions.into_iter().flat_map(|(kind, counters)| {
                let numbers = counters.numbers(Asked::ALL, Asked::name);
                numbers.into_iter().map(move |(result, number)| ([kind, result], number))
            }),
        );
        text.counter(
            "kyso_signing_total",
            "Requests for signatures by result.",
            "result",
            &self.signatures.numbers(Signing::ALL, Signing::name),
        );
        text.histogram(
            "kyso_signing_duration_seconds",
            "Time of a request for a signature, waiting in the queue left out.",
            &self.signature_time.snapshot(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A counter lies at the number of its value, and is written under the name of that value.
    #[test]
    fn values_are_listed_in_the_order_of_their_numbers() {
        fn is_in_order<T: Copy>(values: &[T], number: fn(T) -> usize) -> bool {
            let mut values = values.iter().enumerate();
            values.all(|(at, value)| number(*value) == at)
        }
        assert!(is_in_order(&Verified::ALL, |one| one as usize));
        assert!(is_in_order(&Signing::ALL, |one| one as usize));
        assert!(is_in_order(&Asked::ALL, |one| one as usize));
        assert_eq!(Verified::Unreadable as usize + 1, Verified::ALL.len());
        assert_eq!(Signing::Failed as usize + 1, Signing::ALL.len());
        assert_eq!(Asked::Failed as usize + 1, Asked::ALL.len());
    }

    #[test]
    fn every_result_has_its_counter() {
        let metrics = Metrics::default();
        for (number, how) in Verified::ALL.into_iter().enumerate() {
            for _ in 0..=number {
                metrics.verified(how, Duration::from_millis(3));
            }
        }
        for (number, how) in Signing::ALL.into_iter().enumerate() {
            for _ in 0..=number {
                metrics.signed(how, Duration::from_secs(1));
            }
        }
        let mut text = Text::default();
        metrics.write(&mut text);
        let text = text.finish();
        for line in [
            "kyso_verifications_total{verdict=\"TOTAL_PASSED\"} 1\n",
            "kyso_verifications_total{verdict=\"TOTAL_FAILED\"} 2\n",
            "kyso_verifications_total{verdict=\"INDETERMINATE\"} 3\n",
            "kyso_verifications_total{verdict=\"NOT_SIGNED\"} 4\n",
            "kyso_verifications_total{verdict=\"UNREADABLE\"} 5\n",
            "kyso_signing_total{result=\"signed\"} 1\n",
            "kyso_signing_total{result=\"signed_below_level\"} 2\n",
            "kyso_signing_total{result=\"refused\"} 3\n",
            "kyso_signing_total{result=\"failed\"} 4\n",
            "kyso_questions_total{kind=\"issuer\",result=\"shared\"} 0\n",
            "kyso_verification_duration_seconds_bucket{le=\"0.005\"} 15\n",
            "kyso_signing_duration_seconds_bucket{le=\"0.005\"} 0\n",
            "kyso_signing_duration_seconds_count 10\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
    }
}

//! Answers that a trust store gave before (ADR 0010).
//!
//! An answer follows from the store, which never changes, from what the question brings along, and from how its times
//! lie among the moments at which a certificate or a list becomes valid or ends. All of that is in the key, so a
//! remembered answer is the one that would be computed anew, and never depends on what other questions brought along.

use jiff::Timestamp;
use openssl::sha::{Sha256, sha256};

use super::{PathReport, PathRequest, PolicySettings};
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::remembered::Remembered;

/// The answers of one trust store.
pub(crate) struct Answers {
    /// When something in the store becomes valid or ends: seconds since 1970, ascending.
    moments: Vec<i64>,
    known: Remembered<PathReport>,
}

/// The digest of a question.
type Key = [u8; 32];

impl Answers {
    /// No answers yet, for a store of these certificates and lists.
    pub(crate) fn new<'a>(
        certificates: impl IntoIterator<Item = &'a Certificate>,
        lists: &[Crl],
    ) -> Self {
        let certificates = certificates.into_iter().flat_map(validity);
        let mut moments: Vec<i64> = certificates
            .chain(lists.iter().flat_map(freshness))
            .collect();
        moments.sort_unstable();
        moments.dedup();
        Self {
            moments,
            known: Remembered::new(MAX_KNOWN),
        }
    }

    /// What is remembered.
    pub(crate) fn known(&self) -> &impl std::fmt::Debug {
        &self.known
    }

    /// The answer to `request`: the remembered one, or that of `compute`.
    pub(super) fn answer(
        &self,
        request: &PathRequest<'_>,
        compute: impl FnOnce() -> PathReport,
    ) -> PathReport {
        let Some(key) = self.key(request) else {
            return compute();
        };
        if let Some(known) = self.known.find(&key) {
            return known;
        }
        let report = compute();
        self.known.keep(key, report.clone());
        report
    }

    /// `None` when the answer is not to be remembered.
    fn key(&self, request: &PathRequest<'_>) -> Option<Key> {
        let members = || std::iter::once(request.target).chain(request.certificates);
        let size: usize = members().map(|member| member.der().len()).sum();
        if size > MAX_SIZE {
            return None;
        }
        let lists = request.crls.iter();
        let brought = members().flat_map(validity);
        let brought: Vec<i64> = brought.chain(lists.clone().flat_map(freshness)).collect();
        let mut key = Sha256::new();
        for time in [request.at, request.evidence_at] {
            let (after, before) = self.stretch(&brought, time)?;
            key.update(&after.to_be_bytes());
            key.update(&before.to_be_bytes());
        }
        key.update(&[request.purpose as u8]);
        add_policies(&request.policies, &mut key);
        add_digests(members().map(Certificate::sha256), &mut key);
        add_digests(lists.map(Crl::sha256), &mut key);
        Some(key.finish())
    }

    /// The moments between which `time` lies; `None` when it is too near to one of them to tell.
    fn stretch(&self, brought: &[i64], time: Timestamp) -> Option<(i64, i64)> {
        let time = time.as_second();
        let after = self.moments.partition_point(|moment| *moment < time);
        let known = self
            .moments
            .get(after.saturating_sub(1)..)
            .unwrap_or_default();
        let near = known.iter().take(2).chain(brought).copied();
        let (mut start, mut end) = (i64::MIN, i64::MAX);
        for moment in near {
            if moment.abs_diff(time) <= MARGIN {
                return None;
            }
            match moment < time {
                true => start = start.max(moment),
                false => end = end.min(moment),
            }
        }
        Some((start, end))
    }
}

fn validity(certificate: &Certificate) -> [i64; 2] {
    [certificate.not_before(), certificate.not_after()].map(Timestamp::as_second)
}

fn freshness(list: &Crl) -> impl Iterator<Item = i64> {
    let times = std::iter::once(list.this_update()).chain(list.next_update());
    times.map(Timestamp::as_second)
}

fn add_policies(policies: &PolicySettings, key: &mut Sha256) {
    let flags = [
        policies.require_explicit,
        policies.inhibit_mapping,
        policies.inhibit_any,
    ];
    key.update(&flags.map(u8::from));
    let acceptable = policies.acceptable.iter();
    add_digests(acceptable.map(|policy| sha256(policy.as_bytes())), key);
}

/// Adds the digests and their number, so that two sequences never look like one.
fn add_digests(digests: impl Iterator<Item = [u8; 32]>, key: &mut Sha256) {
    let mut count: u64 = 0;
    for digest in digests {
        key.update(&digest);
        count += 1;
    }
    key.update(&count.to_be_bytes());
}

/// Answers kept at most.
const MAX_KNOWN: usize = 256;

/// Bytes of certificates in a question whose answer is remembered; real signatures bring less than half of it.
const MAX_SIZE: usize = 32 << 10;

/// Seconds around a moment in which nothing is remembered: rounding to seconds differs between OpenSSL and this crate.
const MARGIN: u64 = 2;

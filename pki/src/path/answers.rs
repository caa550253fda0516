//! Answers that a trust store gave before (ADR 0010).
//!
//! An answer depends on the store, which never changes, on the evidence that the question brings
//! along, and on how its times lie among the moments at which a certificate, a list or a response
//! becomes valid or ends. All of that is in the key, so a remembered answer is the one that would
//! be computed anew, and never depends on other questions. An answer that also depends on the date
//! of a revocation is not kept.

use jiff::Timestamp;
use openssl::sha::Sha256;

use super::{MAX_AGE, PathReport, PathRequest, PolicySettings};
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::digest::sha256;
use crate::digest_cache::DigestCache;
use crate::ocsp::{OcspEntry, OcspResponse};

/// The answers of one trust store.
pub(crate) struct Answers {
    /// When something in the store becomes valid or ends: seconds since 1970, ascending.
    moments: Vec<i64>,
    known: DigestCache<PathReport>,
}

/// The digest of a question.
type Key = [u8; 32];

impl Answers {
    /// No answers yet, for a store of these certificates, lists and responses.
    pub(crate) fn new<'a>(
        certificates: impl IntoIterator<Item = &'a Certificate>,
        lists: &[Crl],
        responses: &'a [OcspResponse],
    ) -> Self {
        let responders = responses.iter().flat_map(OcspResponse::certificates);
        let certificates = certificates.into_iter().chain(responders);
        let entries = responses.iter().flat_map(OcspResponse::entries);
        let mut moments: Vec<i64> = certificates
            .flat_map(validity)
            .chain(lists.iter().flat_map(freshness))
            .chain(entries.flat_map(currency))
            .collect();
        moments.sort_unstable();
        moments.dedup();
        Self {
            moments,
            known: DigestCache::new(MAX_KNOWN),
        }
    }

    /// What is remembered.
    pub(crate) fn known(&self) -> &impl std::fmt::Debug {
        &self.known
    }

    /// The answer to `request`: the remembered one, or that of `compute`, which says whether it may be kept.
    pub(crate) fn answer(
        &self,
        request: &PathRequest<'_>,
        compute: impl FnOnce() -> (PathReport, bool),
    ) -> PathReport {
        let Some(key) = self.key(request) else {
            return compute().0;
        };
        if let Some(known) = self.known.find(&key) {
            return known;
        }
        let (report, lasting) = compute();
        if lasting {
            self.known.keep(key, report.clone());
        }
        report
    }

    /// `None` when the answer is not to be remembered.
    fn key(&self, request: &PathRequest<'_>) -> Option<Key> {
        let members = || std::iter::once(request.target).chain(request.certificates());
        let responders = || request.responses().flat_map(OcspResponse::certificates);
        let certificates = members().chain(responders());
        let size: usize = certificates
            .map(|certificate| certificate.der().len())
            .sum();
        if size > MAX_SIZE {
            return None;
        }
        let entries = request.responses().flat_map(OcspResponse::entries);
        let brought: Vec<i64> = members()
            .chain(responders())
            .flat_map(validity)
            .chain(request.lists().flat_map(freshness))
            .chain(entries.flat_map(currency))
            .collect();
        let mut key = Sha256::new();
        for time in [request.at, request.evidence_at] {
            let (after, before) = self.stretch(&brought, time)?;
            key.update(&after.to_be_bytes());
            key.update(&before.to_be_bytes());
        }
        key.update(&[request.purpose as u8, request.scope as u8]);
        add_policies(&request.policies, &mut key);
        add_digests(members().map(Certificate::sha256), &mut key);
        add_digests(request.lists().map(Crl::sha256), &mut key);
        add_digests(request.responses().map(OcspResponse::sha256), &mut key);
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

/// As [`freshness`], with the end that is assumed when the response names none.
fn currency(entry: &OcspEntry) -> [i64; 2] {
    let assumed = || entry.this_update.checked_add(MAX_AGE).ok();
    let end = entry.next_update.or_else(assumed);
    [entry.this_update, end.unwrap_or(entry.this_update)].map(Timestamp::as_second)
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
const MAX_SIZE: usize = 64 << 10;

/// Seconds around a moment in which nothing is remembered: rounding to seconds differs between OpenSSL and this crate.
const MARGIN: u64 = 2;

//! What one revocation list says (RFC 5280, section 6.3.3).

use jiff::Timestamp;

use super::inquiry::RevocationInquiry;
use super::signers::Signer;
use super::statements::{Statement, Verdict};
use super::time::{check_kept, check_time};
use crate::certificate::Certificate;
use crate::crl::{
    Crl, DistributionPoint, IssuingDistributionPoint, Reasons, RevocationReason, RevokedEntry,
};
use crate::path::{EvidenceUse, RevocationGap};

/// The reasons that `list` covers for `certificate` (section 6.3.3, steps b and d); `None` when it
/// is the list of another issuer, no reasons when it is out of scope.
pub(super) fn reasons_for(
    list: &Crl,
    certificate: &Certificate,
    points: &[DistributionPoint],
) -> Option<Reasons> {
    let mut found = None;
    for point in points {
        if !point.allows_issuer(certificate, list) {
            continue;
        }
        let covered = match list.scope() {
            None => point.reasons,
            Some(scope) if scope.includes(certificate, point, list.issuer()) => {
                scope.reasons.and(point.reasons)
            }
            Some(_) => Reasons::NONE,
        };
        found = Some(found.unwrap_or(Reasons::NONE).or(covered));
    }
    found
}

impl RevocationInquiry<'_> {
    pub(super) fn ask_list(
        &self,
        list: &Crl,
        reasons: Reasons,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Statement, RevocationGap> {
        let certificate = upwards.first().ok_or(RevocationGap::NoPath)?;
        if reasons == Reasons::NONE {
            return Err(RevocationGap::OutOfScope);
        }
        if list.has_unknown_critical_extension() {
            return Err(RevocationGap::UnknownCriticalExtension);
        }
        let signer = self.list_signer(list, upwards, at, nesting)?;
        let mut evidence = vec![EvidenceUse::of_list(list, &signer)];
        let delta = self.delta_of(list, &signer, upwards, at, nesting);
        let entry = entry(list, delta.as_ref().map(|(delta, _)| *delta), certificate);
        let mut made = list.this_update();
        if let Some((delta, signer)) = delta {
            made = made.max(delta.this_update());
            evidence.push(EvidenceUse::of_list(delta, &signer));
            evidence.extend(signer.evidence);
        }
        evidence.extend(signer.evidence);
        let verdict = match entry {
            Some(entry) if self.counts(&entry, at) => Verdict::Revoked(entry),
            // A delta list says nothing about unchanged entries.
            Some(_) if list.is_delta() => Verdict::Clear(Reasons::NONE, entry),
            None if list.is_delta() => return Err(RevocationGap::OutOfScope),
            Some(_) => {
                check_time(list.this_update(), list.next_update(), at)?;
                Verdict::Clear(reasons, entry)
            }
            None => {
                check_time(list.this_update(), list.next_update(), at)?;
                check_kept(list.this_update(), list.expired_since(), certificate)?;
                Verdict::Clear(reasons, None)
            }
        };
        Ok(Statement {
            verdict,
            voice: signer.voice,
            made,
            evidence,
        })
    }

    /// Whether the certificate is revoked at the time `at`, according to an entry.
    pub(super) fn counts(&self, entry: &RevokedEntry, at: Timestamp) -> bool {
        self.dated.set(true);
        entry.counts_from() <= at
    }

    /// The newest list of changes to `list`, by the same key, that counts (section 6.3.3, steps c and h).
    fn delta_of(
        &self,
        list: &Crl,
        base: &Signer,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Option<(&Crl, Signer)> {
        let mut deltas = self.lists.clone();
        deltas.retain(|delta| {
            extends(delta, list) && check_time(delta.this_update(), delta.next_update(), at).is_ok()
        });
        deltas.sort_by_key(|delta| std::cmp::Reverse(delta.this_update()));
        deltas.into_iter().find_map(|delta| {
            let signer = self.list_signer(delta, upwards, at, nesting).ok()?;
            signer.voice.is(&base.voice).then_some((delta, signer))
        })
    }
}

/// The entry of `delta`, else of `list` (section 6.3.3, steps i and j). Changes lift a hold, and nothing else.
fn entry(list: &Crl, delta: Option<&Crl>, certificate: &Certificate) -> Option<RevokedEntry> {
    let base = told_revocation(list, certificate);
    let Some(changed) = delta.and_then(|delta| delta.entry_for(certificate)) else {
        return base;
    };
    let last = base.filter(|entry| !entry.is_hold());
    match last {
        Some(last) if is_removal(&changed) || changed.is_hold() => Some(last),
        Some(last) if last.counts_from() <= changed.counts_from() => Some(last),
        _ if is_removal(&changed) => None,
        _ => Some(changed),
    }
}

fn is_removal(entry: &RevokedEntry) -> bool {
    entry.reason == RevocationReason::RemoveFromCrl
}

/// The revocation of `certificate` in `list`, even if the list counts for nothing.
pub(super) fn told_revocation(list: &Crl, certificate: &Certificate) -> Option<RevokedEntry> {
    let entry = list.entry_for(certificate);
    entry.filter(|entry| !is_removal(entry))
}

/// Whether `delta` is a list of changes to `base` (RFC 5280, section 5.2.4).
fn extends(delta: &Crl, base: &Crl) -> bool {
    let (Some(start), Some(number), Some(delta_number)) =
        (delta.delta_base(), base.number(), delta.number())
    else {
        return false;
    };
    delta.issuer_key() == base.issuer_key()
        && IssuingDistributionPoint::same(delta.scope(), base.scope())
        && delta.authority_key() == base.authority_key()
        && !delta.has_unknown_critical_extension()
        && magnitude(start) <= magnitude(number)
        && magnitude(number) <= magnitude(delta_number)
}

/// Orders non-negative integers by length, then octets.
fn magnitude(number: &[u8]) -> (usize, &[u8]) {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let significant = number.get(zeros..).unwrap_or_default();
    (significant.len(), significant)
}

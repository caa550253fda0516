//! Revocation of the members of a path, from lists (RFC 5280, section 6.3).
//!
//! Lists are tried newest first. One that lists the certificate settles the matter whatever its age; only a fresh one
//! can clear it. Lists split by reason add up; delta lists refine their base; a list by another issuer counts when
//! that issuer has a path to the same anchor and is not revoked itself.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::{PathRequest, VALID};
use crate::certificate::Certificate;
use crate::crl::{
    Crl, DistributionPoint, IssuingDistributionPoint, Reasons, RevocationReason, RevokedEntry,
};
use crate::name;
use crate::trust::TrustStore;

/// What is known about the revocation of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not revoked, according to lists that were fresh.
    Good {
        /// When the oldest list that was needed was made.
        this_update: Timestamp,
        /// Until when all of them are fresh; `None` when one of them does not say.
        next_update: Option<Timestamp>,
    },
    /// Revoked. Whether that was before the signature is for the caller to say.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
    },
    /// Not known.
    Unknown(RevocationGap),
    /// An anchor: the operator decides about it, not a list.
    Anchor,
}

/// Why the status is not known. The most specific of several reasons is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RevocationGap {
    /// There is no path to an anchor, so nobody's lists count.
    NoPath,
    /// No list of the issuer is at hand.
    NoList,
    /// The certificate says in a malformed way where its revocation is published.
    MalformedCertificate,
    /// The lists at hand are about other certificates, or about some reasons only.
    OutOfScope,
    /// The list was made after the time of the question.
    NotYetValid {
        /// When it was made.
        this_update: Timestamp,
    },
    /// A newer list was due.
    Stale {
        /// When; the beginning of time when the list does not say, which RFC 5280 forbids.
        next_update: Timestamp,
    },
    /// The certificate expired before the list was made, and the list drops expired certificates.
    Expired {
        /// When the list was made.
        this_update: Timestamp,
    },
    /// The list has critical contents that are not understood.
    UnknownCriticalExtension,
    /// Nobody who may sign the list made its signature.
    NotAuthentic,
}

/// All that may be used to answer.
pub(super) struct Evidence<'a> {
    store: &'a TrustStore,
    request: &'a PathRequest<'a>,
    /// Newest first.
    lists: Vec<&'a Crl>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(store: &'a TrustStore, request: &'a PathRequest<'a>) -> Self {
        let mut lists: Vec<&Crl> = request.crls.iter().chain(store.crls()).collect();
        lists.sort_by_key(|list| Reverse(list.this_update()));
        Self {
            store,
            request,
            lists,
        }
    }

    /// The status of every member but the last, which is the anchor.
    pub(super) fn of_chain(&self, chain: &[Certificate]) -> Vec<RevocationStatus> {
        self.of_members(chain, 0)
    }

    fn of_members(&self, chain: &[Certificate], nesting: usize) -> Vec<RevocationStatus> {
        let below_anchor = chain.split_last().map_or(0, |(_, members)| members.len());
        (0..below_anchor)
            .filter_map(|depth| chain.get(depth..))
            .map(|upwards| self.of_certificate(upwards, nesting))
            .collect()
    }

    /// The status of the first member of `upwards`; the others are the path above it.
    fn of_certificate(&self, upwards: &[Certificate], nesting: usize) -> RevocationStatus {
        let Some(certificate) = upwards.first() else {
            return RevocationStatus::Unknown(RevocationGap::NoPath);
        };
        let Ok(points) = DistributionPoint::of(certificate) else {
            return RevocationStatus::Unknown(RevocationGap::MalformedCertificate);
        };
        let mut finding = Finding::new();
        for point in &points {
            for list in self.lists.iter().filter(|list| !list.is_delta()) {
                match self.consult(list, point, upwards, nesting) {
                    Ok(Some(entry)) => {
                        return RevocationStatus::Revoked {
                            at: entry.revoked_at,
                            reason: entry.reason,
                        };
                    }
                    Ok(None) => finding.clear(list, point),
                    Err(Some(gap)) => finding.gap = finding.gap.max(gap),
                    Err(None) => {}
                }
                if finding.is_complete() {
                    return finding.good();
                }
            }
        }
        RevocationStatus::Unknown(finding.gap)
    }

    /// What one list says: an entry, nothing, or why it cannot say (`None` when it is about something else entirely).
    fn consult(
        &self,
        list: &Crl,
        point: &DistributionPoint,
        upwards: &[Certificate],
        nesting: usize,
    ) -> Result<Option<RevokedEntry>, Option<RevocationGap>> {
        let certificate = upwards.first().ok_or(None)?;
        if !point.allows_issuer(certificate, list.issuer(), list.scope()) {
            return Err(None);
        }
        let in_scope =
            |scope: &IssuingDistributionPoint| scope.includes(certificate, point, list.issuer());
        if !list.scope().is_none_or(in_scope) {
            return Err(Some(RevocationGap::OutOfScope));
        }
        if list.has_unknown_critical_extension() {
            return Err(Some(RevocationGap::UnknownCriticalExtension));
        }
        if !self.is_authentic(list, upwards, nesting) {
            return Err(Some(RevocationGap::NotAuthentic));
        }
        if let Some(entry) = self.entry(list, certificate, upwards, nesting) {
            return Ok(Some(entry));
        }
        self.check_fresh(list)?;
        check_listed_after_expiry(list, certificate)?;
        Ok(None)
    }

    /// The entry of the list, or of the newest delta list on top of it (RFC 5280, section 6.3.3, steps c, i, j).
    fn entry(
        &self,
        list: &Crl,
        certificate: &Certificate,
        upwards: &[Certificate],
        nesting: usize,
    ) -> Option<RevokedEntry> {
        let delta = self.lists.iter().find(|delta| {
            extends(delta, list)
                && self.check_fresh(delta).is_ok()
                && self.is_authentic(delta, upwards, nesting)
        });
        let changed = delta.and_then(|delta| delta.entry_for(certificate));
        let entry = changed.or_else(|| list.entry_for(certificate))?;
        (entry.reason != RevocationReason::RemoveFromCrl).then_some(entry)
    }

    fn check_fresh(&self, list: &Crl) -> Result<(), RevocationGap> {
        let at = self.request.evidence_at;
        let this_update = list.this_update();
        if this_update > at {
            return Err(RevocationGap::NotYetValid { this_update });
        }
        let next_update = list.next_update().unwrap_or(Timestamp::MIN);
        if next_update < at {
            return Err(RevocationGap::Stale { next_update });
        }
        Ok(())
    }

    /// Whether somebody who may sign the list did (RFC 5280, section 6.3.3, steps f and g).
    fn is_authentic(&self, list: &Crl, upwards: &[Certificate], nesting: usize) -> bool {
        let path = upwards.get(1..).unwrap_or_default();
        if path.iter().any(|member| signed(list, member)) {
            return true;
        }
        let Some(anchor) = upwards.last() else {
            return false;
        };
        let anchors = self
            .store
            .anchors()
            .iter()
            .map(|anchor| &anchor.certificate);
        let others = self.store.others(self.request).chain(anchors);
        others
            .filter(|other| signed(list, other))
            .take(MAX_LIST_ISSUERS)
            .any(|other| self.is_sound(other, anchor, nesting + 1))
    }

    /// Whether a list issuer outside the path has a path to the same anchor and is not revoked.
    fn is_sound(&self, issuer: &Certificate, anchor: &Certificate, nesting: usize) -> bool {
        if nesting > MAX_NESTING {
            return false;
        }
        let time = Some(self.request.evidence_at);
        let Ok(outcome) = self.store.run(issuer, self.request, time) else {
            return false;
        };
        if outcome.code != VALID {
            return false;
        }
        let chain = self.store.certificates(&outcome, self.request);
        chain.last() == Some(anchor)
            && self
                .of_members(&chain, nesting)
                .iter()
                .all(|status| matches!(status, RevocationStatus::Good { .. }))
    }
}

/// The lists that did not list a certificate, put together.
struct Finding {
    covered: Reasons,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    gap: RevocationGap,
}

impl Finding {
    fn new() -> Self {
        Self {
            covered: Reasons::NONE,
            this_update: Timestamp::MAX,
            next_update: Some(Timestamp::MAX),
            gap: RevocationGap::NoList,
        }
    }

    fn clear(&mut self, list: &Crl, point: &DistributionPoint) {
        let reasons = list.scope().map_or(Reasons::ALL, |scope| scope.reasons);
        let reasons = reasons.and(point.reasons);
        if !reasons.adds_to(self.covered) {
            return;
        }
        self.covered = self.covered.or(reasons);
        self.this_update = self.this_update.min(list.this_update());
        let known = self.next_update.zip(list.next_update());
        self.next_update = known.map(|(earlier, this)| earlier.min(this));
        self.gap = self.gap.max(RevocationGap::OutOfScope);
    }

    fn is_complete(&self) -> bool {
        !Reasons::ALL.adds_to(self.covered)
    }

    fn good(&self) -> RevocationStatus {
        RevocationStatus::Good {
            this_update: self.this_update,
            next_update: self.next_update,
        }
    }
}

/// Whether `issuer` has the name of the list's issuer, may sign lists, and made the signature.
fn signed(list: &Crl, issuer: &Certificate) -> bool {
    let may_sign = || match issuer.key_usage() {
        Ok(usage) => usage.is_none_or(|usage| usage.crl_sign()),
        Err(_) => false,
    };
    let right_key = || match (list.authority_key(), issuer.subject_key_identifier()) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    name::same(list.issuer(), issuer.subject())
        && right_key()
        && may_sign()
        && list.is_signed_by(issuer).unwrap_or(false)
}

/// Whether `delta` is a list of changes to `base` (RFC 5280, section 5.2.4).
fn extends(delta: &Crl, base: &Crl) -> bool {
    let (Some(start), Some(number), Some(delta_number)) =
        (delta.delta_base(), base.number(), delta.number())
    else {
        return false;
    };
    name::same(delta.issuer(), base.issuer())
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

/// Lists drop certificates after they have expired, unless they say otherwise.
fn check_listed_after_expiry(list: &Crl, certificate: &Certificate) -> Result<(), RevocationGap> {
    let this_update = list.this_update();
    let not_after = certificate.not_after();
    let kept = list.expired_since().is_some_and(|since| since <= not_after);
    if this_update > not_after && !kept {
        return Err(RevocationGap::Expired { this_update });
    }
    Ok(())
}

/// List issuers outside the path that are tried for one list.
const MAX_LIST_ISSUERS: usize = 4;

/// List issuers whose own revocation depends on further list issuers.
const MAX_NESTING: usize = 2;

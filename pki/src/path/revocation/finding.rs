//! The rule of time, and what several lists and responses say together.

use jiff::{SignedDuration, Timestamp};

use super::MemberStatus;
use crate::certificate::Certificate;
use crate::crl::{Reasons, RevokedEntry};
use crate::path::{EvidenceUse, RevocationGap, RevocationStatus};

/// What one list or response says about one certificate.
pub(super) struct Statement {
    pub(super) verdict: Verdict,
    /// The list or response itself, then what vouches for its signer.
    pub(super) evidence: Vec<EvidenceUse>,
}

pub(super) enum Verdict {
    /// Revoked since a time that is not after the one in question.
    Revoked(RevokedEntry),
    /// Not revoked at that time for these reasons, but perhaps later.
    Clear(Reasons, Option<RevokedEntry>),
    /// The responder does not know the certificate.
    NotKnown,
}

/// Whether what was made at `this_update` counts for the time `at`: it is in force then, or was made later.
///
/// # Errors
/// When something newer was due.
pub(super) fn check_time(
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), RevocationGap> {
    let next_update = next_update.unwrap_or(this_update);
    if this_update > at || next_update >= at {
        return Ok(());
    }
    Err(RevocationGap::Stale { next_update })
}

/// Lists and responders drop certificates after they have expired, unless they say that they keep what expired since
/// `kept_since`: expiredCertsOnCRL (X.509), archiveCutoff (RFC 6960, section 4.4.4).
///
/// # Errors
/// When nothing can be said about `certificate` any more.
pub(super) fn check_kept(
    this_update: Timestamp,
    kept_since: Option<Timestamp>,
    certificate: &Certificate,
) -> Result<(), RevocationGap> {
    let not_after = certificate.not_after();
    let kept = kept_since.is_some_and(|since| since <= not_after);
    if this_update > not_after && !kept {
        return Err(RevocationGap::Expired { this_update });
    }
    Ok(())
}

/// Until when a response counts that does not say: newer information may be there at any moment (RFC 6960,
/// section 4.2.2.1), so it only covers the minutes between asking and signing.
pub(super) fn assumed_next_update(this_update: Timestamp) -> Timestamp {
    this_update.checked_add(MAX_AGE).unwrap_or(this_update)
}

/// The statements put together, newest first.
pub(super) struct Finding {
    covered: Reasons,
    /// When what completed the finding was made.
    completed: Option<Timestamp>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    revoked_later: Option<RevokedEntry>,
    revoked: Option<RevocationStatus>,
    /// A responder that does not know the certificate: what is older cannot clear it.
    doubted: bool,
    gap: RevocationGap,
    evidence: Vec<EvidenceUse>,
}

impl Finding {
    pub(super) fn new() -> Self {
        Self {
            covered: Reasons::NONE,
            completed: None,
            this_update: Timestamp::MAX,
            next_update: Some(Timestamp::MAX),
            revoked_later: None,
            revoked: None,
            doubted: false,
            gap: RevocationGap::NoList,
            evidence: Vec::new(),
        }
    }

    /// Keeps the most specific gap.
    pub(super) fn note(&mut self, gap: RevocationGap) {
        self.gap = self.gap.max(gap);
    }

    pub(super) fn add(&mut self, statement: Statement) {
        let Some(used) = statement.evidence.first() else {
            return;
        };
        let (this_update, next_update) = (used.this_update, used.next_update);
        match statement.verdict {
            Verdict::Revoked(entry) => {
                self.revoked = Some(RevocationStatus::Revoked {
                    at: entry.revoked_at,
                    reason: entry.reason,
                    invalidity_date: entry.invalidity_date,
                    this_update,
                    next_update,
                });
                self.evidence = statement.evidence;
            }
            Verdict::NotKnown => {
                self.doubted = true;
                self.note(RevocationGap::NotKnownToResponder);
            }
            Verdict::Clear(reasons, later) => {
                self.revoked_later = self.revoked_later.or(later);
                if reasons.adds_to(self.covered) {
                    self.cover(reasons, this_update, next_update);
                    self.evidence.extend(statement.evidence);
                }
            }
        }
    }

    fn cover(&mut self, reasons: Reasons, made: Timestamp, next_update: Option<Timestamp>) {
        self.covered = self.covered.or(reasons);
        self.this_update = self.this_update.min(made);
        let known = self.next_update.zip(next_update);
        self.next_update = known.map(|(earlier, this)| earlier.min(this));
        self.note(RevocationGap::OutOfScope);
        if !Reasons::ALL.adds_to(self.covered) {
            self.completed = Some(made);
        }
    }

    /// Whether what was made at this time is too old to change anything.
    pub(super) fn is_settled_for(&self, this_update: Timestamp) -> bool {
        !self.doubted && self.completed.is_some_and(|made| this_update < made)
    }

    pub(super) fn is_revoked(&self) -> bool {
        self.revoked.is_some()
    }

    pub(super) fn conclude(self) -> MemberStatus {
        let good = RevocationStatus::Good {
            this_update: self.this_update,
            next_update: self.next_update,
            revoked_later: self.revoked_later,
        };
        let cleared = self.completed.is_some() && !self.doubted;
        let status = self.revoked.or(cleared.then_some(good));
        match status {
            Some(status) => MemberStatus {
                status,
                evidence: self.evidence,
            },
            None => MemberStatus::unknown(self.gap),
        }
    }
}

/// How long a response without nextUpdate counts after it was right: long enough for a signature and its timestamp
/// (G3 allows 180 s for each of three tries).
pub(in crate::path) const MAX_AGE: SignedDuration = SignedDuration::from_mins(10);

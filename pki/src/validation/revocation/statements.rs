//! What several lists and responses say together.
//!
//! Each speaks for a key ([`Voice`]). A revocation that is no hold is final, also when another
//! signer of lists under the name of the issuer states it; a hold ends when the same key says so
//! later. Only the key that issued the certificate, and a key that it authorised, may clear.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::inquiry::MemberStatus;
use crate::certificate::Certificate;
use crate::crl::{Reasons, RevocationReason, RevokedEntry};
use crate::path::{EvidenceUse, RevocationGap, RevocationStatus};

/// What one list or response says about one certificate.
pub(super) struct Statement {
    pub(super) verdict: Verdict,
    pub(super) voice: Voice,
    /// When it was made; with a list of changes, when that was.
    pub(super) made: Timestamp,
    /// The list or response itself, then what vouches for its signer.
    pub(super) evidence: Vec<EvidenceUse>,
}

/// The key for which a list or response speaks.
#[derive(Clone)]
pub(super) struct Voice {
    /// A certificate of that key.
    pub(super) key: Certificate,
    /// Whether it may say that the certificate is not revoked. Who else signs lists under the name of the issuer, as
    /// after a change of keys, knows of its own certificates alone: its silence says nothing about this one.
    pub(super) may_clear: bool,
}

pub(super) enum Verdict {
    /// Revoked since a time that is not after the one in question.
    Revoked(RevokedEntry),
    /// Not revoked at that time for these reasons, but perhaps later.
    Clear(Reasons, Option<RevokedEntry>),
    /// The responder does not know the certificate.
    NotKnown,
}

impl Voice {
    pub(super) fn is(&self, other: &Self) -> bool {
        self.key.public_key_info() == other.key.public_key_info()
    }
}

impl Statement {
    /// Whether this ends a hold that `other` tells: the same key said so later.
    fn releases(&self, other: &Self) -> bool {
        let Verdict::Clear(reasons, _) = self.verdict else {
            return false;
        };
        self.made > other.made
            && self.voice.is(&other.voice)
            && !Reasons::HOLD.adds_to(reasons)
            && !self.tells_of_hold()
    }

    fn tells_of_hold(&self) -> bool {
        self.entry().is_some_and(RevokedEntry::is_hold)
    }

    /// The revocation that it tells of, at the time in question or later.
    fn entry(&self) -> Option<&RevokedEntry> {
        match &self.verdict {
            Verdict::Revoked(entry) | Verdict::Clear(_, Some(entry)) => Some(entry),
            Verdict::Clear(_, None) | Verdict::NotKnown => None,
        }
    }

    /// Orders what says the same, so that it does not matter in which order it came.
    fn rank(&self) -> Option<(Timestamp, Reverse<Timestamp>, crate::evidence::EvidenceId)> {
        let id = self.evidence.first()?.id;
        Some((self.entry()?.counts_from(), Reverse(self.made), id))
    }
}

/// The statements put together, newest first.
pub(super) struct Statements {
    statements: Vec<Statement>,
    /// The reasons covered by the statements that may clear, and the time of the one that completed
    /// them.
    covered: Reasons,
    completed: Option<Timestamp>,
    /// When a responder that does not know the certificate said so last: it may be forged, and nothing older clears it.
    doubt: Option<Timestamp>,
    /// Why nothing clears: a budget ran out, or a signer who may have been entitled states a
    /// revocation.
    open: Option<RevocationGap>,
    gap: RevocationGap,
}

impl Statements {
    pub(super) fn new() -> Self {
        Self {
            statements: Vec::new(),
            covered: Reasons::NONE,
            completed: None,
            doubt: None,
            open: None,
            gap: RevocationGap::NoList,
        }
    }

    /// Keeps the most specific gap.
    pub(super) fn note(&mut self, gap: RevocationGap) {
        if matches!(gap, RevocationGap::TooMuchEvidence { .. }) {
            self.leave_open(gap);
        }
        self.gap = self.gap.max(gap);
    }

    /// Only what tells of a revocation decides from now on.
    pub(super) fn leave_open(&mut self, gap: RevocationGap) {
        self.open = self.open.max(Some(gap));
    }

    pub(super) fn add(&mut self, statement: Statement) {
        match statement.verdict {
            Verdict::NotKnown if self.doubt.is_none() => {
                self.doubt = Some(statement.made);
                self.note(RevocationGap::NotKnownToResponder);
            }
            Verdict::Clear(reasons, _) if self.believes(&statement) => {
                self.covered = self.covered.or(reasons);
                if self.completed.is_none() && !Reasons::ALL.adds_to(self.covered) {
                    self.completed = Some(statement.made);
                }
            }
            _ => {}
        }
        self.note(RevocationGap::OutOfScope);
        self.statements.push(statement);
    }

    /// Whether a statement made at this time is too old to clear or doubt anything. A revocation is
    /// never too old.
    pub(super) fn is_settled_for(&self, this_update: Timestamp) -> bool {
        self.completed.is_some_and(|made| this_update < made)
    }

    /// Whether a statement may clear.
    fn believes(&self, statement: &Statement) -> bool {
        statement.voice.may_clear && self.doubt.is_none_or(|doubt| statement.made > doubt)
    }

    pub(super) fn conclude(self) -> MemberStatus {
        let told = self.statements.iter();
        let told = told.filter(|statement| self.counts(statement));
        let (now, later): (Vec<&Statement>, Vec<_>) =
            told.partition(|told| matches!(told.verdict, Verdict::Revoked(_)));
        // A final revocation comes before a hold, which may end.
        let gravest = |told: &&Statement| (told.tells_of_hold(), told.rank());
        if let Some(status) = now.into_iter().min_by_key(gravest).and_then(revoked) {
            return status;
        }
        let later = later.into_iter().min_by_key(gravest);
        let later = later.and_then(|told| told.entry().copied());
        match self.open {
            Some(gap) => MemberStatus::unknown(gap),
            None => {
                let good = self.good(later);
                good.unwrap_or_else(|| MemberStatus::unknown(self.gap))
            }
        }
    }

    /// Whether the revocation that a statement contains counts, if it contains one.
    fn counts(&self, told: &Statement) -> bool {
        let mut others = self.statements.iter();
        match told.entry() {
            Some(entry) if entry.is_hold() => !others.any(|other| other.releases(told)),
            entry => entry.is_some(),
        }
    }

    /// Good, with what is needed of what clears, newest first.
    fn good(&self, revoked_later: Option<RevokedEntry>) -> Option<MemberStatus> {
        let clears = self.statements.iter().filter(|one| self.believes(one));
        let mut covered = Reasons::NONE;
        let mut needed: Vec<&Statement> = Vec::new();
        for statement in clears {
            let Verdict::Clear(reasons, _) = statement.verdict else {
                continue;
            };
            if reasons.adds_to(covered) {
                covered = covered.or(reasons);
                needed.push(statement);
            }
        }
        if Reasons::ALL.adds_to(covered) {
            return None;
        }
        let used = || needed.iter().filter_map(|one| one.evidence.first());
        let ends: Option<Vec<Timestamp>> = used().map(|used| used.next_update).collect();
        let status = RevocationStatus::Good {
            this_update: used().map(|used| used.this_update).min()?,
            next_update: ends.and_then(|ends| ends.into_iter().min()),
            revoked_later,
        };
        let evidence = needed.iter().flat_map(|one| one.evidence.clone());
        Some(MemberStatus {
            status,
            evidence: evidence.collect(),
        })
    }
}

fn revoked(told: &Statement) -> Option<MemberStatus> {
    let (entry, used) = (told.entry()?, told.evidence.first()?);
    let status = RevocationStatus::Revoked {
        at: entry.revoked_at,
        reason: entry.reason,
        invalidity_date: entry.invalidity_date,
        this_update: used.this_update,
        next_update: used.next_update,
    };
    Some(MemberStatus {
        status,
        evidence: told.evidence.clone(),
    })
}

impl RevokedEntry {
    /// Whether the certificate is only suspended: the one revocation that can end (RFC 5280, section 5.3.1).
    pub(super) fn is_hold(&self) -> bool {
        self.reason == RevocationReason::CertificateHold
    }
}

//! The known revocation of the members of a path.

use jiff::{SignedDuration, Timestamp};
use kyso_pki::{
    Certificate, EvidenceId, EvidenceUse, PathReport, RevocationGap, RevocationReason,
    RevocationStatus,
};

use super::{Inquiry, Question};
use crate::finding::Finding;
use crate::report::{EvidenceContent, EvidenceOrigin};

/// The status of the member at `depth`: an anchor is not revoked by anybody.
pub(super) fn status(report: &PathReport, depth: usize) -> RevocationStatus {
    let status = report.revocation.get(depth).copied();
    status.unwrap_or(RevocationStatus::Anchor)
}

/// A revocation of the member at `depth` after the time of the question: the date from which it counts, and why.
pub(super) fn later(report: &PathReport, depth: usize) -> Option<(Timestamp, RevocationReason)> {
    match status(report, depth) {
        RevocationStatus::Good {
            revoked_later: Some(entry),
            ..
        } => Some((entry.counts_from(), entry.reason)),
        _ => None,
    }
}

/// Revoked, when the same evidence that clears a certificate at the time `at` holds a revocation
/// later than `now`. Authorities write local time as UTC, and the date is when they processed the
/// revocation (RFC 5280, section 5.3).
fn foretold(status: &RevocationStatus, at: Timestamp, now: Timestamp) -> Option<RevocationStatus> {
    match *status {
        RevocationStatus::Good {
            this_update,
            next_update,
            revoked_later: Some(entry),
        } if entry.counts_from() > now && this_update <= at => Some(RevocationStatus::Revoked {
            at: entry.revoked_at,
            reason: entry.reason,
            invalidity_date: entry.invalidity_date,
            this_update,
            next_update,
        }),
        _ => None,
    }
}

/// When what cleared a certificate ended, if that was before `now`.
pub(crate) fn ended(status: &RevocationStatus, now: Timestamp) -> Option<Timestamp> {
    let RevocationStatus::Good {
        this_update,
        next_update,
        ..
    } = status
    else {
        return None;
    };
    let next = this_update.checked_add(A_DAY).unwrap_or(Timestamp::MAX);
    (next_update.unwrap_or(next) < now).then(|| next_update.unwrap_or(*this_update))
}

/// The finding that names the missing evidence for a certificate, where it may be had, and why the
/// evidence at hand is not enough.
pub(super) fn missing(certificate: &Certificate, gap: RevocationGap) -> Finding {
    let mut places = certificate.ocsp_urls();
    places.extend(certificate.crl_urls());
    Finding::RevocationUnknown {
        subject: certificate.subject_label(),
        gap,
        places,
    }
}

impl Inquiry<'_> {
    /// The time for which the source must be asked about a member with this status, if at all. A
    /// timestamp that nothing newer covers depends on the state of its authority until now.
    pub(super) fn unanswered(
        &self,
        question: &Question<'_>,
        status: &RevocationStatus,
    ) -> Option<Timestamp> {
        match status {
            RevocationStatus::Unknown(_) => Some(question.at),
            good if question.proof.is_none() && question.at < self.policy.at => {
                ended(good, self.policy.at).map(|_| self.policy.at)
            }
            _ => None,
        }
    }

    /// The report in which evidence that was left out is not reported as missing, and a certificate
    /// with a revocation date to come is revoked.
    pub(super) fn explained(&self, question: &Question<'_>, mut report: PathReport) -> PathReport {
        for status in &mut report.revocation {
            if let Some(revoked) = foretold(status, question.at, self.policy.at) {
                *status = revoked;
            }
        }
        let links = report.chain.iter().zip(report.chain.iter().skip(1));
        for ((certificate, issuer), status) in links.zip(&mut report.revocation) {
            let missing = *status == RevocationStatus::Unknown(RevocationGap::NoList);
            if missing && self.holds_about(certificate, issuer) {
                *status = RevocationStatus::Unknown(RevocationGap::LeftOut);
            }
        }
        report
    }

    /// Whether there is a list or a response about the certificate, whatever it is worth.
    fn holds_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let mut lists = self.pool.crls.iter();
        let mut responses = self.pool.ocsp_responses.iter();
        lists.any(|known| known.item.is_from(issuer))
            || responses.any(|known| known.item.entry_for(certificate, issuer).is_some())
    }

    /// Notes a list or response, and who signed it.
    pub(super) fn note_evidence(&mut self, used: &EvidenceUse) {
        self.note_certificate(&used.signer);
        match used.id {
            EvidenceId::Crl(sha256) => {
                let known = self.pool.crls.find(&sha256);
                let stored = self
                    .store
                    .crls()
                    .iter()
                    .find(|list| list.sha256() == sha256);
                let list = known.map(|known| &known.item).or(stored);
                let stored = stored.map(|_| EvidenceOrigin::Store);
                let origins = known.into_iter().flat_map(|known| known.origins());
                let origins: Vec<_> = origins.chain(stored).collect();
                if let Some(list) = list.cloned() {
                    self.used.note(sha256, EvidenceContent::Crl(list), origins);
                }
            }
            EvidenceId::Ocsp(sha256) => {
                let known = self.pool.ocsp_responses.find(&sha256);
                let mut stored = self.store.ocsp_responses().iter();
                let stored = stored.find(|response| response.sha256() == sha256);
                let response = known.map(|known| &known.item).or(stored);
                let stored = stored.map(|_| EvidenceOrigin::Store);
                let origins = known.into_iter().flat_map(|known| known.origins());
                let origins: Vec<_> = origins.chain(stored).collect();
                if let Some(response) = response.cloned() {
                    let content = EvidenceContent::Ocsp(response);
                    self.used.note(sha256, content, origins);
                }
            }
        }
    }

    pub(super) fn note_certificate(&mut self, certificate: &Certificate) {
        let sha256 = certificate.sha256();
        let known = self.pool.certificates.find(&sha256);
        let stored = self.is_stored(certificate).then_some(EvidenceOrigin::Store);
        let origins: Vec<_> = known
            .into_iter()
            .flat_map(|known| known.origins())
            .chain(stored)
            .collect();
        let content = EvidenceContent::Certificate(certificate.clone());
        self.used.note(sha256, content, origins);
    }
}

/// How long what names no end is taken for the present state.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

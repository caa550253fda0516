//! What is known about the revocation of the members of a path.

use jiff::Timestamp;
use kyso_pki::{
    Certificate, EvidenceId, PathReport, RevocationGap, RevocationReason, RevocationStatus,
};

use super::admission::Ends;
use super::{Inquiry, Question};
use crate::finding::Finding;
use crate::report::{EvidenceContent, EvidenceOrigin};

/// The status of the member at `depth` for the time `at`: an anchor is not revoked by anybody.
pub(super) fn status(report: &PathReport, depth: usize, at: Timestamp) -> RevocationStatus {
    match report.revocation.get(depth).copied() {
        None => RevocationStatus::Anchor,
        Some(RevocationStatus::Revoked { at: revoked, .. }) if revoked > at => {
            RevocationStatus::Good {
                this_update: revoked,
                next_update: None,
            }
        }
        Some(status) => status,
    }
}

/// A revocation of the member at `depth` after the time `at`.
pub(super) fn later(
    report: &PathReport,
    depth: usize,
    at: Timestamp,
) -> Option<(Timestamp, RevocationReason)> {
    match report.revocation.get(depth).copied() {
        Some(RevocationStatus::Revoked {
            at: revoked,
            reason,
        }) if revoked > at => Some((revoked, reason)),
        _ => None,
    }
}

/// Whether a certificate revoked for this reason still has a key that nobody else holds.
pub(crate) fn keeps_the_key(reason: RevocationReason) -> bool {
    matches!(
        reason,
        RevocationReason::AffiliationChanged
            | RevocationReason::Superseded
            | RevocationReason::CessationOfOperation
    )
}

/// What is missing for a certificate, where it may be had, and why what is there does not do.
pub(super) fn missing(certificate: &Certificate, gap: RevocationGap) -> Finding {
    let mut places = certificate.ocsp_urls();
    places.extend(certificate.crl_urls());
    Finding::RevocationUnknown {
        subject: certificate.subject_display(),
        gap,
        places,
    }
}

impl Inquiry<'_> {
    /// Notes when members of the path lost their authority by a revocation after the time of the question. Says
    /// whether that is news.
    pub(super) fn note_ends(
        &self,
        report: &PathReport,
        question: &Question<'_>,
        ends: &mut Ends,
    ) -> bool {
        let mut news = false;
        for (depth, certificate) in report.chain.iter().enumerate().skip(1) {
            let revoked = later(report, depth, question.at).filter(|(at, _)| *at <= self.policy.at);
            if let Some((at, _)) = revoked {
                news |= ends.insert(certificate.sha256(), at).is_none();
            }
        }
        news
    }

    /// The time for which the source must be asked about a member with this status, if at all. A timestamp that
    /// nothing newer covers depends on what became of its authority until now.
    pub(super) fn unanswered(
        &self,
        question: &Question<'_>,
        status: &RevocationStatus,
    ) -> Option<Timestamp> {
        match status {
            RevocationStatus::Unknown(_) => Some(question.at),
            RevocationStatus::Good { next_update, .. }
                if question.proof.is_none() && question.at < self.policy.at =>
            {
                let fresh = next_update.is_none_or(|next| next >= self.policy.at);
                (!fresh).then_some(self.policy.at)
            }
            _ => None,
        }
    }

    /// The lists and responses that decide about the member at `depth`.
    pub(super) fn decided_by(&self, report: &PathReport, depth: usize) -> Vec<EvidenceId> {
        let Some(issuer) = report.chain.get(depth + 1) else {
            return Vec::new();
        };
        let pooled = self.pool.crls.iter().map(|known| &known.item);
        let lists = pooled.chain(self.store.crls());
        let signed =
            lists.filter(|list| list.is_from(issuer) && list.is_signed_by(issuer).unwrap_or(false));
        signed.map(|list| EvidenceId::Crl(list.sha256())).collect()
    }

    pub(super) fn note_evidence(&mut self, id: EvidenceId) {
        match id {
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
                let Some(known) = self.pool.ocsp_responses.find(&sha256) else {
                    return;
                };
                let origins: Vec<_> = known.origins().collect();
                let content = EvidenceContent::Ocsp(known.item.clone());
                self.used.note(sha256, content, origins);
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

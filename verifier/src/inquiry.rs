//! Questions about certificates: to the trust store, with the evidence at hand, and where that does not do, with what the
//! source of evidence has (EN 319 102-1, 5.2.6 and 5.6.2.1).

mod admission;
mod algorithms;
mod answer;
mod judging;
mod objections;
mod question;
mod revocation;
mod settling;
mod statement;

use std::collections::HashSet;

use kyso_pki::{
    Certificate, Evidence, PathReport, PathRequest, Purpose, RevocationGap, RevocationStatus,
    StoreScope,
};

pub(crate) use algorithms::algorithm_use;
pub(crate) use answer::Answer;
use question::Asked;
pub(crate) use question::{Inquiry, Question};
pub(crate) use revocation::ended;
use settling::Settled;

use crate::evidence::FoundIn;
use crate::report::PathValidation;

impl Inquiry<'_> {
    /// Answers with the evidence at hand, and asks the source for missing evidence, a few times,
    /// because its answers may need evidence themselves.
    pub(crate) fn ask(&mut self, question: &Question<'_>) -> Answer {
        let mut settled = self.answer(question);
        for _ in 0..MAX_ROUNDS {
            if !self.fetch(question, &settled.report) {
                break;
            }
            settled = self.answer(question);
        }
        self.leave_open(question, &mut settled.report);
        self.judge(question, settled)
    }

    /// Most documents bring no evidence, and what came along with a signature is enough: then the answer does not depend
    /// on who else signed, and the store remembers it.
    fn answer(&self, question: &Question<'_>) -> Settled {
        if self.pool.crls.is_empty() && self.pool.ocsp_responses.is_empty() {
            let settled = self.answer_with(question, question.companions);
            if settled.is_complete() {
                return settled;
            }
        }
        self.answer_with(question, &self.candidates(question))
    }

    fn answer_with(&self, question: &Question<'_>, certificates: &[Certificate]) -> Settled {
        self.settle(&|_| true, |evidence| {
            let request = PathRequest::new(question.certificate, question.at, question.purpose)
                .with_certificates(certificates)
                .with_evidence(&evidence);
            self.store.answer(&request)
        })
    }

    /// Whether the file alone proves the path again, with what it holds by the revision `latest`; anchors excepted.
    pub(crate) fn is_held(&self, path: &PathValidation, purpose: Purpose, latest: usize) -> bool {
        let Some(target) = path.members.first() else {
            return false;
        };
        let is_early = |since: Option<usize>| since.is_some_and(|since| since <= latest);
        let certificates = self.pool.certificates.iter();
        let certificates = certificates.filter(|known| is_early(known.since));
        let certificates: Vec<Certificate> = certificates.map(|known| known.item.clone()).collect();
        let settled = self.settle(&is_early, |evidence| {
            let request = PathRequest::new(&target.certificate, path.at, purpose)
                .with_certificates(&certificates)
                .with_evidence(&evidence)
                .with_scope(StoreScope::Anchors);
            self.store.answer(&request)
        });
        settled.report.is_valid()
    }

    /// The certificates that came along first, then those that the source gave, then the rest; each
    /// once. The trust store looks at a limited number, and anyone may put certificates into a
    /// file.
    fn candidates(&self, question: &Question<'_>) -> Vec<Certificate> {
        let pooled = self.pool.certificates.iter();
        let (given, found): (Vec<_>, Vec<_>) = pooled.partition(|known| known.from_source);
        let pooled = given.into_iter().chain(found).map(|known| &known.item);
        let mut seen = HashSet::new();
        let all = question.companions.iter().chain(pooled);
        all.filter(|certificate| seen.insert(certificate.sha256()))
            .cloned()
            .collect()
    }

    /// Asks the source for what the report misses. Says whether it gave anything new.
    fn fetch(&mut self, question: &Question<'_>, report: &PathReport) -> bool {
        if report.anchor.is_none() {
            return self.fetch_issuers(report);
        }
        let mut new = false;
        let links = report.chain.iter().zip(report.chain.iter().skip(1));
        for ((certificate, issuer), status) in links.zip(&report.revocation) {
            if let Some(time) = self.unanswered(question, status)
                && self.may_ask(Asked::about(certificate, issuer, time))
            {
                let evidence = self.source.revocation(certificate, issuer, time);
                new |= self.pool.add(evidence, FoundIn::Source);
            }
        }
        new
    }

    /// Asks for the issuers of everything that may lie below one that is missing: what lies in the file may have been put
    /// there to lead elsewhere.
    fn fetch_issuers(&mut self, report: &PathReport) -> bool {
        let mut new = false;
        for below in &report.open {
            if self.may_ask(Asked::for_issuers(below)) {
                let evidence = Evidence {
                    certificates: self.source.issuers(below),
                    ..Evidence::default()
                };
                new |= self.pool.add(evidence, FoundIn::Source);
            }
        }
        new
    }

    /// Whether a question may be put: each once, and not more than the budget allows.
    fn may_ask(&mut self, question: Asked) -> bool {
        if self.asked.contains(&question) || self.questions == 0 || !self.source.may_be_asked() {
            return false;
        }
        self.questions -= 1;
        self.asked.insert(question)
    }

    /// If the source could be asked and was not, the answer is unknown: an attacker could use up
    /// the budget so that a stolen key would go unnoticed.
    fn leave_open(&self, question: &Question<'_>, report: &mut PathReport) {
        if !self.source.may_be_asked() {
            return;
        }
        let limit = self.policy.evidence.questions;
        let links = report.chain.iter().zip(report.chain.iter().skip(1));
        for ((certificate, issuer), status) in links.zip(&mut report.revocation) {
            let was_asked = |time| {
                let question = Asked::about(certificate, issuer, time);
                self.asked.contains(&question) && !self.source.is_exhausted()
            };
            let open = self.unanswered(question, status);
            if open.is_some_and(|time| !was_asked(time)) {
                *status = RevocationStatus::Unknown(RevocationGap::TooMuchEvidence { limit });
            }
        }
    }
}

/// Rounds of questions about one certificate.
const MAX_ROUNDS: usize = 4;

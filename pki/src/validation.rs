//! From a certificate to a trust anchor, at a given time, with revocation (RFC 5280, section 6; EN 319 102-1,
//! clauses 5.2.6 and 5.6).
//!
//! The path and the revocation of its members are separate findings: a path may be sound while a list is missing.
//! The ways to anchors are found here, from the top (ADR 0019); OpenSSL validates them one at a time. Revocation is decided
//! here too, because lists have a time of their own.
//! Nothing here reads a clock or the network.

mod budget;
mod building;
mod certified;
mod explaining;
mod form;
mod revocation;
#[cfg(test)]
mod tests;
mod validating;

use jiff::Timestamp;

use budget::Budget;
use certified::Certified;
use revocation::RevocationInquiry;

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::ocsp::OcspResponse;
use crate::path::{
    EvidenceUse, PathProblem, PathReport, PathRequest, Purpose, RevocationGap, RevocationStatus,
    StoreScope, check_usage,
};
use crate::trust::TrustStore;

impl TrustStore {
    /// Looks for a path from `target` to an anchor at the time `at`, with `extra` certificates for the way, and for
    /// the revocation status of its members in the lists of the store.
    #[must_use]
    pub fn validate(
        &self,
        target: &Certificate,
        extra: &[Certificate],
        at: Timestamp,
        purpose: Purpose,
    ) -> PathReport {
        self.answer(&PathRequest::new(target, at, purpose).with_certificates(extra))
    }

    /// As [`TrustStore::validate`], with everything that can be said. Answers are remembered.
    #[must_use]
    pub fn answer(&self, request: &PathRequest<'_>) -> PathReport {
        self.answers().answer(request, || self.answer_anew(request))
    }

    /// The answer, and whether it holds for all times between the same moments ([`Answers`]).
    fn answer_anew(&self, request: &PathRequest<'_>) -> (PathReport, bool) {
        self.answer_within(request, Budget::new())
    }

    /// As [`TrustStore::answer_anew`], with a budget for signatures.
    fn answer_within(&self, request: &PathRequest<'_>, budget: Budget) -> (PathReport, bool) {
        let certified = Certified::new(self, request, budget);
        let inquiry = RevocationInquiry::new(&certified);
        let answer = building::answer(&certified, &inquiry);
        let mut report = answer.unwrap_or_else(|| explaining::report(&certified));
        let usage = || check_usage(request.target, request.purpose);
        report.problem = report.problem.or_else(usage);
        (report, !inquiry.is_dated())
    }

    /// Lists of the store that may be used.
    fn lists(&self, request: &PathRequest<'_>) -> &[Crl] {
        match request.scope {
            StoreScope::Everything => self.crls(),
            StoreScope::Anchors => &[],
        }
    }

    /// Responses of the store that may be used.
    fn responses(&self, request: &PathRequest<'_>) -> &[OcspResponse] {
        match request.scope {
            StoreScope::Everything => self.ocsp_responses(),
            StoreScope::Anchors => &[],
        }
    }
}

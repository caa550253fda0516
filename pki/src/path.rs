//! From a certificate to a trust anchor, at a given time, with revocation (RFC 5280, section 6; EN 319 102-1,
//! clauses 5.2.6 and 5.6).
//!
//! The path and the revocation of its members are separate findings: a path may be sound while a list is missing.
//! The ways to anchors are found here, from the top (ADR 0019); OpenSSL validates them one at a time. Revocation is decided
//! here too, because lists have a time of their own.
//! Nothing here reads a clock or the network.

mod answers;
mod budget;
mod building;
mod certified;
mod engine;
mod explaining;
mod form;
mod problem;
mod report;
mod revocation;
mod status;
#[cfg(test)]
mod tests;
mod usage;

use std::fmt;

use jiff::Timestamp;

pub(crate) use answers::Answers;
use budget::Budget;
use certified::Certified;
pub(crate) use engine::Engine;
pub use engine::PolicySettings;
pub use problem::{PathProblem, SubIndication};
pub use report::{ChainAlgorithm, PathReport};
use revocation::{Inquiry, MAX_AGE};
pub use status::{EvidenceUse, RevocationGap, RevocationStatus};
pub use usage::UsageProblem;
pub(crate) use usage::check_usage;

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::evidence::Evidence;
use crate::ocsp::OcspResponse;
use crate::trust::TrustStore;

/// What a certificate must be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signing documents: digitalSignature or contentCommitment, when key usage is restricted; an extended key usage
    /// that leaves room for documents; no authority (ADR 0020).
    DocumentSigning,
    /// Signing timestamps: the critical extended key usage timeStamping alone, and a key that issues nothing (RFC 3161,
    /// section 2.3).
    Timestamping,
    /// Anything: key usage of the target is not looked at.
    Any,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DocumentSigning => "signing documents",
            Self::Timestamping => "timestamps",
            Self::Any => "anything",
        })
    }
}

/// What of a trust store may be used for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreScope {
    /// Anchors, intermediates and lists.
    Everything,
    /// The anchors only: everything else must come with the question, as when it is asked whether a file holds all that
    /// it needs.
    Anchors,
}

/// One question to a trust store.
#[derive(Debug, Clone)]
pub struct PathRequest<'a> {
    target: &'a Certificate,
    certificates: &'a [Certificate],
    crls: &'a [Crl],
    evidence: Option<&'a Evidence>,
    at: Timestamp,
    evidence_at: Timestamp,
    purpose: Purpose,
    policies: PolicySettings,
    scope: StoreScope,
}

impl<'a> PathRequest<'a> {
    /// Certificates, lists and responses that are looked at, each. Real signatures offer fewer than ten. Who takes no
    /// more than this from a file keeps nothing out of sight, whatever strangers appended; what it costs has a limit of
    /// its own.
    pub const MAX_ITEMS: usize = 10_000;

    /// Asks about `target` at the time `at`.
    #[must_use]
    pub fn new(target: &'a Certificate, at: Timestamp, purpose: Purpose) -> Self {
        Self {
            target,
            certificates: &[],
            crls: &[],
            evidence: None,
            at,
            evidence_at: at,
            purpose,
            policies: PolicySettings::default(),
            scope: StoreScope::Everything,
        }
    }

    /// Offers further certificates for the path, such as those in a signature. They are never anchors; more than
    /// 10,000 are not looked at.
    #[must_use]
    pub fn with_certificates(mut self, certificates: &'a [Certificate]) -> Self {
        let end = certificates.len().min(Self::MAX_ITEMS);
        self.certificates = certificates.get(..end).unwrap_or_default();
        self
    }

    /// Offers further revocation lists; more than 10,000 are not looked at.
    #[must_use]
    pub fn with_crls(mut self, crls: &'a [Crl]) -> Self {
        let end = crls.len().min(Self::MAX_ITEMS);
        self.crls = crls.get(..end).unwrap_or_default();
        self
    }

    /// Offers what a file carries or a source found: certificates, lists and responses, as many as of each kind.
    #[must_use]
    pub fn with_evidence(mut self, evidence: &'a Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// The time for which the revocation is asked, when it is not the time of the question: usually now, with a
    /// question about the signing time. Lists and responses count that are in force at this time or were made later.
    #[must_use]
    pub fn with_evidence_at(mut self, time: Timestamp) -> Self {
        self.evidence_at = time;
        self
    }

    /// Certificate policies that must hold.
    #[must_use]
    pub fn with_policies(mut self, policies: PolicySettings) -> Self {
        self.policies = policies;
        self
    }

    /// What of the store may be used.
    #[must_use]
    pub fn with_scope(mut self, scope: StoreScope) -> Self {
        self.scope = scope;
        self
    }

    /// All certificates that were offered.
    fn certificates(&self) -> impl Iterator<Item = &'a Certificate> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.certificates);
        self.certificates
            .iter()
            .chain(found.iter().take(Self::MAX_ITEMS))
    }

    /// All lists that were offered.
    fn lists(&self) -> impl Iterator<Item = &'a Crl> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.crls);
        self.crls.iter().chain(found.iter().take(Self::MAX_ITEMS))
    }

    /// All responses that were offered.
    fn responses(&self) -> impl Iterator<Item = &'a OcspResponse> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.ocsp_responses);
        found.iter().take(Self::MAX_ITEMS)
    }
}

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
        let inquiry = Inquiry::new(&certified);
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

const VALID: i32 = openssl_sys::X509_V_OK;

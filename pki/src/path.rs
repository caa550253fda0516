//! From a certificate to a trust anchor, at a given time, with revocation (RFC 5280, section 6; EN 319 102-1,
//! clauses 5.2.6 and 5.6).
//!
//! The path and the revocation of its members are separate findings: a path may be sound while a list is missing.
//! OpenSSL builds and validates the path; revocation is decided here, because lists have a time of their own.
//! Nothing here reads a clock or the network.

mod answers;
mod engine;
mod form;
mod namesakes;
mod problem;
mod report;
mod revocation;
mod status;
mod usage;

use std::fmt;

use jiff::Timestamp;

pub(crate) use answers::Answers;
pub use engine::PolicySettings;
pub(crate) use engine::{Engine, Outcome, Task};
pub use problem::{PathProblem, SubIndication};
pub use report::{ChainAlgorithm, PathReport};
use revocation::{Inquiry, MAX_AGE, MemberStatus};
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

    /// Offers further certificates for the path, such as those in a signature. They are never anchors; more than 200
    /// are not looked at.
    #[must_use]
    pub fn with_certificates(mut self, certificates: &'a [Certificate]) -> Self {
        let end = certificates.len().min(MAX_CERTIFICATES);
        self.certificates = certificates.get(..end).unwrap_or_default();
        self
    }

    /// Offers further revocation lists; more than 200 are not looked at.
    #[must_use]
    pub fn with_crls(mut self, crls: &'a [Crl]) -> Self {
        let end = crls.len().min(MAX_CRLS);
        self.crls = crls.get(..end).unwrap_or_default();
        self
    }

    /// Offers what a file carries or a source found: certificates, lists and responses, at most 200 of each.
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
            .chain(found.iter().take(MAX_CERTIFICATES))
    }

    /// All lists that were offered.
    fn lists(&self) -> impl Iterator<Item = &'a Crl> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.crls);
        self.crls.iter().chain(found.iter().take(MAX_CRLS))
    }

    /// All responses that were offered.
    fn responses(&self) -> impl Iterator<Item = &'a OcspResponse> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.ocsp_responses);
        found.iter().take(MAX_RESPONSES)
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
        let (chain, problem) = self.build(request);
        let anchor = chain
            .last()
            .and_then(|last| self.anchor(last, request.purpose))
            .cloned();
        let problem = problem
            .or_else(|| form::check(&chain))
            .or_else(|| check_usage(request.target, request.purpose));
        let inquiry = Inquiry::new(self, request);
        let members = match &anchor {
            Some(_) => inquiry.of_chain(&chain),
            None => chain
                .iter()
                .map(|_| MemberStatus::unknown(RevocationGap::NoPath))
                .collect(),
        };
        let (revocation, evidence) = members
            .into_iter()
            .map(|member| (member.status, member.evidence))
            .unzip();
        let report = PathReport {
            chain,
            anchor,
            problem,
            revocation,
            evidence,
        };
        (report, !inquiry.is_dated())
    }

    /// The chain as far as it goes, target first, and what is wrong with it.
    fn build(&self, request: &PathRequest<'_>) -> (Vec<Certificate>, Option<PathProblem>) {
        let others: Vec<&Certificate> = self.others(request).collect();
        let first = self.build_from(request, self.engine(request.purpose), &others);
        let doubtful = first.1.as_ref().is_some_and(PathProblem::may_be_a_namesake);
        let Some(issuers) = doubtful
            .then(|| self.true_issuers(request.target, request))
            .flatten()
        else {
            return first;
        };
        let second = self.build_from(request, &issuers.engine, &issuers.others);
        match second
            .1
            .as_ref()
            .is_some_and(PathProblem::may_be_a_namesake)
        {
            true => first,
            false => second,
        }
    }

    fn build_from(
        &self,
        request: &PathRequest<'_>,
        engine: &Engine,
        others: &[&Certificate],
    ) -> (Vec<Certificate>, Option<PathProblem>) {
        let outcome = match validate(request.target, engine, others, (Some(request.at), request)) {
            Ok(outcome) => outcome,
            Err(problem) => return (vec![request.target.clone()], Some(problem)),
        };
        if outcome.code == VALID {
            return (self.certificates(&outcome, request), None);
        }
        // Without regard to time the same path may be sound: then time is all that is wrong with it, if anything; the
        // engine takes the last second of a validity period for expired (RFC 5280, section 4.1.2.5: inclusive).
        let timeless = match validate(request.target, engine, others, (None, request)) {
            Ok(outcome) => outcome,
            Err(problem) => return (vec![request.target.clone()], Some(problem)),
        };
        let chain = self.certificates(&timeless, request);
        let problem = match timeless.code {
            VALID => problem::out_of_time(&chain, request.at),
            code => Some(PathProblem::explain(code, timeless.depth, &chain)),
        };
        (chain, problem)
    }

    /// One validation of another certificate than the target, for the purpose of the request.
    fn run(
        &self,
        target: &Certificate,
        request: &PathRequest<'_>,
        time: Option<Timestamp>,
    ) -> Result<Outcome, PathProblem> {
        let others: Vec<&Certificate> = self.others(request).collect();
        let question = (time, request);
        let first = validate(target, self.engine(request.purpose), &others, question)?;
        let doubtful = (first.code != VALID).then(|| self.true_issuers(target, request));
        let Some(issuers) = doubtful.flatten() else {
            return Ok(first);
        };
        let second = validate(target, &issuers.engine, &issuers.others, question)?;
        Ok(if second.code == VALID { second } else { first })
    }

    /// Certificates that may stand between the target and an anchor.
    fn others<'a>(&'a self, request: &PathRequest<'a>) -> impl Iterator<Item = &'a Certificate> {
        let stored = match request.scope {
            StoreScope::Everything => self.intermediates(),
            StoreScope::Anchors => &[],
        };
        request.certificates().chain(stored)
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

    /// The engine's chain in this crate's certificates.
    fn certificates(&self, outcome: &Outcome, request: &PathRequest<'_>) -> Vec<Certificate> {
        let known = || {
            std::iter::once(request.target)
                .chain(self.others(request))
                .chain(self.anchors().iter().map(|anchor| &anchor.certificate))
        };
        let find = |der: Vec<u8>| {
            let known = known()
                .find(|certificate| certificate.der() == der)
                .cloned();
            known.or_else(|| Certificate::from_der(&der).ok())
        };
        let encoded = outcome
            .chain
            .iter()
            .map_while(|member| member.to_der().ok());
        encoded.map_while(find).collect()
    }
}

/// One validation; `None` for the time leaves validity periods out.
fn validate(
    target: &Certificate,
    engine: &Engine,
    others: &[&Certificate],
    (time, request): (Option<Timestamp>, &PathRequest<'_>),
) -> Result<Outcome, PathProblem> {
    let target = target.x509().map_err(|_| PathProblem::Unusable)?;
    let others = others.iter().filter_map(|other| other.x509().ok());
    let task = Task {
        time: time.map(Timestamp::as_second),
        policies: request.policies.clone(),
    };
    engine
        .validate(target, others, &task)
        .map_err(|_| PathProblem::Unusable)
}

const VALID: i32 = openssl_sys::X509_V_OK;

/// Real signatures offer fewer than ten.
const MAX_CERTIFICATES: usize = 200;
const MAX_CRLS: usize = 200;
const MAX_RESPONSES: usize = 200;

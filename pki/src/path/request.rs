//! A question to a trust store.

use std::fmt;

use jiff::Timestamp;

use super::engine::PolicySettings;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::evidence::Evidence;
use crate::ocsp::OcspResponse;

/// The purpose that a certificate must be good for.
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

/// The part of a trust store that may be used for an answer.
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
    pub(crate) target: &'a Certificate,
    pub(crate) certificates: &'a [Certificate],
    pub(crate) crls: &'a [Crl],
    pub(crate) evidence: Option<&'a Evidence>,
    pub(crate) at: Timestamp,
    pub(crate) evidence_at: Timestamp,
    pub(crate) purpose: Purpose,
    pub(crate) policies: PolicySettings,
    pub(crate) scope: StoreScope,
}

impl<'a> PathRequest<'a> {
    /// Certificates, lists and responses that are looked at, each. Real signatures offer fewer than
    /// ten. A caller that takes no more than this from a file overlooks nothing, however much an
    /// attacker appended; the cost has a limit of its own.
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

    /// Offers further certificates for the path, such as those in a signature. They are never
    /// anchors; beyond 10,000 they are ignored.
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

    /// Limits the part of the store that may be used.
    #[must_use]
    pub fn with_scope(mut self, scope: StoreScope) -> Self {
        self.scope = scope;
        self
    }

    /// All certificates that were offered.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = &'a Certificate> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.certificates);
        self.certificates
            .iter()
            .chain(found.iter().take(Self::MAX_ITEMS))
    }

    /// All lists that were offered.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &'a Crl> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.crls);
        self.crls.iter().chain(found.iter().take(Self::MAX_ITEMS))
    }

    /// All responses that were offered.
    pub(crate) fn responses(&self) -> impl Iterator<Item = &'a OcspResponse> + use<'a> {
        let found = self.evidence.map_or(&[][..], |found| &found.ocsp_responses);
        found.iter().take(Self::MAX_ITEMS)
    }
}

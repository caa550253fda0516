//! Revocation of the members of a path, from lists (RFC 5280, section 6.3) and responses (RFC 6960, section 3.2).
//!
//! What counts for a time is either in force at that time or was made after it, and only the key that issued a
//! certificate, or whom it let speak, clears it. What says "revoked" since before the time settles the matter whatever
//! its age and whichever key of the issuer signed it, unless it is a hold that the same key ended later. Nothing old
//! clears. Lists split by reason add up; delta lists refine their base.

mod finding;
mod lists;
mod responses;
mod signers;
mod time;

use std::cell::Cell;
use std::cmp::Reverse;

use jiff::Timestamp;

use super::{EvidenceUse, PathRequest, RevocationGap, RevocationStatus};
use crate::certificate::Certificate;
use crate::crl::{Crl, DistributionPoint, Reasons};
use crate::evidence::EvidenceId;
use crate::ocsp::{CertificateStatus, OcspEntry, OcspResponse};
use crate::trust::TrustStore;
use finding::{Finding, Statement};
pub(super) use time::MAX_AGE;

/// All that may be used to answer one question.
pub(super) struct Inquiry<'a> {
    store: &'a TrustStore,
    request: &'a PathRequest<'a>,
    /// Delta lists and others.
    lists: Vec<&'a Crl>,
    responses: Vec<&'a OcspResponse>,
    consulted: Cell<usize>,
    paths: Cell<usize>,
    signatures: Cell<usize>,
    dated: Cell<bool>,
}

/// The status of one certificate and what it rests on, the deciding list or response first.
pub(super) struct MemberStatus {
    pub(super) status: RevocationStatus,
    pub(super) evidence: Vec<EvidenceUse>,
}

/// A list or a response that is about a certificate.
#[derive(Clone, Copy)]
enum Item<'a> {
    /// With the reasons that it covers for the certificate; none when it is out of scope.
    List(&'a Crl, Reasons),
    Response(&'a OcspResponse, &'a OcspEntry),
}

impl<'a> Inquiry<'a> {
    pub(super) fn new(store: &'a TrustStore, request: &'a PathRequest<'a>) -> Self {
        Self {
            store,
            request,
            lists: request.lists().chain(store.lists(request)).collect(),
            responses: request
                .responses()
                .chain(store.responses(request))
                .collect(),
            consulted: Cell::new(0),
            paths: Cell::new(0),
            signatures: Cell::new(0),
            dated: Cell::new(false),
        }
    }

    /// The status of every member but the last, which is the anchor.
    pub(super) fn of_chain(&self, chain: &[Certificate]) -> Vec<MemberStatus> {
        self.of_members(chain, self.request.evidence_at, 0)
    }

    /// Whether the outcome depends on how a time lies to the date of a revocation.
    pub(super) fn is_dated(&self) -> bool {
        self.dated.get()
    }

    fn of_members(
        &self,
        chain: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Vec<MemberStatus> {
        let below_anchor = chain.split_last().map_or(0, |(_, members)| members.len());
        (0..below_anchor)
            .filter_map(|depth| chain.get(depth..))
            .map(|upwards| self.of_certificate(upwards, at, nesting))
            .collect()
    }

    /// The status of the first member of `upwards`; the others are the path above it.
    fn of_certificate(
        &self,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> MemberStatus {
        let [certificate, issuer, ..] = upwards else {
            return MemberStatus::unknown(RevocationGap::NoPath);
        };
        let Ok(points) = DistributionPoint::of(certificate) else {
            return MemberStatus::unknown(RevocationGap::MalformedCertificate);
        };
        let mut finding = Finding::new();
        if self.has_namesake(certificate, issuer) {
            finding.note(RevocationGap::WrongCertificate);
        }
        for item in self.items_about(certificate, issuer, &points) {
            if finding.is_settled_for(item.this_update()) && !item.tells_of_revocation(certificate)
            {
                continue;
            }
            match self.consult(&item, upwards, at, nesting) {
                Ok(statement) => finding.add(statement),
                Err(gap) => finding.note(gap),
            }
        }
        finding.conclude()
    }

    /// The lists and responses about `certificate`, newest first.
    fn items_about(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        points: &[DistributionPoint],
    ) -> Vec<Item<'a>> {
        let tells = |list: &Crl| lists::tells_of_revocation(list, certificate);
        let telling = |list: &&&Crl| !list.is_delta() || tells(list);
        let lists = self.lists.iter().filter(telling).filter_map(|list| {
            let reasons = lists::reasons_for(list, certificate, points)?;
            Some(Item::List(list, reasons))
        });
        let responses = self.responses.iter().flat_map(|response| {
            let entries = response.entries_for(certificate, issuer).into_iter();
            entries.map(|entry| Item::Response(response, entry))
        });
        let mut items: Vec<Item<'a>> = lists.chain(responses).collect();
        items.sort_by_key(|item| Reverse(item.this_update()));
        items
    }

    /// Whether a response is about the serial number of `certificate`, but under another issuer.
    fn has_namesake(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        self.responses.iter().any(|response| {
            response.has_serial(certificate) && response.entry_for(certificate, issuer).is_none()
        })
    }

    /// What one list or response says, or why it cannot say anything.
    fn consult(
        &self,
        item: &Item<'_>,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Statement, RevocationGap> {
        self.count(&self.consulted, MAX_CONSULTED)?;
        let statement = match *item {
            Item::List(list, reasons) => self.ask_list(list, reasons, upwards, at, nesting),
            Item::Response(response, entry) => {
                self.ask_response(response, entry, upwards, at, nesting)
            }
        }?;
        // What ran out while the signer was looked at must not pass for an answer about it.
        self.check_budget(&self.consulted, MAX_CONSULTED)?;
        self.check_budget(&self.paths, MAX_PATHS)?;
        self.check_budget(&self.signatures, MAX_SIGNATURES)?;
        Ok(statement)
    }

    fn count(&self, counter: &Cell<usize>, limit: usize) -> Result<(), RevocationGap> {
        counter.set(counter.get().saturating_add(1));
        self.check_budget(counter, limit)
    }

    fn check_budget(&self, counter: &Cell<usize>, limit: usize) -> Result<(), RevocationGap> {
        match counter.get() > limit {
            true => Err(RevocationGap::TooMuchEvidence { limit }),
            false => Ok(()),
        }
    }
}

impl MemberStatus {
    pub(super) fn unknown(gap: RevocationGap) -> Self {
        Self {
            status: RevocationStatus::Unknown(gap),
            evidence: Vec::new(),
        }
    }
}

impl Item<'_> {
    fn this_update(&self) -> Timestamp {
        match self {
            Self::List(list, _) => list.this_update(),
            Self::Response(_, entry) => entry.this_update,
        }
    }

    /// Whether it tells of a revocation, whatever it is worth.
    fn tells_of_revocation(&self, certificate: &Certificate) -> bool {
        match self {
            Self::List(list, _) => lists::tells_of_revocation(list, certificate),
            Self::Response(_, entry) => matches!(entry.status, CertificateStatus::Revoked(_)),
        }
    }
}

impl EvidenceUse {
    fn of_list(list: &Crl, signer: &Certificate) -> Self {
        Self {
            id: EvidenceId::Crl(list.sha256()),
            signer: signer.clone(),
            signature: list.signature_algorithm(),
            this_update: list.this_update(),
            next_update: list.next_update(),
        }
    }

    fn of_response(response: &OcspResponse, entry: &OcspEntry, signer: &Certificate) -> Self {
        Self {
            id: EvidenceId::Ocsp(response.sha256()),
            signer: signer.clone(),
            signature: response.signature_algorithm(),
            this_update: entry.this_update,
            next_update: entry.next_update,
        }
    }
}

/// Lists and responses consulted for one question, those about signers included; real questions need fewer than ten.
const MAX_CONSULTED: usize = 5000;

/// Paths of signers validated for one question.
const MAX_PATHS: usize = 64;

/// Signatures on lists that are tried for one question with keys from outside the path: everybody may put lists and
/// certificates of one name into a file.
const MAX_SIGNATURES: usize = 500;

/// Signers whose own revocation depends on further signers outside the path.
const MAX_NESTING: usize = 2;

//! Revocation of the members of a path, from lists (RFC 5280, section 6.3) and responses (RFC 6960, section 3.2).
//!
//! A statement counts for a time if it is in force at that time or was made after it. Only the key
//! that issued a certificate, or a key that it authorised, clears the certificate. A revocation
//! since before the time settles the matter at any age, whichever key of the issuer signed it,
//! unless it is a hold that the same key ended later. Nothing old clears. Lists split by reason add
//! up; delta lists refine their base.

mod inquiry;
mod lists;
mod responses;
mod signers;
mod statements;
mod time;

use std::cmp::Reverse;

use jiff::Timestamp;

use super::{EvidenceUse, RevocationGap};
use crate::certificate::Certificate;
use crate::crl::{Crl, DistributionPoint, Reasons, RevokedEntry};
use crate::evidence::EvidenceId;
use crate::ocsp::{CertificateStatus, OcspEntry, OcspResponse};
pub(super) use inquiry::{MemberStatus, RevocationInquiry};
use signers::Signer;
use statements::{Statement, Statements};

/// A list or a response that is about a certificate.
#[derive(Clone, Copy)]
enum Item<'a> {
    /// With the reasons that it covers for the certificate; none when it is out of scope.
    List(&'a Crl, Reasons),
    Response(&'a OcspResponse, &'a OcspEntry),
}

impl<'a> RevocationInquiry<'a> {
    /// The status of every member but the last, which is the anchor.
    pub(super) fn of_chain(&self, chain: &[Certificate]) -> Vec<MemberStatus> {
        self.of_members(chain, self.certified.request().evidence_at, 0)
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
        let mut statements = Statements::new();
        if self.has_namesake(certificate, issuer) {
            statements.note(RevocationGap::WrongCertificate);
        }
        let items = self.items_about(certificate, issuer, &points);
        // The statement that ends a hold may be older than the one that settles the rest.
        let held = items.iter().any(|item| item.tells_of_hold(certificate));
        for item in items {
            let told = || item.entry(certificate).is_some();
            if !held && statements.is_settled_for(item.this_update()) && !told() {
                continue;
            }
            match self.consult(&item, upwards, at, nesting) {
                Ok(statement) => statements.add(statement),
                // A certified key signed it. Whether its holder was revoked is open, and so is the
                // statement.
                Err(gap @ RevocationGap::SignerUnknown)
                    if item
                        .entry(certificate)
                        .is_some_and(|entry| self.counts(&entry, at)) =>
                {
                    statements.leave_open(gap);
                }
                Err(gap) => statements.note(gap),
            }
        }
        // When the budget ran out before all signers were found, the gap must not read "no
        // certified key signed it".
        if let Err(gap) = self.check_complete() {
            statements.note(gap);
        }
        statements.conclude()
    }

    /// The lists and responses about `certificate`, newest first.
    fn items_about(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        points: &[DistributionPoint],
    ) -> Vec<Item<'a>> {
        let tells = |list: &Crl| lists::told_revocation(list, certificate).is_some();
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

    /// The statement of one list or response, or why it makes none.
    fn consult(
        &self,
        item: &Item<'_>,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Statement, RevocationGap> {
        let statement = match *item {
            Item::List(list, reasons) => self.ask_list(list, reasons, upwards, at, nesting),
            Item::Response(response, entry) => {
                self.ask_response(response, entry, upwards, at, nesting)
            }
        }?;
        // A budget that ran out while the signer was looked at must not pass for an answer about
        // it.
        self.check_paths()?;
        self.certified.budget.check()?;
        Ok(statement)
    }

    /// Whether all that might tell of a revocation was looked at.
    ///
    /// # Errors
    /// When a limit was reached.
    pub(super) fn check_complete(&self) -> Result<(), RevocationGap> {
        self.check_paths()?;
        self.certified.check_complete()
    }

    fn count_path(&self) -> Result<(), RevocationGap> {
        self.paths.set(self.paths.get().saturating_add(1));
        self.check_paths()
    }

    fn check_paths(&self) -> Result<(), RevocationGap> {
        match self.paths.get() > MAX_PATHS {
            true => Err(RevocationGap::TooMuchEvidence { limit: MAX_PATHS }),
            false => Ok(()),
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

    /// The revocation that it tells of, whatever it is worth.
    fn entry(&self, certificate: &Certificate) -> Option<RevokedEntry> {
        match self {
            Self::List(list, _) => lists::told_revocation(list, certificate),
            Self::Response(_, entry) => match entry.status {
                CertificateStatus::Revoked(entry) => Some(entry),
                _ => None,
            },
        }
    }

    fn tells_of_hold(&self, certificate: &Certificate) -> bool {
        let entry = self.entry(certificate);
        entry.is_some_and(|entry| entry.is_hold())
    }
}

impl EvidenceUse {
    fn of_list(list: &Crl, signer: &Signer) -> Self {
        Self {
            id: EvidenceId::Crl(list.sha256()),
            signer: signer.certificate.clone(),
            above: signer.above.clone(),
            signature: list.signature_algorithm(),
            this_update: list.this_update(),
            next_update: list.next_update(),
        }
    }

    fn of_response(response: &OcspResponse, entry: &OcspEntry, signer: &Signer) -> Self {
        Self {
            id: EvidenceId::Ocsp(response.sha256()),
            signer: signer.certificate.clone(),
            above: signer.above.clone(),
            signature: response.signature_algorithm(),
            this_update: entry.this_update,
            next_update: entry.next_update,
        }
    }
}

/// Paths of signers validated for one question, all of them certified by an anchor; real questions need one or two.
const MAX_PATHS: usize = 64;

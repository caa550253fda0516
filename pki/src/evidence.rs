//! Certificates, revocation lists and OCSP responses that help to answer a question, and where more may come from.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::crl::{Crl, DistributionPoint};
use crate::ocsp::OcspResponse;

/// Evidence that a file carries, a responder gave or a bundle kept. None of it is trusted: it is
/// checked when it is used.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Certificates for the way to an anchor. They are never anchors.
    pub certificates: Vec<Certificate>,
    /// Revocation lists.
    pub crls: Vec<Crl>,
    /// OCSP responses.
    pub ocsp_responses: Vec<OcspResponse>,
}

/// One list or response, by the SHA-256 of its DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceId {
    /// A revocation list ([`Crl::sha256`]).
    Crl([u8; 32]),
    /// An OCSP response ([`OcspResponse::sha256`]).
    Ocsp([u8; 32]),
}

/// A source of evidence that is not at hand: the network, a cache, a bundle.
pub trait EvidenceSource: Send + Sync {
    /// Evidence about `certificate`, which `issuer` issued, that is usable for the time `at`: in force at `at`, or
    /// made after it. Empty when there is none.
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence;

    /// Certificates that may have issued `certificate`.
    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate>;

    /// Whether there is anybody to ask: where there is, a question that had to be left out is no answer.
    fn may_be_asked(&self) -> bool {
        true
    }

    /// Whether a budget of its own kept it from asking everything that it was to ask.
    fn is_exhausted(&self) -> bool {
        false
    }

    /// The origin of evidence that this source gave, by the SHA-256 of its DER; reports and bundles
    /// show it (F10).
    fn fetched(&self, _sha256: &[u8; 32]) -> Option<Fetched> {
        None
    }
}

/// When and where from evidence was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The address of the server.
    pub url: String,
    /// When it answered; for what a cache kept, the time of that answer.
    pub at: Timestamp,
}

/// No source at all: what is at hand must do.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSource;

impl Evidence {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsp_responses.is_empty()
    }

    /// Adds what is not there yet, in order.
    pub fn merge(&mut self, other: Self) {
        add_new(
            &mut self.certificates,
            other.certificates,
            Certificate::sha256,
        );
        add_new(&mut self.crls, other.crls, Crl::sha256);
        add_new(
            &mut self.ocsp_responses,
            other.ocsp_responses,
            OcspResponse::sha256,
        );
    }
}

impl EvidenceSource for Evidence {
    /// The lists of the issuer, or of the CRL issuer that the certificate names instead, the
    /// responses about the certificate, and all certificates, of which one may be a responder's.
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        let usable = |this_update: Timestamp, next_update: Option<Timestamp>| {
            this_update > at || next_update.is_none_or(|next_update| next_update >= at)
        };
        let points = DistributionPoint::of(certificate).unwrap_or_default();
        let crls = self.crls.iter().filter(|list| {
            let issuer = |point: &DistributionPoint| point.allows_issuer(certificate, list);
            points.iter().any(issuer) && usable(list.this_update(), list.next_update())
        });
        let responses = self.ocsp_responses.iter().filter(|response| {
            let entry = response.entry_for(certificate, issuer);
            entry.is_some_and(|entry| usable(entry.this_update, entry.next_update))
        });
        Evidence {
            certificates: self.certificates.clone(),
            crls: crls.cloned().collect(),
            ocsp_responses: responses.cloned().collect(),
        }
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        let named = |other: &&Certificate| other.subject_key() == certificate.issuer_key();
        self.certificates.iter().filter(named).cloned().collect()
    }
}

impl EvidenceSource for NoSource {
    fn revocation(&self, _: &Certificate, _: &Certificate, _: Timestamp) -> Evidence {
        Evidence::default()
    }

    fn issuers(&self, _: &Certificate) -> Vec<Certificate> {
        Vec::new()
    }

    fn may_be_asked(&self) -> bool {
        false
    }
}

fn add_new<T>(known: &mut Vec<T>, more: Vec<T>, digest: fn(&T) -> [u8; 32]) {
    let mut seen: HashSet<[u8; 32]> = known.iter().map(digest).collect();
    known.extend(more.into_iter().filter(|item| seen.insert(digest(item))));
}

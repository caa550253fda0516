//! Which evidence counts: what somebody signed whose certificate has ended since must be proven to have existed before
//! that end, because nobody guards the key any more (EN 319 102-1, 5.6.2.2).

use jiff::Timestamp;
use kyso_pki::{
    Certificate, Crl, Evidence, EvidenceId, EvidenceUse, OcspResponse, PathReport,
    SignatureAlgorithm,
};

use super::{Inquiry, revocation};
use crate::evidence::Known;

/// Signers whose authority has ended, with the last moment of it.
#[derive(Debug, Default)]
pub(super) struct Ended(Vec<(Certificate, Timestamp)>);

/// Since when something is known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existence {
    /// The operator put it into the trust store.
    Vouched,
    /// Proven for this time.
    Proven(Timestamp),
    /// Not proven for any time before now.
    Unproven,
}

impl Ended {
    /// Says whether it is news.
    fn note(&mut self, signer: &Certificate, end: Timestamp) -> bool {
        let mut known = self.0.iter();
        if known.any(|(other, known)| other == signer && *known <= end) {
            return false;
        }
        self.0.push((signer.clone(), end));
        true
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Existence {
    pub(super) fn of(proof: Option<Timestamp>) -> Self {
        proof.map_or(Self::Unproven, Self::Proven)
    }

    /// Whether it existed at `end`, given that it exists at `now`.
    pub(super) fn is_before(self, end: Timestamp, now: Timestamp) -> bool {
        match self {
            Self::Vouched => true,
            Self::Proven(at) => at.min(now) <= end,
            Self::Unproven => now <= end,
        }
    }

    /// The proven time.
    pub(super) fn time(self) -> Option<Timestamp> {
        match self {
            Self::Proven(at) => Some(at),
            Self::Vouched | Self::Unproven => None,
        }
    }
}

impl Inquiry<'_> {
    /// The lists and responses at hand that are signed by an algorithm that still counted, and by nobody whose
    /// authority had ended before they are proven to have existed; `place` says which are wanted, by the revision since
    /// which timestamps cover them. Those of the trust store are not among them: they always count.
    pub(super) fn admitted(
        &self,
        ended: &Ended,
        place: &dyn Fn(Option<usize>) -> bool,
    ) -> Evidence {
        let crls = self.pool.crls.iter();
        let responses = self.pool.ocsp_responses.iter();
        Evidence {
            certificates: Vec::new(),
            crls: crls
                .filter(|known| place(known.since) && self.admits(known, ended))
                .map(|known| known.item.clone())
                .collect(),
            ocsp_responses: responses
                .filter(|known| place(known.since) && self.admits(known, ended))
                .map(|known| known.item.clone())
                .collect(),
        }
    }

    /// Notes the signers behind an answer who could no longer vouch for what it rests on, and authorities on the path
    /// that were revoked since. Says whether that is news.
    pub(super) fn note_ended(&self, report: &PathReport, ended: &mut Ended) -> bool {
        let mut news = false;
        for (depth, certificate) in report.chain.iter().enumerate().skip(1) {
            let revoked = revocation::later(report, depth);
            if let Some((at, _)) = revoked.filter(|(at, _)| *at <= self.policy.at) {
                news |= ended.note(certificate, at);
            }
        }
        for used in report.evidence.iter().flatten() {
            let Some((existence, from_source)) = self.existence_of(used) else {
                continue;
            };
            let end = self.end_of(&used.signer, report, from_source);
            if !existence.is_before(end, self.policy.at) {
                news |= ended.note(&used.signer, end);
            }
        }
        news
    }

    /// The earliest time at which an item of the pool is proven to have existed.
    pub(super) fn proof_of<T>(&self, known: &Known<T>) -> Option<Timestamp> {
        self.proofs.earliest(known.since?)
    }

    /// Since when a list or response exists, and whether the source gave it; `None` for those of the trust store.
    fn existence_of(&self, used: &EvidenceUse) -> Option<(Existence, bool)> {
        let (proof, from_source) = match &used.id {
            EvidenceId::Crl(sha256) => {
                let stored = |list: &Crl| list.sha256() == *sha256;
                if self.store.crls().iter().any(stored) {
                    return None;
                }
                let known = self.pool.crls.find(sha256)?;
                (self.proof_of(known), known.from_source)
            }
            EvidenceId::Ocsp(sha256) => {
                let stored = |response: &OcspResponse| response.sha256() == *sha256;
                if self.store.ocsp_responses().iter().any(stored) {
                    return None;
                }
                let known = self.pool.ocsp_responses.find(sha256)?;
                (self.proof_of(known), known.from_source)
            }
        };
        Some((Existence::of(proof), from_source))
    }

    fn admits<T: Statement>(&self, known: &Known<T>, ended: &Ended) -> bool {
        let proof = self.proof_of(known);
        let strong = known.item.algorithm().is_some_and(|algorithm| {
            let limit = self.policy.algorithms.signature(algorithm).end;
            limit.allows(proof.unwrap_or(self.policy.at))
        });
        // SHA-1 lists of authorities that the operator put into the store are met below the first root (F6).
        if !strong && !self.stored().any(|stored| known.item.names(stored)) {
            return false;
        }
        let existence = Existence::of(proof);
        !ended.0.iter().any(|(signer, end)| {
            !existence.is_before(*end, self.policy.at)
                && known.item.names(signer)
                && known.item.is_by(signer)
        })
    }

    /// The last moment at which `signer` could vouch for anything: its expiry or revocation, or those of who certified
    /// it, unless it is proven to be older than that. The source gives what it has checked in time, so that only a
    /// revocation ends it.
    fn end_of(&self, signer: &Certificate, report: &PathReport, from_source: bool) -> Timestamp {
        let own = self.own_end(signer, report, from_source);
        if self.is_stored(signer) || report.chain.contains(signer) {
            return own;
        }
        let existence = self.own_existence(signer);
        let issuers = self.issuers_of(signer, report);
        // Nobody knows how long such a signer could vouch.
        if issuers.is_empty() {
            return Timestamp::MIN;
        }
        let anchors = self.store.anchors().iter();
        let anchors: Vec<&Certificate> = anchors.map(|anchor| &anchor.certificate).collect();
        let limits = issuers
            .into_iter()
            .filter(|issuer| !anchors.contains(issuer))
            .map(|issuer| self.own_end(issuer, report, from_source))
            .filter(|end| !existence.is_before(*end, self.policy.at));
        limits.min().map_or(own, |end| end.min(own))
    }

    /// Expiry or revocation of one certificate.
    fn own_end(
        &self,
        certificate: &Certificate,
        report: &PathReport,
        from_source: bool,
    ) -> Timestamp {
        let expiry = match from_source {
            true => Timestamp::MAX,
            false => certificate.not_after(),
        };
        let depth = report.chain.iter().position(|member| member == certificate);
        let revoked = depth.and_then(|depth| revocation::later(report, depth));
        revoked.map_or(expiry, |(at, _)| at.min(expiry))
    }

    /// Members of the path whose key signed `signer`, else other certificates at hand that did. Names are not looked at:
    /// they can be written in many ways.
    fn issuers_of<'a>(
        &'a self,
        signer: &Certificate,
        report: &'a PathReport,
    ) -> Vec<&'a Certificate> {
        let signed = |other: &&Certificate| signer.is_signed_by(other).unwrap_or(false);
        let members: Vec<&Certificate> = report.chain.iter().skip(1).filter(signed).collect();
        if !members.is_empty() {
            return members;
        }
        let pooled = self.pool.certificates.iter().map(|known| &known.item);
        let others = self.stored().chain(pooled).take(MAX_ISSUERS);
        others.filter(signed).collect()
    }

    /// Whether `certificate` stands in the trust store.
    pub(super) fn is_stored(&self, certificate: &Certificate) -> bool {
        self.stored().any(|stored| stored == certificate)
    }

    pub(super) fn stored(&self) -> impl Iterator<Item = &Certificate> {
        let anchors = self.store.anchors().iter();
        let anchors = anchors.map(|anchor| &anchor.certificate);
        anchors.chain(self.store.intermediates())
    }
}

/// A signed statement about revocation.
trait Statement {
    /// Whether it names `certificate` as that of whoever signed it.
    fn names(&self, certificate: &Certificate) -> bool;
    /// Whether the key of `certificate` signed it.
    fn is_by(&self, certificate: &Certificate) -> bool;
    /// How it is signed.
    fn algorithm(&self) -> Option<SignatureAlgorithm>;
}

impl Statement for Crl {
    fn names(&self, certificate: &Certificate) -> bool {
        self.is_from(certificate)
    }

    fn is_by(&self, certificate: &Certificate) -> bool {
        self.is_signed_by(certificate).unwrap_or(false)
    }

    fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.signature_algorithm()
    }
}

impl Statement for OcspResponse {
    fn names(&self, certificate: &Certificate) -> bool {
        self.is_from(certificate)
    }

    fn is_by(&self, certificate: &Certificate) -> bool {
        self.is_signed_by(certificate).unwrap_or(false)
    }

    fn algorithm(&self) -> Option<SignatureAlgorithm> {
        self.signature_algorithm()
    }
}

/// Certificates that are tried as the issuer of one signer outside the path.
const MAX_ISSUERS: usize = 64;

//! Which evidence counts at all: what somebody signed whose certificate has ended since must be proven to have existed
//! before that end, because nobody guards the key any more (EN 319 102-1, 5.6.2.2).

use std::collections::HashMap;

use jiff::Timestamp;
use kyso_pki::{Certificate, Crl, Evidence, OcspResponse, SignatureAlgorithm};

use super::Inquiry;
use crate::evidence::Known;

/// The end of the authority of certificates that were revoked, by digest.
pub(super) type Ends = HashMap<[u8; 32], Timestamp>;

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

impl Existence {
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
    /// The lists and responses at hand that existed while whoever signed them could vouch for them, by an algorithm
    /// that still counted; `place` says which are wanted, by the revision since which timestamps cover them. Those of
    /// the trust store are not among them: they always count.
    pub(super) fn admitted(&self, ends: &Ends, place: &dyn Fn(Option<usize>) -> bool) -> Evidence {
        let crls = self.pool.crls.iter();
        let responses = self.pool.ocsp_responses.iter();
        Evidence {
            certificates: Vec::new(),
            crls: crls
                .filter(|known| place(known.since) && self.admits(known, ends))
                .map(|known| known.item.clone())
                .collect(),
            ocsp_responses: responses
                .filter(|known| place(known.since) && self.admits(known, ends))
                .map(|known| known.item.clone())
                .collect(),
        }
    }

    /// The earliest time at which an item of the pool is proven to have existed.
    pub(super) fn proof_of<T>(&self, known: &Known<T>) -> Option<Timestamp> {
        self.proofs.earliest(known.since?)
    }

    fn admits<T: Statement>(&self, known: &Known<T>, ends: &Ends) -> bool {
        let proof = self.proof_of(known);
        let existence = proof.map_or(Existence::Unproven, Existence::Proven);
        let makers = || self.makers(&known.item);
        let strong = known.item.algorithm().is_some_and(|algorithm| {
            let limit = self.policy.algorithms.signature(algorithm).end;
            limit.allows(proof.unwrap_or(self.policy.at))
        });
        // SHA-1 lists of authorities that the operator put into the store are met below the first root (F6).
        if !strong && !makers().any(|maker| self.is_stored(maker)) {
            return false;
        }
        let ended = |maker: &Certificate| {
            let end = self.end_of(maker, ends, known.from_source);
            !existence.is_before(end, self.policy.at)
        };
        if !makers().any(ended) {
            return true;
        }
        makers().any(|maker| !ended(maker) && known.item.is_by(maker))
    }

    /// Certificates at hand that may have signed `statement`, by name.
    fn makers<'a, T: Statement>(
        &'a self,
        statement: &'a T,
    ) -> impl Iterator<Item = &'a Certificate> {
        let pooled = self.pool.certificates.iter().map(|known| &known.item);
        let anchors = self
            .store
            .anchors()
            .iter()
            .map(|anchor| &anchor.certificate);
        let stored = anchors.chain(self.store.intermediates());
        pooled.chain(stored).filter(|other| statement.names(other))
    }

    /// The last moment at which `maker` could vouch for anything. The source gives what it has checked before that, so
    /// only a revocation ends it.
    fn end_of(&self, maker: &Certificate, ends: &Ends, from_source: bool) -> Timestamp {
        let revoked = ends.get(&maker.sha256()).copied();
        let expiry = match from_source {
            true => Timestamp::MAX,
            false => maker.not_after(),
        };
        revoked.map_or(expiry, |revoked| revoked.min(expiry))
    }

    /// Whether `certificate` stands in the trust store.
    pub(super) fn is_stored(&self, certificate: &Certificate) -> bool {
        let anchors = self.store.anchors().iter();
        let mut anchors = anchors.map(|anchor| &anchor.certificate);
        anchors.any(|anchor| anchor == certificate)
            || self.store.intermediates().contains(certificate)
    }
}

/// A signed statement about revocation.
pub(super) trait Statement {
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

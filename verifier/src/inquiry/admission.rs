//! Which evidence counts. Evidence signed with a certificate that has ended since must be proven to
//! have existed before that end, because the authority no longer guards the key (EN 319 102-1,
//! 5.6.2.2).

use jiff::Timestamp;
use kyso_pki::{Certificate, Crl, Evidence, EvidenceId, EvidenceUse, OcspResponse, PathReport};

use super::statement::Statement;
use super::{Inquiry, revocation};
use crate::evidence::{Items, Known};

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

/// Where a list or response came from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    /// The earliest time at which it is proven to have existed.
    proof: Option<Timestamp>,
    /// Whether the source says when it was fetched.
    fetched: bool,
    /// Whether the source gave it without saying when it was fetched.
    vouched: bool,
}

impl Origin {
    fn existence(self) -> Existence {
        Existence::of(self.proof)
    }
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
    /// The lists and responses at hand that are signed by an algorithm that still counted, and not
    /// by an authority that had ended before they are proven to have existed; `place` says which
    /// are wanted, by the revision since which timestamps cover them. Those of the trust store are
    /// not among them: they always count.
    ///
    /// Those that the source gave come first: the trust store looks at a limited number, and the
    /// file could hold so many that the source is never heard.
    pub(super) fn admitted(
        &self,
        ended: &Ended,
        place: &dyn Fn(Option<usize>) -> bool,
    ) -> Evidence {
        Evidence {
            certificates: Vec::new(),
            crls: self.chosen(&self.pool.crls, ended, place),
            ocsp_responses: self.chosen(&self.pool.ocsp_responses, ended, place),
        }
    }

    fn chosen<T: Statement + Clone>(
        &self,
        items: &Items<T>,
        ended: &Ended,
        place: &dyn Fn(Option<usize>) -> bool,
    ) -> Vec<T> {
        let items = items.iter();
        let items = items.filter(|known| place(known.since) && self.admits(known, ended));
        let (first, rest): (Vec<&Known<T>>, Vec<_>) = items.partition(|known| known.from_source);
        let items = first.into_iter().chain(rest);
        items.map(|known| known.item.clone()).collect()
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
            let Some(origin) = self.origin_of(used) else {
                continue;
            };
            let end = self.end_of(used, report, origin);
            if !origin.existence().is_before(end, self.policy.at) {
                news |= ended.note(&used.signer, end);
            }
        }
        news
    }

    /// The earliest time at which an item of the pool is proven to have existed.
    pub(super) fn proof_of<T>(&self, known: &Known<T>) -> Option<Timestamp> {
        self.proofs.earliest(known.since?)
    }

    /// The origin of a list or response, as far as it is known; `None` for those of the trust
    /// store.
    fn origin_of(&self, used: &EvidenceUse) -> Option<Origin> {
        match &used.id {
            EvidenceId::Crl(sha256) => {
                let stored = |list: &Crl| list.sha256() == *sha256;
                if self.store.crls().iter().any(stored) {
                    return None;
                }
                self.pool.crls.find(sha256).map(|known| self.origin(known))
            }
            EvidenceId::Ocsp(sha256) => {
                let stored = |response: &OcspResponse| response.sha256() == *sha256;
                if self.store.ocsp_responses().iter().any(stored) {
                    return None;
                }
                let known = self.pool.ocsp_responses.find(sha256);
                known.map(|known| self.origin(known))
            }
        }
    }

    /// Evidence from the source existed when it was fetched, if the source says when that was; else
    /// the source vouches for it.
    fn origin<T: Statement>(&self, known: &Known<T>) -> Origin {
        let fetched = match known.from_source {
            true => self.source.fetched(&known.item.digest()),
            false => None,
        };
        let fetched = fetched.map(|fetched| fetched.at);
        let proofs = [self.proof_of(known), fetched];
        Origin {
            proof: proofs.into_iter().flatten().min(),
            fetched: fetched.is_some(),
            vouched: known.from_source && fetched.is_none(),
        }
    }

    fn admits<T: Statement>(&self, known: &Known<T>, ended: &Ended) -> bool {
        let proof = self.origin(known).proof;
        let strong = known.item.algorithm().is_some_and(|algorithm| {
            let limit = self.policy.algorithms.signature(algorithm).end;
            limit.allows(proof.unwrap_or(self.policy.at))
        });
        // SHA-1 lists of authorities that the operator put into the store are met below the first root (F6).
        let tolerated =
            || known.item.is_sha1_list() && self.stored().any(|stored| known.item.names(stored));
        if !strong && !tolerated() {
            return false;
        }
        let existence = Existence::of(proof);
        !ended.0.iter().any(|(signer, end)| {
            !existence.is_before(*end, self.policy.at)
                && known.item.names(signer)
                && known.item.is_by(signer)
        })
    }

    /// The last moment at which a signer could vouch for anything: the end of its certificate by
    /// expiry or revocation, or that of its issuer, unless the certificate is proven to be older
    /// than that. For evidence that the source vouches for, only a revocation is an end.
    fn end_of(&self, used: &EvidenceUse, report: &PathReport, origin: Origin) -> Timestamp {
        let signer = &used.signer;
        let own = self.own_end(signer, report, origin.vouched);
        if self.is_stored(signer) || report.chain.contains(signer) {
            return own;
        }
        let existence = match self.own_existence(signer) {
            // Servers send the certificate of the signer along.
            Existence::Unproven if origin.fetched => origin.existence(),
            known => known,
        };
        // How long such a signer could vouch is not known.
        let Some(issuer) = used.above.first() else {
            return Timestamp::MIN;
        };
        let end = self.own_end(issuer, report, origin.vouched);
        let anchors = self.store.anchors().iter();
        let is_anchor = anchors
            .map(|anchor| &anchor.certificate)
            .any(|anchor| anchor == issuer);
        match is_anchor || existence.is_before(end, self.policy.at) {
            true => own,
            false => end.min(own),
        }
    }

    /// Expiry or revocation of one certificate.
    fn own_end(&self, certificate: &Certificate, report: &PathReport, vouched: bool) -> Timestamp {
        let expiry = match vouched {
            true => Timestamp::MAX,
            false => certificate.not_after(),
        };
        let depth = report.chain.iter().position(|member| member == certificate);
        let revoked = depth.and_then(|depth| revocation::later(report, depth));
        revoked.map_or(expiry, |(at, _)| at.min(expiry))
    }

    /// Whether the trust store holds `certificate`.
    pub(super) fn is_stored(&self, certificate: &Certificate) -> bool {
        self.stored().any(|stored| stored == certificate)
    }

    pub(super) fn stored(&self) -> impl Iterator<Item = &Certificate> {
        let anchors = self.store.anchors().iter();
        let anchors = anchors.map(|anchor| &anchor.certificate);
        anchors.chain(self.store.intermediates())
    }
}

//! Asks servers and tokens for a request, without keeping a processor from other requests meanwhile.

use jiff::Timestamp;
use kyso_online::{Attempt, TimestampAuthorities};
use kyso_pki::{
    Certificate, DigestAlgorithm, Evidence, EvidenceSource, Fetched, SignatureAlgorithm,
    TimestampAcceptance, TimestampSource, TimestampSourceError, TimestampToken,
};
use kyso_setup::ServerSource;
use kyso_signer::{KeyError, SigningKey, SigningToken};

use super::work_queue::WorkSlot;

/// A source of evidence that gives up its processor while it asks.
pub(super) struct YieldingSource<'a> {
    source: ServerSource<'a>,
    slot: &'a WorkSlot,
}

impl<'a> YieldingSource<'a> {
    /// Asks `source` for the work that has this slot.
    pub(super) fn new(source: ServerSource<'a>, slot: &'a WorkSlot) -> Self {
        Self { source, slot }
    }

    /// What was asked, where, and what came of it.
    pub(super) fn attempts(&self) -> Vec<Attempt> {
        self.source.attempts()
    }

    /// Waits without the processor, if there is anybody to wait for.
    fn wait<T>(&self, ask: impl FnOnce() -> T) -> T {
        match self.source.may_be_asked() {
            true => self.slot.yield_slot(ask),
            false => ask(),
        }
    }
}

impl EvidenceSource for YieldingSource<'_> {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        self.wait(|| self.source.revocation(certificate, issuer, at))
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.wait(|| self.source.issuers(certificate))
    }

    fn may_be_asked(&self) -> bool {
        self.source.may_be_asked()
    }

    fn is_exhausted(&self) -> bool {
        self.source.is_exhausted()
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<Fetched> {
        EvidenceSource::fetched(&self.source, sha256)
    }
}

/// Timestamp authorities, waited for without the processor.
pub(super) struct YieldingTimestampSource<'a> {
    authorities: &'a TimestampAuthorities,
    slot: &'a WorkSlot,
}

impl<'a> YieldingTimestampSource<'a> {
    /// Asks `authorities` for the work that has this slot.
    pub(super) fn new(authorities: &'a TimestampAuthorities, slot: &'a WorkSlot) -> Self {
        Self { authorities, slot }
    }
}

impl TimestampSource for YieldingTimestampSource<'_> {
    fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        self.slot
            .yield_slot(|| self.authorities.timestamp(algorithm, digest))
    }

    fn accepted_timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
        accept: &TimestampAcceptance<'_>,
    ) -> Result<TimestampToken, TimestampSourceError> {
        let ask = || {
            self.authorities
                .accepted_timestamp(algorithm, digest, accept)
        };
        self.slot.yield_slot(ask)
    }
}

/// A key that gives up its processor while its token signs, and while others wait for the token.
pub(super) struct YieldingKey<'a> {
    key: &'a dyn SigningKey,
    slot: &'a WorkSlot,
}

impl<'a> YieldingKey<'a> {
    /// Signs with `key` for the work that has this slot.
    pub(super) fn new(key: &'a dyn SigningKey, slot: &'a WorkSlot) -> Self {
        Self { key, slot }
    }
}

impl SigningKey for YieldingKey<'_> {
    fn certificate(&self) -> &Certificate {
        self.key.certificate()
    }

    fn chain(&self) -> &[Certificate] {
        self.key.chain()
    }

    /// A key in memory needs the processor itself.
    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let sign = || self.key.sign_digest(algorithm, digest);
        match self.token() {
            Some(_) => self.slot.yield_slot(sign),
            None => sign(),
        }
    }

    fn token(&self) -> Option<&SigningToken> {
        self.key.token()
    }

    fn default_algorithm(&self) -> Result<SignatureAlgorithm, KeyError> {
        self.key.default_algorithm()
    }
}

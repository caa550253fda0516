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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::sync::{Arc, Mutex, mpsc};
    use std::time::Duration;

    use kyso_pki::TrustStore;
    use kyso_verifier::{Policy, Verdict, verify};

    use super::*;
    use crate::work_queue::WorkQueue;

    /// A key that does something when it signs.
    struct Key {
        token: Option<SigningToken>,
        sign: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
    }

    impl Key {
        fn in_memory(sign: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Self {
            Self {
                token: None,
                sign: Box::new(sign),
            }
        }

        fn on_token(sign: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Self {
            Self {
                token: Some(SigningToken {
                    label: "Van thu".to_owned(),
                    manufacturer: String::new(),
                    model: String::new(),
                    serial: "01".to_owned(),
                }),
                ..Self::in_memory(sign)
            }
        }

        /// Signs for the work that has `slot`.
        fn signs_for(&self, slot: &WorkSlot) -> Vec<u8> {
            let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
            let signature = YieldingKey::new(self, slot).sign_digest(algorithm, &[0; 32]);
            signature.unwrap()
        }
    }

    impl SigningKey for Key {
        fn certificate(&self) -> &Certificate {
            panic!("signing needs no certificate");
        }

        fn chain(&self) -> &[Certificate] {
            &[]
        }

        fn sign_digest(&self, _: SignatureAlgorithm, _: &[u8]) -> Result<Vec<u8>, KeyError> {
            Ok((self.sign)())
        }

        fn token(&self) -> Option<&SigningToken> {
            self.token.as_ref()
        }
    }

    fn verified() -> Verdict {
        let document = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let trust = TrustStore::new([], Vec::new()).unwrap();
        let report = verify(document, &trust, &Policy::new(Timestamp::UNIX_EPOCH));
        report.unwrap().verdict
    }

    /// One slot, and a token that signs only after another document was verified.
    #[tokio::test]
    async fn a_token_that_signs_slowly_lets_another_verification_go_on() {
        let queue = WorkQueue::of_one_slot();
        let (finish, finished) = mpsc::channel();
        let finished = Mutex::new(finished);
        let key = Key::on_token(move || finished.lock().unwrap().recv().unwrap());
        let signing = queue.admit().unwrap();
        let signing = tokio::spawn(signing.run(move |slot| key.signs_for(slot)));
        let other = async {
            loop {
                match queue.admit() {
                    Ok(place) => break place.run(|_| verified()).await.unwrap(),
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        };
        let limit = Duration::from_secs(30);
        let verdict = tokio::time::timeout(limit, other).await;
        assert_eq!(verdict, Ok(Verdict::NotSigned));
        finish.send(b"signed".to_vec()).unwrap();
        assert_eq!(signing.await.unwrap().unwrap(), b"signed");
    }

    /// A key in memory computes, so that other work beside it would be one too many for the
    /// processors.
    #[tokio::test]
    async fn only_a_token_gives_up_the_slot_while_it_signs() {
        let queue = Arc::new(WorkQueue::of_one_slot());
        let is_free = |queue: &WorkQueue| vec![u8::from(queue.admit().is_ok())];
        let (beside_token, beside_memory) = (queue.clone(), queue.clone());
        let on_token = Key::on_token(move || is_free(&beside_token));
        let in_memory = Key::in_memory(move || is_free(&beside_memory));
        let work = queue.admit().unwrap();
        let free = work.run(move |slot| [in_memory.signs_for(slot), on_token.signs_for(slot)]);
        assert_eq!(free.await.unwrap(), [[0], [1]]);
    }
}

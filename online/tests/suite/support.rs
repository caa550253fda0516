//! The standard test PKI with its site, and clients of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use kyso_online::{
    AttemptOutcome, Clock, FetchError, Online, OnlineSettings, Ports, Rewrite, RewriteFrom, Session,
};
use kyso_pki::{Certificate, Evidence, EvidenceSource};
use kyso_test_pki::{Site, TestPki};

/// A moment that has nothing to do with the calendar.
pub(crate) fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

/// A clock that tests move.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(now().as_second())))
    }

    pub(crate) fn clock(&self) -> Clock {
        let seconds = Arc::clone(&self.0);
        Clock::new(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap())
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

/// Everything that a test of evidence needs.
pub(crate) struct Scene {
    pub(crate) pki: TestPki,
    pub(crate) site: Site,
    pub(crate) hands: Hands,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let (pki, site) = Site::standard(now()).unwrap();
        let hands = Hands::new();
        Self { pki, site, hands }
    }

    pub(crate) fn settings(&self) -> OnlineSettings {
        settings(&self.hands)
    }

    pub(crate) fn online(&self) -> Online {
        Online::new(&self.settings()).unwrap()
    }

    /// A client that reaches `responder` where the certificates name the responder of `ca`.
    pub(crate) fn with_responder(&self, responder: &str) -> Online {
        let from = RewriteFrom::Prefix(format!("{}/ocsp/ocsp", self.site.url()));
        let to = format!("{}/ocsp/{responder}", self.site.url());
        let settings = OnlineSettings {
            rewrites: vec![Rewrite { from, to }],
            ..self.settings()
        };
        Online::new(&settings).unwrap()
    }

    pub(crate) fn certificate(&self, id: &str) -> Certificate {
        self.pki.certificate(id).unwrap()
    }

    /// What `source` finds about `id` now.
    pub(crate) fn revocation(&self, source: &dyn EvidenceSource, id: &str) -> Evidence {
        self.revocation_at(source, id, now())
    }

    pub(crate) fn revocation_at(
        &self,
        source: &dyn EvidenceSource,
        id: &str,
        at: Timestamp,
    ) -> Evidence {
        let certificate = self.certificate(id);
        source.revocation(&certificate, &self.issuer_of(&certificate), at)
    }

    fn issuer_of(&self, certificate: &Certificate) -> Certificate {
        let mut authorities = [
            "ca",
            "ca-direct",
            "ca-lists",
            "ca-large",
            "ca-silent",
            "root",
        ]
        .into_iter()
        .map(|id| self.certificate(id));
        authorities
            .find(|issuer| certificate.is_signed_by(issuer).unwrap())
            .unwrap()
    }
}

/// Responders that must not be believed.
pub(crate) const UNWORTHY: [&str; 4] = [
    "ocsp-revoked",
    "ocsp-expired",
    "ocsp-wrong-usage",
    "ca/ocsp-stranger",
];

/// The loopback interface is allowed, on any port.
pub(crate) fn settings(hands: &Hands) -> OnlineSettings {
    OnlineSettings {
        allowed_networks: vec!["127.0.0.0/8".parse().unwrap()],
        ports: Ports::Any,
        clock: hands.clock(),
        ..OnlineSettings::default()
    }
}

/// The failures in the account of a session, in order.
pub(crate) fn failures(session: &Session) -> Vec<FetchError> {
    let attempts = session.attempts().into_iter();
    attempts
        .filter_map(|attempt| match attempt.outcome {
            AttemptOutcome::Failed(error) => Some(error),
            _ => None,
        })
        .collect()
}

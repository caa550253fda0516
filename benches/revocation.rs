//! What a signer costs whose revocation comes from the cache of servers' answers: a chain of three certificates, neither
//! lists nor responses in the file or the trust folder.
#![allow(clippy::unwrap_used, missing_docs)]

use std::thread;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use kyso_online::{CacheSettings, Clock, Online, OnlineSettings, Ports};
use kyso_pki::{Certificate, EvidenceSource, PathRequest, Purpose, TrustStore};
use kyso_signer::{Approval, RevocationCheck, SigningContext, approve};
use kyso_test_pki::{Site, TestPki};
use kyso_verifier::{Policy, Verdict, verify_with};

fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

/// A PKI, its server, and a client that may ask it.
struct Scene {
    pki: TestPki,
    site: Site,
    online: Online,
}

impl Scene {
    fn new() -> Self {
        let (pki, site) = Site::standard(now()).unwrap();
        let settings = OnlineSettings {
            allowed_networks: vec!["127.0.0.0/8".parse().unwrap()],
            ports: Ports::Any,
            clock: Clock::fixed(now()),
            cache: CacheSettings::default(),
            ..OnlineSettings::default()
        };
        let online = Online::new(&settings).unwrap();
        Self { pki, site, online }
    }

    fn store(&self) -> TrustStore {
        self.pki.trust_store().unwrap()
    }

    fn certificate(&self, id: &str) -> Certificate {
        self.pki.certificate(id).unwrap()
    }

    /// A decision that a person signed.
    fn document(&self) -> Vec<u8> {
        let store = self.store();
        let image = include_bytes!("../testdata/samples/chu-ky-mau.png");
        let approval = Approval::new("Trần Thị Minh Ánh", image);
        let context = SigningContext {
            revocation: RevocationCheck::Offline,
            ..SigningContext::new(&store, now())
        };
        let key = self.pki.holder("person-rsa").unwrap();
        let document = include_bytes!("../testdata/samples/quyet-dinh.pdf");
        approve(document, &approval, &key, &context).unwrap().pdf
    }
}

/// The path of a signer with the revocation of each member.
fn paths(criterion: &mut Criterion) {
    let scene = Scene::new();
    let [person, ca, root] = ["person-lists", "ca-lists", "root"].map(|id| scene.certificate(id));
    let judge = |store: &TrustStore| {
        let session = scene.online.session();
        let mut evidence = session.revocation(&person, &ca, now());
        evidence.merge(session.revocation(&ca, &root, now()));
        let request = PathRequest::new(&person, now(), Purpose::DocumentSigning);
        assert!(store.answer(&request.with_evidence(&evidence)).is_valid());
    };
    judge(&scene.store());
    let mut group = criterion.benchmark_group("path of three, revocation from the cache");
    group.bench_function("first of this signer", |bencher| {
        bencher.iter_batched_ref(
            || scene.store(),
            |store| judge(store),
            BatchSize::PerIteration,
        );
    });
    let store = scene.store();
    group.bench_function("again", |bencher| bencher.iter(|| judge(&store)));
}

/// Whole verifications, with the same server asked by none and by all.
fn verifications(criterion: &mut Criterion) {
    let scene = Scene::new();
    let (document, policy) = (scene.document(), Policy::new(now()));
    let verify = |store: &TrustStore, online: &Online| {
        let report = verify_with(&document, store, &policy, &online.session()).unwrap();
        assert_eq!(report.verdict, Verdict::TotalPassed);
    };
    let store = scene.store();
    verify(&store, &scene.online);
    let mut group = criterion.benchmark_group("decision of 44 KB, revocation from the cache");
    group.bench_function("known signer", |bencher| {
        bencher.iter(|| verify(&store, &scene.online));
    });
    group.bench_function("unknown signer", |bencher| {
        let fresh = || scene.store();
        bencher.iter_batched_ref(
            fresh,
            |store| verify(store, &scene.online),
            BatchSize::PerIteration,
        );
    });
    group.sample_size(10);
    group.bench_function("1,000 at once, nothing cached", |bencher| {
        bencher.iter_batched_ref(
            Scene::new,
            |other| {
                let (document, store) = (other.document(), other.store());
                let one = || verify_with(&document, &store, &policy, &other.online.session());
                thread::scope(|scope| {
                    let all: Vec<_> = (0..1000).map(|_| scope.spawn(one)).collect();
                    for report in all {
                        assert_eq!(
                            report.join().unwrap().unwrap().verdict,
                            Verdict::TotalPassed
                        );
                    }
                });
                assert!(other.site.requests() <= 3, "{}", other.site.requests());
            },
            BatchSize::PerIteration,
        );
    });
}

criterion_group!(benches, paths, verifications);
criterion_main!(benches);

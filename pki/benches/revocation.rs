//! Revocation: a list of 100,000 entries from its bytes to an answer, and paths of three certificates with what is at
//! hand. The floor of a list is its SHA-256 and one RSA verification, that of a path the verifications that it needs.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/published.rs"]
mod published;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use kyso_pki::{Certificate, Crl, DigestAlgorithm, Evidence, PathRequest, Purpose, TrustStore};

use published::{Published, later, made};

fn long_list(criterion: &mut Criterion) {
    let published = Published::new();
    let der = published.list(100_000).der().to_vec();
    let mut group = criterion.benchmark_group("list of 100,000 entries");
    group.bench_function("read, verify, look up", |bencher| {
        let run = |der| {
            let list = Crl::from_vec(der).unwrap();
            assert!(list.is_signed_by(published.issuer()).unwrap());
            assert!(list.entry_for(&published.person).is_none());
            list
        };
        bencher.iter_batched(|| der.clone(), run, BatchSize::LargeInput);
    });
    group.bench_function("floor", |bencher| {
        bencher.iter(|| {
            let digest = DigestAlgorithm::Sha256.digest(&[black_box(&der)]).unwrap();
            (digest, verify_once(published.issuer()))
        });
    });
    group.finish();
}

fn paths(criterion: &mut Criterion) {
    let published = Published::new();
    let lists = Evidence {
        crls: vec![published.list(1000)],
        ..Evidence::default()
    };
    for (name, evidence) in [
        ("three certificates, lists", lists),
        (
            "three certificates, OCSP by a delegate",
            published.response(),
        ),
    ] {
        let store = published.store();
        let mut group = criterion.benchmark_group(name);
        group.bench_function("answer anew", |bencher| {
            bencher.iter(|| answer(&store, &published, &evidence, made()));
        });
        group.bench_function("answer again", |bencher| {
            bencher.iter(|| answer(&store, &published, &evidence, later()));
        });
        group.bench_function("floor", |bencher| {
            bencher.iter(|| [(); 2].map(|()| verify_once(published.issuer())));
        });
        group.finish();
    }
}

fn answer(store: &TrustStore, published: &Published, evidence: &Evidence, at: Timestamp) {
    let request = PathRequest::new(&published.person, at, Purpose::DocumentSigning);
    let report = store.answer(&request.with_evidence(evidence));
    assert!(report.is_valid());
}

/// One verification with an RSA key of 2048 bits.
fn verify_once(certificate: &Certificate) -> bool {
    // A wrong value costs as much as a right one.
    certificate.is_signed_by(certificate).unwrap()
}

criterion_group!(benches, long_list, paths);
criterion_main!(benches);

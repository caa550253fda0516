//! Verifying what was issued, in process, with the floor in the same run:
//! one digest of the covered bytes a signature, and two RSA verifications for
//! it and its certificate.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/signing/support.rs"]
#[allow(dead_code)]
mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso_pdf::Document;
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm};
use kyso_verifier::{FormCheck, Policy, verify};

use support::*;

const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

/// The decision of 44 KB with three signatures.
fn issued_decision(criterion: &mut Criterion) {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    let issued = issued(&approved).unwrap().pdf;
    let signature = signature_of(&pki.person);
    let mut group = criterion.benchmark_group("verify, 3 signatures");
    group.bench_function("floor", |bencher| {
        bencher.iter(|| {
            for file in [&approved, &issued, &issued] {
                black_box(DigestAlgorithm::Sha256.digest(&[file]).unwrap());
                for _ in 0..2 {
                    assert!(check(&pki.person, &signature));
                }
            }
        });
    });
    let policy = Policy::new(now());
    group.bench_function("verify", |bencher| {
        bencher.iter(|| verify(&issued, &pki.trust, &policy).unwrap());
    });
    let without_form = Policy {
        form: FormCheck::Off,
        ..Policy::new(now())
    };
    group.bench_function("verify, form rules off", |bencher| {
        bencher.iter(|| verify(&issued, &pki.trust, &without_form).unwrap());
    });
    group.bench_function("revision index", |bencher| {
        bencher.iter(|| Document::open(&issued).unwrap());
    });
    group.finish();
}

fn signature_of(key: &Pkcs12Key) -> Vec<u8> {
    key.key.sign_digest(ALGORITHM, &[7; 32]).unwrap()
}

fn check(key: &Pkcs12Key, signature: &[u8]) -> bool {
    let public = key.certificate.public_key().unwrap();
    let mut context = openssl::pkey_ctx::PkeyCtx::new(public).unwrap();
    context.verify_init().unwrap();
    context.set_signature_md(openssl::md::Md::sha256()).unwrap();
    context.verify(&[7; 32], signature).unwrap()
}

criterion_group!(benches, issued_decision);
criterion_main!(benches);

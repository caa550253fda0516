//! Verifying in process, full change analysis always on, with the floor in the same run: SHA-256 of the bytes that each
//! signature covers, and three RSA verifications for its value, its certificate and the certificate above.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/documents.rs"]
mod documents;
#[path = "../tests/signing/support.rs"]
#[allow(dead_code)]
mod support;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kyso_pdf::Document;
use kyso_pki::{DigestAlgorithm, Pkcs12Key};
use kyso_verifier::{FormCheck, Policy, Verdict, verify};

use documents::*;
use support::*;

/// What users verify: the decision of 44 KB.
fn decisions(criterion: &mut Criterion) {
    let pki = pki();
    let sealed = approved_and_sealed(&bytes(DECISION.file));
    let issued = issued(&approved(&DECISION).pdf).unwrap().pdf;
    for (name, file) in [
        ("44 KB, 2 signatures", &sealed),
        ("44 KB, 3 signatures", &issued),
    ] {
        compare(criterion, name, file);
        let mut group = criterion.benchmark_group(name);
        let without_form = Policy {
            form: FormCheck::Off,
            ..Policy::new(now())
        };
        group.bench_function("verify, form rules off", |bencher| {
            bencher.iter(|| verify(file, &pki.trust, &without_form).unwrap());
        });
        group.bench_function("verify, first file of a store", |bencher| {
            let fresh = || pki.trust_as(kyso_pki::TrustClass::Government);
            let policy = Policy::new(now());
            let run = |trust| verify(file, &trust, &policy).unwrap();
            bencher.iter_batched(fresh, run, BatchSize::LargeInput);
        });
        group.bench_function("revision index", |bencher| {
            bencher.iter(|| Document::open(file).unwrap());
        });
        group.finish();
    }
}

/// Documents that the store sees for the first time, by signers that it knows: what a service meets.
fn first_sight(criterion: &mut Criterion) {
    let pki = pki();
    let mut unseen = Unseen::new();
    let mut group = criterion.benchmark_group("44 KB, 2 signatures, each document once");
    // Each measurement is one document: at least as many as samples.
    group
        .sample_size(250)
        .measurement_time(Duration::from_secs(2));
    for (name, form) in [
        ("verify", FormCheck::Full),
        ("verify, form rules off", FormCheck::Off),
    ] {
        let policy = Policy {
            form,
            ..Policy::new(now())
        };
        group.bench_function(name, |bencher| {
            let run = |file: Vec<u8>| verify(&file, &pki.trust, &policy).unwrap();
            bencher.iter_batched(|| unseen.next(), run, BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// What two thirds of real documents are like: SHA-1, computed with a search for traces of collision attacks.
fn outdated(criterion: &mut Criterion) {
    let trust = pki().trust_as(kyso_pki::TrustClass::Government);
    let policy = Policy::new(now());
    let mut unseen = Unseen::outdated();
    let known = unseen.next();
    let report = verify(&known, &trust, &policy).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed, "{report:?}");
    let name = format!("{} KB, 5 signatures with SHA-1", known.len() / 1000);
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(60)
        .measurement_time(Duration::from_secs(2));
    group.bench_function("digest of the bytes alone", |bencher| {
        bencher.iter(|| DigestAlgorithm::Sha1.digest(&[&known]).unwrap());
    });
    group.bench_function("verify", |bencher| {
        bencher.iter(|| verify(&known, &trust, &policy).unwrap());
    });
    group.bench_function("verify, each document once", |bencher| {
        let run = |file: Vec<u8>| verify(&file, &trust, &policy).unwrap();
        bencher.iter_batched(|| unseen.next(), run, BatchSize::PerIteration);
    });
    group.finish();
}

/// Large files: the cost of the bytes and of the pages.
fn sizes(criterion: &mut Criterion) {
    let pages = approved_and_sealed(&with_pages(2998));
    compare(criterion, "3000 pages, 2 signatures", &pages);
    let pictures = approved_and_sealed(&with_pictures(48, 1_400_000));
    compare(criterion, "67 MB, 2 signatures", &pictures);
}

/// Many signatures, changes and updates: the cost must grow with their number.
fn numbers(criterion: &mut Criterion) {
    let base = with_pictures(1, 1_000_000);
    for count in [1, 10, 100] {
        let name = format!("1 MB, {count} signatures");
        compare(criterion, &name, &signed_times(&base, count));
    }
    compare(
        criterion,
        "20,000 objects replaced",
        &with_objects_replaced(20_000),
    );
    compare(
        criterion,
        "20,000 objects added",
        &with_validation_data(20_000),
    );
    compare(criterion, "10,000 updates", &with_revisions(10_000));
}

fn compare(criterion: &mut Criterion, name: &str, file: &[u8]) {
    let covered = covered(file);
    let policy = Policy::new(now());
    let mut group = criterion.benchmark_group(name);
    group
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20);
    group.bench_function("floor", |bencher| bencher.iter(|| floor(&covered)));
    group.bench_function("verify", |bencher| {
        bencher.iter(|| verify(file, &pki().trust, &policy).unwrap());
    });
    group.finish();
}

/// The bytes that each signature of `file` covers.
fn covered(file: &[u8]) -> Vec<[&[u8]; 2]> {
    let document = Document::open(file).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let ranges = fields.iter().map(|field| {
        let range = field.value.as_ref()?.byte_range.as_deref()?;
        let range: Vec<usize> = range.iter().map(|n| usize::try_from(*n).unwrap()).collect();
        Some([&file[..range[1]], &file[range[2]..][..range[3]]])
    });
    ranges.collect::<Option<_>>().unwrap()
}

fn floor(covered: &[[&[u8]; 2]]) {
    let key = &pki().person;
    for parts in covered {
        black_box(DigestAlgorithm::Sha256.digest(parts).unwrap());
        for _ in 0..3 {
            assert!(check(key, signature()));
        }
    }
}

fn signature() -> &'static [u8] {
    static SIGNATURE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SIGNATURE.get_or_init(|| pki().person.key.sign_digest(ALGORITHM, &[7; 32]).unwrap())
}

fn check(key: &Pkcs12Key, signature: &[u8]) -> bool {
    let public = key.certificate.public_key().unwrap();
    let mut context = openssl::pkey_ctx::PkeyCtx::new(public).unwrap();
    context.verify_init().unwrap();
    context.set_signature_md(openssl::md::Md::sha256()).unwrap();
    context.verify(&[7; 32], signature).unwrap()
}

criterion_group!(benches, decisions, first_sight, outdated, sizes, numbers);
criterion_main!(benches);

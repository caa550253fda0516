//! Approving and issuing in process, with the floor and the parts beside them.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/signing/support.rs"]
#[allow(dead_code)]
mod support;
#[path = "../tests/signing/timestamps.rs"]
#[allow(dead_code)]
mod timestamps;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso_pki::{DigestAlgorithm, Evidence, SignatureAlgorithm, TimestampSource};
use kyso_signer::{
    Approval, BaselineLevel, Issuance, NumberPlaces, Numbering, Position, SignaturePlace,
    SigningContext, Timestamping, approve, issue,
};
use kyso_stamp_images::{
    Appearance, Picture, SignatureQuery, check_seal_image, check_signature_image,
};
use kyso_verifier::{Policy, verify};

use support::*;
use timestamps::TestAuthority;

/// Three signatures over the 44 KB decision, the places found before.
fn sign(criterion: &mut Criterion) {
    let pki = pki();
    let context = pki.context();
    let pdf = bytes(DECISION.file);
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::Found(SignaturePlace::find(&pdf, &query()).unwrap());
    let approved = approve(&pdf, &approval, &pki.person, &context).unwrap().pdf;
    let places = NumberPlaces::find(&approved).unwrap();
    let mut issuance = Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    issuance.numbering = Numbering::Drawn {
        number: "5",
        date: ISSUED_ON,
        places: Some(&places),
    };
    let issued = issue(&approved, &issuance, &pki.agency, &context)
        .unwrap()
        .pdf;

    let mut group = criterion.benchmark_group("sign");
    group.bench_function("floor", |bencher| {
        bencher.iter(|| floor(&[&approved, &issued, &issued]));
    });
    group.bench_function("approve and issue", |bencher| {
        bencher.iter(|| {
            let signed = approve(&pdf, &approval, &pki.person, &context).unwrap();
            issue(&signed.pdf, &issuance, &pki.agency, &context).unwrap()
        });
    });
    group.bench_function("approve", |bencher| {
        bencher.iter(|| approve(&pdf, &approval, &pki.person, &context).unwrap());
    });
    group.finish();

    let policy = Policy::new(now());
    let mut group = criterion.benchmark_group("sign, part");
    group.bench_function("verify approved", |bencher| {
        bencher.iter(|| verify(&approved, &pki.trust, &policy).unwrap());
    });
    group.bench_function("verify issued", |bencher| {
        bencher.iter(|| verify(&issued, &pki.trust, &policy).unwrap());
    });
    group.finish();
}

/// What three signatures cost at least: one key operation and one digest of the file each.
fn floor(files: &[&[u8]; 3]) {
    let key = &pki().person.key;
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    for file in files {
        let digest = DigestAlgorithm::Sha256.digest(&[file]).unwrap();
        black_box(key.sign_digest(algorithm, &digest).unwrap());
    }
}

/// Each level with the servers in this process: what stays beyond their answers, one token of which is measured beside.
fn levels(criterion: &mut Criterion) {
    let pki = pki();
    let authority = TestAuthority::new(&pki.issuer, now());
    let trust = pki.trust_without_lists();
    let (_, crls) = pki.material();
    let evidence = Evidence {
        crls,
        ..Evidence::default()
    };
    let pdf = bytes(DECISION.file);
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::Found(SignaturePlace::find(&pdf, &query()).unwrap());
    let mut group = criterion.benchmark_group("level");
    group.bench_function("one token", |bencher| {
        bencher.iter(|| {
            authority
                .timestamp(DigestAlgorithm::Sha256, &[7; 32])
                .unwrap()
        });
    });
    for level in BaselineLevel::ALL {
        let context = SigningContext {
            level,
            timestamping: Timestamping::by(&authority),
            evidence: &evidence,
            ..SigningContext::new(&trust, now())
        };
        group.bench_function(level.as_str(), |bencher| {
            bencher.iter(|| approve(&pdf, &approval, &pki.person, &context).unwrap());
        });
    }
    group.finish();
}

fn images(criterion: &mut Criterion) {
    let pdf = bytes(DECISION.file);
    let place = *SignaturePlace::find(&pdf, &query()).unwrap().place();
    let mut group = criterion.benchmark_group("sign, part");
    group.bench_function("signature image", |bencher| {
        bencher.iter(|| {
            let picture = Picture::from_png(signature_image()).unwrap();
            check_signature_image(&picture.pixels()).unwrap();
            Appearance::image(&picture, &place)
        });
    });
    group.bench_function("seal image", |bencher| {
        bencher.iter(|| {
            let picture = Picture::from_png(seal_image()).unwrap();
            check_seal_image(&picture.pixels()).unwrap();
            Appearance::image(&picture, &place)
        });
    });
    group.finish();
}

/// The decision has two pages, and both searches look at both.
fn placement(criterion: &mut Criterion) {
    let pdf = bytes(DECISION.file);
    let approved = approved(&DECISION).pdf;
    let mut group = criterion.benchmark_group("place");
    group.bench_function("signature, 2 pages", |bencher| {
        bencher.iter(|| SignaturePlace::find(&pdf, &query()).unwrap());
    });
    group.bench_function("number and date, 1 page", |bencher| {
        bencher.iter(|| NumberPlaces::find(&approved).unwrap());
    });
    group.finish();
}

fn query() -> SignatureQuery<'static> {
    SignatureQuery {
        signer_name: DECISION.signer,
        title: Some(DECISION.title),
        aspect: 700.0 / 300.0,
    }
}

criterion_group!(benches, sign, levels, images, placement);
criterion_main!(benches);

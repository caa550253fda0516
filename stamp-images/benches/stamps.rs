//! What a signature costs before any cryptography: image rules, finding the
//! place, drawing the appearance.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use kyso_pdf::ObjectId;
use kyso_stamp_images::{
    Appearance, Millimetres, Picture, SignatureQuery, StampPlace, TextDocument, check_seal_image,
    check_signature_image, find_numbering_places, find_signature_place, seal_place,
};

fn sample(name: &str) -> Vec<u8> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    std::fs::read(samples.join(name)).unwrap()
}

fn images(criterion: &mut Criterion) {
    let (signature, seal) = (sample("chu-ky-mau.png"), sample("con-dau-mau.png"));
    criterion.bench_function("read seal PNG 900x900", |b| {
        b.iter(|| Picture::from_png(black_box(&seal)).unwrap());
    });
    let signature = Picture::from_png(&signature).unwrap();
    let seal = Picture::from_png(&seal).unwrap();
    criterion.bench_function("check signature image 700x300", |b| {
        b.iter(|| check_signature_image(&black_box(&signature).pixels()).unwrap());
    });
    criterion.bench_function("check seal image 900x900", |b| {
        b.iter(|| check_seal_image(&black_box(&seal).pixels()).unwrap());
    });
}

fn signature_place<'d>(pdf: &'d [u8], signer_name: &str) -> (TextDocument<'d>, StampPlace) {
    let document = TextDocument::open(pdf).unwrap();
    let query = SignatureQuery {
        signer_name,
        title: None,
        aspect: 7.0 / 3.0,
    };
    let place = find_signature_place(&document, &query).unwrap();
    (document, place)
}

fn places(criterion: &mut Criterion) {
    let letter = sample("cong-van.pdf");
    criterion.bench_function("find signature place, 1 page", |b| {
        b.iter(|| signature_place(black_box(&letter), "Nguyễn Văn Đức"));
    });
    let plan = sample("ke-hoach-nhieu-trang.pdf");
    criterion.bench_function("find signature place, 5 pages", |b| {
        b.iter(|| signature_place(black_box(&plan), "Lê Thị Hồng Nhung"));
    });
    criterion.bench_function("find number and date, 1 page", |b| {
        b.iter(|| find_numbering_places(&TextDocument::open(black_box(&letter)).unwrap()).unwrap());
    });
}

fn appearances(criterion: &mut Criterion) {
    let letter = sample("cong-van.pdf");
    let (document, person) = signature_place(&letter, "Nguyễn Văn Đức");
    let frame = document.page(0).unwrap().frame();
    let place = seal_place(0, &frame, &person.rect, Millimetres(36.0)).unwrap();
    let numbering = find_numbering_places(&document).unwrap();
    let signature = Picture::from_png(&sample("chu-ky-mau.png")).unwrap();
    let seal = Picture::from_png(&sample("con-dau-mau.png")).unwrap();
    criterion.bench_function("draw signature", |b| {
        b.iter(|| add(&Appearance::image(black_box(&signature), &person)));
    });
    criterion.bench_function("draw seal", |b| {
        b.iter(|| add(&Appearance::image(black_box(&seal), &place)));
    });
    criterion.bench_function("draw number and date", |b| {
        b.iter(|| {
            let stamps = numbering.stamps("5", date(2026, 11, 20)).unwrap();
            for stamp in stamps {
                add(&stamp.appearance);
            }
        });
    });
}

fn add(appearance: &Appearance) -> ObjectId {
    let mut number = 0;
    appearance.add_to(&mut |object| {
        black_box(object);
        number += 1;
        ObjectId::new(number, 0)
    })
}

criterion_group!(benches, images, places, appearances);
criterion_main!(benches);

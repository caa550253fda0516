//! The image rules A1 and B1 on the sample pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use kyso_words::Localized;
use std::path::Path;

use kyso_stamp_images::{
    Dominant, ImageError, ImageRule, Picture, check_seal_image, check_signature_image,
};

fn sample(name: &str) -> Picture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../testdata/samples")
        .join(name);
    Picture::from_png(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn the_blue_signature_is_accepted() {
    let measured = check_signature_image(&sample("chu-ky-mau.png").pixels()).unwrap();
    assert!(measured.blue_share > 0.99, "{measured:?}");
}

#[test]
fn the_black_signature_is_refused_as_black() {
    let error = check_signature_image(&sample("chu-ky-den.png").pixels()).unwrap_err();
    let ImageError::WrongColour { rule, measured, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*rule, ImageRule::A1);
    assert!(matches!(measured, Dominant::Black { share } if *share > 0.99));
    assert!(
        error.vietnamese().contains("màu đen, 100 %"),
        "{}",
        error.vietnamese()
    );
}

#[test]
fn the_red_seal_is_accepted() {
    let measured = check_seal_image(&sample("con-dau-mau.png").pixels()).unwrap();
    assert!(measured.red_share > 0.99, "{measured:?}");
    assert!((measured.ink_aspect - 1.0).abs() < 0.02, "{measured:?}");
}

#[test]
fn the_seal_on_white_paper_is_refused_as_opaque() {
    let error = check_seal_image(&sample("con-dau-nen-trang.png").pixels()).unwrap_err();
    let expected =
        "B1: the background is not transparent: 0 % of the image is clear, at least 35 % is needed";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_seal_is_no_signature_and_a_signature_is_no_seal() {
    assert!(check_signature_image(&sample("con-dau-mau.png").pixels()).is_err());
    assert!(check_seal_image(&sample("chu-ky-mau.png").pixels()).is_err());
}

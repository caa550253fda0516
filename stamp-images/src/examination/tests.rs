//! What is said of a file agrees with what signing decides.
#![allow(clippy::unwrap_used, clippy::panic)]

use kyso_words::Lang;

use super::*;
use crate::rules::{check_seal_image, check_signature_image};

const SEAL: ImageUse = ImageUse::Seal {
    diameter: Millimetres(36.0),
};

fn sample(name: &str) -> Vec<u8> {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    std::fs::read(format!("{samples}{name}")).unwrap()
}

/// The codes of the criteria with this step.
fn codes(examination: &ImageExamination, step: ImageStep) -> Vec<&'static str> {
    let criteria = examination.criteria.iter().filter(|one| one.step == step);
    criteria.map(|one| one.criterion.code()).collect()
}

fn not_kept(name: &str, purpose: ImageUse) -> Vec<&'static str> {
    let examination = ImageExamination::of(&sample(name), purpose).unwrap();
    codes(&examination, ImageStep::NotKept)
}

#[test]
fn good_pictures_keep_everything() {
    for (name, purpose) in [
        ("chu-ky-mau.png", ImageUse::Signature),
        ("con-dau-mau.png", SEAL),
    ] {
        let examination = ImageExamination::of(&sample(name), purpose).unwrap();
        let kept = codes(&examination, ImageStep::Kept);
        assert_eq!(kept.len(), examination.criteria.len(), "{examination:?}");
        assert!(examination.is_usable());
    }
}

#[test]
fn every_fault_is_named_and_not_only_the_first() {
    assert_eq!(not_kept("chu-ky-den.png", ImageUse::Signature), ["colour"]);
    assert_eq!(
        not_kept("con-dau-nen-trang.png", SEAL),
        ["background", "colour", "other_ink"],
        "white paper counts as ink"
    );
    let blue = not_kept("chu-ky-mau.png", SEAL);
    assert_eq!(blue, ["colour", "round"]);
}

/// Rectangles of several colours, sizes and alphas: what is usable here is what signing takes, and nothing else.
#[test]
fn usable_is_what_signing_accepts() {
    let colours = [
        [20, 55, 180],
        [213, 18, 42],
        [0, 0, 0],
        [255, 255, 255],
        [230, 150, 150],
    ];
    let mut usable = 0;
    for (one, other) in colours
        .iter()
        .flat_map(|one| colours.map(|other| (*one, other)))
    {
        for (across, down, part, alpha) in [
            (90, 90, 0, 255),
            (60, 60, 3, 255),
            (60, 60, 20, 255),
            (90, 40, 2, 255),
            (1, 1, 0, 255),
            (80, 80, 4, 100),
        ] {
            let pixel = |at: usize| {
                let (x, y) = (at % 100, at / 100);
                let [red, green, blue] = if x < 5 + part { other } else { one };
                let inside = (5..5 + across).contains(&x) && (5..5 + down).contains(&y);
                [red, green, blue, if inside { alpha } else { 0 }]
            };
            let rgba = (0..100 * 100).flat_map(pixel).collect();
            let picture = Picture::new(100, 100, rgba).unwrap();
            for (purpose, accepts) in [
                (
                    ImageUse::Signature,
                    check_signature_image(&picture.pixels()).is_ok(),
                ),
                (SEAL, check_seal_image(&picture.pixels()).is_ok()),
            ] {
                let criteria = of_picture(&picture, purpose);
                let examination = ImageExamination { purpose, criteria };
                assert_eq!(
                    examination.is_usable(),
                    accepts,
                    "{one:?} {other:?} {examination:?}"
                );
                usable += usize::from(accepts);
            }
        }
    }
    assert!(usable > 5, "{usable}");
}

#[test]
fn a_margin_makes_a_seal_smaller_than_it_is() {
    let seal = |from: u32, to: u32| {
        let inside = |at: u32| (from..to).contains(&at);
        let pixels = (0..400).flat_map(|y| (0..400).map(move |x| (x, y)));
        let rgba = pixels.flat_map(|(x, y)| {
            let is_ink = inside(x) && inside(y) && (x + y) % 4 == 0;
            [213, 18, 42, if is_ink { 255 } else { 0 }]
        });
        let picture = Picture::new(400, 400, rgba.collect()).unwrap();
        let criteria = of_picture(&picture, SEAL);
        ImageExamination {
            purpose: SEAL,
            criteria,
        }
    };
    assert_eq!(codes(&seal(4, 396), ImageStep::Differs), [""; 0]);
    let small = seal(50, 350);
    assert_eq!(codes(&small, ImageStep::Differs), ["true_size"]);
    assert!(small.is_usable(), "a remark refuses nothing");
    let size = small
        .criteria
        .iter()
        .find(|one| one.criterion.code() == "true_size");
    let size = size.unwrap().criterion;
    assert_eq!(size.measured(Lang::Vi), "27 mm");
    assert_eq!(
        size.allowed(Lang::En),
        "the diameter 36 mm, at least 34.9 mm"
    );
}

#[test]
fn the_resolution_is_that_of_the_size_in_which_it_is_drawn() {
    let dpi = |width: u32, purpose: ImageUse| purpose.dpi(width).floor();
    assert_eq!(dpi(900, SEAL), 635.0);
    assert_eq!(dpi(700, ImageUse::Signature), 296.0);
    let coarse = Picture::new(100, 100, vec![200; 40_000]).unwrap();
    let found = of_picture(&coarse, SEAL);
    let last = found.last().unwrap();
    assert_eq!(
        (last.criterion.code(), last.step),
        ("resolution", ImageStep::Differs)
    );
    assert_eq!(last.criterion.measured(Lang::Vi), "70 dpi khi rộng 36 mm");
    assert!(last.criterion.remark(Lang::Vi).is_some());
}

/// 79.96 % is not the 80 % that are wanted.
#[test]
fn shares_never_read_as_if_they_were_kept() {
    let shown = |transparent: f64| {
        let least = 0.8;
        let background = ImageCriterion::Background { transparent, least };
        background.measured(Lang::En)
    };
    assert_eq!(shown(0.7996), "79 %");
    assert_eq!(
        (shown(0.8), shown(1.0), shown(0.0)),
        ("80 %".into(), "100 %".into(), "0 %".into())
    );
    let other = |light: f64| {
        let (neutral, most) = (0.0, 0.02);
        let other = ImageCriterion::OtherInk {
            light,
            neutral,
            most,
        };
        other.measured(Lang::Vi)
    };
    assert_eq!(other(0.02001), "2,1 % màu sáng, 0 % màu đen hoặc xám");
    assert_eq!(other(0.02), "2,0 % màu sáng, 0 % màu đen hoặc xám");
}

#[test]
fn files_that_are_no_png_are_named() {
    let jpeg = ImageExamination::of(&sample("con-dau-mau.jpg"), SEAL).unwrap();
    assert!(!jpeg.is_usable());
    let [format] = jpeg.criteria.as_slice() else {
        panic!("{jpeg:?}");
    };
    assert_eq!(format.criterion.measured(Lang::En), "JPEG");
    let damaged = &sample("chu-ky-mau.png")[..200];
    let error = ImageExamination::of(damaged, ImageUse::Signature).unwrap_err();
    assert!(matches!(error, ImageError::Unreadable { .. }), "{error}");
    let long = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; MAX_PNG_BYTES]].concat();
    let long = ImageExamination::of(&long, ImageUse::Signature).unwrap();
    assert_eq!(codes(&long, ImageStep::NotKept), ["bytes"]);
}

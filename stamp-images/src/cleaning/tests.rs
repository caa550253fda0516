//! Scans as they come, and what becomes of them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod scans;

use kyso_words::Localized;

use super::*;
use crate::geometry::Millimetres;
use scans::{
    Scan, blot, border, dust, nothing, png_of, seal, shade, signature, square, stroke, thin_stroke,
};

const SEAL: ImageUse = ImageUse::Seal {
    diameter: Millimetres(36.0),
};
const BLUE: [f32; 3] = [30.0, 50.0, 150.0];
const RED: [f32; 3] = [205.0, 30.0, 50.0];
const BLACK: [f32; 3] = [35.0, 33.0, 36.0];
const PENCIL: [f32; 3] = [170.0, 180.0, 210.0];

fn clean(scan: &Scan, purpose: ImageUse) -> CleanedImage {
    clean_image(&scan.png(), purpose).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(scan: &Scan, purpose: ImageUse) -> CleaningError {
    clean_image(&scan.png(), purpose).unwrap_err()
}

/// The greatest and the mean difference of the alpha of a cleaned picture from what was drawn.
fn differences(scan: &Scan, cleaned: &CleanedImage) -> (f64, f64) {
    let picture = Picture::from_png(&cleaned.png).unwrap();
    let found = Density {
        width: picture.width() as usize,
        height: picture.height() as usize,
        alpha: picture.rgba().iter().skip(3).step_by(4).copied().collect(),
    };
    let drawn = Scan {
        paper: [255.0; 3],
        light: 1.0,
        noise: 0.0,
        inks: vec![(scan.inks.first().unwrap().0, [0.0; 3])],
        ..scan.clone()
    };
    let drawn = drawn.picture();
    let drawn = Density {
        width: drawn.width() as usize,
        height: drawn.height() as usize,
        alpha: drawn
            .rgba()
            .iter()
            .step_by(4)
            .map(|value| 255 - value)
            .collect(),
    };
    let (from, to) = (drawn.bounds(INK).unwrap(), found.bounds(INK).unwrap());
    let (left, top) = (
        from.left as i64 - to.left as i64,
        from.top as i64 - to.top as i64,
    );
    let drawn = drawn.part(left, top, found.width, found.height);
    let pairs = found.alpha.iter().zip(&drawn.alpha);
    let differences: Vec<f64> = pairs
        .map(|(a, b)| f64::from(a.abs_diff(*b)) / 255.0)
        .collect();
    let most = differences.iter().copied().fold(0.0, f64::max);
    (
        most,
        differences.iter().sum::<f64>() / differences.len() as f64,
    )
}

#[test]
fn ink_of_each_colour_becomes_a_blue_signature() {
    for (ink, hue) in [
        (BLUE, InkHue::Blue),
        (BLACK, InkHue::Black),
        (RED, InkHue::Red),
        (PENCIL, InkHue::Blue),
    ] {
        let scan = Scan::of(signature, ink);
        let cleaned = clean(&scan, ImageUse::Signature);
        assert_eq!(cleaned.ink, hue, "{ink:?}");
        assert!(cleaned.examination.is_usable());
        assert!(!cleaned.is_cut_off);
        let (_, mean) = differences(&scan, &cleaned);
        assert!(mean < 0.02, "{ink:?}: {mean}");
    }
}

/// The edges of strokes are as smooth as they were, on paper whose light falls by a third.
#[test]
fn ink_is_as_dense_as_it_was_drawn() {
    let mut scan = Scan::of(signature, BLUE);
    scan.noise = 0.0;
    let (most, mean) = differences(&scan, &clean(&scan, ImageUse::Signature));
    assert!(most < 0.2 && mean < 0.005, "{most} {mean}");
    let mut scan = Scan::of(seal, RED);
    scan.noise = 0.0;
    let (most, mean) = differences(&scan, &clean(&scan, SEAL));
    assert!(most < 0.2 && mean < 0.01, "{most} {mean}");
}

#[test]
fn ink_of_each_colour_becomes_a_red_seal_of_true_size() {
    for ink in [RED, BLACK, BLUE] {
        let cleaned = clean(&Scan::of(seal, ink), SEAL);
        let (width, height) = cleaned.size;
        assert_eq!(width, height);
        // The ring is 0.82 of the height of the scan wide.
        assert!(width.abs_diff(328 + 2) <= 2, "{width}");
        let steps = cleaned.examination.criteria.iter().map(|one| one.step);
        assert!(
            steps
                .clone()
                .all(|step| step == crate::examination::ImageStep::Kept)
        );
    }
}

#[test]
fn dust_is_cleared_and_the_dot_of_a_pen_stays() {
    let mut scan = Scan::of(signature, BLUE);
    scan.inks.push((dust, BLACK));
    let cleaned = clean(&scan, ImageUse::Signature);
    assert_eq!(cleaned.specks, 3);
    // From the first stroke to the dot on the right, without the dust beside them.
    let (width, _) = cleaned.size;
    assert!((420..450).contains(&width), "{width}");
}

#[test]
fn a_picture_with_alpha_keeps_its_alpha() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    let read = |name: &str| std::fs::read(format!("{samples}{name}")).unwrap();
    let black = Picture::from_png(&read("chu-ky-den.png")).unwrap();
    let cleaned = clean_image(&read("chu-ky-den.png"), ImageUse::Signature).unwrap();
    let blue = Picture::from_png(&cleaned.png).unwrap();
    let sum = |picture: &Picture| {
        let alpha = picture.rgba().iter().skip(3).step_by(4);
        alpha.map(|alpha| f64::from(*alpha)).sum::<f64>()
    };
    let (before, after) = (sum(&black), sum(&blue));
    assert!((before - after).abs() < 0.03 * before, "{before} {after}");
    let cleaned = clean_image(&read("con-dau-nen-trang.png"), SEAL).unwrap();
    let good = Picture::from_png(&read("con-dau-mau.png")).unwrap();
    let seal = Picture::from_png(&cleaned.png).unwrap();
    let scale = f64::from(seal.width()).powi(2) / f64::from(good.width()).powi(2);
    assert!((sum(&seal) / scale / sum(&good) - 1.0).abs() < 0.03);
}

#[test]
fn the_resolution_is_at_most_600_dpi_and_never_more_than_it_was() {
    let mut scan = Scan::of(seal, RED);
    let small = clean(&scan, SEAL);
    assert!(
        (small.dpi - 330.0 / 36.0 * 25.4).abs() < 2.0,
        "{}",
        small.dpi
    );
    scan.size = (2400, 1600);
    let large = clean(&scan, SEAL);
    assert_eq!(large.size, (850, 850));
    assert!((599.0..601.0).contains(&large.dpi), "{}", large.dpi);
    let reader = png::Decoder::new(std::io::Cursor::new(&large.png))
        .read_info()
        .unwrap();
    let dims = reader.info().pixel_dims.unwrap();
    assert_eq!((dims.xppu, dims.unit), (23611, png::Unit::Meter));
}

#[test]
fn what_cannot_be_cleaned_is_refused() {
    let empty = refused(&Scan::of(nothing, BLUE), ImageUse::Signature);
    assert_eq!(empty, CleaningError::NoInk);
    let mut dark = Scan::of(signature, BLUE);
    dark.paper = [60.0, 60.0, 70.0];
    assert_eq!(refused(&dark, ImageUse::Signature), CleaningError::NoPaper);
    let mut green = Scan::of(signature, BLUE);
    green.paper = [90.0, 220.0, 120.0];
    assert_eq!(refused(&green, ImageUse::Signature), CleaningError::NoPaper);
    let square = refused(&Scan::of(square, RED), SEAL);
    assert_eq!(square, CleaningError::NoCircle);
    let signature = refused(&Scan::of(signature, RED), SEAL);
    assert_eq!(signature, CleaningError::NoCircle);
}

#[test]
fn a_signature_through_a_seal_is_refused_as_either() {
    for pen in [BLUE, BLACK] {
        let mut scan = Scan::of(seal, RED);
        scan.inks.push((thin_stroke, pen));
        for purpose in [SEAL, ImageUse::Signature] {
            let error = refused(&scan, purpose);
            assert!(
                matches!(error, CleaningError::SeveralInks { .. }),
                "{error}"
            );
        }
    }
}

/// A shadow with a sharp edge across the strokes leaves no band beside them.
#[test]
fn a_shadow_leaves_nothing() {
    let mut scan = Scan::of(signature, BLACK);
    scan.inks.push((shade, [180.0; 3]));
    let (_, mean) = differences(&scan, &clean(&scan, ImageUse::Signature));
    assert!(mean < 0.02, "{mean}");
}

#[test]
fn dust_beside_a_seal_makes_it_no_smaller() {
    let mut scan = Scan::of(seal, RED);
    scan.inks.push((dust, [150.0, 60.0, 70.0]));
    scan.inks.push((blot, RED));
    let (width, _) = clean(&scan, SEAL).size;
    assert!(width.abs_diff(328 + 2) <= 2, "{width}");
}

#[test]
fn the_table_beside_the_paper_is_refused() {
    let mut scan = Scan::of(signature, BLUE);
    scan.inks.push((border, BLUE));
    let error = refused(&scan, ImageUse::Signature);
    assert!(matches!(error, CleaningError::DarkEdge { .. }), "{error}");
    assert!(error.vietnamese().contains("mép hình"), "{error}");
}

#[test]
fn ink_at_the_edge_is_pointed_out() {
    let mut scan = Scan::of(stroke, BLUE);
    scan.inks.push((signature, BLUE));
    assert!(clean(&scan, ImageUse::Signature).is_cut_off);
}

/// Pictures that are hardly any.
#[test]
fn tiny_pictures_are_refused() {
    for (width, height) in [(1, 1), (1, 4096), (3, 2)] {
        for pixel in [[255, 255, 255, 255], [0, 0, 0, 255], [0, 0, 0, 0]] {
            let rgba = pixel.repeat((width * height) as usize);
            let png = png_of(&Picture::new(width, height, rgba).unwrap());
            for purpose in [ImageUse::Signature, SEAL] {
                let error = clean_image(&png, purpose).unwrap_err();
                assert!(
                    matches!(error, CleaningError::NoInk | CleaningError::NoPaper),
                    "{error}"
                );
            }
        }
    }
}

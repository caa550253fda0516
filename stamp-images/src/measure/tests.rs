//! Pictures of a few kinds, measured.
#![allow(clippy::unwrap_used)]

mod plain;

use super::*;
use crate::picture::Picture;

fn filled(width: u32, height: u32, pixel: [u8; 4]) -> Measurement {
    let rgba = pixel.repeat((width * height) as usize);
    measure(&Picture::new(width, height, rgba).unwrap().pixels())
}

/// White everywhere but on the pixels of the grid.
#[test]
fn nothing_hides_between_the_samples() {
    let step = step_for(900, 900);
    let at = |index: u32| (index as usize % 900, index as usize / 900);
    let is_sample = |at: usize| at % step == step / 2;
    let rgba = (0..900 * 900).map(at).flat_map(|(x, y)| {
        let clear = is_sample(x) && is_sample(y);
        [255, 255, 255, if clear { 0 } else { 255 }]
    });
    let picture = Picture::new(900, 900, rgba.collect()).unwrap();
    let measured = measure(&picture.pixels());
    assert!(measured.transparent_share < 0.2, "{measured:?}");
    assert_eq!(measured.light_share, 1.0);
    assert_eq!(measured.light_area, Some([0.0, 0.0, 1.0, 1.0]));
}

/// A mask finer than its picture is looked at pixel by pixel.
#[test]
fn the_pixels_of_the_mask_count() {
    let mut alpha = vec![0; 40 * 40];
    alpha[40 * 39 + 1] = 255;
    let mask = crate::picture::SoftMask {
        width: 40,
        height: 40,
        alpha: &alpha,
    };
    let rgb = [200, 10, 20].repeat(4);
    let measured = measure(&Pixels::from_rgb(2, 2, &rgb, Some(mask)).unwrap());
    assert_eq!(measured.drawn, [0.025, 0.975, 0.05, 1.0]);
    assert_eq!(measured.ink_share, 1.0 / 1600.0);
    assert_eq!(measured.light_area, None);
}

/// Pixels of 300 × 300, each by its place.
fn painted(pixel: impl Fn(u32, u32) -> [u8; 4]) -> Measurement {
    let places = (0..300).flat_map(|y| (0..300).map(move |x| (x, y)));
    let rgba = places.flat_map(|(x, y)| pixel(x, y)).collect();
    measure(&Picture::new(300, 300, rgba).unwrap().pixels())
}

const RED: [u8; 4] = [200, 10, 20, 255];

/// What scans leave around strokes when their paper is made clear, however many strokes there are.
#[test]
fn rims_of_ink_are_no_patches_and_no_ink() {
    for rim in [
        [255, 220, 220, 255],
        [255, 255, 255, 255],
        [150, 150, 150, 255],
    ] {
        let measured = painted(|x, _| match x % 16 {
            4 | 5 | 10 | 11 => rim,
            6..10 => RED,
            _ => [0; 4],
        });
        assert_eq!(measured.light_area, None, "{rim:?}");
        assert_eq!(measured.light_share, 0.0, "{rim:?}");
        assert_eq!(measured.red_share, 1.0, "{rim:?}");
        assert!((measured.ink_share - 76.0 / 300.0).abs() < 1e-9, "{rim:?}");
    }
}

/// Of dots in wide rims, most pixels are no ink in the end.
#[test]
fn print_among_rims_is_seen() {
    let measured = painted(|x, y| match (x % 12, y % 12) {
        _ if (100..112).contains(&x) && (100..112).contains(&y) => [0, 0, 0, 255],
        (1, 1) => [200, 0, 0, 255],
        (0..3, 0..3) => [255, 255, 255, 255],
        _ => [0, 0, 0, 0],
    });
    assert_eq!(measured.light_share, 0.0);
    assert!(measured.red_share > 0.5 && measured.print_share > 0.0);
}

/// A faint light halo hides nothing, and is clear.
#[test]
fn faint_halos_are_clear() {
    let measured = painted(|x, _| match x % 16 {
        8 | 9 => RED,
        _ => [250, 250, 250, 60],
    });
    assert!((measured.transparent_share - 262.0 / 300.0).abs() < 1e-9);
    assert_eq!(measured.light_area, None);
}

/// White between dots that are too thin to be seen, white beyond the rim, and a veil are patches.
#[test]
fn white_that_nobody_sees_is_a_patch() {
    let white = [255, 255, 255, 255];
    let lattice = |x: u32, y: u32| match (x % 5, y % 5) {
        (0, 0) => RED,
        _ => white,
    };
    let wide = |x: u32, _| match x % 16 {
        8..11 => RED,
        _ => white,
    };
    let veil = |x: u32, _| match x % 32 {
        8..11 => RED,
        _ => [255, 255, 255, 70],
    };
    for measured in [painted(lattice), painted(wide), painted(veil)] {
        assert!(measured.light_area.is_some(), "{measured:?}");
        assert!(measured.transparent_share < 0.1, "{measured:?}");
    }
    assert!(painted(lattice).light_share > 0.9);
    assert!(painted(wide).light_share > 0.7);
}

#[test]
fn clear_pixels_have_no_colour() {
    let measured = filled(10, 10, [255, 0, 0, 0]);
    assert_eq!(measured.transparent_share, 1.0);
    assert_eq!(measured.ink_share, 0.0);
    assert_eq!(measured.dominant, Dominant::Nothing);
}

#[test]
fn what_is_drawn_lies_within_its_bounds() {
    let mut rgba = vec![0; 10 * 10 * 4];
    for (x, y, alpha) in [(2, 3, 20), (5, 6, 255)] {
        rgba[(y * 10 + x) * 4 + 3] = alpha;
    }
    let measured = measure(&Picture::new(10, 10, rgba).unwrap().pixels());
    assert_eq!(measured.drawn, [0.2, 0.3, 0.6, 0.7]);
    assert_eq!(filled(10, 10, [9, 9, 9, 0]).drawn, [0.0; 4]);
}

#[test]
fn large_pictures_are_sampled_and_say_so() {
    let measured = filled(900, 900, [200, 10, 20, 255]);
    assert_eq!(measured.step, 3);
    assert_eq!(measured.red_share, 1.0);
    assert_eq!(measured.ink_aspect, 1.0);
}

#[test]
fn black_and_white_are_told_apart() {
    let black = filled(4, 4, [0, 0, 0, 255]).dominant;
    assert_eq!(black.to_string(), "black, 100 %");
    let white = filled(4, 4, [255, 255, 255, 255]).dominant;
    assert_eq!(white.to_string(), "white or grey, 100 %");
}

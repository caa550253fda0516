//! Pictures of a few kinds, measured.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::picture::Picture;

fn filled(width: u32, height: u32, pixel: [u8; 4]) -> Measurement {
    let rgba = pixel.repeat((width * height) as usize);
    measure(&Picture::new(width, height, rgba).unwrap().pixels())
}

#[test]
fn hues_are_those_of_the_colour_circle() {
    assert_eq!(hue([255, 0, 0]), Some(0));
    assert_eq!(hue([0, 255, 0]), Some(120));
    assert_eq!(hue([0, 0, 255]), Some(240));
    assert_eq!(hue([255, 0, 64]), Some(344));
    assert_eq!(hue([20, 30, 90]), Some(231));
    assert_eq!(hue([90, 90, 90]), None);
    assert_eq!(hue([5, 5, 12]), None);
}

/// Every colour counts as its hue says.
#[test]
fn tones_are_those_of_the_hues() {
    let shades = || (0..256).step_by(15);
    for (red, green) in shades().flat_map(|red| shades().map(move |green| (red, green))) {
        for blue in shades() {
            let colour = [red, green, blue];
            let hue = hue(colour);
            let is_red = hue.is_some_and(|hue| hue >= 330 || hue <= 25);
            let is_blue = hue.is_some_and(|hue| (190..=275).contains(&hue));
            assert_eq!(matches!(tone(colour), Tone::Red), is_red, "{colour:?}");
            assert_eq!(matches!(tone(colour), Tone::Blue), is_blue, "{colour:?}");
            let is_grey = matches!(tone(colour), Tone::Black | Tone::Pale);
            assert_eq!(is_grey, hue.is_none(), "{colour:?}");
        }
    }
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

/// Blended edges are no patches, however many there are.
#[test]
fn light_edges_are_no_patches() {
    let pixel = |index: u32| match (index % 300) % 8 {
        2 => [255, 220, 220, 255],
        3..6 => [200, 10, 20, 255],
        _ => [0; 4],
    };
    let rgba = (0..300 * 300).flat_map(pixel).collect();
    let measured = measure(&Picture::new(300, 300, rgba).unwrap().pixels());
    assert_eq!(measured.light_area, None);
    assert!((measured.light_share - 0.25).abs() < 0.01, "{measured:?}");
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

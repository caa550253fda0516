//! Runs of pixels, whatever the resolutions of picture and mask.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::*;
use crate::picture::Picture;

/// The pixels that are not clear, with their columns and rows.
fn seen(pixels: &Pixels<'_>) -> Vec<(usize, usize, [u8; 4])> {
    let mut seen = Vec::new();
    let (columns, rows) = pixels.grid();
    for y in 0..rows {
        pixels.each_block(y, &(0..columns), |first, block| {
            block.each_run(|across, [red, green, blue], alpha| {
                seen.extend(across.map(|x| (first + x, y, [red, green, blue, alpha])));
            });
        });
    }
    seen
}

/// Whatever the resolutions of picture and mask, each pixel of the grid has the colour and the alpha that lie there.
#[test]
fn blocks_give_each_pixel_of_the_grid() {
    let rgb: Vec<u8> = (0..70 * 3 * 3).map(|n| (n % 251) as u8).collect();
    let alpha: Vec<u8> = (0..140 * 5).map(|n| (n % 7) as u8 * 30).collect();
    for (width, height, across, down) in [
        (70, 3, 70, 3),
        (70, 3, 140, 5),
        (35, 6, 70, 3),
        (70, 3, 20, 1),
    ] {
        let mask = SoftMask {
            width: across,
            height: down,
            alpha: alpha.get(..(across * down) as usize).unwrap(),
        };
        let pixels = Pixels::from_rgb(width, height, &rgb, Some(mask)).unwrap();
        let (columns, rows) = pixels.grid();
        let mut expected = Vec::new();
        for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
            let place = |width: u32, height: u32| {
                let (width, height) = (width as usize, height as usize);
                y * height / rows * width + x * width / columns
            };
            let at = place(width, height) * 3;
            let alpha = alpha[place(across, down)];
            if alpha > 0 {
                expected.push((x, y, [rgb[at], rgb[at + 1], rgb[at + 2], alpha]));
            }
        }
        assert_eq!(seen(&pixels), expected, "{width} {height} {across} {down}");
    }
}

/// A mask coarser and one finer than the picture, in one direction each.
#[test]
fn what_is_seen_is_around_all_that_is_not_clear() {
    let alpha = [[0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 255, 0], [0, 0, 0, 0, 0, 0]].concat();
    let mask = SoftMask {
        width: 6,
        height: 3,
        alpha: &alpha,
    };
    for (width, height) in [(6, 3), (4, 7), (13, 2), (20, 20), (1, 1)] {
        let rgb = vec![7; (width * height * 3) as usize];
        let pixels = Pixels::from_rgb(width, height, &rgb, Some(mask)).unwrap();
        let mut around = None;
        for (x, y, _) in seen(&pixels) {
            crate::measure::extend(&mut around, x, y);
        }
        assert!(around.is_some());
        assert_eq!(pixels.seen(), around, "{width} {height}");
        let opaque = Pixels::from_rgb(width, height, &rgb, None).unwrap();
        let bounds = opaque.seen().unwrap();
        assert_eq!((bounds.left, bounds.top), (0, 0));
        let ends = (bounds.right + 1, bounds.bottom + 1);
        assert_eq!(ends, (width as usize, height as usize));
    }
    let mut rgba = [9, 9, 9, 0].repeat(12);
    let of = |rgba: &[u8]| {
        let picture = Picture {
            width: 4,
            height: 3,
            rgba: rgba.to_vec(),
        };
        picture.pixels().seen()
    };
    assert_eq!(of(&rgba), None);
    rgba[4 * 6 + 3] = 1;
    let one = of(&rgba).unwrap();
    assert_eq!((one.left, one.right, one.top, one.bottom), (2, 2, 1, 1));
}

#[test]
fn a_soft_mask_may_have_its_own_resolution() {
    let mask = SoftMask {
        width: 1,
        height: 1,
        alpha: &[7],
    };
    let pixels = Pixels::from_rgb(2, 1, &[1, 2, 3, 4, 5, 6], Some(mask)).unwrap();
    assert_eq!(seen(&pixels), [(0, 0, [1, 2, 3, 7]), (1, 0, [4, 5, 6, 7])]);
    let clear = SoftMask {
        alpha: &[0],
        ..mask
    };
    let pixels = Pixels::from_rgb(2, 1, &[1, 2, 3, 4, 5, 6], Some(clear)).unwrap();
    assert_eq!(seen(&pixels), []);
    assert!(Pixels::from_rgb(2, 2, &[1, 2, 3, 4, 5, 6], None).is_none());
}

use std::ops::Range;

use super::*;
use crate::measure::Run;
use crate::measure::colour::Colour;
use crate::picture::BLOCK;

/// Marks where a shape has ink, in a picture of so many pixels.
fn parts((width, height): (usize, usize), ink: impl Fn(usize, usize) -> bool) -> Parts {
    let mut marks = Marks::new((width, height));
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        if ink(x, y) {
            marks.row(y);
            add(&mut marks, x..x + 1);
        }
    }
    marks.parts()
}

/// Black pixels of the row.
fn add(marks: &mut Marks, across: Range<usize>) {
    for x in across {
        add_gray(marks, x, 0, 255);
    }
}

/// A gray pixel of the row.
fn add_gray(marks: &mut Marks, x: usize, gray: u8, alpha: u8) {
    let run = Run::new(x / BLOCK * BLOCK, &(x % BLOCK..x % BLOCK + 1), alpha);
    marks.add(&run, &Colour::of([gray; 3]));
}

/// Upright bars, each of these columns, between two rows.
fn bars(bars: &[(usize, usize)], rows: std::ops::Range<usize>) -> impl Fn(usize, usize) -> bool {
    move |x, y| {
        rows.contains(&y)
            && bars
                .iter()
                .any(|(left, right)| (*left..*right).contains(&x))
    }
}

/// The rims of such bars, but for the lower one.
fn letters(bars: &[(usize, usize)], rows: std::ops::Range<usize>) -> impl Fn(usize, usize) -> bool {
    move |x, y| {
        let is_rim = |(left, right): &(usize, usize)| {
            (*left..*right).contains(&x) && (x == *left || x + 1 == *right || y == rows.start)
        };
        rows.contains(&y) && bars.iter().any(is_rim)
    }
}

#[test]
fn parts_touch_at_corners_and_join_below() {
    // Two legs that meet in the last row, a diagonal beside them, and a run over the ends of words.
    let found = parts((200, 10), |x, y| {
        let is_leg = (x == 3 || x == 63) && y < 9 || y == 9 && (3..=63).contains(&x);
        is_leg || x == 70 + y && y < 8 || y == 2 && (120..200).contains(&x)
    });
    let bounds = found
        .parts
        .iter()
        .map(|part| (part.left, part.top, part.right, part.bottom, part.marks));
    let bounds: Vec<_> = bounds.collect();
    let expected = [(120, 2, 200, 3, 80), (3, 0, 64, 10, 79), (70, 0, 78, 8, 8)];
    assert_eq!(bounds, expected);
    assert!(!found.is_crowded);
    assert!(parts((0, 0), |_, _| true).parts.is_empty());
}

#[test]
fn runs_of_pixels_are_their_pixels() {
    for (width, across) in [
        (200, 0..200),
        (200, 63..65),
        (200, 64..128),
        (3000, 5..7),
        (3000, 191..1000),
    ] {
        let (mut whole, mut single) = (Marks::new((width, 3)), Marks::new((width, 3)));
        whole.row(2);
        single.row(2);
        for first in (0..width).step_by(BLOCK) {
            let is_ink = |x: usize| across.contains(&(first + x));
            let alpha: [u8; BLOCK] = std::array::from_fn(|x| if is_ink(x) { 255 } else { 0 });
            whole.add_block(first, &Colour::of([0; 3]), &alpha);
        }
        add(&mut single, across.clone());
        let (whole, single) = (whole.parts(), single.parts());
        assert_eq!(whole, single);
        assert_eq!(whole.parts.len(), 1, "{across:?}");
    }
}

#[test]
fn pixels_of_large_pictures_are_taken_together() {
    let found = parts((3000, 30), |x, y| (x, y) == (2999, 29) || x == 0);
    let areas: Vec<[f64; 4]> = found
        .strokes((3000.0, 30.0))
        .iter()
        .map(|one| one.bounds)
        .collect();
    assert_eq!(areas, [[0.0, 0.0, 0.001, 1.0], [0.999, 0.9, 1.0, 1.0]]);
}

#[test]
fn rows_of_letters_are_words() {
    let four = [(0, 20), (25, 45), (50, 55), (70, 90)];
    let words = |size| parts((100, 40), letters(&four, 0..36)).are_words(size);
    // The same letters from fonts of 6 to 22 points, and larger than letters are.
    for width in [10.0, 25.0, 38.0] {
        assert!(words((width, 0.4 * width)), "{width}");
    }
    assert!(!words((60.0, 24.0)));
    assert!(!words((6.0, 2.4)));
    // Three are initials; eight are words at any size.
    assert!(!parts((100, 40), letters(&four[..3], 0..36)).are_words((25.0, 10.0)));
    let eight: Vec<(usize, usize)> = (0..8).map(|at| (at * 12, at * 12 + 8)).collect();
    assert!(parts((100, 40), letters(&eight, 0..36)).are_words((250.0, 100.0)));
    assert!(!parts((100, 40), letters(&eight[..7], 0..36)).are_words((250.0, 100.0)));
    // Upright.
    let level = letters(&four, 0..36);
    assert!(parts((40, 100), |x, y| level(y, x)).are_words((10.0, 25.0)));
}

#[test]
fn strokes_off_a_line_are_no_words() {
    let four = [(0, 20), (25, 45), (50, 70), (75, 95)];
    let is_off = |x: usize, y: usize| {
        let step = x / 25 * 8;
        (step..step + 24).contains(&y)
    };
    let found = parts((100, 60), |x, y| bars(&four, 0..60)(x, y) && is_off(x, y));
    assert!(!found.are_words((25.0, 15.0)));
    // Dashes lie in a row, and are no letters.
    assert!(!parts((100, 40), bars(&four, 10..13)).are_words((25.0, 10.0)));
}

#[test]
fn dots_close_to_each_other_are_strokes() {
    let four = [(0, 19), (36, 55), (72, 91), (108, 127)];
    let dotted = |x: usize, y: usize| bars(&four, 0..34)(x, y) && (x % 36) % 5 < 3 && y % 5 < 3;
    let found = parts((130, 40), dotted);
    assert!(found.are_words((32.5, 10.0)));
    assert_eq!(found.strokes((32.5, 10.0)).len(), 4);
    // Far from each other on paper they are dots.
    assert_eq!(found.strokes((130.0, 40.0)).len(), 4 * 4 * 7);
}

#[test]
fn plates_may_have_letters_cut_out() {
    let plate = |x: usize, y: usize| {
        (10..90).contains(&x) && (10..30).contains(&y) && (!x.is_multiple_of(10) || y % 10 > 5)
    };
    assert!(parts((100, 40), plate).are_words((100.0, 40.0)));
    assert!(!parts((100, 40), plate).are_words((25.0, 10.0)));
    let frame =
        |x: usize, y: usize| plate(x, y) && !((12..88).contains(&x) && (12..28).contains(&y));
    assert!(!parts((100, 40), frame).are_words((100.0, 40.0)));
}

#[test]
fn what_is_pale_is_no_stroke() {
    let count = |pixels: &[(usize, u8, u8)]| {
        let mut marks = Marks::new((10, 10));
        for (x, gray, alpha) in pixels {
            add_gray(&mut marks, *x, *gray, *alpha);
        }
        marks.parts().parts.len()
    };
    assert_eq!(count(&[(1, 200, 255), (3, 0, 55)]), 0);
    assert_eq!(count(&[(1, 200, 255), (5, 0, 57), (7, 199, 255)]), 2);
}

#[test]
fn more_parts_than_are_told_apart_may_be_words() {
    let found = parts((1024, 1024), |x, y| {
        x.is_multiple_of(2) && y.is_multiple_of(2)
    });
    assert!(found.is_crowded && found.are_words((1000.0, 1000.0)));
    assert_eq!(found.parts.len(), marks::KEPT);
}

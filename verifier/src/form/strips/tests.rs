#![allow(clippy::unwrap_used)]
use super::*;
use crate::appearance::FontWork;
use crate::recall::Recall;

const BLUE: [u8; 3] = [20, 40, 160];
const RED: [u8; 3] = [200, 20, 30];
/// Pixels of pictures in one file.
const OF_FILE: u64 = 1 << 26;

fn part(width: u32, height: u32, colour: [u8; 3]) -> Sampled {
    Sampled {
        width,
        height,
        rgb: Rgb::Each(colour.repeat((width * height) as usize)),
        alpha: None,
    }
}

fn rect(left: f64, bottom: f64, right: f64, top: f64) -> Rect {
    Rect::from_corners(left, bottom, right, top)
}

/// The picture of all parts together while so many pixels are left, and the budget then.
fn together(parts: &[(Sampled, Rect)], left: u64) -> (Option<Sampled>, LookBudget) {
    let budget = LookBudget::of_file(
        [0; 32],
        FontWork::of_a_file(Recall::nothing()),
        Recall::nothing(),
    );
    assert!(budget.take(OF_FILE - left));
    let whole = parts.iter().map(|(_, rect)| *rect);
    let whole = whole.reduce(|one, other| around(&one, &other)).unwrap();
    (joined(parts, &whole, &budget), budget)
}

/// Whether just so many pixels are left.
fn has_left(budget: &LookBudget, pixels: u64) -> bool {
    budget.take(pixels) && !budget.take(1)
}

/// Four tiles of 10 × 10 pixels.
fn tiles(shift: f64) -> Vec<(Sampled, Rect)> {
    vec![
        (part(10, 10, BLUE), rect(0.0, 10.0, 10.0, 20.0)),
        (part(10, 10, RED), rect(10.0 - shift, 10.0, 20.0, 20.0)),
        (part(10, 10, RED), rect(0.0, 0.0, 10.0, 10.0 + shift)),
        (part(10, 10, BLUE), rect(10.0 - shift, 0.0, 20.0, 10.0)),
    ]
}

#[test]
fn tiles_are_put_together() {
    for shift in [0.0, 0.3, 1.0] {
        let (joined, _) = together(&tiles(shift), 2_000);
        let joined = joined.unwrap();
        let grid = joined.grid();
        assert_eq!(grid, (20, 20), "{shift}");
        let at = |x, y| joined.pixel(x, y).unwrap();
        for (x, y, [red, green, blue]) in [(0, 0, BLUE), (19, 0, RED), (0, 19, RED), (19, 19, BLUE)]
        {
            assert_eq!(at(x, y), [red, green, blue, 255], "{x} {y}");
        }
        let mut pixels = (0..20).flat_map(|y| (0..20).map(move |x| (x, y)));
        assert!(
            pixels.all(|(x, y)| at(x, y)[3] == 255),
            "no gap between tiles"
        );
    }
}

#[test]
fn each_part_costs_the_pixels_that_it_reaches() {
    // The sheet of 400 pixels, and as many in its parts.
    assert!(together(&tiles(0.0), 800).0.is_some());
    assert!(together(&tiles(0.0), 799).0.is_none());
    let (joined, left) = together(&tiles(0.0), 1_000);
    assert!(joined.is_some());
    assert!(has_left(&left, 200));
}

#[test]
fn parts_on_one_another_are_no_strips() {
    let all = rect(0.0, 0.0, 20.0, 20.0);
    let crossed: Vec<(Sampled, Rect)> = (0..16)
        .map(|index| match index % 2 {
            0 => (part(2890, 1, BLUE), all),
            _ => (part(1, 2890, BLUE), all),
        })
        .collect();
    let (joined, left) = together(&crossed, OF_FILE);
    assert!(joined.is_none());
    assert!(has_left(&left, OF_FILE), "nothing was done");
    assert!(together(&tiles(4.0), OF_FILE).0.is_none());
    // Thin ones that cross.
    let thin = [
        (part(100, 3, BLUE), rect(0.0, 48.0, 100.0, 51.0)),
        (part(3, 100, BLUE), rect(48.0, 0.0, 51.0, 100.0)),
    ];
    assert!(together(&thin, OF_FILE).0.is_none());
}

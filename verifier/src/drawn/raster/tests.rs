#![allow(clippy::unwrap_used)]
use std::sync::Arc;

use super::*;
use crate::appearance::Matrix;
use crate::form::Veil;

/// A raster of 100 by 100 points with this of it hidden, by the distance from the lower left corner.
fn raster(hidden: impl Fn(f64, f64) -> f32) -> Raster {
    let mut raster = Raster::new((100.0, 100.0));
    let grid = raster.grid();
    let points = (0..raster.all.points).map(|index| {
        let (x, y) = grid.point(index);
        hidden(x, y + 100.0)
    });
    raster.all.shares = points.collect();
    raster.outer = raster.all.clone();
    raster
}

fn within(x: f64, y: f64, [left, bottom, right, top]: [f64; 4]) -> f32 {
    f32::from((left..right).contains(&x) && (bottom..top).contains(&y))
}

#[test]
fn plates_and_bars_hide_and_lines_do_not() {
    for (areas, hidden) in [
        (1, [20.0, 20.0, 40.0, 40.0]),
        (1, [20.0, 50.0, 80.0, 56.0]),
        (0, [20.0, 50.0, 80.0, 53.0]),
        (1, [20.0, 0.0, 24.0, 100.0]),
        (0, [20.0, 0.0, 23.0, 100.0]),
        (0, [20.0, 20.0, 25.0, 25.0]),
    ] {
        let found = raster(|x, y| within(x, y, hidden)).hidden_areas();
        assert_eq!(usize::from(!found.is_empty()), areas.min(1), "{hidden:?}");
        let [left, bottom, right, top] = hidden;
        let (bottom, top) = (bottom - 100.0, top - 100.0);
        for area in found {
            let outer = Rect::from_corners(left - 4.0, bottom - 4.0, right + 4.0, top + 4.0);
            assert_eq!(area.intersection(&outer), Some(area), "{hidden:?}");
        }
    }
}

#[test]
fn windows_tried_together_are_those_tried_one_by_one() {
    // Blots of many sizes, some of which fill a window by little.
    let blots = |x: f64, y: f64| {
        let (column, row) = ((x / 17.0).floor(), (y / 13.0).floor());
        let radius = 2.0 + (column * 3.7 + row * 5.3) % 7.0;
        let from_middle = (x - column * 17.0 - 8.5).hypot(y - row * 13.0 - 6.5);
        f32::from(from_middle < radius) * (0.7 + 0.3 * f32::from(column > 2.0))
    };
    let raster = raster(blots);
    let sums = Sums::of(&raster.all.shares, raster.columns);
    let mut found = 0;
    for (wide, high, limit) in [(8, 8, 0.9), (12, 5, 0.85), (20, 20, 0.5), (5, 37, 0.4)] {
        let mut marks = Marks::new(raster.columns, raster.rows);
        for row in 0..=raster.rows - high {
            for column in 0..=raster.columns - wide {
                if sums.mean(column, row, wide, high) > limit {
                    marks.add(column..column + wide, row..row + high);
                    found += 1;
                }
            }
        }
        let together = raster.full(&sums, (wide, high), limit);
        let together = together.unwrap_or_else(|| Marks::new(raster.columns, raster.rows));
        assert_eq!(together.finish(), marks.finish(), "{wide} {high} {limit}");
    }
    assert!(found > 100, "{found}");
}

#[test]
fn a_window_is_no_easier_to_fill_in_a_low_area() {
    // The middle of a star over a signature that is 40 points high: no bar of 0.5 by 0.06 of a seal.
    let mut low = Raster::new((200.0, 40.0));
    low.all.shares = vec![0.95; low.all.points];
    assert!(!low.plates(&low.all, &[(6.0, 51.0, 0.9)]).contains(&true));
    assert!(low.plates(&low.all, &[(6.0, 40.0, 0.9)]).contains(&true));
}

#[test]
fn many_thin_veils_add_up() {
    let strokes = vec![1.0; raster(|_, _| 0.0).all.points];
    let veils = |count: i32| raster(move |_, _| 1.0 - 0.8_f32.powi(count));
    assert!(!veils(2).hides(&strokes, 0.0));
    assert!(veils(4).hides(&strokes, 0.0));
    let mut map = Map::clear(1);
    for _ in 0..50 {
        map.lay(0, 15.0 / 255.0);
    }
    assert!(map.shares.iter().all(|hidden| *hidden > 0.9));
}

#[test]
fn a_star_hides_no_signature_and_a_disc_does() {
    let strokes: Vec<f32> = raster(|_, y| within(50.0, y, [0.0, 48.0, 100.0, 52.0]))
        .all
        .shares;
    let disc = |radius: f64| {
        let mut disc = raster(move |x, y| f32::from((x - 50.0).hypot(y - 50.0) < radius));
        disc.outer = Map::clear(disc.outer.points);
        disc
    };
    assert!(!disc(10.0).hides(&strokes, 100.0));
    assert!(disc(20.0).hides(&strokes, 100.0));
    assert!(disc(10.0).hidden_middles(100.0).is_empty());
    assert!(!disc(20.0).hidden_middles(100.0).is_empty());
}

/// Three bars with slits of half a point between them.
#[test]
fn slits_do_not_open_a_plate() {
    let slit = |y: f64| (y - 50.0).rem_euclid(4.0) >= 3.5;
    let bars = raster(|x, y| match slit(y) {
        true => 0.0,
        false => within(x, y, [10.0, 50.0, 90.0, 61.5]),
    });
    assert!(!bars.hidden_areas().is_empty());
}

/// A plate over the area, placed by a matrix.
fn plate(numbers: [f64; 6]) -> Laid {
    let matrix = Matrix::of(numbers);
    let veil = Veil::plate(matrix).unwrap();
    Laid {
        sheet: Arc::clone(veil.sheet()),
        matrix,
        area: veil.area(),
        seal: None,
        judged: None,
    }
}

/// The hidden share of upright, turned and askew plates is their area, at any position of the
/// points.
#[test]
fn what_is_hidden_is_the_area_of_a_plate() {
    for (width, height, degrees) in [
        (37.3, 11.7, 0.0),
        (37.3, 11.7, 90.0),
        (37.3, 11.7, 180.0),
        (37.3, 11.7, 0.05),
        (37.3, 11.7, 31.0),
        (60.0, 0.3, 17.0),
        (1.1, 1.3, 45.0),
    ] {
        let (sine, cosine) = f64::to_radians(degrees).sin_cos();
        // Numbers that are nothing but rounding are none.
        let [sine, cosine] = [sine, cosine].map(|part| (part * 1e9).round() / 1e9);
        let (a, b, c, d) = (
            width * cosine,
            width * sine,
            -height * sine,
            height * cosine,
        );
        let mut raster = Raster::new((100.0, 100.0));
        raster.lay(&plate([a, b, c, d, 50.2 - a / 2.0, -49.9 - b / 2.0]));
        let hidden: f32 = raster.all.shares.iter().sum();
        let area = f64::from(hidden) * raster.step * raster.step;
        let expected = width * height;
        assert!(
            (area / expected - 1.0).abs() < 0.03,
            "{width} {height} {degrees}: {area}"
        );
        assert!(
            raster
                .all
                .shares
                .iter()
                .all(|hidden| (0.0..=1.001).contains(hidden))
        );
    }
}

/// Thin pictures across a page are looked at where they are, and finely where they are small.
#[test]
fn what_a_picture_costs_has_a_limit() {
    let side = 800.0_f64;
    for width in [1e-3, 0.05, 1.0, 30.0, 800.0] {
        let thin = plate([
            side * 0.6,
            side * 0.8,
            -width * 0.8,
            width * 0.6,
            100.0,
            -750.0,
        ]);
        let looks = looks_at((side, side), &thin).unwrap();
        let points = points_of((side, side)).unwrap();
        assert!(
            looks >= points && looks < points + (20 << 20),
            "{width}: {looks}"
        );
    }
    let upright = plate([side, 0.0, 0.0, side, 0.0, -side]);
    assert_eq!(looks_at((side, side), &upright), points_of((side, side)));
}

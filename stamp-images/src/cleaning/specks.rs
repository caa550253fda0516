//! Dust, stains, lines of the scanner's edge: spots that are no ink of the signature or the seal.
//!
//! A spot is a set of pixels with any ink that touch each other. It stays when it is dense somewhere and large enough for a stroke of
//! its kind: a dot under a letter must stay, dust must go.

use super::density::{Density, INK};
use crate::bounds::Bounds;

/// The spots of a picture.
pub(super) struct Spots {
    /// The number of the spot of each pixel, row by row; [`NONE`] for clear ones.
    labels: Vec<u32>,
    spots: Vec<Spot>,
}

impl Spots {
    pub(super) fn of(density: &Density) -> Self {
        let mut found = Self {
            labels: vec![NONE; density.alpha.len()],
            spots: Vec::new(),
        };
        let mut open: Vec<u32> = Vec::new();
        for start in 0..density.alpha.len() {
            let label = u32::try_from(found.spots.len()).unwrap_or(NONE);
            if let Some(start) = found.take(density, start, label) {
                open.push(start);
                let spot = found.take_spot(density, label, &mut open);
                found.spots.extend(spot);
            }
        }
        found
    }

    /// Clears all spots whose dense part is smaller than `least` pixels, and returns how many that were, without those of hardly any
    /// density.
    pub(super) fn clear(&self, density: &mut Density, least: f64) -> usize {
        let (width, height) = (density.width, density.height);
        let is_ink =
            |spot: &Spot| spot.dense as f64 >= least && !spot.is_edge_of_scan(width, height);
        let is_ink: Vec<bool> = self.spots.iter().map(is_ink).collect();
        for (alpha, label) in density.alpha.iter_mut().zip(&self.labels) {
            if is_ink.get(*label as usize) == Some(&false) {
                *alpha = 0;
            }
        }
        let spots = self.spots.iter().zip(&is_ink);
        spots
            .filter(|(spot, is_ink)| !**is_ink && spot.dense > 0)
            .count()
    }

    /// Notes a pixel with ink that belongs to no spot yet.
    fn take(&mut self, density: &Density, at: usize, label: u32) -> Option<u32> {
        let has_ink = density.alpha.get(at).is_some_and(|alpha| *alpha > 0);
        let taken = self
            .labels
            .get_mut(at)
            .filter(|taken| has_ink && **taken == NONE)?;
        *taken = label;
        u32::try_from(at).ok()
    }

    fn take_spot(&mut self, density: &Density, label: u32, open: &mut Vec<u32>) -> Option<Spot> {
        let (width, height) = (density.width, density.height);
        let mut spot: Option<Spot> = None;
        while let Some(at) = open.pop().map(|at| at as usize) {
            let (x, y) = (at % width, at / width);
            let alpha = density.alpha.get(at).copied().unwrap_or_default();
            let found = spot.get_or_insert(Spot {
                dense: 0,
                bounds: Bounds::at(x, y),
            });
            found.dense += usize::from(alpha >= PALE_INK);
            found.bounds = found.bounds.with(x, y);
            for y in y.saturating_sub(1)..(y + 2).min(height) {
                for x in x.saturating_sub(1)..(x + 2).min(width) {
                    open.extend(self.take(density, y * width + x, label));
                }
            }
        }
        spot
    }
}

/// The width of the strokes in pixels, in the mean: twice their area by the length of their edges.
pub(super) fn stroke_width(density: &Density) -> f64 {
    let (mut area, mut edges) = (0_usize, 0_usize);
    for row in density.alpha.chunks_exact(density.width) {
        area += row.iter().filter(|alpha| **alpha >= INK).count();
        let ends = row.windows(2);
        edges += ends.filter(|two| is_end(two)).count();
    }
    let rows = density.alpha.chunks_exact(density.width);
    let below = density.alpha.chunks_exact(density.width).skip(1);
    for (row, below) in rows.zip(below) {
        let pairs = row.iter().zip(below);
        edges += pairs.filter(|(a, b)| is_end(&[**a, **b])).count();
    }
    2.0 * area as f64 / edges.max(1) as f64
}

fn is_end(two: &[u8]) -> bool {
    let mut ink = two.iter().map(|alpha| *alpha >= INK);
    ink.next() != ink.next()
}

/// Pixels with ink that touch each other.
struct Spot {
    /// How many are ink for a good part.
    dense: usize,
    bounds: Bounds,
}

impl Spot {
    /// Whether it is a thin line along the edge of the picture: the shadow of a lid, or the edge of the paper.
    fn is_edge_of_scan(&self, width: usize, height: usize) -> bool {
        let Bounds {
            left,
            right,
            top,
            bottom,
        } = self.bounds;
        let is_line =
            |first: usize, last: usize, side: usize, (from, to): (usize, usize), along: usize| {
                let thin = (side / THIN).max(1);
                let is_at_edge =
                    first == 0 && last < thin || last + 1 == side && first + thin >= side;
                is_at_edge && (to - from) * LONG >= along
            };
        is_line(left, right, width, (top, bottom), height)
            || is_line(top, bottom, height, (left, right), width)
    }
}

/// The number of no spot.
const NONE: u32 = u32::MAX;
/// From which alpha on a pixel is ink: pale parts of worn seals have less than half.
const PALE_INK: u8 = 80;
/// A line at the edge takes less than one of so many parts of the picture across, and more than one of so many along.
const THIN: usize = 100;
const LONG: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with these rectangles: left, top, width, height, alpha.
    fn with(rectangles: &[(usize, usize, usize, usize, u8)]) -> Density {
        let (width, height) = (300, 200);
        let mut alpha = vec![0; width * height];
        for (left, top, across, down, value) in rectangles {
            for y in *top..top + down {
                alpha[y * width + left..y * width + left + across].fill(*value);
            }
        }
        Density {
            width,
            height,
            alpha,
        }
    }

    fn clear(density: &mut Density) -> usize {
        Spots::of(density).clear(density, 30.0)
    }

    #[test]
    fn dust_goes_and_dots_stay() {
        let (stroke, dot) = ((20, 50, 200, 10, 255), (230, 50, 8, 8, 255));
        let (dust, veil) = ((100, 100, 3, 3, 255), (120, 100, 60, 60, 60));
        let mut density = with(&[stroke, dot, dust, veil]);
        assert!((9.0..10.0).contains(&stroke_width(&with(&[stroke]))));
        assert_eq!(clear(&mut density), 1, "the veil is no speck");
        assert!(density.alpha == with(&[stroke, dot]).alpha);
    }

    #[test]
    fn the_pale_edge_of_a_stroke_stays() {
        let mut density = with(&[(19, 49, 202, 12, 40), (20, 50, 200, 10, 255)]);
        let before = density.alpha.clone();
        assert_eq!(clear(&mut density), 0);
        assert!(density.alpha == before);
    }

    #[test]
    fn the_edge_of_a_scan_goes_and_what_is_cut_off_stays() {
        let (edge, cut) = ((298, 0, 2, 200, 255), (0, 80, 60, 10, 255));
        let mut density = with(&[edge, cut]);
        clear(&mut density);
        assert!(density.alpha == with(&[cut]).alpha);
    }
}

//! What is left of the edge of a shadow: pale, and broader than any stroke of the pen.
//!
//! The light of the paper is known to the width of a tile, so that the sharp edge of a shadow leaves a band of pale ink beside it. Pale
//! strokes are no broader than dense ones; what holds a square that is broader, pale everywhere, is no stroke.

use super::density::{Density, INK};

/// Clears all squares of pale ink with sides of `side` pixels.
pub(super) fn clear_veil(density: &mut Density, side: usize) {
    let is_pale = density.alpha.iter().map(|alpha| (1..INK).contains(alpha));
    let pale = Sums::of(density.width, is_pale);
    let squares = positions(density, |x, y| {
        pale.within(x, y, x + side, y + side) == Some(side * side)
    });
    let squares = Sums::of(density.width, squares.into_iter());
    let in_square = positions(density, |x, y| {
        let (left, top) = ((x + 1).saturating_sub(side), (y + 1).saturating_sub(side));
        squares
            .within(left, top, x + 1, y + 1)
            .is_some_and(|count| count > 0)
    });
    for (alpha, in_square) in density.alpha.iter_mut().zip(in_square) {
        if in_square {
            *alpha = 0;
        }
    }
}

/// What holds at each pixel, row by row.
fn positions(density: &Density, holds: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let rows = 0..density.height;
    let pixels = rows.flat_map(|y| (0..density.width).map(move |x| (x, y)));
    pixels.map(|(x, y)| holds(x, y)).collect()
}

/// How many pixels hold something above and to the left of each corner of pixels.
struct Sums {
    /// Corners in a row.
    corners: usize,
    counts: Vec<u32>,
}

impl Sums {
    fn of(width: usize, pixels: impl Iterator<Item = bool>) -> Self {
        let corners = width + 1;
        let mut counts = vec![0; corners];
        let mut in_row = 0;
        for (at, holds) in pixels.enumerate() {
            if at % width == 0 {
                counts.push(0);
                in_row = 0;
            }
            in_row += u32::from(holds);
            let above = counts.len().checked_sub(corners);
            let above = above.and_then(|above| counts.get(above)).copied();
            counts.push(above.unwrap_or_default() + in_row);
        }
        Self { corners, counts }
    }

    /// How many between two corners; `None` where the second is beyond the picture.
    fn within(&self, left: usize, top: usize, right: usize, bottom: usize) -> Option<usize> {
        let at = |x: usize, y: usize| {
            let count = self.counts.get(y * self.corners + x);
            count
                .filter(|_| x < self.corners)
                .map(|count| *count as usize)
        };
        Some(at(right, bottom)? + at(left, top)? - at(left, bottom)? - at(right, top)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_rectangles() {
        let pixels = [1, 0, 1, 1, 1, 0, 0, 1, 1];
        let sums = Sums::of(3, pixels.into_iter().map(|pixel| pixel == 1));
        assert_eq!(sums.within(0, 0, 3, 3), Some(6));
        assert_eq!(sums.within(1, 0, 3, 2), Some(2));
        assert_eq!(sums.within(2, 2, 3, 3), Some(1));
        assert_eq!(sums.within(2, 2, 4, 3), None);
        assert_eq!(sums.within(2, 2, 3, 4), None);
    }

    /// A pale band, a pale stroke and a dense one that touches both.
    #[test]
    fn a_band_goes_and_pale_strokes_stay() {
        let (width, height) = (120, 80);
        let mut alpha = vec![0; width * height];
        let mut fill = |left: usize, top: usize, across: usize, down: usize, value: u8| {
            for y in top..top + down {
                alpha[y * width + left..y * width + left + across].fill(value);
            }
        };
        fill(60, 0, 30, 80, 70);
        fill(5, 10, 100, 8, 60);
        fill(10, 40, 105, 8, 255);
        let mut density = Density {
            width,
            height,
            alpha,
        };
        clear_veil(&mut density, 12);
        let at = |x: usize, y: usize| density.alpha[y * width + x];
        assert_eq!((at(75, 25), at(75, 70)), (0, 0), "the band");
        assert_eq!((at(20, 14), at(100, 14)), (60, 60), "the pale stroke");
        assert_eq!((at(20, 44), at(75, 44)), (255, 255), "the dense stroke");
    }
}

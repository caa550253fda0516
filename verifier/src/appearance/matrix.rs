//! Where forms and pictures are placed.

use kyso_pdf::Rect;
use kyso_stamp_images::Turn;

/// A transformation matrix `[a b c d e f]` (ISO 32000-2, 8.3.4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// `[a b c d e f]`.
    pub(crate) const fn of(numbers: [f64; 6]) -> Self {
        Self(numbers)
    }

    pub(crate) const fn numbers(&self) -> [f64; 6] {
        self.0
    }

    /// The transformation that applies this one first and `next` after it.
    pub(super) fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    /// The transformation back; `None` when all lands on a line or a point.
    pub(crate) fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let area = a * d - b * c;
        let inverse = Self([
            d / area,
            -b / area,
            -c / area,
            a / area,
            (c * f - d * e) / area,
            (b * e - a * f) / area,
        ]);
        let is_finite = inverse.0.iter().all(|number| number.is_finite());
        is_finite.then_some(inverse)
    }

    /// Whether it leaves areas their area. Some programs leave out a matrix without inverse, and
    /// draw at the place before it (cairo, for one).
    pub(super) fn keeps_area(&self) -> bool {
        /// The sine of the angle between the sides of a transformed square.
        const NARROW: f64 = 1e-6;
        /// Areas that numbers of 32 bits lose.
        const LEAST: f64 = 1e-15;
        let [a, b, c, d, ..] = self.0;
        let area = (a * d - b * c).abs();
        let (across, up) = self.lengths();
        area > LEAST && area > NARROW * across * up
    }

    /// How much longer it makes a line at most.
    pub(super) fn stretch(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        let (across, up) = (a * a + b * b, c * c + d * d);
        let most = (across - up).hypot(2.0 * (a * c + b * d));
        ((across + up + most) / 2.0).sqrt()
    }

    /// The turn in which it places things upright.
    pub(super) fn turn(&self) -> Option<Turn> {
        let [a, b, ..] = self.0;
        Turn::of_baseline(a, b)
    }

    pub(crate) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The corners of the transformed rectangle, one after the other.
    pub(super) fn corners(&self, rect: &Rect) -> [(f64, f64); 4] {
        [
            self.apply(rect.left, rect.bottom),
            self.apply(rect.right, rect.bottom),
            self.apply(rect.right, rect.top),
            self.apply(rect.left, rect.top),
        ]
    }

    /// How long the sides of the unit square become.
    pub(crate) fn lengths(&self) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a.hypot(b), c.hypot(d))
    }

    /// The smallest upright rectangle around the transformed one.
    pub(crate) fn bounds(&self, rect: &Rect) -> Rect {
        let [(x1, y1), (x2, y2), (x3, y3), (x4, y4)] = self.corners(rect);
        Rect {
            left: x1.min(x2).min(x3).min(x4),
            bottom: y1.min(y2).min(y3).min(y4),
            right: x1.max(x2).max(x3).max(x4),
            top: y1.max(y2).max(y3).max(y4),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_way_back_leads_back() {
        let there = Matrix([2.0, 1.0, -1.0, 3.0, 5.0, -7.0]);
        let (x, y) = there.apply(3.0, 4.0);
        let (x, y) = there.inverse().unwrap().apply(x, y);
        assert!((x - 3.0).abs() < 1e-9 && (y - 4.0).abs() < 1e-9);
        assert_eq!(Matrix([1.0, 2.0, 2.0, 4.0, 0.0, 0.0]).inverse(), None);
    }

    #[test]
    fn a_line_or_a_point_has_no_area() {
        let keeps = |numbers| Matrix(numbers).keeps_area();
        let stretched = [1000.0, 0.0, 0.0, 0.0001, 5.0, 5.0];
        let slanted = [0.0, 12.0, -12.0, 4.0, 0.0, 0.0];
        assert!(
            [stretched, slanted, Matrix::IDENTITY.0]
                .into_iter()
                .all(keeps)
        );
        for lost in [
            [1.0, 1.0, 1.0, 1.0, 50.0, 100.0],
            [1.0, -1.0, 1.0, -1.0, 0.0, 0.0],
            [1.0, 1.0, 1.0, 1.000_000_1, 0.0, 0.0],
            [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 500.0, 500.0],
            [1e-11, 0.0, 0.0, 1e-11, 0.0, 0.0],
            [f64::NAN, 0.0, 0.0, 1.0, 0.0, 0.0],
        ] {
            assert!(!keeps(lost), "{lost:?}");
        }
    }

    #[test]
    fn lines_are_stretched_as_along_the_longest_axis() {
        for (matrix, stretch) in [
            ([0.0, 3.0, -2.0, 0.0, 5.0, 5.0], 3.0),
            ([0.6, 0.8, -0.8, 0.6, 0.0, 0.0], 1.0),
            ([1.0, 1.0, 1.0, 1.0, 0.0, 0.0], 2.0),
        ] {
            assert!((Matrix(matrix).stretch() - stretch).abs() < 1e-9);
        }
    }

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        let turn = Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        let bounds = turn.bounds(&Rect::from_corners(0.0, 0.0, 20.0, 10.0));
        assert_eq!(bounds, Rect::from_corners(-10.0, 0.0, 0.0, 20.0));
    }

    #[test]
    fn the_first_transformation_is_applied_first() {
        let shift = Matrix([1.0, 0.0, 0.0, 1.0, 5.0, 0.0]);
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(shift.then(&double).apply(1.0, 1.0), (12.0, 2.0));
    }
}

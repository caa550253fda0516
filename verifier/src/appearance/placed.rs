//! Where something is drawn, and how far from there programs that calculate with 32 bits may draw
//! it.

use std::ops::Deref;

use kyso_pdf::{Object, Operation, Rect};

use super::Matrix;

/// A matrix, with a bound of what each of its numbers is off where numbers have 24 bits, as MuPDF and PDFium hold them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    matrix: Matrix,
    off: [f64; 6],
}

impl Placed {
    pub(super) fn of(matrix: Matrix) -> Self {
        let is_held = |number: f64| number.fract() == 0.0 && number.abs() <= 1.0 / STEP;
        Self {
            off: matrix.0.map(|number| match is_held(number) {
                true => 0.0,
                false => number.abs() * STEP,
            }),
            matrix,
        }
    }

    /// As [`Matrix::then`].
    pub(super) fn then(&self, next: &Self) -> Self {
        let [one, two] = [self, next].map(|placed| placed.matrix.0.map(f64::abs));
        let turning = |[a, b, c, d, ..]: [f64; 6]| Matrix([a, b, c, d, 0.0, 0.0]);
        let parts = [
            Matrix(one).then(&Matrix(next.off)),
            Matrix(self.off).then(&turning(two)),
            Matrix(self.off).then(&turning(next.off)),
        ];
        let mut off = rounded(self, next);
        for part in parts {
            for (off, more) in off.iter_mut().zip(part.0) {
                *off += more;
            }
        }
        Self {
            matrix: self.matrix.then(&next.matrix),
            off,
        }
    }

    /// The placement after `cm`; `None` when its operands are not six numbers.
    pub(super) fn transformed(&self, operation: &Operation) -> Option<Self> {
        Some(Self::of(Matrix(operation.numbers()?)).then(self))
    }

    /// Whether all programs come to the same place by the numbers of an operation that builds a path.
    pub(super) fn holds_operands(&self, operation: &Operation) -> bool {
        let numbers = operation.operands.iter().filter_map(Object::as_number);
        let farthest = numbers.map(f64::abs).sum();
        self.holds(farthest, farthest)
    }

    /// Whether all programs draw a point at the same place, as far as anybody sees.
    pub(super) fn holds(&self, x: f64, y: f64) -> bool {
        /// Points of 1/72 inch.
        const UNSEEN: f64 = 0.05;
        let [a, b, c, d, e, f] = self.matrix.0.map(f64::abs);
        let off = self.off;
        let (x, y) = (x.abs(), y.abs());
        let across = x * off[0] + y * off[2] + off[4] + STEP * (x * a + y * c + e);
        let up = x * off[1] + y * off[3] + off[5] + STEP * (x * b + y * d + f);
        across <= UNSEEN && up <= UNSEEN
    }

    /// The same of all of a rectangle.
    pub(super) fn holds_all(&self, rect: &Rect) -> bool {
        let farthest = |one: f64, two: f64| one.abs().max(two.abs());
        self.holds(
            farthest(rect.left, rect.right),
            farthest(rect.bottom, rect.top),
        )
    }
}

/// The rounding error of each number of a product.
fn rounded(one: &Matrix, two: &Matrix) -> [f64; 6] {
    let [a, b, c, d, e, f] = one.0;
    let [na, nb, nc, nd, ne, nf] = two.0;
    let none = (0.0, 0.0);
    let sums = [
        [(a, na), (b, nc), none],
        [(a, nb), (b, nd), none],
        [(c, na), (d, nc), none],
        [(c, nb), (d, nd), none],
        [(e, na), (f, nc), (ne, 1.0)],
        [(e, nb), (f, nd), (nf, 1.0)],
    ];
    sums.map(|terms| {
        let product = |(one, two): (f64, f64)| (one * two).abs();
        let mut counted = terms.iter().filter(|term| product(**term) != 0.0);
        let is_exact = match (counted.next(), counted.next()) {
            (None, _) => true,
            (Some((one, two)), None) => one.abs() == 1.0 || two.abs() == 1.0,
            _ => false,
        };
        let size: f64 = terms.into_iter().map(product).sum();
        match size {
            _ if is_exact => 0.0,
            ..=GREATEST => size * STEP + LEAST,
            _ => f64::INFINITY,
        }
    })
}

impl Deref for Placed {
    type Target = Matrix;

    fn deref(&self) -> &Matrix {
        &self.matrix
    }
}

/// Two numbers of 24 bits differ by more than this share of them.
const STEP: f64 = 1.0 / 8_388_608.0;
/// Numbers of 32 bits lose what is smaller, and cannot hold what is greater.
const LEAST: f64 = 1e-37;
const GREATEST: f64 = 1e37;

#[cfg(test)]
mod tests {
    use super::*;

    /// The matrices of a content one after the other, and whether a picture of 100 points is drawn alike.
    fn holds(steps: &[([f64; 6], usize)]) -> bool {
        let mut placed = Placed::of(Matrix::IDENTITY);
        for (numbers, times) in steps {
            for _ in 0..*times {
                placed = Placed::of(Matrix(*numbers)).then(&placed);
            }
        }
        placed.holds(100.0, 100.0)
    }

    const fn shift(y: f64) -> [f64; 6] {
        [1.0, 0.0, 0.0, 1.0, 0.0, y]
    }

    const fn scale(by: f64) -> [f64; 6] {
        [by, 0.0, 0.0, by, 0.0, 0.0]
    }

    #[test]
    fn what_programs_write_is_drawn_alike() {
        let turned = [0.0, 1.0, -1.0, 6.1e-17, 595.0, 0.0];
        for steps in [
            &[(scale(0.24), 1), (shift(3000.0), 1)][..],
            &[(turned, 1), (scale(0.001), 1), (shift(500_000.0), 1)],
            &[(shift(0.5), 500)],
            &[(shift(32_768.0), 1), (shift(-32_768.0), 1)],
            &[(scale(1000.0), 2), (scale(0.001), 2)],
        ] {
            assert!(holds(steps), "{steps:?}");
        }
    }

    #[test]
    fn what_numbers_of_32_bits_lose_is_seen() {
        for steps in [
            &[(shift(1e9), 1), (shift(20.0), 10), (shift(-1e9), 1)][..],
            &[
                (shift(30_000.0), 1),
                (shift(0.001), 20_000),
                (shift(-30_000.0), 1),
            ],
            &[
                ([0.03, 32_000.0, 0.0, 32_000.0, 0.0, 0.0], 1),
                ([1.0, 0.0, 0.0, 1.0, 933_777.406, -933_777.285], 1),
                (
                    [33.333_333_333, -33.333_333_333, 0.0, 0.000_031_25, 0.0, 0.0],
                    1,
                ),
            ],
            &[
                ([1.0, 0.0, 0.0, 1e-6, 0.0, 0.0], 8),
                ([1.0, 0.0, 0.0, 1e6, 0.0, 0.0], 8),
            ],
            &[(scale(1e6), 7), (scale(1e-6), 7)],
            &[(scale(f64::NAN), 1)],
        ] {
            assert!(!holds(steps), "{steps:?}");
        }
    }
}

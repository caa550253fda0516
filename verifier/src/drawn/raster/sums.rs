//! Rectangles of a raster, at a cost of their corners alone.

use std::ops::Range;

use kyso_pdf::Rect;

/// Points that lie in one of many rectangles, at the cost of their corners.
pub(super) struct Marks {
    columns: usize,
    /// The change from the point on the left and above, with a column and a row beyond the last.
    changes: Vec<i32>,
}

impl Marks {
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let columns = columns + 1;
        Self {
            columns,
            changes: vec![0; columns * (rows + 1)],
        }
    }

    pub(super) fn add(&mut self, columns: Range<usize>, rows: Range<usize>) {
        for (column, row, change) in [
            (columns.start, rows.start, 1),
            (columns.end, rows.start, -1),
            (columns.start, rows.end, -1),
            (columns.end, rows.end, 1),
        ] {
            if let Some(at) = self.changes.get_mut(row * self.columns + column) {
                *at += change;
            }
        }
    }

    /// Whether each point lies in one, row by row.
    pub(super) fn finish(self) -> Vec<bool> {
        let mut above = vec![0; self.columns];
        let mut marked = Vec::with_capacity(self.changes.len());
        let rows = self.changes.len() / self.columns - 1;
        for row in self.changes.chunks(self.columns).take(rows) {
            let mut left = 0;
            for (above, change) in above.iter_mut().zip(row) {
                left += change;
                *above += left;
            }
            let points = above.split_last().map_or(&[][..], |(_, points)| points);
            marked.extend(points.iter().map(|count| *count > 0));
        }
        marked
    }
}

/// Sums over rectangles of a map.
#[derive(Clone)]
pub(super) struct Sums {
    columns: usize,
    /// The sums of all above and left of each point, with a row and a column of nothing before.
    sums: Vec<f64>,
}

impl Sums {
    pub(super) fn of(map: &[f32], columns: usize) -> Self {
        let width = columns + 1;
        let rows = map.len().div_ceil(columns);
        let mut sums = Vec::with_capacity(width * (rows + 1));
        let mut above = vec![0.0; width];
        sums.extend_from_slice(&above);
        for row in map.chunks(columns) {
            let mut left = 0.0;
            let sums_of_row = above.iter_mut().skip(1);
            for (above, value) in sums_of_row.zip(row) {
                left += f64::from(*value);
                *above += left;
            }
            sums.extend_from_slice(&above);
        }
        Self {
            columns: width,
            sums,
        }
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // shares of small numbers
    pub(super) fn mean(&self, column: usize, row: usize, wide: usize, high: usize) -> f32 {
        let sum = self.total(column..column + wide, row..row + high);
        (sum / (wide * high) as f64) as f32
    }

    /// Whether a part of these columns and rows, so wide and high, may have a mean above `limit`: never too seldom.
    #[allow(clippy::cast_precision_loss)] // small numbers
    pub(super) fn may_hold(
        &self,
        columns: Range<usize>,
        rows: Range<usize>,
        (wide, high): (usize, usize),
        limit: f32,
    ) -> bool {
        /// More than sums of some thousand values are off.
        const ROUNDED: f64 = 0.001;
        let least = (f64::from(limit) - ROUNDED) * (wide * high) as f64;
        self.total(columns, rows) >= least
    }

    fn total(&self, columns: Range<usize>, rows: Range<usize>) -> f64 {
        let at = |column: usize, row: usize| {
            let sum = self.sums.get(row * self.columns + column);
            sum.copied().unwrap_or_default()
        };
        at(columns.end, rows.end) - at(columns.start, rows.end) - at(columns.end, rows.start)
            + at(columns.start, rows.start)
    }
}

/// The smallest rectangle around both.
pub(in crate::drawn) fn around(one: Rect, two: Rect) -> Rect {
    Rect {
        left: one.left.min(two.left),
        bottom: one.bottom.min(two.bottom),
        right: one.right.max(two.right),
        top: one.top.max(two.top),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_what_lies_in_a_rectangle() {
        let mut marks = Marks::new(4, 3);
        marks.add(0..2, 0..2);
        marks.add(1..4, 1..3);
        let expected = [
            [true, true, false, false],
            [true, true, true, true],
            [false, true, true, true],
        ];
        assert_eq!(marks.finish(), expected.concat());
    }

    #[test]
    fn sums_are_those_of_rectangles() {
        let map = [1.0, 0.0, 2.0, 0.0, 3.0, 0.0];
        let sums = Sums::of(&map, 3);
        assert_eq!(sums.mean(0, 0, 3, 2), 1.0);
        assert_eq!(sums.mean(1, 0, 2, 2), 1.25);
        assert_eq!(sums.mean(1, 1, 1, 1), 3.0);
    }
}

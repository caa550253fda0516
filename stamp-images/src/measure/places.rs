//! The cells of a picture that pixels lie in.

use std::ops::Range;

use super::side::Side;
use crate::bounds::Bounds;
use crate::picture::BLOCK;

/// The columns and rows of cells over what is not clear of a picture.
#[derive(Clone)]
pub(super) struct Places {
    pub(super) columns: Side,
    pub(super) rows: Side,
    /// The column of each pixel across, of whole blocks: pixels beside all columns have that next to them.
    column_of: Vec<u32>,
    /// The first pixel of these.
    first: usize,
}

impl Places {
    /// For a picture of this size, of which `seen` is not clear.
    pub(super) fn new((width, height): (usize, usize), seen: Option<Bounds>) -> Self {
        let (across, down) = seen.map_or((0..0, 0..0), |seen| {
            (seen.left..seen.right + 1, seen.top..seen.bottom + 1)
        });
        let (columns, rows) = (Side::new(width, across), Side::new(height, down));
        let first = columns.start / BLOCK * BLOCK;
        Self {
            column_of: columns.of_pixels(first, BLOCK),
            first,
            columns,
            rows,
        }
    }

    /// The columns of pixels from one on.
    pub(super) fn columns_from(&self, pixel: usize) -> &[u32] {
        let index = pixel.checked_sub(self.first);
        let columns = index.and_then(|index| self.column_of.get(index..));
        columns.unwrap_or_default()
    }

    /// Calls `each` with the cells of a row that pixels side by side lie in, and how many of the pixels each has.
    pub(super) fn each_cell<'c, C>(
        &self,
        across: Range<usize>,
        cells: &'c mut [C],
        mut each: impl FnMut(&'c mut C, u32),
    ) {
        let Range { start, end } = across;
        let columns = self.columns_from(start);
        let Some(column) = columns.first() else {
            return;
        };
        let last = columns.get(end - start - 1);
        let column = *column as usize;
        if last.is_some_and(|last| *last as usize == column) {
            if let Some(cell) = cells.get_mut(column) {
                each(cell, u32::try_from(end - start).unwrap_or(u32::MAX));
            }
            return;
        }
        let mut from = start;
        let mut ends = self.columns.end_of(column);
        for cell in cells.get_mut(column..).unwrap_or_default() {
            let to = ends.min(end);
            each(cell, u32::try_from(to - from).unwrap_or(u32::MAX));
            if to == end {
                return;
            }
            from = to;
            ends += self.columns.cell;
        }
    }
}

//! How much of what lies below a picture it hides, part by part: a seal of ring, letters and star hides little of a
//! signature, a plate all of it.

use std::ops::Range;

use super::blocks::Blocks;
use super::colour::Colour;
use super::parts::Parts;
use super::print::{Grid, Print};

/// A grid of cells over what is not clear of a picture, with what each of them hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    columns: Side,
    rows: Side,
    /// Shares of 255 of what lies below.
    hidden: Vec<[u8; 3]>,
    blocks: Blocks,
    parts: Parts,
}

/// Shares of what lies below a place, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hidden {
    /// Hidden by any colour.
    pub all: f32,
    /// Hidden by colours near that of paper.
    pub pale: f32,
    /// Hidden by colours that stand out from paper.
    pub dark: f32,
}

impl Cells {
    /// What the picture hides at a place, given in shares of width and height from the top left corner.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Hidden {
        match (self.columns.at(x), self.rows.at(y)) {
            (Some(column), Some(row)) => self.cell(column, row),
            _ => Hidden::default(),
        }
    }

    /// The columns of cells between two shares of the width from the left, with the length, in such shares, that each has
    /// between them.
    #[must_use]
    pub fn columns_within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
        self.columns.within(from, to)
    }

    /// The rows of cells between two shares of the height from the top.
    #[must_use]
    pub fn rows_within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
        self.rows.within(from, to)
    }

    /// What the picture hides in one of its cells; nothing outside of them.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> Hidden {
        let hidden = self.hidden.get(row * self.columns.cells + column);
        match hidden {
            None | Some([0, _, _]) => Hidden::default(),
            Some(parts) => {
                let [all, pale, dark] = parts.map(|part| f32::from(part) / 255.0);
                Hidden { all, pale, dark }
            }
        }
    }

    /// The parts of the picture that are not linked to each other.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Where most of the ink of the picture is, which is `size` wide and high in points, without specks far from it: around each
    /// cluster of ink with `least` of the ink of the largest one, at most 1. As [`Cells::seen`].
    #[must_use]
    pub fn main(&self, size: (f64, f64), least: f64) -> Option<[f64; 4]> {
        self.blocks.main((&self.columns, &self.rows), size, least)
    }

    /// What of the picture is not clear: left, top, right and bottom in shares of width and height; `None` when all is clear.
    #[must_use]
    pub fn seen(&self) -> Option<[f64; 4]> {
        let ([left, right], [top, bottom]) = (self.columns.seen(), self.rows.seen());
        (left < right && top < bottom).then_some([left, top, right, bottom])
    }

    /// Width and height of the cells in shares of those of the picture.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // pictures have some million pixels
    pub fn finest(&self) -> (f64, f64) {
        (self.columns.finest(), self.rows.finest())
    }

    /// Width and height of the cells in shares of those of the picture; 0 where a cell is as small as a pixel.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (self.columns.cell_size(), self.rows.cell_size())
    }
}

/// One direction of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    /// Pixels of the picture.
    pixels: usize,
    /// Pixels of the picture that have cells.
    start: usize,
    end: usize,
    /// Pixels of a cell.
    cell: usize,
    cells: usize,
}

#[allow(clippy::cast_precision_loss)] // pictures have some million pixels
impl Side {
    pub(super) fn new(pixels: usize, seen: Range<usize>) -> Self {
        let cell = seen.len().div_ceil(CELLS).max(1);
        Self {
            pixels,
            start: seen.start,
            end: seen.end,
            cell,
            cells: seen.len().div_ceil(cell),
        }
    }

    fn of_pixel(&self, pixel: usize) -> Option<usize> {
        let within = (self.start..self.end).contains(&pixel);
        within.then(|| (pixel - self.start) / self.cell)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it lies within the picture
    fn at(&self, share: f64) -> Option<usize> {
        match (0.0..1.0).contains(&share) {
            true => self.of_pixel((share * self.pixels as f64) as usize),
            false => None,
        }
    }

    /// The cell of each pixel of the picture; [`NO_CELL`] for one without.
    fn of_pixels(&self) -> Vec<usize> {
        let cell = |pixel| self.of_pixel(pixel).unwrap_or(NO_CELL);
        (0..self.pixels).map(cell).collect()
    }

    /// The pixel behind the last one of a cell.
    fn end_of(&self, cell: usize) -> usize {
        self.start
            .saturating_add(cell.saturating_add(1).saturating_mul(self.cell))
    }

    fn pixels_of(&self, index: usize) -> usize {
        (self.end - self.start - index * self.cell).min(self.cell)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the picture
    fn within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
        let pixels = self.pixels as f64;
        let from = (from * pixels).max(self.start as f64);
        let to = (to * pixels).min(self.end as f64);
        let mut parts = Vec::new();
        let mut at = from;
        while at < to {
            let cell = (at as usize - self.start) / self.cell;
            let end = ((self.start + (cell + 1) * self.cell) as f64).min(to);
            parts.push((cell, (end - at) / pixels));
            at = end;
        }
        parts
    }

    fn seen(&self) -> [f64; 2] {
        [self.start, self.end].map(|pixel| pixel as f64 / self.pixels.max(1) as f64)
    }

    /// A cell, in shares of the picture.
    pub(super) fn finest(&self) -> f64 {
        self.cell as f64 / self.pixels.max(1) as f64
    }

    /// Where a block of so many cells starts, in shares of the picture, by its number.
    pub(super) fn starts(&self, cells: usize) -> impl Fn(usize) -> f64 {
        let Self {
            start, end, cell, ..
        } = *self;
        let pixels = self.pixels.max(1) as f64;
        move |block| (start + block * cells * cell).min(end) as f64 / pixels
    }

    fn cell_size(&self) -> f64 {
        match self.cell {
            1 => 0.0,
            cell => cell as f64 / self.pixels.max(1) as f64,
        }
    }
}

/// Adds up what the pixels of each cell hide.
pub(super) struct Count {
    columns: Side,
    rows: Side,
    /// The column of each pixel across.
    column_of: Vec<usize>,
    sums: Vec<Sum>,
    print: Print,
}

/// Of the pixels of a cell, the alpha of all, of pale colours the more the paler, and of colours as light as paper.
#[derive(Clone, Copy, Default)]
struct Sum {
    all: u32,
    pale: u32,
    white: u32,
}

impl Count {
    /// For a picture of this size, of which `seen` is not clear.
    pub(super) fn new((width, height): (usize, usize), seen: Option<super::Bounds>) -> Self {
        let (across, down) = seen.map_or((0..0, 0..0), |seen| {
            (seen.left..seen.right + 1, seen.top..seen.bottom + 1)
        });
        let (columns, rows) = (Side::new(width, across), Side::new(height, down));
        Self {
            column_of: columns.of_pixels(),
            columns,
            rows,
            sums: vec![Sum::default(); columns.cells * rows.cells],
            print: Print::default(),
        }
    }

    /// The first cell of a row of pixels; [`NO_CELL`] for one without.
    pub(super) fn row(&self, y: usize) -> usize {
        let row = self.rows.of_pixel(y);
        row.map_or(NO_CELL, |row| row * self.columns.cells)
    }

    /// Pixels side by side, of one colour and not clear, of the row of pixels with this first cell.
    pub(super) fn add(&mut self, across: Range<usize>, row: usize, colour: &Colour, alpha: u8) {
        let light = colour.luminance.saturating_sub(DARK);
        let hidden = u32::from(alpha);
        let pale = hidden * light / (255 - DARK);
        let mut from = across.start;
        while from < across.end {
            let column = self.column_of.get(from).copied().unwrap_or(NO_CELL);
            let end = self.columns.end_of(column).clamp(from + 1, across.end);
            let cell = row.saturating_add(column);
            let pixels = u32::try_from(end - from).unwrap_or(u32::MAX);
            if colour.is_print {
                self.print
                    .add((cell, self.sums.len()), colour, alpha, pixels);
            }
            if let Some(sum) = self.sums.get_mut(cell) {
                sum.all += hidden * pixels;
                match colour.is_light {
                    true => sum.white += hidden * pixels,
                    false => sum.pale += pale * pixels,
                }
            }
            from = end;
        }
    }

    /// What of the white of a cell is no rim of ink, in the square of four cells around it: finer cells hold rims alone.
    fn white_beyond_rims(&self, column: usize, row: usize, own: u32) -> u32 {
        if own == 0 {
            return 0;
        }
        let (left, top) = (column / 2 * 2, row / 2 * 2);
        let (mut ink, mut white) = (0_u64, 0_u64);
        for row in top..(top + 2).min(self.rows.cells) {
            for column in left..(left + 2).min(self.columns.cells) {
                let sum = self.sums.get(row * self.columns.cells + column);
                let sum = sum.copied().unwrap_or_default();
                ink += u64::from(sum.all - sum.white);
                white += u64::from(sum.white);
            }
        }
        let beyond = white.saturating_sub(RIM * ink);
        u32::try_from(u64::from(own) * beyond / white.max(1)).unwrap_or(own)
    }

    /// The pixels of the largest cluster of dark ink.
    pub(super) fn largest_print(&mut self) -> f64 {
        std::mem::take(&mut self.print).largest(Grid {
            columns: self.columns.cells,
            rows: self.rows.cells,
            pixels: self.columns.cell * self.rows.cell,
        })
    }

    pub(super) fn finish(self, parts: Parts) -> Cells {
        let (columns, rows) = (self.columns, self.rows);
        let mean = |(index, sum): (usize, &Sum)| {
            if sum.all == 0 {
                return [0; 3];
            }
            let (column, row) = (index % columns.cells, index / columns.cells);
            let pixels = columns.pixels_of(column) * rows.pixels_of(row);
            let pixels = u32::try_from(pixels).unwrap_or(u32::MAX).max(1);
            let pale = sum.pale + self.white_beyond_rims(column, row, sum.white);
            let dark = sum.all - sum.pale - sum.white;
            [sum.all, pale, dark].map(|sum| u8::try_from(sum.div_ceil(pixels)).unwrap_or(u8::MAX))
        };
        let hidden: Vec<[u8; 3]> = self.sums.iter().enumerate().map(mean).collect();
        Cells {
            columns,
            rows,
            blocks: Blocks::of(&hidden, columns.cells),
            hidden,
            parts,
        }
    }
}

/// Beyond all cells.
const NO_CELL: usize = usize::MAX;
/// Cells along each side at most: those of a seal of 60 mm are less than a point wide.
const CELLS: usize = 192;
/// Pixels of a rim for one of ink.
const RIM: u64 = 2;
/// Colours of this luminance (of 255) stand out from paper as ink does; those between it and white the less, the lighter.
const DARK: u32 = 128;

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(size: (usize, usize), pixels: &[(usize, usize, [u8; 4])]) -> Cells {
        let mut seen = None;
        for (x, y, _) in pixels {
            crate::measure::extend(&mut seen, *x, *y);
        }
        let mut count = Count::new(size, seen);
        for (x, y, pixel) in pixels {
            let [red, green, blue, alpha] = *pixel;
            count.add(
                *x..*x + 1,
                count.row(*y),
                &Colour::of([red, green, blue]),
                alpha,
            );
        }
        count.finish(Parts::default())
    }

    #[test]
    fn each_cell_has_the_mean_of_its_pixels() {
        let cells = counted(
            (384, 384),
            &[
                (0, 0, [200, 0, 0, 255]),
                (1, 0, [200, 0, 0, 255]),
                (0, 1, [255, 255, 255, 255]),
                (383, 383, [255, 255, 255, 1]),
            ],
        );
        let first = cells.at(0.0, 0.0);
        let share = |sum: f32| (sum / 4.0).ceil() / 255.0;
        assert_eq!((first.all, first.pale), (share(765.0), 0.0));
        assert_eq!(first.dark, share(510.0));
        let last = cells.at(0.999, 0.999);
        assert_eq!(
            [last.all, last.pale, last.dark],
            [1.0 / 255.0, 1.0 / 255.0, 0.0]
        );
        for (x, y) in [(0.5, 0.5), (1.0, 0.5), (-0.1, 0.5)] {
            assert_eq!(cells.at(x, y), Hidden::default());
        }
    }

    /// Wide pictures have cells of one pixel where they are low, and the last cell begins where its pixels do.
    #[test]
    fn places_are_those_of_pixels() {
        let black = [0, 0, 0, 255];
        let row = |y: usize| (0..2000).map(move |x| (x, y, black));
        let pixels: Vec<_> = row(0).chain(row(6)).chain([(0, 23, black)]).collect();
        let cells = counted((2000, 24), &pixels);
        for (pixel, hidden) in [(0.5, 1.0), (1.5, 0.0), (6.5, 1.0), (7.5, 0.0)] {
            assert_eq!(cells.at(0.5, pixel / 24.0).all, hidden, "{pixel}");
        }
        assert_eq!(cells.size(), (11.0 / 2000.0, 0.0));
        // 182 cells of 11 pixels: the last of them has 9.
        let cells = counted(
            (2000, 1),
            &[(0, 0, black), (1991, 0, black), (1999, 0, black)],
        );
        let share = (2.0_f32 * 255.0 / 9.0).ceil() / 255.0;
        assert_eq!(cells.at(1991.5 / 2000.0, 0.0).all, share);
        assert_eq!(cells.at(1990.5 / 2000.0, 0.0).all, 0.0);
    }

    #[test]
    fn stretches_are_taken_apart_at_the_ends_of_cells() {
        let black = [0, 0, 0, 255];
        let cells = counted((1000, 1), &[(100, 0, black), (583, 0, black)]);
        // 162 cells of three pixels, the last of them of one.
        let parts = |from: f64, to: f64| {
            let parts = cells.columns_within(from / 1000.0, to / 1000.0);
            let lengths = parts
                .iter()
                .map(|(cell, length)| (*cell, (length * 1e6).round() / 1e3));
            lengths.collect::<Vec<_>>()
        };
        assert_eq!(parts(101.5, 104.5), [(0, 1.5), (1, 1.5)]);
        assert_eq!(parts(0.0, 104.0), [(0, 3.0), (1, 1.0)]);
        assert_eq!(parts(582.0, 700.0), [(160, 1.0), (161, 1.0)]);
        assert_eq!(parts(584.0, 700.0), []);
        assert_eq!(parts(0.0, 100.0), []);
    }

    #[test]
    fn cells_lie_over_what_is_not_clear() {
        let black = [0, 0, 0, 255];
        let cells = counted((1000, 500), &[(100, 50, black), (199, 99, black)]);
        assert_eq!(cells.seen(), Some([0.1, 0.1, 0.2, 0.2]));
        assert_eq!(cells.size(), (0.0, 0.0));
        assert_eq!(cells.at(0.1005, 0.101).all, 1.0);
        assert_eq!(counted((10, 10), &[]).seen(), None);
        assert_eq!(counted((10, 10), &[]).at(0.5, 0.5), Hidden::default());
    }
}

//! One direction of a grid of cells over a picture.

use std::ops::Range;

/// One direction of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    /// Pixels of the picture.
    pixels: usize,
    /// Pixels of the picture that have cells.
    pub(super) start: usize,
    end: usize,
    /// Pixels of a cell.
    pub(super) cell: usize,
    pub(super) cells: usize,
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

    pub(super) fn of_pixel(&self, pixel: usize) -> Option<usize> {
        let within = (self.start..self.end).contains(&pixel);
        within.then(|| (pixel - self.start) / self.cell)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it lies within the picture
    pub(super) fn at(&self, share: f64) -> Option<usize> {
        match (0.0..1.0).contains(&share) {
            true => self.of_pixel((share * self.pixels as f64) as usize),
            false => None,
        }
    }

    /// The cell of each pixel from one on, in whole blocks of so many; pixels beside all cells have that next to them.
    pub(super) fn of_pixels(&self, first: usize, block: usize) -> Vec<u32> {
        let pixels = (self.end - first).next_multiple_of(block);
        let mut cells = Vec::with_capacity(pixels);
        cells.resize(self.start - first, 0);
        for cell in (0..).take(self.cells) {
            cells.resize(cells.len() + self.pixels_of(cell as usize), cell);
        }
        let last = cells.last().copied().unwrap_or_default();
        cells.resize(pixels, last);
        cells
    }

    /// The pixel behind the last one of a cell, if it is whole.
    pub(super) fn end_of(&self, cell: usize) -> usize {
        self.start + (cell + 1) * self.cell
    }

    pub(super) fn pixels_of(&self, index: usize) -> usize {
        (self.end - self.start - index * self.cell).min(self.cell)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the picture
    pub(super) fn within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
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

    pub(super) fn seen(&self) -> [f64; 2] {
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

    pub(super) fn cell_size(&self) -> f64 {
        match self.cell {
            1 => 0.0,
            cell => cell as f64 / self.pixels.max(1) as f64,
        }
    }
}

/// Cells along each side at most: those of a seal of 60 mm are less than a point wide.
const CELLS: usize = 192;

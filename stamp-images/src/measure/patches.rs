//! Where a picture is light and not clear: there it hides the print below, and looks like paper.

use crate::bounds::Bounds;

/// A grid of cells over the picture, with the light pixels of each.
pub(super) struct Patches {
    columns: Side,
    rows: Side,
    light: Vec<u32>,
}

/// One direction of the grid.
#[derive(Clone, Copy)]
struct Side {
    pixels: usize,
    /// Pixels of a cell.
    cell: usize,
    cells: usize,
}

impl Patches {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            columns: Side::new(width),
            rows: Side::new(height),
            light: Vec::new(),
        }
    }

    /// Notes a pixel that is light and not clear.
    pub(super) fn add(&mut self, x: usize, y: usize) {
        self.light.resize(self.columns.cells * self.rows.cells, 0);
        let cell = y / self.rows.cell * self.columns.cells + x / self.columns.cell;
        if let Some(count) = self.light.get_mut(cell) {
            *count += 1;
        }
    }

    /// Around the cells of which half is light.
    pub(super) fn bounds(&self) -> Option<Bounds> {
        let mut bounds = None;
        for (index, light) in self.light.iter().enumerate() {
            let columns = self.columns.of_cell(index % self.columns.cells);
            let rows = self.rows.of_cell(index / self.columns.cells);
            if 2 * *light as usize >= columns.len() * rows.len() {
                super::extend(&mut bounds, columns.start, rows.start);
                super::extend(&mut bounds, columns.end - 1, rows.end - 1);
            }
        }
        bounds
    }
}

impl Side {
    fn new(pixels: usize) -> Self {
        const CELLS: usize = 64;
        // The pixels of coarse pictures are as large as letters; those of others may be an edge.
        const COARSE: usize = 128;
        let least = if pixels < COARSE { 2 } else { 6 };
        let cell = pixels.div_ceil(CELLS).max(least);
        Self {
            pixels,
            cell,
            cells: pixels.div_ceil(cell),
        }
    }

    fn of_cell(self, index: usize) -> std::ops::Range<usize> {
        let start = index * self.cell;
        start..(start + self.cell).min(self.pixels)
    }
}

/// Whether a colour of this luminance is so light that it is taken for paper.
pub(super) fn is_light(luminance: u32) -> bool {
    luminance >= LIGHT
}

/// Pure red has 76, pure blue 28, orange 173, yellow 225.
const LIGHT: u32 = 176;

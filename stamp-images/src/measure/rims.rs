//! The pale rims of ink: anti-aliasing against white and JPEG noise leave them around strokes when
//! the paper of a scan is made clear. They hide nothing that the stroke between them does not make
//! visible.

use super::colour::Colour;
use super::kind::{CORE, PALE};
use super::{INK_FROM, Run, Runs};
use crate::picture::BLOCK;

/// The kinds of the pixels of a picture with pale ones, as [`super::kind`].
pub(super) struct Rims {
    width: usize,
    height: usize,
    kinds: Vec<u8>,
    /// The first pixel of the row that is noted.
    row: usize,
    /// Pixels of a cell across and down.
    cell: (usize, usize),
}

/// Pixels of one part of the picture.
#[derive(Clone, Copy, Default)]
struct Counts {
    core: u32,
    pale: u32,
}

impl Rims {
    pub(super) fn new((width, height): (usize, usize)) -> Self {
        const CELLS: usize = 64;
        const LEAST: usize = 6;
        let side = |pixels: usize| pixels.div_ceil(CELLS).max(LEAST);
        Self {
            width,
            height,
            kinds: vec![0; width * height],
            row: 0,
            cell: (side(width), side(height)),
        }
    }

    /// Columns of cells.
    fn columns(&self) -> usize {
        self.width.div_ceil(self.cell.0)
    }

    fn rows(&self) -> usize {
        self.height.div_ceil(self.cell.1)
    }

    /// The pixels of each cell, row by row.
    fn cells(&self) -> Vec<Counts> {
        let columns = self.columns();
        let mut cells = vec![Counts::default(); columns * self.rows()];
        for (y, row) in self.kinds.chunks(self.width.max(1)).enumerate() {
            let start = y / self.cell.1 * columns;
            let of_row = cells.get_mut(start..start + columns).unwrap_or_default();
            for (cell, kinds) in of_row.iter_mut().zip(row.chunks(self.cell.0)) {
                let count = |bit: u8| {
                    kinds
                        .iter()
                        .map(|kind| u32::from(kind & bit != 0))
                        .sum::<u32>()
                };
                cell.core += count(CORE);
                cell.pale += count(PALE);
            }
        }
        cells
    }

    /// For each cell whether what is pale there is seen for what it is.
    fn showing_ink(&self) -> Vec<bool> {
        let (columns, rows) = (self.columns(), self.rows());
        let cells = self.cells();
        let shows_ink = |at: usize| {
            let (x, y) = (at % columns, at / columns);
            let around = (y.saturating_sub(1)..(y + 2).min(rows)).flat_map(|y| {
                let row = x.saturating_sub(1)..(x + 2).min(columns);
                row.map(move |x| y * columns + x)
            });
            let counts = around.filter_map(|at| cells.get(at));
            let all = counts.fold(Counts::default(), |all, one| Counts {
                core: all.core + one.core,
                pale: all.pale + one.pale,
            });
            all.shows_ink()
        };
        (0..cells.len()).map(shows_ink).collect()
    }

    /// Gives each pale pixel, and whether it belongs to the rim of ink.
    pub(super) fn each_pale(&self, mut each: impl FnMut(usize, usize, u8, bool)) {
        let width = self.width.max(1);
        let beside = self.beside_core();
        let mut near = vec![false; width];
        let (columns, showing, reach) = (self.columns(), self.showing_ink(), self.reach());
        for (y, row) in self.kinds.chunks(width).enumerate() {
            if row.iter().fold(0, |all, kind| all | kind) & PALE == 0 {
                continue;
            }
            near.fill(false);
            let around = y.saturating_sub(reach) * width..(y + reach + 1).min(self.height) * width;
            for beside in beside.get(around).unwrap_or_default().chunks(width) {
                for (near, one) in near.iter_mut().zip(beside) {
                    *near |= one;
                }
            }
            let showing = showing.get(y / self.cell.1 * columns..).unwrap_or_default();
            let cells = row.chunks(self.cell.0).zip(near.chunks(self.cell.0));
            for (cell, ((kinds, near), shows_ink)) in cells.zip(showing).enumerate() {
                let pixels = kinds.iter().zip(near).enumerate();
                for (x, (kind, is_near)) in pixels.filter(|(_, (kind, _))| **kind & PALE != 0) {
                    each(cell * self.cell.0 + x, y, *kind, *is_near && *shows_ink);
                }
            }
        }
    }

    /// The pixels that have ink in their row as near as a rim reaches, row by row.
    fn beside_core(&self) -> Vec<bool> {
        let width = self.width.max(1);
        let reach = self.reach();
        let mut beside = vec![false; self.kinds.len()];
        let rows = self.kinds.chunks(width).zip(beside.chunks_mut(width));
        for (kinds, beside) in rows {
            for (x, kind) in kinds.iter().enumerate() {
                if kind & CORE != 0 {
                    let end = (x + reach + 1).min(width);
                    let near = beside.get_mut(x.saturating_sub(reach)..end);
                    near.unwrap_or_default().fill(true);
                }
            }
        }
        beside
    }

    /// Pixels from ink to the end of its rim: two where seals have 200 to 300 pixels, none where a pixel is as large as
    /// the stroke of a letter.
    fn reach(&self) -> usize {
        const COARSE: usize = 96;
        const PIXELS: usize = 160;
        const MOST: usize = 4;
        match self.width.min(self.height) {
            coarse if coarse < COARSE => 0,
            side => side.div_ceil(PIXELS).min(MOST),
        }
    }
}

impl Runs for Rims {
    fn row(&mut self, y: usize) {
        self.row = y * self.width;
    }

    fn add(&mut self, run: &Run, colour: &Colour) {
        let pixels = self.row + run.across.start..self.row + run.across.end;
        if let (Some(pixels), Some(kind)) = (self.kinds.get_mut(pixels), colour.kind(run.alpha)) {
            match pixels {
                [pixel] => *pixel = kind,
                pixels => pixels.fill(kind),
            }
        }
    }

    fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        let (least, [faint, ink]) = (colour.least(), colour.kinds());
        let end = self.row + self.width.min(first + BLOCK);
        let pixels = self.kinds.get_mut(self.row + first..end);
        for (pixel, alpha) in pixels.unwrap_or_default().iter_mut().zip(alpha) {
            let kind = if *alpha < INK_FROM { faint } else { ink };
            *pixel = if *alpha < least { 0 } else { kind };
        }
    }
}

impl Counts {
    /// Whether pale pixels are seen for what they are: no more than two for one of ink, but for a few.
    fn shows_ink(&self) -> bool {
        const FEW: u32 = 24;
        self.pale <= 2 * self.core + FEW
    }
}

//! The pale rims of ink: what anti-aliasing against white and JPEG noise leave around strokes when the paper of a scan is made
//! clear. They hide nothing that the stroke between them does not make visible.

use std::ops::Range;

/// The pixels of a picture that matter for rims, as [`Rims::CORE`] and [`Rims::PALE`] with bits of the caller's.
pub(super) struct Rims {
    width: usize,
    height: usize,
    kinds: Vec<u8>,
    /// Whether any of them is pale.
    has_pale: bool,
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
    /// Ink with a hue, or dark.
    pub(super) const CORE: u8 = 1;
    /// Light or grey.
    pub(super) const PALE: u8 = 2;

    pub(super) fn new(width: usize, height: usize) -> Self {
        const CELLS: usize = 64;
        const LEAST: usize = 6;
        let side = |pixels: usize| pixels.div_ceil(CELLS).max(LEAST);
        Self {
            width,
            height,
            kinds: Vec::new(),
            has_pale: false,
            cell: (side(width), side(height)),
        }
    }

    /// Notes what pixels side by side are.
    pub(super) fn add(&mut self, across: Range<usize>, y: usize, kind: u8) {
        if self.kinds.is_empty() {
            self.kinds = vec![0; self.width * self.height];
        }
        self.has_pale |= kind & Self::PALE != 0;
        let row = y * self.width;
        if let Some(pixels) = self.kinds.get_mut(row + across.start..row + across.end) {
            pixels.fill(kind);
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
                cell.core += count(Self::CORE);
                cell.pale += count(Self::PALE);
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
        if !self.has_pale {
            return;
        }
        let near = self.near_core();
        let (columns, showing) = (self.columns(), self.showing_ink());
        let rows = self.kinds.chunks(self.width.max(1)).zip(near);
        for (y, (row, near)) in rows.enumerate() {
            let pale = row.iter().enumerate();
            for (x, kind) in pale.filter(|(_, kind)| **kind & Self::PALE != 0) {
                let is_near = near.get(x).is_some_and(|near| *near);
                let cell = y / self.cell.1 * columns + x / self.cell.0;
                let shows_ink = showing.get(cell).is_some_and(|shows| *shows);
                each(x, y, *kind, is_near && shows_ink);
            }
        }
    }

    /// For each row the pixels that have ink as near as a rim reaches, in both directions.
    fn near_core(&self) -> impl Iterator<Item = Vec<bool>> {
        let reach = self.reach();
        let across = |row: &[u8]| {
            let mut near = vec![false; row.len()];
            for (x, kind) in row.iter().enumerate() {
                if kind & Self::CORE != 0 {
                    let end = (x + reach + 1).min(row.len());
                    near.get_mut(x.saturating_sub(reach)..end)
                        .into_iter()
                        .for_each(|near| near.fill(true));
                }
            }
            near
        };
        let rows: Vec<Vec<bool>> = self.kinds.chunks(self.width.max(1)).map(across).collect();
        (0..rows.len()).map(move |y| {
            let around = rows.get(y.saturating_sub(reach)..(y + reach + 1).min(rows.len()));
            let mut near = vec![false; rows.first().map_or(0, Vec::len)];
            for row in around.unwrap_or_default() {
                for (near, one) in near.iter_mut().zip(row) {
                    *near |= one;
                }
            }
            near
        })
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

impl Counts {
    /// Whether pale pixels are seen for what they are: no more than two for one of ink, but for a few.
    fn shows_ink(&self) -> bool {
        const FEW: u32 = 24;
        self.pale <= 2 * self.core + FEW
    }
}

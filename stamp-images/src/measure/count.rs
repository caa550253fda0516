//! What the cells of a picture hide, added up run by run.

use super::Run;
use super::cells::Cells;
use super::colour::Colour;
use super::parts::Parts;
use super::places::Places;
use super::print::Print;
use crate::bounds::Bounds;

/// Adds up what the pixels of each cell hide.
pub(super) struct Count {
    places: Places,
    /// The sums of two rows of cells, whose squares of four still have open rims: other rows are
    /// settled, or not yet begun.
    sums: [Vec<Sum>; 2],
    /// Which of the two rows of cells is counted.
    is_second: bool,
    /// Shares of 255 of the rows of cells that are settled, and how many these are.
    hidden: Vec<[u8; 3]>,
    settled: usize,
}

/// Of the pixels of a cell, the alpha of all, of pale colours the more the paler, and of colours as light as paper.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    all: u32,
    pale: u32,
    white: u32,
}

/// Which part of what a colour hides is pale.
#[derive(Clone, Copy)]
enum Share {
    Dark,
    /// So many parts of those between dark colours and white.
    Pale(u32),
    /// As light as paper.
    White,
}

impl Share {
    fn of(colour: &Colour) -> Self {
        match colour.luminance.saturating_sub(DARK) {
            _ if colour.is_light => Self::White,
            0 => Self::Dark,
            parts => Self::Pale(parts),
        }
    }

    /// Of a pixel with so much alpha.
    fn sum(self, alpha: u8) -> Sum {
        let all = u32::from(alpha);
        let (pale, white) = match self {
            Self::Dark => (0, 0),
            Self::Pale(parts) => (all * parts / (255 - DARK), 0),
            Self::White => (0, all),
        };
        Sum { all, pale, white }
    }
}

impl Count {
    /// For a picture of this size, of which `seen` is not clear.
    pub(super) fn new(grid: (usize, usize), seen: Option<Bounds>) -> Self {
        let places = Places::new(grid, seen);
        let cells = places.columns.cells;
        Self {
            sums: [vec![Sum::default(); cells], vec![Sum::default(); cells]],
            is_second: false,
            settled: 0,
            hidden: Vec::with_capacity(cells * places.rows.cells),
            places,
        }
    }

    /// What follows is of this row of pixels, which is below the one before.
    pub(super) fn row(&mut self, y: usize) {
        let Some(row) = self.places.rows.of_pixel(y) else {
            return;
        };
        while row >= self.settled + 2 {
            self.settle();
        }
        self.is_second = row > self.settled;
    }

    /// Pixels side by side, of one colour and not clear.
    pub(super) fn add(&mut self, run: &Run, colour: &Colour) {
        let own = Share::of(colour).sum(run.alpha);
        let [first, second] = &mut self.sums;
        let row = if self.is_second { second } else { first };
        self.places
            .each_cell(run.across.clone(), row, |sum, pixels| {
                sum.all += own.all * pixels;
                sum.pale += own.pale * pixels;
                sum.white += own.white * pixels;
            });
    }

    /// Pixels from a column on that have one colour where they are not clear.
    pub(super) fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        let share = Share::of(colour);
        let [top, second] = &mut self.sums;
        let row = if self.is_second { second } else { top };
        let mut add = |columns: &[u32], alpha: &[u8]| {
            for (column, alpha) in columns.iter().zip(alpha) {
                let Some(sum) = row.get_mut(*column as usize) else {
                    continue;
                };
                match share {
                    Share::Dark => sum.all += u32::from(*alpha),
                    _ => {
                        let own = share.sum(*alpha);
                        sum.all += own.all;
                        sum.pale += own.pale;
                        sum.white += own.white;
                    }
                }
            }
        };
        let columns = self.places.columns_from(first);
        let (words, rest) = alpha.as_chunks::<8>();
        for (columns, word) in columns.as_chunks::<8>().0.iter().zip(words) {
            if *word != [0; 8] {
                add(columns, word);
            }
        }
        add(columns.get(8 * words.len()..).unwrap_or_default(), rest);
    }

    /// Settles two rows of cells, or the last one.
    fn settle(&mut self) {
        let rows = self.places.rows;
        let mut settled = std::mem::take(&mut self.hidden);
        for (row, sums) in (self.settled..rows.cells).zip(&self.sums) {
            let down = rows.pixels_of(row);
            settled.extend(sums.iter().enumerate().map(|(column, sum)| match sum.all {
                0 => [0; 3],
                _ => self.mean(column, *sum, down),
            }));
        }
        self.hidden = settled;
        self.settled += 2;
        for row in &mut self.sums {
            row.fill(Sum::default());
        }
    }

    /// What a cell hides, with so many pixels down.
    fn mean(&self, column: usize, sum: Sum, down: usize) -> [u8; 3] {
        let pixels = self.places.columns.pixels_of(column) * down;
        let pixels = u32::try_from(pixels).unwrap_or(u32::MAX).max(1);
        let share = |sum: u32| match sum {
            opaque if opaque == 255 * pixels => u8::MAX,
            sum => u8::try_from(sum.div_ceil(pixels)).unwrap_or(u8::MAX),
        };
        let all = share(sum.all);
        if sum.pale + sum.white == 0 {
            return [all, 0, all];
        }
        let pale = sum.pale + self.white_beyond_rims(column, sum.white);
        [all, share(pale), share(sum.all - sum.pale - sum.white)]
    }

    /// What of the white of a cell is no rim of ink, in the square of four cells around it: finer cells hold rims alone.
    fn white_beyond_rims(&self, column: usize, own: u32) -> u32 {
        if own == 0 {
            return 0;
        }
        let left = column / 2 * 2;
        let rows = self.sums.iter();
        let square = rows.flat_map(|row| row.get(left..).unwrap_or_default().iter().take(2));
        let (mut ink, mut white) = (0_u64, 0_u64);
        for sum in square {
            ink += u64::from(sum.all - sum.white);
            white += u64::from(sum.white);
        }
        let beyond = white.saturating_sub(RIM * ink);
        u32::try_from(u64::from(own) * beyond / white.max(1)).unwrap_or(own)
    }

    /// What counts the pixels of the largest cluster of dark ink.
    pub(super) fn print(&self) -> Print {
        Print::new(self.places.clone())
    }

    pub(super) fn finish(mut self, parts: Parts) -> Cells {
        while self.settled < self.places.rows.cells {
            self.settle();
        }
        let Places { columns, rows, .. } = self.places;
        Cells::new((columns, rows), self.hidden, parts)
    }
}

/// Pixels of a rim for one of ink.
const RIM: u64 = 2;
/// Colours of this luminance (of 255) stand out from paper as ink does; those between it and white the less, the lighter.
const DARK: u32 = 128;

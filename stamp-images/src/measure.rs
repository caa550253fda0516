//! What can be measured on a picture: how much is clear, how much is ink, and
//! which colour the ink has.

mod bits;
mod blocks;
mod cells;
mod colour;
mod count;
mod kind;
mod parts;
mod patches;
mod places;
mod print;
mod rims;
mod side;
mod tally;
mod tone;

use std::ops::Range;

use crate::bounds::Bounds;
use crate::ink_colour::{Dominant, HUE_RANGE};
use crate::picture::{BLOCK, Pixels};
pub use cells::{Cells, Hidden};
use colour::Colour;
use count::Count;
use parts::Marks;
pub use parts::{Parts, Stroke};
use print::Print;
use rims::Rims;
use tally::Tally;

/// The measurements of one picture, on every pixel. Shares are between 0 and 1.
///
/// Only [`Measurement::dominant`], which is reported and decides nothing, is sampled in pictures of
/// more than 131,072 pixels: on a regular grid, [`Measurement::step`] pixels apart in both
/// directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Distance of neighbouring samples in pixels; 1 means every pixel.
    pub step: usize,
    /// Share of pixels with alpha below 16, or below 64 when they are as light as paper.
    pub transparent_share: f64,
    /// Share of pixels with alpha of at least 128: the ink, without pale rims.
    pub ink_share: f64,
    /// Share of the ink with a hue of 190° to 275°.
    pub blue_share: f64,
    /// Share of the ink with a hue of 330° to 25°.
    pub red_share: f64,
    /// Share of all pixels that are red ink, and not as light as paper.
    pub dark_red_share: f64,
    /// Share of the ink that is black, grey or white.
    pub neutral_share: f64,
    /// Share of the ink that is as light as paper, of whatever hue.
    pub light_share: f64,
    /// Around the patches that are as light as paper and not clear, as [`Measurement::drawn`]; `None` without any. The
    /// pale rims of ink are none.
    pub light_area: Option<[f64; 4]>,
    /// Share of [`Measurement::drawn`] that is taken by the largest cluster of dark ink, dark red and brown too: of what a reader
    /// takes for print; 0 where not most of the ink is red, and the picture no seal.
    pub print_share: f64,
    /// The colour that most of the ink has.
    pub dominant: Dominant,
    /// Width divided by height of the smallest rectangle around the ink.
    pub ink_aspect: f64,
    /// Left, top, right and bottom of the smallest rectangle around all that is
    /// not clear, as shares of width and height from the top left corner.
    pub drawn: [f64; 4],
}

/// Measures a picture.
pub(crate) fn measure(pixels: &Pixels<'_>) -> Measurement {
    measure_cells(pixels).0
}

/// Measures a picture, and what each part of it hides.
#[must_use]
pub fn measure_cells(pixels: &Pixels<'_>) -> (Measurement, Cells) {
    let (grid, seen) = (pixels.grid(), pixels.seen());
    let area = Area::of(seen);
    let mut whole = Whole {
        pixels,
        area: &area,
        y: 0,
        tally: Tally::new(grid),
        cells: Count::new(grid, seen),
        marks: Marks::new(grid),
        rims: None,
        print: None,
    };
    each_run(pixels, &area, &mut whole);
    if let Some(rims) = &whole.rims {
        whole.tally.settle_rims(rims);
    }
    whole.note_print(area.rows.end);
    let Whole {
        tally,
        cells,
        marks,
        print,
        ..
    } = whole;
    // Only the print of a seal is of interest.
    let print = print.filter(|_| tally.is_red()).map_or(0.0, Print::largest);
    (tally.finish(pixels, print), cells.finish(marks.parts()))
}

/// Receives the pixels of a picture.
trait Runs {
    /// What follows is of this row of pixels, which is below the one before.
    fn row(&mut self, y: usize);

    /// Pixels side by side, of one colour and not clear.
    fn add(&mut self, run: &Run, colour: &Colour);

    /// All pixels of the block that begins with this column, which have one colour where they are not clear.
    fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]);
}

/// Pixels side by side in a block that have as much alpha.
struct Run {
    across: Range<usize>,
    alpha: u8,
    /// The pixels as bits of the block.
    bits: u64,
}

impl Run {
    /// Of some pixels of the block that begins with this one.
    fn new(first: usize, within: &Range<usize>, alpha: u8) -> Self {
        let all = u64::MAX >> (BLOCK - within.len());
        Self {
            across: first + within.start..first + within.end,
            alpha,
            bits: all << within.start,
        }
    }

    /// Which block it lies in.
    fn block(&self) -> usize {
        self.across.start / BLOCK
    }
}

/// Rows and columns of pixels.
struct Area {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Area {
    fn of(seen: Option<Bounds>) -> Self {
        let (rows, columns) = seen.map_or((0..0, 0..0), |seen| {
            (seen.top..seen.bottom + 1, seen.left..seen.right + 1)
        });
        Self { rows, columns }
    }
}

/// Gives the pixels of a part of a picture, and of all blocks that these are in.
fn each_run(pixels: &Pixels<'_>, area: &Area, to: &mut impl Runs) {
    let mut known = Colour::of([0; 3]);
    for y in area.rows.clone() {
        to.row(y);
        pixels.each_block(y, &area.columns, |first, block| {
            if let Some(colour) = block.colour() {
                known.become_of(colour);
                to.add_block(first, &known, block.alpha);
                return;
            }
            block.each_run(|across, colour, alpha| {
                known.become_of(colour);
                to.add(&Run::new(first, &across, alpha), &known);
            });
        });
    }
}

/// What is measured of every picture.
struct Whole<'p> {
    pixels: &'p Pixels<'p>,
    area: &'p Area,
    /// The row of pixels that is measured.
    y: usize,
    tally: Tally,
    cells: Count,
    marks: Marks,
    /// Of a picture with pale pixels.
    rims: Option<Rims>,
    /// Of a picture that looks like a seal.
    print: Option<Print>,
}

impl Whole<'_> {
    /// The place to note rims, from the first pale pixel on, with all before the `end` of the row:
    /// most pictures have none.
    fn rims(&mut self, end: usize) -> Option<&mut Rims> {
        if self.rims.is_none() && self.tally.has_pale() {
            let Range { start, .. } = self.area.rows;
            let left = self.area.columns.start;
            let mut rims = Rims::new(self.pixels.grid());
            for (rows, columns) in [
                (start..self.y, self.area.columns.clone()),
                (self.y..self.y + 1, left..end),
            ] {
                each_run(self.pixels, &Area { rows, columns }, &mut rims);
            }
            self.rims = Some(rims);
        }
        self.rims.as_mut()
    }

    /// Begins to note what may be print, with all above a row, once there is any and most of the ink is red.
    fn note_print(&mut self, y: usize) {
        if self.print.is_none() && self.tally.has_print() && self.tally.is_red() {
            let mut print = self.cells.print();
            let (rows, columns) = (self.area.rows.start..y, self.area.columns.clone());
            each_run(self.pixels, &Area { rows, columns }, &mut print);
            self.print = Some(print);
        }
    }
}

impl Runs for Whole<'_> {
    fn row(&mut self, y: usize) {
        self.y = y;
        self.tally.row(y);
        self.cells.row(y);
        self.marks.row(y);
        if y.is_multiple_of(64) {
            self.note_print(y);
        }
        if let Some(print) = &mut self.print {
            print.row(y);
        }
        if let Some(rims) = &mut self.rims {
            rims.row(y);
        }
    }

    fn add(&mut self, run: &Run, colour: &Colour) {
        self.cells.add(run, colour);
        self.marks.add(run, colour);
        self.tally.add(run, colour);
        if let Some(print) = &mut self.print {
            print.add(run, colour);
        }
        if let Some(rims) = self.rims(run.across.end) {
            rims.add(run, colour);
        }
    }

    fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        self.cells.add_block(first, colour, alpha);
        self.marks.add_block(first, colour, alpha);
        self.tally.add_block(first, colour, alpha);
        if let Some(print) = &mut self.print {
            print.add_block(first, colour, alpha);
        }
        if let Some(rims) = self.rims(first + alpha.len()) {
            rims.add_block(first, colour, alpha);
        }
    }
}

/// Rows come from top to bottom.
pub(crate) fn extend(bounds: &mut Option<Bounds>, x: usize, y: usize) {
    let bounds = bounds.get_or_insert(Bounds {
        left: x,
        right: x,
        top: y,
        bottom: y,
    });
    bounds.left = bounds.left.min(x);
    bounds.right = bounds.right.max(x);
    bounds.bottom = bounds.bottom.max(y);
}

/// The same for pixels side by side.
fn extend_along(bounds: &mut Option<Bounds>, across: &Range<usize>, y: usize) {
    extend(bounds, across.start, y);
    if let Some(bounds) = bounds {
        bounds.right = bounds.right.max(across.end - 1);
    }
}

impl Bounds {
    fn pixels(self) -> usize {
        (self.right + 1 - self.left) * (self.bottom + 1 - self.top)
    }

    /// As shares of a picture of this size.
    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    fn shares(self, (width, height): (usize, usize)) -> [f64; 4] {
        let share = |pixel: usize, side: usize| pixel as f64 / side.max(1) as f64;
        [
            share(self.left, width),
            share(self.top, height),
            share(self.right + 1, width),
            share(self.bottom + 1, height),
        ]
    }

    /// In pixels of the picture, which those of its mask need not be.
    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    fn aspect(self, pixels: &Pixels<'_>) -> f64 {
        let [left, top, right, bottom] = self.shares(pixels.grid());
        (right - left) * pixels.width as f64 / ((bottom - top) * pixels.height as f64)
    }
}

/// Grid step that keeps the number of samples near 131,072.
fn step_for(width: usize, height: usize) -> usize {
    let pixels = width.saturating_mul(height);
    (1..)
        .find(|step| pixels / (step * step) <= MAX_SAMPLES)
        .unwrap_or(1)
}

const MAX_SAMPLES: usize = 131_072;
const TRANSPARENT_BELOW: u8 = 16;
const INK_FROM: u8 = 128;
/// Light ink with less alpha than this leaves three quarters of the page below visible.
const VEIL: u8 = 64;

#[cfg(test)]
mod tests;

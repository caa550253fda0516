//! What can be measured on a picture: how much is clear, how much is ink, and
//! which colour the ink has.

mod blocks;
mod cells;
mod colour;
mod parts;
mod patches;
mod print;
mod rims;

use std::fmt;
use std::ops::Range;

use crate::picture::Pixels;
use cells::Count;
pub use cells::{Cells, Hidden};
use colour::{Colour, Hues, Tone};
use parts::Marks;
pub use parts::{Parts, Stroke};
use patches::Patches;
use rims::Rims;

/// What was measured on one picture, on every pixel. Shares are between 0 and 1.
///
/// Only [`Measurement::dominant`], which is told and decides nothing, is sampled in pictures of more than 131,072
/// pixels: on a regular grid, [`Measurement::step`] pixels apart in both directions.
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

/// The colour that most of the ink has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dominant {
    /// There is no ink.
    Nothing,
    /// Dark without hue.
    Black {
        /// Share of the ink.
        share: f64,
    },
    /// Light or grey without hue.
    Pale {
        /// Share of the ink.
        share: f64,
    },
    /// Hues from `from` to `from + 15` degrees.
    Hue {
        /// Lower end of the range in degrees, a multiple of 15.
        from: u16,
        /// Share of the ink.
        share: f64,
    },
}

impl fmt::Display for Dominant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no ink"),
            Self::Black { share } => write!(f, "black, {}", Percent(*share)),
            Self::Pale { share } => write!(f, "white or grey, {}", Percent(*share)),
            Self::Hue { from, share } => {
                write!(f, "hue {from}°–{}°, {}", from + HUE_RANGE, Percent(*share))
            }
        }
    }
}

/// A share written as a percentage: `98 %`, below 10 % with one decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub(crate) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0 * 100.0;
        if value > 0.0 && value < 9.95 {
            write!(f, "{value:.1} %")
        } else {
            write!(f, "{value:.0} %")
        }
    }
}

/// Measures a picture.
#[must_use]
pub fn measure(pixels: &Pixels<'_>) -> Measurement {
    measure_cells(pixels).0
}

/// The same, with what each part of the picture hides.
#[must_use]
pub fn measure_cells(pixels: &Pixels<'_>) -> (Measurement, Cells) {
    let (width, height) = pixels.grid();
    let step = step_for(width, height);
    let mut tally = Tally {
        step,
        pixels: width * height,
        seen: 0,
        ink: 0,
        black: 0,
        pale: 0,
        light: 0,
        blue: 0,
        red: 0,
        dark_red: 0,
        sampled: Hues::default(),
        samples: [samples(width, step), samples(height, step)],
        bounds: None,
        drawn: None,
        patches: Patches::new(width, height),
        rims: Rims::new(width, height),
    };
    let mut cells = Count::new((width, height), pixels.seen());
    let mut marks = Marks::new((width, height));
    let mut colour = Colour::of([0; 3]);
    pixels.each_stretch(|y, start, stretch| {
        let row = cells.row(y);
        let mut end = start;
        // Pixels side by side are alike most often.
        for alike in stretch.chunk_by(|one, two| one == two) {
            let across = end..end + alike.len();
            end = across.end;
            // However little one picture hides, many hide much.
            let pixel = alike.first().filter(|pixel| pixel[3] > 0);
            let Some([red, green, blue, alpha]) = pixel.copied() else {
                continue;
            };
            let components = [red, green, blue];
            if components != colour.components {
                colour = Colour::of(components);
            }
            cells.add(across.clone(), row, &colour, alpha);
            marks.add(across.clone(), y, colour.luminance, alpha);
            if alpha >= TRANSPARENT_BELOW {
                tally.add(across, y, &colour, alpha);
            }
        }
    });
    tally.settle_rims();
    // Of a picture that is no seal nobody asks.
    let print = match tally.red * 2 > tally.ink {
        true => cells.largest_print(),
        false => 0.0,
    };
    (tally.finish(pixels, print), cells.finish(marks.parts()))
}

struct Tally {
    step: usize,
    pixels: usize,
    /// Pixels that are not clear.
    seen: usize,
    ink: usize,
    black: usize,
    pale: usize,
    light: usize,
    blue: usize,
    red: usize,
    dark_red: usize,
    sampled: Hues,
    /// Which columns and rows are sampled.
    samples: [Vec<bool>; 2],
    bounds: Option<Bounds>,
    drawn: Option<Bounds>,
    patches: Patches,
    rims: Rims,
}

/// Bits beside those of [`Rims`]: of ink, light, and with a tone.
const INK: u8 = 4;
const LIGHT: u8 = 8;
const PALE_TONE: u8 = 16;
const RED: u8 = 32;
const BLUE: u8 = 64;

/// The first and the last columns and rows of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) top: usize,
    pub(crate) bottom: usize,
}

impl Tally {
    /// Pixels side by side, of one colour and not clear.
    fn add(&mut self, across: Range<usize>, y: usize, colour: &Colour, alpha: u8) {
        let is_light = colour.is_light;
        if is_light && alpha < VEIL {
            return;
        }
        let pixels = across.len();
        self.seen += pixels;
        extend_along(&mut self.drawn, &across, y);
        let light = if is_light { LIGHT | Rims::PALE } else { 0 };
        if alpha < INK_FROM {
            if is_light {
                self.rims.add(across, y, light);
            }
            return;
        }
        self.ink += pixels;
        self.light += if is_light { pixels } else { 0 };
        extend_along(&mut self.bounds, &across, y);
        let tone = match colour.tone {
            Tone::Red => {
                self.red += pixels;
                self.dark_red += if is_light { 0 } else { pixels };
                RED
            }
            Tone::Blue => {
                self.blue += pixels;
                BLUE
            }
            Tone::Pale => {
                self.pale += pixels;
                PALE_TONE | Rims::PALE
            }
            Tone::Black => {
                self.black += pixels;
                0
            }
            Tone::Other => 0,
        };
        let core = if (light | tone) & Rims::PALE == 0 {
            Rims::CORE
        } else {
            0
        };
        let [columns, rows] = &self.samples;
        if rows.get(y) == Some(&true) {
            let columns = columns.get(across.clone()).unwrap_or_default();
            let sampled = columns.iter().map(|is| u32::from(*is)).sum();
            self.sampled.add(colour.components.map(i32::from), sampled);
        }
        self.rims.add(across, y, INK | light | tone | core);
    }

    /// Takes the pale rims out of the ink, and puts what else is light into patches.
    fn settle_rims(&mut self) {
        let one = |kind: u8, bit: u8| usize::from(kind & (INK | bit) == INK | bit);
        let rims = std::mem::replace(&mut self.rims, Rims::new(0, 0));
        rims.each_pale(|x, y, kind, is_rim| match is_rim {
            true => {
                self.ink -= one(kind, INK);
                self.light -= one(kind, LIGHT);
                self.red -= one(kind, RED);
                self.blue -= one(kind, BLUE);
                self.pale -= one(kind, PALE_TONE);
            }
            false if kind & LIGHT != 0 => self.patches.add(x, y),
            false => {}
        });
    }

    /// `print` are the pixels of the largest cluster of dark ink.
    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    fn finish(self, pixels: &Pixels<'_>, print: f64) -> Measurement {
        let of_all = |count: usize| count as f64 / self.pixels.max(1) as f64;
        let of_ink = |count: usize| count as f64 / self.ink.max(1) as f64;
        let grid = pixels.grid();
        let drawn = self.drawn.map_or(0, Bounds::pixels);
        Measurement {
            width: pixels.width,
            height: pixels.height,
            step: self.step,
            transparent_share: of_all(self.pixels - self.seen),
            ink_share: of_all(self.ink),
            blue_share: of_ink(self.blue),
            red_share: of_ink(self.red),
            dark_red_share: of_all(self.dark_red),
            neutral_share: of_ink(self.black + self.pale),
            light_share: of_ink(self.light),
            light_area: self.patches.bounds().map(|bounds| bounds.shares(grid)),
            print_share: print / drawn.max(1) as f64,
            dominant: self.sampled.dominant(),
            ink_aspect: self.bounds.map_or(1.0, |bounds| bounds.aspect(pixels)),
            drawn: self.drawn.map_or([0.0; 4], |bounds| bounds.shares(grid)),
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
    if let Some(last) = across.clone().last() {
        extend(bounds, across.start, y);
        extend(bounds, last, y);
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

/// The columns or rows that lie in the middle of a step.
fn samples(pixels: usize, step: usize) -> Vec<bool> {
    (0..pixels).map(|pixel| pixel % step == step / 2).collect()
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
/// What is light and has less than this leaves three quarters of what lies below.
const VEIL: u8 = 64;
const HUE_RANGE: u16 = 15;

#[cfg(test)]
mod tests;

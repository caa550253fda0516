//! The counts of the pixels of a picture, by what their colours stand for.

use super::colour::{Colour, Hues};
use super::kind::{self, INK};
use super::patches::Patches;
use super::rims::Rims;
use super::{Bounds, INK_FROM, Measurement, Run, bits, extend_along, step_for};
use crate::picture::{BLOCK, Pixels};

pub(super) struct Tally {
    grid: (usize, usize),
    /// Pixels that are not clear, by [`kind`].
    of_kind: [usize; 256],
    has_pale: bool,
    /// Whether any pixel may be print.
    has_print: bool,
    sampled: Hues,
    samples: Samples,
    /// The row of pixels that is counted.
    y: usize,
    bounds: Option<Bounds>,
    drawn: Option<Bounds>,
    patches: Patches,
}

impl Tally {
    pub(super) fn new((width, height): (usize, usize)) -> Self {
        Self {
            grid: (width, height),
            of_kind: [0; 256],
            has_pale: false,
            has_print: false,
            sampled: Hues::default(),
            samples: Samples::new(width, step_for(width, height)),
            y: 0,
            bounds: None,
            drawn: None,
            patches: Patches::new(width, height),
        }
    }

    pub(super) fn row(&mut self, y: usize) {
        self.y = y;
        self.samples.row(y);
    }

    /// Pixels side by side, of one colour and not clear.
    pub(super) fn add(&mut self, run: &Run, colour: &Colour) {
        self.has_print |= colour.is_print;
        let Some(kind) = colour.kind(run.alpha) else {
            return;
        };
        self.count(kind, run.across.len());
        extend_along(&mut self.drawn, &run.across, self.y);
        if kind & INK != 0 {
            extend_along(&mut self.bounds, &run.across, self.y);
            let sampled = run.bits & self.samples.word(run.block());
            self.sampled.add(colour.components, sampled.count_ones());
        }
    }

    /// Pixels from a column on that have one colour where they are not clear.
    pub(super) fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        self.has_print |= colour.is_print;
        let drawn = bits::at_least(alpha, colour.least());
        if drawn == 0 {
            return;
        }
        let ink = bits::at_least(alpha, INK_FROM);
        let [faint, kind] = colour.kinds();
        if drawn != ink {
            self.count(faint, (drawn & !ink).count_ones() as usize);
        }
        let across = |bits: u64| {
            let (before, behind) = (bits.trailing_zeros(), bits.leading_zeros());
            first + before as usize..first + BLOCK - behind as usize
        };
        extend_along(&mut self.drawn, &across(drawn), self.y);
        if ink != 0 {
            self.count(kind, ink.count_ones() as usize);
            extend_along(&mut self.bounds, &across(ink), self.y);
            let sampled = (ink & self.samples.word(first / BLOCK)).count_ones();
            self.sampled.add(colour.components, sampled);
        }
    }

    fn count(&mut self, kind: u8, pixels: usize) {
        self.has_pale |= kind & kind::PALE != 0;
        if let Some(count) = self.of_kind.get_mut(usize::from(kind)) {
            *count += pixels;
        }
    }

    /// The pixels of all kinds with these bits and without those.
    fn of(&self, with: u8, without: u8) -> usize {
        let kinds = (0..=u8::MAX).zip(&self.of_kind);
        let counted = kinds.filter(|(kind, _)| kind & (with | without) == with);
        counted.map(|(_, pixels)| pixels).sum()
    }

    pub(super) fn has_pale(&self) -> bool {
        self.has_pale
    }

    pub(super) fn has_print(&self) -> bool {
        self.has_print
    }

    /// Whether most of the ink is red.
    pub(super) fn is_red(&self) -> bool {
        self.of(INK | kind::RED, 0) * 2 > self.of(INK, 0)
    }

    /// Takes the pale rims out of the ink, and puts what else is light into patches.
    pub(super) fn settle_rims(&mut self, rims: &Rims) {
        rims.each_pale(|x, y, kind, is_rim| {
            if is_rim {
                let [faint, ..] = &mut self.of_kind;
                *faint += 1;
                if let Some(pixels) = self.of_kind.get_mut(usize::from(kind)) {
                    *pixels -= 1;
                }
            } else if kind & kind::LIGHT != 0 {
                self.patches.add(x, y);
            }
        });
    }

    /// `print` are the pixels of the largest cluster of dark ink.
    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    pub(super) fn finish(self, pixels: &Pixels<'_>, print: f64) -> Measurement {
        let all = self.grid.0 * self.grid.1;
        let ink = self.of(INK, 0);
        let of_all = |count: usize| count as f64 / all.max(1) as f64;
        let of_ink = |bits: u8| self.of(INK | bits, 0) as f64 / ink.max(1) as f64;
        let neutral = self.of(INK | kind::BLACK, 0) + self.of(INK | kind::PALE_TONE, 0);
        let drawn = self.drawn.map_or(0, Bounds::pixels);
        let light_area = self.patches.bounds();
        Measurement {
            width: pixels.width,
            height: pixels.height,
            step: self.samples.step,
            transparent_share: of_all(all - self.of(0, 0)),
            ink_share: of_all(ink),
            blue_share: of_ink(kind::BLUE),
            red_share: of_ink(kind::RED),
            dark_red_share: of_all(self.of(INK | kind::RED, kind::LIGHT)),
            neutral_share: neutral as f64 / ink.max(1) as f64,
            light_share: of_ink(kind::LIGHT),
            light_area: light_area.map(|bounds| bounds.shares(self.grid)),
            print_share: print / drawn.max(1) as f64,
            ink_aspect: self.bounds.map_or(1.0, |bounds| bounds.aspect(pixels)),
            drawn: self
                .drawn
                .map_or([0.0; 4], |bounds| bounds.shares(self.grid)),
            dominant: self.sampled.dominant(),
        }
    }
}

/// The pixels on a regular grid, in the middle of its squares.
struct Samples {
    /// Pixels along a square.
    step: usize,
    /// The columns that are sampled, as bits.
    columns: Vec<u64>,
    has_row: bool,
}

impl Samples {
    fn new(width: usize, step: usize) -> Self {
        let mut columns = vec![0; width.div_ceil(BLOCK)];
        for column in (step / 2..width).step_by(step) {
            bits::set(&mut columns, &(column..column + 1));
        }
        Self {
            step,
            columns,
            has_row: false,
        }
    }

    fn row(&mut self, y: usize) {
        self.has_row = y % self.step == self.step / 2;
    }

    /// The columns of a block of the row that are sampled.
    fn word(&self, block: usize) -> u64 {
        match self.has_row {
            true => self.columns.get(block).copied().unwrap_or_default(),
            false => 0,
        }
    }
}

//! Where a picture differs from paper, and which of these places are linked to each other.

use super::{Part, Parts};
use crate::measure::colour::Colour;
use crate::measure::{Run, bits};
use crate::picture::BLOCK;

/// The marks of a picture, in columns and rows of some pixels.
pub(in crate::measure) struct Marks {
    /// Pixels of a column and of a row.
    step: usize,
    columns: usize,
    rows: usize,
    /// Words of 64 columns in a row.
    words: usize,
    bits: Vec<u64>,
    /// The row that is noted, of pixels: one row of marks, or what will be.
    row: usize,
    fine: Vec<u64>,
}

impl Marks {
    pub(in crate::measure) fn new((width, height): (usize, usize)) -> Self {
        let step = width.max(height).div_ceil(SIDE).max(1);
        let columns = width.div_ceil(step);
        Self {
            step,
            columns,
            rows: height.div_ceil(step),
            words: columns.div_ceil(64),
            bits: Vec::new(),
            row: 0,
            fine: vec![0; width.div_ceil(64)],
        }
    }

    /// What follows is of this row of pixels.
    pub(in crate::measure) fn row(&mut self, y: usize) {
        let row = y / self.step;
        if row != self.row {
            self.settle();
            self.row = row;
        }
    }

    /// Notes pixels of the row that are alike and not clear, if they stand out from paper.
    pub(in crate::measure) fn add(&mut self, run: &Run, colour: &Colour) {
        let is_pale = (255 - colour.luminance.min(255)) * u32::from(run.alpha) < CONTRAST * 255;
        if let Some(fine) = self.fine.get_mut(run.block()).filter(|_| !is_pale) {
            *fine |= run.bits;
        }
    }

    /// Pixels from a column on that have one colour where they are not clear.
    pub(in crate::measure) fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        let contrast = 255 - colour.luminance.min(255);
        let least = (CONTRAST * 255).div_ceil(contrast.max(1));
        if let (Ok(least), Some(fine)) = (u8::try_from(least), self.fine.get_mut(first / BLOCK)) {
            *fine |= bits::at_least(alpha, least);
        }
    }

    /// Puts the pixels of the row that are noted among the marks.
    fn settle(&mut self) {
        if self.fine.iter().all(|word| *word == 0) {
            return;
        }
        if self.bits.is_empty() {
            self.bits = vec![0; self.words * self.rows];
        }
        let first = self.row * self.words;
        let row = self.bits.get_mut(first..first + self.words);
        let row = row.unwrap_or_default();
        match self.step {
            1 => row.copy_from_slice(&self.fine),
            step => each_run(&self.fine, |left, right| {
                let (left, right) = (left as usize, right as usize);
                bits::set(row, &(left / step..(right - 1) / step + 1));
            }),
        }
        self.fine.fill(0);
    }

    /// The parts that touch nowhere, at corners neither.
    pub(in crate::measure) fn parts(mut self) -> Parts {
        self.settle();
        let mut found = Found::default();
        let (mut above, mut runs): (Vec<Stretch>, Vec<Stretch>) = (Vec::new(), Vec::new());
        for (row, words) in (0_u32..).zip(self.bits.chunks(self.words.max(1))) {
            std::mem::swap(&mut above, &mut runs);
            runs.clear();
            let mut near = above.as_slice();
            each_run(words, |left, right| {
                while near.first().is_some_and(|(_, end, _)| *end < left) {
                    near = near.get(1..).unwrap_or_default();
                }
                runs.push(found.add((left, right), row, near));
            });
            if found.parts.len() > MOST {
                break;
            }
        }
        let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
        Parts {
            grid: (side(self.columns), side(self.rows)),
            is_crowded: found.parts.len() > MOST,
            parts: found.largest(),
        }
    }
}

/// Calls `each` with the first column of every run of marks, and the one behind it.
fn each_run(words: &[u64], mut each: impl FnMut(u32, u32)) {
    let mut start = None;
    for (index, word) in (0_u32..).zip(words) {
        let base = index * 64;
        let mut at = 0;
        while at < 64 {
            let rest = word >> at;
            match start {
                None if rest == 0 => break,
                None => {
                    at += rest.trailing_zeros();
                    start = Some(base + at);
                }
                Some(from) => {
                    // What is shifted in is no mark.
                    let length = (!rest).trailing_zeros().min(64 - at);
                    at += length;
                    if at < 64 {
                        each(from, base + at);
                        start = None;
                    }
                }
            }
        }
    }
    if let (Some(from), Ok(words)) = (start, u32::try_from(words.len())) {
        each(from, words * 64);
    }
}

/// A run of marks with the part that it belongs to.
type Stretch = (u32, u32, usize);

/// The parts that are found so far; each points to the one that it turned out to belong to, or to itself.
#[derive(Default)]
struct Found {
    parts: Vec<(usize, Part)>,
}

impl Found {
    /// Adds a run of a row to the parts that it touches in the row above, of which `near` does not end before it.
    fn add(&mut self, (left, right): (u32, u32), row: u32, near: &[Stretch]) -> Stretch {
        let touched = near.iter().take_while(|(start, _, _)| *start <= right);
        let mut own = None;
        for (_, _, part) in touched {
            let other = self.root(*part);
            own = Some(match own {
                Some(own) if own != other => self.join(own, other),
                _ => other,
            });
        }
        let part = Part {
            left,
            top: row,
            right,
            bottom: row + 1,
            marks: right - left,
        };
        let own = match own {
            Some(own) => own,
            None => {
                self.parts
                    .push((self.parts.len(), Part { marks: 0, ..part }));
                self.parts.len() - 1
            }
        };
        if let Some((_, whole)) = self.parts.get_mut(own) {
            *whole = whole.with(&part);
        }
        (left, right, own)
    }

    /// The part that one belongs to; the way there is halved for the next time.
    fn root(&mut self, mut part: usize) -> usize {
        let parent =
            |parts: &[(usize, Part)], part: usize| parts.get(part).map_or(part, |one| one.0);
        loop {
            let above = parent(&self.parts, part);
            if above == part {
                return part;
            }
            let next = parent(&self.parts, above);
            if let Some((parent, _)) = self.parts.get_mut(part) {
                *parent = next;
            }
            part = next;
        }
    }

    /// The smaller number stays: parents come before their parts.
    fn join(&mut self, one: usize, other: usize) -> usize {
        let (stays, joined) = (one.min(other), one.max(other));
        let part = self.parts.get_mut(joined).map(|(parent, part)| {
            *parent = stays;
            *part
        });
        if let (Some(part), Some((_, whole))) = (part, self.parts.get_mut(stays)) {
            *whole = whole.with(&part);
        }
        stays
    }

    fn largest(self) -> Vec<Part> {
        let parts = self.parts.into_iter().enumerate();
        let whole = parts.filter(|(index, (parent, _))| index == parent);
        let mut whole: Vec<Part> = whole.map(|(_, (_, part))| part).collect();
        whole.sort_by_key(|part| std::cmp::Reverse(part.marks));
        whole.truncate(KEPT);
        whole
    }
}

/// Columns or rows at most: of a signature of 70 mm each is a fifth of a point.
const SIDE: usize = 1024;
/// Of 255, how much darker than white paper what is read is at least.
const CONTRAST: u32 = 56;
/// Parts that are distinguished while they are found.
const MOST: usize = 1 << 16;
/// Parts that are kept.
pub(super) const KEPT: usize = 512;

//! The pixels of a row, some together: most of a picture is clear, and most of the rest has one colour.

use std::ops::Range;

use super::{Colour, Pixels, SoftMask};
use crate::bounds::Bounds;

impl<'a> Pixels<'a> {
    /// Around all pixels of the grid that are not clear; `None` when all are.
    pub(crate) fn seen(&self) -> Option<Bounds> {
        let (columns, rows) = self.grid();
        let (width, height, seen) = match self.colour {
            Colour::Rgba(rgba) => {
                let pixels = rgba.as_chunks().0.chunks_exact(self.width);
                (self.width, self.height, around(pixels.map(ends_of_pixels)))
            }
            Colour::Rgb(_, Some(mask)) | Colour::One(_, Some(mask)) => {
                let (width, height) = (mask.width as usize, mask.height as usize);
                let rows = mask.alpha.chunks_exact(width);
                (width, height, around(rows.map(ends)))
            }
            Colour::Rgb(_, None) | Colour::One(_, None) => {
                return Some(Bounds {
                    left: 0,
                    right: columns - 1,
                    top: 0,
                    bottom: rows - 1,
                });
            }
        };
        // A pixel of the mask lies in several columns and rows of a finer picture.
        let first = |pixel: usize, count: usize, of: usize| (pixel * count).div_ceil(of);
        let last = |pixel: usize, count: usize, of: usize| first(pixel + 1, count, of) - 1;
        seen.map(|seen| Bounds {
            left: first(seen.left, columns, width),
            right: last(seen.right, columns, width),
            top: first(seen.top, rows, height),
            bottom: last(seen.bottom, rows, height),
        })
    }

    /// Calls `each` with the blocks of a row in which some of `columns` lie: with the first column of the block, which is a multiple
    /// of [`BLOCK`], and all its pixels, those beside `columns` too. Blocks that are clear are left out.
    pub(crate) fn each_block(
        &self,
        y: usize,
        columns: &Range<usize>,
        mut each: impl FnMut(usize, &Block<'_>),
    ) {
        let line = self.line(y);
        let mut seen = |first: usize, colours: &[[u8; 3]], alpha: &[u8]| {
            if alpha.iter().fold(0, |all, one| all | one) > 0 {
                each(first, &Block { colours, alpha });
            }
        };
        let start = columns.start / BLOCK * BLOCK;
        let end = columns.end.next_multiple_of(BLOCK).min(line.columns);
        let firsts = (start..end).step_by(BLOCK);
        if let Some((colours, alpha)) = line.stored() {
            let colours = colours.get(start..end).unwrap_or_default().chunks(BLOCK);
            let alpha = alpha.get(start..end).unwrap_or_default().chunks(BLOCK);
            for ((first, colours), alpha) in firsts.zip(colours).zip(alpha) {
                seen(first, colours, alpha);
            }
            return;
        }
        if let (Samples::One(colour), Some(alpha)) = (&line.colours, line.whole_mask()) {
            let colours = [*colour; BLOCK];
            let alpha = alpha.get(start..end).unwrap_or_default().chunks(BLOCK);
            for (first, alpha) in firsts.zip(alpha) {
                let colours = colours.get(..alpha.len()).unwrap_or_default();
                seen(first, colours, alpha);
            }
            return;
        }
        let (mut colours, mut alpha) = ([[0; 3]; BLOCK], [0; BLOCK]);
        for first in firsts {
            let pixels = BLOCK.min(end - first);
            if let (Some(colours), Some(alpha)) =
                (colours.get_mut(..pixels), alpha.get_mut(..pixels))
            {
                line.read(first, colours, alpha);
                seen(first, colours, alpha);
            }
        }
    }

    /// One row of the grid.
    fn line(&self, row: usize) -> Line<'a> {
        let (columns, rows) = self.grid();
        let y = row * self.height / rows;
        let of_row = y * self.width..(y + 1) * self.width;
        let colours = match self.colour {
            Colour::Rgba(rgba) => Samples::Rgba(rgba.as_chunks().0.get(of_row).unwrap_or_default()),
            Colour::Rgb(rgb, _) => Samples::Rgb(rgb.as_chunks().0.get(of_row).unwrap_or_default()),
            Colour::One(colour, _) => Samples::One(colour),
        };
        let mask = self.mask();
        let alpha = mask.map(|mask| mask.row(row, rows).unwrap_or_default());
        Line {
            colours,
            alpha,
            width: self.width,
            columns,
        }
    }
}

/// Around what is seen in rows of which the first and the last such column is given.
fn around(rows: impl Iterator<Item = Option<(usize, usize)>>) -> Option<Bounds> {
    let mut seen: Option<Bounds> = None;
    for (y, ends) in rows.enumerate() {
        let Some((left, right)) = ends else {
            continue;
        };
        let bounds = seen.get_or_insert(Bounds {
            left,
            right,
            top: y,
            bottom: y,
        });
        bounds.left = bounds.left.min(left);
        bounds.right = bounds.right.max(right);
        bounds.bottom = y;
    }
    seen
}

/// The first and the last column that is not clear.
fn ends_of_pixels(row: &[[u8; 4]]) -> Option<(usize, usize)> {
    let is_seen = |pixel: &[u8; 4]| pixel[3] > 0;
    Some((
        row.iter().position(is_seen)?,
        row.iter().rposition(is_seen)?,
    ))
}

/// The same of a row of alpha.
fn ends(row: &[u8]) -> Option<(usize, usize)> {
    let left = first_seen(row)?;
    let (rest, words) = row.as_rchunks::<8>();
    let clear = words.iter().rev().take_while(|word| is_clear(word)).count();
    let end = match words.len() - clear {
        0 => rest.len(),
        words => rest.len() + words * 8,
    };
    let right = row.get(..end)?.iter().rposition(|alpha| *alpha > 0)?;
    Some((left, right))
}

/// Where alpha is not 0 first.
fn first_seen(row: &[u8]) -> Option<usize> {
    let (words, _) = row.as_chunks::<8>();
    let clear = 8 * words.iter().take_while(|word| is_clear(word)).count();
    let rest = row.get(clear..)?.iter();
    Some(clear + rest.take(8).position(|alpha| *alpha > 0)?)
}

fn is_clear(word: &[u8; 8]) -> bool {
    u64::from_ne_bytes(*word) == 0
}

/// The samples of a row of a grid, which may be finer than its picture or its mask.
struct Line<'a> {
    colours: Samples<'a>,
    /// Of the soft mask.
    alpha: Option<&'a [u8]>,
    /// Pixels of the picture across.
    width: usize,
    columns: usize,
}

enum Samples<'a> {
    Rgb(&'a [[u8; 3]]),
    Rgba(&'a [[u8; 4]]),
    One([u8; 3]),
}

impl<'a> Line<'a> {
    /// Colours and alpha of the row, where they are stored as they are given.
    fn stored(&self) -> Option<(&'a [[u8; 3]], &'a [u8])> {
        match self.colours {
            Samples::Rgb(rgb) if self.width == self.columns => Some((rgb, self.whole_mask()?)),
            _ => None,
        }
    }

    /// The alpha of each column, where the mask has as many.
    fn whole_mask(&self) -> Option<&'a [u8]> {
        self.alpha.filter(|alpha| alpha.len() == self.columns)
    }

    /// Reads the pixels from a column on.
    fn read(&self, start: usize, colours: &mut [[u8; 3]], alpha: &mut [u8]) {
        let of_mask = self.whole_mask();
        let of_mask = of_mask.and_then(|of_mask| of_mask.get(start..start + alpha.len()));
        if of_mask.is_some_and(|alpha| first_seen(alpha).is_none()) {
            alpha.fill(0);
            return;
        }
        for (column, (colour, alpha)) in (start..).zip(colours.iter_mut().zip(alpha)) {
            let [red, green, blue, own] = match (&self.colours, self.alpha) {
                (Samples::Rgba(rgba), None) => rgba.get(column).copied().unwrap_or_default(),
                _ => self.pixel(column),
            };
            *colour = [red, green, blue];
            *alpha = own;
        }
    }

    fn pixel(&self, column: usize) -> [u8; 4] {
        let x = column * self.width / self.columns;
        let pixel = match self.colours {
            Samples::One([red, green, blue]) => Some([red, green, blue, u8::MAX]),
            Samples::Rgba(rgba) => rgba.get(x).copied(),
            Samples::Rgb(rgb) => rgb
                .get(x)
                .map(|[red, green, blue]| [*red, *green, *blue, u8::MAX]),
        };
        let Some([red, green, blue, own]) = pixel else {
            return [0; 4];
        };
        let alpha = self
            .alpha
            .map(|alpha| alpha.get(column * alpha.len() / self.columns));
        [
            red,
            green,
            blue,
            alpha.map_or(own, |alpha| alpha.copied().unwrap_or(u8::MAX)),
        ]
    }
}

impl<'a> SoftMask<'a> {
    /// The alpha that falls on one of so many rows.
    fn row(&self, row: usize, rows: usize) -> Option<&'a [u8]> {
        let (width, height) = (self.width as usize, self.height as usize);
        let start = row * height / rows * width;
        self.alpha.get(start..start + width)
    }
}

/// Pixels of a row that are looked at together: each is a bit of a word.
pub(crate) const BLOCK: usize = 64;

/// Pixels side by side, no more than [`BLOCK`], and as many colours as alpha.
pub(crate) struct Block<'a> {
    pub(crate) colours: &'a [[u8; 3]],
    pub(crate) alpha: &'a [u8],
}

impl Block<'_> {
    /// The colour of all pixels that are not clear, if they have one.
    pub(crate) fn colour(&self) -> Option<[u8; 3]> {
        let flat = self.colours.as_flattened();
        if flat.starts_with(flat.get(3..)?) {
            return self.colours.first().copied();
        }
        let mut seen = self.colours.iter().zip(self.alpha);
        let (colour, _) = seen.find(|(_, alpha)| **alpha > 0)?;
        let is_alike = |(other, alpha): (&[u8; 3], &u8)| other == colour || *alpha == 0;
        seen.all(is_alike).then_some(*colour)
    }

    /// Calls `each` with pixels of the block that stand side by side, are alike and not clear, and with their colour and alpha.
    pub(crate) fn each_run(&self, mut each: impl FnMut(Range<usize>, [u8; 3], u8)) {
        let mut starts = self.starts();
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let end = self.alpha.len().min(starts.trailing_zeros() as usize);
            match (self.colours.get(start), self.alpha.get(start)) {
                (Some(colour), Some(alpha)) if *alpha > 0 => each(start..end, *colour, *alpha),
                _ => {}
            }
        }
    }

    /// The first pixels of those that are alike, as bits.
    fn starts(&self) -> u64 {
        let colours = self.colours.windows(2).map(|two| two.first() != two.last());
        let alpha = self.alpha.windows(2).map(|two| two.first() != two.last());
        let unlike = colours
            .zip(alpha)
            .map(|(colour, alpha)| u64::from(colour | alpha));
        (1..)
            .zip(unlike)
            .fold(1, |starts, (pixel, unlike)| starts | unlike << pixel)
    }
}

#[cfg(test)]
mod tests;

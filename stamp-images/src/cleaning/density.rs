//! How dense the ink is in each pixel: a picture with alpha alone.

use super::absorption::Absorption;
use super::ink::Ink;
use crate::bounds::Bounds;

/// Alpha of a picture, row by row.
pub(super) struct Density {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) alpha: Vec<u8>,
}

impl Density {
    pub(super) fn of(absorption: &Absorption<'_>, ink: &Ink) -> Self {
        let (width, height) = (absorption.picture.width(), absorption.picture.height());
        let (width, height) = (width as usize, height as usize);
        let mut alpha = Vec::with_capacity(width * height);
        absorption.each(|_, _, absorbed| alpha.push(ink.density(absorbed)));
        Self {
            width,
            height,
            alpha,
        }
    }

    /// Column, row and alpha of all pixels that are at least this dense.
    pub(super) fn pixels_from(&self, least: u8) -> impl Iterator<Item = (usize, usize, u8)> {
        let rows = self.alpha.chunks_exact(self.width).enumerate();
        rows.flat_map(move |(y, row)| {
            let pixels = row.iter().enumerate();
            let dense = pixels.filter(move |(_, alpha)| **alpha >= least);
            dense.map(move |(x, alpha)| (x, y, *alpha))
        })
    }

    /// Around all pixels that are at least this dense.
    pub(super) fn bounds(&self, least: u8) -> Option<Bounds> {
        let mut pixels = self.pixels_from(least);
        let (x, y, _) = pixels.next()?;
        let first = Bounds::at(x, y);
        Some(pixels.fold(first, |bounds, (x, y, _)| bounds.with(x, y)))
    }

    /// The columns and the rows between which the ink is but for this share of it on each side.
    pub(super) fn most_of_ink(&self, left_out: f64) -> Option<Bounds> {
        let (mut columns, mut rows) = (vec![0; self.width], vec![0; self.height]);
        for (x, y, _) in self.pixels_from(INK) {
            let counts = columns.get_mut(x).into_iter().chain(rows.get_mut(y));
            counts.for_each(|count| *count += 1);
        }
        let (left, right) = most_of(&columns, left_out)?;
        let (top, bottom) = most_of(&rows, left_out)?;
        Some(Bounds {
            left,
            right,
            top,
            bottom,
        })
    }

    /// Share of the pixels along the edge of the picture that are at least this dense.
    pub(super) fn dark_edge(&self, least: u8) -> f64 {
        let is_edge = |(x, y, _): &(usize, usize, u8)| {
            *x == 0 || *y == 0 || x + 1 == self.width || y + 1 == self.height
        };
        let dark = self.pixels_from(least).filter(is_edge).count();
        let edge = 2 * (self.width + self.height);
        dark as f64 / edge as f64
    }

    /// Whether ink in these bounds reaches the edge of the picture.
    pub(super) fn reaches_edge(&self, ink: Bounds) -> bool {
        let starts = ink.left == 0 || ink.top == 0;
        starts || ink.right + 1 == self.width || ink.bottom + 1 == self.height
    }

    /// A part of the picture that may reach beyond it, where it is clear.
    pub(super) fn part(&self, left: i64, top: i64, width: usize, height: usize) -> Self {
        let mut alpha = Vec::with_capacity(width * height);
        let inside = |at: i64, side: usize| usize::try_from(at).ok().filter(|at| *at < side);
        for y in (top..).take(height) {
            let row =
                inside(y, self.height).and_then(|y| self.alpha.chunks_exact(self.width).nth(y));
            let pixel = |x| row?.get(inside(x, self.width)?).copied();
            alpha.extend((left..).take(width).map(|x| pixel(x).unwrap_or_default()));
        }
        Self {
            width,
            height,
            alpha,
        }
    }
}

/// The first and the last place between which the counts are but for this share on each side.
fn most_of(counts: &[usize], left_out: f64) -> Option<(usize, usize)> {
    let beside = left_out * counts.iter().sum::<usize>() as f64;
    let first = first_beyond(beside, counts.iter().enumerate())?;
    let last = first_beyond(beside, counts.iter().enumerate().rev())?;
    Some((first, last))
}

fn first_beyond<'c>(
    beside: f64,
    mut counts: impl Iterator<Item = (usize, &'c usize)>,
) -> Option<usize> {
    let mut sum = 0;
    let place = counts.find(|(_, count)| {
        sum += **count;
        sum as f64 > beside
    });
    place.map(|(place, _)| place)
}

/// From which alpha on a pixel is more ink than paper.
pub(super) const INK: u8 = 128;

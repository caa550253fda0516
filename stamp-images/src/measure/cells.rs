//! How much of the page below it a picture hides, part by part: a seal of ring, letters and star
//! hides little of a signature, a plate all of it.

use super::blocks::Blocks;
use super::parts::Parts;
use super::side::Side;

/// A grid of cells over the parts of a picture that are not clear, with the share that each of them
/// hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    columns: Side,
    rows: Side,
    /// Shares of 255 of what lies below.
    hidden: Vec<[u8; 3]>,
    blocks: Blocks,
    parts: Parts,
}

/// Shares of what lies below a place, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hidden {
    /// Hidden by any colour.
    pub all: f32,
    /// Hidden by colours near that of paper.
    pub pale: f32,
    /// Hidden by colours that stand out from paper.
    pub dark: f32,
}

impl Cells {
    /// Of so many columns and rows, with the hidden share of each in 255ths, row by row.
    pub(super) fn new((columns, rows): (Side, Side), hidden: Vec<[u8; 3]>, parts: Parts) -> Self {
        Self {
            columns,
            rows,
            blocks: Blocks::of(&hidden, columns.cells),
            hidden,
            parts,
        }
    }

    /// What the picture hides at a place, given in shares of width and height from the top left corner.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Hidden {
        match (self.columns.at(x), self.rows.at(y)) {
            (Some(column), Some(row)) => self.cell(column, row),
            _ => Hidden::default(),
        }
    }

    /// The columns of cells between two shares of the width from the left, with the length, in such shares, that each has
    /// between them.
    #[must_use]
    pub fn columns_within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
        self.columns.within(from, to)
    }

    /// The rows of cells between two shares of the height from the top.
    #[must_use]
    pub fn rows_within(&self, from: f64, to: f64) -> Vec<(usize, f64)> {
        self.rows.within(from, to)
    }

    /// The share that the picture hides in one of its cells; nothing outside of them.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> Hidden {
        let hidden = self.hidden.get(row * self.columns.cells + column);
        match hidden {
            None | Some([0, _, _]) => Hidden::default(),
            Some(parts) => {
                let [all, pale, dark] = parts.map(|part| f32::from(part) / 255.0);
                Hidden { all, pale, dark }
            }
        }
    }

    /// The parts of the picture that are not linked to each other.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Where most of the ink of the picture is, which is `size` wide and high in points, without specks far from it: around each
    /// cluster of ink with `least` of the ink of the largest one, at most 1. As [`Cells::seen`].
    #[must_use]
    pub fn main(&self, size: (f64, f64), least: f64) -> Option<[f64; 4]> {
        self.blocks.main((&self.columns, &self.rows), size, least)
    }

    /// What of the picture is not clear: left, top, right and bottom in shares of width and height; `None` when all is clear.
    #[must_use]
    pub fn seen(&self) -> Option<[f64; 4]> {
        let ([left, right], [top, bottom]) = (self.columns.seen(), self.rows.seen());
        (left < right && top < bottom).then_some([left, top, right, bottom])
    }

    /// Width and height of the cells in shares of those of the picture.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // pictures have some million pixels
    pub fn finest(&self) -> (f64, f64) {
        (self.columns.finest(), self.rows.finest())
    }

    /// Width and height of the cells in shares of those of the picture; 0 where a cell is as small as a pixel.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        (self.columns.cell_size(), self.rows.cell_size())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Run;
    use crate::measure::colour::Colour;
    use crate::measure::count::Count;
    use crate::picture::BLOCK;

    fn counted(size: (usize, usize), pixels: &[(usize, usize, [u8; 4])]) -> Cells {
        let mut seen = None;
        for (x, y, _) in pixels {
            crate::measure::extend(&mut seen, *x, *y);
        }
        let mut count = Count::new(size, seen);
        for (x, y, pixel) in pixels {
            let [red, green, blue, alpha] = *pixel;
            count.row(*y);
            let run = Run::new(x / BLOCK * BLOCK, &(x % BLOCK..x % BLOCK + 1), alpha);
            count.add(&run, &Colour::of([red, green, blue]));
        }
        count.finish(Parts::default())
    }

    #[test]
    fn each_cell_has_the_mean_of_its_pixels() {
        let cells = counted(
            (384, 384),
            &[
                (0, 0, [200, 0, 0, 255]),
                (1, 0, [200, 0, 0, 255]),
                (0, 1, [255, 255, 255, 255]),
                (383, 383, [255, 255, 255, 1]),
            ],
        );
        let first = cells.at(0.0, 0.0);
        let share = |sum: f32| (sum / 4.0).ceil() / 255.0;
        assert_eq!((first.all, first.pale), (share(765.0), 0.0));
        assert_eq!(first.dark, share(510.0));
        let last = cells.at(0.999, 0.999);
        assert_eq!(
            [last.all, last.pale, last.dark],
            [1.0 / 255.0, 1.0 / 255.0, 0.0]
        );
        for (x, y) in [(0.5, 0.5), (1.0, 0.5), (-0.1, 0.5)] {
            assert_eq!(cells.at(x, y), Hidden::default());
        }
    }

    /// Wide pictures have cells of one pixel where they are low, and the last cell begins where its pixels do.
    #[test]
    fn places_are_those_of_pixels() {
        let black = [0, 0, 0, 255];
        let row = |y: usize| (0..2000).map(move |x| (x, y, black));
        let pixels: Vec<_> = row(0).chain(row(6)).chain([(0, 23, black)]).collect();
        let cells = counted((2000, 24), &pixels);
        for (pixel, hidden) in [(0.5, 1.0), (1.5, 0.0), (6.5, 1.0), (7.5, 0.0)] {
            assert_eq!(cells.at(0.5, pixel / 24.0).all, hidden, "{pixel}");
        }
        assert_eq!(cells.size(), (11.0 / 2000.0, 0.0));
        // 182 cells of 11 pixels: the last of them has 9.
        let cells = counted(
            (2000, 1),
            &[(0, 0, black), (1991, 0, black), (1999, 0, black)],
        );
        let share = (2.0_f32 * 255.0 / 9.0).ceil() / 255.0;
        assert_eq!(cells.at(1991.5 / 2000.0, 0.0).all, share);
        assert_eq!(cells.at(1990.5 / 2000.0, 0.0).all, 0.0);
    }

    #[test]
    fn stretches_are_taken_apart_at_the_ends_of_cells() {
        let black = [0, 0, 0, 255];
        let cells = counted((1000, 1), &[(100, 0, black), (583, 0, black)]);
        // 162 cells of three pixels, the last of them of one.
        let parts = |from: f64, to: f64| {
            let parts = cells.columns_within(from / 1000.0, to / 1000.0);
            let lengths = parts
                .iter()
                .map(|(cell, length)| (*cell, (length * 1e6).round() / 1e3));
            lengths.collect::<Vec<_>>()
        };
        assert_eq!(parts(101.5, 104.5), [(0, 1.5), (1, 1.5)]);
        assert_eq!(parts(0.0, 104.0), [(0, 3.0), (1, 1.0)]);
        assert_eq!(parts(582.0, 700.0), [(160, 1.0), (161, 1.0)]);
        assert_eq!(parts(584.0, 700.0), []);
        assert_eq!(parts(0.0, 100.0), []);
    }

    #[test]
    fn cells_lie_over_what_is_not_clear() {
        let black = [0, 0, 0, 255];
        let cells = counted((1000, 500), &[(100, 50, black), (199, 99, black)]);
        assert_eq!(cells.seen(), Some([0.1, 0.1, 0.2, 0.2]));
        assert_eq!(cells.size(), (0.0, 0.0));
        assert_eq!(cells.at(0.1005, 0.101).all, 1.0);
        assert_eq!(counted((10, 10), &[]).seen(), None);
        assert_eq!(counted((10, 10), &[]).at(0.5, 0.5), Hidden::default());
    }
}

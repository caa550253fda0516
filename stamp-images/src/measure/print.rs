//! The parts of a picture that a reader takes for print, beside red ink: strokes in black, grey and
//! dark colours. A seal with such a part as large as a full stop could write digits and words
//! between those of the page.

use std::ops::Range;

use super::colour::Colour;
use super::places::Places;
use super::tone::Tone;
use super::{Run, Runs};

/// What the dark pixels of each cell of a grid show.
pub(super) struct Print {
    places: Places,
    /// Sums of alpha.
    cells: Vec<u32>,
    /// The cells of the row that is counted.
    row: Range<usize>,
}

impl Print {
    pub(super) fn new(places: Places) -> Self {
        Self {
            cells: vec![0; places.columns.cells * places.rows.cells],
            row: 0..0,
            places,
        }
    }

    /// The dark pixels of those cells, no further from each other than letters of a word, that have most of them.
    pub(super) fn largest(mut self) -> f64 {
        let opaque = (self.places.columns.cell * self.places.rows.cell) as f64 * 255.0;
        let least = (LEAST_OF_CELL * opaque) as u32;
        for sum in &mut self.cells {
            *sum = if *sum > least { *sum } else { 0 };
        }
        let clusters = (0..self.cells.len()).map(|cell| self.take_cluster(cell));
        clusters.max().unwrap_or(0) as f64 / 255.0
    }

    /// Takes a cell and all that are linked to it out of the grid, and gives their sum.
    fn take_cluster(&mut self, cell: usize) -> u64 {
        let mut sum = u64::from(self.take(cell));
        if sum == 0 {
            return 0;
        }
        let (columns, rows) = (self.places.columns.cells, self.places.rows.cells);
        let reach = (columns.max(rows) * LINKED).div_ceil(1000);
        let mut open = vec![cell];
        while let Some(cell) = open.pop() {
            let (x, y) = (cell % columns, cell / columns);
            for y in y.saturating_sub(reach)..(y + reach + 1).min(rows) {
                for x in x.saturating_sub(reach)..(x + reach + 1).min(columns) {
                    let near = y * columns + x;
                    let taken = self.take(near);
                    if taken > 0 {
                        sum += u64::from(taken);
                        open.push(near);
                    }
                }
            }
        }
        sum
    }

    fn take(&mut self, cell: usize) -> u32 {
        self.cells.get_mut(cell).map_or(0, std::mem::take)
    }
}

impl Runs for Print {
    fn row(&mut self, y: usize) {
        let columns = self.places.columns.cells;
        let row = self.places.rows.of_pixel(y);
        self.row = row.map_or(0..0, |row| row * columns..(row + 1) * columns);
    }

    fn add(&mut self, run: &Run, colour: &Colour) {
        if !is_dark_on_paper(colour, run.alpha) {
            return;
        }
        let row = self.cells.get_mut(self.row.clone()).unwrap_or_default();
        let own = u32::from(run.alpha);
        let across = run.across.clone();
        self.places
            .each_cell(across, row, |sum, pixels| *sum += own * pixels);
    }

    fn add_block(&mut self, first: usize, colour: &Colour, alpha: &[u8]) {
        if !colour.is_print {
            return;
        }
        let mut end = 0;
        for alike in alpha.chunk_by(|one, other| one == other) {
            let within = end..end + alike.len();
            end = within.end;
            if let Some(alpha) = alike.first().filter(|alpha| **alpha > 0) {
                self.add(&Run::new(first, &within, *alpha), colour);
            }
        }
    }
}

/// Whether it reads as print: without hue and not pale, of another hue than red and not light, or of so dark or dull a red that
/// thin strokes look black.
pub(super) fn is_dark(components: [u8; 3], luminance: u32, tone: Tone) -> bool {
    /// Rims of scans have 170.
    const GREY: u8 = 160;
    const COLOURED: u32 = 128;
    const DARK_RED: u32 = 40;
    const BROWN: u8 = 80;
    const DULL: u32 = 110;
    let [red, green, blue] = components;
    match tone {
        // A red of which most is grey is brown.
        Tone::Red => {
            let is_dull = u32::from(green.max(blue)) * 4 > u32::from(red) * 3;
            luminance < DARK_RED || red < BROWN || is_dull && luminance < DULL
        }
        Tone::Black | Tone::Pale => red.max(green).max(blue) < GREY,
        Tone::Blue | Tone::Other => luminance < COLOURED,
    }
}

/// Whether it is dark on the page. What paper shows through counts by its alpha: several seals at one place add up to black. Of
/// red, programs leave dark and half-clear pixels at the edges of strokes: it counts where it is dark on white paper.
fn is_dark_on_paper(colour: &Colour, alpha: u8) -> bool {
    const FAINT: u8 = 32;
    if !colour.is_print || !matches!(colour.tone, Tone::Red) {
        return colour.is_print && alpha >= FAINT;
    }
    let [own, paper] = [u32::from(alpha), u32::from(u8::MAX - alpha)];
    let mixed = |part: u8| u8::try_from((u32::from(part) * own + 255 * paper) / 255);
    let mixed = colour.components.map(|part| mixed(part).unwrap_or(u8::MAX));
    alpha == u8::MAX || Colour::of(mixed).is_print
}

/// Share of a cell that must be dark: noise of JPEG data is a pixel here and there.
const LEAST_OF_CELL: f64 = 0.1;
/// Thousandths of the grid between cells that are read together: a point and a half in a seal of 36 mm.
const LINKED: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_read_as_print() {
        for dark in [
            [0, 0, 0],
            [159, 155, 150],
            [110, 0, 10],
            [20, 30, 90],
            [0, 110, 0],
            [120, 0, 120],
            [48, 32, 32],
            [68, 27, 0],
            [120, 96, 96],
            [120, 0, 0],
            [150, 66, 0],
            [150, 0, 90],
            [151, 0, 255],
        ] {
            assert!(Colour::of(dark).is_print, "{dark:?}");
        }
        for light in [
            [214, 17, 40],
            [139, 0, 0],
            [170, 165, 160],
            [226, 98, 104],
            [255, 255, 255],
            [190, 150, 0],
        ] {
            assert!(!Colour::of(light).is_print, "{light:?}");
        }
    }

    #[test]
    fn what_paper_shows_through_counts_where_it_may_add_up() {
        let black = Colour::of([0, 0, 0]);
        assert!(is_dark_on_paper(&black, 255));
        // Four of these are black.
        assert!(is_dark_on_paper(&black, 100));
        assert!(!is_dark_on_paper(&black, 31));
        // What programs leave at the edges of red strokes when they write colours times alpha.
        assert!(!is_dark_on_paper(&Colour::of([86, 7, 16]), 102));
    }

    /// Black at these cells of 192 × 192 with four pixels each, of which so many are black.
    fn largest(cells: impl Iterator<Item = (usize, usize)>, alpha: u8, pixels: usize) -> f64 {
        let all = crate::measure::Bounds {
            left: 0,
            right: 383,
            top: 0,
            bottom: 383,
        };
        let mut print = Print::new(Places::new((384, 384), Some(all)));
        for (x, y) in cells {
            for pixel in 0..pixels {
                let (x, y) = (2 * x + pixel % 2, 2 * y + pixel / 2);
                print.row(y);
                print.add(&Run::new(x, &(0..1), alpha), &Colour::of([0, 0, 0]));
            }
        }
        print.largest()
    }

    #[test]
    fn strokes_count_as_a_whole_and_specks_alone() {
        let stroke = |step: usize| (0..10).map(move |at| (50, 50 + step * at));
        assert_eq!(largest(stroke(1), 255, 4), 40.0);
        // A dotted stroke is one, dots further apart are not.
        assert_eq!(largest(stroke(4), 255, 4), 40.0);
        assert_eq!(largest(stroke(5), 255, 4), 4.0);
        let diagonal = (0..10).map(|at| (50 + at, 50 + at));
        assert_eq!(largest(diagonal, 255, 2), 20.0);
        assert_eq!(largest([(0, 0), (191, 191)].into_iter(), 255, 4), 4.0);
        assert_eq!(largest(std::iter::empty(), 255, 4), 0.0);
    }
}

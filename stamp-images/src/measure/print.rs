//! What of a picture a reader takes for print, beside red ink: strokes in black, grey and dark colours. A seal that had some as
//! large as a full stop could write digits and words between those of the page.

use super::colour::{Colour, Tone};

/// What the dark pixels of each cell of a grid show; nothing where there is none.
#[derive(Default)]
pub(super) struct Print {
    /// Sums of alpha.
    cells: Vec<u32>,
}

/// A grid of cells.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Pixels of a whole cell.
    pub(super) pixels: usize,
}

impl Print {
    /// Notes dark pixels of one colour in a cell of so many.
    #[cold]
    pub(super) fn add(
        &mut self,
        (cell, cells): (usize, usize),
        colour: &Colour,
        alpha: u8,
        pixels: u32,
    ) {
        if !is_dark_on_paper(colour, alpha) {
            return;
        }
        self.cells.resize(cells, 0);
        if let Some(sum) = self.cells.get_mut(cell) {
            *sum += u32::from(alpha) * pixels;
        }
    }

    /// The dark pixels of those cells, no further from each other than letters of a word, that have most of them.
    pub(super) fn largest(mut self, grid: Grid) -> f64 {
        let opaque = grid.pixels as f64 * 255.0;
        let least = (LEAST_OF_CELL * opaque) as u32;
        for sum in &mut self.cells {
            *sum = if *sum > least { *sum } else { 0 };
        }
        let clusters = (0..self.cells.len()).map(|cell| self.take_cluster(cell, grid));
        clusters.max().unwrap_or(0) as f64 / 255.0
    }

    /// Takes a cell and all that are linked to it out of the grid, and gives their sum.
    fn take_cluster(&mut self, cell: usize, grid: Grid) -> u64 {
        let reach = (grid.columns.max(grid.rows) * LINKED).div_ceil(1000);
        let mut sum = u64::from(self.take(cell));
        let mut open = if sum > 0 { vec![cell] } else { Vec::new() };
        while let Some(cell) = open.pop() {
            let (x, y) = (cell % grid.columns, cell / grid.columns);
            for y in y.saturating_sub(reach)..(y + reach + 1).min(grid.rows) {
                for x in x.saturating_sub(reach)..(x + reach + 1).min(grid.columns) {
                    let near = y * grid.columns + x;
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

    /// Black at these cells of 200 × 200 with four pixels each.
    fn largest(cells: impl Iterator<Item = (usize, usize)>, alpha: u8, pixels: u32) -> f64 {
        let grid = Grid {
            columns: 200,
            rows: 200,
            pixels: 4,
        };
        let mut print = Print::default();
        for (x, y) in cells {
            let cell = (y * 200 + x, 200 * 200);
            print.add(cell, &Colour::of([0, 0, 0]), alpha, pixels);
        }
        print.largest(grid)
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
        assert_eq!(largest([(0, 0), (199, 199)].into_iter(), 255, 4), 4.0);
        assert_eq!(largest(std::iter::empty(), 255, 4), 0.0);
    }
}

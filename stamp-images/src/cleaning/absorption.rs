//! What the ink takes of the light that the paper gives back, pixel by pixel: 0 is paper, 1 is black, for red, green and blue each.

use super::paper::{Paper, on_white, rows_of};
use crate::picture::Picture;

/// What is absorbed of red, green and blue, 0 to 1.
pub(super) type Absorbed = [f32; 3];

/// A picture and its paper.
pub(super) struct Absorption<'p> {
    pub(super) picture: &'p Picture,
    pub(super) paper: Paper,
}

impl Absorption<'_> {
    /// Gives all pixels, row by row.
    pub(super) fn each(&self, mut pixel: impl FnMut(usize, usize, Absorbed)) {
        for (y, row) in rows_of(self.picture).enumerate() {
            let papers = self.paper.row(y, row.len());
            for (x, (colour, paper)) in row.iter().zip(papers).enumerate() {
                let [red, green, blue] = on_white(*colour);
                let [of_red, of_green, of_blue] = paper;
                let share = |part: f32, paper: f32| (1.0 - part / paper.max(1.0)).clamp(0.0, 1.0);
                let absorbed = [
                    share(red, of_red),
                    share(green, of_green),
                    share(blue, of_blue),
                ];
                pixel(x, y, absorbed);
            }
        }
    }
}

/// The strongest of the three.
pub(super) fn strongest(absorbed: Absorbed) -> f32 {
    absorbed.into_iter().fold(0.0, f32::max)
}

//! How much of what lies below a picture it hides, part by part: a seal of ring, letters and star hides little of a
//! signature, a plate all of it.

/// A grid of square cells over a picture, with what each of them hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    columns: usize,
    rows: usize,
    /// Share that is hidden, and share that is hidden by pale colours, of 255.
    hidden: Vec<[u8; 2]>,
}

impl Cells {
    /// What the picture hides at a place: the share of what lies below, and the share that is hidden by colours near that
    /// of paper, both from 0 to 1. The place is given in shares of width and height from the top left corner.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> [f32; 2] {
        let (Some(column), Some(row)) = (index(x, self.columns), index(y, self.rows)) else {
            return [0.0; 2];
        };
        let hidden = self.hidden.get(row * self.columns + column);
        hidden.map_or([0.0; 2], |parts| parts.map(|part| f32::from(part) / 255.0))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it lies within the grid
#[allow(clippy::cast_precision_loss)] // so does the number of cells
fn index(share: f64, cells: usize) -> Option<usize> {
    let within = (0.0..1.0).contains(&share);
    within.then(|| ((share * cells as f64) as usize).min(cells - 1))
}

/// Adds up what the pixels of each cell hide.
pub(super) struct Count {
    /// Pixels of the picture.
    width: usize,
    height: usize,
    /// Pixels along a side of a cell.
    side: usize,
    columns: usize,
    /// All that is hidden, what pale colours hide, and what those hide that are as light as paper.
    sums: Vec<[u32; 3]>,
}

impl Count {
    pub(super) fn new(width: usize, height: usize) -> Self {
        let side = width.max(height).div_ceil(CELLS).max(1);
        let columns = width.div_ceil(side);
        Self {
            width,
            height,
            side,
            columns,
            sums: vec![[0; 3]; columns * height.div_ceil(side)],
        }
    }

    /// A pixel that is not clear.
    pub(super) fn add(&mut self, x: usize, y: usize, [red, green, blue, alpha]: [u8; 4]) {
        let is_white = super::patches::is_light(red, green, blue);
        let light = super::patches::luminance(red, green, blue).saturating_sub(DARK);
        let hidden = u32::from(alpha);
        let cell = y / self.side * self.columns + x / self.side;
        if let Some([all, pale, white]) = self.sums.get_mut(cell) {
            *all += hidden;
            match is_white {
                true => *white += hidden,
                false => *pale += hidden * light / (255 - DARK),
            }
        }
    }

    pub(super) fn finish(self) -> Cells {
        let (columns, side) = (self.columns, self.side);
        let along = |index: usize, pixels: usize| (pixels - index * side).min(side);
        let mean = |(index, [all, pale, white]): (usize, &[u32; 3])| {
            let (column, row) = (index % columns, index / columns);
            let pixels = along(column, self.width) * along(row, self.height);
            let pixels = u32::try_from(pixels).unwrap_or(u32::MAX).max(1);
            // Beside ink, white is the rim of it.
            let rim = RIM * (all - white);
            [*all, pale + white.saturating_sub(rim)]
                .map(|sum| u8::try_from(sum.div_ceil(pixels)).unwrap_or(u8::MAX))
        };
        Cells {
            columns,
            rows: self.height.div_ceil(side),
            hidden: self.sums.iter().enumerate().map(mean).collect(),
        }
    }
}

/// Cells along the longer side: those of a seal of 36 mm are a point wide.
const CELLS: usize = 96;
/// Pixels of a rim for one of ink.
const RIM: u32 = 2;
/// Colours of this luminance (of 255) stand out from paper as ink does; those between it and white the less, the lighter.
const DARK: u32 = 128;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_has_the_mean_of_its_pixels() {
        let mut count = Count::new(192, 96);
        for (x, y, pixel) in [
            (0, 0, [200, 0, 0, 255]),
            (1, 0, [200, 0, 0, 255]),
            (0, 1, [255, 255, 255, 255]),
            (191, 95, [255, 255, 255, 1]),
        ] {
            count.add(x, y, pixel);
        }
        let cells = count.finish();
        assert_eq!(cells.at(0.0, 0.0), [192.0 / 255.0, 0.0]);
        assert_eq!(cells.at(0.999, 0.999), [1.0 / 255.0; 2]);
        assert_eq!(cells.at(0.5, 0.5), [0.0; 2]);
        assert_eq!(cells.at(1.0, 0.5), [0.0; 2]);
        assert_eq!(cells.at(-0.1, 0.5), [0.0; 2]);
    }

    #[test]
    fn cells_at_the_edge_are_as_full_as_their_pixels() {
        let mut count = Count::new(97, 1);
        count.add(96, 0, [0, 0, 0, 255]);
        assert_eq!(count.finish().at(0.995, 0.0), [1.0, 0.0]);
    }
}

//! Where most of the ink of a picture is: specks far from its strokes move neither the place nor the size that a reader sees.

use super::side::Side;

/// The ink that differs from paper, in blocks of cells: a coarse copy of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Blocks {
    columns: usize,
    /// Cells full of ink, in shares of 255.
    sums: Vec<u32>,
}

impl Blocks {
    /// Of cells in so many columns.
    pub(super) fn of(hidden: &[[u8; 3]], cells: usize) -> Self {
        let columns = cells.div_ceil(BLOCK);
        let mut sums = Vec::new();
        for rows in hidden.chunks((cells * BLOCK).max(1)) {
            let first = sums.len();
            sums.resize(first + columns, 0);
            let of_blocks = sums.get_mut(first..).unwrap_or_default();
            for row in rows.chunks(cells.max(1)) {
                for (sum, cells) in of_blocks.iter_mut().zip(row.chunks(BLOCK)) {
                    *sum += cells
                        .iter()
                        .map(|[_, _, dark]| u32::from(*dark))
                        .sum::<u32>();
                }
            }
        }
        Self { columns, sums }
    }

    /// As [`super::Cells::main`].
    #[allow(clippy::cast_precision_loss)] // small numbers
    pub(super) fn main(
        &self,
        (columns, rows): (&Side, &Side),
        (width, height): (f64, f64),
        least: f64,
    ) -> Option<[f64; 4]> {
        let (across, down) = (columns.finest() * width, rows.finest() * height);
        let bins = Bins::of(self, (across, down));
        let clusters = bins.clusters(LEAST_INK / (across * down / 255.0));
        let most = clusters.iter().map(|cluster| cluster.ink).max()?;
        let counts = |cluster: &&Cluster| cluster.ink as f64 >= least.min(1.0) * most as f64;
        let mut bounds: Option<[usize; 4]> = None;
        for cluster in clusters.iter().filter(counts) {
            let [left, top, right, bottom] = cluster.bounds;
            bounds = Some(match bounds {
                None => cluster.bounds,
                Some([l, t, r, b]) => [l.min(left), t.min(top), r.max(right), b.max(bottom)],
            });
        }
        let [left, top, right, bottom] = bounds?;
        let (x, y) = (columns.starts(BLOCK), rows.starts(BLOCK));
        Some([x(left), y(top), x(right), y(bottom)])
    }
}

/// Squares of blocks that are as large everywhere on paper.
struct Bins<'b> {
    blocks: &'b Blocks,
    /// Blocks of a bin across and down.
    side: (usize, usize),
    columns: usize,
    sums: Vec<u32>,
}

/// Bins near each other.
struct Cluster {
    ink: u64,
    /// In blocks: first column and row, and those behind the last ones.
    bounds: [usize; 4],
}

impl<'b> Bins<'b> {
    /// `across` and `down` are the sides of a cell in points.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // small numbers
    #[allow(clippy::cast_sign_loss)]
    fn of(blocks: &'b Blocks, (across, down): (f64, f64)) -> Self {
        let most = blocks.sums.len().max(1);
        let side = |cell: f64| ((BIN / (cell * BLOCK as f64)).ceil() as usize).clamp(1, most);
        let side = (side(across), side(down));
        let columns = blocks.columns.div_ceil(side.0);
        let rows = blocks.sums.len().div_ceil(blocks.columns.max(1));
        let mut sums = vec![0; columns * rows.div_ceil(side.1)];
        for (index, sum) in blocks.sums.iter().enumerate() {
            let (x, y) = (index % blocks.columns, index / blocks.columns);
            if let Some(bin) = sums.get_mut(y / side.1 * columns + x / side.0) {
                *bin += sum;
            }
        }
        Self {
            blocks,
            side,
            columns,
            sums,
        }
    }

    /// Of bins that hold more than `least`.
    fn clusters(mut self, least: f64) -> Vec<Cluster> {
        for sum in &mut self.sums {
            *sum = if f64::from(*sum) >= least { *sum } else { 0 };
        }
        let all = 0..self.sums.len();
        all.filter_map(|bin| self.take_cluster(bin)).collect()
    }

    /// Takes a bin and all that are near it out of the grid.
    fn take_cluster(&mut self, bin: usize) -> Option<Cluster> {
        let rows = self.sums.len() / self.columns.max(1);
        let ink = self.take(bin);
        if ink == 0 {
            return None;
        }
        let mut cluster = Cluster {
            ink,
            bounds: [usize::MAX, usize::MAX, 0, 0],
        };
        let mut open = vec![bin];
        while let Some(bin) = open.pop() {
            let (x, y) = (bin % self.columns, bin / self.columns);
            self.extend(&mut cluster.bounds, (x, y));
            for y in y.saturating_sub(LINKED)..(y + LINKED + 1).min(rows) {
                for x in x.saturating_sub(LINKED)..(x + LINKED + 1).min(self.columns) {
                    let near = y * self.columns + x;
                    let taken = self.take(near);
                    if taken > 0 {
                        cluster.ink += taken;
                        open.push(near);
                    }
                }
            }
        }
        Some(cluster)
    }

    /// Puts the blocks of a bin that have ink within the bounds.
    fn extend(&self, bounds: &mut [usize; 4], (x, y): (usize, usize)) {
        let [left, top, right, bottom] = bounds;
        for row in y * self.side.1..(y + 1) * self.side.1 {
            for column in x * self.side.0..((x + 1) * self.side.0).min(self.blocks.columns) {
                let sum = self.blocks.sums.get(row * self.blocks.columns + column);
                if sum.is_some_and(|sum| *sum > 0) {
                    *left = (*left).min(column);
                    *top = (*top).min(row);
                    *right = (*right).max(column + 1);
                    *bottom = (*bottom).max(row + 1);
                }
            }
        }
    }

    fn take(&mut self, bin: usize) -> u64 {
        u64::from(self.sums.get_mut(bin).map_or(0, std::mem::take))
    }
}

/// Cells along each side of a block.
const BLOCK: usize = 4;
/// Least side of a bin in points: 2.5 mm.
const BIN: f64 = 7.0;
/// Square points of ink in a bin that is no speck: a full stop of 14 points has 2.
const LEAST_INK: f64 = 1.5;
/// Bins from one to the next of a cluster at most: strokes of a signature, the ring of a seal and its star.
const LINKED: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 120 by 40 pixels, each a cell, of which these are full.
    fn main(full: impl Fn(usize, usize) -> bool, size: (f64, f64), least: f64) -> Option<[f64; 4]> {
        let cell = |index: usize| {
            [if full(index % 120, index / 120) {
                255
            } else {
                0
            }; 3]
        };
        let hidden: Vec<[u8; 3]> = (0..120 * 40).map(cell).collect();
        let (columns, rows) = (Side::new(120, 0..120), Side::new(40, 0..40));
        Blocks::of(&hidden, 120).main((&columns, &rows), size, least)
    }

    #[test]
    fn specks_far_away_move_nothing() {
        let size = (240.0, 80.0);
        let stroke = |x: usize, y: usize| (8..40).contains(&x) && (12..16).contains(&y);
        let alone = Some([8.0 / 120.0, 0.3, 40.0 / 120.0, 0.4]);
        assert_eq!(main(stroke, size, 1.0), alone);
        // A speck of a tenth of the size of a full stop at another corner, at a scale where a cell is that small.
        let specked = |x: usize, y: usize| stroke(x, y) || (x, y) == (119, 39);
        let fine = (54.0, 18.0);
        assert_eq!(main(specked, fine, 0.0), alone);
        // A second stroke with a quarter of the ink.
        let two = |x: usize, y: usize| stroke(x, y) || (100..108).contains(&x) && y < 4;
        assert_eq!(main(two, size, 1.0), alone);
        assert_eq!(
            main(two, size, 0.25),
            Some([8.0 / 120.0, 0.0, 108.0 / 120.0, 0.4])
        );
        assert_eq!(main(|_, _| false, size, 0.5), None);
        // The same on paper so small that all of it is near.
        let small = main(two, (36.0, 12.0), 1.0);
        assert_eq!(small, Some([8.0 / 120.0, 0.0, 108.0 / 120.0, 0.4]));
    }
}

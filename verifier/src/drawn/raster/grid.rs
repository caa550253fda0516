//! How much of a picture lies on the squares around the points of a raster: the mean over all of a square, so that no
//! pattern falls between the points.

use std::collections::BTreeMap;

use kyso_stamp_images::Hidden;

use super::laid::Laid;
use crate::appearance::Matrix;

/// Points in columns and rows, in the middles of squares so wide.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) step: f64,
}

/// Cells along one side of a picture, each with the share of a square that it takes.
type Parts = Vec<(usize, f32)>;

#[allow(clippy::cast_precision_loss)] // numbers of points are small
impl Grid {
    fn x(&self, column: usize) -> f64 {
        (column as f64 + 0.5) * self.step
    }

    fn y(&self, row: usize) -> f64 {
        -(row as f64 + 0.5) * self.step
    }

    #[cfg(test)]
    pub(super) fn point(&self, index: usize) -> (f64, f64) {
        (self.x(index % self.columns), self.y(index / self.columns))
    }

    /// For each of `count` columns or rows, whose middles are at `at`, the parts of a side of the picture within it. Only what
    /// lies within `seen` counts. `scale` and `shift` lead to shares of that side, which `parts` takes apart.
    fn parts(
        &self,
        count: usize,
        at: impl Fn(usize) -> f64,
        seen: (f64, f64),
        (scale, shift): (f64, f64),
        parts: impl Fn(f64, f64) -> Vec<(usize, f64)>,
    ) -> Vec<Parts> {
        let whole = (scale * self.step).abs();
        (0..count)
            .map(|index| {
                let (from, to) = (at(index) - self.step / 2.0, at(index) + self.step / 2.0);
                let (from, to) = (from.max(seen.0), to.min(seen.1));
                if from >= to {
                    return Vec::new();
                }
                let (one, two) = (scale * from + shift, scale * to + shift);
                let parts = parts(one.min(two), one.max(two)).into_iter();
                #[allow(clippy::cast_possible_truncation)] // shares
                parts
                    .map(|(cell, length)| (cell, (length / whole) as f32))
                    .collect()
            })
            .collect()
    }
}

/// Gives the number, row by row from the top, and the place of each point around which a picture hides something, with the
/// means of what it hides there.
pub(super) fn for_each_hidden(
    grid: Grid,
    picture: &Laid,
    mut each: impl FnMut(usize, (f64, f64), Hidden),
) {
    let Some(to_picture) = picture.matrix.inverse() else {
        return;
    };
    let mut at = |row: usize, column: usize, hidden: Hidden| {
        if hidden.all > 0.0 {
            let place = (grid.x(column), grid.y(row));
            each(row * grid.columns + column, place, hidden);
        }
    };
    if is_straight(&to_picture) {
        straight(grid, picture, &to_picture, at);
        return;
    }
    let askew = Askew::new(grid, picture, to_picture);
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let middle = (grid.x(column), grid.y(row));
            at(row, column, askew.around(middle));
        }
    }
}

/// How many points and places a picture is looked at, for the budget.
pub(super) fn looks(grid: Grid, picture: &Laid) -> usize {
    let points = grid.columns * grid.rows;
    match picture.matrix.inverse() {
        Some(to_picture) if !is_straight(&to_picture) => {
            let places = Askew::new(grid, picture, to_picture).places;
            let squares = squares(grid, &picture.matrix).min(points);
            points.saturating_add(squares.saturating_mul(places * places))
        }
        _ => points,
    }
}

fn is_straight(to_picture: &Matrix) -> bool {
    let [a, b, c, d, ..] = to_picture.numbers();
    (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0)
}

/// Squares that a picture touches at most.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is compared with the points of a raster
fn squares(grid: Grid, matrix: &Matrix) -> usize {
    let [a, b, c, d, ..] = matrix.numbers();
    let (width, height) = matrix.lengths();
    let area = (a * d - b * c).abs() / (grid.step * grid.step);
    let rim = 4.0 * ((width + height) / grid.step + 1.0);
    (area + rim).ceil() as usize
}

/// Of a picture whose sides are parallel to those of the raster: along one side first, then along the other.
fn straight(
    grid: Grid,
    picture: &Laid,
    to_picture: &Matrix,
    mut at: impl FnMut(usize, usize, Hidden),
) {
    let cells = picture.sheet.cells();
    let (seen, [a, b, c, d, e, f]) = (picture.area, to_picture.numbers());
    let across = |from: f64, to: f64| cells.columns_within(from, to);
    let down = |from: f64, to: f64| cells.rows_within(from, to);
    let is_upright = b == 0.0 && c == 0.0;
    let (x, y) = (|column| grid.x(column), |row| grid.y(row));
    let (seen_x, seen_y) = ((seen.left, seen.right), (seen.bottom, seen.top));
    // Shares of the height count from the top.
    let (columns, rows) = match is_upright {
        true => (
            grid.parts(grid.columns, x, seen_x, (a, e), across),
            grid.parts(grid.rows, y, seen_y, (-d, 1.0 - f), down),
        ),
        false => (
            grid.parts(grid.columns, x, seen_x, (-b, 1.0 - f), down),
            grid.parts(grid.rows, y, seen_y, (c, e), across),
        ),
    };
    let cell = |along: usize, line: usize| match is_upright {
        true => cells.cell(along, line),
        false => cells.cell(line, along),
    };
    // A line of cells, taken together along the columns of the raster, is met by rows that follow each other.
    let mut met: BTreeMap<usize, Vec<Hidden>> = BTreeMap::new();
    for (row, parts) in rows.iter().enumerate() {
        let mut means = vec![Hidden::default(); grid.columns];
        let (first, last) = (parts.first(), parts.last());
        let lines = first.zip(last).map(|(first, last)| first.0..=last.0);
        met.retain(|line, _| lines.as_ref().is_some_and(|lines| lines.contains(line)));
        for (line, share) in parts {
            let line = met
                .entry(*line)
                .or_insert_with(|| along(&columns, |column| cell(column, *line)));
            for (mean, more) in means.iter_mut().zip(line) {
                *mean = plus(*mean, *more, *share);
            }
        }
        for (column, mean) in means.into_iter().enumerate() {
            at(row, column, mean);
        }
    }
}

/// The means of a line of cells within each column of a raster.
fn along(columns: &[Parts], cell: impl Fn(usize) -> Hidden) -> Vec<Hidden> {
    let means = columns.iter().map(|parts| {
        let parts = parts.iter();
        parts.fold(Hidden::default(), |sum, (at, share)| {
            plus(sum, cell(*at), *share)
        })
    });
    means.collect()
}

/// Any other picture: the means of so many places around each point that no cell lies between them.
struct Askew<'p> {
    grid: Grid,
    picture: &'p Laid,
    to_picture: Matrix,
    /// Along each side of a square: no farther from each other than half the side of a cell.
    places: usize,
    /// How far a square reaches from its middle, in shares of the picture's sides.
    reach: (f64, f64),
}

impl<'p> Askew<'p> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a small number
    fn new(grid: Grid, picture: &'p Laid, to_picture: Matrix) -> Self {
        /// Pictures with more cells in a square are too small to be recognised.
        const MOST: f64 = 64.0;
        let (width, height) = picture.sheet.cells().finest();
        let [a, b, c, d, ..] = to_picture.numbers();
        let finest = (a.hypot(c) * grid.step / width).max(b.hypot(d) * grid.step / height);
        let half = grid.step / 2.0;
        Self {
            grid,
            picture,
            to_picture,
            places: (2.0 * finest).ceil().clamp(1.0, MOST) as usize,
            reach: ((a.abs() + c.abs()) * half, (b.abs() + d.abs()) * half),
        }
    }

    /// Whether nothing of the picture lies in the square around a point.
    fn is_far(&self, (x, y): (f64, f64)) -> bool {
        let (across, up) = self.to_picture.apply(x, y);
        let (wide, high) = self.reach;
        !(-wide..=1.0 + wide).contains(&across) || !(-high..=1.0 + high).contains(&up)
    }

    fn around(&self, (x, y): (f64, f64)) -> Hidden {
        let mut sum = Hidden::default();
        if self.is_far((x, y)) {
            return sum;
        }
        let (cells, area, places) = (self.picture.sheet.cells(), self.picture.area, self.places);
        #[allow(clippy::cast_precision_loss)] // at most some hundred
        let offset = |place: usize| ((place as f64 + 0.5) / places as f64 - 0.5) * self.grid.step;
        #[allow(clippy::cast_precision_loss)]
        let share = 1.0 / (places * places) as f32;
        for (across, up) in (0..places).flat_map(|up| (0..places).map(move |across| (across, up))) {
            let (x, y) = (x + offset(across), y + offset(up));
            if (area.left..=area.right).contains(&x) && (area.bottom..=area.top).contains(&y) {
                let (across, up) = self.to_picture.apply(x, y);
                sum = plus(sum, cells.at(across, 1.0 - up), share);
            }
        }
        sum
    }
}

fn plus(sum: Hidden, more: Hidden, share: f32) -> Hidden {
    Hidden {
        all: sum.all + more.all * share,
        pale: sum.pale + more.pale * share,
        dark: sum.dark + more.dark * share,
    }
}

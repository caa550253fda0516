//! Which parts of a picture lie on the points of a raster.

use kyso_stamp_images::Hidden;

use super::Laid;

/// Points in columns and rows, in the middles of squares so wide.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) step: f64,
}

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
}

/// Gives the number, row by row from the top, and the place of each point at which a picture hides something.
pub(super) fn for_each_hidden(
    grid: Grid,
    picture: &Laid,
    mut each: impl FnMut(usize, (f64, f64), Hidden),
) {
    let Some(to_picture) = picture.matrix.inverse() else {
        return;
    };
    let cells = picture.sheet.cells();
    let (area, [a, b, c, d, e, f]) = (picture.area, to_picture.numbers());
    let columns: Vec<(usize, f64)> = (0..grid.columns)
        .map(|column| (column, grid.x(column)))
        .filter(|(_, x)| (area.left..=area.right).contains(x))
        .collect();
    let rows = (0..grid.rows).map(|row| (row, grid.y(row)));
    let rows = rows.filter(|(_, y)| (area.bottom..=area.top).contains(y));
    // Most pictures stand upright: their columns and rows are those of the raster.
    let is_upright = b == 0.0 && c == 0.0;
    let upright: Vec<Option<usize>> = match is_upright {
        true => columns
            .iter()
            .map(|(_, x)| cells.column(a * x + e))
            .collect(),
        false => Vec::new(),
    };
    for (row, y) in rows {
        let mut at = |column: usize, x: f64, hidden: Hidden| {
            if hidden.all > 0.0 {
                each(row * grid.columns + column, (x, y), hidden);
            }
        };
        if is_upright {
            let Some(of_row) = cells.row(1.0 - (d * y + f)) else {
                continue;
            };
            for ((column, x), across) in columns.iter().zip(&upright) {
                if let Some(across) = across {
                    at(*column, *x, cells.cell(*across, of_row));
                }
            }
        } else {
            for (column, x) in &columns {
                let (across, up) = (a * x + c * y + e, b * x + d * y + f);
                at(*column, *x, cells.at(across, 1.0 - up));
            }
        }
    }
}

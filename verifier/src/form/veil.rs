//! A measured picture as it lies on the page, and what it hides there.

use std::sync::Arc;

use kyso_pdf::Rect;
use kyso_stamp_images::{Cells, Hidden};

use crate::appearance::Matrix;

/// What a picture hides of the page.
#[derive(Debug, Clone)]
pub(crate) struct Veil {
    cells: Arc<Cells>,
    /// From user space to the unit square of the picture.
    to_picture: Matrix,
    /// What of it may be seen, in user space.
    area: Rect,
}

impl Veil {
    /// A picture that `matrix` places, seen in `area` at most; `None` when nothing of it is seen, and when a cell of it is so
    /// coarse that bars hide between cells. `unit` is that of the page, in points.
    pub(super) fn new(cells: &Arc<Cells>, matrix: &Matrix, area: Rect, unit: f64) -> Option<Self> {
        let (width, height) = cells.size();
        let (across, up) = matrix.lengths();
        if (width * across).max(height * up) * unit > COARSEST {
            return None;
        }
        Some(Self {
            cells: Arc::clone(cells),
            to_picture: matrix.inverse()?,
            area: seen(cells, matrix)?.intersection(&area)?,
        })
    }

    /// Where it is not clear, in user space.
    pub(crate) fn area(&self) -> Rect {
        self.area
    }

    /// What it hides at a point of user space.
    pub(crate) fn hides(&self, x: f64, y: f64) -> Hidden {
        let within = (self.area.left..=self.area.right).contains(&x)
            && (self.area.bottom..=self.area.top).contains(&y);
        if !within {
            return Hidden::default();
        }
        let (across, up) = self.to_picture.apply(x, y);
        self.cells.at(across, 1.0 - up)
    }
}

/// What of a picture is not clear, in user space.
pub(super) fn seen(cells: &Cells, matrix: &Matrix) -> Option<Rect> {
    let [left, top, right, bottom] = cells.seen()?;
    Some(matrix.bounds(&Rect::from_corners(left, 1.0 - bottom, right, 1.0 - top)))
}

/// Points: the lowest bars that hide words are three times as high.
const COARSEST: f64 = 1.5;

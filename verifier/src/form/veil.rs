//! A measured picture as it lies on the page, and what it hides there.

use std::sync::Arc;

use kyso_pdf::Rect;
use kyso_stamp_images::Cells;

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
    /// A picture that `matrix` places, seen in `area` at most; `None` when it has no area.
    pub(super) fn new(cells: &Arc<Cells>, matrix: &Matrix, area: Rect) -> Option<Self> {
        Some(Self {
            cells: Arc::clone(cells),
            to_picture: matrix.inverse()?,
            area,
        })
    }

    pub(crate) fn area(&self) -> Rect {
        self.area
    }

    /// What it hides at a point of user space: the share of what lies there, and the share that colours near that of paper
    /// hide, both from 0 to 1.
    pub(crate) fn hides(&self, x: f64, y: f64) -> [f32; 2] {
        let within = (self.area.left..=self.area.right).contains(&x)
            && (self.area.bottom..=self.area.top).contains(&y);
        if !within {
            return [0.0; 2];
        }
        let (across, up) = self.to_picture.apply(x, y);
        self.cells.at(across, 1.0 - up)
    }
}

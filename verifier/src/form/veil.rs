//! A measured picture as it lies on the page, and what it hides there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kyso_pdf::Rect;
use kyso_stamp_images::Cells;

use crate::appearance::Matrix;

/// What the parts of a picture hide.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// By which it is told from all others while the process runs.
    number: u64,
    cells: Cells,
}

impl Sheet {
    pub(super) fn new(cells: Cells) -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self { number, cells })
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn cells(&self) -> &Cells {
        &self.cells
    }
}

/// What a picture hides of the page.
#[derive(Debug, Clone)]
pub(crate) struct Veil {
    sheet: Arc<Sheet>,
    /// From the unit square of the picture to user space.
    matrix: Matrix,
    /// What of it may be seen, in user space.
    area: Rect,
}

impl Veil {
    /// A picture that `matrix` places, seen in `area` at most; `None` when nothing of it is seen, and when a cell of it is so
    /// coarse that bars hide between cells. `unit` is that of the page, in points.
    pub(super) fn new(sheet: &Arc<Sheet>, matrix: &Matrix, area: Rect, unit: f64) -> Option<Self> {
        let (width, height) = sheet.cells.size();
        let (across, up) = matrix.lengths();
        if (width * across).max(height * up) * unit > COARSEST {
            return None;
        }
        matrix.inverse()?;
        Some(Self {
            sheet: Arc::clone(sheet),
            matrix: *matrix,
            area: seen(&sheet.cells, matrix)?.intersection(&area)?,
        })
    }

    /// Where it is not clear, in user space.
    pub(crate) fn area(&self) -> Rect {
        self.area
    }

    pub(crate) fn sheet(&self) -> &Arc<Sheet> {
        &self.sheet
    }

    /// From the unit square of the picture to user space.
    pub(crate) fn matrix(&self) -> &Matrix {
        &self.matrix
    }
}

/// What of a picture is not clear, in user space.
pub(super) fn seen(cells: &Cells, matrix: &Matrix) -> Option<Rect> {
    let [left, top, right, bottom] = cells.seen()?;
    Some(matrix.bounds(&Rect::from_corners(left, 1.0 - bottom, right, 1.0 - top)))
}

/// Points: the lowest bars that hide words are three times as high.
const COARSEST: f64 = 1.5;

#[cfg(test)]
impl Veil {
    /// A red plate without holes.
    pub(crate) fn plate(matrix: Matrix) -> Option<Self> {
        let rgb = [200, 0, 0].repeat(64);
        let pixels = kyso_stamp_images::Pixels::from_rgb(8, 8, &rgb, None)?;
        let sheet = Sheet::new(kyso_stamp_images::measure_cells(&pixels).1);
        let everywhere = Rect::from_corners(-1e6, -1e6, 1e6, 1e6);
        Self::new(&sheet, &matrix, everywhere, 1.0)
    }
}

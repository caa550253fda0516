//! A measured picture as it lies on the page, and what it hides there.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use kyso_pdf::Rect;
use kyso_stamp_images::Cells;

use crate::appearance::Matrix;

/// The shares that the parts of a picture hide.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Identifies it while the process runs.
    number: u64,
    cells: Cells,
    /// Where most of its ink is at the sizes at which it was asked for.
    main: Mutex<Vec<(Asked, Option<[f64; 4]>)>>,
}

/// Width, height and least share, by their bits.
type Asked = [u64; 3];

impl Sheet {
    pub(super) fn new(cells: Cells) -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self {
            number,
            cells,
            main: Mutex::default(),
        })
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn cells(&self) -> &Cells {
        &self.cells
    }

    /// As [`Cells::main`]: agencies draw their seal in one size.
    fn main(&self, (width, height): (f64, f64), least: f64) -> Option<[f64; 4]> {
        const SIZES: usize = 32;
        let asked = [width, height, least].map(f64::to_bits);
        let mut known = self.main.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, main)) = known.iter().find(|(other, _)| *other == asked) {
            return *main;
        }
        let main = self.cells.main((width, height), least);
        if known.len() >= SIZES {
            known.clear();
        }
        known.push((asked, main));
        main
    }
}

/// The parts of the page that a picture hides.
#[derive(Debug, Clone)]
pub(crate) struct Veil {
    sheet: Arc<Sheet>,
    /// From the unit square of the picture to user space.
    matrix: Matrix,
    /// The part that may be seen, in user space.
    area: Rect,
    /// Points of a unit of user space.
    unit: f64,
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
            unit,
        })
    }

    /// Where it is not clear, in user space.
    pub(crate) fn area(&self) -> Rect {
        self.area
    }

    /// Where a reader sees the picture: around each cluster of its ink with `least` of the ink of the largest one, without specks
    /// far from it; where that is no larger, around all of its `ink`. In user space.
    pub(crate) fn standing(&self, ink: Rect, least: f64) -> Option<Rect> {
        /// Points: blocks of cells begin and end where they do.
        const NEAR: f64 = 9.0;
        let main = self.sheet.main(self.size(), least)?;
        let main = self.part(main).intersection(&self.area)?;
        let near = |one: f64, other: f64| (one - other).abs() * self.unit <= NEAR;
        let is_all = near(main.left, ink.left)
            && near(main.bottom, ink.bottom)
            && near(main.right, ink.right)
            && near(main.top, ink.top);
        Some(if is_all { ink } else { main })
    }

    /// Whether it holds words.
    pub(crate) fn holds_words(&self) -> bool {
        self.sheet.cells.parts().are_words(self.size())
    }

    /// Its parts that are not linked to each other, the largest first: around each, in user space, and how much of that is ink.
    pub(crate) fn parts(&self) -> Vec<(Rect, f64)> {
        let parts = self.sheet.cells.parts().strokes(self.size());
        let square = self.unit * self.unit;
        let parts = parts.into_iter();
        parts
            .map(|part| (self.part(part.bounds), part.ink / square))
            .collect()
    }

    /// Points of a unit of user space.
    pub(crate) fn unit(&self) -> f64 {
        self.unit
    }

    /// Width and height of the picture in points.
    fn size(&self) -> (f64, f64) {
        let (width, height) = self.matrix.lengths();
        (width * self.unit, height * self.unit)
    }

    fn part(&self, [left, top, right, bottom]: [f64; 4]) -> Rect {
        let part = Rect::from_corners(left, 1.0 - bottom, right, 1.0 - top);
        self.matrix.bounds(&part)
    }

    pub(crate) fn sheet(&self) -> &Arc<Sheet> {
        &self.sheet
    }

    /// From the unit square of the picture to user space.
    pub(crate) fn matrix(&self) -> &Matrix {
        &self.matrix
    }
}

/// The part of a picture that is not clear, in user space.
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

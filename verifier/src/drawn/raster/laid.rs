//! A picture that is laid over the points of a raster.

use std::sync::Arc;

use kyso_pdf::Rect;

use crate::appearance::Matrix;
use crate::form::Sheet;

/// A picture over an area. Lengths are in points, from the upper left corner of the area, y upwards.
#[derive(Clone)]
pub(in crate::drawn) struct Laid {
    pub(in crate::drawn) sheet: Arc<Sheet>,
    /// From the unit square of the picture.
    pub(in crate::drawn) matrix: Matrix,
    /// Where the picture may be seen.
    pub(in crate::drawn) area: Rect,
    /// Where the ink of a seal is; `None` when it is no seal.
    pub(in crate::drawn) seal: Option<Rect>,
    /// The part of it that does not count.
    pub(in crate::drawn) judged: Option<Rect>,
}

/// Diameter in points: 60 mm.
pub(in crate::drawn) const LARGEST_SEAL: f64 = 170.1;

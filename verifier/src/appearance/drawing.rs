//! What a widget draws.

use std::rc::Rc;

use kyso_pdf::{Rect, Stream};
use kyso_stamp_images::Turn;

use super::matrix::Matrix;

/// An image XObject as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct DrawnImage {
    pub(crate) stream: Rc<Stream>,
    /// The smallest rectangle around it, in points of user space of the page.
    pub(crate) rect: Rect,
    /// How user space is turned for it to stand upright; `None` when it is askew.
    pub(crate) turn: Option<Turn>,
    /// The colour of fillings, in which a stencil is painted; `None` when it is not known.
    pub(crate) fill: Option<[u8; 3]>,
    /// From the unit square, which the image fills, to user space.
    pub(crate) matrix: Matrix,
    /// The share of it that is neither clipped away nor faded; 0 when that is not known.
    pub(super) shown: f64,
    /// Share of it that is painted over within the look, as far as is known.
    pub(super) covered: f64,
}

impl DrawnImage {
    /// Whether a reader sees at least half of it.
    pub(crate) fn is_seen(&self) -> bool {
        self.shown - self.covered >= LEAST_SEEN
    }

    /// Whether more than half of it remains, regardless of what is painted on it.
    pub(crate) fn is_painted(&self) -> bool {
        self.shown >= LEAST_SEEN
    }

    /// The smallest rectangle around a part of it, in user space. The part is given by left, top, right and bottom, as shares
    /// of the picture from its upper left corner.
    pub(crate) fn part(&self, [left, top, right, bottom]: [f64; 4]) -> Rect {
        let part = Rect::from_corners(left, 1.0 - bottom, right, 1.0 - top);
        self.matrix.bounds(&part)
    }

    /// Whether it is neither turned nor mirrored, and has an area.
    pub(crate) fn is_upright(&self) -> bool {
        let [a, b, c, d, ..] = self.matrix.0;
        a > 0.0 && d > 0.0 && b == 0.0 && c == 0.0
    }

    /// The same upright image over another rectangle.
    pub(crate) fn stretched(&self, rect: Rect) -> Self {
        let sides = [
            rect.width(),
            0.0,
            0.0,
            rect.height(),
            rect.left,
            rect.bottom,
        ];
        Self {
            rect,
            matrix: Matrix(sides),
            ..self.clone()
        }
    }
}

/// The least share of an image that is seen.
const LEAST_SEEN: f64 = 0.5;

/// What a widget shows.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) images: Vec<DrawnImage>,
    pub(crate) has_text: bool,
    /// Whether anything else is painted, or may be.
    pub(crate) has_shapes: bool,
    /// Whether nothing but images is drawn, as far as is known.
    pub(crate) is_alone: bool,
    /// Whether programs may show something beside the normal look.
    pub(crate) is_decorated: bool,
    /// Whether programs differ in where it is drawn: then it holds no images.
    pub(super) is_misplaced: bool,
}

impl Default for Drawing {
    fn default() -> Self {
        Self {
            images: Vec::new(),
            has_text: false,
            has_shapes: false,
            is_alone: true,
            is_decorated: false,
            is_misplaced: false,
        }
    }
}

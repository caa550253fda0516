//! A page, and what is kept of the pages that were read.

use std::collections::HashMap;
use std::rc::Rc;

use crate::geometry::Rect;
use crate::object::ObjectId;

/// A page with what it inherits from the page tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The page object.
    pub id: ObjectId,
    /// `/MediaBox` in points of user space.
    pub media_box: Rect,
    /// `/CropBox` within the media box, in points of user space.
    pub crop_box: Rect,
    /// Degrees by which the page is turned clockwise when shown: 0, 90, 180 or 270.
    pub rotate: u16,
    /// Size of a unit of user space in 1/72 inch.
    pub user_unit: f64,
}

impl Page {
    /// Whether it is shown neither turned nor in other units: programs place alike what keeps
    /// upright on it.
    #[must_use]
    pub fn is_upright_at_scale(&self) -> bool {
        self.rotate == 0 && (self.user_unit - 1.0).abs() < f64::EPSILON
    }
}

/// Pages that were read once.
#[derive(Debug)]
pub(crate) struct KnownPages {
    pub(crate) revision: usize,
    /// How many were asked for.
    pub(crate) limit: usize,
    pub(crate) pages: Rc<[Page]>,
}

/// The positions of pages that were found, by revision and page; `None` for an object that is no
/// page.
pub(crate) type PagePositions = HashMap<(usize, ObjectId), Option<usize>>;

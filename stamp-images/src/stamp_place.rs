//! A place on a page.

use kyso_pdf::Rect;

use crate::geometry::{PageFrame, Turn, ViewRect};
use crate::place_error::PlaceError;

/// A rectangle on a page, as seen and as the file stores it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StampPlace {
    /// Index of the page, from 0.
    pub page_index: usize,
    /// How the page is turned for the content to stand upright.
    pub turn: Turn,
    /// On the page turned so, in points from its top left corner.
    pub area: ViewRect,
    /// The same in default user space, for the widget's `/Rect`.
    pub rect: Rect,
}

impl StampPlace {
    /// The place `area` on the page with this frame.
    ///
    /// # Errors
    /// [`PlaceError::OffPage`] when it does not lie on the page.
    pub fn new(page_index: usize, frame: &PageFrame, area: ViewRect) -> Result<Self, PlaceError> {
        if !frame.contains(&area) {
            return Err(PlaceError::off_page(page_index, frame, &area));
        }
        Ok(Self {
            page_index,
            turn: frame.turn(),
            area,
            rect: frame.to_user(&area),
        })
    }
}

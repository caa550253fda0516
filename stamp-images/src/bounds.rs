//! The part of a picture that is not clear.

/// The first and the last columns and rows of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) top: usize,
    pub(crate) bottom: usize,
}

impl Bounds {
    /// Around one pixel.
    pub(crate) fn at(x: usize, y: usize) -> Self {
        Self {
            left: x,
            right: x,
            top: y,
            bottom: y,
        }
    }

    /// Width and height.
    pub(crate) fn size(self) -> (usize, usize) {
        (self.right + 1 - self.left, self.bottom + 1 - self.top)
    }

    /// Around one more.
    pub(crate) fn with(self, x: usize, y: usize) -> Self {
        Self {
            left: self.left.min(x),
            right: self.right.max(x),
            top: self.top.min(y),
            bottom: self.bottom.max(y),
        }
    }
}

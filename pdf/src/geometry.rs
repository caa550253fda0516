//! Rectangles in user space (ISO 32000-2, 7.9.5).

use crate::object::Object;

/// A rectangle in points of default user space, `left <= right`, `bottom <= top`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub bottom: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub top: f64,
}

impl Rect {
    /// The rectangle spanned by two opposite corners, whichever they are.
    #[must_use]
    pub fn from_corners(x1: f64, y1: f64, x2: f64, y2: f64) -> Self {
        Self {
            left: x1.min(x2),
            bottom: y1.min(y2),
            right: x1.max(x2),
            top: y1.max(y2),
        }
    }

    /// Reads an array of four direct numbers; `None` for anything else.
    #[must_use]
    pub fn from_numbers(elements: &[Object]) -> Option<Self> {
        let [x1, y1, x2, y2] = elements else {
            return None;
        };
        let (x1, y1) = (x1.as_number()?, y1.as_number()?);
        let (x2, y2) = (x2.as_number()?, y2.as_number()?);
        Some(Self::from_corners(x1, y1, x2, y2))
    }

    /// Width in points.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height in points.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }

    /// Whether the rectangle has no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.width() <= 0.0 || self.height() <= 0.0
    }

    /// The common part of two rectangles; `None` when they do not overlap.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let common = Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        (!common.is_empty()).then_some(common)
    }

    /// The array `[left bottom right top]`, rounded to 1/10,000 point.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let number = |value: f64| Object::Real((value * 10_000.0).round() / 10_000.0);
        Object::Array(vec![
            number(self.left),
            number(self.bottom),
            number(self.right),
            number(self.top),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_may_come_in_any_order() {
        let rect = Rect::from_corners(10.0, 20.0, -5.0, 3.0);
        assert_eq!((rect.left, rect.bottom), (-5.0, 3.0));
        assert_eq!((rect.width(), rect.height()), (15.0, 17.0));
    }

    #[test]
    fn rectangles_that_touch_do_not_overlap() {
        let a = Rect::from_corners(0.0, 0.0, 1.0, 1.0);
        let b = Rect::from_corners(1.0, 0.0, 2.0, 1.0);
        assert_eq!(a.intersection(&b), None);
    }
}

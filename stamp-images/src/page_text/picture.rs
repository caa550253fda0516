//! Pictures on a page: which object each of them is, and which of its pixels lie in an area.

use kyso_pdf::ObjectId;

use super::RawPicture;
use super::plain::named_picture;
use crate::geometry::{PageFrame, ViewRect};

/// A picture where it is drawn on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedPicture {
    /// The smallest rectangle around it, in the reading frame of the page.
    pub area: ViewRect,
    /// The image XObject; `None` for an inline image, and for what programs draw by themselves.
    pub image: Option<ObjectId>,
    /// From the unit square, y downwards, to user space.
    from_unit: [f64; 6],
}

impl PlacedPicture {
    pub(super) fn new(frame: &PageFrame, raw: &RawPicture, named: &[ObjectId]) -> Self {
        Self {
            area: frame.to_view(&raw.area),
            image: named_picture(raw.width, named),
            from_unit: raw.from_unit,
        }
    }

    /// Its own width and height on the page in points, however it is turned.
    #[must_use]
    pub fn size(&self, frame: &PageFrame) -> (f64, f64) {
        let [a, b, c, d, ..] = self.from_unit;
        (frame.to_points(a.hypot(b)), frame.to_points(c.hypot(d)))
    }

    /// The part of the picture around `area`, as shares of its width and height from its own upper left corner: left,
    /// top, right and bottom, at least 0 and at most 1. `None` when the picture has no area of its own.
    #[must_use]
    pub fn part_in(&self, frame: &PageFrame, area: &ViewRect) -> Option<[f64; 4]> {
        const LEAST: f64 = 1e-9;
        let [a, b, c, d, e, f] = self.from_unit;
        let size = a * d - b * c;
        if !size.is_finite() || size.abs() < LEAST {
            return None;
        }
        let corners = [
            (area.left, area.top),
            (area.right(), area.top),
            (area.left, area.bottom()),
            (area.right(), area.bottom()),
        ];
        let mut part = [1.0_f64, 1.0, 0.0, 0.0];
        for (x, y) in corners {
            let (x, y) = frame.point_to_user(x, y);
            let (x, y) = (x - e, y - f);
            let (u, v) = ((d * x - c * y) / size, (a * y - b * x) / size);
            let [left, top, right, bottom] = part;
            part = [left.min(u), top.min(v), right.max(u), bottom.max(v)];
        }
        Some(part.map(|share| share.clamp(0.0, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::Turn;
    use kyso_pdf::Rect;

    fn placed(from_unit: [f64; 6]) -> PlacedPicture {
        PlacedPicture {
            area: ViewRect::from_edges(0.0, 0.0, 0.0, 0.0),
            image: None,
            from_unit,
        }
    }

    fn near(found: [f64; 4], expected: [f64; 4]) {
        let both = found.iter().zip(expected);
        assert!(
            both.into_iter().all(|(a, b)| (a - b).abs() < 1e-9),
            "{found:?} {expected:?}"
        );
    }

    #[test]
    fn parts_are_counted_from_the_corner_of_the_picture() {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 200.0, 100.0), Turn::None, 1.0);
        let area = ViewRect::from_edges(20.0, 10.0, 60.0, 30.0);
        // Over the whole page, upright: unit y runs downwards.
        let whole = placed([200.0, 0.0, 0.0, -100.0, 0.0, 100.0]);
        near(whole.part_in(&frame, &area).unwrap(), [0.1, 0.1, 0.3, 0.3]);
        // Upside down.
        let turned = placed([-200.0, 0.0, 0.0, 100.0, 200.0, 0.0]);
        near(turned.part_in(&frame, &area).unwrap(), [0.7, 0.7, 0.9, 0.9]);
        // A quarter: the width of the picture runs up the page.
        let quarter = placed([0.0, 100.0, 200.0, 0.0, 0.0, 0.0]);
        near(
            quarter.part_in(&frame, &area).unwrap(),
            [0.7, 0.1, 0.9, 0.3],
        );
        // Beside the picture nothing of it is left out or added.
        let small = placed([20.0, 0.0, 0.0, -20.0, 30.0, 85.0]);
        near(small.part_in(&frame, &area).unwrap(), [0.0, 0.0, 1.0, 0.75]);
        assert_eq!(placed([0.0; 6]).part_in(&frame, &area), None);
    }
}

//! Lines, plates and other shapes below an area.

use super::Spared;
use super::covering::{POINTS, RIM, contains, reaches, together, without_rim};
use crate::geometry::{PageFrame, ViewRect};

/// A part of a path, in user space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RawShape {
    /// Around all that is painted.
    pub(crate) area: kyso_pdf::Rect,
    pub(crate) outline: Outline,
}

/// What is painted in the area of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outline {
    /// All of it, in one colour.
    Plate,
    /// A straight line with half of its width.
    Line {
        from: (f64, f64),
        to: (f64, f64),
        half: f64,
    },
    /// Whatever it is.
    Unknown,
    /// All of it, with something in which words may be seen.
    Figure,
}

/// What a path paints, on the page as seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub(crate) area: ViewRect,
    pub(crate) outline: Outline,
}

impl Shape {
    pub(crate) fn new(frame: &PageFrame, raw: &RawShape) -> Self {
        let outline = match raw.outline {
            Outline::Line { from, to, half } => Outline::Line {
                from: frame.point_to_view(from.0, from.1),
                to: frame.point_to_view(to.0, to.1),
                half: frame.to_points(half),
            },
            other => other,
        };
        Self {
            area: frame.to_view(&raw.area),
            outline,
        }
    }

    /// Whether something of it is hidden by an area, or by it together with
    /// those `beside` it.
    pub(super) fn is_hidden(
        &self,
        area: &ViewRect,
        beside: &[ViewRect],
        spared: &Spared<'_>,
    ) -> bool {
        if self.is_spared(area, spared) {
            return false;
        }
        if self.is_compact() {
            let rim = |side: f64| POINTS.min(RIM * side);
            let (x, y) = (rim(self.area.width), rim(self.area.height));
            return reaches(area, &self.area, x, y) || together(area, beside, &self.area);
        }
        let inner = without_rim(area);
        match self.outline {
            Outline::Line { from, to, half } => crosses(&inner.grown(half.max(LEAST)), from, to),
            Outline::Plate | Outline::Unknown | Outline::Figure => {
                inner.overlaps(&solid(&self.area))
            }
        }
    }

    /// Whether it is no larger than a letter or a point of one.
    fn is_compact(&self) -> bool {
        const LETTER: f64 = 20.0;
        self.area.width.max(self.area.height) <= LETTER && !self.is_rule()
    }

    /// Whether it is as large as letters and digits are, and no smaller than the strokes of seals.
    pub(crate) fn may_be_written(&self) -> bool {
        const STROKE: f64 = 2.5;
        const LEAST: f64 = 5.0;
        let (width, height) = (self.area.width, self.area.height);
        self.is_compact() && width.min(height) >= STROKE && width.max(height) >= LEAST
    }

    fn is_rule(&self) -> bool {
        let (width, height) = (self.area.width, self.area.height);
        width.min(height) <= THIN && width.max(height) > 3.0 * THIN
    }

    fn is_spared(&self, area: &ViewRect, spared: &Spared<'_>) -> bool {
        const PAPER: f64 = 10.0;
        if self.outline == Outline::Figure {
            return false;
        }
        let around = |margin: f64| contains(&self.area.grown(margin), area);
        let is_line = matches!(self.outline, Outline::Line { .. });
        // A plate far larger on every side is a background: nothing of it is hidden.
        (self.outline == Outline::Plate && around(-PAPER))
            || (spared.rules && (self.is_rule() || (!is_line && around(THIN))))
            || (spared.boxes && contains(&area.grown(THIN), &self.area) && is_square(&self.area))
    }
}

/// Whether a straight line has a point within the area.
fn crosses(area: &ViewRect, from: (f64, f64), to: (f64, f64)) -> bool {
    let along = (to.0 - from.0, to.1 - from.1);
    let bounds = [
        (-along.0, from.0 - area.left),
        (along.0, area.right() - from.0),
        (-along.1, from.1 - area.top),
        (along.1, area.bottom() - from.1),
    ];
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (slope, room) in bounds {
        if slope == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if slope < 0.0 {
            enters = enters.max(room / slope);
        } else {
            leaves = leaves.min(room / slope);
        }
    }
    enters <= leaves
}

/// Lines have no height, or no width.
fn solid(drawn: &ViewRect) -> ViewRect {
    match drawn.width < 2.0 * LEAST || drawn.height < 2.0 * LEAST {
        true => drawn.grown(LEAST),
        false => *drawn,
    }
}

/// Nearly, and no letter of small print.
fn is_square(drawn: &ViewRect) -> bool {
    const SIDE: f64 = 5.0;
    let (less, more) = (drawn.width.min(drawn.height), drawn.width.max(drawn.height));
    less >= SIDE && less >= 0.85 * more
}

/// Points to which a rule is thin.
const THIN: f64 = 2.0;
/// Half of the least width that a line is drawn with.
const LEAST: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: ViewRect = ViewRect {
        left: 100.0,
        top: 100.0,
        width: 100.0,
        height: 20.0,
    };

    fn shape(left: f64, top: f64, right: f64, bottom: f64, outline: Outline) -> Shape {
        Shape {
            area: ViewRect::from_edges(left, top, right, bottom),
            outline,
        }
    }

    fn hidden(shape: &Shape, spared: &Spared<'_>) -> bool {
        shape.is_hidden(&AREA, &[], spared)
    }

    #[test]
    fn the_frame_of_a_field_is_spared_and_a_bar_in_it_is_not() {
        let rules = Spared {
            rules: true,
            ..Spared::default()
        };
        let frame = shape(99.0, 99.0, 201.0, 121.0, Outline::Plate);
        let underline = shape(90.0, 117.0, 210.0, 117.8, Outline::Plate);
        let bar = shape(110.0, 105.0, 150.0, 115.0, Outline::Plate);
        assert!(!hidden(&frame, &rules));
        assert!(!hidden(&underline, &rules));
        assert!(hidden(&underline, &Spared::default()));
        assert!(hidden(&bar, &rules));
    }

    #[test]
    fn a_plate_is_a_background_and_a_line_within_as_large_a_box_is_not() {
        let none = Spared::default();
        let large = |outline| shape(0.0, 0.0, 500.0, 500.0, outline);
        let line = |from, to| Outline::Line {
            from,
            to,
            half: 0.5,
        };
        assert!(!hidden(&large(Outline::Plate), &none));
        assert!(hidden(&large(Outline::Unknown), &none));
        assert!(hidden(&large(line((0.0, 0.0), (500.0, 300.0))), &none));
        // From corner to corner of the same box, beside the area.
        assert!(!hidden(&large(line((0.0, 0.0), (300.0, 500.0))), &none));
    }

    #[test]
    fn a_point_of_a_drawn_letter_is_hidden_from_any_side() {
        let point = |top: f64| shape(120.0, top, 121.2, top + 1.2, Outline::Unknown);
        let none = Spared::default();
        assert!(hidden(&point(99.0), &none));
        assert!(hidden(&point(119.5), &none));
        assert!(!hidden(&point(120.0), &none));
    }
}

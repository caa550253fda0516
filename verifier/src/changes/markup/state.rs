//! What decides what a mark hides.

use kyso_pdf::Rect;

/// The part of the graphics state that decides whether something is hidden.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Where the origin lies on the page.
    pub(super) origin: (f64, f64),
    pub(super) width: f64,
    /// The limit of mitres, in widths.
    pub(super) miter: f64,
    /// Strokes could be taken for paper.
    pub(super) is_blank: bool,
    /// Blend mode Multiply is in force.
    pub(super) mixed: bool,
    pub(super) light: bool,
    pub(super) bright: bool,
    /// Inside a group that is mixed with the page as a whole.
    pub(super) grouped: bool,
}

impl State {
    pub(super) fn at(origin: (f64, f64)) -> Self {
        Self {
            origin,
            width: 1.0,
            miter: MITRE,
            is_blank: false,
            mixed: false,
            light: false,
            bright: false,
            grouped: false,
        }
    }
}

/// The limit of mitres that a page begins with (ISO 32000-2, table 51).
pub(super) const MITRE: f64 = 10.0;

/// The smallest rectangle around two.
pub(in crate::changes) fn joined(one: &Rect, other: &Rect) -> Rect {
    Rect {
        left: one.left.min(other.left),
        bottom: one.bottom.min(other.bottom),
        right: one.right.max(other.right),
        top: one.top.max(other.top),
    }
}

//! A glyph as a page draws it.

use super::{Drawn, RawGlyph};

/// How a glyph is drawn: its outline, and from em to user space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) drawn: Drawn,
    pub(super) is_of_look: bool,
    pub(super) character: char,
    pub(super) start: (f64, f64),
    pub(super) end: (f64, f64),
    pub(super) em: [(f64, f64); 2],
}

impl Written {
    pub(super) fn new(raw: &RawGlyph) -> Self {
        Self {
            drawn: raw.drawn,
            is_of_look: raw.is_of_look,
            character: raw.character,
            start: raw.start,
            end: raw.end,
            em: raw.em,
        }
    }

    /// Font size in units of user space.
    pub(super) fn size(&self) -> f64 {
        let [_, up] = self.em;
        up.0.hypot(up.1)
    }

    /// Whether it is no wider than its size tells.
    pub(super) fn is_even(&self) -> bool {
        let [along, _] = self.em;
        along.0.hypot(along.1) <= self.size()
    }
}

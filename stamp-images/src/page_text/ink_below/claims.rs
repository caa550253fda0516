//! The claims of a font about a character against the drawing of its glyph.
//!
//! Spaces, leaders and boxes are no ink, and each character has ink at its own height: an area may
//! lie over them, or close to them. All of that holds only for a glyph that looks so.

use super::is_box;
use super::letters::{self, Part};
use crate::geometry::ViewRect;
use crate::page_text::{Drawn, Figure, Form, Glyph, Look, Outlines, Scale};
use crate::words::is_leader;

/// What a character is, as said by its font and seen in its outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Claim {
    /// What its font says.
    Kept,
    /// Something else, at most as large as this.
    Broken(Figure),
    /// Anything: there is no outline to be seen.
    Unknown,
}

impl Claim {
    pub(super) fn of(glyph: &Glyph, outlines: &Outlines) -> Self {
        match outlines.look(glyph.drawn) {
            Look::Nothing => Self::Kept,
            Look::Unknown => Self::Unknown,
            Look::Ink(figure) => {
                let figure = scaled(&figure, glyph.scale);
                match agrees(glyph, &figure) {
                    true => Self::Kept,
                    false => Self::Broken(figure),
                }
            }
        }
    }

    pub(super) fn is_kept(self) -> bool {
        self == Self::Kept
    }

    /// What is drawn in place of what is said.
    pub(super) fn other(self, glyph: &Glyph) -> Option<Part> {
        let part = letters::all(glyph);
        let area = match self {
            Self::Kept => return None,
            Self::Unknown => part.area,
            Self::Broken(figure) => placed(glyph, &figure),
        };
        Some(Part {
            area,
            is_other: true,
            ..part
        })
    }
}

/// Around all that a glyph may draw, as far as it is looked at.
pub(in crate::page_text) fn reach(glyph: &Glyph) -> ViewRect {
    glyph.area().grown(EM_AROUND * glyph.size)
}

/// Whether an area touches anything that a glyph may draw, whatever its font claims and its
/// instructions do. A glyph that the area does not touch has no ink there: it need not be looked
/// at, which may run instructions.
pub(super) fn may_touch(glyph: &Glyph, area: &ViewRect, outlines: &Outlines) -> bool {
    // Around all that is taken for drawn where no outline is known.
    let around_line = letters::tallest(glyph).area;
    if is_touched(&around_line, area) {
        return true;
    }
    if glyph.drawn == Drawn::Unknown {
        return false;
    }
    match outlines.outer_figure(glyph.drawn) {
        Look::Nothing => false,
        Look::Unknown => true,
        Look::Ink(outer) => is_touched(&placed(glyph, &scaled(&outer, glyph.scale)), area),
    }
}

/// Whether they overlap, or are a point apart at most.
fn is_touched(drawn: &ViewRect, area: &ViewRect) -> bool {
    const APART: f64 = 1.0;
    let drawn = drawn.grown(APART);
    area.left <= drawn.right()
        && area.right() >= drawn.left
        && area.top <= drawn.bottom()
        && area.bottom() >= drawn.top
}

/// In em.
pub(in crate::page_text) const EM_AROUND: f64 = 1.5;

/// Whether the outline is what the character is said to be.
fn agrees(glyph: &Glyph, figure: &Figure) -> bool {
    /// Letters of common fonts differ by less, in em.
    const TALLER: f64 = 0.15;
    const WIDER: f64 = 0.4;
    let character = glyph.character;
    if character == '_' {
        return figure.form == Form::Bar;
    }
    if is_leader(character) {
        return figure.form == Form::Dots;
    }
    if is_box(character) {
        return matches!(figure.form, Form::Frame | Form::Dots);
    }
    let Some((bottom, top)) = letters::heights(character) else {
        return false;
    };
    let width = (glyph.right - glyph.left) / glyph.size;
    figure.bottom >= bottom - TALLER
        && figure.top <= top + TALLER
        && figure.left >= -WIDER
        && figure.right <= width + WIDER
}

/// The outline as it is drawn.
fn scaled(figure: &Figure, scale: Scale) -> Figure {
    let (one, two) = (figure.bottom * scale.up, figure.top * scale.up);
    Figure {
        left: figure.left * scale.along,
        right: figure.right * scale.along,
        bottom: one.min(two),
        top: one.max(two),
        ..*figure
    }
}

/// The place of an outline on the page.
fn placed(glyph: &Glyph, figure: &Figure) -> ViewRect {
    ViewRect::from_edges(
        glyph.left + figure.left * glyph.size,
        glyph.baseline - figure.top * glyph.size,
        glyph.left + figure.right * glyph.size,
        glyph.baseline - figure.bottom * glyph.size,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A glyph of 10 points on the baseline 20 points below the top.
    fn glyph(character: char, scale: Scale) -> Glyph {
        Glyph {
            character,
            left: 50.0,
            right: 55.0,
            baseline: 20.0,
            size: 10.0,
            bold: false,
            italic: false,
            drawn: Drawn::Nothing,
            scale,
            drawn_by: (0, 1),
        }
    }

    fn figure(bottom: f64, top: f64, form: Form) -> Figure {
        Figure {
            left: 0.0,
            right: 0.5,
            bottom,
            top,
            form,
        }
    }

    #[test]
    fn a_character_keeps_what_is_said_of_it_near_its_height() {
        let agrees = |character, bottom, top, form| {
            agrees(&glyph(character, Scale::EVEN), &figure(bottom, top, form))
        };
        assert!(agrees('a', -0.02, 0.53, Form::Other));
        assert!(!agrees('a', -0.02, 0.75, Form::Other));
        assert!(!agrees('.', 0.0, 0.1, Form::Other));
        assert!(agrees('.', 0.0, 0.1, Form::Dots));
        assert!(agrees('_', -0.12, -0.08, Form::Bar));
        assert!(!agrees('_', -0.12, -0.08, Form::Dots));
        assert!(agrees('☐', 0.0, 0.7, Form::Frame));
        assert!(!agrees('☐', 0.0, 0.7, Form::Other));
        assert!(!agrees(' ', 0.0, 0.1, Form::Dots));
    }

    #[test]
    fn mirrored_and_stretched_glyphs_are_where_they_are_drawn() {
        let scale = Scale {
            along: 3.0,
            up: -1.0,
        };
        let word = scaled(&figure(-0.7, 0.0, Form::Other), scale);
        let area = placed(&glyph(' ', scale), &word);
        assert_eq!(area, ViewRect::from_edges(50.0, 13.0, 65.0, 20.0));
    }
}

//! Where characters have ink, above and below their baseline, in em.
//!
//! The figures hold for the common text fonts (Times, Arial, Calibri and their
//! kin), within the rim that an area may touch. A letter with marks has several
//! parts, so that a mark is not lost in the height of its letter: Vietnamese
//! words differ in nothing else.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::geometry::ViewRect;
use crate::page_text::Glyph;

/// A part of a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) area: ViewRect,
    /// Points above and below that an area may touch at most.
    pub(super) reach: f64,
    /// Whether its font says something else of it than what it draws.
    pub(super) is_other: bool,
}

/// Heights above the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Extent {
    bottom: f64,
    top: f64,
    /// A letter is known by most of its height; digits, points and marks are
    /// others when little of them is missing.
    is_letter: bool,
}

/// The parts of a character, the letter first.
pub(super) fn parts(glyph: &Glyph) -> [Option<Part>; 4] {
    extents(glyph.character).map(|extent| Some(extent?.part(glyph)))
}

/// What may be anywhere in its line.
pub(super) fn all(glyph: &Glyph) -> Part {
    ALL.part(glyph)
}

/// Around the parts of whatever character, with all marks.
pub(super) fn tallest(glyph: &Glyph) -> Part {
    Extent::letter(-0.25, 1.05).part(glyph)
}

/// From where to where, in em above the baseline, a character has ink; `None` for a space.
pub(super) fn heights(character: char) -> Option<(f64, f64)> {
    let extents = extents(character).into_iter().flatten();
    let heights = extents.map(|extent| (extent.bottom, extent.top));
    heights.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// From the baseline to the height of small letters, whatever the character.
pub(super) fn body(glyph: &Glyph) -> Part {
    Extent::letter(0.0, 0.6).part(glyph)
}

impl Extent {
    const fn letter(bottom: f64, top: f64) -> Self {
        Self {
            bottom,
            top,
            is_letter: true,
        }
    }

    const fn exact(bottom: f64, top: f64) -> Self {
        Self {
            bottom,
            top,
            is_letter: false,
        }
    }

    fn part(self, glyph: &Glyph) -> Part {
        /// Combining marks without a width of their own stand over what is before them.
        const LEAST_WIDTH: f64 = 0.1;
        const BEFORE: f64 = 0.5;
        let has_width = glyph.right - glyph.left >= LEAST_WIDTH * glyph.size;
        let left = match has_width {
            true => glyph.left,
            false => glyph.left - BEFORE * glyph.size,
        };
        let top = glyph.baseline - self.top * glyph.size;
        let bottom = glyph.baseline - self.bottom * glyph.size;
        Part {
            area: ViewRect::from_edges(left, top, glyph.right, bottom),
            reach: match self.is_letter {
                true => f64::INFINITY,
                false => REACH * glyph.size,
            },
            is_other: false,
        }
    }
}

fn extents(character: char) -> [Option<Extent>; 4] {
    let mut base = None;
    let (mut above, mut below, mut beside, mut unknown) = (0, false, false, false);
    decompose_canonical(character, |part| match canonical_combining_class(part) {
        0 => base = Some(part),
        230 => above += 1,
        220 | 202 => below = true,
        216 => beside = true,
        _ => unknown = true,
    });
    if unknown {
        return [Some(ALL), None, None, None];
    }
    let is_capital = base.is_some_and(char::is_uppercase);
    let [body, second] = base.map_or([None, None], extents_of_base);
    // A colon has no marks, and a letter with marks one body.
    let marks = above_letter(above, is_capital).or(second);
    let horn = match is_capital {
        true => Extent::exact(0.5, 0.8),
        false => Extent::exact(0.35, 0.62),
    };
    [
        body,
        marks,
        below.then_some(Extent::exact(-0.25, -0.04)),
        beside.then_some(horn),
    ]
}

/// One mark above, or two of them, one over the other or beside it.
fn above_letter(count: usize, is_capital: bool) -> Option<Extent> {
    match (count, is_capital) {
        (0, _) => None,
        (1, false) => Some(Extent::exact(0.52, 0.74)),
        (1, true) => Some(Extent::exact(0.73, 0.95)),
        (_, false) => Some(Extent::exact(0.52, 0.92)),
        (_, true) => Some(Extent::exact(0.73, 1.05)),
    }
}

fn extents_of_base(base: char) -> [Option<Extent>; 2] {
    const POINT: f64 = 0.13;
    const CAPITAL: f64 = 0.71;
    const UPPER_POINT: Extent = Extent::exact(0.34, 0.52);
    let one = |extent| [Some(extent), None];
    match base {
        ' ' => [None, None],
        '.' | '…' => one(Extent::exact(-0.02, POINT)),
        ',' => one(Extent::exact(-0.16, POINT)),
        ':' => [Some(Extent::exact(-0.02, POINT)), Some(UPPER_POINT)],
        ';' => [Some(Extent::exact(-0.16, POINT)), Some(UPPER_POINT)],
        '_' => one(Extent::exact(-0.22, -0.02)),
        '-' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}' => one(Extent::exact(0.15, 0.35)),
        '\'' | '"' | '\u{2018}'..='\u{201F}' | '°' => one(Extent::exact(0.38, 0.72)),
        '0'..='9' => one(Extent::exact(-0.01, CAPITAL)),
        'Q' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => one(Extent::letter(-0.22, CAPITAL)),
        'A'..='Z' | 'Đ' => one(Extent::letter(-0.01, CAPITAL)),
        'g' | 'p' | 'q' | 'y' => one(Extent::letter(-0.22, 0.5)),
        'j' => one(Extent::letter(-0.22, 0.68)),
        'b' | 'd' | 'đ' | 'f' | 'h' | 'i' | 'k' | 'l' => one(Extent::letter(-0.01, 0.7)),
        't' => one(Extent::letter(-0.01, 0.6)),
        'a'..='z' => one(Extent::letter(-0.01, 0.5)),
        '!' | '?' | '%' | '&' | '#' | '$' | '*' | '/' | '\\' => one(Extent::letter(-0.05, CAPITAL)),
        '+' | '=' | '<' | '>' | '×' | '÷' | '±' => one(Extent::letter(0.0, 0.6)),
        _ => one(ALL),
    }
}

/// What the font does not tell may fill all of its line.
const ALL: Extent = Extent::letter(-0.25, 0.95);
/// The height, in em, that may be missing of a digit or mark: less than the bar
/// on top of a seven.
const REACH: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_text::{Drawn, Scale};

    fn heights(character: char) -> Vec<(f64, f64)> {
        let extents = extents(character).into_iter().flatten();
        extents.map(|extent| (extent.bottom, extent.top)).collect()
    }

    #[test]
    fn marks_are_parts_of_their_own() {
        assert_eq!(heights('a'), [(-0.01, 0.5)]);
        assert_eq!(heights('ạ'), [(-0.01, 0.5), (-0.25, -0.04)]);
        assert_eq!(heights('ậ').len(), 3);
        assert_eq!(heights('ấ'), [(-0.01, 0.5), (0.52, 0.92)]);
        assert_eq!(heights('Ấ'), [(-0.01, 0.71), (0.73, 1.05)]);
        assert_eq!(heights('ợ').len(), 3);
        assert_eq!(heights('đ'), [(-0.01, 0.7)]);
    }

    #[test]
    fn marks_that_stand_alone_are_ink_where_they_stand() {
        assert_eq!(heights('\u{323}'), [(-0.25, -0.04)]);
        assert_eq!(heights('\u{301}'), [(0.52, 0.74)]);
        let mark = Glyph {
            character: '\u{323}',
            left: 50.0,
            right: 50.0,
            baseline: 20.0,
            size: 10.0,
            bold: false,
            italic: false,
            drawn: Drawn::Nothing,
            scale: Scale::EVEN,
            drawn_by: (0, 1),
        };
        let area = parts(&mark)
            .into_iter()
            .flatten()
            .map(|part| part.area)
            .next();
        assert_eq!(area, Some(ViewRect::from_edges(45.0, 20.4, 50.0, 22.5)));
    }

    #[test]
    fn what_is_unknown_takes_all_of_its_line() {
        assert_eq!(heights(char::REPLACEMENT_CHARACTER), [(-0.25, 0.95)]);
        assert_eq!(heights('\u{F0A8}'), [(-0.25, 0.95)]);
        assert_eq!(heights('ש'), [(-0.25, 0.95)]);
    }
}

//! Ink below an area of a page: text, lines, pictures.

use super::{PageText, TextLine};
use crate::geometry::ViewRect;
use crate::words::is_leader;

/// What is drawn below an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// Text; the line of which something is hidden, empty for text askew.
    Text(String),
    /// Lines and other shapes.
    Shape,
    /// A picture. What of it is paper is not known.
    Picture,
    /// More pictures or shapes are drawn than are looked at.
    Crowded,
}

/// What below an area does not count as ink. Dotted and underscored leaders
/// never do: they are there to be written upon.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spared<'a> {
    /// Text whose centre lies in one of these areas.
    pub blanks: &'a [ViewRect],
    /// Lines of a form: thin, upright or level; and shapes around the area.
    pub rules: bool,
    /// The printed box of a check box: a square, or the sign of one.
    pub boxes: bool,
    /// The share of a character, on each side, that the area may touch; never
    /// less than 15 %.
    pub touched: f64,
}

impl PageText {
    /// The ink in `area`, text before shapes before pictures; `None` when there
    /// is none. An area that comes close to a character from outside hides
    /// nothing of it; one within it does, however small it is.
    #[must_use]
    pub fn ink_in(&self, area: &ViewRect, spared: &Spared<'_>) -> Option<Ink> {
        let rim = spared.touched.clamp(RIM, 0.5);
        let counts = |glyph: &ViewRect| {
            hides(area, glyph, rim) && !spared.blanks.iter().any(|blank| holds_centre(blank, glyph))
        };
        let below = |line: &&TextLine| {
            let mut written = line.written(spared.boxes);
            written.any(|glyph| counts(&glyph))
        };
        if let Some(line) = self.lines.iter().find(below) {
            return Some(Ink::Text(line.text()));
        }
        if self.sideways.iter().any(|glyph| hides(area, glyph, RIM)) {
            return Some(Ink::Text(String::new()));
        }
        let inner = without_rim(area);
        let shape =
            |drawn: &&ViewRect| inner.overlaps(&solid(drawn)) && !is_spared(drawn, area, spared);
        if self.paths.iter().any(|drawn| shape(&drawn)) {
            return Some(Ink::Shape);
        }
        if self.pictures.iter().any(|picture| inner.overlaps(picture)) {
            return Some(Ink::Picture);
        }
        self.is_crowded.then_some(Ink::Crowded)
    }
}

/// Whether the area reaches the inside of a character.
fn hides(area: &ViewRect, glyph: &ViewRect, rim: f64) -> bool {
    let (x, y) = (rim * glyph.width, rim * glyph.height);
    area.left <= glyph.right() - x
        && area.right() >= glyph.left + x
        && area.top <= glyph.bottom() - y
        && area.bottom() >= glyph.top + y
}

/// Lines have no height, or no width.
fn solid(drawn: &ViewRect) -> ViewRect {
    const LEAST: f64 = 0.1;
    match drawn.width < LEAST || drawn.height < LEAST {
        true => drawn.grown(LEAST / 2.0),
        false => *drawn,
    }
}

fn is_spared(drawn: &ViewRect, area: &ViewRect, spared: &Spared<'_>) -> bool {
    const THIN: f64 = 2.0;
    const PAPER: f64 = 10.0;
    let is_rule =
        drawn.width.min(drawn.height) <= THIN && drawn.width.max(drawn.height) > 3.0 * THIN;
    let around = |margin: f64| contains(&drawn.grown(margin), area);
    // What is far larger on every side is a background: nothing of it is hidden.
    contains(drawn, &area.grown(PAPER))
        || (spared.rules && (is_rule || around(THIN)))
        || (spared.boxes && contains(&area.grown(THIN), drawn) && is_square(drawn))
}

/// Nearly, and no letter of small print.
fn is_square(drawn: &ViewRect) -> bool {
    const LEAST: f64 = 5.0;
    let (less, more) = (drawn.width.min(drawn.height), drawn.width.max(drawn.height));
    less >= LEAST && less >= 0.85 * more
}

fn contains(outer: &ViewRect, inner: &ViewRect) -> bool {
    outer.left <= inner.left
        && outer.right() >= inner.right()
        && outer.top <= inner.top
        && outer.bottom() >= inner.bottom()
}

/// Shapes that meet at an edge do not hide each other.
fn without_rim(area: &ViewRect) -> ViewRect {
    const POINTS: f64 = 1.0;
    let (x, y) = (POINTS.min(RIM * area.width), POINTS.min(RIM * area.height));
    ViewRect::from_edges(
        area.left + x,
        area.top + y,
        area.right() - x,
        area.bottom() - y,
    )
}

fn holds_centre(area: &ViewRect, other: &ViewRect) -> bool {
    let (x, y) = (other.centre_x(), other.centre_y());
    (area.left..=area.right()).contains(&x) && (area.top..=area.bottom()).contains(&y)
}

impl TextLine {
    /// Around the body of each character, from the baseline to the height of
    /// small letters, without the leaders of blanks, and without the signs of
    /// boxes if `boxes` are spared.
    fn written(&self, boxes: bool) -> impl Iterator<Item = ViewRect> {
        const HEIGHT: f64 = 0.6;
        let ink = self.glyphs.iter().enumerate();
        let ink = ink.filter(move |(index, glyph)| {
            let is_spared = boxes && is_box(glyph.character);
            glyph.character != ' ' && !is_spared && !self.is_led(*index)
        });
        ink.map(|(_, glyph)| {
            let top = glyph.baseline - HEIGHT * glyph.size;
            ViewRect::from_edges(glyph.left, top, glyph.right, glyph.baseline)
        })
    }

    /// Whether the character is one of a row of dots or underscores.
    fn is_led(&self, index: usize) -> bool {
        let is_part = |index: usize| {
            let glyph = self.glyphs.get(index);
            glyph.is_some_and(|glyph| is_leader(glyph.character))
        };
        let before = (1..LEADERS).take_while(|back| index.checked_sub(*back).is_some_and(is_part));
        let after = (1..LEADERS).take_while(|on| is_part(index + on));
        is_part(index)
            && (self.glyphs.get(index).is_some_and(|g| g.character == '…')
                || before.count() + after.count() + 1 >= LEADERS)
    }
}

/// Signs of boxes and circles, those of symbol fonts too, whose characters are
/// private or unknown.
fn is_box(character: char) -> bool {
    matches!(
        character,
        '\u{2500}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}' | '\u{FFFD}'
    )
}

/// Share of a character on each side that may be touched.
const RIM: f64 = 0.15;
/// So many dots or underscores in a row are a leader.
const LEADERS: usize = 3;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page_text::Glyph;

    fn line(text: &str) -> TextLine {
        let glyphs = text.chars().zip(0_u8..).map(|(character, index)| Glyph {
            character,
            left: 10.0 * f64::from(index),
            right: 10.0 * f64::from(index + 1),
            baseline: 20.0,
            size: 14.0,
            bold: false,
            italic: false,
        });
        TextLine {
            glyphs: glyphs.collect(),
        }
    }

    #[test]
    fn leaders_are_no_ink_and_full_stops_are() {
        let written = |text| line(text).written(false).count();
        assert_eq!(written("ab......"), 2);
        assert_eq!(written("____"), 0);
        assert_eq!(written("a.b"), 3);
        assert_eq!(written("1…"), 1);
        assert_eq!(written("□5"), 2);
        assert_eq!(line("□5").written(true).count(), 1);
    }

    #[test]
    fn a_stroke_within_a_letter_hides_it_and_a_neighbour_does_not() {
        let letter = line("a").written(false).next().unwrap();
        let stroke = ViewRect::from_edges(0.0, 15.0, 10.0, 15.2);
        let dot = ViewRect::from_edges(4.0, 15.0, 4.5, 15.5);
        let above = ViewRect::from_edges(0.0, 0.0, 10.0, 12.0);
        let beside = ViewRect::from_edges(9.0, 0.0, 40.0, 40.0);
        assert!(hides(&stroke, &letter, RIM));
        assert!(hides(&dot, &letter, RIM));
        assert!(!hides(&above, &letter, RIM));
        assert!(!hides(&beside, &letter, RIM));
    }

    #[test]
    fn the_frame_of_a_field_is_spared_and_a_bar_in_it_is_not() {
        let field = ViewRect::from_edges(100.0, 100.0, 200.0, 120.0);
        let spared = Spared {
            rules: true,
            ..Spared::default()
        };
        let frame = ViewRect::from_edges(99.0, 99.0, 201.0, 121.0);
        let underline = ViewRect::from_edges(90.0, 117.0, 210.0, 117.8);
        let bar = ViewRect::from_edges(110.0, 105.0, 150.0, 115.0);
        assert!(is_spared(&frame, &field, &spared));
        assert!(is_spared(&underline, &field, &spared));
        assert!(!is_spared(&underline, &field, &Spared::default()));
        assert!(!is_spared(&bar, &field, &spared));
    }
}

//! Ink below an area of a page: text, lines, pictures.

mod claims;
mod leaders;
mod letters;

use super::covering::{RIM, contains, reaches, together, without_rim};
use super::{Glyph, Outlines, PageText, Spared, TextLine};
use crate::geometry::ViewRect;
use claims::{Claim, may_touch};
pub(super) use claims::{EM_AROUND, reach};
use letters::Part;

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

impl PageText {
    /// The ink in `area`, text before shapes before pictures; `None` when there
    /// is none. An area that comes close to a character from outside hides
    /// nothing of it; one within it does, however small it is, and so do those
    /// that together with the areas `beside` it cover more than 30 %.
    #[must_use]
    pub fn ink_in(&self, area: &ViewRect, beside: &[ViewRect], spared: &Spared<'_>) -> Option<Ink> {
        let touched = spared.touched.clamp(RIM, 0.5);
        let counts = |part: &Part| {
            let (width, height) = (part.area.width, part.area.height);
            let (x, y) = match part.reach.is_finite() {
                true => (RIM * width, part.reach.min(RIM * height)),
                false => (touched * width, touched * height),
            };
            let is_hidden = reaches(area, &part.area, x, y) || together(area, beside, &part.area);
            let is_blank = |blank: &ViewRect| !part.is_other && blank.holds_centre(&part.area);
            is_hidden && !spared.blanks.iter().any(is_blank)
        };
        let below = |line: &&TextLine| {
            let is_pictured = |glyph: &Glyph| {
                let mut pictures = spared.pictures.iter();
                pictures.any(|picture| picture.holds_centre(&glyph.area()))
                    && self.is_of_look(glyph)
            };
            let is_spared =
                |glyph: &Glyph| spared.legible && !is_pictured(glyph) && self.shows(line, glyph);
            let near = line.near(area, &self.outlines, is_spared);
            let mut written = line.written(spared, &self.outlines, near);
            written.any(|part| counts(&part))
        };
        if let Some(line) = self.all_lines().find(below) {
            return Some(Ink::Text(line.text()));
        }
        let askew = |glyph: &ViewRect| {
            reaches(area, glyph, RIM * glyph.width, RIM * glyph.height)
                || together(area, beside, glyph)
        };
        if self.sideways.iter().any(askew) {
            return Some(Ink::Text(String::new()));
        }
        let strays = self.strays();
        if strays.placed.iter().any(|stray| askew(&stray.area)) {
            return Some(Ink::Text(String::new()));
        }
        let mut shapes = self.shapes.iter();
        if shapes.any(|shape| shape.is_hidden(area, beside, spared)) {
            return Some(Ink::Shape);
        }
        let inner = without_rim(area);
        let is_spared = |picture: &ViewRect| {
            let mut areas = spared.pictures.iter();
            areas.any(|area| contains(&area.grown(1.0), picture))
        };
        let mut pictures = self.pictures.iter();
        if pictures.any(|picture| inner.overlaps(picture) && !is_spared(picture)) {
            return Some(Ink::Picture);
        }
        (self.is_crowded || strays.are_anywhere).then_some(Ink::Crowded)
    }
}

impl TextLine {
    /// The characters that are drawn near the area, but for those that are spared.
    fn near(
        &self,
        area: &ViewRect,
        outlines: &Outlines,
        is_spared: impl Fn(&Glyph) -> bool,
    ) -> impl Iterator<Item = (usize, &Glyph)> {
        let near = self.glyphs.iter().enumerate();
        near.filter(move |(_, glyph)| {
            reach(glyph).overlaps(area) && may_touch(glyph, area, outlines) && !is_spared(glyph)
        })
    }

    /// The parts of each of these characters, without the leaders of
    /// blanks, and without the signs of boxes if these are spared.
    fn written<'g>(
        &self,
        spared: &Spared<'_>,
        outlines: &Outlines,
        near: impl Iterator<Item = (usize, &'g Glyph)>,
    ) -> impl Iterator<Item = Part> {
        let Spared { boxes, marks, .. } = *spared;
        near.flat_map(move |(index, glyph)| {
            let claim = Claim::of(glyph, outlines);
            let is_spared = claim.is_kept()
                && (glyph.character == ' '
                    || (boxes && is_box(glyph.character))
                    || self.is_led(index, outlines));
            let body = marks.then(|| letters::body(glyph));
            let parts = match (is_spared, body) {
                (true, _) => [None; 4],
                (false, Some(body)) => [Some(body), None, None, None],
                (false, None) => letters::parts(glyph),
            };
            parts.into_iter().chain([claim.other(glyph)]).flatten()
        })
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

#[cfg(test)]
mod tests;

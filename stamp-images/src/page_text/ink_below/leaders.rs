//! Leaders: rows of dots or underscores that are there to be written upon.

use super::claims::Claim;
use crate::page_text::{Outlines, TextLine};
use crate::words::is_leader;

impl TextLine {
    /// Whether the character is one of a row of dots or underscores.
    pub(in crate::page_text) fn is_led(&self, index: usize, outlines: &Outlines) -> bool {
        let is_named = |index: usize| {
            let glyph = self.glyphs.get(index);
            glyph.is_some_and(|glyph| is_leader(glyph.character))
        };
        let is_part = |index: usize| {
            let glyph = self.glyphs.get(index).filter(|_| is_named(index));
            glyph.is_some_and(|glyph| Claim::of(glyph, outlines).is_kept())
        };
        // Outlines are looked at where the characters alone make a row.
        self.is_in_row(index, is_named) && self.is_in_row(index, is_part)
    }

    /// Whether the character is part of a row of [`LEADERS`], or a sign that is a row by itself.
    fn is_in_row(&self, index: usize, is_part: impl Fn(usize) -> bool) -> bool {
        let is_part = &is_part;
        let before = (1..LEADERS).take_while(|back| index.checked_sub(*back).is_some_and(is_part));
        let after = (1..LEADERS).take_while(|on| is_part(index + on));
        is_part(index)
            && (self.glyphs.get(index).is_some_and(|g| g.character == '…')
                || before.count() + after.count() + 1 >= LEADERS)
    }
}

/// So many dots or underscores in a row are a leader.
const LEADERS: usize = 3;

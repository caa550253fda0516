//! What lies below an area of a page.

use super::{PageText, TextLine};
use crate::geometry::ViewRect;

impl PageText {
    /// What is drawn in `area`: the text of the first line of which it hides
    /// anything, empty for lines askew, pictures, paths, and a page with too many
    /// of these to be looked at. Text in one of `blanks` does not count. `None`
    /// when nothing is there.
    #[must_use]
    pub fn covered(&self, area: &ViewRect, blanks: &[ViewRect]) -> Option<String> {
        let in_blank = |glyph: &ViewRect| blanks.iter().any(|blank| blank.contains_centre(glyph));
        let hides = |line: &&TextLine| {
            let mut areas = line.ink_areas();
            areas.any(|glyph| is_hidden(area, &glyph) && !in_blank(&glyph))
        };
        let line = self.lines.iter().find(hides);
        let drawn = || {
            let areas = self.sideways.iter().chain(&self.pictures);
            let mut areas = areas.chain(&self.paths);
            self.is_crowded || areas.any(|drawn| area.overlaps(drawn))
        };
        match line {
            Some(line) => Some(line.text()),
            None => drawn().then(String::new),
        }
    }
}

/// Whether a good part of the glyph lies below the area.
fn is_hidden(area: &ViewRect, glyph: &ViewRect) -> bool {
    const PART: f64 = 0.2;
    let width = area.right().min(glyph.right()) - area.left.max(glyph.left);
    let height = area.bottom().min(glyph.bottom()) - area.top.max(glyph.top);
    width > 0.0 && height > 0.0 && width * height >= PART * glyph.width * glyph.height
}

impl ViewRect {
    fn contains_centre(&self, other: &Self) -> bool {
        let (x, y) = (other.centre_x(), other.centre_y());
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }
}

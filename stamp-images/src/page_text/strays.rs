//! Glyphs whose outlines lie away from where they stand: ink is where a font draws it, wherever its characters are.

use super::lines;
use super::outlines::{Extent, Extents};
use super::page::{PageText, Stray, Strays};
use super::written_glyph::Written;
use crate::geometry::{PageFrame, ViewRect};

impl PageText {
    /// The glyphs that reach beyond what is looked at around where they stand; found when they are first asked for.
    pub(super) fn strays(&self) -> &Strays {
        if let Some(known) = self.strays.get() {
            // Whichever answer follows from it first.
            self.outlines.note_extents(&known.asked);
            return known;
        }
        self.strays.get_or_init(|| self.find_strays())
    }

    fn find_strays(&self) -> Strays {
        let mut extents = Extents::default();
        let mut strays = Strays::default();
        for (number, written) in self.written.iter().enumerate() {
            let extent = extents.of(written.drawn, &self.outlines);
            if extent.is_near() && written.is_even() && number < self.first_askew {
                continue;
            }
            match placed(&self.frame, written, &extent) {
                Placed::Nowhere => {}
                Placed::Anywhere => {
                    strays.are_anywhere = true;
                    break;
                }
                Placed::At(area) if self.stands_around(number, written, &area) => {}
                Placed::At(area) => strays.placed.push(Stray { area, number }),
            }
        }
        strays.asked = extents.asked();
        strays
    }

    /// Whether text may be drawn anywhere on the page: its outlines are not known.
    #[must_use]
    pub fn may_be_written_anywhere(&self) -> bool {
        self.strays().are_anywhere
    }

    /// Whether all of an outline lies where a glyph is looked for.
    fn stands_around(&self, number: usize, written: &Written, outline: &ViewRect) -> bool {
        /// In em; that of a line is [`super::ink_below::reach`], of which marks stand a little off.
        const AROUND: f64 = 1.2;
        let askew = number.checked_sub(self.first_askew);
        let around = askew.and_then(|askew| self.sideways.get(askew)).copied();
        let around = around.unwrap_or_else(|| {
            let size = self.frame.to_points(written.size());
            lines::between(&self.frame, written.start, written.end).grown(AROUND * size)
        });
        around.union(outline) == around
    }
}

/// Where an outline is drawn.
enum Placed {
    Nowhere,
    /// Around it, in the reading frame.
    At(ViewRect),
    /// It is not known, or too far away to be a number.
    Anywhere,
}

fn placed(frame: &PageFrame, written: &Written, extent: &Extent) -> Placed {
    let Extent::Within {
        left,
        bottom,
        right,
        top,
    } = *extent
    else {
        return match extent {
            Extent::Anywhere => Placed::Anywhere,
            _ => Placed::Nowhere,
        };
    };
    let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
    let corners = corners.map(|corner| {
        let (x, y) = written.place(corner);
        frame.point_to_view(x, y)
    });
    if !corners.iter().all(|(x, y)| x.is_finite() && y.is_finite()) {
        return Placed::Anywhere;
    }
    let areas = corners.map(|(x, y)| ViewRect::from_edges(x, y, x, y));
    let around = areas.into_iter().reduce(|one, other| one.union(&other));
    around.map_or(Placed::Nowhere, Placed::At)
}

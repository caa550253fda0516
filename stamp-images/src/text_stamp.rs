//! Words that a signature shows, with the place of its widget.

use crate::appearance::{Appearance, TextRun};
use crate::geometry::{PageFrame, ViewRect};
use crate::place_error::PlaceError;
use crate::stamp_place::StampPlace;

/// What a signature shows that draws words, and where: number and date (E2), or the words of an attachment or a copy (C2, D3).
#[derive(Debug, Clone)]
pub struct TextStamp {
    /// The widget.
    pub place: StampPlace,
    /// The words.
    pub appearance: Appearance,
}

impl TextStamp {
    /// Runs of text as one stamp that reaches so far above and below their baselines, in em, and a point further on all
    /// sides.
    pub(crate) fn of_runs(
        page_index: usize,
        frame: &PageFrame,
        runs: &[TextRun],
        (above, below): (f64, f64),
    ) -> Result<Self, PlaceError> {
        let mut area: Option<ViewRect> = None;
        for run in runs {
            let own = ViewRect::from_edges(
                run.x,
                run.baseline - above * run.size,
                run.x + run.face.width(&run.text, run.size)?,
                run.baseline + below * run.size,
            );
            area = Some(area.map_or(own, |area| area.union(&own)));
        }
        let area = area
            .unwrap_or(ViewRect::from_edges(0.0, 0.0, 0.0, 0.0))
            .grown(1.0);
        let place = StampPlace::new(page_index, frame, area)?;
        let inside = |run: &TextRun| TextRun {
            x: run.x - area.left,
            baseline: run.baseline - area.top,
            ..run.clone()
        };
        let runs: Vec<_> = runs.iter().map(inside).collect();
        let appearance = Appearance::text(&place, &runs)?;
        Ok(Self { place, appearance })
    }
}

//! What measured pictures hide: a seal lies on the signature of a person, and the strokes of a signature on the lines around
//! it, as long as what is below can be told. It is measured on all that later signatures drew there.

use kyso_pdf::Rect;

use super::below::{Asked, Below, Manner};
use super::canvas::Canvas;
use super::places::Spot;
use super::raster::Raster;
use super::shown::Shown;
use super::table::{Drawn, Site};
use crate::report::Place;
use crate::subject::Examined;

/// A later drawing that is judged.
#[derive(Clone, Copy)]
pub(super) struct Judged<'s> {
    /// The number of its signature.
    pub(super) index: usize,
    pub(super) shown: &'s Shown,
    pub(super) place: Place,
    /// Points of a unit of user space.
    pub(super) unit: f64,
}

impl Canvas<'_, '_, '_> {
    /// The earlier signatures that a measured picture hides, together with what was drawn on them before.
    pub(super) fn hidden_signatures(&mut self, one: Judged<'_>, before: &[Examined]) -> Vec<Site> {
        let mut hidden = Vec::new();
        if one.shown.veil().is_none() {
            return hidden;
        }
        for (earlier, examined) in before.iter().enumerate().take(one.index) {
            let below: Vec<Shown> = self.shown(earlier).to_vec();
            for below in below.iter().filter(|below| one.shown.overlaps(below)) {
                match self.hides(one, earlier, below) {
                    Some(false) => continue,
                    Some(true) => {
                        let field = examined.report.field.clone();
                        hidden.push(Site::HiddenSignature(field));
                    }
                    None => hidden.push(Site::Unread),
                }
            }
        }
        hidden
    }

    /// Whether what a signature shows is hidden by all that was drawn on it since; `None` when that is too much to look at.
    fn hides(&mut self, one: Judged<'_>, earlier: usize, below: &Shown) -> Option<bool> {
        let Spot::At(spot) = below.spot else {
            return Some(false);
        };
        let area = below.area.unwrap_or(spot.rect);
        let (raster, middle) = self.laid(one, earlier + 1, area)?;
        let strokes = match &below.veil {
            Some(veil) => raster.strokes(veil),
            None => vec![1.0; raster.len()],
        };
        Some(raster.hides(&strokes, middle))
    }

    /// What the measured pictures of the signatures `from` on hide of an area, up to the one that is judged, and the diameter
    /// of the largest seal of them; `None` when it is too much to look at.
    fn laid(&mut self, one: Judged<'_>, from: usize, area: Rect) -> Option<(Raster, f64)> {
        let page_index = one.place.page_index;
        let mut raster = Raster::new(area, one.unit);
        let mut middle: f64 = 0.0;
        for shown in self.shown.get(from..=one.index)?.iter().flatten() {
            let Some(veil) = shown
                .veil()
                .filter(|veil| veil.area().intersection(&area).is_some())
            else {
                continue;
            };
            if shown.page_index() != Some(page_index) {
                continue;
            }
            self.points_left = self.points_left.checked_sub(raster.len())?;
            let is_seal = shown.drawn == Drawn::SealPicture;
            raster.lay(veil, is_seal);
            if is_seal {
                middle = middle.max(veil.area().width().max(veil.area().height()));
            }
        }
        Some((raster, middle.min(LARGEST_SEAL / one.unit)))
    }

    /// The ink of the page that a measured picture hides, where it may lie on ink: a seal on the picture of a person, and
    /// what stands around it; strokes of a signature on the lines above and below. `first` is the first signed revision.
    pub(super) fn hidden_ink(
        &mut self,
        one: Judged<'_>,
        current: &Examined,
        before: &[Examined],
    ) -> Option<Site> {
        let area = one.shown.veil()?.area();
        let first = before.iter().map(|earlier| earlier.report.revision).min()?;
        let later = before
            .iter()
            .position(|earlier| earlier.report.revision != first);
        let later = later.unwrap_or(before.len()).min(one.index);
        let Some((raster, middle)) = self.laid(one, later, area) else {
            return Some(Site::Unread);
        };
        let mut plates = raster.hidden_areas();
        if middle > 0.0 {
            plates.extend(raster.hidden_middles(middle));
        }
        if plates.is_empty() {
            return None;
        }
        if !self.may_look() {
            return Some(Site::Unread);
        }
        plates
            .into_iter()
            .find_map(|area| match self.below(one, area, current) {
                Below::Nothing | Below::NumberBlank => None,
                Below::Picture => Some(Site::Picture),
                Below::Unread => Some(Site::Unread),
                Below::Ink(text) => Some(Site::Ink(text)),
            })
    }

    fn below(&mut self, one: Judged<'_>, area: Rect, current: &Examined) -> Below {
        let asked = Asked {
            area,
            beside: Vec::new(),
            signed: self.signed_before(one.index, one.place.page_index),
            manner: Manner::Drawn,
            prepared: false,
        };
        self.look(&one.place, &asked, current)
    }
}

/// Diameter in points: 60 mm.
const LARGEST_SEAL: f64 = 170.1;

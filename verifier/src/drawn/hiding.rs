//! What measured pictures hide: a seal lies on the signature of a person, and the strokes of a
//! signature on the lines around it, as long as the drawing below remains recognisable. This is
//! measured on everything that later signatures drew there.

use kyso_pdf::Rect;

use super::asked::{Asked, Below, Manner};
use super::canvas::Canvas;
use super::legible;
use super::places::Spot;
use super::raster::{Plates, around};
use super::scene::Scene;
use super::shown::{LaterDrawing, Shown};
use super::table::Site;
use crate::form::Drawn;
use crate::subject::Examined;

impl Canvas<'_, '_, '_> {
    /// The earlier signatures that a measured picture hides, together with what was drawn on them before.
    pub(super) fn hidden_signatures(
        &mut self,
        one: LaterDrawing<'_>,
        before: &[Examined],
    ) -> Vec<Site> {
        let mut hidden = Vec::new();
        let Some(layer) = one.shown.layer() else {
            return hidden;
        };
        let area = layer.veil.area();
        let meets = |below: &&Shown| {
            let place = match below.spot {
                Spot::At(place) if below.drawn != Drawn::Nothing => place,
                _ => return false,
            };
            place.page_index == one.place.page_index
                && area
                    .intersection(&below.area.unwrap_or(place.rect))
                    .is_some()
        };
        for (earlier, examined) in before.iter().enumerate().take(one.index) {
            let below: Vec<Shown> = self.shown(earlier).to_vec();
            for below in below.iter().filter(meets) {
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
    fn hides(&mut self, one: LaterDrawing<'_>, earlier: usize, below: &Shown) -> Option<bool> {
        let Spot::At(spot) = below.spot else {
            return Some(false);
        };
        let area = below.area.unwrap_or(spot.rect);
        let scene = self.scene(one, earlier + 1, area)?;
        self.take_searches(&scene)?;
        if let Some(veil) = &below.veil {
            self.take_looks(scene.looks_below(veil)?)?;
        }
        let is_on_paper = below.is_on_paper;
        Some(scene.hides(below.veil.as_deref(), is_on_paper))
    }

    /// The measured pictures of the signatures `from` on over an area, up to the one that is judged; `None` when it is too
    /// much to look at.
    fn scene(&mut self, one: LaterDrawing<'_>, from: usize, area: Rect) -> Option<Scene> {
        let page_index = one.place.page_index;
        let mut scene = Scene::new(area, one.unit, self.recall.clone());
        scene.points()?;
        for shown in self.shown.get(from..=one.index)?.to_vec().iter().flatten() {
            let layer = shown
                .layer()
                .filter(|layer| layer.veil.area().intersection(&area).is_some());
            let Some(layer) = layer.filter(|_| shown.page_index() == Some(page_index)) else {
                continue;
            };
            self.take_looks(scene.lay(&layer)?)?;
        }
        Some(scene)
    }

    /// Takes so many looks from the budget, remembered or not, because the verdict must not depend
    /// on what was seen before.
    fn take_looks(&mut self, looks: usize) -> Option<()> {
        self.points_left = self.points_left.checked_sub(looks)?;
        Some(())
    }

    /// The same for searching an area.
    fn take_searches(&mut self, scene: &Scene) -> Option<()> {
        self.take_looks(scene.points()? * SEARCHES)
    }

    /// The ink of the page that a measured picture hides, where it may lie on ink: a seal on the picture of a person, and
    /// what is around it; strokes of a signature on the lines above and below.
    pub(super) fn hidden_ink(
        &mut self,
        one: LaterDrawing<'_>,
        current: &Examined,
        before: &[Examined],
    ) -> Option<Site> {
        let own = one.shown.layer()?.veil.area();
        let first = before.iter().map(|earlier| earlier.report.revision).min()?;
        let later = before
            .iter()
            .position(|earlier| earlier.report.revision != first);
        let later = later.unwrap_or(before.len()).min(one.index);
        let scene = self.scene(one, later, self.with_neighbours(one, later, own));
        let scene = scene.filter(|scene| self.take_searches(scene).is_some());
        let Some(scene) = scene else {
            return Some(Site::Unread);
        };
        if let Some(hidden) = self.hidden_words(one, own, &scene, current) {
            return Some(hidden);
        }
        [
            (Plates::OfText, Manner::Drawn),
            (Plates::All, Manner::Crossed),
        ]
        .into_iter()
        .find_map(|(plates, manner)| {
            let plates = scene.hidden_areas(plates).into_iter();
            let mut touching = plates.filter(|plate| plate.intersection(&own).is_some());
            touching.find_map(|area| self.hidden_below(one, area, manner, current))
        })
    }

    /// A line of text with a word that cannot be read any more; what cannot be looked at is unread.
    fn hidden_words(
        &mut self,
        one: LaterDrawing<'_>,
        own: Rect,
        scene: &Scene,
        current: &Examined,
    ) -> Option<Site> {
        if !self.may_look() {
            return Some(Site::Unread);
        }
        let (revision, most) = (current.report.revision, self.points_left);
        let signed = self.signed_before(one.index, one.place.page_index);
        let page = self.pages.page_before(revision, one.place.page_index);
        let read =
            page.and_then(|page| legible::read(page, &own, scene, &signed, most, &self.recall));
        let Some(read) = read else {
            return Some(Site::Unread);
        };
        self.take_looks(read.looks);
        read.hidden.map(Site::Ink)
    }

    fn hidden_below(
        &mut self,
        one: LaterDrawing<'_>,
        area: Rect,
        manner: Manner,
        current: &Examined,
    ) -> Option<Site> {
        if !self.may_look() {
            return Some(Site::Unread);
        }
        match self.below(one, area, manner, current) {
            Below::Nothing | Below::NumberBlank => None,
            Below::Picture => Some(Site::Picture),
            Below::Unread => Some(Site::Unread),
            Below::Ink(text) => Some(Site::Ink(text)),
        }
    }

    /// The area, extended by parts of later pictures that are so near that both may belong to one
    /// plate.
    fn with_neighbours(&self, one: LaterDrawing<'_>, from: usize, own: Rect) -> Rect {
        let reach = REACH / one.unit;
        let near = Rect {
            left: own.left - reach,
            bottom: own.bottom - reach,
            right: own.right + reach,
            top: own.top + reach,
        };
        let later = self.shown.get(from..=one.index).unwrap_or_default();
        let on_page = later
            .iter()
            .flatten()
            .filter(|shown| shown.page_index() == Some(one.place.page_index));
        let layers = on_page.filter_map(Shown::layer);
        let parts = layers.filter_map(|layer| layer.veil.area().intersection(&near));
        parts.fold(own, around)
    }

    fn below(
        &mut self,
        one: LaterDrawing<'_>,
        area: Rect,
        manner: Manner,
        current: &Examined,
    ) -> Below {
        let asked = Asked {
            area,
            texts: Vec::new(),
            beside: Vec::new(),
            signed: self.signed_before(one.index, one.place.page_index),
            manner,
            prepared: false,
        };
        self.look(&one.place, &asked, current)
    }
}

/// Points: as long as the longest plates that are looked for.
const REACH: f64 = 60.0;
/// How often a raster is searched for plates: of any colour, of strokes, of pale ones, in the middles of seals, and for bars.
const SEARCHES: usize = 5;

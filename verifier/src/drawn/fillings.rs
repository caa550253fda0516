//! Fields that are filled in after the first signature, and what they lie over.

use std::collections::BTreeSet;

use kyso_pdf::ObjectId;

use super::asked::{Asked, Below, Manner};
use super::below;
use super::beside::By;
use super::canvas::Canvas;
use super::places::Spot;
use super::shown::{Shown, leaves_its_area};
use crate::changes::{FilledWidget, Filling};
use crate::finding::{Change, ChangeKind};
use crate::form::Drawn;
use crate::report::Place;
use crate::subject::Subject;

/// The fields that are filled in, and those that still wait for a signature: a field that was
/// signed later is judged by what the signature shows.
pub(super) fn to_be_judged(fillings: &[Filling], subjects: &[Subject<'_, '_, '_>]) -> Vec<Filling> {
    let fields = subjects.iter().flat_map(|subject| &subject.field.widgets);
    let signed: BTreeSet<ObjectId> = fields.filter_map(|widget| widget.id).collect();
    let waits = |filling: &&Filling| {
        let mut widgets = filling.widgets.iter();
        !filling.is_unsigned || !widgets.any(|widget| signed.contains(&widget.id))
    };
    fillings.iter().filter(waits).cloned().collect()
}

impl Canvas<'_, '_, '_> {
    /// The changes by which a field is filled in that lies over ink.
    pub(super) fn filled_over(&mut self, filling: &Filling, first: usize) -> Option<Change> {
        let mut found = None;
        for widget in &filling.widgets {
            let spots = match widget.rect {
                Some(rect) => self.places.spots_at(widget.id, rect),
                None => vec![Spot::Unread],
            };
            for spot in spots {
                let (covered, page_index) = match spot {
                    Spot::Nowhere => continue,
                    Spot::Unlisted | Spot::Unread => (Covered::Unread, None),
                    Spot::At(place) => {
                        let covered = self.covered_by_field(&place, widget, filling, first);
                        (covered, Some(place.page_index))
                    }
                };
                let text = match covered {
                    Covered::Paper => continue,
                    Covered::Ink(text) => text,
                    Covered::Unread => String::new(),
                };
                found = found.or(Some((text, page_index)));
            }
        }
        let (text, page_index) = found?;
        let name = filling.name.clone();
        let what = match filling.is_unsigned {
            true => ChangeKind::DrawnOverContent {
                field: name.clone(),
                text,
                by_paper: false,
                unread: None,
            },
            false => ChangeKind::FilledOverContent {
                name: name.clone(),
                text,
            },
        };
        Some(Change {
            revision: filling.revision,
            what,
            object: filling.widgets.first().map(|widget| widget.id),
            page_index,
            field: Some(name),
            permitted_by: None,
        })
    }

    fn covered_by_field(
        &mut self,
        place: &Place,
        widget: &FilledWidget,
        filling: &Filling,
        first: usize,
    ) -> Covered {
        let hides = |one: &&Shown| match one.spot {
            Spot::At(signed) => {
                let area = one.area.unwrap_or(signed.rect);
                one.drawn != Drawn::Nothing
                    && signed.page_index == place.page_index
                    && area.intersection(&place.rect).is_some()
            }
            Spot::Unread => one.drawn != Drawn::Nothing,
            Spot::Unlisted | Spot::Nowhere => false,
        };
        if self.shown.iter().flatten().any(|one| hides(&one)) {
            return Covered::Ink(String::new());
        }
        if !self.may_look() {
            return Covered::Unread;
        }
        let by = By::Field(widget.id);
        let asked = Asked {
            area: place.rect,
            texts: Vec::new(),
            beside: self.beside.others(by, place.page_index, filling.revision),
            signed: Vec::new(),
            manner: Manner::of_field(filling.is_switch),
            prepared: true,
        };
        let page = self.pages.signed_page(first, place.page_index);
        let Some(page) = page.filter(|page| !leaves_its_area(widget.flags, Some(page))) else {
            return Covered::Unread;
        };
        match below::read(page, &asked, &self.recall) {
            // In a scanned form, paper and ink cannot be distinguished. The signer of the form knew
            // the field on it, and filling in makes no original.
            Below::Picture if filling.is_unsigned => Covered::Ink(String::new()),
            Below::Nothing | Below::NumberBlank | Below::Picture => Covered::Paper,
            Below::Ink(text) => Covered::Ink(text),
            Below::Unread => Covered::Unread,
        }
    }
}

/// The content below a filled field.
#[derive(Debug)]
enum Covered {
    /// Paper, or a picture of it.
    Paper,
    Ink(String),
    /// It cannot be read, or not within the budget.
    Unread,
}

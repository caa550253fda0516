//! All that is drawn after the first signature, page by page: what one drawing
//! hides is measured together with what the others hide.

use kyso_pdf::{ObjectId, Rect};

use super::asked::Manner;
use super::below::MAX_LOOKS;
use super::places::{Places, Spot};
use super::shown::Shown;
use crate::changes::{FilledWidget, Filling};
use crate::form::Drawn;

/// The areas that are drawn on, first to last.
pub(super) struct Beside {
    areas: Vec<Area>,
}

#[derive(Debug, Clone, Copy)]
struct Area {
    by: By,
    revision: usize,
    page_index: usize,
    rect: Rect,
    manner: Manner,
}

/// The drawing that an area belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum By {
    /// The widget of a signature at this place among those that it shows.
    Signature { index: usize, shown: usize },
    /// A widget of a field that is filled in.
    Field(ObjectId),
}

impl Beside {
    /// `signatures` are those after the first, each with its index, its revision
    /// and what it shows.
    pub(super) fn of<'s>(
        places: &Places,
        signatures: impl Iterator<Item = (usize, usize, &'s [Shown])>,
        fillings: &[Filling],
    ) -> Self {
        let mut areas = Vec::new();
        for (index, revision, all) in signatures {
            for (shown, one) in all.iter().enumerate() {
                if let Spot::At(place) = one.spot
                    && one.drawn != Drawn::Nothing
                {
                    areas.push(Area {
                        by: By::Signature { index, shown },
                        revision,
                        page_index: place.page_index,
                        rect: one.area.unwrap_or(place.rect),
                        manner: one.manner(),
                    });
                }
            }
        }
        for filling in fillings {
            for widget in &filling.widgets {
                areas.extend(of_field(places, filling, widget));
            }
        }
        // Beyond this number, places are not looked at and not permitted.
        areas.sort_by_key(|area| area.revision);
        areas.truncate(MAX_LOOKS);
        Self { areas }
    }

    /// The others on a page, as of this revision.
    pub(super) fn others(&self, by: By, page_index: usize, revision: usize) -> Vec<(Rect, Manner)> {
        let on_page = |area: &&Area| area.page_index == page_index && area.revision <= revision;
        let others = self.areas.iter().filter(on_page);
        let others = others.filter(|area| area.by != by);
        others.map(|area| (area.rect, area.manner)).collect()
    }
}

fn of_field<'f>(
    places: &Places,
    filling: &'f Filling,
    widget: &'f FilledWidget,
) -> impl Iterator<Item = Area> + use<'f> {
    let spots = widget.rect.map(|rect| places.spots_at(widget.id, rect));
    let spots = spots.into_iter().flatten();
    spots.filter_map(|spot| match spot {
        Spot::At(place) => Some(Area {
            by: By::Field(widget.id),
            revision: filling.revision,
            page_index: place.page_index,
            rect: place.rect,
            manner: Manner::of_field(filling.is_switch),
        }),
        Spot::Unlisted | Spot::Unread | Spot::Nowhere => None,
    })
}

//! Where widgets may be seen: on every page that lists them, regardless of their `/P` (ISO 32000-2,
//! 12.5.2) and of their flags, because programs differ in what they hide.

use std::collections::HashMap;

use kyso_pdf::{Location, Object, ObjectId, PdfError, Rect, View, Widget};

use crate::report::Place;
use crate::subject::Subject;
use crate::widget::is_nowhere;

/// The pages whose `/Annots` list the widgets.
pub(super) struct Places {
    listed: HashMap<ObjectId, Vec<usize>>,
    /// Whether all pages that had to be searched were read.
    is_complete: bool,
}

/// Where a widget is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Spot {
    At(Place),
    /// It has an area, but no page lists it.
    Unlisted,
    /// Its area or the pages cannot be read.
    Unread,
    /// It has no area.
    Nowhere,
}

impl Places {
    /// Looks for the widgets of the signatures, and for `others`.
    pub(super) fn of(
        view: &View<'_, '_>,
        subjects: &[Subject<'_, '_, '_>],
        others: &[ObjectId],
    ) -> Self {
        let mut places = Self {
            listed: others.iter().map(|id| (*id, Vec::new())).collect(),
            is_complete: true,
        };
        let mut searched = !others.is_empty();
        for subject in subjects {
            for widget in &subject.field.widgets {
                let Some(id) = widget.id else {
                    continue;
                };
                let page = own_page(subject, id, widget);
                searched |= page.is_none() && !is_nowhere(widget);
                places.listed.insert(id, page.into_iter().collect());
            }
        }
        if searched {
            places.listed.values_mut().for_each(Vec::clear);
            places.is_complete = places.read(view).is_ok();
        }
        places
    }

    fn read(&mut self, view: &View<'_, '_>) -> Result<(), PdfError> {
        for (index, page) in view.pages(usize::MAX)?.into_iter().enumerate() {
            let page = view.object(page.id)?;
            let Some(page) = page.as_dictionary() else {
                continue;
            };
            let listed = view.get(page, "Annots")?;
            let listed = listed.as_array().unwrap_or_default();
            for id in listed.iter().filter_map(Object::as_reference) {
                if let Some(pages) = self.listed.get_mut(&id) {
                    pages.push(index);
                }
            }
        }
        Ok(())
    }

    /// Where the widget of a signature may be seen.
    pub(super) fn spots(&self, widget: &Widget) -> Vec<Spot> {
        if is_nowhere(widget) {
            return vec![Spot::Nowhere];
        }
        match (widget.id, widget.rect) {
            (Some(id), Some(rect)) => self.spots_at(id, rect),
            (None, Some(_)) => vec![Spot::Unlisted],
            (_, None) => vec![Spot::Unread],
        }
    }

    /// Where a widget with this rectangle may be seen.
    pub(super) fn spots_at(&self, id: ObjectId, rect: Rect) -> Vec<Spot> {
        let place = |page_index: &usize| Place {
            page_index: *page_index,
            rect,
        };
        match self.listed.get(&id).map(Vec::as_slice) {
            _ if rect.is_empty() => vec![Spot::Nowhere],
            _ if !self.is_complete => vec![Spot::Unread],
            None | Some([]) => vec![Spot::Unlisted],
            Some(pages) => pages.iter().map(place).map(Spot::At).collect(),
        }
    }
}

/// Whether a widget was in the file before its signature came.
pub(super) fn was_there(subject: &Subject<'_, '_, '_>, widget: &Widget) -> bool {
    let before = subject
        .covered
        .revision
        .and_then(|revision| revision.checked_sub(1));
    let (Some(id), Some(before)) = (widget.id, before) else {
        return false;
    };
    let existed = subject.view.document().at(before).locate(id.number);
    existed.is_some_and(|location| !matches!(location, Location::Free { .. }))
}

/// The page of a widget that came with its signature: its `/P`, which lists it.
/// No rule permits a new widget on another page as well, so that no page has to
/// be searched. Any number of pages may list an older widget.
fn own_page(subject: &Subject<'_, '_, '_>, id: ObjectId, widget: &Widget) -> Option<usize> {
    let view = &subject.view;
    subject.covered.revision?.checked_sub(1)?;
    if was_there(subject, widget) {
        return None;
    }
    let page = view.object(widget.page?).ok()?;
    let listed = view.get(page.as_dictionary()?, "Annots").ok()?;
    let mut listed = listed.as_array()?.iter().filter_map(Object::as_reference);
    listed
        .any(|listed| listed == id)
        .then(|| view.page_position(widget.page?).ok()?)?
}

/// The places of a signature that a seal belongs to: below the seal, or on its right, a third of it
/// below the seal (B1).
pub(super) fn sealed_places(seal: &Rect) -> [Rect; 2] {
    let beside = Rect {
        left: f64::midpoint(seal.left, seal.right),
        right: seal.right + seal.width(),
        ..*seal
    };
    [*seal, beside]
}

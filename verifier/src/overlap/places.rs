//! Where the widgets of signatures may be seen: on every page that lists them,
//! whatever their `/P` says (ISO 32000-2, 12.5.2).

use std::collections::HashMap;

use kyso_pdf::{Location, Object, ObjectId, PdfError, View, Widget};

use crate::report::Place;
use crate::subject::Subject;

/// The pages whose `/Annots` list the widgets.
pub(super) struct Places(HashMap<ObjectId, Vec<usize>>);

/// Where a widget is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Spot {
    At(Place),
    /// It has an area, but no page lists it.
    Unknown,
}

impl Places {
    pub(super) fn of(view: &View<'_, '_>, subjects: &[Subject<'_, '_, '_>]) -> Self {
        let mut places = Self(HashMap::new());
        let mut searched = false;
        for subject in subjects {
            for widget in &subject.field.widgets {
                let Some(id) = widget.id else {
                    continue;
                };
                let page = own_page(subject, id, widget);
                searched |= page.is_none();
                places.0.insert(id, page.into_iter().collect());
            }
        }
        if searched {
            places.0.values_mut().for_each(Vec::clear);
            if places.read(view).is_err() {
                places.0.clear();
            }
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
                if let Some(pages) = self.0.get_mut(&id) {
                    pages.push(index);
                }
            }
        }
        Ok(())
    }

    /// Where the widgets of a signature may be seen.
    pub(super) fn spots(&self, subject: &Subject<'_, '_, '_>) -> Vec<Spot> {
        let widgets = subject.field.widgets.iter();
        let shown = widgets.filter(|widget| may_be_seen(&subject.view, widget));
        shown.flat_map(|widget| self.spots_of(widget)).collect()
    }

    fn spots_of(&self, widget: &Widget) -> Vec<Spot> {
        let pages = widget.id.and_then(|id| self.0.get(&id));
        match (pages.map(Vec::as_slice), widget.rect) {
            (None | Some([]), _) | (_, None) => vec![Spot::Unknown],
            (Some(pages), Some(rect)) => {
                let place = |page_index: &usize| Place {
                    page_index: *page_index,
                    rect,
                };
                pages.iter().map(place).map(Spot::At).collect()
            }
        }
    }
}

/// The page of a widget that came with its signature: its `/P`, which lists it.
/// No rule permits a new widget on another page as well, so that no page has to
/// be searched. Older widgets may stand on any number of pages.
fn own_page(subject: &Subject<'_, '_, '_>, id: ObjectId, widget: &Widget) -> Option<usize> {
    let view = &subject.view;
    let before = subject.covered.revision?.checked_sub(1)?;
    let existed = view.document().at(before).locate(id.number);
    if existed.is_some_and(|location| !matches!(location, Location::Free { .. })) {
        return None;
    }
    let page = view.object(widget.page?).ok()?;
    let listed = view.get(page.as_dictionary()?, "Annots").ok()?;
    let mut listed = listed.as_array()?.iter().filter_map(Object::as_reference);
    listed
        .any(|listed| listed == id)
        .then(|| view.page_index(widget.page?))?
}

impl Spot {
    /// The page on which both are drawn, one over the other.
    pub(super) fn shared_page(&self, other: &Self) -> Option<usize> {
        let (Self::At(one), Self::At(other)) = (self, other) else {
            return None;
        };
        let shared = one.rect.intersection(&other.rect);
        (one.page_index == other.page_index && shared.is_some()).then_some(one.page_index)
    }
}

/// Whether the widget has an area, and is shown on the screen or on paper.
/// `Invisible` means annotations of unknown types only (ISO 32000-2, table 167).
fn may_be_seen(view: &View<'_, '_>, widget: &Widget) -> bool {
    const HIDDEN: i64 = 2;
    const PRINT: i64 = 4;
    const NO_VIEW: i64 = 32;
    let flags = view.get(&widget.dictionary, "F");
    let flags = flags.map_or(0, |flags| flags.as_integer().unwrap_or(0));
    let has_area = match widget.rect {
        Some(rect) => !rect.is_empty(),
        // What is no rectangle here may be one for another program.
        None => widget.dictionary.contains("Rect"),
    };
    has_area && flags & HIDDEN == 0 && (flags & NO_VIEW == 0 || flags & PRINT != 0)
}

//! The formal rules on pictures and their places: A1, A2, B1.

mod block;
mod budget;
mod colours;
mod digitised;
mod drawn;
mod measured;
mod memory;
mod picture;
mod rules;
mod sampled;
mod scan;
mod strips;
mod veil;

use std::sync::Arc;

use kyso_pdf::{Object, ObjectId, PdfError, Rect, SignatureField, View, Widget};
use kyso_stamp_images::{PageFrame, Turn, ViewRect};

use crate::appearance::{Drawing, DrawnImage, drawing, draws_nothing};
use crate::report::Place;
pub(crate) use block::{Omitted, SignedPage, SignedPages};
pub(crate) use budget::LookBudget;
pub use digitised::{DigitisationFault, DigitisationFaults, digitisation_faults, is_scan};
pub(crate) use drawn::Drawn;
use measured::{Ink, MeasuredPicture};
pub(crate) use memory::Memory;
pub(crate) use scan::Scans;
pub(crate) use veil::{Sheet, Veil};

/// The look of the widget of a signature, and its page.
#[derive(Debug)]
pub(crate) struct Appearance {
    pub(crate) place: Option<Place>,
    /// The widget that is seen there.
    pub(crate) widget: Option<ObjectId>,
    frame: Option<PageFrame>,
    /// The picture that counts, with its rectangle in user space.
    picture: Option<(MeasuredPicture, Rect)>,
    /// The turn of the page in which that picture is upright.
    turn: Option<Turn>,
    pub(crate) has_text: bool,
    /// Whether programs may show something beside the normal look.
    pub(crate) is_decorated: bool,
    /// The kind of all of it, when nothing else belongs to the signature.
    pub(crate) drawn: Drawn,
    /// Whether no program shows anything of any of its widgets.
    pub(crate) draws_nothing: bool,
    /// Where the one picture that it draws has ink, in user space.
    inked: Option<Rect>,
    /// The area of most of its ink: without specks far from it, and without parts that have less
    /// than a quarter of the ink of the rest.
    bulk: Option<Rect>,
    /// The area that is as light as paper and hides the page below, in user space.
    hidden: Option<Rect>,
    /// What the one picture that it draws hides.
    veil: Option<Arc<Veil>>,
}

/// Reads the appearance of the first visible widget of `field`.
pub(crate) fn appearance(
    view: &View<'_, '_>,
    field: &SignatureField,
    budget: &LookBudget,
) -> Result<Appearance, PdfError> {
    let shown = |widget: &&Widget| is_shown(view, widget).unwrap_or(false);
    let widget = field.widgets.iter().find(shown);
    let shown = match widget {
        Some(widget) => drawing(view, widget, budget.fonts(), budget.profiles())?,
        None => Drawing::default(),
    };
    let (picture, is_whole) = shown_picture(view, &shown, budget);
    let turn = picture.as_ref().and_then(|(_, image)| image.turn);
    let (place, frame) = match widget {
        Some(widget) => locate(view, widget)?,
        None => (None, None),
    };
    let picture = picture.filter(|(_, image)| is_on_page(&image.rect, place, frame));
    let measured = picture.as_ref().filter(|(judged, _)| judged.is_plain);
    let alone = measured.filter(|_| is_whole);
    let hidden = alone.and_then(|(judged, image)| Some(image.part(judged.measured.light_area?)));
    let veil = alone.and_then(|(judged, image)| {
        let within = image.rect.intersection(&place?.rect)?;
        let unit = frame?.to_points(1.0);
        Veil::new(&judged.sheet, &image.matrix, within, unit).map(Arc::new)
    });
    let inked = alone.map(|(judged, image)| match &veil {
        Some(_) => image.part(judged.measured.drawn),
        None => veil::seen(judged.sheet.cells(), &image.matrix).unwrap_or(image.rect),
    });
    let standing = |ink: Rect| veil.as_ref()?.standing(ink, BULK);
    let bulk = inked.and_then(|ink| standing(ink).or(Some(ink)));
    let size = bulk.zip(frame);
    let size = size.map(|(rect, frame)| size_mm(&frame.to_view(&rect), &frame));
    let drawn = match alone.filter(|_| veil.is_some()) {
        Some((judged, _)) => judged.drawn(size),
        None => unmeasured(&shown),
    };
    Ok(Appearance {
        place,
        widget: widget.and_then(|widget| widget.id),
        frame,
        picture: picture.map(|(judged, image)| (judged, image.rect)),
        turn,
        has_text: shown.has_text,
        is_decorated: shown.is_decorated,
        drawn,
        draws_nothing: drawn == Drawn::Nothing && draws_nothing(view, &field.widgets),
        inked,
        bulk,
        hidden,
        veil,
    })
}

/// The least share of the ink of its largest cluster that another one has which belongs to a picture.
const BULK: f64 = 0.25;

/// The picture that counts: all images together where nothing else is drawn, else the first one that is measured; and whether
/// it is all that is drawn.
fn shown_picture(
    view: &View<'_, '_>,
    shown: &Drawing,
    budget: &LookBudget,
) -> (Option<(MeasuredPicture, DrawnImage)>, bool) {
    let is_cut =
        shown.is_alone && shown.images.len() > 1 && shown.images.iter().all(DrawnImage::is_painted);
    // A picture that cannot be decoded here is not measured.
    let joined = is_cut.then(|| strips::judge(view, &shown.images, budget));
    if let Some(Ok(Some(joined))) = joined {
        let is_seen = joined.0.has_visible_ink();
        return (is_seen.then_some(joined), true);
    }
    let mut images = shown.images.iter().filter(|image| image.is_seen());
    let first = images.find_map(|image| {
        let judged = picture::judge(view, &image.stream, image.fill, budget);
        let judged = judged.ok()??;
        judged.has_visible_ink().then(|| (judged, image.clone()))
    });
    (first, shown.is_alone && shown.images.len() == 1)
}

/// Whether a picture is large enough to be seen, on its page and within its widget: else no reader sees it.
fn is_on_page(rect: &Rect, place: Option<Place>, frame: Option<PageFrame>) -> bool {
    const LEAST_MM: f64 = 2.0;
    let (Some(place), Some(frame)) = (place, frame) else {
        return false;
    };
    let area = frame.to_view(rect);
    let (width, height) = size_mm(&area, &frame);
    frame.contains(&area)
        && place.rect.intersection(rect).is_some()
        && width.min(height) >= LEAST_MM
}

/// The kind of an appearance whose picture, if there is one, is not measured.
fn unmeasured(shown: &Drawing) -> Drawn {
    match (shown.images.len(), shown.has_text) {
        _ if shown.has_shapes => Drawn::Mixed,
        (0, true) => Drawn::Words,
        (1, false) => Drawn::Picture,
        (0, false) => Drawn::Nothing,
        _ => Drawn::Mixed,
    }
}

/// Whether a reader sees the widget: it has a size, no flag hides it, no layer
/// can, and its page lists it.
fn is_shown(view: &View<'_, '_>, widget: &Widget) -> Result<bool, PdfError> {
    const INVISIBLE_HIDDEN_NO_VIEW: i64 = 1 | 2 | 32;
    let flags = view.get(&widget.dictionary, "F")?.as_integer().unwrap_or(0);
    let hidden = flags & INVISIBLE_HIDDEN_NO_VIEW != 0 || widget.dictionary.contains("OC");
    let Some(page) = widget.page else {
        return Ok(false);
    };
    let page = view.object(page)?;
    let Some(page) = page.as_dictionary() else {
        return Ok(false);
    };
    let annotations = view.get(page, "Annots")?;
    let annotations = annotations.as_array().unwrap_or_default();
    let mut listed = annotations.iter().filter_map(Object::as_reference);
    Ok(!hidden
        && widget.rect.is_some_and(|rect| !rect.is_empty())
        && listed.any(|id| Some(id) == widget.id))
}

fn locate(
    view: &View<'_, '_>,
    widget: &Widget,
) -> Result<(Option<Place>, Option<PageFrame>), PdfError> {
    let index = widget.page.map(|page| view.page_position(page));
    let index = index.transpose()?.flatten();
    let (Some(page_index), Some(rect)) = (index, widget.rect) else {
        return Ok((None, None));
    };
    let page = view.page(page_index)?;
    let frame = page.and_then(|page| {
        let turn = Turn::from_degrees(i64::from(page.rotate))?;
        Some(PageFrame::new(page.crop_box, turn, page.user_unit))
    });
    Ok((Some(Place { page_index, rect }), frame))
}

impl Appearance {
    /// Whether the picture is a red seal.
    pub(crate) fn shows_seal(&self) -> bool {
        self.ink() == Some(Ink::Red)
    }

    /// Whether there is a picture that is no red seal.
    pub(crate) fn shows_signature(&self) -> bool {
        self.ink().is_some_and(|ink| ink != Ink::Red)
    }

    /// Where its one picture has ink, within its widget; `None` when that is not
    /// measured.
    pub(crate) fn ink_area(&self) -> Option<Rect> {
        self.inked?.intersection(&self.place?.rect)
    }

    /// Where a reader sees its one picture, within its widget: without specks far from it.
    pub(crate) fn bulk(&self) -> Option<Rect> {
        self.bulk?.intersection(&self.place?.rect)
    }

    /// The picture that counts, or its visible ink where specks lie far from it.
    fn standing(&self) -> Option<Rect> {
        let (_, rect) = self.picture.as_ref()?;
        let ink = self.inked;
        let main = ink.and_then(|ink| self.veil.as_ref()?.standing(ink, 1.0));
        Some(main.filter(|main| Some(*main) != ink).unwrap_or(*rect))
    }

    /// Where its one picture hides what lies below as white paper does.
    pub(crate) fn hidden_area(&self) -> Option<Rect> {
        self.hidden?.intersection(&self.place?.rect)
    }

    /// The hiding parts of its one picture, where they are measured.
    pub(crate) fn veil(&self) -> Option<&Arc<Veil>> {
        self.veil.as_ref()
    }

    /// Its area as a person sees the page, as parts of width and height from the upper left corner.
    pub(crate) fn seen_at(&self) -> Option<ViewRect> {
        let area = self.frame?.to_view(&self.place?.rect);
        let (width, height) = self.frame?.size();
        Some(ViewRect {
            left: area.left / width,
            top: area.top / height,
            width: area.width / width,
            height: area.height / height,
        })
    }

    /// Whether its picture has a colour that shows nothing about its kind: black, most likely.
    pub(crate) fn shows_colourless(&self) -> bool {
        self.ink() == Some(Ink::Other)
    }

    fn ink(&self) -> Option<Ink> {
        self.picture.as_ref().map(|(judged, _)| judged.ink)
    }

    /// The picture as a person sees the page, and the page.
    fn viewed(&self) -> Option<(usize, ViewRect, PageFrame)> {
        self.viewed_in(None)
    }

    /// The same on the page turned by `turn`.
    fn viewed_in(&self, turn: Option<Turn>) -> Option<(usize, ViewRect, PageFrame)> {
        let (_, rect) = self.picture.as_ref()?;
        let (place, frame) = (self.place?, self.frame?);
        let frame = turn.map_or(frame, |turn| frame.turned(turn));
        Some((place.page_index, frame.to_view(rect), frame))
    }

    /// The visible area of the picture, on the page turned by `turn`.
    fn seen_in(&self, turn: Option<Turn>) -> Option<(usize, ViewRect)> {
        let (page_index, _, frame) = self.viewed_in(turn)?;
        let (_, rect) = self.picture.as_ref()?;
        let seen = seen_picture(*rect, self.ink_area());
        Some((page_index, frame.to_view(&seen)))
    }

    /// How much of the picture of `other` lies below this one, 0 to 1.
    pub(crate) fn covered_part(&self, other: &Self) -> f64 {
        let (Some((page, one, _)), Some((other_page, two, _))) = (self.viewed(), other.viewed())
        else {
            return 0.0;
        };
        let width = one.right().min(two.right()) - one.left.max(two.left);
        let height = one.bottom().min(two.bottom()) - one.top.max(two.top);
        match page == other_page && width > 0.0 && height > 0.0 {
            true => width * height / (two.width * two.height),
            false => 0.0,
        }
    }
}

/// The visible area of the picture of a signature: all of it, or its ink where wide rims are blank.
/// Seals are placed there, and measured against it (B1). In points of user space.
#[must_use]
pub fn seen_picture(picture: Rect, ink: Option<Rect>) -> Rect {
    const WIDTH: f64 = 0.8;
    const HEIGHT: f64 = 0.6;
    let has_rims = |ink: &Rect| {
        ink.width() < WIDTH * picture.width() || ink.height() < HEIGHT * picture.height()
    };
    ink.filter(has_rims).unwrap_or(picture)
}

/// Width and height in millimetres.
fn size_mm(area: &ViewRect, frame: &PageFrame) -> (f64, f64) {
    let millimetres = |length: f64| length * frame.to_points(1.0) * 25.4 / 72.0;
    (millimetres(area.width), millimetres(area.height))
}

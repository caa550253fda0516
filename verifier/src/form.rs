//! The formal rules on pictures and their places: A1, A2, B1.

mod block;
mod colours;
mod picture;

use kyso_pdf::{Object, ObjectId, PdfError, Rect, SignatureField, View, Widget};
use kyso_stamp_images::{PageFrame, Turn, ViewRect};

use crate::appearance::{Drawing, drawing};
use crate::drawn::Drawn;
use crate::finding::{FormDetail, FormFinding, FormRule};
use crate::report::Place;
pub(crate) use block::{Omitted, SignedPage, SignedPages};
use picture::{Ink, Judged};

/// What the widget of a signature shows on which page.
#[derive(Debug)]
pub(crate) struct Appearance {
    pub(crate) place: Option<Place>,
    /// The widget that is seen there.
    pub(crate) widget: Option<ObjectId>,
    frame: Option<PageFrame>,
    /// The picture that counts, with its rectangle in user space.
    picture: Option<(Judged, Rect)>,
    pub(crate) has_text: bool,
    /// What all of it is, when nothing else belongs to the signature.
    pub(crate) drawn: Drawn,
    /// Where the one picture that it draws has ink, in user space.
    inked: Option<Rect>,
}

/// Reads the appearance of the first visible widget of `field`.
pub(crate) fn appearance(
    view: &View<'_, '_>,
    field: &SignatureField,
) -> Result<Appearance, PdfError> {
    let shown = |widget: &&Widget| is_shown(view, widget).unwrap_or(false);
    let widget = field.widgets.iter().find(shown);
    let shown = match widget {
        Some(widget) => drawing(view, widget)?,
        None => Drawing::default(),
    };
    let mut picture = None;
    for image in &shown.images {
        // A picture that cannot be decoded here is not measured.
        if let Ok(Some(judged)) = picture::judge(view, &image.stream) {
            picture = Some((judged, image.rect, image.is_upright));
            break;
        }
    }
    let (place, frame) = match widget {
        Some(widget) => locate(view, widget)?,
        None => (None, None),
    };
    // A picture beside the page or beyond its widget is not what a reader sees.
    let inside = |rect: &Rect| match (place, frame) {
        (Some(place), Some(frame)) => {
            let area = frame.to_view(rect);
            frame.contains(&area) && place.rect.intersection(rect).is_some()
        }
        _ => false,
    };
    let picture = picture.filter(|(_, rect, _)| inside(rect));
    let measured = picture.as_ref().filter(|(judged, ..)| judged.is_plain);
    let alone = measured.filter(|_| shown.is_alone && shown.images.len() == 1);
    let inked = alone.map(|(judged, rect, is_upright)| match is_upright {
        true => judged.inked(rect),
        false => *rect,
    });
    let size = inked.zip(frame);
    let size = size.map(|(rect, frame)| size_mm(&frame.to_view(&rect), &frame));
    let drawn = match alone {
        Some((judged, ..)) => judged.drawn(size),
        None => unmeasured(&shown),
    };
    Ok(Appearance {
        place,
        widget: widget.and_then(|widget| widget.id),
        frame,
        picture: picture.map(|(judged, rect, _)| (judged, rect)),
        has_text: shown.has_text,
        drawn,
        inked,
    })
}

/// What an appearance is whose picture, if there is one, is not measured.
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
    let index = widget.page.and_then(|page| view.page_index(page));
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

    /// Whether its picture has a colour that tells nothing: black, most likely.
    pub(crate) fn shows_colourless(&self) -> bool {
        self.ink() == Some(Ink::Other)
    }

    fn ink(&self) -> Option<Ink> {
        self.picture.as_ref().map(|(judged, _)| judged.ink)
    }

    /// The picture as a person sees the page, and the page.
    fn viewed(&self) -> Option<(usize, ViewRect, PageFrame)> {
        let (_, rect) = self.picture.as_ref()?;
        let (place, frame) = (self.place?, self.frame?);
        Some((place.page_index, frame.to_view(rect), frame))
    }

    /// A1 and A2 for the signature of a person.
    pub(crate) fn person_rules(&self, pages: &mut SignedPages<'_, '_>) -> Vec<FormFinding> {
        let Some((judged, rect)) = &self.picture else {
            return Vec::new();
        };
        let detail = judged.signature_rule.clone();
        let mut findings = vec![FormFinding {
            rule: FormRule::A1,
            ok: detail == FormDetail::PictureGood,
            detail,
        }];
        let page = self.place.and_then(|place| pages.page(place.page_index));
        findings.extend(page.and_then(|page| page.between_title_and_name(rect)));
        findings
    }

    /// B1 for the seal, relative to the picture of the person's signature.
    pub(crate) fn seal_rules(&self, person: Option<&Self>) -> Vec<FormFinding> {
        let Some((judged, _)) = &self.picture else {
            return Vec::new();
        };
        let detail = judged.seal_rule.clone();
        let mut findings = vec![FormFinding {
            rule: FormRule::B1,
            ok: detail == FormDetail::PictureGood,
            detail,
        }];
        findings.extend(self.seal_geometry(person));
        findings
    }

    /// Side, overlap and centre as rule B1 gives them, with 2 % of slack.
    fn seal_geometry(&self, person: Option<&Self>) -> Option<FormFinding> {
        let (page, seal, frame) = self.viewed()?;
        let (side_mm, height_mm) = size_mm(&seal, &frame);
        let signature = person.and_then(Self::viewed);
        let signature = signature.filter(|(other, ..)| *other == page);
        let covers = signature.map(|(_, area, _)| (seal.right() - area.left) / area.width);
        let off_centre =
            signature.map(|(_, area, _)| (seal.centre_y() - area.centre_y()).abs() / seal.height);
        let size_ok = is_seal_size((side_mm, height_mm));
        let third = covers.is_some_and(|covers| (0.25..=0.42).contains(&covers));
        let centred = off_centre.is_some_and(|off| off <= 0.12);
        Some(FormFinding {
            rule: FormRule::B1,
            ok: size_ok && third && centred,
            detail: FormDetail::SealGeometry {
                side_mm,
                covers,
                off_centre,
            },
        })
    }
}

/// Width and height in millimetres.
fn size_mm(area: &ViewRect, frame: &PageFrame) -> (f64, f64) {
    let millimetres = |length: f64| length * frame.to_points(1.0) * 25.4 / 72.0;
    (millimetres(area.width), millimetres(area.height))
}

/// A square of a size that seals have.
fn is_seal_size((side, height): (f64, f64)) -> bool {
    const SLACK_MM: f64 = 0.5;
    (30.0 - SLACK_MM..=45.0 + SLACK_MM).contains(&side) && (side - height).abs() <= SLACK_MM
}

//! The looks of the widgets of later signatures, and their places.

use std::sync::Arc;

use kyso_pdf::{Rect, View, Widget};

use super::asked::Manner;
use super::places::{self, Places, Spot};
use super::scene::Layer;
use crate::appearance::Look;
use crate::appearance::{Budget, painted};
use crate::form::Drawn;
use crate::form::{Appearance, SignedPage, Veil};
use crate::report::Place;
use crate::role::is_black_picture_of_agency;
use crate::subject::{Examined, Subject};
use crate::widget::{NO_ZOOM, flags, leaves_no_area};

/// A widget of a later signature at one place where it is seen.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) drawn: Drawn,
    pub(super) spot: Spot,
    /// Where it has ink, on the page of the spot.
    pub(super) area: Option<Rect>,
    /// Where a reader sees its one picture: most of its ink, without specks far from it.
    pub(super) bulk: Option<Rect>,
    /// Where each text of it has ink, where that is known.
    pub(super) texts: Vec<Rect>,
    /// Where it is as light as paper, and hides what lies below.
    pub(super) hidden: Option<Rect>,
    /// The hiding parts of its one picture, where they are measured.
    pub(super) veil: Option<Arc<Veil>>,
    /// Whether its one picture has white paper of its own.
    pub(super) is_on_paper: bool,
    pub(super) is_unbounded: bool,
    /// `/F`.
    pub(super) flags: i64,
    /// Whether its field was there before, empty.
    pub(super) was_prepared: bool,
}

/// A later drawing that is judged.
#[derive(Clone, Copy)]
pub(super) struct LaterDrawing<'s> {
    /// The number of its signature.
    pub(super) index: usize,
    pub(super) shown: &'s Shown,
    pub(super) place: Place,
    /// Points of a unit of user space.
    pub(super) unit: f64,
}

impl Shown {
    pub(super) fn page_index(&self) -> Option<usize> {
        match self.spot {
            Spot::At(place) => Some(place.page_index),
            Spot::Unlisted | Spot::Unread | Spot::Nowhere => None,
        }
    }

    /// How the page below is looked at.
    pub(super) fn manner(&self) -> Manner {
        match self.drawn {
            Drawn::Words | Drawn::Picture | Drawn::SignatureOnPaper => Manner::Written,
            Drawn::SignaturePicture if self.hidden.is_none() => Manner::Signed,
            _ => Manner::Drawn,
        }
    }

    /// What its measured picture hides, as far as the table does not judge it: all of a signature
    /// or a seal, of other pictures the parts beyond their ink.
    pub(super) fn layer(&self) -> Option<Layer<'_>> {
        let (seal, judged) = match self.drawn {
            Drawn::SealPicture => (self.bulk, None),
            Drawn::SignaturePicture => (None, None),
            Drawn::SignatureOnPaper | Drawn::Picture => (None, Some(self.area?)),
            _ => return None,
        };
        let veil = self.veil.as_deref()?;
        Some(Layer { veil, seal, judged })
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.common_area(other).is_some()
    }

    /// Whether both are words, and their boxes touch as those of a day and a month do. Where it is known how far glyphs
    /// reach, the slack of their boxes touches alone.
    pub(super) fn is_written_beside(&self, other: &Self) -> bool {
        let are_words = self.drawn == Drawn::Words && other.drawn == Drawn::Words;
        let most = match self.area.is_some() && other.area.is_some() {
            true => 0.1,
            false => 0.25,
        };
        are_words && self.common_share(other) <= most
    }

    /// Whether both are seen at one place: specks of a picture far from the rest of it touch
    /// nothing.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.common(other, Self::seen_area).is_some()
    }

    /// How much of the smaller area is common to both.
    pub(super) fn common_share(&self, other: &Self) -> f64 {
        share(self.common_area(other))
    }

    /// The same of what is seen, as [`Self::meets`].
    pub(super) fn seen_share(&self, other: &Self) -> f64 {
        share(self.common(other, Self::seen_area))
    }

    /// Where it has ink, without specks far from the rest.
    fn seen_area(&self) -> Option<Rect> {
        self.bulk.or(self.area)
    }

    fn common_area(&self, other: &Self) -> Option<Common> {
        self.common(other, |shown| shown.area)
    }

    fn common(&self, other: &Self, area: impl Fn(&Self) -> Option<Rect>) -> Option<Common> {
        let (Spot::At(one), Spot::At(two)) = (self.spot, other.spot) else {
            return None;
        };
        let one_area = area(self).unwrap_or(one.rect);
        let two_area = area(other).unwrap_or(two.rect);
        let common = one_area.intersection(&two_area)?;
        (other.drawn != Drawn::Nothing && one.page_index == two.page_index)
            .then_some((one_area, two_area, common))
    }
}

/// Two areas, and what is common to them.
type Common = (Rect, Rect, Rect);

/// How much of the smaller of two areas is common to both.
fn share(common: Option<Common>) -> f64 {
    let size = |rect: &Rect| rect.width() * rect.height();
    common.map_or(0.0, |(one, two, common)| {
        size(&common) / size(&one).min(size(&two))
    })
}

/// Whether a widget with these `/F` is drawn outside its `/Rect` as well: some
/// programs turn it about its corner on a turned page, scale it by the units of the page once more
/// (PDF.js), or keep its size on the screen at any scale (ISO 32000-2, table 167).
pub(super) fn leaves_its_area(flags: i64, page: Option<&SignedPage<'_, '_>>) -> bool {
    const NO_ROTATE: i64 = 1 << 4;
    let is_upright = page.is_some_and(SignedPage::is_upright_at_scale);
    flags & NO_ZOOM != 0 || (flags & NO_ROTATE != 0 && !is_upright)
}

/// The page and the area of what is shown: of a picture where most of its ink is.
pub(super) fn place_of(shown: &Shown) -> Option<(usize, Rect)> {
    let Spot::At(place) = shown.spot else {
        return None;
    };
    let area = shown.area.unwrap_or(place.rect);
    let veil = shown.veil.as_ref();
    let core = veil.and_then(|veil| veil.standing(area, 1.0));
    Some((place.page_index, core.unwrap_or(area)))
}

/// Each widget of the signature, where it is seen.
pub(super) fn shown(
    places: &Places,
    subject: &Subject<'_, '_, '_>,
    one: &Examined,
    budget: &mut Budget,
) -> Vec<Shown> {
    let appearance = one.appearance.as_ref();
    let is_number = appearance.is_some_and(|a| is_black_picture_of_agency(one, a));
    let mut shown = Vec::new();
    for widget in &subject.field.widgets {
        let look = Look::of(&subject.view, &widget.dictionary, budget);
        // Flags that cannot be read may be any.
        let flags = flags(&subject.view, &widget.dictionary).unwrap_or(-1);
        let is_unbounded = look.is_unbounded || (look.draws && leaves_no_area(widget, flags));
        let was_prepared = places::was_there(subject, widget);
        for spot in places.spots(widget) {
            let own = appearance.filter(|a| is_alone(subject, a, spot));
            let painted = match (look.draws, own) {
                (false, _) if is_taken_for_unsigned(subject) => Painting::of(Drawn::Plate),
                (false, _) => Painting::of(Drawn::Nothing),
                (true, Some(appearance)) if appearance.drawn != Drawn::Nothing => {
                    Painting::read(&subject.view, widget, (appearance, is_number), budget)
                }
                // Colours of the widget, flags that hide it, several widgets.
                (true, _) => Painting::of(Drawn::Mixed),
            };
            let Painting { drawn, area, texts } = painted;
            let hidden = own.filter(|a| look.draws && a.drawn != Drawn::Nothing);
            let hidden = hidden.and_then(Appearance::hidden_area);
            let is_on_paper = own.is_some_and(|a| a.drawn == Drawn::SignatureOnPaper);
            shown.push(Shown {
                drawn,
                spot,
                area,
                texts,
                hidden,
                bulk: own.and_then(Appearance::bulk).filter(|_| !is_on_paper),
                is_on_paper,
                veil: own.and_then(Appearance::veil).cloned(),
                is_unbounded,
                flags,
                was_prepared,
            });
        }
    }
    shown
}

/// The content that a look paints, and its place where that is known.
struct Painting {
    drawn: Drawn,
    area: Option<Rect>,
    texts: Vec<Rect>,
}

impl Painting {
    fn of(drawn: Drawn) -> Self {
        Self {
            drawn,
            area: None,
            texts: Vec::new(),
        }
    }

    /// Reads what the look of a widget paints, as all that the signature shows; `is_number` says
    /// whether its picture is number or date.
    fn read(
        view: &View<'_, '_>,
        widget: &Widget,
        (appearance, is_number): (&Appearance, bool),
        budget: &mut Budget,
    ) -> Self {
        let holds_words = || appearance.veil().is_some_and(|veil| veil.holds_words());
        let drawn = match appearance.drawn {
            Drawn::SignaturePicture if is_number => Drawn::Picture,
            Drawn::SignaturePicture | Drawn::SignatureOnPaper if holds_words() => Drawn::Picture,
            drawn => drawn,
        };
        match drawn {
            Drawn::Mixed if appearance.is_decorated => Self::of(drawn),
            Drawn::Words | Drawn::Mixed => match painted(view, widget, budget).unwrap_or(None) {
                Some(painted) => Self {
                    // White text hides what it lies on, as no words do.
                    drawn: match painted.has_light_text {
                        true => Drawn::Mixed,
                        false => drawn,
                    },
                    area: Some(painted.area),
                    texts: painted.texts,
                },
                None => Self::of(drawn),
            },
            _ => Self {
                area: appearance.ink_area(),
                ..Self::of(drawn)
            },
        }
    }
}

/// Whether some programs take the field for an unsigned one, and offer to
/// sign it on a plate that fills its area: MuPDF, where `/Type` of the value is
/// none of a signature.
fn is_taken_for_unsigned(subject: &Subject<'_, '_, '_>) -> bool {
    let kind = subject.view.get(&subject.value.dictionary, "Type");
    kind.is_ok_and(|kind| !kind.is_null() && kind.as_name().is_none_or(|kind| *kind != "Sig"))
}

/// Whether the appearance that was read is all that the signature shows.
fn is_alone(subject: &Subject<'_, '_, '_>, appearance: &Appearance, spot: Spot) -> bool {
    let widgets: &[Widget] = &subject.field.widgets;
    widgets.len() == 1 && matches!(spot, Spot::At(place) if appearance.place == Some(place))
}

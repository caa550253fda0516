//! Annotations that programs draw differently (ISO 32000-2, 12.5.5): by themselves where there is no look, or in spite
//! of one. What is said of programs here was seen in Poppler, MuPDF, PDFium and PDF.js (docs/adr/0032).

mod drawing;
mod field;
mod size;

use kyso_pdf::{Dictionary, Object, PdfError, Rect, View};

use super::annotation::{DRAWN_BY_PROGRAMS, HIDDEN, TOGGLE_NO_VIEW, has_area};
use super::layers::Layers;
use super::page::is_small;
use super::words::Value;
use crate::finding::ActiveKind;
use drawing::{Look, is_drawn, look, paints};
pub(super) use size::keeps_upright;
use size::{ICON, NO_ZOOM, is_large, is_resized, side};

/// The judgement of one annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    /// Programs agree.
    Same,
    Differs(ActiveKind),
    /// Programs agree when its look shows this.
    Shows(Value),
}

/// Whether a dictionary with `/Rect` or `/AP` is an annotation.
pub(super) fn is_annotation(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
) -> Result<bool, PdfError> {
    let has_looks = view.get(dictionary, "AP")?.as_dictionary().is_some();
    Ok(has_looks || view.get(dictionary, "Subtype")?.as_name().is_some())
}

/// Whether programs draw an annotation, or the field that it shows, differently.
pub(super) fn judge(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    layers: Option<&Layers>,
) -> Result<Judged, PdfError> {
    let written = view.get(annotation, "F")?;
    let flags = written.as_integer().unwrap_or(0);
    if written.as_integer().is_some() && !is_small(&written) {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if is_hidden(flags) {
        return Ok(Judged::Same);
    }
    if is_resized(view, annotation, flags, NO_ZOOM)? {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if !has_area(view, annotation)? {
        return Ok(Judged::Same);
    }
    let look = look(view, annotation)?;
    if look == Look::StateElsewhere {
        return Ok(Judged::Differs(ActiveKind::AnnotationLook));
    }
    if let Some(layers) = layers
        && look != Look::None
        && layers.hide(view, annotation)?
    {
        return Ok(Judged::Differs(ActiveKind::LayerMembership));
    }
    let kind = view.get(annotation, "Subtype")?;
    let kind = kind.as_name().map(ToString::to_string);
    let differs = match kind.as_deref() {
        None => is_drawn(look),
        Some(_) if is_drawn(look) && !is_placed(view, annotation, flags)? => true,
        Some("Widget") => return field::judge(view, annotation, look),
        Some(kind) => differs(view, annotation, kind, look)?,
    };
    Ok(match differs {
        true => Judged::Differs(ActiveKind::AnnotationLook),
        false => Judged::Same,
    })
}

fn is_hidden(flags: i64) -> bool {
    flags & HIDDEN != 0 && flags & TOGGLE_NO_VIEW == 0
}

/// Whether all programs put a look at the same place, and none hides it for a flag that the others do not know.
fn is_placed(view: &View<'_, '_>, annotation: &Dictionary, flags: i64) -> Result<bool, PdfError> {
    const INVISIBLE: i64 = 1;
    let rect = view.get(annotation, "Rect")?;
    let numbers = rect.as_array().unwrap_or_default();
    let is_place = Rect::from_numbers(numbers).is_some() && numbers.iter().all(is_small);
    Ok(is_place && flags & INVISIBLE == 0)
}

/// Whether programs differ about an annotation of this kind.
fn differs(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    kind: &str,
    look: Look,
) -> Result<bool, PdfError> {
    let drawn_anyway = DRAWN_BY_PROGRAMS.contains(&kind);
    Ok(match look {
        Look::Unbounded | Look::Unchosen | Look::StateElsewhere => true,
        Look::Empty if drawn_anyway => !matches!(kind, "Caret" | "Watermark"),
        Look::None if drawn_anyway => {
            !DRAWN_ALIKE.contains(&kind) || is_described_elsewhere(annotation)
        }
        Look::None | Look::Empty => match kind {
            "Link" => border(view, annotation)? > FINE,
            // Notes are icons of one size, attachments as large as their area.
            "FileAttachment" => is_large(view, annotation)?,
            "Popup" => is_open(view, annotation)?,
            _ => false,
        },
        Look::Drawing | Look::State => match kind {
            // Acrobat gives links a look that paints nothing. Some programs show icons of their own, of one size.
            "Link" | "Popup" | "FileAttachment" | "Text" | "Sound" => {
                is_large(view, annotation)? && paints(view, annotation)?
            }
            "Highlight" => !is_bright(view, annotation)?,
            _ => false,
        },
    })
}

/// Whether the colour of a marking or its lines are objects of their own: only Poppler and MuPDF follow the reference.
fn is_described_elsewhere(annotation: &Dictionary) -> bool {
    let mut told = ["C", "QuadPoints", "InkList"].iter();
    told.any(|key| annotation.get(key).and_then(Object::as_reference).is_some())
}

/// The width of its border; the default counts as none (ISO 32000-2, table 166, 168).
fn border(view: &View<'_, '_>, annotation: &Dictionary) -> Result<f64, PdfError> {
    let style = view.get(annotation, "BS")?;
    if let Some(style) = style.as_dictionary() {
        return Ok(view.get(style, "W")?.as_number().unwrap_or(0.0));
    }
    let border = view.get(annotation, "Border")?;
    let width = border.as_array().and_then(|border| border.get(2));
    Ok(match width {
        Some(width) => view.resolve(width)?.as_number().unwrap_or(f64::INFINITY),
        None => 0.0,
    })
}

/// Whether a popup is open and holds words: one program shows them on the page.
fn is_open(view: &View<'_, '_>, popup: &Dictionary) -> Result<bool, PdfError> {
    if *view.get(popup, "Open")? != Object::Boolean(true) {
        return Ok(false);
    }
    let parent = view.get(popup, "Parent")?;
    let Some(parent) = parent.as_dictionary() else {
        return Ok(false);
    };
    let words = view.get(parent, "Contents")?;
    Ok(words.as_string().is_some_and(|words| !words.is_empty()))
}

/// Whether a marking leaves the marked text readable, also where a program fills its lines with its
/// colour instead of drawing its look.
fn is_bright(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const BRIGHT: f64 = 0.4;
    let corners = view.get(annotation, "QuadPoints")?;
    let colour = view.get(annotation, "C")?;
    let parts: Option<Vec<f64>> = colour
        .as_array()
        .filter(|parts| parts.len() <= 4)
        .and_then(|parts| parts.iter().map(Object::as_number).collect());
    let brightness = match parts.as_deref() {
        Some([gray]) => *gray,
        Some([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue,
        _ => 0.0,
    };
    Ok(brightness >= BRIGHT && corners.as_array().is_some_and(|c| !c.is_empty()))
}

/// Kinds that all programs draw much alike without a look.
const DRAWN_ALIKE: [&str; 6] = [
    "Highlight",
    "Underline",
    "StrikeOut",
    "Ink",
    "Caret",
    "Watermark",
];

/// The widest border that covers nothing.
const FINE: f64 = 4.0;

#[cfg(test)]
mod tests;

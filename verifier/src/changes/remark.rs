//! Remarks of readers: annotations that leave the page readable (ISO 32000-2,
//! 12.5.6).
//!
//! Text notes and marks on the text are remarks. Annotations that can paint
//! over the page (free text, stamps, redactions, shapes), that act, or that
//! carry files are not: with them a certified document says something else.

use kyso_pdf::{Dictionary, Name, Object, PdfError, Rect, View};

use super::equality::first_corner;
use super::markup::{
    Drawing, MOST_MARKS, covered_at_most, is_bright, is_light, is_like_paper, low_side,
    stays_on_marks,
};

/// The kind of a remark; `None` for every other annotation.
pub(super) fn remark_kind(view: &View<'_, '_>, annotation: &Dictionary) -> Option<String> {
    let kind = annotation.name("Subtype").map(ToString::to_string)?;
    let known = |(name, _): (&Name, &Object)| KEYS.iter().any(|key| *name == *key);
    let is_remark = KINDS.contains(&kind.as_str()) && annotation.iter().all(known);
    // An annotation that cannot be read may hide anything.
    let harmless = is_remark && hides_nothing(view, annotation, &kind).unwrap_or(false);
    harmless.then_some(kind)
}

/// The marked lines of an annotation of this kind; none for notes.
pub(super) fn marks(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Vec<Rect>, PdfError> {
    let kind = annotation.name("Subtype");
    if !kind.is_some_and(|kind| MARKS.iter().any(|mark| *kind == **mark)) {
        return Ok(Vec::new());
    }
    let quads = quads(view, annotation)?.unwrap_or_default();
    let rect = rect_of(view, annotation)?;
    Ok(match quads.is_empty() {
        true => rect.into_iter().collect(),
        false => quads,
    })
}

/// How much the layers of a mark take from the text below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Stroke,
    /// A highlight that leaves text legible in three layers.
    Bright,
    /// One that does so alone.
    Dark,
}

/// The layer of a mark, by `/Subtype` and `/C`.
pub(super) fn layer(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Layer, PdfError> {
    let kind = annotation.name("Subtype");
    if kind.is_none_or(|kind| *kind != "Highlight") {
        return Ok(Layer::Stroke);
    }
    Ok(match is_colour(&*view.get(annotation, "C")?, is_bright) {
        true => Layer::Bright,
        false => Layer::Dark,
    })
}

/// The upper left corner of a note or insertion mark that is not hidden, where programs draw an icon of their own size.
pub(super) fn icon(
    view: &View<'_, '_>,
    annotation: &Dictionary,
) -> Result<Option<(f64, f64)>, PdfError> {
    let kind = annotation.name("Subtype");
    if !kind.is_some_and(|kind| *kind == "Text" || *kind == "Caret") {
        return Ok(None);
    }
    const HIDDEN: i64 = 2;
    if view.get(annotation, "F")?.as_integer().unwrap_or(0) & HIDDEN != 0 {
        return Ok(None);
    }
    let rect = rect_of(view, annotation)?;
    Ok(rect.map(|rect| (rect.left, rect.top)))
}

/// Whether a note is an icon that the reader's program draws, and a mark stays
/// on lines of text, in a colour and a drawing that leave them readable.
fn hides_nothing(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    kind: &str,
) -> Result<bool, PdfError> {
    const ICON: f64 = 36.0;
    let Some(rect) = rect_of(view, annotation)? else {
        return Ok(false);
    };
    if !is_usual_blend(&*view.get(annotation, "BM")?) {
        return Ok(false);
    }
    let appearance = view.get(annotation, "AP")?;
    match kind {
        "Text" | "Caret" => {
            // Some programs draw the icon at the corner that is written first.
            let is_upright = first_corner(&*view.get(annotation, "Rect")?) == Some([false, false]);
            let is_small = rect.width() <= ICON && rect.height() <= ICON;
            Ok(is_small && is_upright && appearance.is_null())
        }
        "Popup" => Ok(appearance.is_null()),
        _ => {
            let marks = marks(view, annotation)?;
            // Each is compared with the others.
            view.count_compared(marks.len() * marks.len().min(MOST_MARKS) / 8)?;
            let readable = quads(view, annotation)?.is_some()
                && marks.iter().all(is_line)
                && is_thin_border(&*view.get(annotation, "Border")?, &marks);
            let colour = view.get(annotation, "C")?;
            let drawing = match kind {
                "Highlight" => Drawing::Fillings {
                    bright: is_colour(&colour, is_bright),
                },
                _ => Drawing::Strokes,
            };
            let leaves_legible = match drawing {
                Drawing::Fillings { .. } => is_colour(&colour, is_light),
                Drawing::Strokes => is_colour(&colour, |colour| !is_like_paper(colour)),
            };
            Ok(readable
                && leaves_legible
                && draws_marks(view, &appearance, &rect, &marks, drawing)?)
        }
    }
}

/// Whether an appearance is none, or one normal look that stays on the marks.
fn draws_marks(
    view: &View<'_, '_>,
    appearance: &Object,
    rect: &Rect,
    marks: &[Rect],
    drawing: Drawing,
) -> Result<bool, PdfError> {
    if appearance.is_null() {
        return Ok(true);
    }
    let Some(looks) = appearance.as_dictionary().filter(|looks| looks.len() == 1) else {
        return Ok(false);
    };
    match &*view.get(looks, "N")? {
        Object::Stream(form) => stays_on_marks(view, form, rect, marks, drawing),
        _ => Ok(false),
    }
}

fn rect_of(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Option<Rect>, PdfError> {
    let rect = view.get(annotation, "Rect")?;
    Ok(rect.as_array().and_then(Rect::from_numbers))
}

/// The bounds of each quadrilateral; `None` when they cannot be read.
fn quads(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Option<Vec<Rect>>, PdfError> {
    let marked = view.get(annotation, "QuadPoints")?;
    let numbers = match &*marked {
        Object::Null => return Ok(Some(Vec::new())),
        Object::Array(numbers) => numbers.iter().map(Object::as_number).collect(),
        _ => None,
    };
    let numbers: Option<Vec<f64>> = numbers;
    let Some(numbers) = numbers else {
        return Ok(None);
    };
    let (quads, rest) = numbers.as_chunks::<8>();
    let bounds = |[x1, y1, x2, y2, x3, y3, x4, y4]: &[f64; 8]| {
        let (one, other) = (
            Rect::from_corners(*x1, *y1, *x2, *y2),
            Rect::from_corners(*x3, *y3, *x4, *y4),
        );
        super::markup::joined(&one, &other)
    };
    Ok(rest.is_empty().then(|| quads.iter().map(bounds).collect()))
}

/// Whether a mark is as high as a line: a large heading at most, and no hair
/// line, many of which make a drawing. Text may run upwards.
fn is_line(mark: &Rect) -> bool {
    const LINE: std::ops::RangeInclusive<f64> = 5.0..=36.0;
    LINE.contains(&low_side(mark))
}

/// Some programs draw lines as thick as the border: those of marks on one line take up a third of
/// it at most.
fn is_thin_border(border: &Object, marks: &[Rect]) -> bool {
    const THICK: f64 = 4.0;
    const USUAL: f64 = 1.0;
    let numbers: Option<Vec<f64>> = match border.as_array() {
        Some(numbers) => numbers.iter().map(Object::as_number).collect(),
        None if border.is_null() => Some(vec![USUAL; 3]),
        None => None,
    };
    let Some(&[across, up, width]) = numbers.as_deref() else {
        return false;
    };
    let on_one_line = |mark: &Rect| {
        let common = marks.iter().filter_map(|other| other.intersection(mark));
        let lines = common.filter(|common| low_side(common) > low_side(mark) / 2.0);
        lines.fold(0.0, |covered, _| covered + width)
    };
    marks.len() <= MOST_MARKS
        && [across, up, width].iter().all(|number| *number <= THICK)
        && marks
            .iter()
            .all(|mark| on_one_line(mark) <= covered_at_most(mark))
}

/// Whether `/BM` (ISO 32000-2, table 166) is one that darkens, or none.
fn is_usual_blend(mode: &Object) -> bool {
    let known = mode.as_name();
    mode.is_null() || known.is_some_and(|mode| *mode == "Normal" || *mode == "Multiply")
}

/// Whether the colour of a mark is of a kind; none stated is the reader's own choice.
fn is_colour(colour: &Object, is_of_kind: impl Fn(&[f64]) -> bool) -> bool {
    let Some(components) = colour.as_array() else {
        return colour.is_null();
    };
    let numbers: Option<Vec<f64>> = components.iter().map(Object::as_number).collect();
    let numbers = numbers.filter(|numbers| matches!(numbers.len(), 0 | 1 | 3 | 4));
    numbers.is_some_and(|numbers| is_of_kind(&numbers))
}

const MARKS: [&str; 4] = ["Highlight", "Underline", "Squiggly", "StrikeOut"];

const KINDS: [&str; 7] = [
    "Text",
    "Popup",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Caret",
];

/// The keys that a remark may hold: no actions, no layers, nothing unknown.
const KEYS: [&str; 29] = [
    "Type",
    "Subtype",
    "Rect",
    "Contents",
    "P",
    "NM",
    "M",
    "F",
    "C",
    "CA",
    "BM",
    "T",
    "Popup",
    "Parent",
    "RC",
    "CreationDate",
    "IRT",
    "Subj",
    "RT",
    "IT",
    "QuadPoints",
    "Open",
    "Name",
    "State",
    "StateModel",
    "AP",
    "Border",
    "RD",
    "Sy",
];

//! Remarks of readers: annotations that leave the page readable (ISO 32000-2,
//! 12.5.6).
//!
//! Text notes and marks on the text are remarks. Annotations that can paint
//! over the page (free text, stamps, redactions, shapes), that act, or that
//! carry files are not: with them a certified document says something else.

use kyso_pdf::{Dictionary, Name, Object, PdfError, Rect, View};

use super::markup::{Drawing, is_light, low_side, stays_on_marks};

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
    let appearance = view.get(annotation, "AP")?;
    match kind {
        "Text" | "Caret" => {
            Ok(rect.width() <= ICON && rect.height() <= ICON && appearance.is_null())
        }
        "Popup" => Ok(appearance.is_null()),
        _ => {
            let marks = marks(view, annotation)?;
            let readable = quads(view, annotation)?.is_some()
                && marks.iter().all(is_line)
                && is_thin_border(&*view.get(annotation, "Border")?);
            let drawing = match kind {
                "Highlight" => Drawing::Fillings,
                _ => Drawing::Strokes,
            };
            let light =
                drawing == Drawing::Strokes || is_light_colour(&*view.get(annotation, "C")?);
            Ok(readable && light && draws_marks(view, &appearance, &rect, &marks, drawing)?)
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

/// Some programs draw lines as thick as the border.
fn is_thin_border(border: &Object) -> bool {
    const THICK: f64 = 4.0;
    let thin = |number: &Object| number.as_number().is_some_and(|width| width <= THICK);
    let numbers = border.as_array();
    border.is_null() || numbers.is_some_and(|n| n.len() == 3 && n.iter().all(thin))
}

/// A colour that leaves black text readable when it is multiplied with it;
/// none stated is the reader's own choice.
fn is_light_colour(colour: &Object) -> bool {
    let Some(components) = colour.as_array() else {
        return colour.is_null();
    };
    let numbers: Option<Vec<f64>> = components.iter().map(Object::as_number).collect();
    numbers.is_some_and(|numbers| is_light(&numbers))
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
const KEYS: [&str; 28] = [
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

//! How large annotations are: programs show some at a size, or about a point, of their own.

use kyso_pdf::{Dictionary, Object, PdfError, Rect, View};

use super::drawing::{is_drawn, look, paints};
use super::is_hidden;
use crate::active::page::numbers;

/// Whether it is to stand upright on a turned page, and larger than an icon: programs turn it about different points.
pub(in crate::active) fn keeps_upright(
    view: &View<'_, '_>,
    annotation: &Dictionary,
) -> Result<bool, PdfError> {
    let flags = view.get(annotation, "F")?.as_integer().unwrap_or(0);
    Ok(!is_hidden(flags) && is_resized(view, annotation, flags, NO_ROTATE)?)
}

/// Whether it has this flag, of those by which MuPDF leaves the size of its area out of account, and a look that is larger
/// than the icons of notes.
pub(super) fn is_resized(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    flags: i64,
    flag: i64,
) -> Result<bool, PdfError> {
    if flags & flag == 0 || !is_drawn(look(view, annotation)?) {
        return Ok(false);
    }
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(false);
    };
    let normal = view.get(looks, "N")?;
    let state = view.get(annotation, "AS")?;
    let chosen = match (&*normal, state.as_name()) {
        (Object::Dictionary(states), Some(state)) => states.get_name(state),
        _ => None,
    };
    let form = view.resolve(chosen.unwrap_or(&normal))?;
    let is_large_look = match form.as_stream() {
        Some(form) => longest(view, &form.dictionary)?.is_none_or(|side| side > ICON),
        None => false,
    };
    Ok((is_large_look || is_large(view, annotation)?) && paints(view, annotation)?)
}

/// The longer side of a form, by its matrix at most; `None` where that is not known.
fn longest(view: &View<'_, '_>, form: &Dictionary) -> Result<Option<f64>, PdfError> {
    let bounds = numbers(view, &*view.get(form, "BBox")?)?;
    let Some(bounds) = bounds.and_then(|bounds| Rect::from_numbers(&bounds)) else {
        return Ok(None);
    };
    let matrix = view.get(form, "Matrix")?;
    let Some(parts) = matrix.as_array() else {
        return Ok(Some(bounds.width().max(bounds.height())));
    };
    let [a, b, c, d, _, _] = parts else {
        return Ok(None);
    };
    let mut scale = [0.0; 4];
    for (part, own) in scale.iter_mut().zip([a, b, c, d]) {
        let Some(number) = view.resolve(own)?.as_number() else {
            return Ok(None);
        };
        *part = number.abs();
    }
    let [a, b, c, d] = scale;
    let width = bounds.width() * a + bounds.height() * c;
    let height = bounds.width() * b + bounds.height() * d;
    Ok(Some(width.max(height)))
}

/// Whether it is larger than the icons of notes.
pub(super) fn is_large(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    Ok(side(view, annotation)?.is_none_or(|side| side > ICON))
}

/// The longer side of an annotation.
pub(super) fn side(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Option<f64>, PdfError> {
    let rect = view.get(annotation, "Rect")?;
    let rect = rect.as_array().and_then(Rect::from_numbers);
    Ok(rect.map(|rect| rect.width().max(rect.height())))
}

// ISO 32000-2, table 167.
pub(super) const NO_ZOOM: i64 = 8;
const NO_ROTATE: i64 = 16;

/// The longest side of the icon of a note.
pub(super) const ICON: f64 = 36.0;

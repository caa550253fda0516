//! Where a form is drawn: its `/BBox` and `/Matrix` (ISO 32000-2, 8.10.2 and 12.5.5).

use kyso_pdf::{Dictionary, Object, PdfError, Rect, Stream, View};

use super::matrix::Matrix;
use super::placed::Placed;

/// Where a form is drawn.
pub(super) enum Placement {
    At(Placed),
    /// It has no area.
    Nowhere,
    /// `/Matrix` is none, or programs differ in where its numbers and those of `/BBox` lead.
    Unread,
}

/// The matrix from form space to user space: `/Matrix`, then the scaling that
/// puts the transformed `/BBox` onto the rectangle (algorithm of 12.5.5).
pub(super) fn placement(
    view: &View<'_, '_>,
    form: &Stream,
    rect: &Rect,
) -> Result<Placement, PdfError> {
    let Some(bounds) = form_bounds(view, &form.dictionary)? else {
        return Ok(Placement::Nowhere);
    };
    let Some(matrix) = form_matrix(view, &form.dictionary)? else {
        return Ok(Placement::Unread);
    };
    let shown = matrix.bounds(&bounds);
    if shown.is_empty() {
        return Ok(Placement::Nowhere);
    }
    let (x, y) = (rect.width() / shown.width(), rect.height() / shown.height());
    let fit = Matrix([
        x,
        0.0,
        0.0,
        y,
        rect.left - shown.left * x,
        rect.bottom - shown.bottom * y,
    ]);
    let placed = Placed::of(matrix).then(&Placed::of(fit));
    Ok(match matrix.keeps_area() && placed.holds_all(&bounds) {
        true => Placement::At(placed),
        false => Placement::Unread,
    })
}

/// `/BBox`, when it is a rectangle.
pub(crate) fn form_bounds(
    view: &View<'_, '_>,
    form: &Dictionary,
) -> Result<Option<Rect>, PdfError> {
    let numbers = numbers::<4>(view, &*view.get(form, "BBox")?)?;
    Ok(numbers.map(|[x1, y1, x2, y2]| Rect::from_corners(x1, y1, x2, y2)))
}

/// `/Matrix`, the identity without one; `None` when it cannot be read, and
/// programs differ in what they take for it.
pub(crate) fn form_matrix(
    view: &View<'_, '_>,
    form: &Dictionary,
) -> Result<Option<Matrix>, PdfError> {
    match &*view.get(form, "Matrix")? {
        Object::Null => Ok(Some(Matrix::IDENTITY)),
        matrix => Ok(numbers(view, matrix)?.map(Matrix)),
    }
}

/// The elements of an array, when they are so many numbers; references are followed.
fn numbers<const N: usize>(
    view: &View<'_, '_>,
    array: &Object,
) -> Result<Option<[f64; N]>, PdfError> {
    let elements = array.as_array().filter(|elements| elements.len() == N);
    let mut numbers = [0.0; N];
    let Some(elements) = elements else {
        return Ok(None);
    };
    for (number, element) in numbers.iter_mut().zip(elements) {
        match view.resolve(element)?.as_number() {
            Some(value) if value.is_finite() => *number = value,
            _ => return Ok(None),
        }
    }
    Ok(Some(numbers))
}

/// Whether `/Subtype` of an XObject says so.
pub(crate) fn is_of_kind(stream: &Stream, kind: &str) -> bool {
    let subtype = stream.dictionary.name("Subtype");
    subtype.is_some_and(|subtype| subtype == kind)
}

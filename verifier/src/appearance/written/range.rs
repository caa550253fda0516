//! Numbers with which all programs draw at the same place.

use kyso_pdf::{Object, Operation, PdfError, Stream, View};

use crate::appearance::forms::{form_bounds, form_matrix};
use crate::appearance::matrix::Matrix;
use crate::appearance::placed::Placed;
use crate::appearance::text_state::State;

/// Whether letters are neither so small nor so narrow that some programs draw them larger (PDFium
/// does).
pub(super) fn is_of_usual_size(state: &State, placed: &Placed) -> bool {
    /// Points.
    const SMALLEST: f64 = 0.1;
    const NARROWEST: f64 = 0.1;
    let letter = Matrix::of([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, 0.0]);
    let (across, up) = letter.then(placed).lengths();
    across.min(up) >= SMALLEST
        && across.min(up) >= NARROWEST * across.max(up)
        && placed.keeps_area()
}

/// Whether all programs hold the numbers of an operation alike: some reckon with 32 bits.
pub(super) fn is_in_range(operation: &Operation) -> bool {
    let mut numbers = operation.operands.iter().filter_map(Object::as_number);
    numbers.all(|number| number.abs() <= MOST)
}

/// The same of the numbers that place a form.
pub(super) fn is_placed_in_range(view: &View<'_, '_>, form: &Stream) -> Result<bool, PdfError> {
    let bounds = form_bounds(view, &form.dictionary)?;
    let matrix = form_matrix(view, &form.dictionary)?;
    let sides = bounds.map(|rect| [rect.left, rect.bottom, rect.right, rect.top]);
    let numbers = sides.into_iter().flatten();
    let mut numbers = numbers.chain(matrix.into_iter().flat_map(|matrix| matrix.0));
    Ok(numbers.all(|number| number.abs() <= MOST))
}

/// Numbers beyond are not looked at.
pub(super) const MOST: f64 = 32_768.0;

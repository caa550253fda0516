//! What a mark on the text draws: for each marked line one thin stroke, or one
//! light filling under blend mode Multiply (ISO 32000-2, 12.5.6.10, 11.3.5.2).
//!
//! Everything else is refused: text, pictures, shadings, other colour spaces,
//! scaled drawings, and strokes or fillings beside the marked text.

use kyso_pdf::{Dictionary, Object, Operation, PdfError, Rect, Stream, View, operations};

/// How the marks of one kind are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawing {
    /// Fillings in a light colour, mixed with the page below.
    Fillings,
    Strokes,
}

/// Whether an appearance draws nothing but `drawing` on `marks`, one each.
pub(super) fn stays_on_marks(
    view: &View<'_, '_>,
    form: &Stream,
    rect: &Rect,
    marks: &[Rect],
    drawing: Drawing,
) -> Result<bool, PdfError> {
    const OPERATIONS: usize = 5_000;
    let bounds = view.get(&form.dictionary, "BBox")?;
    let Some(bounds) = bounds.as_array().and_then(Rect::from_numbers) else {
        return Ok(false);
    };
    // Otherwise the drawing is scaled to the rectangle (12.5.5, algorithm 8.1).
    let same = |size: f64, drawn: f64| (size - drawn).abs() <= size / 1000.0;
    let true_to_size = same(rect.width(), bounds.width()) && same(rect.height(), bounds.height());
    // A group of its own would not be mixed with the page (11.4.7).
    let grouped = form.dictionary.contains("Group");
    let hull = marks.iter().map(grown).reduce(|a, b| joined(&a, &b));
    let on_marks = hull.is_some_and(|hull| contains(&hull, rect));
    let mut painter = Painter {
        view,
        drawing,
        free: marks.to_vec(),
        left: OPERATIONS,
    };
    let state = State {
        origin: (rect.left - bounds.left, rect.bottom - bounds.bottom),
        width: 1.0,
        mixed: false,
        light: false,
        grouped,
    };
    Ok(true_to_size && on_marks && !grouped && painter.draws(form, state, 0)?)
}

/// The part of the graphics state that decides whether something is hidden.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Where the origin lies on the page.
    origin: (f64, f64),
    width: f64,
    /// Blend mode Multiply is in force.
    mixed: bool,
    light: bool,
    /// Inside a group that is mixed with the page as a whole.
    grouped: bool,
}

/// Looks at every operator of an appearance.
struct Painter<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    drawing: Drawing,
    /// Marks on which nothing was drawn yet.
    free: Vec<Rect>,
    /// Operations that may still be read, inner forms included.
    left: usize,
}

impl Painter<'_, '_, '_> {
    fn draws(&mut self, form: &Stream, mut state: State, depth: usize) -> Result<bool, PdfError> {
        if !self.is_plain(form)? {
            return Ok(false);
        }
        let resources = self.view.get(&form.dictionary, "Resources")?;
        let resources = resources.as_dictionary().cloned().unwrap_or_default();
        let (mut saved, mut path) = (Vec::new(), Path::default());
        let read = operations(&self.view.decoded(form)?, self.left)?;
        self.left -= read.len();
        for operation in read {
            let allowed = match operation.operator.as_slice() {
                b"q" => {
                    saved.push(state);
                    true
                }
                b"Q" => match saved.pop() {
                    Some(before) => {
                        state = before;
                        true
                    }
                    None => false,
                },
                b"gs" => self.sets(&mut state, &resources, &operation)?,
                b"Do" => self.draws_inner(&resources, &operation, state, depth)?,
                b"S" | b"s" => self.strokes(std::mem::take(&mut path), &state),
                b"f" | b"F" | b"f*" => self.fills(std::mem::take(&mut path), &state),
                b"n" => {
                    path = Path::default();
                    true
                }
                _ => path.goes_on(&operation, &state) || sets_plainly(&operation, &mut state),
            };
            if !allowed {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A form that only moves, with entries that are known.
    fn is_plain(&self, form: &Stream) -> Result<bool, PdfError> {
        let known = |key: &kyso_pdf::Name| FORM.iter().any(|name| *key == **name);
        let matrix = self.view.get(&form.dictionary, "Matrix")?;
        let moves = match &*matrix {
            Object::Null => true,
            Object::Array(numbers) => shift(numbers).is_some(),
            _ => false,
        };
        Ok(moves && form.dictionary.iter().all(|(key, _)| known(key)))
    }

    fn draws_inner(
        &mut self,
        resources: &Dictionary,
        operation: &Operation,
        mut state: State,
        depth: usize,
    ) -> Result<bool, PdfError> {
        const DEPTH: usize = 2;
        let Object::Stream(form) = self.named(resources, "XObject", operation)? else {
            return Ok(false);
        };
        let is_form = form.dictionary.name("Subtype");
        let is_form = is_form.is_some_and(|kind| *kind == "Form");
        if form.dictionary.contains("Group") {
            state.grouped = true;
            if !state.mixed {
                return Ok(false);
            }
        }
        let matrix = self.view.get(&form.dictionary, "Matrix")?;
        if let Some((x, y)) = matrix.as_array().and_then(shift) {
            state.origin = (state.origin.0 + x, state.origin.1 + y);
        }
        Ok(is_form && depth < DEPTH && self.draws(&form, state, depth + 1)?)
    }

    /// Applies a graphics state that sets blend mode and opacity only.
    fn sets(
        &self,
        state: &mut State,
        resources: &Dictionary,
        operation: &Operation,
    ) -> Result<bool, PdfError> {
        const KNOWN: [&str; 5] = ["Type", "BM", "CA", "ca", "AIS"];
        let Object::Dictionary(parameters) = self.named(resources, "ExtGState", operation)? else {
            return Ok(false);
        };
        let known = |key: &kyso_pdf::Name| KNOWN.iter().any(|name| *key == **name);
        if let Some(mode) = parameters.get("BM") {
            let multiply = mode.as_name().is_some_and(|mode| *mode == "Multiply");
            let normal = mode.as_name().is_some_and(|mode| *mode == "Normal");
            if !multiply && !normal {
                return Ok(false);
            }
            state.mixed = multiply || state.grouped;
        }
        Ok(parameters.iter().all(|(key, _)| known(key)))
    }

    /// The resource that an operator names.
    fn named(
        &self,
        resources: &Dictionary,
        category: &str,
        operation: &Operation,
    ) -> Result<Object, PdfError> {
        let entries = self.view.get(resources, category)?;
        let entry = entries.as_dictionary().zip(operation.name());
        match entry.and_then(|(entries, name)| entries.get_name(name)) {
            Some(entry) => Ok((*self.view.resolve(entry)?).clone()),
            None => Ok(Object::Null),
        }
    }

    fn fills(&mut self, path: Path, state: &State) -> bool {
        let light = self.drawing == Drawing::Fillings && state.mixed && state.light;
        light
            && path
                .parts
                .iter()
                .all(|part| self.takes(|mark| contains(&grown(mark), part)))
    }

    fn strokes(&mut self, path: Path, state: &State) -> bool {
        let on_mark = |mark: &Rect, part: &Rect| {
            contains(&grown(mark), part) && low_side(part) + state.width <= low_side(mark) / 3.0
        };
        let parts = &path.parts;
        self.drawing == Drawing::Strokes
            && parts
                .iter()
                .all(|part| self.takes(|mark| on_mark(mark, part)))
    }

    /// Draws on one mark, which is then done.
    fn takes(&mut self, fits: impl Fn(&Rect) -> bool) -> bool {
        let found = self.free.iter().position(fits);
        found.map(|index| self.free.swap_remove(index)).is_some()
    }
}

/// The bounds of each part of the current path, on the page.
#[derive(Debug, Default)]
struct Path {
    parts: Vec<Rect>,
}

impl Path {
    /// Whether an operator constructs a path, and one that can be placed.
    fn goes_on(&mut self, operation: &Operation, state: &State) -> bool {
        let operator = operation.operator.as_slice();
        match operator {
            b"m" | b"l" => operation.numbers::<2>().is_some_and(|[x, y]| {
                let begins = operator == b"m";
                self.add(begins, &[(x, y)], state)
            }),
            b"v" | b"y" => operation
                .numbers::<4>()
                .is_some_and(|[a, b, c, d]| self.add(false, &[(a, b), (c, d)], state)),
            b"c" => operation.numbers::<6>().is_some_and(|[a, b, c, d, e, f]| {
                self.add(false, &[(a, b), (c, d), (e, f)], state)
            }),
            b"re" => operation
                .numbers::<4>()
                .is_some_and(|[x, y, width, height]| {
                    self.add(true, &[(x, y), (x + width, y + height)], state)
                }),
            b"h" | b"W" | b"W*" => operation.operands.is_empty(),
            _ => false,
        }
    }

    fn add(&mut self, begins: bool, points: &[(f64, f64)], state: &State) -> bool {
        for (index, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x + state.origin.0, y + state.origin.1);
            if !x.is_finite() || !y.is_finite() {
                return false;
            }
            let point = Rect::from_corners(x, y, x, y);
            match self.parts.last_mut() {
                Some(part) if !(begins && index == 0) => *part = joined(part, &point),
                None if !begins => return false,
                _ => self.parts.push(point),
            }
        }
        true
    }
}

/// Operators that set something and need no resources.
fn sets_plainly(operation: &Operation, state: &mut State) -> bool {
    const THICK: f64 = 4.0;
    const MITRE: f64 = 10.0;
    let up_to = |limit: f64| {
        let number = operation.numbers::<1>().map(|[number]| number);
        number.filter(|number| (0.0..=limit).contains(number))
    };
    match operation.operator.as_slice() {
        b"g" => lights(operation.numbers::<1>(), state),
        b"rg" => lights(operation.numbers::<3>(), state),
        b"k" => lights(operation.numbers::<4>(), state),
        b"w" => up_to(THICK).map(|width| state.width = width).is_some(),
        b"M" => up_to(MITRE).is_some(),
        b"cm" => match shift(&operation.operands) {
            Some((x, y)) => {
                state.origin = (state.origin.0 + x, state.origin.1 + y);
                true
            }
            None => false,
        },
        other => PLAIN.iter().any(|operator| operator.as_bytes() == other),
    }
}

fn lights<const N: usize>(colour: Option<[f64; N]>, state: &mut State) -> bool {
    let light = colour.map(|components| is_light(&components));
    state.light = light.unwrap_or(false);
    light.is_some()
}

/// Where a matrix moves to that neither scales nor turns.
fn shift(matrix: &[Object]) -> Option<(f64, f64)> {
    let numbers: Option<Vec<f64>> = matrix.iter().map(Object::as_number).collect();
    match numbers.as_deref() {
        Some([1.0, 0.0, 0.0, 1.0, x, y]) => Some((*x, *y)),
        _ => None,
    }
}

/// Whether black text stays readable when it is multiplied with a colour.
pub(super) fn is_light(components: &[f64]) -> bool {
    const READABLE: f64 = 0.3;
    let part = |value: &f64| value.clamp(0.0, 1.0);
    let brightness = match components {
        [] => 1.0,
        [grey] => part(grey),
        [red, green, blue] => 0.3 * part(red) + 0.59 * part(green) + 0.11 * part(blue),
        [cyan, magenta, yellow, black] => {
            let light = |ink: &f64| (1.0 - part(ink)) * (1.0 - part(black));
            0.3 * light(cyan) + 0.59 * light(magenta) + 0.11 * light(yellow)
        }
        _ => 0.0,
    };
    brightness >= READABLE
}

/// The lower side: the height of a line, of upright text its width.
pub(super) fn low_side(rect: &Rect) -> f64 {
    rect.width().min(rect.height())
}

/// A mark with the round ends that some programs give it.
fn grown(mark: &Rect) -> Rect {
    let by = (low_side(mark) / 4.0).max(2.0);
    Rect {
        left: mark.left - by,
        bottom: mark.bottom - by,
        right: mark.right + by,
        top: mark.top + by,
    }
}

/// The smallest rectangle around two.
pub(super) fn joined(one: &Rect, other: &Rect) -> Rect {
    Rect {
        left: one.left.min(other.left),
        bottom: one.bottom.min(other.bottom),
        right: one.right.max(other.right),
        top: one.top.max(other.top),
    }
}

fn contains(outer: &Rect, inner: &Rect) -> bool {
    outer.left <= inner.left
        && outer.bottom <= inner.bottom
        && outer.right >= inner.right
        && outer.top >= inner.top
}

/// Entries of a form that change nothing of what is looked at here.
const FORM: [&str; 11] = [
    "Type",
    "Subtype",
    "FormType",
    "BBox",
    "Matrix",
    "Resources",
    "Group",
    "Length",
    "Filter",
    "DecodeParms",
    "Name",
];

/// Operators that draw nothing, and thicken nothing (ISO 32000-2, annex A).
const PLAIN: [&str; 10] = ["J", "j", "d", "ri", "i", "G", "RG", "K", "BMC", "EMC"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_are_not_light() {
        assert!(is_light(&[1.0, 1.0, 0.0]) && is_light(&[0.0, 0.0, 1.0, 0.0]));
        assert!(!is_light(&[0.0, 0.0, 0.2]) && !is_light(&[0.0, 0.0, 0.0, 1.0]));
        assert!(!is_light(&[0.1]) && !is_light(&[0.0, 0.0, 9.0]));
    }
}

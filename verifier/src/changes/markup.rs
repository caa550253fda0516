//! What a mark on the text draws: for each marked line one thin stroke, or one
//! light filling under blend mode Multiply (ISO 32000-2, 12.5.6.10, 11.3.5.2).
//!
//! Everything else is refused: text, pictures, shadings, other colour spaces,
//! scaled drawings, and strokes or fillings beside the marked text.

mod colour;
mod path;
mod state;

use kyso_pdf::{Dictionary, Object, Operation, PdfError, Rect, Stream, View, operations};

use crate::appearance::ends_what_it_begins;
pub(super) use colour::{is_bright, is_light, is_like_paper};
use path::Path;
pub(super) use state::joined;
use state::{MITRE, State};

/// How the marks of one kind are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawing {
    /// Fillings in a light colour, mixed with the page below; `/C` says when they are not bright.
    Fillings {
        /// Whether they must be bright.
        bright: bool,
    },
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
        strokes: Vec::new(),
        left: OPERATIONS,
    };
    let state = State::at((rect.left - bounds.left, rect.bottom - bounds.bottom));
    Ok(marks.len() <= MOST_MARKS
        && true_to_size
        && on_marks
        && !grouped
        && painter.draws(form, state, 0)?
        && marks.iter().all(|mark| painter.leaves_legible(mark)))
}

/// Bytes of a content that are read as fast as one entry is compared.
const BYTES: usize = 8;

/// Marks of one annotation that are looked at.
pub(super) const MOST_MARKS: usize = 500;

/// Looks at every operator of an appearance.
struct Painter<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    drawing: Drawing,
    /// Marks on which nothing was drawn yet.
    free: Vec<Rect>,
    /// What the strokes cover.
    strokes: Vec<Rect>,
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
        // Colour spaces of a look may give Device colours another meaning (8.6.5.6).
        let mut categories = resources.iter().map(|(category, _)| category);
        if !categories.all(|category| CATEGORIES.iter().any(|known| *category == **known)) {
            return Ok(false);
        }
        let (mut saved, mut path) = (Vec::new(), Path::default());
        let content = self.view.decoded(form)?;
        self.view.count_compared(content.len() / BYTES)?;
        let read = operations(&content, self.left)?;
        self.view.count_compared(read.len())?;
        self.left -= read.len();
        // Some programs go on with it in the form around, or in the look of the next annotation.
        if !ends_what_it_begins(&read) {
            return Ok(false);
        }
        for operation in read {
            let allowed = match operation.operator.as_slice() {
                other if path.is_begun() && !PATHS.iter().any(|path| path.as_bytes() == other) => {
                    false
                }
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
                b"S" => self.strokes(&std::mem::take(&mut path), &state),
                b"s" => {
                    path.close();
                    self.strokes(&std::mem::take(&mut path), &state)
                }
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
        if let Some(group) = form.dictionary.get("Group") {
            let kind = group.as_dictionary().and_then(|group| group.name("S"));
            let is_transparency = kind.is_some_and(|kind| *kind == "Transparency");
            state.grouped = true;
            if !state.mixed || !is_transparency {
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
        let Drawing::Fillings { bright } = self.drawing else {
            return false;
        };
        let light = state.mixed && state.light && (state.bright || !bright);
        light && self.all_take(&path, |mark, part| contains(&grown(mark), part))
    }

    fn strokes(&mut self, path: &Path, state: &State) -> bool {
        let reach = path.reach(state);
        let on_mark = |mark: &Rect, part: &Rect| {
            contains(&grown(mark), part) && low_side(part) + 2.0 * reach <= covered_at_most(mark)
        };
        let covered = path.parts.iter().map(|part| widened(part, reach));
        self.strokes.extend(covered);
        self.drawing == Drawing::Strokes && !state.is_blank && self.all_take(path, on_mark)
    }

    /// Whether there is a path, and each of its parts takes a mark that it fits.
    fn all_take(&mut self, path: &Path, fits: impl Fn(&Rect, &Rect) -> bool) -> bool {
        let mut parts = path.parts.iter();
        path.is_begun() && parts.all(|part| self.takes(|mark| fits(mark, part)))
    }

    /// Whether all strokes together leave most of a marked line: marks may lie on each other.
    fn leaves_legible(&self, mark: &Rect) -> bool {
        const DIGITS: f64 = 1e-6;
        if self.count(self.strokes.len()).is_err() {
            return false;
        }
        // A stroke of the next line may reach into this one where lines are close.
        let covered = self.strokes.iter().filter_map(|stroke| {
            let common = low_side(&stroke.intersection(mark)?);
            (common > low_side(stroke) / 2.0).then_some(common)
        });
        let covered: f64 = covered.sum();
        covered <= covered_at_most(mark) + DIGITS
    }

    /// Counts rectangles that are looked at: many annotations may share a look, in each of many
    /// revisions.
    fn count(&self, rectangles: usize) -> Result<(), PdfError> {
        const RECTANGLES: usize = 8;
        self.view.count_compared(rectangles / RECTANGLES + 1)
    }

    /// Draws on one mark, which is then done.
    fn takes(&mut self, fits: impl Fn(&Rect) -> bool) -> bool {
        if self.count(self.free.len()).is_err() {
            return false;
        }
        let found = self.free.iter().position(fits);
        found.map(|index| self.free.swap_remove(index)).is_some()
    }
}

/// How much of a marked line strokes may cover: a mark may be higher than its text.
pub(super) fn covered_at_most(mark: &Rect) -> f64 {
    const THICKEST: f64 = 4.0;
    (low_side(mark) / 3.0).min(THICKEST)
}

/// Operators that set something and need no resources.
fn sets_plainly(operation: &Operation, state: &mut State) -> bool {
    const THICK: f64 = 4.0;
    let up_to = |limit: f64| {
        let number = operation.numbers::<1>().map(|[number]| number);
        number.filter(|number| (0.0..=limit).contains(number))
    };
    match operation.operator.as_slice() {
        b"g" => lights(operation.numbers::<1>(), state),
        b"rg" => lights(operation.numbers::<3>(), state),
        b"k" => lights(operation.numbers::<4>(), state),
        b"w" => up_to(THICK).map(|width| state.width = width).is_some(),
        b"M" => up_to(MITRE).map(|miter| state.miter = miter).is_some(),
        b"G" => outlines(operation.numbers::<1>(), state),
        b"RG" => outlines(operation.numbers::<3>(), state),
        b"K" => outlines(operation.numbers::<4>(), state),
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
    state.bright = colour.is_some_and(|components| is_bright(&components));
    light.is_some()
}

fn outlines<const N: usize>(colour: Option<[f64; N]>, state: &mut State) -> bool {
    let is_blank = colour.map(|components| is_like_paper(&components));
    state.is_blank = is_blank.unwrap_or(true);
    is_blank.is_some()
}

/// Where a matrix moves to that neither scales nor turns.
fn shift(matrix: &[Object]) -> Option<(f64, f64)> {
    let numbers: Option<Vec<f64>> = matrix.iter().map(Object::as_number).collect();
    match numbers.as_deref() {
        Some([1.0, 0.0, 0.0, 1.0, x, y]) => Some((*x, *y)),
        _ => None,
    }
}

/// The lower side: the height of a line, of upright text its width.
pub(super) fn low_side(rect: &Rect) -> f64 {
    rect.width().min(rect.height())
}

/// A mark with the round ends that some programs give it.
fn grown(mark: &Rect) -> Rect {
    widened(mark, (low_side(mark) / 4.0).max(2.0))
}

/// A rectangle with so much around it.
fn widened(rect: &Rect, by: f64) -> Rect {
    Rect {
        left: rect.left - by,
        bottom: rect.bottom - by,
        right: rect.right + by,
        top: rect.top + by,
    }
}

fn contains(outer: &Rect, inner: &Rect) -> bool {
    outer.left <= inner.left
        && outer.bottom <= inner.bottom
        && outer.right >= inner.right
        && outer.top >= inner.top
}

/// Resources of marks.
const CATEGORIES: [&str; 4] = ["ExtGState", "XObject", "Font", "ProcSet"];

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
const PLAIN: [&str; 7] = ["J", "j", "d", "ri", "i", "BMC", "EMC"];

/// Operators that go on with a path, clip by it, or paint it (ISO 32000-2, 8.5).
const PATHS: [&str; 15] = [
    "m", "l", "c", "v", "y", "re", "h", "W", "W*", "n", "S", "s", "f", "F", "f*",
];

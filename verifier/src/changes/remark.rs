//! Remarks of readers: annotations that hide nothing (ISO 32000-2, 12.5.6).
//!
//! Text notes and marks on the text are remarks. Annotations that can paint
//! over the page (free text, stamps, redactions, shapes), that act, or that
//! carry files are not: with them a certified document says something else.

use kyso_pdf::{Dictionary, Name, Object, Operation, PdfError, Rect, Stream, View, operations};

/// The kind of a remark; `None` for every other annotation.
pub(super) fn remark_kind(view: &View<'_, '_>, annotation: &Dictionary) -> Option<String> {
    let kind = annotation.name("Subtype").map(ToString::to_string)?;
    let known = |(name, _): (&Name, &Object)| KEYS.iter().any(|key| *name == *key);
    let is_remark = KINDS.contains(&kind.as_str()) && annotation.iter().all(known);
    // What cannot be read may hide anything.
    let harmless = is_remark && hides_nothing(view, annotation, &kind).unwrap_or(false);
    harmless.then_some(kind)
}

/// Whether the appearance of a remark leaves the page readable: it draws thin
/// lines only, and fills areas only where they are an icon, or mixed with the
/// page below them (a highlight).
fn hides_nothing(
    view: &View<'_, '_>,
    annotation: &Dictionary,
    kind: &str,
) -> Result<bool, PdfError> {
    const ICON: f64 = 36.0;
    let rect = view.get(annotation, "Rect")?;
    let rect = rect.as_array().and_then(Rect::from_numbers);
    let rect = rect.unwrap_or(Rect::from_corners(0.0, 0.0, 0.0, 0.0));
    let is_icon = rect.width() <= ICON && rect.height() <= ICON;
    // Programs draw icons as large as the rectangle, and lines as thick as the
    // marked text is high.
    let (fills, fits) = match kind {
        "Highlight" => (Fills::WhenMixed, true),
        "Text" | "Caret" => (Fills::Always, is_icon),
        "Popup" => (Fills::Never, true),
        _ => (Fills::Never, is_low(view, annotation)?),
    };
    if !fits {
        return Ok(false);
    }
    if !is_light_colour(&*view.get(annotation, "C")?) && kind == "Highlight" {
        return Ok(false);
    }
    let appearance = view.get(annotation, "AP")?;
    let Some(appearance) = appearance.as_dictionary() else {
        return Ok(appearance.is_null());
    };
    for (_, drawn) in appearance.iter() {
        let drawn = view.resolve(drawn)?;
        let Object::Stream(form) = &*drawn else {
            return Ok(false);
        };
        let painter = Painter { view, fills };
        let true_to_size = is_icon || is_true_to_size(view, form, &rect)?;
        if !true_to_size || !painter.is_light(form, State::default(), 0)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the marked text is no higher than a line, a large heading at most.
fn is_low(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const LINE: f64 = 36.0;
    let rect = view.get(annotation, "Rect")?;
    let rect = rect.as_array().and_then(Rect::from_numbers);
    let marked = view.get(annotation, "QuadPoints")?;
    let numbers = marked.as_array().unwrap_or_default().iter();
    let numbers: Option<Vec<f64>> = numbers.map(Object::as_number).collect();
    let Some(numbers) = numbers else {
        return Ok(false);
    };
    let (quads, rest) = numbers.as_chunks::<8>();
    let low = |[x1, y1, x2, y2, x3, y3, x4, y4]: &[f64; 8]| {
        let spread = |a: [f64; 4]| {
            a.into_iter().fold(f64::MIN, f64::max) - a.into_iter().fold(f64::MAX, f64::min)
        };
        // Text may run upwards.
        spread([*y1, *y2, *y3, *y4]).min(spread([*x1, *x2, *x3, *x4])) <= LINE
    };
    let bounded = match quads.is_empty() {
        true => rect.is_some_and(|rect| rect.height().min(rect.width()) <= LINE),
        false => quads.iter().all(low),
    };
    Ok(bounded && rest.is_empty())
}

/// Whether the form is shown as large as it is drawn: thin lines stay thin.
fn is_true_to_size(view: &View<'_, '_>, form: &Stream, rect: &Rect) -> Result<bool, PdfError> {
    const SLACK: f64 = 2.0;
    let bounds = view.get(&form.dictionary, "BBox")?;
    let bounds = bounds.as_array().and_then(Rect::from_numbers);
    Ok(bounds.is_some_and(|bounds| {
        rect.width() <= bounds.width() + SLACK && rect.height() <= bounds.height() + SLACK
    }))
}

/// Whether an appearance may fill areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fills {
    Always,
    /// In a light colour, where blend mode Multiply is in force.
    WhenMixed,
    Never,
}

/// The part of the graphics state that decides whether a filling hides.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    mixed: bool,
    light: bool,
}

/// Looks at every operator of an appearance.
struct Painter<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    fills: Fills,
}

impl Painter<'_, '_, '_> {
    /// No text, pictures or shadings, nothing scaled, no thick lines.
    fn is_light(&self, form: &Stream, state: State, depth: usize) -> Result<bool, PdfError> {
        const OPERATIONS: usize = 5_000;
        const DEPTH: usize = 4;
        let resources = self.view.get(&form.dictionary, "Resources")?;
        let resources = resources.as_dictionary().cloned().unwrap_or_default();
        let matrix = self.view.get(&form.dictionary, "Matrix")?;
        if depth > DEPTH || !(matrix.is_null() || is_shift(matrix.as_array().unwrap_or_default())) {
            return Ok(false);
        }
        let mut state = state;
        let mut saved = Vec::new();
        for operation in operations(&self.view.decoded(form)?, OPERATIONS)? {
            let light = match operation.operator.as_slice() {
                b"q" => {
                    saved.push(state);
                    true
                }
                b"Q" => {
                    state = saved.pop().unwrap_or_default();
                    true
                }
                b"gs" => self.set(&mut state, &resources, &operation)?,
                b"Do" => match self.named(&resources, "XObject", &operation)? {
                    Object::Stream(inner) if is_form(&inner) => {
                        self.is_light(&inner, state, depth + 1)?
                    }
                    _ => false,
                },
                _ => self.allows(&operation, &mut state),
            };
            if !light {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Operators that need no resources.
    fn allows(&self, operation: &Operation, state: &mut State) -> bool {
        const THIN: f64 = 4.0;
        match operation.operator.as_slice() {
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => match self.fills {
                Fills::Always => true,
                Fills::WhenMixed => state.mixed && state.light,
                Fills::Never => false,
            },
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => {
                state.light = is_light(&operation.operands);
                true
            }
            b"w" => operation.operands.first().and_then(Object::as_number) <= Some(THIN),
            b"cm" => is_shift(&operation.operands),
            other => LINES.iter().any(|operator| operator.as_bytes() == other),
        }
    }

    /// Applies a graphics state, which may not set anything that thickens.
    fn set(
        &self,
        state: &mut State,
        resources: &Dictionary,
        operation: &Operation,
    ) -> Result<bool, PdfError> {
        let parameters = self.named(resources, "ExtGState", operation)?;
        let Object::Dictionary(parameters) = parameters else {
            return Ok(false);
        };
        if let Some(mode) = parameters.name("BM") {
            state.mixed = *mode == "Multiply";
        }
        Ok(!parameters.contains("LW") && !parameters.contains("SMask"))
    }

    /// The resource that an operator names.
    fn named(
        &self,
        resources: &Dictionary,
        category: &str,
        operation: &Operation,
    ) -> Result<Object, PdfError> {
        let entries = self.view.get(resources, category)?;
        let name = operation.name().map(ToString::to_string);
        let (Some(entries), Some(name)) = (entries.as_dictionary(), name) else {
            return Ok(Object::Null);
        };
        Ok((*self.view.get(entries, &name)?).clone())
    }
}

/// A matrix that moves, and neither scales nor turns.
fn is_shift(matrix: &[Object]) -> bool {
    let numbers: Option<Vec<f64>> = matrix.iter().map(Object::as_number).collect();
    matches!(numbers.as_deref(), Some([1.0, 0.0, 0.0, 1.0, _, _]))
}

fn is_form(stream: &Stream) -> bool {
    let kind = stream.dictionary.name("Subtype");
    kind.is_some_and(|kind| *kind == "Form")
}

/// A colour that leaves black text readable when it is multiplied with it;
/// none stated is the reader's own choice.
fn is_light_colour(colour: &Object) -> bool {
    colour.as_array().is_none_or(is_light)
}

fn is_light(components: &[Object]) -> bool {
    const READABLE: f64 = 0.3;
    let numbers: Option<Vec<f64>> = components.iter().map(Object::as_number).collect();
    let brightness = match numbers.as_deref() {
        Some([]) => 1.0,
        Some([grey]) => *grey,
        Some([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue,
        Some([cyan, magenta, yellow, black]) => {
            let part = |ink: &f64| (1.0 - ink) * (1.0 - black);
            0.3 * part(cyan) + 0.59 * part(magenta) + 0.11 * part(yellow)
        }
        _ => 0.0,
    };
    brightness >= READABLE
}

const KINDS: [&str; 7] = [
    "Text",
    "Popup",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Caret",
];

/// What a remark may hold: no actions, no layers, nothing unknown.
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

/// Operators that draw lines, or nothing (ISO 32000-2, annex A).
const LINES: [&str; 27] = [
    "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "re", "S", "s", "n", "W", "W*",
    "CS", "cs", "SC", "SCN", "G", "RG", "K", "BMC", "EMC",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_are_not_light() {
        let colour = |parts: &[f64]| parts.iter().map(|part| Object::Real(*part)).collect();
        let light = |parts: &[f64]| is_light(&Vec::<Object>::from_iter::<Vec<_>>(colour(parts)));
        assert!(light(&[1.0, 1.0, 0.0]) && light(&[0.0, 0.0, 1.0, 0.0]));
        assert!(!light(&[0.0, 0.0, 0.2]) && !light(&[0.0, 0.0, 0.0, 1.0]) && !light(&[0.1]));
    }
}

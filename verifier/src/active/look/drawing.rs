//! The look by which an annotation is drawn, and whether that paints (ISO 32000-2, 12.5.5).

use kyso_pdf::{
    Dictionary, Object, Operation, PdfError, Rect, Stream, StreamData, View, operations,
};

/// The look by which an annotation is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing, and no entry for looks either.
    None,
    /// An entry for looks that holds none.
    Empty,
    /// States, none of which is chosen.
    Unchosen,
    /// A drawing of its own.
    Drawing,
    /// One of several states.
    State,
    /// One of several states that are an object of their own: Poppler does not look into it.
    StateElsewhere,
    /// A drawing without bounds.
    Unbounded,
}

/// The look by which an annotation is drawn.
pub(super) fn look(view: &View<'_, '_>, annotation: &Dictionary) -> Result<Look, PdfError> {
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(Look::None);
    };
    let normal = view.get(looks, "N")?;
    let is_reference = looks.get("N").and_then(Object::as_reference).is_some();
    Ok(match &*normal {
        Object::Stream(form) => drawing(view, form, Look::Drawing)?,
        Object::Dictionary(states) => {
            let chosen = view.get(annotation, "AS")?;
            let chosen = chosen.as_name().and_then(|name| states.get_name(name));
            match chosen.map(|state| view.resolve(state)).transpose()? {
                Some(state) => match state.as_stream() {
                    Some(form) if is_reference && !is_empty(form) => Look::StateElsewhere,
                    Some(form) => drawing(view, form, Look::State)?,
                    None => Look::Unchosen,
                },
                None if states.is_empty() => Look::Empty,
                None => Look::Unchosen,
            }
        }
        _ => Look::Empty,
    })
}

fn drawing(view: &View<'_, '_>, form: &Stream, bounded: Look) -> Result<Look, PdfError> {
    let bounds = view.get(&form.dictionary, "BBox")?;
    let bounds = bounds.as_array().and_then(Rect::from_numbers);
    let is_bounded = bounds.is_some_and(|bounds| !bounds.is_empty());
    Ok(match is_empty(form) || is_bounded {
        true => bounded,
        false => Look::Unbounded,
    })
}

fn is_empty(form: &Stream) -> bool {
    match &form.data {
        StreamData::Owned(data) => data.is_empty(),
        StreamData::InFile { start, end } => start == end,
    }
}

pub(super) fn is_drawn(look: Look) -> bool {
    !matches!(look, Look::None | Look::Empty)
}

/// Whether the look of an annotation paints; so, where that would have to be looked for at length.
pub(super) fn paints(view: &View<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    const ENCODED: usize = 1 << 10;
    const DECODED: usize = 4 << 10;
    const OPERATIONS: usize = 100;
    let looks = view.get(annotation, "AP")?;
    let Some(looks) = looks.as_dictionary() else {
        return Ok(false);
    };
    let normal = view.get(looks, "N")?;
    let Some(form) = normal.as_stream() else {
        return Ok(true);
    };
    let size = match &form.data {
        StreamData::Owned(data) => data.len(),
        StreamData::InFile { start, end } => end - start,
    };
    if size > ENCODED {
        return Ok(true);
    }
    let content = view.decoded_within(form, DECODED);
    let found = content.and_then(|content| operations(&content, OPERATIONS));
    let is_idle = |found: &Operation| IDLE.iter().any(|idle| idle.as_bytes() == found.operator);
    Ok(found.map_or(true, |found| !found.iter().all(is_idle)))
}

/// Operators that paint nothing by themselves (ISO 32000-2, annex A).
const IDLE: [&str; 18] = [
    "q", "Q", "cm", "w", "J", "j", "M", "d", "i", "g", "G", "rg", "RG", "k", "K", "BMC", "EMC", "n",
];

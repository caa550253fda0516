//! What the appearance of a widget draws, and where (ISO 32000-2, 12.5.5).

mod blanks;
mod clip;
mod content;
mod default_colours;
mod drawing;
mod font_work;
mod fonts;
mod forms;
mod look;
mod matrix;
mod operators;
mod painted;
mod painter;
mod placed;
mod seen;
mod state;
mod text_state;
mod written;

use kyso_pdf::{Dictionary, Name, Object, PdfError, View, Widget};

use crate::colour_space::KnownProfiles;
use clip::Clip;
pub(crate) use content::Budget;
pub(crate) use default_colours::redefines_colours;
pub(crate) use drawing::{Drawing, DrawnImage};
pub(crate) use font_work::{FontWork, Memory};
pub(crate) use forms::form_bounds;
use forms::{Placement, placement};
pub(crate) use look::{Look, draws_nothing, is_unbounded};
pub(crate) use matrix::Matrix;
pub(crate) use operators::ends_what_it_begins;
use painter::Painter;
use state::State;
pub(crate) use written::painted;

/// Reads the normal appearance of `widget`; empty when it has none. The instructions of its fonts run within `fonts`.
pub(crate) fn drawing(
    view: &View<'_, '_>,
    widget: &Widget,
    fonts: &FontWork,
    profiles: KnownProfiles<'_>,
) -> Result<Drawing, PdfError> {
    let mut drawing = Drawing::default();
    let appearances = view.get(&widget.dictionary, "AP")?;
    let Some(appearances) = appearances.as_dictionary() else {
        return Ok(drawing);
    };
    let normal = view.get(appearances, "N")?;
    // Viewers may show other states, or draw what `/MK` says.
    drawing.is_alone = appearances.iter().all(|(name, _)| *name == "N")
        && !is_decorated(view, &widget.dictionary)?;
    drawing.has_shapes = !drawing.is_alone;
    drawing.is_decorated = !drawing.is_alone;
    let (Some(form), Some(rect)) = (normal.as_stream(), widget.rect) else {
        // One of several states is shown: not looked into.
        drawing.is_alone = false;
        drawing.has_shapes = true;
        return Ok(drawing);
    };
    match placement(view, form, &rect)? {
        Placement::At(matrix) => {
            let mut painter = Painter::new(view, &mut drawing, fonts, profiles);
            let bounds = form_bounds(view, &form.dictionary)?;
            let bounds = bounds.map(|bounds| matrix.corners(&bounds));
            let clip = Clip::to_rect(&rect).and(bounds.as_ref().map(<[_; 4]>::as_slice));
            painter.draw(form, None, State::at(matrix, clip), 0)?;
        }
        Placement::Nowhere => {}
        Placement::Unread => drawing.is_misplaced = true,
    }
    if drawing.is_misplaced {
        drawing.images.clear();
        drawing.is_alone = false;
        drawing.has_shapes = true;
    }
    Ok(drawing)
}

/// Whether some programs may draw a border, a background or a caption beside the appearance, or
/// hide it all. Programs also write these entries without any such decoration: a turn alone, a
/// border without width.
fn is_decorated(view: &View<'_, '_>, widget: &Dictionary) -> Result<bool, PdfError> {
    let characteristics = view.get(widget, "MK")?;
    let turns_only = |entries: &Dictionary| {
        entries
            .iter()
            .all(|(name, value)| *name == "R" || says_nothing(name, value))
    };
    let is_zero = |number: Option<&Object>| number.and_then(Object::as_number) == Some(0.0);
    let style = view.get(widget, "BS")?;
    let border = view.get(widget, "Border")?;
    let is_plain = |value: &Object, is_nothing: bool| value.is_null() || is_nothing;
    let has_none = is_plain(
        &characteristics,
        characteristics.as_dictionary().is_some_and(turns_only),
    ) && is_plain(
        &style,
        style
            .as_dictionary()
            .is_some_and(|style| is_zero(style.get("W"))),
    ) && is_plain(
        &border,
        border
            .as_array()
            .is_some_and(|border| is_zero(border.get(2))),
    );
    Ok(!has_none || widget.contains("OC"))
}

/// Whether an entry of `/MK` means no colour or no caption (ISO 32000-2, table 192).
fn says_nothing(name: &Name, value: &Object) -> bool {
    let is_one_of = |keys: &[&str]| keys.iter().any(|key| *name == *key);
    match value {
        Object::Array(colour) => is_one_of(&["BC", "BG"]) && colour.is_empty(),
        _ => is_one_of(&["CA", "RC", "AC"]) && value.as_string().is_some_and(<[u8]>::is_empty),
    }
}

//! Flags and area of a widget, as programs read them (ISO 32000-2, 12.5.2 and 12.5.3).

use kyso_pdf::{Dictionary, PdfError, View, Widget};

/// `/F`; all bits where it is no integer of 32 bits: some programs read other numbers as one.
pub(crate) fn flags(view: &View<'_, '_>, widget: &Dictionary) -> Result<i64, PdfError> {
    let flags = view.get(widget, "F")?;
    let number = flags.as_integer();
    let number = number.filter(|number| i32::try_from(*number).is_ok());
    Ok(match flags.is_null() {
        true => 0,
        false => number.unwrap_or(-1),
    })
}

/// Whether some programs draw the look of a widget although it has no area: one without `/Rect`, or one that keeps its own
/// size at any scale.
pub(crate) fn leaves_no_area(widget: &Widget, flags: i64) -> bool {
    match widget.rect {
        Some(rect) => rect.is_empty() && flags & NO_ZOOM != 0,
        None => true,
    }
}

/// `/F`: it keeps its size on the screen (ISO 32000-2, table 167).
pub(crate) const NO_ZOOM: i64 = 1 << 3;

/// Whether the widget has no area. What is no rectangle here may be one for
/// another program.
pub(crate) fn is_nowhere(widget: &Widget) -> bool {
    match widget.rect {
        Some(rect) => rect.is_empty(),
        None => !widget.dictionary.contains("Rect"),
    }
}

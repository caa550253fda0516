//! Fields that a revision fills in or brings, and where they are drawn.

use kyso_pdf::{Dictionary, ObjectId, PdfError, Rect, View};

use crate::widget;

/// A field that a revision fills in, or adds for a signature to come, and where it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filling {
    /// The revision that fills it in.
    pub(crate) revision: usize,
    /// Fully qualified name.
    pub(crate) name: String,
    /// Whether it is a check box or a radio button.
    pub(crate) is_switch: bool,
    /// Whether it is a new signature field that the revision leaves unsigned.
    pub(crate) is_unsigned: bool,
    /// All widgets of the field.
    pub(crate) widgets: Vec<FilledWidget>,
}

/// A widget of a field that is filled in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FilledWidget {
    pub(crate) id: ObjectId,
    /// `/Rect`; `None` when it cannot be read.
    pub(crate) rect: Option<Rect>,
    /// `/F`.
    pub(crate) flags: i64,
}

impl FilledWidget {
    /// The widget `id` as it is now; a field whose widgets are its kids has no
    /// `/Rect`, and is none itself.
    pub(super) fn of(
        view: &View<'_, '_>,
        id: ObjectId,
        widget: &Dictionary,
    ) -> Result<Option<Self>, PdfError> {
        let rect = view.get(widget, "Rect")?;
        let flags = widget::flags(view, widget)?;
        Ok((!rect.is_null()).then(|| Self {
            id,
            rect: rect.as_array().and_then(Rect::from_numbers),
            flags,
        }))
    }
}

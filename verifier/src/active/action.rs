//! Actions that run something, or change what is shown (ISO 32000-2, 12.6).

use kyso_pdf::{Dictionary, PdfError, View};

use crate::finding::ActiveKind;

/// The action of a dictionary, if it is one.
pub(super) fn action(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
) -> Result<Option<ActiveKind>, PdfError> {
    if dictionary.contains("JS") {
        return Ok(Some(ActiveKind::JavaScript));
    }
    let kind = view.get(dictionary, "S")?;
    Ok(kind
        .as_name()
        .and_then(|name| action_kind(&name.to_string())))
}

/// The actions that run something, or change what is shown (ISO 32000-2, table 201).
pub(super) fn action_kind(name: &str) -> Option<ActiveKind> {
    match name {
        "JavaScript" => Some(ActiveKind::JavaScript),
        "Launch" => Some(ActiveKind::Launch),
        "Hide" => Some(ActiveKind::Hide),
        "SetOCGState" => Some(ActiveKind::LayerSwitch),
        _ => None,
    }
}

//! Content that can act or change what is shown: reported, never judged (I4).

use kyso_pdf::{Dictionary, Object, PdfError, View};

use crate::finding::{ActiveKind, Finding};

/// XFA forms, and actions that the catalog starts.
pub(crate) fn findings(view: &View<'_, '_>) -> Result<Vec<Finding>, PdfError> {
    let (_, catalog) = view.catalog()?;
    let catalog = catalog.as_dictionary().cloned().unwrap_or_default();
    let mut kinds = Vec::new();
    let form = view.get(&catalog, "AcroForm")?;
    let form = form.as_dictionary().cloned().unwrap_or_default();
    if !view.get(&form, "XFA")?.is_null() {
        kinds.push(ActiveKind::Xfa);
    }
    let names = view.get(&catalog, "Names")?;
    let names = names.as_dictionary().cloned().unwrap_or_default();
    if !view.get(&names, "JavaScript")?.is_null() {
        kinds.push(ActiveKind::JavaScript);
    }
    let events = view.get(&catalog, "AA")?;
    let events = events.as_dictionary().cloned().unwrap_or_default();
    let first = catalog.get("OpenAction").into_iter();
    for action in first.chain(events.iter().map(|(_, action)| action)) {
        kinds.extend(kind(view, action)?);
    }
    kinds.sort_unstable();
    kinds.dedup();
    let findings = kinds
        .into_iter()
        .map(|kind| Finding::ActiveContent { kind });
    Ok(findings.collect())
}

fn kind(view: &View<'_, '_>, action: &Object) -> Result<Option<ActiveKind>, PdfError> {
    let action = view.resolve(action)?;
    let Some(action) = action.as_dictionary() else {
        return Ok(None);
    };
    let name = subtype(view, action)?;
    Ok(match name.as_deref() {
        Some("JavaScript") => Some(ActiveKind::JavaScript),
        Some("Launch") => Some(ActiveKind::Launch),
        _ => None,
    })
}

fn subtype(view: &View<'_, '_>, action: &Dictionary) -> Result<Option<String>, PdfError> {
    let name = view.get(action, "S")?;
    Ok(name.as_name().map(ToString::to_string))
}

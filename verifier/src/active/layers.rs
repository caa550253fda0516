//! Layers that come and go by themselves (ISO 32000-2, 8.11.4.4).
//!
//! One program obeys the usage of a layer even where no event names it, so the usage alone decides.

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View};

/// Whether a layer is seen on one occasion and not on another. Layers that are always the same, as page headers and
/// watermarks of Acrobat are, do not count.
pub(super) fn depend_on_occasion(
    view: &View<'_, '_>,
    properties: &Dictionary,
) -> Result<bool, PdfError> {
    const LAYERS: usize = 10_000;
    let configuration = view.get(properties, "D")?;
    let configuration = configuration.as_dictionary().cloned().unwrap_or_default();
    let base = view.get(&configuration, "BaseState")?;
    let base_on = base.as_name().is_none_or(|state| *state != "OFF");
    let on = references(view, &configuration, "ON")?;
    let off = references(view, &configuration, "OFF")?;
    let layers = view.get(properties, "OCGs")?;
    let layers = layers.as_array().unwrap_or_default();
    if layers.len() > LAYERS {
        return Ok(true);
    }
    for layer in layers {
        let id = layer.as_reference();
        let named = |list: &BTreeSet<ObjectId>| id.is_some_and(|id| list.contains(&id));
        let shown = named(&on) || (base_on && !named(&off));
        let layer = view.resolve(layer)?;
        let Some(layer) = layer.as_dictionary() else {
            continue;
        };
        let usage = view.get(layer, "Usage")?;
        if let Some(usage) = usage.as_dictionary()
            && varies(view, usage, shown)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the usage of a layer shows it on the screen, in print and in exports as it is `shown` anyway, or makes it
/// depend on magnification or reader.
fn varies(view: &View<'_, '_>, usage: &Dictionary, shown: bool) -> Result<bool, PdfError> {
    const STATES: [(&str, &str); 3] = [
        ("View", "ViewState"),
        ("Print", "PrintState"),
        ("Export", "ExportState"),
    ];
    for key in ["Zoom", "User", "Language"] {
        if !view.get(usage, key)?.is_null() {
            return Ok(true);
        }
    }
    for (key, state) in STATES {
        let stated = view.get(usage, key)?;
        let Some(stated) = stated.as_dictionary() else {
            continue;
        };
        let state = view.get(stated, state)?;
        let state = state.as_name().map(|state| *state != "OFF");
        if state.is_some_and(|state| state != shown) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn references(
    view: &View<'_, '_>,
    holder: &Dictionary,
    key: &str,
) -> Result<BTreeSet<ObjectId>, PdfError> {
    let list = view.get(holder, key)?;
    let list = list.as_array().unwrap_or_default();
    Ok(list.iter().filter_map(Object::as_reference).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name};

    fn judge(usage: Dictionary, base: &str) -> bool {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let layer = Dictionary::new().with("Usage", usage);
        let properties = Dictionary::new()
            .with("OCGs", vec![Object::from(layer)])
            .with("D", Dictionary::new().with("BaseState", Name::from(base)));
        depend_on_occasion(&document.latest(), &properties).unwrap()
    }

    fn state(key: &str, state: &str) -> Dictionary {
        Dictionary::new().with(key, Name::from(state))
    }

    #[test]
    fn layers_that_are_always_the_same_are_harmless() {
        let header = Dictionary::new()
            .with(
                "PageElement",
                Dictionary::new().with("Subtype", Name::from("HF")),
            )
            .with("View", state("ViewState", "ON"))
            .with("Print", state("PrintState", "ON"))
            .with("Export", state("ExportState", "ON"));
        assert!(!judge(header.clone(), "ON"));
        assert!(judge(header, "OFF"));
        let creator = Dictionary::new().with("CreatorInfo", Dictionary::new());
        assert!(!judge(creator, "ON"));
    }

    #[test]
    fn layers_for_print_or_magnification_only_are_found() {
        let hidden_in_print = Dictionary::new().with("Print", state("PrintState", "OFF"));
        assert!(judge(hidden_in_print, "ON"));
        let hidden_in_view = Dictionary::new()
            .with("View", state("ViewState", "OFF"))
            .with("Print", state("PrintState", "ON"));
        assert!(judge(hidden_in_view, "ON"));
        assert!(judge(
            Dictionary::new().with("Zoom", Dictionary::new()),
            "ON"
        ));
    }
}

//! Layers that come and go by themselves (ISO 32000-2, 8.11.4.4).
//!
//! One program obeys the usage of a layer even where no event names it, so the usage alone decides.

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View};

/// Which layers are seen when the file is opened.
#[derive(Debug)]
pub(super) struct Layers {
    base_on: bool,
    on: BTreeSet<ObjectId>,
    off: BTreeSet<ObjectId>,
    /// The layers that the file lists: any other object hides nothing.
    listed: BTreeSet<ObjectId>,
}

impl Layers {
    /// The layers by the default configuration.
    pub(super) fn of(view: &View<'_, '_>, properties: &Dictionary) -> Result<Self, PdfError> {
        let configuration = view.get(properties, "D")?;
        let configuration = configuration.as_dictionary().cloned().unwrap_or_default();
        let base = view.get(&configuration, "BaseState")?;
        Ok(Self {
            base_on: base.as_name().is_none_or(|state| *state != "OFF"),
            on: references(view, &configuration, "ON")?,
            off: references(view, &configuration, "OFF")?,
            listed: references(view, properties, "OCGs")?,
        })
    }

    fn shows(&self, id: Option<ObjectId>) -> bool {
        let named = |list: &BTreeSet<ObjectId>| id.is_some_and(|id| list.contains(&id));
        (named(&self.on) || self.base_on) && !named(&self.off)
    }

    /// Whether some programs do not recognise a hidden layer, because it has no type or another
    /// intent than viewing, or whether the list of layers holds something else.
    pub(super) fn are_doubtful(
        &self,
        view: &View<'_, '_>,
        properties: &Dictionary,
    ) -> Result<bool, PdfError> {
        let layers = view.get(properties, "OCGs")?;
        for layer in layers.as_array().unwrap_or_default() {
            let is_seen = self.shows(layer.as_reference());
            let layer = view.resolve(layer)?;
            let Some(layer) = layer.as_dictionary() else {
                continue;
            };
            let kind = view.get(layer, "Type")?;
            let intent = view.get(layer, "Intent")?;
            let is_layer = kind.as_name().is_some_and(|kind| *kind == "OCG");
            let is_harmless = is_layer && is_for_viewing(&intent);
            // A membership among the layers is one of them for some programs.
            if !(is_harmless || (is_seen && (is_layer || kind.is_null()))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether programs decide differently whether content of this membership is seen (ISO 32000-2, 8.11.2.2): MuPDF
    /// reads no expressions and no policies rightly, PDF.js no policies for a single layer, PDFium no empty lists.
    pub(super) fn membership_is_doubtful(
        &self,
        view: &View<'_, '_>,
        membership: &Dictionary,
    ) -> Result<bool, PdfError> {
        if !view.get(membership, "VE")?.is_null() {
            return Ok(true);
        }
        let layers = view.get(membership, "OCGs")?;
        let policy = view.get(membership, "P")?;
        let policy = policy.as_name().map(ToString::to_string);
        let layers = match &*layers {
            Object::Array(layers) => Some(layers),
            Object::Dictionary(_) => None,
            _ => return Ok(true),
        };
        // Many memberships may share a list.
        view.count_compared(layers.map_or(0, Vec::len))?;
        let single = membership.get("OCGs").into_iter();
        let members: Vec<_> = match layers {
            Some(layers) => layers.iter().map(Object::as_reference).collect(),
            None => single.map(Object::as_reference).collect(),
        };
        if self.are_odd(view, &members)? {
            return Ok(true);
        }
        let all_seen = layers.is_some_and(|layers| {
            let mut layers = layers.iter().map(Object::as_reference);
            layers.all(|layer| self.shows(layer))
        });
        let is_empty = layers.is_some_and(Vec::is_empty);
        Ok(match policy.as_deref() {
            None | Some("AnyOn") => is_empty,
            Some("AllOn") => !all_seen,
            _ => true,
        })
    }

    /// Whether one of several layers is off, and programs take another for none, or one for two: it is not listed, of
    /// another type, or named again.
    fn are_odd(&self, view: &View<'_, '_>, members: &[Option<ObjectId>]) -> Result<bool, PdfError> {
        if members.iter().all(|member| self.shows(*member)) {
            return Ok(false);
        }
        let mut met = BTreeSet::new();
        for member in members {
            let Some(id) = member.filter(|id| self.listed.contains(id)) else {
                return Ok(true);
            };
            let layer = view.object(id)?;
            let kind = layer.as_dictionary().map(|layer| view.get(layer, "Type"));
            let kind = kind.transpose()?;
            let kind = kind.as_deref().and_then(Object::as_name);
            if kind.is_none_or(|kind| *kind != "OCG") || !met.insert(id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an annotation is hidden by its layer, or membership: PDFium shows it.
    pub(super) fn hide(
        &self,
        view: &View<'_, '_>,
        annotation: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(layer) = annotation.get("OC") else {
            return Ok(false);
        };
        if let Some(id) = layer.as_reference().filter(|id| self.listed.contains(id)) {
            return Ok(!self.shows(Some(id)));
        }
        let membership = view.resolve(layer)?;
        let Some(membership) = membership.as_dictionary() else {
            return Ok(false);
        };
        let named = membership.get("OCGs").cloned().unwrap_or(Object::Null);
        let layers = match view.resolve(&named)?.as_array() {
            Some(layers) => {
                view.count_compared(layers.len())?;
                layers.to_vec()
            }
            None => vec![named],
        };
        let layers = layers.iter().filter_map(Object::as_reference);
        let mut layers = layers.filter(|id| self.listed.contains(id)).peekable();
        let is_some = layers.peek().is_some();
        Ok(is_some && !layers.any(|id| self.shows(Some(id))))
    }
}

fn is_for_viewing(intent: &Object) -> bool {
    let is_view = |intent: &Object| {
        let name = intent.as_name();
        name.is_some_and(|name| *name == "View" || *name == "All")
    };
    match intent {
        Object::Null => true,
        Object::Array(intents) => intents.iter().any(is_view),
        intent => is_view(intent),
    }
}

/// Whether a layer is seen on one occasion and not on another. Layers that are always the same, as page headers and
/// watermarks of Acrobat are, do not count.
pub(super) fn depend_on_occasion(
    view: &View<'_, '_>,
    properties: &Dictionary,
) -> Result<bool, PdfError> {
    const LAYERS: usize = 10_000;
    let states = Layers::of(view, properties)?;
    let layers = view.get(properties, "OCGs")?;
    let layers = layers.as_array().unwrap_or_default();
    if layers.len() > LAYERS {
        return Ok(true);
    }
    for layer in layers {
        let shown = states.shows(layer.as_reference());
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

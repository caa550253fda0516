//! Graphics states that some programs obey and others do not (ISO 32000-2, 8.4.5, 11.3.5, 11.6.5).

use kyso_pdf::{Dictionary, Object, PdfError, View};

/// Whether programs read a graphics state differently, as was seen in Poppler, MuPDF, PDFium and PDF.js.
pub(super) fn differs(view: &View<'_, '_>, state: &Object) -> Result<bool, PdfError> {
    let state = view.resolve(state)?;
    let Some(state) = state.as_dictionary() else {
        return Ok(false);
    };
    Ok(transfers(view, state, "TR", &["Identity"])?
        || transfers(view, state, "TR2", &["Identity", "Default"])?
        // Poppler knows the operator for fonts alone.
        || !view.get(state, "Font")?.is_null()
        || !strokes_alike(view, state)?
        || !is_opacity(view, state, "ca")?
        || !is_opacity(view, state, "CA")?
        || !blends_alike(view, state)?
        || !masks_alike(view, state)?)
}

/// Whether a transfer function changes what is painted: PDFium and PDF.js apply it, Poppler and MuPDF do not.
fn transfers(
    view: &View<'_, '_>,
    state: &Dictionary,
    key: &str,
    usual: &[&str],
) -> Result<bool, PdfError> {
    let function = view.get(state, key)?;
    let is_usual = |function: &Object| {
        let name = function.as_name();
        name.is_some_and(|name| usual.iter().any(|usual| *name == *usual))
    };
    Ok(match &*function {
        Object::Null => false,
        Object::Array(parts) => parts.len() > 4 || !parts.iter().all(is_usual),
        function => !is_usual(function),
    })
}

/// Whether lines have a width, and dashes lengths, that all programs can draw.
fn strokes_alike(view: &View<'_, '_>, state: &Dictionary) -> Result<bool, PdfError> {
    let width = view.get(state, "LW")?;
    let is_width = width.is_null() || width.as_number().is_some_and(|width| width >= 0.0);
    let dashes = view.get(state, "D")?;
    let lengths = match dashes.as_array().and_then(<[Object]>::first) {
        Some(lengths) => view.resolve(lengths)?,
        None => return Ok(is_width),
    };
    let lengths = lengths.as_array().unwrap_or_default();
    view.count_compared(lengths.len())?;
    let length = |length: &Object| length.as_number().unwrap_or(-1.0);
    let total: f64 = lengths.iter().map(length).sum();
    let is_negative = lengths.iter().any(|one| length(one) < 0.0);
    Ok(is_width && !is_negative && (lengths.is_empty() || total > 0.0))
}

fn is_opacity(view: &View<'_, '_>, state: &Dictionary, key: &str) -> Result<bool, PdfError> {
    let opacity = view.get(state, key)?;
    let is_share = |share: f64| (0.0..=1.0).contains(&share);
    Ok(opacity.is_null() || opacity.as_number().is_some_and(is_share))
}

/// Whether all programs take the same blend mode: of several the first, which all must know.
fn blends_alike(view: &View<'_, '_>, state: &Dictionary) -> Result<bool, PdfError> {
    let mode = view.get(state, "BM")?;
    let first = match &*mode {
        Object::Null => return Ok(true),
        Object::Array(modes) => match modes.first() {
            Some(first) => Object::clone(&*view.resolve(first)?),
            None => return Ok(true),
        },
        mode => mode.clone(),
    };
    let name = first.as_name();
    Ok(name.is_some_and(|name| BLEND_MODES.iter().any(|known| *name == *known)))
}

/// Whether a soft mask has all entries that programs need to draw it, and none that a program reads
/// differently.
fn masks_alike(view: &View<'_, '_>, state: &Dictionary) -> Result<bool, PdfError> {
    let mask = view.get(state, "SMask")?;
    let Some(mask) = mask.as_dictionary() else {
        return Ok(true);
    };
    let kind = view.get(mask, "S")?;
    let kind = kind.as_name().map(ToString::to_string);
    let group = view.get(mask, "G")?;
    let Some(group) = group.as_dictionary() else {
        return Ok(false);
    };
    let is_group = view.get(group, "Group")?.as_dictionary().is_some();
    Ok(is_group
        && match kind.as_deref() {
            Some("Luminosity") => true,
            Some("Alpha") => !transfers(view, mask, "TR", &["Identity"])?,
            _ => false,
        })
}

/// ISO 32000-2, tables 134 and 135.
const BLEND_MODES: [&str; 17] = [
    "Normal",
    "Compatible",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name, Stream};

    fn judge(state: Dictionary) -> bool {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        differs(&document.latest(), &state.into()).unwrap()
    }

    fn state(key: &str, value: impl Into<Object>) -> Dictionary {
        Dictionary::new().with(key, value)
    }

    fn names(names: &[&str]) -> Vec<Object> {
        names.iter().map(|name| Name::from(*name).into()).collect()
    }

    #[test]
    fn ordinary_states_are_harmless() {
        assert!(!judge(Dictionary::new()));
        for mode in ["Normal", "Multiply", "Compatible"] {
            assert!(!judge(state("BM", Name::from(mode))), "{mode}");
            assert!(!judge(state("BM", names(&[mode]))), "{mode}");
        }
        assert!(!judge(state("ca", 1).with("CA", 0.5)));
        assert!(!judge(state("TR", Name::from("Identity"))));
        assert!(!judge(state("TR", names(&["Identity"; 4]))));
        assert!(!judge(state("TR2", Name::from("Default"))));
        assert!(!judge(state("HT", Name::from("Default"))));
        assert!(!judge(state("OP", true).with("op", true).with("OPM", 1)));
        assert!(!judge(state("SMask", Name::from("None"))));
        assert!(!judge(state("LW", 0).with("D", dashes(&[3, 2]))));
        assert!(!judge(state("D", dashes(&[]))));
    }

    fn dashes(lengths: &[i64]) -> Vec<Object> {
        let lengths: Vec<Object> = lengths.iter().map(|length| (*length).into()).collect();
        vec![lengths.into(), 0.into()]
    }

    #[test]
    fn what_some_programs_do_not_obey_is_found() {
        assert!(judge(state("TR", state("FunctionType", 2))));
        assert!(judge(state("TR2", state("FunctionType", 2))));
        assert!(judge(state("BM", Name::from("Unknown"))));
        assert!(judge(state("BM", names(&["Unknown", "Multiply"]))));
        assert!(judge(state("ca", -1)));
        assert!(judge(state("LW", -1)));
        assert!(judge(state("D", dashes(&[0, 0]))));
        assert!(judge(state("D", dashes(&[-1, 2]))));
        assert!(judge(state("CA", Object::String(b"0".to_vec()))));
        assert!(judge(state("Font", vec![Object::Null, 12.into()])));
    }

    #[test]
    fn soft_masks_need_kind_and_group() {
        let mask = |kind: &str, form: Dictionary| {
            let mask = state("S", Name::from(kind));
            mask.with("G", Stream::new(form, Vec::new()))
        };
        let group = || state("Group", Dictionary::new());
        assert!(!judge(state("SMask", mask("Luminosity", group()))));
        assert!(!judge(state("SMask", mask("Alpha", group()))));
        assert!(judge(state("SMask", mask("Alpha", Dictionary::new()))));
        assert!(judge(state("SMask", mask("Other", group()))));
        let function = || state("FunctionType", 2);
        let alpha = mask("Alpha", group()).with("TR", function());
        assert!(judge(state("SMask", alpha)));
        let luminosity = mask("Luminosity", group()).with("TR", function());
        assert!(!judge(state("SMask", luminosity)));
    }
}

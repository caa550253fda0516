//! Colour spaces that programs compute differently (ISO 32000-2, 8.6): so much that paper becomes ink.

use kyso_pdf::{Name, Object, PdfError, View};

/// Whether a resource takes the place of a device colour space for some programs only.
pub(super) fn is_misnamed(
    view: &View<'_, '_>,
    name: &Name,
    space: &Object,
) -> Result<bool, PdfError> {
    const DEVICES: [&str; 7] = [
        "DeviceGray",
        "DeviceRGB",
        "DeviceCMYK",
        "Pattern",
        "G",
        "RGB",
        "CMYK",
    ];
    let is_default = ["DefaultRGB", "DefaultCMYK"]
        .iter()
        .any(|default| *name == *default);
    if !is_default && !DEVICES.iter().any(|device| *name == *device) {
        return Ok(false);
    }
    let space = view.resolve(space)?;
    let family = match space.as_array() {
        Some(parts) => parts.first().map(|part| view.resolve(part)).transpose()?,
        None => Some(space),
    };
    let family = family.as_deref().and_then(Object::as_name);
    let family = family.map(ToString::to_string).unwrap_or_default();
    Ok(match is_default {
        true => !DEFAULTS.contains(&family.as_str()),
        // A name for itself changes nothing.
        false => *name != *family,
    })
}

/// Whether programs compute the colours of a space differently.
pub(super) fn differs(view: &View<'_, '_>, space: &Object) -> Result<bool, PdfError> {
    const LEVELS: usize = 4;
    let mut space = Object::clone(&*view.resolve(space)?);
    for _ in 0..LEVELS {
        let Some(parts) = space.as_array() else {
            return Ok(false);
        };
        let part = |index| match parts.get(index) {
            Some(part) => view.resolve(part).map(|part| Object::clone(&part)),
            None => Ok(Object::Null),
        };
        let family = part(0)?.as_name().map(ToString::to_string);
        let base = match family.as_deref() {
            Some("CalGray" | "CalRGB") => return is_steep(view, &part(1)?),
            Some("Lab") => return is_narrow(view, &part(1)?),
            // One program draws nothing in it.
            Some("Separation") if part(1)?.as_name().is_some_and(|name| *name == "None") => {
                return Ok(true);
            }
            Some("Separation" | "DeviceN") => part(2)?,
            Some("Indexed" | "Pattern") => part(1)?,
            _ => return Ok(false),
        };
        space = base;
    }
    Ok(true)
}

/// Whether a calibrated space bends brightness beyond what displays do: some programs leave the bending out.
fn is_steep(view: &View<'_, '_>, entries: &Object) -> Result<bool, PdfError> {
    let Some(entries) = entries.as_dictionary() else {
        return Ok(false);
    };
    let exponent = view.get(entries, "Gamma")?;
    let parts = match &*exponent {
        Object::Null => return Ok(false),
        Object::Array(parts) => parts.as_slice(),
        exponent => std::slice::from_ref(exponent),
    };
    let is_usual = |part: &Object| {
        let part = part.as_number();
        part.is_some_and(|exponent| (0.4..=4.0).contains(&exponent))
    };
    Ok(parts.len() > 3 || !parts.iter().all(is_usual))
}

/// Whether a Lab space cuts off colours, which one program does otherwise.
fn is_narrow(view: &View<'_, '_>, entries: &Object) -> Result<bool, PdfError> {
    let Some(entries) = entries.as_dictionary() else {
        return Ok(false);
    };
    let range = view.get(entries, "Range")?;
    if range.is_null() {
        return Ok(false);
    }
    let Some([from_a, to_a, from_b, to_b]) = range.as_array() else {
        return Ok(true);
    };
    let is_wide = |from: &Object, to: &Object| {
        let bounds = from.as_number().zip(to.as_number());
        bounds.is_some_and(|(from, to)| from <= -100.0 && to >= 100.0)
    };
    Ok(!is_wide(from_a, to_a) || !is_wide(from_b, to_b))
}

/// What may stand for a device colour space (ISO 32000-2, 8.6.5.6), and what changes nothing.
const DEFAULTS: [&str; 5] = ["CalGray", "CalRGB", "ICCBased", "DeviceRGB", "DeviceCMYK"];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Dictionary, Document};

    fn with_view<T>(look: impl FnOnce(&View<'_, '_>) -> T) -> T {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        look(&Document::open(pdf).unwrap().latest())
    }

    fn judge(space: Vec<Object>) -> bool {
        with_view(|view| differs(view, &space.into()).unwrap())
    }

    fn misnamed(name: &str, family: &str) -> bool {
        let space = vec![Name::from(family).into()].into();
        with_view(|view| is_misnamed(view, &Name::from(name), &space).unwrap())
    }

    fn name(name: &str) -> Object {
        Name::from(name).into()
    }

    fn calibrated(family: &str, gamma: impl Into<Object>) -> Vec<Object> {
        vec![name(family), Dictionary::new().with("Gamma", gamma).into()]
    }

    #[test]
    fn ordinary_spaces_are_harmless() {
        let display = calibrated("CalRGB", vec![2.2.into(), 2.2.into(), 2.2.into()]);
        assert!(!judge(display.clone()));
        assert!(!judge(vec![
            name("Indexed"),
            display.into(),
            255.into(),
            Object::Null
        ]));
        assert!(!judge(vec![
            name("Separation"),
            name("Spot"),
            name("DeviceCMYK")
        ]));
        let wide = [-128, 127, -128, 127].map(Object::from).to_vec();
        let lab = Dictionary::new().with("Range", wide);
        assert!(!judge(vec![name("Lab"), lab.into()]));
        assert!(!judge(vec![name("ICCBased"), Object::Null]));
    }

    #[test]
    fn what_makes_ink_of_paper_is_found() {
        assert!(judge(calibrated("CalGray", 30)));
        assert!(judge(vec![
            name("Indexed"),
            calibrated("CalGray", 30).into()
        ]));
        assert!(judge(vec![
            name("Separation"),
            name("None"),
            name("DeviceGray")
        ]));
        let narrow = [0, 1, 0, 1].map(Object::from).to_vec();
        let lab = Dictionary::new().with("Range", narrow);
        assert!(judge(vec![name("Lab"), lab.into()]));
    }

    #[test]
    fn device_spaces_keep_their_names() {
        assert!(misnamed("DefaultRGB", "DeviceN"));
        assert!(!misnamed("DefaultRGB", "ICCBased"));
        // No program obeys one that is no gray.
        assert!(!misnamed("DefaultGray", "Separation"));
        assert!(misnamed("DeviceGray", "Separation"));
        assert!(!misnamed("Cs1", "Separation"));
    }
}

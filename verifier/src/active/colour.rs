//! Colour spaces that programs compute differently (ISO 32000-2, 8.6): so much that paper becomes ink.

use kyso_pdf::{Dictionary, Name, Object, PdfError, View};

use crate::colour_space::{
    DEFAULT_SPACES, KnownProfiles, calibration_keeps, converts_plainly, is_daylight,
};

/// Whether a resource takes the place of a device colour space for some programs only.
pub(super) fn is_misnamed(
    view: &View<'_, '_>,
    name: &Name,
    space: &Object,
    profiles: KnownProfiles<'_>,
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
    let is_default = DEFAULT_SPACES.iter().any(|default| *name == *default);
    if !is_default && !DEVICES.iter().any(|device| *name == *device) {
        return Ok(false);
    }
    let space = view.resolve(space)?;
    let family = match space.as_array() {
        Some([family, ..]) => Some(Object::clone(&*view.resolve(family)?)),
        Some([]) => None,
        None => Some(Object::clone(&space)),
    };
    let family = family.as_ref().and_then(Object::as_name);
    let family = family.map(ToString::to_string).unwrap_or_default();
    Ok(match is_default {
        true => {
            is_other_default(name, &family) || default_turns_colours(view, name, &space, profiles)?
        }
        // A name for itself changes nothing.
        false => *name != *family,
    })
}

/// Whether a default space is of a family that has no business there. No program obeys one for gray that is no gray.
fn is_other_default(name: &Name, family: &str) -> bool {
    *name != *"DefaultGray" && !DEFAULTS.contains(&family)
}

/// Whether a space that some programs put in the place of a device space turns its colours.
fn default_turns_colours(
    view: &View<'_, '_>,
    name: &Name,
    space: &Object,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let components = match () {
        () if *name == "DefaultGray" => 1,
        () if *name == "DefaultRGB" => 3,
        () => return Ok(false),
    };
    let Some([family, entries]) = space.as_array() else {
        return Ok(false);
    };
    let family = view.resolve(family)?;
    match family.as_name().map(ToString::to_string).as_deref() {
        Some("ICCBased") => Ok(!profile_stays(view, entries, components, profiles)?),
        Some("CalRGB") if components == 1 => Ok(false),
        Some("CalGray") if components == 3 => Ok(true),
        Some("CalGray" | "CalRGB") => differs(view, space, profiles),
        _ => Ok(false),
    }
}

/// Whether a profile has so many components, and leaves their colours near those of a screen.
pub(super) fn profile_stays(
    view: &View<'_, '_>,
    profile: &Object,
    components: usize,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let profile = view.resolve(profile)?;
    let Some(profile) = profile.as_stream() else {
        return Ok(false);
    };
    let stated = view.get(&profile.dictionary, "N")?.as_integer();
    let has_components = stated.and_then(|n| usize::try_from(n).ok()) == Some(components);
    Ok(has_components && converts_plainly(view, profile, components, profiles)?)
}

/// Whether a profile for the output of the whole file turns red, green and blue: one program draws device colours by it
/// (ISO 32000-2, 14.11.5).
pub(super) fn output_turns_colours(
    view: &View<'_, '_>,
    intent: &Dictionary,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let profile = view.get(intent, "DestOutputProfile")?;
    let Some(entries) = profile.as_dictionary() else {
        return Ok(false);
    };
    let is_of_screens = view.get(entries, "N")?.as_integer() == Some(3);
    Ok(is_of_screens && !profile_stays(view, &profile, 3, profiles)?)
}

/// Whether the group of a form makes one program draw it in a space that turns colours (ISO 32000-2, 11.6.6).
pub(super) fn group_turns_colours(
    view: &View<'_, '_>,
    form: &Dictionary,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let group = view.get(form, "Group")?;
    let Some(group) = group.as_dictionary() else {
        return Ok(false);
    };
    if *view.get(group, "I")? != Object::Boolean(true) {
        return Ok(false);
    }
    let space = view.get(group, "CS")?;
    let Some([family, entries]) = space.as_array() else {
        return Ok(false);
    };
    let family = view.resolve(family)?;
    if family.as_name().is_none_or(|family| *family != "ICCBased") {
        return Ok(false);
    }
    let profile = view.resolve(entries)?;
    let Some(profile) = profile.as_dictionary() else {
        return Ok(true);
    };
    match view.get(profile, "N")?.as_integer() {
        Some(1) => Ok(!profile_stays(view, entries, 1, profiles)?),
        Some(3) => Ok(!profile_stays(view, entries, 3, profiles)?),
        _ => Ok(false),
    }
}

/// Whether a profile of red, green and blue names a space of other axes for programs that cannot read it: one program takes
/// that first.
fn has_odd_alternate(
    view: &View<'_, '_>,
    profile: &Object,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let profile = view.resolve(profile)?;
    let Some(profile) = profile.as_stream() else {
        return Ok(false);
    };
    let alternate = view.get(&profile.dictionary, "Alternate")?;
    let Some(family) = alternate.as_array().and_then(<[Object]>::first) else {
        return Ok(false);
    };
    let family = view.resolve(family)?;
    let is_lab = family.as_name().is_some_and(|family| *family == "Lab");
    Ok(is_lab && converts_plainly(view, profile, 3, profiles)?)
}

/// Whether programs compute the colours of a space differently.
pub(super) fn differs(
    view: &View<'_, '_>,
    space: &Object,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
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
            Some("CalGray") => return is_steep(view, &part(1)?),
            Some("CalRGB") => {
                return Ok(is_steep(view, &part(1)?)? || has_odd_matrix(view, &part(1)?)?);
            }
            Some("ICCBased") => return has_odd_alternate(view, &part(1)?, profiles),
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

/// Whether the matrix of a calibrated space turns colours: one program leaves it out.
fn has_odd_matrix(view: &View<'_, '_>, entries: &Object) -> Result<bool, PdfError> {
    let has_matrix = match entries.as_dictionary() {
        Some(known) => !view.get(known, "Matrix")?.is_null(),
        None => false,
    };
    Ok(has_matrix && !calibration_keeps(view, entries, 3)?)
}

/// Whether a Lab space cuts off colours, which one program does otherwise.
fn is_narrow(view: &View<'_, '_>, entries: &Object) -> Result<bool, PdfError> {
    let Some(entries) = entries.as_dictionary() else {
        return Ok(false);
    };
    let white = view.get(entries, "WhitePoint")?;
    let parts = white.as_array().unwrap_or_default().iter();
    let parts: Option<Vec<f64>> = parts.map(Object::as_number).collect();
    let white = parts.and_then(|parts| <[f64; 3]>::try_from(parts).ok());
    // Under no daylight each program makes other colours.
    if white.is_some_and(|white| !is_daylight(white)) {
        return Ok(true);
    }
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

/// The colour spaces that may replace a device colour space (ISO 32000-2, 8.6.5.6) without changing
/// anything.
const DEFAULTS: [&str; 5] = ["CalGray", "CalRGB", "ICCBased", "DeviceRGB", "DeviceCMYK"];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::Document;

    fn with_view<T>(look: impl FnOnce(&View<'_, '_>) -> T) -> T {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        look(&Document::open(pdf).unwrap().latest())
    }

    fn judge(space: Vec<Object>) -> bool {
        with_view(|view| differs(view, &space.into(), KnownProfiles::nothing()).unwrap())
    }

    fn misnamed(name: &str, family: &str) -> bool {
        let space = vec![Name::from(family).into()].into();
        with_view(|view| {
            is_misnamed(view, &Name::from(name), &space, KnownProfiles::nothing()).unwrap()
        })
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

//! Pictures and forms that programs show differently (ISO 32000-2, 8.9.5, 8.10).

use kyso_pdf::{Dictionary, Object, PdfError, Rect, View};

use super::colour::group_turns_colours;
use crate::colour_space::KnownProfiles;

/// Whether it is a picture.
pub(super) fn is_image(view: &View<'_, '_>, entries: &Dictionary) -> Result<bool, PdfError> {
    is_kind(view, entries, "Image")
}

/// Whether programs show a picture or form differently, by the entries of its stream.
pub(super) fn differs(
    view: &View<'_, '_>,
    entries: &Dictionary,
    profiles: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    // Elsewhere the short names mean other things, as the widths of fonts.
    if is_image(view, entries)? {
        return Ok(has_short_names(view, entries)?
            || !has_format(view, entries)?
            || !is_masked_alike(view, entries)?);
    }
    if !is_kind(view, entries, "Form")? {
        return is_odd_pattern(view, entries);
    }
    let bounds = view.get(entries, "BBox")?;
    let bounds = bounds.as_array().and_then(Rect::from_numbers);
    // MuPDF leaves a form out that claims to be PostScript.
    let is_program = !view.get(entries, "Subtype2")?.is_null();
    Ok(is_program
        || bounds.is_none()
        || !is_placed(view, entries)?
        || group_turns_colours(view, entries, profiles)?)
}

/// Whether the matrix of a form has six numbers and leaves it an area.
fn is_placed(view: &View<'_, '_>, form: &Dictionary) -> Result<bool, PdfError> {
    let matrix = view.get(form, "Matrix")?;
    if matrix.is_null() {
        return Ok(true);
    }
    let mut numbers = Vec::new();
    let Some(six @ [_, _, _, _, _, _]) = matrix.as_array() else {
        return Ok(false);
    };
    for number in six {
        numbers.extend(view.resolve(number)?.as_number());
    }
    let area = match numbers.as_slice() {
        [a, b, c, d, _, _] => a * d - b * c,
        _ => 0.0,
    };
    Ok(area != 0.0)
}

/// Whether a pattern has no resources of its own (two programs draw it with those of the page), or no distance between
/// its tiles.
fn is_odd_pattern(view: &View<'_, '_>, pattern: &Dictionary) -> Result<bool, PdfError> {
    if view.get(pattern, "PatternType")?.as_integer() != Some(1) {
        return Ok(false);
    }
    let has_resources = view.get(pattern, "Resources")?.as_dictionary().is_some();
    let distance =
        |key| -> Result<f64, PdfError> { Ok(view.get(pattern, key)?.as_number().unwrap_or(0.0)) };
    Ok(!has_resources || distance("XStep")? == 0.0 || distance("YStep")? == 0.0)
}

fn is_kind(view: &View<'_, '_>, entries: &Dictionary, kind: &str) -> Result<bool, PdfError> {
    let subtype = view.get(entries, "Subtype")?;
    Ok(subtype.as_name().is_some_and(|name| *name == *kind))
}

/// Whether names that only pictures within content have say something else than the full ones: some programs read
/// either of them first.
fn has_short_names(view: &View<'_, '_>, entries: &Dictionary) -> Result<bool, PdfError> {
    const NAMES: [(&str, &str); 7] = [
        ("W", "Width"),
        ("H", "Height"),
        ("BPC", "BitsPerComponent"),
        ("CS", "ColorSpace"),
        ("D", "Decode"),
        ("DP", "DecodeParms"),
        ("IM", "ImageMask"),
    ];
    for (short, full) in NAMES {
        let stated = view.get(entries, short)?;
        if !stated.is_null() && *stated != *view.get(entries, full)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether depth and colours are stated, or are for the format to say.
fn has_format(view: &View<'_, '_>, entries: &Dictionary) -> Result<bool, PdfError> {
    const OWN_FORMAT: [&str; 4] = ["JPXDecode", "DCTDecode", "CCITTFaxDecode", "JBIG2Decode"];
    let filters = view.get(entries, "Filter")?;
    let last = match &*filters {
        Object::Array(filters) => filters.last().cloned().unwrap_or(Object::Null),
        filter => filter.clone(),
    };
    let last = view.resolve(&last)?;
    let last = last.as_name().map(ToString::to_string).unwrap_or_default();
    let is_mask = *view.get(entries, "ImageMask")? == Object::Boolean(true);
    if is_mask || OWN_FORMAT.contains(&last.as_str()) {
        return Ok(true);
    }
    let depth = view.get(entries, "BitsPerComponent")?.as_integer();
    let space = view.get(entries, "ColorSpace")?;
    Ok(matches!(depth, Some(1 | 2 | 4 | 8 | 16)) && !space.is_null())
}

/// Whether the masks of a picture are of the kind that their names say.
fn is_masked_alike(view: &View<'_, '_>, entries: &Dictionary) -> Result<bool, PdfError> {
    let is_stencil = |entries: &Dictionary| -> Result<bool, PdfError> {
        Ok(*view.get(entries, "ImageMask")? == Object::Boolean(true))
    };
    let soft = view.get(entries, "SMask")?;
    if let Some(soft) = soft.as_dictionary()
        && (is_stencil(entries)? || is_coloured(view, soft)?)
    {
        return Ok(false);
    }
    let mask = view.get(entries, "Mask")?;
    if !mask.is_null() && is_stencil(entries)? {
        return Ok(false);
    }
    match mask.as_dictionary() {
        Some(mask) => is_stencil(mask),
        None => Ok(true),
    }
}

/// Whether a soft mask has colours.
fn is_coloured(view: &View<'_, '_>, mask: &Dictionary) -> Result<bool, PdfError> {
    let space = view.get(mask, "ColorSpace")?;
    let part = |index| match space.as_array().and_then(|parts| parts.get(index)) {
        Some(part) => view.resolve(part).map(|part| Object::clone(&part)),
        None => Ok(Object::Null),
    };
    let family = match space.as_name() {
        Some(name) => Some(name.to_string()),
        None => part(0)?.as_name().map(ToString::to_string),
    };
    Ok(match family.as_deref() {
        Some("ICCBased") => match part(1)?.as_dictionary() {
            Some(profile) => view.get(profile, "N")?.as_integer() != Some(1),
            None => true,
        },
        Some("DeviceGray" | "CalGray") | None => false,
        Some(_) => true,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name, Stream};

    fn judge(entries: &Dictionary) -> bool {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        differs(&document.latest(), entries, KnownProfiles::nothing()).unwrap()
    }

    fn image() -> Dictionary {
        Dictionary::new()
            .with("Subtype", Name::from("Image"))
            .with("Width", 8)
            .with("BitsPerComponent", 8)
            .with("ColorSpace", Name::from("DeviceGray"))
    }

    fn stencil() -> Dictionary {
        Dictionary::new()
            .with("Subtype", Name::from("Image"))
            .with("ImageMask", true)
    }

    fn picture(entries: Dictionary) -> Stream {
        Stream::new(entries, Vec::new())
    }

    #[test]
    fn ordinary_pictures_and_forms_are_harmless() {
        assert!(!judge(&image()));
        assert!(!judge(&stencil()));
        assert!(!judge(&image().with("W", 8)));
        assert!(!judge(&image().with("SMask", picture(image()))));
        assert!(!judge(&image().with("Mask", picture(stencil()))));
        assert!(!judge(&image().with("Mask", vec![0.into(), 0.into()])));
        let own = Dictionary::new().with("Subtype", Name::from("Image"));
        assert!(!judge(&own.with("Filter", Name::from("JPXDecode"))));
        let bounds = [0, 0, 9, 9].map(Object::from).to_vec();
        let form = Dictionary::new().with("Subtype", Name::from("Form"));
        assert!(!judge(&form.with("BBox", bounds)));
        // A font's widths.
        let font = Dictionary::new().with("Subtype", Name::from("CIDFontType2"));
        assert!(!judge(&font.with("W", vec![1.into()])));
    }

    #[test]
    fn entries_that_one_program_reads_are_found() {
        assert!(judge(&image().with("W", 4)));
        assert!(judge(&image().with("D", vec![1.into(), 0.into()])));
        assert!(judge(&image().with("IM", true)));
        assert!(judge(&image().with("DP", Dictionary::new())));
        assert!(judge(&image().with("BitsPerComponent", 3)));
        let mut colourless = image();
        colourless.remove("ColorSpace");
        assert!(judge(&colourless));
        let coloured = image().with("ColorSpace", Name::from("DeviceRGB"));
        assert!(judge(&image().with("SMask", picture(coloured))));
        assert!(judge(&stencil().with("SMask", picture(image()))));
        assert!(judge(&image().with("Mask", picture(image()))));
        let form = Dictionary::new().with("Subtype", Name::from("Form"));
        assert!(judge(&form));
        let bounds = [0, 0, 9, 9].map(Object::from).to_vec();
        let form = form.with("BBox", bounds);
        assert!(judge(&form.clone().with("Subtype2", Name::from("PS"))));
        let numbers = |numbers: &[i64]| numbers.iter().map(|n| (*n).into()).collect::<Vec<_>>();
        let placed = |matrix| judge(&form.clone().with("Matrix", numbers(matrix)));
        assert!(!placed(&[1, 0, 0, 1, 9, 9]));
        assert!(placed(&[1, 0, 0, 1, 9]));
        assert!(placed(&[0, 0, 0, 0, 9, 9]));
    }

    #[test]
    fn patterns_need_resources_and_distances() {
        let pattern = Dictionary::new()
            .with("PatternType", 1)
            .with("Resources", Dictionary::new())
            .with("XStep", 9)
            .with("YStep", 9);
        assert!(!judge(&pattern));
        for key in ["Resources", "XStep", "YStep"] {
            let mut without = pattern.clone();
            without.remove(key);
            assert!(judge(&without), "{key}");
        }
    }
}

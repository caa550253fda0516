//! Fonts that programs replace, each by another (ISO 32000-2, 9.6, 9.7): so that the same codes show other glyphs.

use kyso_pdf::{Dictionary, Name, Object, PdfError, View};

/// Whether programs show the glyphs of a font differently. Fonts of ordinary names and encodings that are not embedded
/// are replaced alike.
pub(super) fn differs(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    let kind = view.get(font, "Subtype")?;
    let kind = kind.as_name().map(ToString::to_string);
    match kind.as_deref() {
        // Glyphs by number, of a font that each program chooses.
        Some("CIDFontType0" | "CIDFontType2") => {
            Ok(!is_of_a_collection(view, font)? && !is_embedded(view, font)?)
        }
        Some("Type3") => is_incomplete(view, font),
        Some("Type1" | "MMType1" | "TrueType") => {
            Ok(has_numbered_glyphs(view, font)? && !is_embedded(view, font)?)
        }
        _ => Ok(false),
    }
}

/// Whether the numbers stand for characters that all programs know (ISO 32000-2, 9.7.3).
fn is_of_a_collection(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    const COLLECTIONS: [&[u8]; 5] = [b"GB1", b"CNS1", b"Japan1", b"Korea1", b"KR"];
    let system = view.get(font, "CIDSystemInfo")?;
    let Some(system) = system.as_dictionary() else {
        return Ok(false);
    };
    let ordering = view.get(system, "Ordering")?;
    Ok(ordering
        .as_string()
        .is_some_and(|name| COLLECTIONS.contains(&name)))
}

fn is_embedded(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    let descriptor = view.get(font, "FontDescriptor")?;
    let Some(descriptor) = descriptor.as_dictionary() else {
        return Ok(false);
    };
    for key in ["FontFile", "FontFile2", "FontFile3"] {
        if view.get(descriptor, key)?.as_stream().is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a Type 3 font does not define which drawing a code selects, its size, or its width.
fn is_incomplete(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    let encoding = view.get(font, "Encoding")?;
    let matrix = view.get(font, "FontMatrix")?;
    let widths = view.get(font, "Widths")?;
    Ok(encoding.is_null() || matrix.as_array().is_none() || widths.as_array().is_none())
}

/// Whether codes are given to glyphs by numbers instead of names that all programs know.
fn has_numbered_glyphs(view: &View<'_, '_>, font: &Dictionary) -> Result<bool, PdfError> {
    let encoding = view.get(font, "Encoding")?;
    let Some(encoding) = encoding.as_dictionary() else {
        return Ok(false);
    };
    let glyphs = view.get(encoding, "Differences")?;
    let glyphs = glyphs.as_array().unwrap_or_default();
    // Many fonts may share them.
    view.count_compared(glyphs.len())?;
    // Cyrillic letters, and the signs of one font, are called by numbers that all programs know.
    let dingbats = view.get(font, "BaseFont")?;
    if dingbats
        .as_name()
        .is_some_and(|name| *name == "ZapfDingbats")
    {
        return Ok(false);
    }
    let is_numbered = |glyph: &Object| {
        let name = glyph.as_name().map(Name::as_bytes).unwrap_or_default();
        !name.starts_with(b"afii") && name.iter().any(u8::is_ascii_digit)
    };
    Ok(glyphs.iter().any(is_numbered))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Stream};

    fn judge(font: &Dictionary) -> bool {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        differs(&document.latest(), font).unwrap()
    }

    fn font(kind: &str) -> Dictionary {
        Dictionary::new().with("Subtype", Name::from(kind))
    }

    fn embedded(font: Dictionary) -> Dictionary {
        let file = Stream::new(Dictionary::new(), Vec::new());
        font.with("FontDescriptor", Dictionary::new().with("FontFile2", file))
    }

    fn with_glyph(font: Dictionary, glyph: &str) -> Dictionary {
        let glyphs = vec![Object::from(65), Name::from(glyph).into()];
        font.with("Encoding", Dictionary::new().with("Differences", glyphs))
    }

    #[test]
    fn fonts_that_are_embedded_or_ordinary_are_harmless() {
        assert!(!judge(&embedded(font("CIDFontType2"))));
        let ordering = Object::String(b"Japan1".to_vec());
        let system = Dictionary::new().with("Ordering", ordering);
        assert!(!judge(&font("CIDFontType0").with("CIDSystemInfo", system)));
        for kind in ["Type1", "TrueType"] {
            assert!(!judge(&font(kind)), "{kind}");
            assert!(!judge(&with_glyph(font(kind), "Aacute")), "{kind}");
            assert!(!judge(&with_glyph(font(kind), "afii10022")), "{kind}");
            let numbered = with_glyph(font(kind), "g17");
            assert!(!judge(&embedded(numbered)), "{kind}");
        }
    }

    #[test]
    fn glyphs_by_number_of_a_font_that_is_not_there_are_found() {
        assert!(judge(&font("CIDFontType0")));
        assert!(judge(&font("CIDFontType2")));
        assert!(judge(&with_glyph(font("Type1"), "g17")));
        assert!(judge(&with_glyph(font("TrueType"), "uni1EA1")));
    }

    #[test]
    fn drawings_without_encoding_matrix_or_widths_are_found() {
        let numbers = || vec![Object::from(1)];
        let whole = font("Type3")
            .with("Encoding", Name::from("WinAnsiEncoding"))
            .with("FontMatrix", numbers())
            .with("Widths", numbers());
        assert!(!judge(&whole));
        for key in ["Encoding", "FontMatrix", "Widths"] {
            let mut without = whole.clone();
            without.remove(key);
            assert!(judge(&without), "{key}");
        }
    }
}

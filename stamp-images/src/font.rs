//! Times-metric text with complete Vietnamese: Liberation Serif 2.1.5, subset
//! per set of characters, embedded as a Type 0 font with Identity-H
//! (ISO 32000-2, 9.7).

mod embedded;
mod objects;
mod subset;

use kyso_words::Localized;
use std::sync::OnceLock;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

pub use embedded::EmbeddedFont;
pub(crate) use objects::add_font;
pub(crate) use subset::{FontSubset, subset_for};

/// A face of the embedded family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Upright.
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic.
    Italic,
}

/// Why a text cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FontError {
    /// The font has no glyph for a character.
    #[error("the font has no glyph for “{character}” (U+{:04X})", u32::from(*character))]
    MissingCharacter {
        /// The character, after NFC.
        character: char,
    },
    /// The font could not be subset.
    #[error("the font cannot be embedded: {reason}")]
    NotEmbeddable {
        /// What the library said.
        reason: String,
    },
}

impl Localized for FontError {
    fn vietnamese(&self) -> String {
        match self {
            Self::MissingCharacter { character } => format!(
                "phông chữ không có ký tự “{character}” (U+{:04X})",
                u32::from(*character)
            ),
            // The fonts are those of the program; what the library said stays in the English text.
            Self::NotEmbeddable { .. } => "không nhúng được phông chữ của chương trình".to_owned(),
        }
    }
}

impl Face {
    /// The width of `text` in points at a font size in points.
    ///
    /// # Errors
    /// [`FontError::MissingCharacter`].
    pub fn width(self, text: &str, size: f64) -> Result<f64, FontError> {
        let widths = text.nfc().map(|character| self.advance(character));
        let total: Result<f64, FontError> = widths.sum();
        Ok(total? * size / 1000.0)
    }

    /// Whether the font has a glyph for a character.
    #[must_use]
    pub fn has(self, character: char) -> bool {
        self.glyph(character).is_ok()
    }

    /// Advance width of a character in thousandths of an em.
    fn advance(self, character: char) -> Result<f64, FontError> {
        let glyph = self.glyph(character)?;
        let parsed = self.parsed()?;
        let units = f64::from(parsed.glyph_hor_advance(glyph).unwrap_or(0));
        Ok(units * 1000.0 / f64::from(parsed.units_per_em()))
    }

    fn glyph(self, character: char) -> Result<ttf_parser::GlyphId, FontError> {
        self.parsed()?
            .glyph_index(character)
            .ok_or(FontError::MissingCharacter { character })
    }

    fn parsed(self) -> Result<&'static ttf_parser::Face<'static>, FontError> {
        static FACES: [OnceLock<Result<ttf_parser::Face<'static>, String>>; 3] =
            [const { OnceLock::new() }; 3];
        let [regular, bold, italic] = &FACES;
        let cell = match self {
            Self::Regular => regular,
            Self::Bold => bold,
            Self::Italic => italic,
        };
        let parse = || ttf_parser::Face::parse(self.data(), 0).map_err(|error| error.to_string());
        let parsed = cell.get_or_init(parse).as_ref();
        parsed.map_err(|reason| FontError::NotEmbeddable {
            reason: reason.clone(),
        })
    }

    /// The whole TrueType file (ISO 14496-22), for documents that show any text.
    #[must_use]
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
        }
    }

    fn post_script_name(self) -> &'static str {
        match self {
            Self::Regular => "LiberationSerif",
            Self::Bold => "LiberationSerif-Bold",
            Self::Italic => "LiberationSerif-Italic",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const VIETNAMESE: &str = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợ\
        uùủũúụưừửữứựyỳỷỹýỵđ0123456789/:.,;-+()“”₫";

    #[test]
    fn every_face_has_all_of_vietnamese() {
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            for text in [VIETNAMESE.to_owned(), VIETNAMESE.to_uppercase()] {
                assert!(face.width(&text, 10.0).unwrap() > 0.0);
            }
        }
    }

    #[test]
    fn widths_are_those_of_times() {
        assert_eq!(Face::Regular.width("05", 14.0).unwrap(), 14.0);
        let decomposed = Face::Regular.width("Tra\u{302}\u{300}n", 12.0);
        assert_eq!(decomposed, Face::Regular.width("Trần", 12.0));
    }

    #[test]
    fn a_character_that_the_font_lacks_is_named() {
        let error = Face::Regular.width("số 漢", 10.0).unwrap_err();
        assert_eq!(error, FontError::MissingCharacter { character: '漢' });
        assert!(error.to_string().contains("U+6F22"));
    }
}

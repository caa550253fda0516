//! A face embedded in a file that is written as a whole, with exactly the characters that the file shows.

use std::collections::BTreeSet;

use kyso_pdf::{Object, ObjectId};
use unicode_normalization::UnicodeNormalization;

use super::{Face, FontError, FontSubset, add_font};

/// A subset of a face for all text of one file.
pub struct EmbeddedFont(FontSubset);

impl std::fmt::Debug for EmbeddedFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmbeddedFont({:?})", self.0.face)
    }
}

impl EmbeddedFont {
    /// The subset of `face` for the characters of `text`.
    ///
    /// # Errors
    /// [`FontError::MissingCharacter`] for a character that the face lacks.
    pub fn new(face: Face, text: &str) -> Result<Self, FontError> {
        let characters: BTreeSet<char> = text.nfc().collect();
        FontSubset::new(face, &characters).map(Self)
    }

    /// The operand of `Tj` for a text of these characters: two bytes a glyph (ISO 32000-2, 9.7.5.2).
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let text: String = text.nfc().collect();
        self.0.encode(&text)
    }

    /// Adds the font; `add` stores an object and gives its id. Returns the id of the Type 0 dictionary.
    pub fn add_to(&self, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
        add_font(&self.0, add)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn decomposed_text_has_the_glyphs_of_composed_text() {
        let font = EmbeddedFont::new(Face::Bold, "Trần").unwrap();
        assert_eq!(font.encode("Tra\u{302}\u{300}n"), font.encode("Trần"));
        assert_eq!(font.encode("Trần").len(), 8);
        assert!(EmbeddedFont::new(Face::Bold, "漢").is_err());
        assert!(Face::Bold.has('Ễ') && !Face::Bold.has('漢'));
    }
}

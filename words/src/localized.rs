//! Texts in either language.

use std::fmt::Display;

use crate::Lang;

/// The texts of a value in both languages: [`Display`] writes the English one.
pub trait Localized: Display {
    /// The text in Vietnamese. No word of it is English but names that are the same in both languages (PDF, OCSP).
    fn vietnamese(&self) -> String;

    /// The text in `lang`.
    fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.to_string(),
        }
    }
}

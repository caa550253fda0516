//! The two languages of all messages.

/// Language of texts for people: Vietnamese first, English beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The text of this language.
    #[must_use]
    pub fn pick<'t>(self, vi: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// The text of a language out of two that are formatted alike: `words!(lang, "…", "…", arguments)`, or, where the two take
/// different arguments, `words!(lang, ["…", arguments], ["…", arguments])`. Only the text of the language is made.
///
/// ```
/// use kyso_words::{Lang, words};
///
/// let said = |page: usize, lang| words!(lang, "Trang {}", "Page {}", page + 1);
/// assert_eq!(said(0, Lang::Vi), "Trang 1");
/// assert_eq!(said(0, Lang::En), "Page 1");
/// ```
#[macro_export]
macro_rules! words {
    ($lang:expr, [$vi:literal $(, $one:expr)* $(,)?], [$en:literal $(, $other:expr)* $(,)?] $(,)?) => {
        match $lang {
            $crate::Lang::Vi => format!($vi $(, $one)*),
            $crate::Lang::En => format!($en $(, $other)*),
        }
    };
    ($lang:expr, $vi:literal, $en:literal $(, $argument:expr)* $(,)?) => {
        $crate::words!($lang, [$vi $(, $argument)*], [$en $(, $argument)*])
    };
}

/// A sentence as a part of another one.
#[must_use]
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A clause as a sentence of its own.
#[must_use]
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A number with what it counts, in English: `1 anchor`, `2 anchors`.
#[must_use]
pub fn counted(count: usize, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {one}{ending}")
}

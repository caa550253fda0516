//! Comparing Vietnamese text: NFC (I3), any space is a space, case folded.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The character with which text is compared: no-break and other spaces become
/// plain spaces, tabs and control characters too.
pub(crate) fn plain(character: char) -> char {
    if character.is_whitespace() || character.is_control() {
        ' '
    } else {
        character
    }
}

/// Text for comparing: NFC, lower case, single spaces, none at the ends.
pub(crate) fn fold(text: &str) -> String {
    let lower: String = composed(text)
        .chars()
        .flat_map(char::to_lowercase)
        .collect();
    let mut folded = String::with_capacity(lower.len());
    for word in composed(&lower).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// In NFC, as most text is.
fn composed(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Whether the text has letters and four fifths of them are capitals.
pub(crate) fn is_upper_case(text: &str) -> bool {
    let letters = || text.chars().filter(|character| character.is_alphabetic());
    let capitals = letters().filter(|letter| letter.is_uppercase()).count();
    capitals >= 2 && capitals * 5 >= letters().count() * 4
}

/// Whether the character stands for a place to be filled in: space, dots,
/// underscores.
pub(crate) fn is_blank(character: char) -> bool {
    character == ' ' || matches!(character, '.' | '…' | '_' | '·' | '‥' | '\u{FFFD}')
}

/// Whether rows of the character lead the eye over a place to be filled in.
pub(crate) fn is_leader(character: char) -> bool {
    matches!(character, '.' | '…' | '_' | '·' | '‥')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_composition_and_kinds_of_space() {
        assert_eq!(
            fold("  TRẦN\u{a0}Thị   Minh A\u{301}nh "),
            "trần thị minh ánh"
        );
        assert_eq!(fold("I\u{307}NH \u{130}"), "i\u{307}nh i\u{307}");
    }

    #[test]
    fn a_title_is_upper_case_and_body_text_is_not() {
        assert!(is_upper_case("TM. ỦY BAN NHÂN DÂN"));
        assert!(!is_upper_case("Nơi nhận:"));
        assert!(!is_upper_case("- 2;"));
    }
}

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

/// A name or title for comparing: as [`fold`] does, with each tone behind its syllable, as it is written on either vowel (`Thuý`,
/// `Thúy`), and with one apostrophe for all (`H’Yim`, `H'Yim`).
pub(crate) fn fold_name(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(' ').map(|word| {
        let (tones, letters): (String, String) = word.nfd().partition(|mark| TONES.contains(mark));
        letters + &tones
    });
    let words: Vec<String> = words.collect();
    words.join(" ").replace(APOSTROPHES, "'")
}

/// The combining marks of tones: grave, acute, tilde, hook above, dot below.
pub const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Characters that people type for the apostrophe in names such as `H’Yim`: quotation marks, a
/// letter, a prime and accents.
pub const APOSTROPHES: [char; 7] = ['’', '‘', '‛', 'ʼ', '′', '`', '´'];

/// Whether the text has letters and four fifths of them are capitals.
pub(crate) fn is_upper_case(text: &str) -> bool {
    let letters = || text.chars().filter(|character| character.is_alphabetic());
    let capitals = letters().filter(|letter| letter.is_uppercase()).count();
    capitals >= 2 && capitals * 5 >= letters().count() * 4
}

/// Whether the character marks a place to be filled in: space, dots, underscores.
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
    fn names_are_one_however_tones_and_apostrophes_are_written() {
        for (one, other) in [
            ("Nguyễn Thị Thuý", "NGUYỄN THỊ THÚY"),
            ("Lê Hoà", "Lê Hòa"),
            ("Trần Khoẻ", "Trần Khỏe"),
            ("H’Yim Êban", "H'Yim Êban"),
            ("Y ʼThịnh", "Y ‘Thịnh"),
        ] {
            assert_eq!(fold_name(one), fold_name(other), "{one}");
        }
        for (one, other) in [
            ("Thuý", "Thuỳ"),
            ("Hoà", "Hoa"),
            ("Ân", "An"),
            ("H’Yim", "HYim"),
        ] {
            assert_ne!(fold_name(one), fold_name(other), "{one}");
        }
    }

    #[test]
    fn a_title_is_upper_case_and_body_text_is_not() {
        assert!(is_upper_case("TM. ỦY BAN NHÂN DÂN"));
        assert!(!is_upper_case("Nơi nhận:"));
        assert!(!is_upper_case("- 2;"));
    }
}

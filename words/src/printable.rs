//! Makes text from files safe for a terminal: control characters are shown as escapes.
//!
//! A common name may hold an escape sequence that clears the screen, line breaks that fake lines of
//! a report, or marks that turn the direction of writing. Each text of a file is passed through
//! here before it is printed.

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// One line that shows what it holds: `\u{1b}` instead of an escape character.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !judged(text).any(|(_, acts)| acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (letter, acts) in judged(text) {
        match acts {
            true => shown.extend(letter.escape_unicode()),
            false => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// As [`printable`], for what is formatted first.
#[must_use]
pub fn printable_form(value: impl Display) -> String {
    printable(&value.to_string()).into_owned()
}

/// JSON that means the same and holds nothing that acts on a terminal. It has line breaks between values only.
#[must_use]
pub fn printable_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for (letter, acts) in judged(json) {
        if letter == '\n' || !acts {
            shown.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{unit:04x}");
        }
    }
    shown
}

/// Each letter, and whether it acts in its context: marks do when too many of them are stacked on one letter, for they
/// reach over the lines above and below.
fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut marks = 0;
    text.chars().map(move |letter| {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        (letter, acts(letter) || marks > MOST_MARKS)
    })
}

/// Control characters, characters that change how other letters are placed (Unicode, category Cf
/// and the separators of lines), and letters that show nothing: fillers, joiners, selectors of
/// variants.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{feff}'
            | '\u{600}'..='\u{605}'
            | '\u{890}' | '\u{891}'
            | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
            | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are stacked on the letter before them (the blocks of combining marks, and those of Hebrew, Arabic, Thai).
fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{6d6}'..='\u{6ed}'
        | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// Marks on one letter; Vietnamese has two at most.
const MOST_MARKS: usize = 4;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_stay_as_they_are() {
        for name in ["Trần Thị Minh Ánh", "Uỷ ban nhân dân – “tỉnh”", "日本", ""]
        {
            assert!(matches!(printable(name), Cow::Borrowed(shown) if shown == name));
        }
    }

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        assert_eq!(
            printable("\x1b[2J\nKết quả: HỢP LỆ"),
            "\\u{1b}[2J\\u{a}Kết quả: HỢP LỆ"
        );
        for letter in
            "\0\x07\x08\t\r\x7f\u{85}\u{9b}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}"
                .chars()
        {
            let shown = printable_form(format_args!("a{letter}b"));
            assert!(
                shown.starts_with("a\\u{") && shown.ends_with("}b"),
                "{shown}"
            );
        }
    }

    #[test]
    fn what_shows_nothing_is_written_out_and_marks_are_not_piled_up() {
        for letter in "\u{115f}\u{3164}\u{2800}\u{34f}\u{605}\u{6dd}\u{110bd}\u{fe0f}".chars() {
            assert_ne!(printable(&format!("Ánh{letter}")), format!("Ánh{letter}"));
        }
        let decomposed = "Nguye\u{302}\u{303}n";
        assert_eq!(printable(decomposed), decomposed);
        let piled = format!("V{}", "\u{336}".repeat(60));
        let shown = printable(&piled).into_owned();
        assert_eq!(shown.matches('\u{336}').count(), MOST_MARKS);
        assert_eq!(shown.matches("\\u{336}").count(), 60 - MOST_MARKS);
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value =
            serde_json::json!({ "name": "a\u{9b}2J\u{202e}\n\u{e0041}\u{2800}", "list": [1, 2] });
        let json = printable_json(&format!("{value:#}\n"));
        assert!(json.is_ascii(), "{json}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json).unwrap(),
            value
        );
    }
}

//! Text from files on a terminal: what would act there instead of being seen is written out.
//!
//! A common name may hold an escape sequence that clears the screen, line breaks that fake lines of a report, or marks
//! that turn the direction of writing. Whoever prints such a text passes it through here.

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// One line that shows what it holds: `\u{1b}` instead of an escape character.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match acts(letter) {
            true => shown.extend(letter.escape_unicode()),
            false => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// As [`printable`], for what is formatted first.
pub(crate) fn printable_form(value: impl Display) -> String {
    printable(&value.to_string()).into_owned()
}

/// JSON that means the same and holds nothing that acts on a terminal. Line breaks stand between its values only.
pub(crate) fn printable_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter == '\n' || !acts(letter) {
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

/// Control characters, and what has no glyph but changes how other letters are placed (Unicode, category Cf and the
/// separators of lines).
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

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
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "name": "a\u{9b}2J\u{202e}\n\u{e0041}", "list": [1, 2] });
        let json = printable_json(&format!("{value:#}\n"));
        assert!(json.is_ascii(), "{json}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json).unwrap(),
            value
        );
    }
}

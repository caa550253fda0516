//! A line of a table in a record.

use kyso_words::printable;

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) value: String,
}

pub(super) fn row(label: &str, value: &str) -> Row {
    Row {
        label: label.to_owned(),
        value: clipped(value),
    }
}

/// A text from a file as it is shown: nothing in it acts, and what is too long for a record ends in an ellipsis.
pub(super) fn clipped(text: &str) -> String {
    let text = printable(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}

/// Characters of one text.
const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_acting_texts_are_cut_visibly() {
        let text = clipped(&"ễ".repeat(2_000));
        assert_eq!(text.chars().count(), LONGEST + 1);
        assert!(text.ends_with('…'));
        assert_eq!(clipped("a\nb\u{202e}"), "a\\u{a}b\\u{202e}");
    }
}

//! Documents that are marked as drafts.
//!
//! A marking is by itself on the first page: `DỰ THẢO`, with the number or date of the draft or
//! without, in the upper half or large, or askew across the page. The words in a sentence or
//! heading ("DỰ THẢO NGHỊ ĐỊNH") are none, and a picture is not read.

use kyso_stamp_images::{PageText, TextDocument};

use crate::error::SignError;

/// The marking as printed; `None` when there is none.
pub(crate) fn draft_marking(text: &TextDocument<'_>) -> Result<Option<String>, SignError> {
    match text.page_count() {
        0 => Ok(None),
        _ => Ok(marking(text.page(0)?)),
    }
}

fn marking(page: &PageText) -> Option<String> {
    let (_, height) = page.frame().size();
    let mut pieces = page.pieces().iter().filter(|piece| {
        let is_prominent = piece.area.top < height / 2.0 || piece.font_size >= LARGE;
        is_prominent && is_marking(&piece.text)
    });
    let printed = pieces.next().map(|piece| piece.text.clone());
    printed.or_else(|| is_watermark(page.askew_text()).then(|| WATERMARK.to_owned()))
}

/// `Dự thảo`, `(DỰ THẢO LẦN 2)`, `Bản dự thảo ngày 12/3/2026`.
fn is_marking(text: &str) -> bool {
    let begins_with_capital = text
        .chars()
        .find(|character| character.is_alphanumeric())
        .is_some_and(char::is_uppercase);
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.strip_prefix(&["bản"]).unwrap_or(&words);
    match words.strip_prefix(&["dự", "thảo"]) {
        // The last words of a paragraph end with a full stop.
        Some([]) => begins_with_capital && !text.ends_with('.'),
        Some(rest) => begins_with_capital && rest.iter().all(|word| is_qualifier(word)),
        None => false,
    }
}

/// Whether a word qualifies a draft, such as its number or date.
fn is_qualifier(word: &str) -> bool {
    let version = word.strip_prefix('v').unwrap_or(word);
    QUALIFIERS.contains(&word) || version.chars().all(|character| character.is_ascii_digit())
}

/// No text of a document is askew, so the words are enough.
fn is_watermark(askew: &str) -> bool {
    let letters: String = askew.split_whitespace().collect();
    letters.to_lowercase().contains("dựthảo")
}

/// The text that is reported for a marking across the page.
const WATERMARK: &str = "DỰ THẢO";
/// Size in points from which a marking counts anywhere on the page.
const LARGE: f64 = 30.0;
const QUALIFIERS: [&str; 14] = [
    "lần", "số", "thứ", "ngày", "tháng", "năm", "nhất", "hai", "ba", "tư", "cuối", "đầu", "trình",
    "ký",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_stands_on_its_own() {
        for text in [
            "DỰ THẢO",
            "Dự thảo",
            "(Dự thảo)",
            "DỰ THẢO LẦN 2",
            "Dự thảo 3",
            "Bản dự thảo ngày 12/3/2026",
            "DỰ THẢO v2",
            "Dự thảo lần thứ hai",
            "DỰ THẢO LẦN ……",
        ] {
            assert!(is_marking(text), "{text}");
        }
    }

    #[test]
    fn words_of_a_text_are_no_marking() {
        for text in [
            "dự thảo",
            "Dự thảo.",
            "DỰ THẢO NGHỊ ĐỊNH",
            "V/v góp ý dự thảo Luật",
            "Dự thảo Thông tư ngày 12/3/2026",
            "BẢN CHÍNH",
            "",
        ] {
            assert!(!is_marking(text), "{text}");
        }
    }

    #[test]
    fn a_watermark_may_be_drawn_letter_by_letter() {
        assert!(is_watermark("D Ự  T H Ả O"));
        assert!(is_watermark("DỰ THẢO LẦN 1 DỰ THẢO LẦN 1"));
        assert!(!is_watermark("BẢN SAO"));
    }
}

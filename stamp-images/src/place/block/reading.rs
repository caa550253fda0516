//! What a line of a signature block may be by its words: a title, an office, a name.

use super::super::office::{outside_brackets, reads_as_office, reads_as_rank};
use crate::page_text::Piece;
use crate::words::is_upper_case;

/// Whether the piece is written as names are, alone: each word with a capital, without digits.
pub(super) fn is_name(piece: &Piece) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let text = piece.text.trim();
    reads_as_name(piece)
        && text.split_whitespace().all(capital)
        && text
            .chars()
            .all(|one| one.is_alphabetic() || matches!(one, ' ' | '.' | '\''))
}

/// A title is in capitals, except text in brackets, or begins with the form of authority (A4).
pub(super) fn is_title(piece: &Piece) -> bool {
    is_title_text(&piece.text)
}

pub(super) fn is_title_text(text: &str) -> bool {
    is_upper_case(outside_brackets(text).as_deref().unwrap_or(text)) || begins_with_form(text)
}

/// Whether the piece may stand among or below the lines of a title.
pub(super) fn continues_title(piece: &Piece) -> bool {
    let text = piece.text.trim();
    let is_in_brackets = text.starts_with('(') && text.ends_with(')');
    is_in_brackets || reads_as_office(text) || reads_as_rank(text)
}

/// An office is in capitals as well, or as in a sentence; a rank may take its place.
pub(super) fn is_office(piece: &Piece) -> bool {
    let text = &piece.text;
    let is_written = is_upper_case(text) || reads_as_office(text) || reads_as_rank(text);
    is_written && !begins_with_form(text)
}

fn begins_with_form(text: &str) -> bool {
    let forms = ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L"];
    let begins = |form: &&str| {
        let start = text.get(..form.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(form))
    };
    forms.iter().any(begins)
}

/// Whether the piece may be a name, with a rank or degree before it: a few words, the
/// last two with capitals.
pub(super) fn reads_as_name(piece: &Piece) -> bool {
    let begins_with_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let count = piece.text.split_whitespace().count();
    let mut last = piece.text.split_whitespace().rev().take(2);
    (2..=NAME_WORDS).contains(&count) && last.all(|word| begins_with_capital(&word))
}

/// A number of a page, written with or without a word.
pub(super) fn is_folio(piece: &Piece) -> bool {
    let mut words = piece.text.split_whitespace();
    let has_letters = |word: &str| word.chars().any(char::is_alphabetic);
    words.all(|word| !has_letters(word) || matches!(word, "Trang" | "trang"))
}

/// Whether `part` occurs in `text` with no letter or digit beside it.
pub(in crate::place) fn is_run(text: &str, part: &str) -> bool {
    let free = |side: Option<char>| side.is_none_or(|character| !character.is_alphanumeric());
    !part.is_empty()
        && text.match_indices(part).any(|(start, _)| {
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text
                .get(start + part.len()..)
                .and_then(|text| text.chars().next());
            free(before) && free(after)
        })
}

/// Words of a name with a rank, at most.
const NAME_WORDS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_bounded_by_what_is_no_letter() {
        assert!(is_run("ths. trần thị minh ánh", "trần thị minh ánh"));
        assert!(!is_run("trần thị minh ánhh", "trần thị minh ánh"));
        assert!(!is_run("phó chủ tịch", "chủ tịch tỉnh"));
    }
}

use super::*;

const ALONE_THERE: Beside = Beside {
    before: None,
    after: None,
};

/// Characters of a hundred points, of each of which so much is hidden, by pale colours or not.
fn word(text: &str, hidden: &[f32], pale: &[f32]) -> Vec<Inked> {
    let of = |shares: &[f32], index: usize| shares.get(index).copied().unwrap_or_default();
    let characters = text.chars().enumerate();
    let inked = characters.map(|(index, character)| Inked {
        character,
        ink: 100.0,
        opened: 0.0,
        opened_part: 0.0,
        share: Share {
            all: of(hidden, index),
            pale: of(pale, index),
        },
        pale_part: of(pale, index),
        width: 6.0,
        body: [30.0; 2],
        hidden_body: [30.0 * of(hidden, index); 2],
        half: of(hidden, index),
    });
    inked.collect()
}

#[test]
fn words_are_hidden_by_two_thirds() {
    let is_hidden = |text, hidden: &[f32]| is_illegible(&word(text, hidden, &[]), &ALONE_THERE);
    assert!(!is_hidden("Minh", &[0.6; 4]));
    assert!(is_hidden("Minh", &[0.7; 4]));
    assert!(!is_hidden("Minh", &[1.0, 0.5, 0.5, 0.5]), "one letter");
    assert!(is_hidden("Minh", &[1.0, 0.0, 0.9]), "two letters");
    assert!(!is_hidden("Min;", &[1.0, 0.0, 0.0, 1.0]));
    assert!(is_hidden("A", &[0.9]) && !is_hidden("A", &[0.7]));
    assert!(!is_hidden(";", &[1.0]), "a mark that stands alone");
    assert!(!is_hidden("", &[]));
}

#[test]
fn white_away_from_strokes_makes_another_letter() {
    let opened = |opened: f32, opened_part: f32| {
        let mut word = word("không", &[], &[]);
        word[1].opened = opened;
        word[1].opened_part = opened_part;
        let is_plainly_seen = word[1].is_plainly_seen();
        (is_illegible(&word, &ALONE_THERE), is_plainly_seen)
    };
    assert_eq!(opened(0.005, 0.0), (false, true));
    assert_eq!(opened(0.015, 0.0), (false, false));
    assert_eq!(opened(0.03, 0.0), (true, false));
    assert_eq!(opened(0.01, 0.1), (true, false));
}

#[test]
fn characters_side_by_side_are_hidden_before_their_word() {
    let is_hidden = |hidden: &[f32]| is_blotted(&word("nguyen", hidden, &[]));
    assert!(is_hidden(&[0.0, 0.9, 0.9]));
    assert!(!is_hidden(&[0.9, 0.0, 0.9]));
    assert!(is_hidden(&[0.0, 0.8, 0.8, 0.8]));
    assert!(!is_hidden(&[0.8, 0.0, 0.8, 0.8]));
}

#[test]
fn of_numbers_each_digit_counts() {
    let is_hidden = |text: &str, at: usize| {
        let mut hidden = vec![0.0; text.chars().count()];
        hidden.splice(at..=at, [0.7]);
        is_illegible(&word(text, &hidden, &[]), &ALONE_THERE)
    };
    assert!(is_hidden("-1.800,5", 0) && is_hidden("-1.800,5", 1));
    assert!(is_hidden("-1.800,5", 2) && is_hidden("-1.800,5", 6));
    // The end of a sentence, and letters beside digits.
    assert!(!is_hidden("12.", 2) && !is_hidden("30/ND-CP", 4) && !is_hidden("30/ND-CP", 5));
}

#[test]
fn pale_colours_hide_by_less() {
    let is_hidden = |text, pale: &[f32]| is_illegible(&word(text, &[], pale), &ALONE_THERE);
    assert!(is_hidden("Minh", &[0.35]) && !is_hidden("Minh", &[0.2]));
    assert!(is_hidden("Minh", &[0.25; 4]));
    assert!(is_hidden("1800", &[0.1]) && !is_hidden("1800", &[0.06]));
    let mut mark = word("Minh", &[], &[]);
    if let Some(inked) = mark.get_mut(1) {
        inked.pale_part = 0.6;
    }
    assert!(is_illegible(&mark, &ALONE_THERE));
}

/// Whether half of a character may not be hidden, between others of its sentence.
fn counts(text: &str, at: usize, before: Option<char>, after: Option<char>) -> bool {
    let mut hidden = vec![0.0; text.chars().count()];
    hidden.splice(at..=at, [0.5]);
    is_illegible(&word(text, &hidden, &[]), &Beside { before, after })
}

#[test]
fn what_no_font_tells_counts_as_a_digit() {
    for character in ["\u{fffd}", "\u{e001}", "\u{1}", " ", "\u{a0}", "\u{200b}"] {
        assert!(counts(character, 0, None, None), "{character:?}");
    }
    assert!(!counts("a", 0, None, None) && !counts("*", 0, None, None));
}

#[test]
fn signs_beside_digits_count() {
    for (text, at) in [("(5)", 0), ("(5)", 2), ("1/2", 1), ("50%", 2), ("<-5", 1)] {
        assert!(counts(text, at, None, None), "{text}");
    }
    for text in ["5.", "5,", "5;", "5:", "5”", "5”."] {
        assert!(!counts(text, 1, None, None), "{text}");
    }
    assert!(!counts("a/b", 1, None, None) && !counts("(a)", 0, None, None));
}

#[test]
fn signs_and_points_count_over_a_space() {
    assert!(counts("-", 0, None, Some('1')) && counts("≥", 0, Some('a'), Some('5')));
    assert!(counts(".", 0, Some('1'), Some('8')) && counts("%", 0, Some('5'), None));
    assert!(!counts("-", 0, Some('1'), Some('a')) && !counts("-", 0, None, None));
    assert!(!counts(":", 0, Some('a'), Some('8')) && !counts(".", 0, Some('1'), Some('a')));
}

#[test]
fn roman_numbers_and_letters_beside_digits_count() {
    assert!(counts("IV", 0, None, None) && counts("VIII.", 3, None, None));
    assert!(counts("5a", 1, None, None) && counts("A5", 0, None, None));
    assert!(!counts("VN", 0, None, None) && !counts("iv", 0, None, None));
    assert!(!counts("5/a", 2, None, None));
}

#[test]
fn half_a_digit_counts() {
    let is_hidden = |hidden: f32| is_illegible(&word("1800", &[0.0, hidden], &[]), &ALONE_THERE);
    assert!(is_hidden(0.36) && !is_hidden(0.34));
}

#[test]
fn a_bar_hides_a_word_by_half_of_its_small_letters() {
    let barred = |lower: f32, upper: f32, width: f64| {
        let mut word = word("không", &[0.4; 5], &[]);
        for inked in &mut word {
            inked.width = width;
            inked.hidden_body = [30.0 * lower, 30.0 * upper];
        }
        is_illegible(&word, &ALONE_THERE)
    };
    assert!(barred(0.85, 0.45, 7.0) && barred(0.3, 0.9, 7.0));
    assert!(!barred(0.85, 0.45, 3.0), "small print");
    assert!(!barred(0.6, 0.6, 7.0) && !barred(0.9, 0.1, 7.0));
}

#[test]
fn half_of_a_digit_makes_another_one() {
    let hidden = |text: &str, half: f32| {
        let mut word = word(text, &[0.2; 3], &[]);
        word.iter_mut().for_each(|inked| inked.half = half);
        is_illegible(&word, &ALONE_THERE)
    };
    assert!(hidden("180", 0.39) && !hidden("180", 0.3));
    assert!(!hidden("khô", 0.5), "letters");
}

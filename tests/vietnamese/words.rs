//! The plain words of Vietnamese texts, and the list of those that are known.

use std::collections::{BTreeMap, BTreeSet};

/// Words that texts may hold, each with the file that alone may have it; the file is empty where all may.
pub(super) struct KnownWords(pub(super) BTreeSet<(String, String)>);

impl KnownWords {
    /// Words in lines; a line that begins with the name of a file and a colon is for that file.
    pub(super) fn read(list: &str) -> Self {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(|line| {
            let (file, words) = line.split_once(':').unwrap_or(("", line));
            let words = words.split_whitespace();
            words.map(move |word| (file.to_owned(), word.to_owned()))
        });
        Self(words.collect())
    }

    pub(super) fn has(&self, file: &str, word: &str) -> bool {
        let entry = |file: &str| (file.to_owned(), word.to_owned());
        self.0.contains(&entry("")) || self.0.contains(&entry(file))
    }
}

/// The plain words of texts by file, each with the first text that has it.
pub(super) fn words_of(texts: &[(String, String)]) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (place, text) in texts {
        for word in plain_words(text) {
            let place = (place.clone(), word);
            found.entry(place).or_insert_with(|| text.clone());
        }
    }
    found
}

/// Words of two letters and more without any mark, outside of the places for values and of names that programs read.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let outside: String = text
        .chars()
        .map(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => return letter,
                _ => {}
            }
            ' '
        })
        .collect();
    let pieces: Vec<&str> = outside.split_whitespace().collect();
    let is_name = |index: usize| {
        let before = index.checked_sub(1).map_or("", |before| pieces[before]);
        let after = pieces.get(index + 1).copied().unwrap_or_default();
        is_read_by_programs(before, pieces[index], after)
    };
    let of_people = (0..pieces.len()).filter(|index| !is_name(*index));
    let words =
        of_people.flat_map(|index| pieces[index].split(|letter: char| !letter.is_alphabetic()));
    let plain = words.filter(|word| word.len() > 1 && word.is_ascii());
    plain.map(str::to_owned).collect()
}

/// Whether a piece of a text is what a program reads: an option and the name of its value, a command of kyso, a key or value
/// of a file, a name of PDF, a path. Only there may English words be that are no names of their own.
fn is_read_by_programs(before: &str, piece: &str, after: &str) -> bool {
    let bare = |piece: &'_ str| -> String {
        let marks = |letter: char| "“”()[],;:.…".contains(letter);
        piece.trim_matches(marks).to_owned()
    };
    let (named, before) = (bare(piece), bare(before));
    let is_option = |piece: &str| piece.starts_with("--");
    let is_value = named.chars().all(|letter| !letter.is_lowercase());
    let between = |mark: char| {
        let mut letters = named.split(mark);
        let is_part = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || "_/-".contains(one))
        };
        named.contains(mark) && letters.all(is_part)
    };
    is_option(&named)
        || (is_option(&before) && is_value)
        || (before == "kyso" || COMMANDS.contains(&before.as_str()))
            && COMMANDS.contains(&named.as_str())
        || piece.contains("[[")
        || piece.contains('"')
        || named.contains(['_', '='])
        || after == "="
        || named.contains("://")
        || between('.')
        || between(':')
        || named
            .strip_prefix('/')
            .is_some_and(|name| name.starts_with(|one: char| one.is_ascii_uppercase()))
}

/// Commands of kyso, and those below them.
const COMMANDS: [&str; 14] = [
    "verify",
    "sign",
    "approve",
    "issue",
    "extend",
    "renew",
    "stamp",
    "clean",
    "trust",
    "add",
    "remove",
    "check",
    "serve",
    "directory",
];

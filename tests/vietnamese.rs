//! Texts for people in Vietnamese hold no English word and no identifier (CONTRIBUTING, "How we write").
//!
//! Every literal of the sources that has a letter of Vietnamese is looked at, also those inside macros. Words in plain letters
//! must stand on the list: syllables without marks, names that are the same in both languages, options and fields that a text
//! names. Whoever needs a new one adds it there with open eyes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

#[test]
fn no_english_word_stands_in_a_vietnamese_text() {
    let list = fs::read_to_string(root().join("tests/vietnamese-words.txt")).unwrap();
    let known: BTreeSet<&str> = list
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut texts = 0;
    for file in sources() {
        let source = fs::read_to_string(&file).unwrap();
        let shipped = source
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        let tokens = TokenStream::from_str(shipped).unwrap_or_default();
        for text in literals(tokens).iter().filter(|text| is_vietnamese(text)) {
            texts += 1;
            for word in plain_words(text) {
                let place = || format!("{}: {text}", file.display());
                found.entry(word).or_insert_with(place);
            }
        }
    }
    assert!(texts > 1000, "only {texts} texts were found");
    let unknown: Vec<String> = found
        .iter()
        .filter(|(word, _)| !known.contains(word.as_str()))
        .map(|(word, place)| format!("{word} ({place})"))
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let unused: Vec<&&str> = known
        .iter()
        .filter(|word| !found.contains_key(**word))
        .collect();
    assert!(unused.is_empty(), "no text has these any more: {unused:?}");
}

#[test]
fn words_are_found_in_macros_and_beside_places() {
    let source = r#"fn a() { format!("đọc {name} by {} ca-p", "x"); let _ = "plain english"; }"#;
    let found = literals(TokenStream::from_str(source).unwrap());
    let texts: Vec<&String> = found.iter().filter(|text| is_vietnamese(text)).collect();
    assert_eq!(texts.len(), 1);
    assert_eq!(plain_words(texts[0]), ["by", "ca"]);
}

/// The sources of the program and of the libraries that it is made of.
fn sources() -> Vec<PathBuf> {
    const SHIPPED: [&str; 10] = [
        "src",
        "report",
        "words",
        "pdf",
        "pki",
        "online",
        "verifier",
        "signer",
        "stamp-images",
        "pkcs11-bridge",
    ];
    let mut files = Vec::new();
    for part in SHIPPED {
        let folder = match part {
            "src" => root().join(part),
            library => root().join(library).join("src"),
        };
        rust_files(&folder, &mut files);
    }
    files.retain(|file| !file.ends_with("tests.rs"));
    files.sort();
    files
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// All strings of a source, but those of its documentation.
fn literals(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut after_doc = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(literals(group.stream())),
            TokenTree::Ident(name) => {
                after_doc = name == "doc";
                continue;
            }
            TokenTree::Punct(mark) if mark.as_char() == '=' => continue,
            TokenTree::Literal(literal) if !after_doc => {
                let text = syn::parse_str::<syn::LitStr>(&literal.to_string());
                found.extend(text.map(|text| text.value()));
            }
            _ => {}
        }
        after_doc = false;
    }
    found
}

/// Whether a text has a letter that only Vietnamese has, and is no English sentence that repeats one.
fn is_vietnamese(text: &str) -> bool {
    const ENGLISH: [&str; 9] = [
        " the ", " is ", " was ", " a ", " in ", " to ", " and ", " of ", " are ",
    ];
    let letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
    let has_letter = text
        .to_lowercase()
        .chars()
        .any(|letter| letters.contains(letter));
    has_letter && !ENGLISH.iter().any(|word| text.contains(word))
}

/// Words of two letters and more without any mark, outside of the places for values; the first part of each.
fn plain_words(text: &str) -> Vec<String> {
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
    let words = outside.split(|letter: char| !letter.is_alphabetic());
    let plain = words.filter(|word| word.len() > 1 && word.is_ascii());
    plain.map(str::to_owned).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

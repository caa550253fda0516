//! Texts for people in Vietnamese hold no English word and no identifier (CONTRIBUTING, "How we write").
//!
//! The tests look at every literal of the sources that has a letter of Vietnamese, also inside macros, at the first text of
//! each `pick`, and at every text of the page. Names that programs read (options, commands, keys, names of PDF) are known by their form.
//! All other words in plain letters must be on the list: syllables without marks, and names that are the same in both languages.
//! What a text of one file quotes, such as the parts of a request, is listed for that file alone.
//!
//! The tests cannot see what values a text takes, so they close two ways in: no Vietnamese text takes a value that is called
//! an error or a reason, and no `vietnamese` asks a value for its English text.

mod page;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use page::{texts_of_html, texts_of_words};
use words::{KnownWords, plain_words, words_of};

#[test]
fn no_english_word_stands_in_a_vietnamese_text() {
    let list = fs::read_to_string(root().join("tests/vietnamese-words.txt")).unwrap();
    let list = KnownWords::read(&list);
    let texts = all_texts();
    assert!(texts.len() > 1500, "only {} texts were found", texts.len());
    let found = words_of(&texts);
    let unknown: Vec<String> = found
        .iter()
        .filter(|((file, word), _)| !list.has(file, word))
        .map(|((file, word), text)| format!("{word} ({file}: {text})"))
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let is_found = |file: &str, word: &str| {
        let mut found = found.keys();
        found.any(|(place, other)| other == word && (file.is_empty() || place == file))
    };
    let listed = list.0.iter();
    let unused: Vec<_> = listed
        .filter(|(file, word)| !is_found(file, word))
        .collect();
    assert!(unused.is_empty(), "no text has these any more: {unused:?}");
}

#[test]
fn no_message_of_a_library_is_put_into_a_vietnamese_text() {
    let mut wrong = Vec::new();
    for file in sources() {
        let tokens = shipped_tokens(&file);
        let mut found = english_put_into_texts(&tokens);
        found.extend(english_asked_for(&tokens));
        let place = |what: String| format!("{}: {what}", file.display());
        wrong.extend(found.into_iter().map(place));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_are_found_in_macros_and_beside_places() {
    let source = r#"
        fn a() { format!("đọc {name} by {} ca-p", "x"); let _ = "plain english"; }
        #[doc = "tài liệu document"] #[error("the “Nơi nhận” is missing, Decree 30/2020/NĐ-CP")]
        fn b() { lang.pick("Page", "Page"); lang.pick("in to the máy", "x"); }
    "#;
    let texts = vietnamese_literals(&TokenStream::from_str(source).unwrap());
    assert_eq!(texts, ["đọc {name} by {} ca-p", "Page", "in to the máy"]);
    assert_eq!(plain_words(&texts[0]), ["by", "ca"]);
    assert_eq!(plain_words(&texts[2]), ["in", "to", "the"]);
    let names = "hãy dùng --trust DIR hoặc (kyso trust add), đặt role = \"agency\", /Contents, timestamp_room, kyso.toml";
    assert_eq!(plain_words(names), ["kyso"]);
    assert_eq!(
        plain_words("thêm add bằng file of kyso"),
        ["add", "file", "of", "kyso"]
    );
    let placed = texts.into_iter().map(|text| ("a.rs".to_owned(), text));
    let found = words_of(&placed.collect::<Vec<_>>());
    let the = ("a.rs".to_owned(), "the".to_owned());
    assert!(found.contains_key(&the));
    assert!(KnownWords::read("# the\nto\na.rs: the").has("a.rs", "the"));
    assert!(!KnownWords::read("# the\nto\na.rs: the").has("b.rs", "the"));
}

#[test]
fn messages_of_libraries_are_found_however_they_are_put_in() {
    for wrong in [
        r#"fn a() { format!("lỗi: {reason}") }"#,
        r#"fn a() { format!("lỗi: {error:?}") }"#,
        r#"fn a() { format!("lỗi: {}", error) }"#,
        r#"fn a() { Failure::refused(format!("lỗi ({})", self.0.source.to_string()), "x") }"#,
        r#"impl A { fn vietnamese(&self) -> String { match self { other => other.to_string() } } }"#,
        r#"impl A { fn vietnamese(&self) -> String { format!("{self}") } }"#,
    ] {
        let tokens = TokenStream::from_str(wrong).unwrap();
        let found = english_put_into_texts(&tokens).len() + english_asked_for(&tokens).len();
        assert!(found > 0, "{wrong}");
    }
    let right = r#"
        fn a() { format!("lỗi: {}", error.vietnamese()); format!("the error: {error}") }
        impl A { fn vietnamese(&self) -> String { "lỗi".to_owned() } }
        fn b() { error.to_string(); }
    "#;
    let tokens = TokenStream::from_str(right).unwrap();
    assert_eq!(english_put_into_texts(&tokens), [""; 0]);
    assert_eq!(english_asked_for(&tokens), [""; 0]);
}

#[test]
fn texts_of_pages_are_found() {
    let page = "<html lang=\"vi\"><!-- a comment --><p title=\"Ghi word\">Mở <b>file</b></p>\n\
        <button lang=\"en\">English</button><script>let english = 1;</script></html>";
    assert_eq!(texts_of_html(page), ["Ghi word", "Mở", "file"]);
    let words = "// English\nexport default {\"vi\": {\"a\": \"Mở file\", \"b\": {\"c\": \"x\"}}, \"en\": {\"a\": \"the\"}};\n";
    assert_eq!(texts_of_words(words), ["Mở file", "x"]);
}

/// Every Vietnamese text with its place.
fn all_texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut add = |file: &Path, found: Vec<String>| {
        assert!(!found.is_empty() || file.extension().is_some_and(|one| one == "rs"));
        let file = file.strip_prefix(root()).unwrap_or(file);
        let place = file.display().to_string().replace("./", "");
        texts.extend(found.into_iter().map(|text| (place.clone(), text)));
    };
    for file in sources() {
        add(&file, vietnamese_literals(&shipped_tokens(&file)));
    }
    let page = root().join("service/src/page");
    let read = |file: &Path| fs::read_to_string(file).unwrap();
    let (html, words) = (page.join("index.html"), page.join("words.js"));
    add(&html, texts_of_html(&read(&html)));
    add(&words, texts_of_words(&read(&words)));
    texts
}

/// The sources of the program and of the libraries that it is made of: each member of the workspace is one or is not shipped.
fn sources() -> Vec<PathBuf> {
    const NOT_SHIPPED: [&str; 3] = ["test-needs", "test-pki", "testdata"];
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = manifest.split_once("members = [").unwrap().1;
    let members = members.split_once(']').unwrap().0.split(',');
    let members = members.map(|member| member.trim().trim_matches('"'));
    let shipped = members.filter(|member| !NOT_SHIPPED.contains(member));
    let mut files = Vec::new();
    for folder in shipped.chain(["."]) {
        rust_files(&root().join(folder).join("src"), &mut files);
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

/// A source without the tests at its end.
fn shipped_tokens(file: &Path) -> TokenStream {
    let source = fs::read_to_string(file).unwrap();
    let shipped = source
        .split_once("#[cfg(test)]\nmod tests")
        .map_or(source.as_str(), |parts| parts.0);
    TokenStream::from_str(shipped).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The Vietnamese strings of a source, but those of its documentation.
fn vietnamese_literals(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let (mut after_doc, mut after_pick) = (false, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) => {
                let picked = first_string(&group.stream()).filter(|_| after_pick);
                let inner = vietnamese_literals(&group.stream());
                found.extend(picked.filter(|text| !is_vietnamese(text)));
                found.extend(inner);
            }
            TokenTree::Punct(mark) if mark.as_char() == '=' => continue,
            TokenTree::Literal(_) if !after_doc => {
                found.extend(string(&token).filter(|text| is_vietnamese(text)));
            }
            _ => {}
        }
        after_doc = matches!(&token, TokenTree::Ident(name) if name == "doc");
        after_pick = matches!(&token, TokenTree::Ident(name) if name == "pick");
    }
    found
}

fn string(token: &TokenTree) -> Option<String> {
    let text = syn::parse_str::<syn::LitStr>(&token.to_string()).ok()?;
    Some(text.value())
}

fn first_string(tokens: &TokenStream) -> Option<String> {
    string(&tokens.clone().into_iter().next()?)
}

/// Values called an error or a reason that Vietnamese texts take: by name in the text, or behind it.
fn english_put_into_texts(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens.clone() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let inner = group.stream();
        let text = first_string(&inner).filter(|text| is_vietnamese(text));
        if let Some(text) = text {
            let by_name = places(&text)
                .into_iter()
                .any(|name| ENGLISH.contains(&name));
            let behind: Vec<TokenTree> = inner.clone().into_iter().skip(1).collect();
            let mut behind = behind.split(is_comma);
            if by_name || behind.any(is_english) {
                found.push(text);
            }
        }
        found.extend(english_put_into_texts(&inner));
    }
    found
}

/// Names of what a library says.
const ENGLISH: [&str; 9] = [
    "error", "reason", "source", "cause", "message", "other", "failure", "problem", "self",
];

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')
}

/// Whether a value is one of [`ENGLISH`] as it is, or ends in `.to_string()`.
fn is_english(value: &[TokenTree]) -> bool {
    let written: String = value.iter().map(ToString::to_string).collect();
    let plain = written.trim_start_matches(['*', '&']);
    ENGLISH.contains(&plain) || plain.ends_with(".to_string()")
}

/// The names in the places of a text: `{reason}`, `{error:?}`.
fn places(text: &str) -> Vec<&str> {
    let open = text.split('{').skip(1);
    let inside = open.filter_map(|rest| rest.split('}').next());
    let names = inside.filter_map(|place| place.split(':').next());
    names.collect()
}

/// Functions called `vietnamese` that ask for the English text of a value.
fn english_asked_for(tokens: &TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    let mut named = false;
    for (index, token) in tokens.iter().enumerate() {
        let is = |name: &str| matches!(token, TokenTree::Ident(ident) if ident == name);
        let after_fn = index.checked_sub(1).is_some_and(
            |before| matches!(&tokens[before], TokenTree::Ident(ident) if ident == "fn"),
        );
        named = (named && !is("fn")) || (is("vietnamese") && after_fn);
        let TokenTree::Group(group) = token else {
            continue;
        };
        if group.delimiter() == Delimiter::Brace && named {
            named = false;
            let body = group.stream().to_string().replace(char::is_whitespace, "");
            if body.contains(".to_string()") || body.contains("{self}") {
                found.push("fn vietnamese".to_owned());
            }
        }
        found.extend(english_asked_for(&group.stream()));
    }
    found
}

/// Whether a text has a letter that only Vietnamese has. English sentences quote Vietnamese words in “”, and name acts by their
/// numbers (30/2020/NĐ-CP).
fn is_vietnamese(text: &str) -> bool {
    let letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
    let mut quotes = 0_usize;
    let unquoted: String = text
        .chars()
        .filter(|letter| {
            match letter {
                '“' => quotes += 1,
                '”' => quotes = quotes.saturating_sub(1),
                _ => {}
            }
            quotes == 0
        })
        .collect();
    let is_act = |word: &&str| word.matches('/').count() >= 2;
    let words = unquoted.split_whitespace().filter(|word| !is_act(word));
    words
        .flat_map(str::chars)
        .flat_map(char::to_lowercase)
        .any(|letter| letters.contains(letter))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

//! Texts for people in Vietnamese hold no English word and no identifier (CONTRIBUTING, "How we write").
//!
//! Every literal of the sources that has a letter of Vietnamese is looked at, also those inside macros, and the first of each
//! `pick`; so is every text of the page. Names that programs read (options, commands, keys, names of PDF) are known by their form.
//! All other words in plain letters must be on the list: syllables without marks, and names that are the same in both languages.
//! What a text of one file quotes, such as the parts of a request, is listed for that file alone.
//!
//! What is put into a text cannot be looked at here, so two ways in are closed: no Vietnamese text takes a value that is called
//! an error or a reason, and no `vietnamese` asks a value for its English text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

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

/// The texts of the page as it comes: between tags and in the attributes that people read, but for what is marked as English.
fn texts_of_html(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_read = true;
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let is_closed = tag.starts_with('/');
        let is_other = ["script", "style", "!"]
            .iter()
            .any(|one| tag.starts_with(one));
        is_read = is_closed || !(is_other || tag.contains("lang=\"en\""));
        for attribute in ["title", "aria-label", "alt", "placeholder"] {
            let value = tag
                .split_once(&format!("{attribute}=\""))
                .map(|parts| parts.1);
            let value = value.and_then(|value| value.split('"').next());
            found.extend(value.filter(|_| is_read).map(str::to_owned));
        }
        let text = text.trim();
        if is_read && !text.is_empty() {
            found.push(text.to_owned());
        }
    }
    assert!(is_read, "the page ends in its last tag");
    found
}

/// The Vietnamese texts of `words.js`, which is JSON behind a comment and `export default`.
fn texts_of_words(words: &str) -> Vec<String> {
    let json = words.split_once("export default").unwrap().1;
    let json = json.trim().trim_end_matches(';');
    let words: serde_json::Value = serde_json::from_str(json).unwrap();
    leaves(&words["vi"])
}

fn leaves(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Object(members) => members.values().flat_map(leaves).collect(),
        other => panic!("{other} is no text"),
    }
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

/// Words that texts may hold, each with the file that alone may have it; the file is empty where all may.
struct KnownWords(BTreeSet<(String, String)>);

impl KnownWords {
    /// Words in lines; a line that begins with the name of a file and a colon is for that file.
    fn read(list: &str) -> Self {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        let words = lines.flat_map(|line| {
            let (file, words) = line.split_once(':').unwrap_or(("", line));
            let words = words.split_whitespace();
            words.map(move |word| (file.to_owned(), word.to_owned()))
        });
        Self(words.collect())
    }

    fn has(&self, file: &str, word: &str) -> bool {
        let entry = |file: &str| (file.to_owned(), word.to_owned());
        self.0.contains(&entry("")) || self.0.contains(&entry(file))
    }
}

/// The plain words of texts by file, each with the first text that has it.
fn words_of(texts: &[(String, String)]) -> BTreeMap<(String, String), String> {
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
const COMMANDS: [&str; 11] = [
    "verify", "sign", "approve", "issue", "extend", "renew", "trust", "add", "remove", "check",
    "serve",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

//! The texts of the page: its HTML, and the words that its script puts in.

/// The texts of the page as it comes: between tags and in the attributes that people read, but for what is marked as English.
pub(super) fn texts_of_html(page: &str) -> Vec<String> {
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
pub(super) fn texts_of_words(words: &str) -> Vec<String> {
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

//! Objects as text, whose spelling is free.

use std::fmt;

/// The entries of a dictionary in their order, values as they are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries(Vec<(String, String)>);

impl Entries {
    /// From `KEY VALUE` pairs, keys without their slash.
    pub(super) fn of(entries: &[(&str, &str)]) -> Self {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Self(entries.iter().map(owned).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, key: &str, value: impl fmt::Display) {
        let value = value.to_string();
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some(entry) => entry.1 = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    pub(super) fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.set(key, value);
        self
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// Adds a reference to the array under `key`.
    pub(super) fn push(&mut self, key: &str, number: u32) {
        let before = self.get(key).unwrap_or("[]");
        let inside = before.trim_start_matches('[').trim_end_matches(']');
        let text = format!("[{inside} {number} 0 R]").replace("[ ", "[");
        self.set(key, text);
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut (String, String)> {
        self.0.iter_mut()
    }

    /// The entries without the delimiters of the dictionary.
    pub(super) fn inside(&self) -> String {
        let entry = |(key, value): &(String, String)| format!("/{key} {value}");
        self.0.iter().map(entry).collect()
    }
}

impl fmt::Display for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<<{}>>", self.inside())
    }
}

/// The bytes between `obj` and `endobj`.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Dictionary(Entries),
    Stream(Entries, Vec<u8>),
    Raw(Vec<u8>),
}

impl Body {
    /// A content stream.
    pub(super) fn drawing(content: &str) -> Self {
        Self::Stream(Entries::default(), content.as_bytes().to_vec())
    }

    /// A form XObject of this size.
    pub(super) fn form(width: u32, height: u32, content: &str) -> Self {
        let bounds = format!("[0 0 {width} {height}]");
        let entries = [
            ("Type", "/XObject"),
            ("Subtype", "/Form"),
            ("BBox", &bounds),
            ("Resources", "<</Font<</F 5 0 R>>>>"),
        ];
        Self::Stream(Entries::of(&entries), content.as_bytes().to_vec())
    }

    pub(super) fn raw(text: impl Into<Vec<u8>>) -> Self {
        Self::Raw(text.into())
    }

    /// The entries of a dictionary or stream.
    pub(super) fn entries(&self) -> Entries {
        match self {
            Self::Dictionary(entries) | Self::Stream(entries, _) => entries.clone(),
            Self::Raw(_) => Entries::default(),
        }
    }

    /// As it is written, with these words around the data of a stream.
    pub(super) fn written(&self, words: &StreamWords) -> Vec<u8> {
        match self {
            Self::Dictionary(entries) => entries.to_string().into_bytes(),
            Self::Raw(text) => text.clone(),
            Self::Stream(entries, data) => {
                let mut entries = entries.clone();
                if entries.get("Length").is_none() {
                    entries.set(
                        "Length",
                        words.length.replace("{}", &data.len().to_string()),
                    );
                }
                let mut text = format!("{entries}{}", words.start).into_bytes();
                text.extend(data);
                text.extend(words.end.as_bytes());
                text
            }
        }
    }

    /// As it is usually written.
    pub(super) fn plain(&self) -> Vec<u8> {
        self.written(&StreamWords::default())
    }
}

/// How the data of a stream are announced and closed.
#[derive(Debug, Clone)]
pub(super) struct StreamWords {
    /// Before the data.
    pub(super) start: String,
    /// After the data.
    pub(super) end: String,
    /// The value of `/Length`; `{}` is replaced by the right one.
    pub(super) length: String,
}

impl Default for StreamWords {
    fn default() -> Self {
        Self {
            start: "\nstream\n".to_owned(),
            end: "\nendstream".to_owned(),
            length: "{}".to_owned(),
        }
    }
}

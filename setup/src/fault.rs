//! Why a value of the configuration is refused, in both languages.
//!
//! The libraries for TOML and JSON carry nothing but one text from a value to its line: their errors are made
//! by `serde::de::Error::custom` from what can be displayed, and keep its text alone. So faults of ours hold both languages in that
//! text, English first. The beginning of a text, which serde fixes for all formats, says which fault of the libraries it is.

use serde::de::Error;

/// The error of a value, with its reason in both languages.
pub(crate) fn fault<E: Error>(english: &str, vietnamese: &str) -> E {
    E::custom(format!("{english}{BETWEEN}{vietnamese}"))
}

/// The English part of a message of the library.
#[must_use]
pub fn fault_in_english(message: &str) -> &str {
    message.split(BETWEEN).next().unwrap_or_default()
}

/// The same in Vietnamese; where the library says it in English alone, by the kind of fault.
#[must_use]
pub fn fault_in_vietnamese(message: &str) -> String {
    if let Some((_, vietnamese)) = message.split_once(BETWEEN) {
        return vietnamese.to_owned();
    }
    let named = |beginning: &str| {
        let rest = message.strip_prefix(beginning)?.strip_prefix('`')?;
        rest.split('`').next()
    };
    if let Some(name) = named("unknown field ") {
        return format!("không có mục “{name}” ở đây");
    }
    if let Some(name) = named("unknown variant ") {
        return format!("“{name}” không phải một trong các giá trị được dùng ở đây");
    }
    if let Some(name) = named("missing field ") {
        return format!("thiếu mục “{name}”");
    }
    if let Some(name) = named("duplicate field ") {
        return format!("mục “{name}” ghi hai lần");
    }
    match message {
        kind if kind.starts_with("invalid type") => "giá trị không đúng kiểu",
        kind if kind.starts_with("invalid value") => "giá trị không dùng được",
        _ => "không đúng cú pháp",
    }
    .to_owned()
}

/// A character that occurs in no text written by people.
const BETWEEN: char = '\u{1e}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_library_says_has_vietnamese_words() {
        for (message, expected) in [
            (
                "unknown field `lissten`, expected one of `a`, `b`",
                "không có mục “lissten” ở đây",
            ),
            ("missing field `url`", "thiếu mục “url”"),
            (
                "invalid type: string \"a\", expected u64",
                "giá trị không đúng kiểu",
            ),
            ("expected newline", "không đúng cú pháp"),
        ] {
            assert_eq!(fault_in_vietnamese(message), expected);
            assert_eq!(fault_in_english(message), message);
        }
        let both = format!("no{BETWEEN}không");
        assert_eq!(
            (fault_in_english(&both), fault_in_vietnamese(&both).as_str()),
            ("no", "không")
        );
    }
}

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
    known(message).unwrap_or_else(|| "không đúng cú pháp".to_owned())
}

/// The same about a value where the syntax is right.
#[must_use]
pub fn value_fault_in_vietnamese(message: &str) -> String {
    known(message).unwrap_or_else(|| "giá trị không dùng được".to_owned())
}

/// Whether a message of the library is about a value and says neither which one it is nor anything in both languages.
pub(crate) fn needs_its_field(message: &str) -> bool {
    message.starts_with(INVALID_TYPE) || message.starts_with(INVALID_VALUE)
}

/// The field that a message is about, where it names one.
#[must_use]
pub fn field_of_fault(message: &str) -> Option<&str> {
    let beginnings = ["unknown field ", "missing field ", "duplicate field "];
    let mut fields = beginnings.iter().map(|one| named(message, one));
    fields.find_map(|field| field)
}

fn known(message: &str) -> Option<String> {
    if let Some((_, vietnamese)) = message.split_once(BETWEEN) {
        return Some(vietnamese.to_owned());
    }
    if let Some(name) = named(message, "unknown field ") {
        return Some(format!("không có mục “{name}” ở đây"));
    }
    if let Some(name) = named(message, "unknown variant ") {
        return Some(format!(
            "“{name}” không phải một trong các giá trị được dùng ở đây"
        ));
    }
    if let Some(name) = named(message, "missing field ") {
        return Some(format!("thiếu mục “{name}”"));
    }
    if let Some(name) = named(message, "duplicate field ") {
        return Some(format!("mục “{name}” ghi hai lần"));
    }
    let words = match message {
        kind if kind.starts_with(INVALID_TYPE) => "giá trị không đúng kiểu",
        kind if kind.starts_with(INVALID_VALUE) => "giá trị không dùng được",
        kind if kind.starts_with("duplicate key") => "mục này ghi hai lần",
        _ => return None,
    };
    Some(words.to_owned())
}

/// `a` of "unknown field `a`, expected …".
fn named<'m>(message: &'m str, beginning: &str) -> Option<&'m str> {
    let rest = message.strip_prefix(beginning)?.strip_prefix('`')?;
    rest.split('`').next()
}

const INVALID_TYPE: &str = "invalid type";
const INVALID_VALUE: &str = "invalid value";

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
            ("duplicate key", "mục này ghi hai lần"),
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

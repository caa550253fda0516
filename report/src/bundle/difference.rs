//! Where two reports begin to differ.

use serde_json::Value;

/// The first difference between a recorded report and one made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place of the difference: the names and places on the way, such as
    /// `signatures[0].trust.revocation`; the number of a line when the values are the same, but not
    /// the bytes.
    pub(crate) place: String,
    /// What was recorded there, shortened.
    pub(crate) recorded: String,
    /// What is there now, shortened.
    pub(crate) now: String,
}

impl Difference {
    /// `None` when the reports are the same, byte for byte.
    pub(crate) fn between(recorded: &[u8], now: &[u8]) -> Option<Self> {
        if recorded == now {
            return None;
        }
        let parsed = |bytes| serde_json::from_slice::<Value>(bytes).ok();
        let found = parsed(recorded)
            .zip(parsed(now))
            .and_then(|(recorded, now)| first(String::new(), Some(&recorded), Some(&now)));
        Some(found.unwrap_or_else(|| of_lines(recorded, now)))
    }
}

fn first(place: String, recorded: Option<&Value>, now: Option<&Value>) -> Option<Difference> {
    match (recorded, now) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort();
            names.dedup();
            names.into_iter().find_map(|name| {
                let dot = if place.is_empty() { "" } else { "." };
                first(format!("{place}{dot}{name}"), old.get(name), new.get(name))
            })
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            let places = 0..old.len().max(new.len());
            places.into_iter().find_map(|index| {
                first(format!("{place}[{index}]"), old.get(index), new.get(index))
            })
        }
        (recorded, now) if recorded == now => None,
        (recorded, now) => Some(Difference {
            place,
            recorded: shown(recorded),
            now: shown(now),
        }),
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| shortened(&value.to_string()))
}

/// The same values, written in another way.
fn of_lines(recorded: &[u8], now: &[u8]) -> Difference {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let (recorded, now) = (text(recorded), text(now));
    let mut lines = (1..).zip(recorded.split('\n')).zip(now.split('\n'));
    let differing = lines.find(|((_, recorded), now)| recorded != now);
    let ((line, recorded), now) = differing.unwrap_or(((0, ""), ""));
    Difference {
        place: format!("{line}"),
        recorded: shortened(recorded),
        now: shortened(now),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

const MOST_LETTERS: usize = 120;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn place(recorded: &str, now: &str) -> String {
        let difference = Difference::between(recorded.as_bytes(), now.as_bytes());
        let Difference {
            place,
            recorded,
            now,
        } = difference.unwrap();
        format!("{place}: {recorded} / {now}")
    }

    #[test]
    fn the_first_difference_is_named_by_its_way() {
        assert_eq!(Difference::between(b"{}", b"{}"), None);
        let told = place(
            r#"{"a": 1, "s": [{"x": true}, {"x": "good"}]}"#,
            r#"{"a": 1, "s": [{"x": true}, {"x": "revoked"}]}"#,
        );
        assert_eq!(told, r#"s[1].x: "good" / "revoked""#);
        assert_eq!(place(r#"{"s": [1]}"#, r#"{"s": []}"#), "s[0]: 1 / –");
        assert_eq!(place("{}", r#"{"b": {}}"#), "b: – / {}");
        let long = place(&format!("[\"{}\"]", "ữ".repeat(500)), "[]");
        assert!(long.chars().count() < 150 && long.contains('…'));
    }

    #[test]
    fn equal_values_in_other_bytes_are_told_by_their_line() {
        assert_eq!(
            place("{\n \"a\": 1}", "{\n  \"a\": 1}"),
            "2:  \"a\": 1} /   \"a\": 1}"
        );
        assert_eq!(place("no JSON", "{}"), "1: no JSON / {}");
    }
}

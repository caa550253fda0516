//! When two objects mean the same although they are written differently.

use kyso_pdf::{Dictionary, Document, Object, Stream};

/// Whether two objects are equal: numbers by value, dictionaries in any order,
/// streams by their encoded bytes, references by their target's id.
pub(super) fn equal(document: &Document<'_>, old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::Integer(a), Object::Integer(b)) => a == b,
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
            old.as_number() == new.as_number()
        }
        (Object::Array(a), Object::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(document, a, b))
        }
        (Object::Dictionary(a), Object::Dictionary(b)) => same_entries(document, a, b, &[]),
        (Object::Stream(a), Object::Stream(b)) => same_stream(document, a, b),
        _ => old == new,
    }
}

/// Whether two dictionaries are equal but for the keys `except`.
/// An entry that is null is the same as none (ISO 32000-2, 7.3.7).
pub(super) fn same_entries(
    document: &Document<'_>,
    old: &Dictionary,
    new: &Dictionary,
    except: &[&str],
) -> bool {
    differing_keys(document, old, new)
        .iter()
        .all(|key| except.contains(&key.as_str()))
}

/// The keys whose values differ.
pub(super) fn differing_keys(
    document: &Document<'_>,
    old: &Dictionary,
    new: &Dictionary,
) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let names = old.iter().chain(new.iter()).map(|(name, _)| name);
    for name in names {
        let Ok(key) = std::str::from_utf8(name.as_bytes()) else {
            // No key that a rule knows: always a difference unless equal below.
            if old.iter().find(|(n, _)| *n == name) != new.iter().find(|(n, _)| *n == name) {
                keys.push(name.to_string());
            }
            continue;
        };
        let before = old.get(key).unwrap_or(&Object::Null);
        let after = new.get(key).unwrap_or(&Object::Null);
        if !equal(document, before, after) && !keys.iter().any(|k| k == key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

fn same_stream(document: &Document<'_>, old: &Stream, new: &Stream) -> bool {
    document.stream_bytes(&old.data) == document.stream_bytes(&new.data)
        && same_entries(document, &old.dictionary, &new.dictionary, &["Length"])
}

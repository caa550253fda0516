//! Dictionaries and arrays as the document keeps them: every revision looks at them, none copies
//! them.

use std::ops::Deref;
use std::sync::LazyLock;

use foldhash::HashMap;
use kyso_pdf::{Dictionary, Name, Object, Resolved};

/// A dictionary, its reference followed; empty when absent.
pub(super) struct Entries<'o>(pub(super) Resolved<'o>);

/// An array, its reference followed; empty when absent.
pub(super) struct Elements<'o>(pub(super) Resolved<'o>);

impl Deref for Entries<'_> {
    type Target = Dictionary;

    fn deref(&self) -> &Dictionary {
        static EMPTY: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);
        self.0.as_dictionary().unwrap_or_else(|| &EMPTY)
    }
}

impl Deref for Elements<'_> {
    type Target = [Object];

    fn deref(&self) -> &[Object] {
        self.0.as_array().unwrap_or_default()
    }
}

/// The entries of a dictionary by name. Those of a long one are in a map: looked for one by one,
/// they would take the square of their number.
pub(super) enum ByName<'o> {
    Short(&'o Dictionary),
    Long(HashMap<&'o Name, &'o Object>),
}

impl<'o> ByName<'o> {
    pub(super) fn new(dictionary: &'o Dictionary) -> Self {
        const SHORT: usize = 16;
        match dictionary.len() <= SHORT {
            true => Self::Short(dictionary),
            false => Self::Long(dictionary.iter().collect()),
        }
    }

    pub(super) fn get(&self, name: &Name) -> Option<&'o Object> {
        match self {
            Self::Short(dictionary) => dictionary.get_name(name),
            Self::Long(entries) => entries.get(name).copied(),
        }
    }
}

/// The elements and entries within an object, at all levels; long strings count by their length.
pub(super) fn elements_within(object: &Object) -> usize {
    match object {
        Object::Array(elements) => {
            elements.len() + elements.iter().map(elements_within).sum::<usize>()
        }
        Object::String(bytes) => bytes.len() / BYTES,
        _ => object.as_dictionary().map_or(0, entries_within),
    }
}

/// The same for a dictionary.
pub(super) fn entries_within(entries: &Dictionary) -> usize {
    let within = entries.iter().map(|(_, value)| elements_within(value));
    entries.len() + within.sum::<usize>()
}

/// Bytes that are compared as fast as one entry.
pub(super) const BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_dictionaries_give_the_same_entries() {
        for count in [3, 300] {
            let numbers = 0..count;
            let dictionary = numbers.fold(Dictionary::new(), |dictionary, number| {
                dictionary.with(&format!("K{number}"), number)
            });
            let by_name = ByName::new(&dictionary);
            assert_eq!(matches!(by_name, ByName::Long(_)), count == 300);
            assert_eq!(by_name.get(&Name::from("K2")), Some(&Object::Integer(2)));
            assert_eq!(by_name.get(&Name::from("K300")), None);
        }
    }

    #[test]
    fn elements_count_at_all_levels() {
        let inner = Object::Array(vec![Object::Integer(1), Object::Integer(2)]);
        let outer = Dictionary::new().with("A", inner).with("B", 1);
        assert_eq!(elements_within(&Object::Dictionary(outer)), 4);
        assert_eq!(elements_within(&Object::String(vec![0; 640])), 10);
    }
}

//! Dictionaries (ISO 32000-2, 7.3.7).

use super::{Name, Object};

/// A dictionary; the entries keep the order in which they were written.
///
/// A key that occurs twice in a file is refused by the reader, because
/// programs disagree about which of the two counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dictionary {
    entries: Vec<(Name, Object)>,
}

impl Dictionary {
    /// An empty dictionary.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of `key` as written; a reference is not followed.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The value of the key `name`, whatever bytes it has; a reference is not followed.
    #[must_use]
    pub fn get_name(&self, name: &Name) -> Option<&Object> {
        let mut entries = self.entries.iter();
        entries.find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Sets `key`, in place when it is there already.
    pub fn insert(&mut self, key: &str, value: impl Into<Object>) {
        self.insert_name(Name::from(key), value.into());
    }

    /// Sets the key `name`, in place when it is there already.
    pub fn insert_name(&mut self, name: Name, value: Object) {
        match self.entries.iter_mut().find(|(key, _)| *key == name) {
            Some((_, slot)) => *slot = value,
            None => self.entries.push((name, value)),
        }
    }

    /// The same dictionary with `key` set: for building in one expression.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.insert(key, value);
        self
    }

    /// Removes `key` and gives its value.
    pub fn remove(&mut self, key: &str) -> Option<Object> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(index).1)
    }

    /// Whether `key` is present.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The name that is the value of `key`.
    #[must_use]
    pub fn name(&self, key: &str) -> Option<&Name> {
        self.get(key)?.as_name()
    }

    /// The entries in written order.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Object)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// The entries in written order, their values to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Name, &mut Object)> {
        let entries = self.entries.iter_mut();
        entries.map(|(name, value)| (&*name, value))
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Without looking for keys that come twice: the parser checks that itself.
    pub(crate) fn from_entries(mut entries: Vec<(Name, Object)>) -> Self {
        // Half of the room that they grew into may be empty.
        entries.shrink_to_fit();
        Self { entries }
    }

    pub(crate) fn entries(&self) -> &[(Name, Object)] {
        &self.entries
    }

    /// About how many bytes of memory a copy of it takes.
    pub(crate) fn held_bytes(&self) -> usize {
        let entries = self.entries.iter().map(|(name, value)| {
            size_of::<(Name, Object)>() + name.as_bytes().len() + value.held_bytes()
        });
        entries.sum()
    }

    /// Appends without looking for the key: the parser checks that itself.
    pub(crate) fn push(&mut self, name: Name, value: Object) {
        self.entries.push((name, value));
    }
}

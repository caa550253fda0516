//! Names of types that two libraries share.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::{Item, Kind};

/// Notes which library offers a type of which name.
#[derive(Default)]
pub(crate) struct TypeNames(BTreeMap<String, BTreeSet<String>>);

impl TypeNames {
    pub(crate) fn add(&mut self, library: &str, items: &[Item]) {
        for item in items.iter().filter(|item| item.kind == Kind::Type) {
            let libraries = self.0.entry(item.name().to_owned()).or_default();
            libraries.insert(library.to_owned());
        }
    }

    /// The names that more than one library gives to a type, with these libraries.
    pub(crate) fn shared(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        let names = self.0.iter().filter(|(_, libraries)| libraries.len() > 1);
        names.map(|(name, libraries)| (name.as_str(), libraries))
    }
}

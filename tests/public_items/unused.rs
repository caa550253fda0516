//! Which public items no other crate uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::{Item, Kind};
use crate::usage::Uses;

/// The public items of all libraries, each behind the name that code gives to its library.
pub(crate) struct Offered<'i> {
    items: Vec<(String, &'i Item)>,
    /// The types that each type or function shows in its declarations.
    shown: BTreeMap<String, BTreeSet<String>>,
}

impl<'i> Offered<'i> {
    pub(crate) fn new(libraries: &'i [(String, Vec<Item>)]) -> Self {
        let all = || {
            let named = libraries.iter();
            named.flat_map(|(library, items)| items.iter().map(|item| (library.clone(), item)))
        };
        let types: BTreeSet<&str> = all()
            .filter(|(_, item)| item.kind == Kind::Type)
            .map(|(_, item)| item.name())
            .collect();
        let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, item) in all() {
            let known = words(&item.declaration);
            let known = known
                .into_iter()
                .filter(|word| types.contains(word.as_str()));
            let holder = match types.contains(owner_name(item)) {
                true => owner_name(item),
                false => item.name(),
            };
            shown.entry(holder.to_owned()).or_default().extend(known);
        }
        Self {
            items: all().collect(),
            shown,
        }
    }

    /// The types that code with these uses can have a value of: those it names, and those they or used functions show.
    fn at_hand(&self, uses: &Uses) -> BTreeSet<String> {
        let named = self.items.iter().filter(|(library, item)| {
            matches!(item.kind, Kind::Type | Kind::Value) && uses.names(&full_path(library, item))
        });
        let mut open: Vec<String> = named.map(|(_, item)| item.name().to_owned()).collect();
        let mut found: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(one) = open.pop() {
            for shown in self.shown.get(&one).into_iter().flatten() {
                if found.insert(shown.clone()) {
                    open.push(shown.clone());
                }
            }
        }
        found
    }
}

/// What one crate uses, with the types that it has at hand.
pub(crate) struct User {
    uses: Uses,
    at_hand: BTreeSet<String>,
}

impl User {
    pub(crate) fn new(uses: Uses, offered: &Offered<'_>) -> Self {
        let at_hand = offered.at_hand(&uses);
        Self { uses, at_hand }
    }

    /// Whether the crate uses an item of the library, as far as tokens show it.
    fn uses(&self, library: &str, item: &Item, types: &BTreeSet<&str>) -> bool {
        let (owner, name) = (owner_name(item), item.name());
        match item.kind {
            Kind::Field => self.at_hand.contains(owner) && self.uses.has_word(name),
            Kind::Value if types.contains(owner) => {
                let is_member = is_method(item) && self.uses.has_member(name);
                let may_be_own = is_member || self.uses.has_of_self(name);
                self.uses.names_of(owner, name) || (self.at_hand.contains(owner) && may_be_own)
            }
            _ => self.uses.names(&full_path(library, item)),
        }
    }
}

/// The items of a library that none of the `users` uses and nothing used mentions.
///
/// Variants, items of traits and implementations are as public as their type; names of other crates are not ours. Programs of
/// others read the fields of what is serialized.
pub(crate) fn unused<'i>(
    library: &str,
    items: &'i [Item],
    users: &[&User],
) -> impl Iterator<Item = &'i Item> {
    let of_kind = |kind: Kind| items.iter().filter(move |item| item.kind == kind);
    let types: BTreeSet<&str> = of_kind(Kind::Type).map(Item::name).collect();
    let serialized: BTreeSet<&str> = of_kind(Kind::Traits)
        .filter(|item| item.declaration.contains("Serialize"))
        .map(|item| item.path.as_str())
        .collect();
    let is_read_elsewhere =
        |item: &Item| item.kind == Kind::Field && serialized.contains(owner(item));
    let is_used = |item: &Item| users.iter().any(|user| user.uses(library, item, &types));
    let mut used: BTreeSet<&str> = items
        .iter()
        .filter(|item| is_read_elsewhere(item) || is_used(item))
        .map(|item| item.path.as_str())
        .collect();
    loop {
        let mentioned: BTreeSet<String> = items
            .iter()
            .filter(|item| belongs_to_used(item, &used))
            .flat_map(|item| words(&item.declaration))
            .collect();
        let known = used.len();
        let types = items.iter().filter(|item| item.kind == Kind::Type);
        let found = types.filter(|item| mentioned.contains(item.name()));
        used.extend(found.map(|item| item.path.as_str()));
        if used.len() == known {
            break;
        }
    }
    items
        .iter()
        .filter(move |item| can_be_hidden(item) && !used.contains(item.path.as_str()))
}

/// Whether the item is used, or comes with a type that is.
fn belongs_to_used(item: &Item, used: &BTreeSet<&str>) -> bool {
    let comes_along = matches!(item.kind, Kind::Variant | Kind::Required);
    used.contains(item.path.as_str()) || comes_along && used.contains(owner(item))
}

fn can_be_hidden(item: &Item) -> bool {
    matches!(item.kind, Kind::Value | Kind::Type | Kind::Field)
}

/// Whether a value is called for it: its first parameter is `self`.
fn is_method(item: &Item) -> bool {
    let parameters = item.declaration.split_once('(').map(|parts| parts.1);
    let first = parameters.and_then(|all| all.split([',', ')']).next());
    first.is_some_and(|first| words(first).contains("self"))
}

/// The path by which other crates name the item.
fn full_path(library: &str, item: &Item) -> Vec<String> {
    let names = item.path.split("::").map(str::to_owned);
    std::iter::once(library.to_owned()).chain(names).collect()
}

/// The path of the type or module that holds the item.
fn owner(item: &Item) -> &str {
    item.path.rsplit_once("::").map_or("", |parts| parts.0)
}

/// The name of the type or module that holds the item.
fn owner_name(item: &Item) -> &str {
    owner(item).rsplit("::").next().unwrap_or_default()
}

/// The words of a text that could be names.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

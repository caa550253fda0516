//! Which public items no other crate uses.

use std::collections::BTreeSet;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use crate::surface::{Item, Kind};

/// The items whose names are not `outside` and that nothing used mentions.
///
/// Variants, items of traits and implementations are as public as their type; names of other crates are not ours. Programs of
/// others read the fields of what is serialized.
pub(crate) fn unused<'i>(
    items: &'i [Item],
    outside: &BTreeSet<String>,
) -> impl Iterator<Item = &'i Item> {
    let serialized: BTreeSet<&str> = items
        .iter()
        .filter(|item| item.kind == Kind::Traits && item.declaration.contains("Serialize"))
        .map(|item| item.path.as_str())
        .collect();
    let is_read_elsewhere =
        |item: &Item| item.kind == Kind::Field && serialized.contains(owner(item));
    let mut used: BTreeSet<&str> = items
        .iter()
        .filter(|item| outside.contains(item.name()) || is_read_elsewhere(item))
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

/// The path of the type or module that holds the item.
fn owner(item: &Item) -> &str {
    item.path.rsplit_once("::").map_or("", |parts| parts.0)
}

/// The names in a source, without its comments and texts.
pub(crate) fn identifiers(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(TokenStream::from_str(source).unwrap(), &mut names);
    names
}

fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Ident(name) => {
                names.insert(name.to_string());
            }
            _ => {}
        }
    }
}

/// The words of a text that could be names.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

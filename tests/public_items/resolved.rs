//! Where a path of a `use` or a type leads.

use proc_macro2::Ident;
use syn::{UseTree, Visibility};

use crate::declared::Module;

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// An item of the module at the path, with its name there.
    Item(Vec<String>, String),
    Module(Vec<String>),
    /// A path into another crate.
    Foreign(Vec<String>),
}

/// One name that a `use` brings in.
pub(crate) struct Import {
    /// The name here; none for `*`.
    pub(crate) name: Option<String>,
    pub(crate) path: Vec<String>,
}

/// What `path` leads to from the module at `from`: several things where a module and an item have one name.
pub(crate) fn targets(root: &Module, from: &[String], path: &[String]) -> Vec<Target> {
    // Imports of a crate that compiles lead somewhere after a few steps.
    search(root, from, path, 20)
}

fn search(root: &Module, from: &[String], path: &[String], steps: usize) -> Vec<Target> {
    let Some((first, rest)) = path.split_first() else {
        return vec![Target::Module(from.to_vec())];
    };
    let Some(steps) = steps.checked_sub(1) else {
        return Vec::new();
    };
    match first.as_str() {
        "crate" => return search(root, &[], rest, steps),
        "self" => return search(root, from, rest, steps),
        "super" => return search(root, &from[..from.len() - 1], rest, steps),
        _ => {}
    }
    let found = members(root, from, first, steps);
    if found.is_empty() {
        return vec![Target::Foreign(path.to_vec())];
    }
    let mut targets = Vec::new();
    for target in found {
        match target {
            Target::Module(module) if !rest.is_empty() => {
                targets.extend(search(root, &module, rest, steps));
            }
            Target::Foreign(mut path) => {
                path.extend_from_slice(rest);
                targets.push(Target::Foreign(path));
            }
            other if rest.is_empty() => targets.push(other),
            _ => {}
        }
    }
    targets
}

/// What has the name in the module at `from`, whatever its visibility.
fn members(root: &Module, from: &[String], name: &str, steps: usize) -> Vec<Target> {
    let module = root.at(from).expect("a module of the crate");
    let mut found = Vec::new();
    if module.modules.contains_key(name) {
        found.push(Target::Module([from, &[name.to_owned()]].concat()));
    }
    if module
        .items
        .iter()
        .any(|item| name_of(item).is_some_and(|own| own == name))
    {
        found.push(Target::Item(from.to_vec(), name.to_owned()));
    }
    for import in module
        .items
        .iter()
        .filter_map(imported)
        .flat_map(|(_, imports)| imports)
    {
        match &import.name {
            Some(own) if own == name && import.path != [name] => {
                found.extend(search(root, from, &import.path, steps));
            }
            None => {
                for target in search(root, from, &import.path, steps) {
                    if let Target::Module(module) = target {
                        found.extend(members(root, &module, name, steps));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The visibility of a `use` and what it brings in.
pub(crate) fn imported(item: &syn::Item) -> Option<(&Visibility, Vec<Import>)> {
    let syn::Item::Use(item) = item else {
        return None;
    };
    let mut imports = Vec::new();
    flatten(&item.tree, &mut Vec::new(), &mut imports);
    Some((&item.vis, imports))
}

fn flatten(tree: &UseTree, before: &mut Vec<String>, imports: &mut Vec<Import>) {
    let mut add = |name: Option<String>, last: Option<&Ident>| {
        let last = last.map(ToString::to_string).filter(|last| last != "self");
        let path: Vec<String> = before.iter().cloned().chain(last).collect();
        imports.push(Import { name, path });
    };
    match tree {
        UseTree::Name(leaf) if leaf.ident == "self" => add(before.last().cloned(), None),
        UseTree::Name(leaf) => add(Some(leaf.ident.to_string()), Some(&leaf.ident)),
        UseTree::Rename(leaf) => add(Some(leaf.rename.to_string()), Some(&leaf.ident)),
        UseTree::Glob(_) => add(None, None),
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, imports);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, before, imports);
            }
        }
    }
}

/// The name of an item that is neither a module nor a `use`.
pub(crate) fn name_of(item: &syn::Item) -> Option<&Ident> {
    match item {
        syn::Item::Const(one) => Some(&one.ident),
        syn::Item::Enum(one) => Some(&one.ident),
        syn::Item::Fn(one) => Some(&one.sig.ident),
        syn::Item::Static(one) => Some(&one.ident),
        syn::Item::Struct(one) => Some(&one.ident),
        syn::Item::Trait(one) => Some(&one.ident),
        syn::Item::Type(one) => Some(&one.ident),
        _ => None,
    }
}

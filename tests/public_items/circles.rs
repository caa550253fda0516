//! Modules that depend on each other in a circle.
//!
//! A module and its own parts are one here: what is looked at are siblings, the modules of a crate and those inside one module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::declared::Module;
use crate::resolved::{Target, imported, targets};

/// Modules of a crate: which uses which, by their paths.
type Uses = BTreeSet<(Vec<String>, Vec<String>)>;

/// Sibling modules, each of which leads to all others; with the path of the module that holds them.
pub(crate) fn circles(root: &Module) -> Vec<(Vec<String>, BTreeSet<String>)> {
    let uses = uses(root);
    let mut parents: BTreeSet<Vec<String>> = BTreeSet::new();
    root.visit_with_paths(&[], &mut |path, _| {
        parents.insert(path.to_vec());
    });
    let found = parents.into_iter().flat_map(|parent| {
        let circles = circles_below(&parent, &uses);
        circles
            .into_iter()
            .map(move |circle| (parent.clone(), circle))
    });
    found.collect()
}

/// Whether the circle is of two files in one folder, neither of which has a folder of its own.
pub(crate) fn is_data_and_reader(
    root: &Module,
    parent: &[String],
    circle: &BTreeSet<String>,
) -> bool {
    let holder = root.at(parent).expect("a module of the crate");
    let is_file = |name: &String| holder.modules[name].modules.is_empty();
    !parent.is_empty() && circle.len() <= 2 && circle.iter().all(is_file)
}

fn circles_below(parent: &[String], uses: &Uses) -> BTreeSet<BTreeSet<String>> {
    let child = |path: &[String]| path.strip_prefix(parent)?.first().cloned();
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in uses {
        if let (Some(from), Some(to)) = (child(from), child(to)) {
            next.entry(from).or_default().insert(to);
        }
    }
    let reached: BTreeMap<&String, BTreeSet<&String>> = next
        .keys()
        .map(|from| (from, reachable(from, &next)))
        .collect();
    let leads = |from: &String, to: &String| reached.get(from).is_some_and(|all| all.contains(to));
    let circle = |one: &String| {
        let both = reached.keys().copied();
        let both = both.filter(|other| *other == one || (leads(one, other) && leads(other, one)));
        both.cloned().collect::<BTreeSet<String>>()
    };
    reached
        .keys()
        .map(|one| circle(one))
        .filter(|circle| circle.len() > 1)
        .collect()
}

fn reachable<'n>(
    from: &'n String,
    next: &'n BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<&'n String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(one) = open.pop() {
        for other in next.get(one).into_iter().flatten() {
            if reached.insert(other) {
                open.push(other);
            }
        }
    }
    reached
}

fn uses(root: &Module) -> Uses {
    let mut uses = Uses::new();
    root.visit_with_paths(&[], &mut |from, module| {
        let mut paths: Vec<Vec<String>> = Vec::new();
        for item in &module.items {
            match (item, imported(item)) {
                (_, Some((_, imports))) => paths.extend(imports.into_iter().map(|one| one.path)),
                (syn::Item::Mod(_), None) => {}
                _ => written_paths(item.to_token_stream(), &mut paths),
            }
        }
        for path in paths {
            let used = (1..=path.len()).rev().find_map(|length| {
                let found = targets(root, from, &path[..length]);
                let modules: Vec<Vec<String>> = found.into_iter().filter_map(module_of).collect();
                (!modules.is_empty()).then_some(modules)
            });
            for to in used.into_iter().flatten().filter(|to| to != from) {
                uses.insert((from.to_vec(), to));
            }
        }
    });
    uses
}

fn module_of(target: Target) -> Option<Vec<String>> {
    match target {
        Target::Item(module, _) | Target::Module(module) => Some(module),
        Target::Foreign(_) => None,
    }
}

/// The paths of two names and more in some code, such as `super::read` and `Kind::of`.
fn written_paths(code: TokenStream, paths: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut end = |path: &mut Vec<String>| {
        let whole = std::mem::take(path);
        if whole.len() > 1 {
            paths.push(whole);
        }
    };
    let mut groups = Vec::new();
    for token in code {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => colons += 1,
            TokenTree::Ident(name) => {
                if colons != 2 {
                    end(&mut path);
                }
                path.push(name.to_string());
                colons = 0;
            }
            other => {
                end(&mut path);
                colons = 0;
                if let TokenTree::Group(group) = other {
                    groups.push(group.stream());
                }
            }
        }
    }
    end(&mut path);
    for group in groups {
        written_paths(group, paths);
    }
}

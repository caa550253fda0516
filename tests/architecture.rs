//! What the guides say of the code is so: which crate uses which (docs/architecture.md), and the names of the functions that a
//! document passes through (docs/walkthrough.md).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

#[test]
fn the_guide_says_which_crates_use_which() {
    let users = users();
    let guide = read("docs/architecture.md");
    let sections: Vec<&str> = guide.split("\n### `").skip(1).collect();
    let mut described = BTreeSet::new();
    for section in sections {
        let name = section.split('`').next().unwrap();
        let line = section
            .lines()
            .find_map(|line| line.strip_prefix("Used by: "));
        let line = line.unwrap_or_else(|| panic!("{name} has no line about its users"));
        let said: BTreeSet<&str> = line.split('`').skip(1).step_by(2).collect();
        let found: BTreeSet<&str> = users[name].iter().map(String::as_str).collect();
        assert_eq!(said, found, "{name}");
        described.insert(name.to_owned());
    }
    assert_eq!(described, users.into_keys().collect());
}

#[test]
fn the_walkthrough_names_functions_that_are_there() {
    let guide = read("docs/walkthrough.md");
    let named = guide.split('`').skip(1).step_by(2);
    let named: Vec<(&str, &str)> = named.filter_map(|one| one.split_once(".rs::")).collect();
    assert!(named.len() > 50, "{named:?}");
    for (file, function) in named {
        let source = read(&format!("{file}.rs"));
        let declared = ["(", "<"].map(|after| format!("fn {function}{after}"));
        let is_there = declared.iter().any(|one| source.contains(one));
        assert!(is_there, "{file}.rs has no {function}");
    }
}

/// For each crate of the workspace those whose programs and libraries depend on it.
fn users() -> BTreeMap<String, BTreeSet<String>> {
    let manifests: Vec<toml::Table> = members()
        .iter()
        .map(|folder| read(&format!("{folder}/Cargo.toml")).parse().unwrap())
        .collect();
    let name = |manifest: &toml::Table| manifest["package"]["name"].as_str().unwrap().to_owned();
    let mut users: BTreeMap<String, BTreeSet<String>> = manifests
        .iter()
        .map(|manifest| (name(manifest), BTreeSet::new()))
        .collect();
    for manifest in &manifests {
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        for dependency in dependencies.into_iter().flat_map(toml::Table::keys) {
            if let Some(users) = users.get_mut(dependency) {
                users.insert(name(manifest));
            }
        }
    }
    users
}

fn members() -> Vec<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let members = manifest["workspace"]["members"].as_array().unwrap();
    let members = members
        .iter()
        .map(|member| member.as_str().unwrap().to_owned());
    members.chain([".".to_owned()]).collect()
}

fn read(path: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"))
}

//! What each library offers to other crates, written down, and what of it no other crate uses.
//!
//! `snapshots/` holds one line for each public item of each library: its path, its kind, its signature. A change of the
//! interface is a change of a file there, which a reviewer sees; `KYSO_BLESS=1` writes them anew. The sources are read by `syn`,
//! so that the stable toolchain is enough.
//!
//! An item is used if the code of another crate, a test, a benchmark, an example or a fuzz target uses it, or if something used
//! mentions it in its signature. `usage.rs` looks at tokens, which have no types. It sees exactly which types, functions and
//! constants a path or an import names, and to which type a function or constant belongs in `Type::new`. Of `value.name` it sees
//! the name alone: it takes a method or field for used where any value has a member of the name, if the crate names the type or
//! gets it through the signature of something that it names; the same holds for `Self::name`. So a method of one type keeps that
//! of another type public which the same crate has at hand, and the check finds less than the whole truth. It does not see the
//! names in texts, such as `#[serde(with = "…")]`, nor those that a macro puts together. What must be public without being used
//! has its reason in `unused.tsv`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod circles;
mod declared;
mod homonyms;
mod made_by_macros;
mod resolved;
mod scanned;
mod surface;
mod unused;
mod usage;
mod workspace;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use surface::{Item, public_items};
use unused::{Offered, User};
use workspace::{libraries, program, root, usages};

#[test]
fn public_items_are_those_that_are_written_down() {
    let folder = root().join("tests/public_items/snapshots");
    let mut expected = BTreeSet::new();
    let mut different = Vec::new();
    for library in libraries() {
        let items = public_items(&library.modules());
        let lines: BTreeSet<String> = items.iter().map(Item::line).collect();
        assert!(lines.len() > 5, "{}: {lines:?}", library.name);
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let name = format!("{}.txt", library.name);
        let path = folder.join(&name);
        if std::env::var_os("KYSO_BLESS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let before = fs::read_to_string(&path).unwrap_or_default();
        let before: BTreeSet<String> = before.lines().map(str::to_owned).collect();
        let gone = before.difference(&lines).map(|line| format!("- {line}"));
        let new = lines.difference(&before).map(|line| format!("+ {line}"));
        different.extend(gone.chain(new).map(|line| format!("{name}: {line}")));
        expected.insert(name);
    }
    let message = "write them anew with KYSO_BLESS=1 and look at what changes";
    assert!(different.is_empty(), "{message}\n{}", different.join("\n"));
    let files = fs::read_dir(&folder).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), expected);
}

#[test]
fn every_public_item_is_used_by_another_crate() {
    let exceptions = exceptions();
    let libraries = libraries();
    let named = libraries.iter();
    let named = named.map(|library| (library.code_name(), public_items(&library.modules())));
    let items: Vec<(String, Vec<Item>)> = named.collect();
    let offered = Offered::new(&items);
    let users = usages().into_iter();
    let users = users.map(|(folder, usage)| (folder, User::new(usage.uses(), &offered)));
    let users: BTreeMap<PathBuf, User> = users.collect();
    assert!(users.len() > 20, "{} crates", users.len());
    let mut unused = BTreeSet::new();
    for (library, (code_name, items)) in libraries.iter().zip(&items) {
        let others = users.iter().filter(|(folder, _)| !library.is(folder));
        let others: Vec<&User> = others.map(|(_, user)| user).collect();
        let found = unused::unused(code_name, items, &others);
        unused.extend(found.map(|item| format!("{}::{}", library.name, item.path)));
    }
    let unexplained: Vec<&String> = unused.difference(&exceptions).collect();
    assert!(
        unexplained.is_empty(),
        "{} public items are used by no other crate: make them pub(crate), or remove them\n{unexplained:#?}",
        unexplained.len()
    );
    let outdated: Vec<&String> = exceptions.difference(&unused).collect();
    assert!(outdated.is_empty(), "used or gone: {outdated:#?}");
}

#[test]
fn no_two_libraries_give_one_name_to_their_types() {
    let mut names = homonyms::TypeNames::default();
    for library in libraries() {
        names.add(&library.name, &public_items(&library.modules()));
    }
    let shared: Vec<_> = names.shared().collect();
    assert!(
        shared.is_empty(),
        "a reader cannot tell them apart: {shared:#?}"
    );
}

/// Modules of a crate that need each other are one module in two folders. Inside a module, two files may: data, and what reads it.
#[test]
fn no_modules_depend_on_each_other_in_a_circle() {
    let libraries = libraries().into_iter();
    let libraries = libraries.map(|library| (library.modules(), library.name));
    let mut found = Vec::new();
    for (root, name) in libraries.chain([(program(), "kyso".to_owned())]) {
        for (parent, circle) in circles::circles(&root) {
            if !circles::is_data_and_reader(&root, &parent, &circle) {
                found.push(format!("{name} {}: {circle:?}", parent.join("::")));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The first column of `unused.tsv`; the second says why.
fn exceptions() -> BTreeSet<String> {
    let list = fs::read_to_string(root().join("tests/public_items/unused.tsv")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let exceptions = lines.map(|line| {
        let (item, reason) = line.split_once('\t').expect("an item, a tab, a reason");
        assert!(!reason.trim().is_empty(), "{line}");
        item.to_owned()
    });
    exceptions.collect()
}

//! The libraries of the workspace and the files of everything else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::declared::Module;
use crate::unused::{identifiers, words};

/// A member of the workspace that other crates use.
pub(crate) struct Library {
    /// The name of its package.
    pub(crate) name: String,
    /// Its folder in the project.
    folder: String,
}

impl Library {
    pub(crate) fn modules(&self) -> Module {
        let source = root().join(&self.folder).join("src");
        let read = |path: &Path| fs::read_to_string(source.join(path)).ok();
        Module::of_crate(&read)
    }

    /// Every name in the code of the project outside of this library: its own tests and examples are outside as well.
    pub(crate) fn names_outside(&self) -> BTreeSet<String> {
        let own = root().join(&self.folder).join("src");
        let mut names = BTreeSet::new();
        for (path, found) in all_names() {
            if !path.starts_with(&own) {
                names.extend(found.iter().cloned());
            }
        }
        names
    }
}

/// All libraries: the members with a `src/lib.rs` but those that only tests use.
pub(crate) fn libraries() -> Vec<Library> {
    let folders = members().into_iter().filter(|folder| {
        let serves_tests = folder.starts_with("test-") || folder == "testdata";
        !serves_tests && root().join(folder).join("src/lib.rs").is_file()
    });
    let libraries: Vec<Library> = folders
        .map(|folder| Library {
            name: package_name(&folder),
            folder,
        })
        .collect();
    assert!(libraries.len() >= 9, "{} libraries", libraries.len());
    libraries
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn members() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let members = manifest.split_once("members = [").unwrap().1;
    let members = members.split_once(']').unwrap().0.split(',');
    let members = members.map(|member| member.trim().trim_matches('"').to_owned());
    members.filter(|member| !member.is_empty()).collect()
}

fn package_name(folder: &str) -> String {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let name = manifest.split_once("name = \"").unwrap().1;
    name.split_once('"').unwrap().0.to_owned()
}

/// The names in each source of the project, and in each template that is compiled into one.
fn all_names() -> &'static [(PathBuf, BTreeSet<String>)] {
    static NAMES: std::sync::OnceLock<Vec<(PathBuf, BTreeSet<String>)>> =
        std::sync::OnceLock::new();
    NAMES.get_or_init(|| {
        let mut files = Vec::new();
        let members = members();
        let folders = members.iter().map(String::as_str).chain(["fuzz"]);
        for folder in folders {
            files_below(&root().join(folder), &mut files);
        }
        for folder in ["src", "tests", "benches", "examples"] {
            files_below(&root().join(folder), &mut files);
        }
        let named = files.into_iter().filter_map(|path| {
            let names: fn(&str) -> BTreeSet<String> = match path.extension()?.to_str()? {
                "rs" => identifiers,
                "html" => words,
                _ => return None,
            };
            // This test names items in its own samples, which is no use of them.
            let is_this_test = path.starts_with(root().join("tests/public_items"));
            let text = || fs::read_to_string(&path).unwrap();
            (!is_this_test).then(|| (path.clone(), names(&text())))
        });
        named.collect()
    })
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    const MADE: [&str; 2] = ["target", "node_modules"];
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let is_made = path
            .file_name()
            .is_some_and(|name| MADE.iter().any(|made| name == *made));
        if path.is_dir() && !is_made {
            files_below(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

//! The libraries of the workspace and the files of everything else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::declared::Module;
use crate::usage::Usage;

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
        Module::of_crate("lib.rs", &read)
    }

    /// The name that code gives to it.
    pub(crate) fn code_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Whether the code is the library itself: its own tests and examples are outside.
    pub(crate) fn is(&self, user: &Path) -> bool {
        user == root().join(&self.folder).join("src")
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

/// The modules of the program `kyso`.
pub(crate) fn program() -> Module {
    let source = root().join("src");
    let read = |path: &Path| fs::read_to_string(source.join(path)).ok();
    Module::of_crate("main.rs", &read)
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

/// What each crate of the project uses, by its folder: the sources of a library are one crate, its tests and examples another.
/// The program with its tests is one. Templates belong to the crate into which they are compiled.
pub(crate) fn usages() -> BTreeMap<PathBuf, Usage> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for member in members().into_iter().chain(["fuzz".to_owned()]) {
        folders.push(root().join(member));
    }
    let mut usages: BTreeMap<PathBuf, Usage> = BTreeMap::new();
    for folder in folders {
        let source = folder.join("src");
        for path in files_below(&folder) {
            let is_own = path.starts_with(&source) || path.starts_with(folder.join("templates"));
            let user = if is_own { &source } else { &folder };
            read(&path, usages.entry(user.clone()).or_default());
        }
    }
    let program = usages.entry(root()).or_default();
    for folder in ["src", "tests", "benches", "examples"] {
        for path in files_below(&root().join(folder)) {
            // This test names items in its own samples, which is no use of them.
            if !path.starts_with(root().join("tests/public_items")) {
                read(&path, program);
            }
        }
    }
    usages
}

fn read(path: &Path, usage: &mut Usage) {
    let text = || fs::read_to_string(path).unwrap();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => usage.read(text().parse().unwrap()),
        Some("html") => usage.read_template(&text()),
        _ => {}
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    add_files(folder, &mut files);
    files
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
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
            add_files(&path, files);
        } else if path.is_file() {
            files.push(path);
        }
    }
}

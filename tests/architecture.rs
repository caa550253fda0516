//! The guides agree with the code: which crate uses which, which crates read the clock and how many fuzz targets there are
//! (docs/architecture.md), the names of the functions that a document passes through (docs/walkthrough.md), and the words of
//! comments (CONTRIBUTING.md, "How we write").

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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

#[test]
fn the_guide_counts_the_fuzz_targets() {
    let files = rust_files(&root().join("fuzz/targets"));
    let counted = format!(": {} targets with assertions", files.len());
    assert!(read("docs/architecture.md").contains(&counted), "{counted}");
    let described = read("docs/fuzzing.md");
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(described.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn what_judges_and_signs_never_reads_the_clock() {
    let guide = read("docs/architecture.md");
    assert!(guide.contains(
        "`kyso-pdf`, `kyso-pki`, `kyso-verifier`, `kyso-signer` and `kyso-directory` never read the clock"
    ));
    for folder in ["pdf", "pki", "verifier", "signer", "directory"] {
        let files = rust_files(&root().join(folder).join("src"));
        let shipped = files.iter().filter(|file| !file.ends_with("tests.rs"));
        for file in shipped {
            let text = fs::read_to_string(file).unwrap();
            let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            assert!(!shipped.contains("::now"), "{}", file.display());
        }
    }
}

/// The root module of each crate denies what would panic on the input of others, and in parsers also what would change a number, so
/// that the lint covers every new file and every new crate. Crates that no other crate uses serve the tests alone.
#[test]
fn shipped_crates_deny_indexing_and_parsers_lossy_casts() {
    const PARSERS: [&str; 3] = ["online", "pdf", "pki"];
    const CASTS: [&str; 3] = [
        "clippy::cast_possible_truncation",
        "clippy::cast_possible_wrap",
        "clippy::cast_sign_loss",
    ];
    let users = users();
    let mut shipped = members();
    shipped.retain(|folder| folder == "." || !users[&name(&manifest(folder))].is_empty());
    for parser in PARSERS {
        assert!(shipped.iter().any(|folder| folder == parser), "{parser}");
    }
    for folder in shipped {
        let file = match folder.as_str() {
            "." => "src/main.rs".to_owned(),
            _ => format!("{folder}/src/lib.rs"),
        };
        let denied = denied_outside_tests(&read(&file));
        let mut wanted = vec!["clippy::indexing_slicing"];
        if PARSERS.contains(&folder.as_str()) {
            wanted.extend(CASTS);
        }
        for lint in wanted {
            let attribute = format!("#![cfg_attr(not(test), deny({lint}))]");
            let is_denied = denied.iter().any(|one| one == lint);
            assert!(is_denied, "{file} needs {attribute}");
        }
    }
}

/// The lints of every `#![cfg_attr(not(test), deny(…))]`.
fn denied_outside_tests(source: &str) -> Vec<String> {
    let lines = source.lines().map(str::trim);
    let code: String = lines.filter(|line| !line.starts_with("//")).collect();
    let code = code.replace(' ', "");
    let lists = code.split("#![cfg_attr(not(test),deny(").skip(1);
    let lists = lists.filter_map(|rest| rest.split_once(')'));
    let lints = lists.flat_map(|(list, _)| list.split(','));
    lints.map(str::to_owned).collect()
}

/// Modules that use what lies below them, and nothing above.
#[test]
fn lower_modules_use_none_above() {
    let freed = [
        ("pdf/src/loose", "xref writing revision document"),
        ("pdf/src/xref", "writing revision document view"),
        ("online/src/answer", "question cache client session"),
        ("online/src/question", "cache obtained client session"),
        ("online/src/obtained", "question cache client session"),
        ("online/src/client", "session"),
    ];
    for (module, above) in freed {
        let mut files = vec![root().join(format!("{module}.rs"))];
        let below = root().join(module);
        if below.is_dir() {
            files.extend(rust_files(&below));
        }
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for one in above.split(' ') {
                let paths = [format!("crate::{one}"), format!("super::{one}")];
                let used =
                    text.contains("crate::{") || paths.iter().any(|path| text.contains(path));
                assert!(!used, "{} uses {one}", file.display());
            }
        }
    }
}

/// Comments name the one who acts and use the plain verb. Names in backticks are code.
#[test]
fn comments_avoid_the_words_that_hide_who_acts() {
    const AVOIDED: [&str; 7] = [
        "nobody", "somebody", "stands", "told", "whoever", "whom", "whomever",
    ];
    let files = rust_files(&root());
    assert!(files.len() > 800, "{} files", files.len());
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (index, line) in text.lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                continue;
            };
            let prose: String = comment.split('`').step_by(2).collect();
            let prose = prose.to_lowercase();
            let mut words = prose.split(|letter: char| !letter.is_alphanumeric());
            if words.any(|word| AVOIDED.contains(&word)) {
                found.push(format!("{}:{}:{line}", file.display(), index + 1));
            }
        }
    }
    assert!(found.is_empty(), "write plainly:\n{}", found.join("\n"));
}

/// The source files below `folder`, without what is built or fetched.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let is_foreign =
        |name: &str| name.starts_with('.') || ["target", "node_modules"].contains(&name);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name();
            if !is_foreign(&name.to_string_lossy()) {
                files.extend(rust_files(&path));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// For each crate of the workspace those whose programs and libraries depend on it.
fn users() -> BTreeMap<String, BTreeSet<String>> {
    let manifests: Vec<toml::Table> = members().iter().map(|folder| manifest(folder)).collect();
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
    let manifest = manifest(".");
    let members = manifest["workspace"]["members"].as_array().unwrap();
    let members = members
        .iter()
        .map(|member| member.as_str().unwrap().to_owned());
    members.chain([".".to_owned()]).collect()
}

fn manifest(folder: &str) -> toml::Table {
    read(&format!("{folder}/Cargo.toml")).parse().unwrap()
}

fn name(manifest: &toml::Table) -> String {
    manifest["package"]["name"].as_str().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

//! What tests need beside the project: folders with files that may not be copied into it, and programs.
//!
//! A test that goes without is skipped, and the skip is seen: test runners hide what a passing test prints, so the line is
//! also appended to the file that `KYSO_SKIPS` names, which `scripts/test.sh` prints at its end. With
//! `KYSO_REQUIRE_ALL=1` a skip is a failure: CI sets it where the folders are there, so that no suite is silently empty.
//! Scripts do the same by `scripts/skips.py`.

use std::env;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder `name` of those that lie beside the project, for instance `pkits`; otherwise the calling test is skipped.
///
/// # Panics
/// When it is not there and nothing may be skipped.
#[must_use]
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let path = folder.join(name);
    // A folder without files would make an empty suite.
    let filled = path
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if filled || path.is_file() {
        return Some(path);
    }
    skipped(&format!("../shared/{name} is not there"));
    None
}

/// Whether the program `name` is on the path; otherwise what needs it is skipped.
///
/// # Panics
/// When it is not there and nothing may be skipped.
#[must_use]
pub fn program(name: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    let there = env::split_paths(&folders).any(|folder| folder.join(name).is_file());
    if !there {
        skipped(&format!("{name} is not installed"));
    }
    there
}

/// The first of the `candidates` that is there, for instance a library; otherwise what needs it is skipped as `what` is
/// not installed.
///
/// # Panics
/// When none is there and nothing may be skipped.
#[must_use]
pub fn file(what: &str, candidates: &[&str]) -> Option<PathBuf> {
    let found = candidates
        .iter()
        .map(PathBuf::from)
        .find(|path| path.exists());
    if found.is_none() {
        skipped(&format!("{what} is not installed"));
    }
    found
}

/// The folder with the published collisions of SHA-1: `shattered-1.pdf` and `-2.pdf` (Stevens and others, 2017), `sha-mbles-1.bin`
/// and `-2.bin` (Leurent and Peyrin, 2020). They come with the source of the library that looks for the traces, in the
/// registry of Cargo; otherwise the calling test is skipped.
///
/// # Panics
/// When it is not there and nothing may be skipped.
#[must_use]
pub fn published_collisions() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| home.join("registry/src").read_dir().ok());
    let crates = registries.into_iter().flatten().flatten();
    let mut folders = crates.map(|one| one.path().join("sha1-checked-0.10.0/tests/data"));
    let found = folders.find(|folder| folder.is_dir());
    if found.is_none() {
        skipped("the source of sha1-checked is not in the registry of Cargo");
    }
    found
}

/// Says that the calling test goes without something, and `why`.
///
/// # Panics
/// When nothing may be skipped.
pub fn skipped(why: &str) {
    let test = std::thread::current();
    let line = line(test.name(), why);
    let required = env::var_os(REQUIRE_ALL);
    assert!(
        !required.is_some_and(|value| is_on(&value)),
        "{line}, and {REQUIRE_ALL} is set"
    );
    if let Some(list) = env::var_os(SKIPS) {
        note(Path::new(&list), &line);
    }
    // Straight to the stream: what the harness captures is not seen when a test passes.
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn is_on(value: &OsStr) -> bool {
    !value.is_empty() && value != "0"
}

fn line(test: Option<&str>, why: &str) -> String {
    format!("SKIPPED: {}: {why}", test.unwrap_or("a test"))
}

/// # Panics
/// A list that cannot be written would hide what is skipped.
fn note(list: &Path, line: &str) {
    let file = OpenOptions::new().create(true).append(true).open(list);
    let noted = file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    assert!(noted.is_ok(), "{}: {noted:?}", list.display());
}

const REQUIRE_ALL: &str = "KYSO_REQUIRE_ALL";
const SKIPS: &str = "KYSO_SKIPS";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::process::{Command, Output};

    use super::*;

    /// Runs the test `goes_without` of this file alone, in a process of its own with an environment of its own.
    fn go_without(list: &Path, required: &str) -> Output {
        Command::new(env::current_exe().unwrap())
            .args(["tests::goes_without", "--exact", "--ignored"])
            .env(SKIPS, list)
            .env(REQUIRE_ALL, required)
            .output()
            .unwrap()
    }

    #[test]
    #[ignore = "run by the others, as the test that is skipped"]
    fn goes_without() {
        assert_eq!(shared("a folder that is not there"), None);
        assert!(!program("a program that is not there"));
        assert!(file("a library", &["/a file that is not there"]).is_none());
    }

    #[test]
    fn a_skip_is_listed_and_seen() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("skips");
        let output = go_without(&list, "");
        assert!(output.status.success(), "{output:?}");
        let listed = std::fs::read_to_string(&list).unwrap();
        let expected = [
            "SKIPPED: tests::goes_without: ../shared/a folder that is not there is not there",
            "SKIPPED: tests::goes_without: a program that is not there is not installed",
            "SKIPPED: tests::goes_without: a library is not installed",
        ];
        assert_eq!(listed.lines().collect::<Vec<_>>(), expected);
        let seen = String::from_utf8(output.stderr).unwrap();
        assert!(expected.iter().all(|line| seen.contains(line)), "{seen}");
    }

    #[test]
    fn where_all_is_required_a_skip_fails() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("skips");
        assert!(go_without(&list, "0").status.success());
        let output = go_without(&list, "1");
        assert!(!output.status.success());
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("KYSO_REQUIRE_ALL is set"), "{said}");
    }

    #[test]
    fn what_is_there_is_found() {
        assert!(program("sh"));
        let this = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
        assert_eq!(file("this", &["/none", this]), Some(PathBuf::from(this)));
    }
}

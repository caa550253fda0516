//! Test vectors of others that may not be kept here: `scripts/vectors.sh FOLDER` runs them through this crate.
//!
//! Two shapes are read. Wycheproof: JSON with groups of signatures under one key. Certificate chains as BoringSSL and
//! Chromium keep them: `*.test` files that name a PEM chain, target first and anchor last, a time, and the expected errors.
//! What is not for this crate (other algorithms, purposes of TLS) is counted, never passed over in silence.

mod chains;
mod signatures;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// The content of a folder.
#[derive(Debug, Default)]
struct Tally {
    agreed: usize,
    /// Not for this crate.
    passed_over: usize,
    /// Accepted or rejected wrongly.
    wrong: Vec<String>,
}

impl Tally {
    /// Counts one vector; `valid` is `None` when either answer is right.
    fn add(&mut self, name: impl FnOnce() -> String, valid: Option<bool>, accepted: bool) {
        match valid {
            Some(valid) if valid != accepted => {
                let how = if accepted { "accepted" } else { "rejected" };
                self.wrong.push(format!("wrongly {how}: {}", name()));
            }
            _ => self.agreed += 1,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.wrong {
            writeln!(f, "{line}")?;
        }
        write!(
            f,
            "{} agreed, {} not for this crate, {} wrong",
            self.agreed,
            self.passed_over,
            self.wrong.len()
        )
    }
}

/// All vectors below `folder`.
fn run(folder: &Path) -> Tally {
    let mut tally = Tally::default();
    for path in files(folder) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => signatures::run(&path, &mut tally),
            Some("test") => chains::run(&path, &mut tally),
            _ => {}
        }
    }
    tally
}

/// In the order of their names, with those of the folders inside.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let nested = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    };
    paths.into_iter().flat_map(nested).collect()
}

#[test]
#[ignore = "needs a folder of vectors: scripts/vectors.sh FOLDER"]
fn of_others() {
    let folder = std::env::var_os("KYSO_VECTORS").expect("KYSO_VECTORS names a folder");
    let tally = run(Path::new(&folder));
    println!("{tally}");
    assert!(tally.agreed > 0, "no vectors in {}", folder.display());
    assert!(
        tally.wrong.is_empty(),
        "{} vectors are judged wrongly",
        tally.wrong.len()
    );
}

//! Expected and found, side by side.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::manifest::Expected;
use super::{Fact, Manifest};
use crate::cli::verify::examination::Examined;
use crate::cli::verify::selection::place;

/// One way in which a file is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli::verify) enum Difference {
    /// Something else was found.
    Other {
        fact: Fact,
        expected: String,
        found: String,
    },
    /// The file is listed and not there.
    Missing,
    /// The file is there and not listed.
    Unlisted,
}

/// All files with their differences.
#[derive(Debug)]
pub(in crate::cli::verify) struct Comparison {
    /// In the order of the results.
    files: Vec<(PathBuf, Vec<Difference>)>,
}

impl Comparison {
    /// Compares each result with what the manifest says about its file.
    pub(in crate::cli::verify) fn of(manifest: &Manifest, examined: &[Examined]) -> Self {
        let mut expected: HashMap<PathBuf, Vec<&Expected>> = HashMap::new();
        for file in &manifest.files {
            expected.entry(place(&file.path)).or_default().push(file);
        }
        let files = examined.iter().map(|one| {
            let is_missing = one.outcome.as_ref().is_err_and(|error| error.is_missing);
            let differences = match expected.get(&place(&one.path)) {
                None => vec![Difference::Unlisted],
                Some(_) if is_missing => vec![Difference::Missing],
                // Two names may lead to one place, through a link to its folder: all that they expect counts.
                Some(files) => files
                    .iter()
                    .flat_map(|file| differences(&file.facts, one))
                    .collect(),
            };
            (one.path.clone(), differences)
        });
        Self {
            files: files.collect(),
        }
    }

    pub(in crate::cli::verify) fn is_met(&self) -> bool {
        self.files
            .iter()
            .all(|(_, differences)| differences.is_empty())
    }

    /// How many files there are, and how many are as expected.
    pub(in crate::cli::verify) fn counts(&self) -> (usize, usize) {
        let met = self
            .files
            .iter()
            .filter(|(_, differences)| differences.is_empty());
        (self.files.len(), met.count())
    }

    /// The files that are not as expected.
    pub(in crate::cli::verify) fn unmet(&self) -> impl Iterator<Item = (&Path, &[Difference])> {
        let files = self
            .files
            .iter()
            .map(|(path, differences)| (path.as_path(), differences.as_slice()));
        files.filter(|(_, differences)| !differences.is_empty())
    }

    /// The differences of the file whose result has `index`.
    pub(in crate::cli::verify) fn differences(&self, index: usize) -> &[Difference] {
        let file = self.files.get(index);
        file.map_or(&[], |(_, differences)| differences)
    }

    /// The differences for programs.
    pub(in crate::cli::verify) fn to_json(&self) -> Value {
        let (files, met) = self.counts();
        let unmet = self
            .unmet()
            .flat_map(|(path, differences)| differences.iter().map(move |one| one.to_json(path)));
        json!({
            "schema": "kyso.expectation/1",
            "met": self.is_met(),
            "files": files,
            "as_expected": met,
            "differences": unmet.collect::<Vec<_>>(),
        })
    }
}

impl Difference {
    fn to_json(&self, path: &Path) -> Value {
        let path = path.to_string_lossy();
        match self {
            Self::Other {
                fact,
                expected,
                found,
            } => {
                json!({ "path": path, "key": fact.key(), "expected": expected, "found": found })
            }
            Self::Missing => {
                json!({ "path": path, "key": "path", "expected": "PRESENT", "found": "MISSING" })
            }
            Self::Unlisted => {
                json!({ "path": path, "key": "path", "expected": "LISTED", "found": "UNLISTED" })
            }
        }
    }
}

fn differences(facts: &[(Fact, String)], examined: &Examined) -> Vec<Difference> {
    let unmet = facts.iter().filter_map(|(fact, expected)| {
        let found = fact.found(examined);
        let is_met = found.contains(expected);
        (!is_met).then(|| Difference::Other {
            fact: *fact,
            expected: expected.clone(),
            found: match found.is_empty() {
                true => "-".to_owned(),
                false => found.join(", "),
            },
        })
    });
    unmet.collect()
}

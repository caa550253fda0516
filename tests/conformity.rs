//! `docs/conformity.md` answers every rule of section M once, and names only files and tests that are there; no text names a repealed
//! rule as present law.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_test_needs::shared;

const ANSWERS: [&str; 3] = ["kept", "not kept", "not applicable"];
const RULES: usize = 11;
const PARTS: [&str; 4] = ["Điều 5", "Điều 6", "Phụ lục I", "Phụ lục II"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The cells of each row, without head and rule.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let cells = rows.map(|row| {
        let inside = row.trim_start_matches("| ").trim_end_matches(" |");
        inside.split(" | ").collect::<Vec<_>>()
    });
    let is_head = |cells: &Vec<&str>| matches!(cells[0], "rule" | "of the circular");
    cells.filter(|cells| !is_head(cells)).collect()
}

/// The texts between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// A function that the harness runs; one that a test calls is none.
fn has_test(file: &Path, name: &str) -> bool {
    let code = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = code.lines().map(str::trim_start).collect();
    let named = format!("fn {name}(");
    let at = lines.iter().position(|line| line.starts_with(&named));
    let before = lines.iter().take(at.unwrap_or_default()).rev();
    let mut attributes = before.take_while(|line| line.starts_with("#["));
    attributes.any(|line| *line == "#[test]")
}

#[test]
fn every_rule_is_answered_once() {
    let text = fs::read_to_string(root().join("docs/conformity.md")).unwrap();
    let rows = rows(&text);
    assert!(rows.iter().all(|row| row.len() == 5), "{rows:?}");
    let (rules, parts) = rows.split_at(RULES.min(rows.len()));
    let ids: Vec<&str> = rules.iter().map(|row| row[0]).collect();
    let expected: Vec<String> = (1..=RULES).map(|number| format!("M{number}")).collect();
    assert_eq!(ids, expected);
    for (row, part) in parts.iter().zip(PARTS) {
        assert!(row[0].starts_with(&format!("{part} (")), "{row:?}");
    }
    assert_eq!(parts.len(), PARTS.len());
    assert!(rows.iter().all(|row| ANSWERS.contains(&row[1])), "{rows:?}");
    if let Some(requirements) = shared("requirements.md") {
        let asked = fs::read_to_string(requirements).unwrap();
        let asked = asked.lines().filter_map(|line| line.strip_prefix("- M"));
        let asked: Vec<String> = asked
            .filter_map(|line| line.split_once(' '))
            .map(|(number, _)| format!("M{number}"))
            .collect();
        assert_eq!(ids, asked, "section M of the requirements");
    }
}

#[test]
fn its_files_and_tests_are_there() {
    let text = fs::read_to_string(root().join("docs/conformity.md")).unwrap();
    let mut wrong = Vec::new();
    for row in &rows(&text) {
        let (id, answer, places, tests) = (row[0], row[1], quoted(row[3]), quoted(row[4]));
        if answer == "kept" && (places.is_empty() || tests.is_empty()) {
            wrong.push(format!("{id}: kept, but not shown where and by what"));
        }
        for place in places {
            if !root().join(place).is_file() {
                wrong.push(format!("{id}: {place} is not there"));
            }
        }
        for test in tests {
            let found = test
                .split_once("::")
                .is_some_and(|(file, name)| has_test(&root().join(file), name));
            if !found {
                wrong.push(format!("{id}: there is no test {test}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file below a folder.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files_below(&path, found),
            false => found.push(path),
        }
    }
}

/// Only the dated table may name Circular 41/2017, because it was repealed (rule 0.1).
#[test]
fn no_text_names_the_repealed_circular_as_present_law() {
    let table = root().join("verifier/src/report/law.rs");
    let mut files = Vec::new();
    let [mut docs, mut sources] = [false, false];
    for folder in [
        "docs",
        "src",
        "report/src",
        "report/templates",
        "service/src",
        "setup/src",
        "verifier/src",
        "words/src",
        "assets/schema",
    ] {
        files_below(&root().join(folder), &mut files);
    }
    files.extend(["README.md", "CHANGELOG.md", "SECURITY.md"].map(|name| root().join(name)));
    for file in files.iter().filter(|file| **file != table) {
        let Ok(text) = fs::read_to_string(file) else {
            continue;
        };
        docs |= file.ends_with("docs/adr/0016-evidence-bundle.md");
        sources |= file.ends_with("service/src/page/index.html");
        for name in ["41/2017", "TT 41", "TT41"] {
            assert!(!text.contains(name), "{}: {name}", file.display());
        }
    }
    assert!(docs && sources);
    assert!(fs::read_to_string(table).unwrap().contains("41/2017"));
}

#[test]
fn what_a_test_calls_is_no_test() {
    let browser = root().join("tests/browser.rs");
    assert!(!has_test(&browser, "every_authority_is_shown"));
    let this = root().join("tests/conformity.rs");
    assert!(has_test(&this, "what_a_test_calls_is_no_test"));
    assert!(!has_test(&this, "has_test"));
    assert!(!has_test(&this, "a_test_that_is_not_there"));
}

//! The guide (docs/directory.md) describes every key and every fault, and its sample is sound.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kyso_directory::Draft;
use kyso_testdata::time;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

#[test]
fn the_sample_is_sound_and_says_who_may_sign() {
    let draft = Draft::open(&file("testdata/directory/danh-ba.toml")).unwrap();
    assert!(draft.faults.is_empty(), "{:?}", draft.faults);
    assert_eq!(draft.directory.certificate_count(), 4);
    let who = |at: &str| {
        let overview = draft.directory.overview(time(at));
        let names = overview.iter().map(|one| {
            let names = one.signatories.iter().map(|one| one.name.clone());
            (
                one.organisation.id.clone(),
                names.collect::<Vec<_>>().join(","),
            )
        });
        names.collect::<Vec<_>>()
    };
    let of = |id: &str, name: &str| (id.to_owned(), name.to_owned());
    let [anh, duc] = ["Trần Thị Minh Ánh", "Nguyễn Văn Đức"];
    assert_eq!(
        who("2025-06-30T00:00:00Z"),
        [
            of("ubnd-tinh", anh),
            of("so-mau", ""),
            of("ubnd-huyen-cu", duc)
        ]
    );
    assert_eq!(
        who("2025-07-01T00:00:00Z"),
        [
            of("ubnd-tinh", anh),
            of("so-mau", duc),
            of("ubnd-huyen-cu", "")
        ]
    );
}

#[test]
fn the_guide_shows_the_sample() {
    let guide = fs::read_to_string(file("docs/directory.md")).unwrap();
    let sample = fs::read_to_string(file("testdata/directory/danh-ba.toml")).unwrap();
    let shown = guide
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    assert!(
        shown.is_some_and(|shown| sample.contains(shown.trim())),
        "{shown:?}"
    );
}

/// The keys are those that a fault about an unknown one lists.
#[test]
fn the_guide_has_a_row_for_every_key() {
    let guide = fs::read_to_string(file("docs/directory.md")).unwrap();
    let rows: BTreeSet<&str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        // A row may be that of several keys: "| `from`, `until` |".
        .filter_map(|line| line.split('|').next())
        .flat_map(|first| first.split(['`', ',', ' ', '[', ']']))
        .collect();
    let text = "x = 1\n[[organisation]]\nx = 1\ncodes = [{ x = 1 }]\ncertificates = [{ x = 1 }]\n[[person]]\nx = 1\n[[mandate]]\nx = 1\n";
    let draft = Draft::read(text);
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for fault in &draft.faults {
        if let kyso_directory::FaultKind::UnknownKey { known, .. } = &fault.kind {
            keys.extend(*known);
        }
    }
    assert!(keys.len() > 15, "{keys:?}");
    for key in keys {
        assert!(rows.contains(key), "{key} has no row");
    }
}

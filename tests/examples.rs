//! The examples of the libraries do what they say. They are run as they were built beside the tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_test_needs::skipped;
use kyso_verifier::Verdict;
use serde_json::Value;

use crate::support::demo;

/// What an example prints when it ends well; `None` where only some of the tests were built.
fn printed(example: &str, arguments: &[&str]) -> Option<String> {
    let folder = Path::new(env!("CARGO_BIN_EXE_kyso")).with_file_name("examples");
    let program = folder.join(example);
    if !program.is_file() {
        skipped(&format!(
            "the example {example} is not built: cargo test --workspace builds it"
        ));
        return None;
    }
    let run = Command::new(program).args(arguments).output().unwrap();
    let (out, err) = (
        String::from_utf8(run.stdout).unwrap(),
        String::from_utf8(run.stderr).unwrap(),
    );
    assert!(run.status.success(), "{example}: {out}{err}");
    Some(out)
}

/// A document that the demo issued, its trust folder, and the present time.
fn issued() -> [String; 3] {
    let (demo, now) = (demo(), jiff::Timestamp::now());
    [
        demo.text("quyet-dinh-ban-hanh.pdf"),
        demo.trust(),
        now.to_string(),
    ]
}

fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/samples");
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_verified() {
    let [file, trust, time] = issued();
    if let Some(out) = printed("verify", &[&file, &trust, &time]) {
        assert!(out.starts_with("VALID: "), "{out}");
        assert!(out.contains("\nConDau1 "), "{out}");
    }
}

#[test]
fn a_report_is_written_as_json() {
    let [file, trust, time] = issued();
    if let Some(out) = printed("report_json", &[&file, &trust, &time]) {
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["verdict"], Verdict::TotalPassed.as_str());
        assert_eq!(report["signatures"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn anchors_of_a_folder_are_listed() {
    if let Some(out) = printed("anchors", &[&demo().trust()]) {
        assert!(out.starts_with("government: "), "{out}");
        assert!(out.contains("\n  SHA-256 "), "{out}");
    }
}

#[test]
fn revisions_and_signatures_are_listed() {
    let [file, ..] = issued();
    if let Some(out) = printed("revisions", &[&file]) {
        assert!(out.starts_with("revision 1: bytes 0 to "), "{out}");
        assert!(
            out.contains("\nfield NguoiKy1: ETSI.CAdES.detached\n"),
            "{out}"
        );
        assert!(out.contains("\n  byte range [0, "), "{out}");
    }
}

#[test]
fn pictures_are_judged() {
    if let Some(out) = printed("check_picture", &[&sample("con-dau-mau.png")]) {
        assert!(out.contains("signature: no, "), "{out}");
        assert!(out.contains("seal: yes, "), "{out}");
    }
}

#[test]
fn a_decision_is_signed_and_issued() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("issued.pdf");
    if let Some(out) = printed("sign", &[output.to_str().unwrap()]) {
        assert_eq!(out.matches(": VALID").count(), 3, "{out}");
        assert!(std::fs::read(output).unwrap().starts_with(b"%PDF-"));
    }
}

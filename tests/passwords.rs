//! Files that open with a password only.

use std::fs;
use std::path::PathBuf;

use crate::support::{Run, run, sample};

const USER: &str = "mo-khoa-2026";

fn encrypted(name: &str) -> PathBuf {
    sample("..").join("encrypted").join(name)
}

/// Verifies files with what a password file holds.
fn verified(secret: &[u8], files: &[PathBuf], extra: &[&str]) -> Run {
    let password = tempfile::NamedTempFile::new().unwrap();
    fs::write(password.path(), secret).unwrap();
    let fixed = ["verify", "--offline", "--password-file"].map(PathBuf::from);
    let fixed = fixed.into_iter().chain([password.path().to_owned()]);
    let all = fixed.chain(files.iter().cloned());
    run(all.chain(extra.iter().map(PathBuf::from)))
}

#[test]
fn the_password_comes_from_the_first_line_of_a_file() {
    let file = [encrypted("password-aes-256.pdf")];
    let json = ["--format", "json"];
    for secret in [
        USER.to_owned(),
        format!("{USER}\r\nghi chú\n"),
        format!("\u{feff}{USER}\n"),
    ] {
        let report = verified(secret.as_bytes(), &file, &json).json();
        assert_eq!(report["signatures"][0]["integrity"], "intact", "{secret:?}");
    }
    verified(b"\n", &file, &[]).expect(1);
}

#[test]
fn a_wrong_password_has_an_error_of_its_own_and_is_never_shown() {
    let file = [encrypted("password-rc4-128.pdf")];
    let wrong = "sai-mat-khau-9";
    for (lang, expected) in [
        ("vi", "mật khẩu đã cho không mở được"),
        ("en", "the password that was given does not open"),
    ] {
        let ended = verified(wrong.as_bytes(), &file, &["--lang", lang]).expect(5);
        let told = format!("{}{}", ended.out(), ended.err());
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains(wrong), "{told}");
    }
    let path = file[0].to_str().unwrap();
    let ended = run(["verify", "--offline", "--lang", "en", path]).expect(5);
    let told = format!("{}{}", ended.out(), ended.err());
    assert!(told.contains("--password-file"), "{told}");
}

/// One password is for all files; the texts say which do not need it and which have another one.
#[test]
fn one_password_opens_what_it_opens() {
    let names = [
        "password-aes-128.pdf",
        "signed-aes-128.pdf",
        "password-aes-256-object-streams.pdf",
    ];
    let files = names.map(encrypted);
    let ended = verified(USER.as_bytes(), &files, &["--format", "json"]).expect(5);
    let report = ended.json();
    let told = report.to_string();
    assert_eq!(told.matches("WRONG_PASSWORD").count(), 1, "{told}");
    assert_eq!(
        told.matches("\"integrity\":\"intact\"").count(),
        2,
        "{told}"
    );
    assert!(!told.contains(USER), "{told}");
}

#[test]
fn expectations_hold_for_files_with_a_password() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mat.pdf");
    fs::copy(encrypted("password-aes-256.pdf"), &file).unwrap();
    let manifest = dir.path().join("expected.toml");
    let path = manifest.to_str().unwrap();
    verified(USER.as_bytes(), &[file], &["--write-expect", path]);
    verified(USER.as_bytes(), &[], &["--expect", path]).expect(0);
    let ended = verified(b"sai", &[], &["--expect", path]);
    assert_ne!(ended.status(), 0);
}

#[test]
fn the_record_shows_the_pages_of_an_opened_file() {
    let file = [encrypted("password-aes-128.pdf")];
    let ended = verified(USER.as_bytes(), &file, &["--format", "html"]);
    let told = ended.out();
    assert!(told.contains("<html"), "{}", ended.err());
    assert!(!told.contains(USER));
    verified(
        USER.as_bytes(),
        &file,
        &["--compare-pages", "--format", "json"],
    )
    .json();
}

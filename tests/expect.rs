//! `kyso verify --expect` and `--write-expect`: a list of what the user expects of files.

use std::fs;
use std::path::Path;

use roxmltree::Document;

use crate::many::Archive;
use crate::support::{kyso, verify};

const MANIFEST: &str = "
[[file]]
path = 'a-sua.pdf'
verdict = 'TOTAL_FAILED'
sub_indication = 'HASH_FAILURE'
integrity = 'broken'

[[file]]
path = 'b-ban-hanh.PDF'
verdict = 'TOTAL_PASSED'
legal_status = 'ORIGINAL'
modifications = 'permitted'
roles = 'person numbering agency'
signatures = 3

[[file]]
path = 'hong.pdf'
verdict = 'UNREADABLE'
";

#[test]
fn files_that_are_as_expected_succeed_even_when_they_are_bad() {
    let archive = Archive::new();
    archive.write("mong-doi.toml", MANIFEST.as_bytes());
    let manifest = archive.path("mong-doi.toml");
    let ended = verify(&["--expect", &manifest]).expect(0);
    assert_eq!(ended.out(), "Đúng như mong đợi: 3/3 tệp\n");
    assert_eq!(ended.err(), "", "what was expected needs no remark");

    // With the folder, every file there must be listed.
    let ended = archive.verify(&["--expect", &manifest]).expect(1);
    assert!(
        ended
            .out()
            .contains("chua-ky: có tệp nhưng không có trong danh sách mong đợi"),
        "{}",
        ended.out()
    );
}

#[test]
fn each_difference_from_what_is_expected_is_named() {
    let archive = Archive::new();
    let wrong = MANIFEST
        .replace("'TOTAL_PASSED'", "'INDETERMINATE'")
        .replace("signatures = 3", "signatures = 2")
        .replace("numbering agency", "agency numbering")
        .replace("HASH_FAILURE", "REVOKED")
        .replace("hong.pdf", "mat.pdf");
    archive.write("mong-doi.toml", wrong.as_bytes());
    let manifest = archive.path("mong-doi.toml");
    let shown = verify(&["--lang", "en", "--expect", &manifest])
        .expect(1)
        .out();
    for expected in [
        "a-sua.pdf: sub_indication: expected REVOKED, found HASH_FAILURE",
        "b-ban-hanh.PDF: verdict: expected INDETERMINATE, found TOTAL_PASSED",
        "b-ban-hanh.PDF: signatures: expected 2, found 3",
        "b-ban-hanh.PDF: roles: expected person agency numbering, found person numbering agency",
        "mat.pdf: listed, but there is no such file",
        "as expected: 0 of 3 files",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let json = verify(&["--format", "json", "--expect", &manifest])
        .expect(1)
        .json();
    assert_eq!(json["schema"], "kyso.expectation/1");
    assert_eq!(json["met"], false);
    assert_eq!(json["differences"].as_array().unwrap().len(), 5);
    let junit = verify(&["--format", "junit", "--expect", &manifest])
        .expect(1)
        .out();
    let document = Document::parse(&junit).unwrap();
    assert_eq!(document.root_element().attribute("failures"), Some("3"));

    archive.write("mong-doi.toml", b"[[file]]\npath = 'a.pdf'\nverdit = 'x'\n");
    let ended = verify(&["--expect", &manifest]).expect(2);
    assert!(
        ended.err().contains("dòng 3: không có khóa “verdit”"),
        "{}",
        ended.err()
    );
    archive.write("mong-doi.toml", b"[[file]]\npath = 'a.pdf\n");
    let ended = verify(&["--expect", &manifest]).expect(2);
    assert!(
        ended.err().contains("dòng 2: sai cú pháp TOML (dấu nháy"),
        "{}",
        ended.err()
    );
    verify(&["--expect", &archive.path("absent.toml")]).expect(2);
}

#[test]
fn a_manifest_that_was_written_is_met() {
    let archive = Archive::new();
    let manifest = archive.path("mong-doi.toml");
    archive
        .verify(&["-r", "--summary", "--write-expect", &manifest])
        .expect(1);
    archive.verify(&["-r", "--expect", &manifest]).expect(0);
    assert!(
        fs::read_to_string(&manifest)
            .unwrap()
            .contains("path = \"2026/11/da-ky.pdf\"")
    );
    let written = fs::read_to_string(&manifest).unwrap();
    assert!(
        written.contains("roles = \"person numbering agency\"\n"),
        "{written}"
    );
    // Not over a document, and not where paths would lead up.
    archive
        .verify(&["--write-expect", &archive.path("hong.pdf")])
        .expect(2);
    let below = archive.path("2026/mong-doi.toml");
    archive.verify(&["--write-expect", &below]).expect(2);
    assert!(!Path::new(&below).exists());
}

/// One file under two names is two entries, and each counts.
#[test]
fn each_name_of_a_file_has_its_own_expectation() {
    use std::os::unix::fs::symlink;

    let archive = Archive::new();
    symlink("a-sua.pdf", archive.path("b.pdf")).unwrap();
    symlink(".", archive.path("cung-thu-muc")).unwrap();
    let expected =
        |path: &str, verdict: &str| format!("[[file]]\npath = '{path}'\nverdict = '{verdict}'\n");
    let manifest = archive.path("mong-doi.toml");
    for other in ["b.pdf", "cung-thu-muc/a-sua.pdf"] {
        for both in [
            ["TOTAL_FAILED", "TOTAL_PASSED"],
            ["TOTAL_PASSED", "TOTAL_FAILED"],
        ] {
            let text = expected("a-sua.pdf", both[0]) + &expected(other, both[1]);
            archive.write("mong-doi.toml", text.as_bytes());
            verify(&["--expect", &manifest]).expect(1);
            verify(&["--expect", &manifest, &archive.path("a-sua.pdf")]).expect(1);
        }
    }
    // The program refuses the same in another spelling, wherever it runs.
    let text = expected("a-sua.pdf", "TOTAL_FAILED") + &expected("./a-sua.pdf", "TOTAL_PASSED");
    archive.write("mong-doi.toml", text.as_bytes());
    let ended = kyso()
        .current_dir(archive.path(""))
        .args(["verify", "--expect", "mong-doi.toml"])
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
}

/// Links keep their own names, wherever they lead; what is not there cannot be listed.
#[test]
fn a_manifest_of_links_is_met() {
    use std::os::unix::fs::symlink;

    let archive = Archive::new();
    let elsewhere = Archive::new();
    for (target, name) in [
        ("a-sua.pdf".to_owned(), "lien-ket.pdf"),
        (elsewhere.path("b-ban-hanh.PDF"), "ngoai.pdf"),
        ("khong-co".to_owned(), "hong-lien-ket.pdf"),
    ] {
        symlink(target, archive.path(name)).unwrap();
    }
    let manifest = archive.path("mong-doi.toml");
    archive.verify(&["--write-expect", &manifest]).expect(1);
    let listed = fs::read_to_string(&manifest).unwrap();
    for name in [
        "a-sua.pdf",
        "lien-ket.pdf",
        "ngoai.pdf",
        "hong-lien-ket.pdf",
    ] {
        assert!(listed.contains(&format!("path = \"{name}\"")), "{listed}");
    }
    archive.verify(&["--expect", &manifest]).expect(0);

    let absent = archive.path("vang.pdf");
    let ended = verify(&[&absent, "--write-expect", &manifest]).expect(2);
    assert!(
        ended.err().contains("vang.pdf: không có tệp này"),
        "{}",
        ended.err()
    );
}

#[test]
fn what_would_be_written_over_is_named_by_its_option() {
    let archive = Archive::new();
    let document = archive.path("hong.pdf");
    let ended = archive.verify(&["--write-expect", &document]).expect(2);
    assert!(
        ended
            .err()
            .contains("--write-expect trỏ vào chính tệp đầu vào"),
        "{}",
        ended.err()
    );
    let both = archive.path("mot.toml");
    let ended = archive
        .verify(&["-o", &both, "--write-expect", &both])
        .expect(2);
    assert!(ended.err().contains("cùng một tệp"), "{}", ended.err());
    assert!(!Path::new(&both).exists());
    archive.write("mong-doi.toml", MANIFEST.as_bytes());
    verify(&[
        "--compare-pages",
        "--expect",
        &archive.path("mong-doi.toml"),
    ])
    .expect(2);
}

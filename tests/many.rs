//! `kyso verify` on many files: folders, threads, the table, JUnit.

use std::fs;
use std::process::Command;

use roxmltree::{Document, Node};
use tempfile::TempDir;

use crate::support::{Run, demo, run, sample, through, verify};

/// A folder of every kind of file that may lie in one.
pub(crate) struct Archive(TempDir);

impl Archive {
    pub(crate) fn new() -> Self {
        let archive = Self(tempfile::tempdir().unwrap());
        archive.write("b-ban-hanh.PDF", &demo().bytes("quyet-dinh-ban-hanh.pdf"));
        archive.write("a-sua.pdf", &demo().tampered());
        archive.write("chua-ky", &fs::read(sample("phu-luc.pdf")).unwrap());
        archive.write("hong.pdf", b"GIF89a");
        archive.write(
            "ghi-chu.txt",
            "%PDF- là đầu tệp".trim_start_matches('%').as_bytes(),
        );
        archive.write(".an.pdf", b"hidden");
        archive.write("2026/11/da-ky.pdf", &demo().bytes("quyet-dinh-da-ky.pdf"));
        archive
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn text(&self) -> String {
        self.path("")
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn verify(&self, arguments: &[&str]) -> Run {
        let folder = self.text();
        verify(&[&[folder.as_str()], arguments].concat())
    }
}

fn names(listed: &serde_json::Value) -> Vec<&str> {
    let files = listed.as_array().unwrap().iter();
    files
        .map(|one| one["file"]["name"].as_str().unwrap())
        .collect()
}

#[test]
fn a_folder_gives_its_pdf_files_sorted_and_unreadable_ones_too() {
    let archive = Archive::new();
    let listed = archive.verify(&["--format", "json"]).expect(1).json();
    assert_eq!(
        names(&listed),
        ["a-sua.pdf", "b-ban-hanh.PDF", "chua-ky", "hong.pdf"]
    );
    let verdicts: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["verdict"].as_str())
        .collect();
    assert_eq!(
        verdicts,
        [
            Some("TOTAL_FAILED"),
            Some("TOTAL_PASSED"),
            Some("NOT_SIGNED"),
            None
        ]
    );
    assert_eq!(listed[3]["error"]["code"], "NOT_PDF");
    assert_eq!(listed[3]["file"]["path"], archive.path("hong.pdf"));
    assert!(
        listed[3]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("không phải tệp PDF")
    );

    let all = archive
        .verify(&["--format", "json", "--recursive"])
        .expect(1)
        .json();
    assert_eq!(names(&all)[0], "da-ky.pdf");
    assert_eq!(all.as_array().unwrap().len(), 5);
}

#[test]
fn the_answer_does_not_depend_on_the_number_of_threads() {
    let archive = Archive::new();
    for copy in 0..20 {
        archive.write(
            &format!("nhieu/{copy}.pdf"),
            &demo().bytes("quyet-dinh-ban-hanh.pdf"),
        );
    }
    for form in ["text", "json"] {
        let answers = ["1", "8"].map(|jobs| {
            let ended =
                archive.verify(&["-r", "--at", "2099-01-01", "--format", form, "--jobs", jobs]);
            // The real time at which a report is made differs from run to run.
            let told = ended.out();
            let told = told
                .lines()
                .filter(|line| !line.starts_with("Lập lúc:") && !line.contains("\"made_at\": "));
            let told: Vec<String> = told.map(str::to_owned).collect();
            (ended.status(), told, ended.err())
        });
        assert!(answers[0].1.len() > 100);
        assert_eq!(answers[0], answers[1]);
    }
    archive.verify(&["--jobs", "0"]).expect(2);
}

#[test]
fn the_table_has_one_aligned_line_a_file_and_counts() {
    let archive = Archive::new();
    archive.write("日本\u{202e}.pdf", b"GIF89a");
    let shown = archive
        .verify(&["--summary", "--lang", "en", "-r"])
        .expect(1)
        .out();
    let lines: Vec<&str> = shown.lines().collect();
    let column = |name: &str| {
        let line = lines.iter().find(|line| line.contains(name)).unwrap();
        let before = line
            .split(archive.0.path().to_str().unwrap())
            .next()
            .unwrap();
        unicode_width::UnicodeWidthStr::width(before)
    };
    let first = column("da-ky.pdf");
    for name in [
        "a-sua.pdf",
        "b-ban-hanh.PDF",
        "chua-ky",
        "hong.pdf",
        "日本\\u{202e}.pdf",
    ] {
        assert_eq!(column(name), first, "{shown}");
    }
    assert!(
        shown.contains("✓ VALID") && shown.contains("3 signatures"),
        "{shown}"
    );
    assert!(
        shown.contains("✕ INVALID") && shown.contains("The content was changed"),
        "{shown}"
    );
    assert!(shown.contains("! UNREADABLE"), "{shown}");
    assert!(shown.contains("6 files: "), "{shown}");
    assert!(shown.contains("Left out: 1 not PDF, 1 hidden"), "{shown}");

    let english = ["Incomplete", "For information only"];
    assert_eq!(states(&shown), english, "{shown}");
    let shown = archive.verify(&["--summary", "-r"]).expect(1).out();
    let vietnamese = ["Chưa đủ chữ ký", "Để biết, tham khảo"];
    assert_eq!(states(&shown), vietnamese, "{shown}");

    let reports = archive.verify(&[]).expect(1).out();
    assert!(
        reports.contains("Giá trị pháp lý:")
            && reports.contains("5 tệp: 1 HỢP LỆ · 1 KHÔNG HỢP LỆ"),
        "{reports}"
    );
    assert!(
        reports.contains("1 thư mục con (xem cả thư mục con: --recursive)"),
        "{reports}"
    );
}

/// What the table says in place of a reason: without the seal, and without any signature. An original needs no words.
fn states(table: &str) -> Vec<&str> {
    let cell = |name: &str, column: usize| {
        let line = table.lines().find(|line| line.contains(name)).unwrap();
        let mut cells = line
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty());
        cells.nth(column).unwrap()
    };
    assert!(
        cell("b-ban-hanh.PDF", 2).ends_with("b-ban-hanh.PDF"),
        "{table}"
    );
    vec![cell("da-ky.pdf", 2), cell("chua-ky", 1)]
}

/// The program leaves out what never ends or leads in circles, and reports what is missing or closed.
#[test]
fn pipes_links_and_closed_folders_in_a_folder() {
    use std::os::unix::fs::symlink;

    let archive = Archive::new();
    let made = Command::new("mkfifo")
        .arg(archive.path("pipe.pdf"))
        .status()
        .unwrap();
    assert!(made.success());
    symlink("/dev/zero", archive.path("zero.pdf")).unwrap();
    symlink(archive.text(), archive.path("2026/vong")).unwrap();
    symlink(
        archive.path("b-ban-hanh.PDF"),
        archive.path("2026/link.pdf"),
    )
    .unwrap();
    symlink("absent", archive.path("2026/mat.pdf")).unwrap();
    let ended = archive.verify(&["-r", "--summary"]).expect(1);
    let shown = ended.out();
    assert!(
        shown.contains("link.pdf") && !shown.contains("pipe.pdf") && !shown.contains("zero.pdf"),
        "{shown}"
    );
    assert!(
        shown.contains("3 tệp không phải PDF") && shown.contains("1 liên kết tới thư mục"),
        "{shown}"
    );
    assert!(
        ended
            .err()
            .contains("mat.pdf: không đọc được tệp (không có tệp hoặc thư mục này)"),
        "{}",
        ended.err()
    );
    // Named on the command line, an endless one ends at its limit.
    let zero = verify(&["/dev/zero"]).expect(5).err();
    assert!(zero.contains("tệp quá lớn: giới hạn là 256 MB"), "{zero}");
}

#[test]
fn a_folder_that_cannot_be_read_is_a_result() {
    use std::os::unix::fs::PermissionsExt;

    let archive = Archive::new();
    let closed = archive.path("2026");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let trust = demo().trust();
    let folder = archive.text();
    let words = [
        "verify", "--trust", &trust, &folder, "-r", "--format", "json",
    ];
    // Root reads every folder, but for this right of its own.
    let run = match fs::read_dir(&closed) {
        Ok(_) => through(
            "setpriv",
            &["--bounding-set=-dac_override,-dac_read_search"],
            &words,
        ),
        Err(_) => run(words),
    };
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    let listed = run.json();
    assert_eq!(listed[0]["error"]["code"], "CANNOT_READ_FOLDER");
}

#[test]
fn nothing_to_verify_is_no_success() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("trong")).unwrap();
    let folder = dir.path().to_str().unwrap();
    let ended = verify(&[folder]).expect(2);
    assert!(ended.err().contains("--recursive"), "{}", ended.err());
    verify(&["-r", folder]).expect(2);
}

/// The structure that CI servers read: suites, suite, cases; a failure or an error has type and message.
#[test]
fn junit_has_a_case_for_each_file() {
    let archive = Archive::new();
    archive.write("<&\"\u{1b}\u{ffff}.pdf", &demo().tampered());
    let text = archive
        .verify(&["--format", "junit", "--lang", "en"])
        .expect(1)
        .out();
    let document = Document::parse(&text).unwrap();
    let suites = document.root_element();
    let suite = suites.first_element_child().unwrap();
    assert_eq!(
        [suites.tag_name().name(), suite.tag_name().name()],
        ["testsuites", "testsuite"]
    );
    for counted in [suites, suite] {
        assert_eq!(counted.attribute("tests"), Some("5"));
        assert_eq!(counted.attribute("failures"), Some("3"));
        assert_eq!(counted.attribute("errors"), Some("1"));
        assert!(counted.attribute("time").unwrap().parse::<f64>().unwrap() >= 0.0);
    }
    let cases: Vec<Node<'_, '_>> = suite.children().filter(Node::is_element).collect();
    let outcomes: Vec<_> = cases.iter().map(|case| outcome(*case)).collect();
    assert!(
        outcomes[0].0.ends_with("<&\"\\u{1b}\u{fffd}.pdf"),
        "{outcomes:?}"
    );
    assert_eq!(
        outcomes[1].1,
        Some((
            "failure",
            "TOTAL_FAILED",
            "INVALID: The content was changed"
        ))
    );
    assert_eq!(outcomes[2].1, None);
    assert_eq!(outcomes[3].1, Some(("failure", "NOT_SIGNED", "NOT SIGNED")));
    assert_eq!(
        outcomes[4].1.map(|(kind, code, _)| (kind, code)),
        Some(("error", "NOT_PDF"))
    );
}

/// Name of a test case, and what is wrong: element, type, message.
type Outcome<'d> = (&'d str, Option<(&'d str, &'d str, &'d str)>);

fn outcome<'d>(case: Node<'d, 'd>) -> Outcome<'d> {
    assert_eq!(case.tag_name().name(), "testcase");
    assert_eq!(case.attribute("classname"), Some("kyso.verify"));
    assert!(case.attribute("time").is_some());
    let problem = case.first_element_child().map(|problem| {
        (
            problem.tag_name().name(),
            problem.attribute("type").unwrap(),
            problem.attribute("message").unwrap(),
        )
    });
    (case.attribute("name").unwrap(), problem)
}

#[test]
fn a_report_about_a_folder_is_not_written_over_its_files() {
    let archive = Archive::new();
    let document = archive.path("b-ban-hanh.PDF");
    archive.verify(&["-o", &document]).expect(2);
    assert_eq!(
        fs::read(&document).unwrap(),
        demo().bytes("quyet-dinh-ban-hanh.pdf")
    );
    run(["verify"]).expect(2);
}

#[test]
fn drawn_pages_need_a_form_that_shows_them() {
    let archive = Archive::new();
    for useless in [&["--summary"][..], &["--format", "junit"]] {
        let ended = archive.verify(&[&["--compare-pages"], useless].concat());
        assert!(
            ended.err().contains("--compare-pages không đi cùng"),
            "{}",
            ended.err()
        );
        ended.expect(2);
    }
}

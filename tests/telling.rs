//! What text, record and page say of content, rules, form and roles: the same, and no more than is known.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_test_needs::shared;
use serde_json::Value;

use crate::browser::{check, page};
use crate::support::browser::Browser;
use crate::support::service::Service;
use crate::support::{demo, verify};

/// Words that no text may use of a file whose content is not proven to be changed.
const BLAME: [&str; 6] = [
    "Nội dung đã ký bị thay đổi",
    "Nội dung đã bị thay đổi",
    "không còn như lúc ký.",
    "Bị thay đổi",
    "bị thay đổi\n",
    "có thay đổi không được phép",
];

fn written(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// A file of the field under a path that Chromium takes: one without `..`.
fn of_field(dir: &Path, name: &str) -> Option<PathBuf> {
    let bytes = fs::read(shared(&format!("field/{name}"))?).unwrap();
    Some(written(dir, name, &bytes))
}

fn said(file: &Path, options: &[&str]) -> String {
    verify(&[options, &[file.to_str().unwrap()]].concat())
        .expect(1)
        .out()
}

fn assert_blameless(text: &str) {
    for words in BLAME {
        assert!(!text.contains(words), "{words}: {text}");
    }
}

/// All that the page shows, unfolded.
fn shown(browser: &mut Browser) -> String {
    browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    browser.text("#result")
}

#[test]
fn a_file_that_was_written_anew_asks_for_the_original_in_every_form() {
    let dir = tempfile::tempdir().unwrap();
    let file = written(dir.path(), "ghi-lai.pdf", &demo().written_anew());
    for options in [
        &[][..],
        &["--format", "html"],
        &["--summary"],
        &["--format", "junit"],
    ] {
        let text = said(&file, options);
        assert!(text.contains("xin tệp gốc"), "{options:?}: {text}");
        assert_blameless(&text);
    }
    let text = said(&file, &[]);
    assert!(text.contains("Lý do:                      Tệp bị ghi lại sau khi ký: xin tệp gốc"));
    assert!(text.contains("Việc cần làm:               Không tiếp nhận tệp này."));

    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &file);
    let changes = browser.text("#changes");
    assert!(
        changes.starts_with("Không biết được: tệp đã bị ghi lại"),
        "{changes}"
    );
    for place in [
        "#changes",
        "#verdict-sense",
        "#headline",
        "#next-step",
        "#reasons",
    ] {
        let told = browser.text(place);
        assert!(told.contains("tệp gốc"), "{place}: {told}");
    }
    assert_blameless(&shown(&mut browser));
    browser.screenshot("15-written-anew.png");
}

/// Value or attribute of a signature is wrong while the digest of the content agrees (ADR 0028).
#[test]
fn a_broken_signature_is_no_changed_content_in_any_form() {
    let dir = tempfile::tempdir().unwrap();
    let broken = written(dir.path(), "hong.pdf", &demo().with_broken_value());
    let mut files = vec![broken];
    files.extend(of_field(dir.path(), "ess-attribute-in-octet-string.pdf"));
    let service = Service::of_demo();
    let mut browser = page(&service);
    for file in &files {
        for options in [&[][..], &["--format", "html"]] {
            assert_blameless(&said(file, options));
        }
        let json: Value = serde_json::from_str(&said(file, &["--format", "json"])).unwrap();
        let last = json["signatures"].as_array().unwrap().last().unwrap();
        assert_eq!(last["content"], "signature_broken");
        assert_eq!(last["integrity"], "broken");
        let Some(browser) = &mut browser else {
            continue;
        };
        check(browser, file);
        let changes = browser.text("#changes");
        assert!(
            changes.starts_with("Không biết được: chữ ký bị hỏng"),
            "{changes}"
        );
        assert!(
            browser
                .text("#verdict-sense")
                .starts_with("Có chữ ký số bị hỏng")
        );
        let details = shown(browser);
        assert!(
            details.contains("không xác nhận được: chữ ký bị hỏng"),
            "{details}"
        );
        assert_blameless(&details);
        browser.screenshot("16-broken-signature.png");
    }
}

/// The page as it is when the service tells of this report of the issued decision what the script changes in it.
fn show_changed(browser: &mut Browser, change: &str) {
    let shown = "import('/page/report.js').then(async ({ showResult }) => {
        const id = document.getElementById('record-pdf').href.split('/').at(-2);
        const report = await (await fetch('/v1/verifications/' + id)).json();
        CHANGE
        showResult(report, 'a.pdf');
    })";
    browser.evaluate(&shown.replace("CHANGE", change));
}

#[test]
fn the_page_says_that_a_signer_is_unknown_only_where_no_path_names_him() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    let told = "report.verdict = report.signatures[0].verdict = 'VERDICT'; report.signatures[0].facts[0].known = KNOWN;";
    for (verdict, known, expected) in [
        ("INDETERMINATE", "false", "chưa xác định được ai đã ký"),
        (
            "INDETERMINATE",
            "true",
            "chưa kết luận được chữ ký là hợp lệ",
        ),
        ("TOTAL_FAILED", "true", "nhưng chữ ký không hợp lệ"),
    ] {
        show_changed(
            &mut browser,
            &told.replace("VERDICT", verdict).replace("KNOWN", known),
        );
        let changes = browser.text("#changes");
        assert!(
            changes.starts_with("Không thấy thay đổi so với lúc ký, "),
            "{changes}"
        );
        assert!(changes.contains(expected), "{verdict}, {known}: {changes}");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = of_field(dir.path(), "not-yet-valid-headline.pdf");
    let Some((file, trust)) = file.zip(shared("field/trust")) else {
        return;
    };
    let service = Service::start(&["--trust", trust.to_str().unwrap()]);
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &file);
    let changes = browser.text("#changes");
    assert!(!changes.contains("ai đã ký"), "{changes}");
    browser.screenshot("17-not-yet-valid.png");
}

/// Rules 0.1, 0.2: record, page and every step name the same rules, those of the day of signing.
#[test]
fn the_rules_of_a_document_are_told_by_the_report_alone() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let report = verify(&["--format", "json", "--detailed", &issued])
        .expect(0)
        .json();
    let rules = report["rules"].as_array().unwrap().iter();
    let rules: Vec<&str> = rules.map(|rule| rule.as_str().unwrap()).collect();
    assert!(
        rules.contains(&"ETSI EN 319 102-1") && rules.len() > 2,
        "{rules:?}"
    );
    let record = verify(&["--format", "html", &issued]).expect(0).out();
    assert!(record.contains(&rules.join("; ")));

    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    let footer = browser.text("footer");
    assert!(
        !footer.contains("NĐ-CP") && footer.contains("ngày ký"),
        "{footer}"
    );
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    assert!(browser.text("#basis").contains(&rules.join("; ")));
    show_changed(
        &mut browser,
        "report.rules = ['Quy định một', 'Quy định hai'];",
    );
    let basis = browser.text("#basis");
    assert_eq!(basis, "Căn cứ kiểm tra: Quy định một; Quy định hai.");
}

/// B6: a seal that lies as many do is neither kept nor broken.
#[test]
fn the_page_tells_three_steps_of_a_rule() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    let told = "report.signatures[2].form = [['kept', true], ['differs', true], ['not_kept', false]].map(([step, ok]) => ({ rule: 'B1', ok, step, message: step }));";
    show_changed(&mut browser, told);
    browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    let shown = browser.evaluate("[...document.querySelectorAll('.form')].slice(-3).map((one) => [one.innerText, getComputedStyle(one).color])");
    assert_eq!(
        shown,
        serde_json::json!([
            ["✓ đạt: kept", "rgb(23, 33, 46)"],
            ["≈ có khác: differs", "rgb(125, 82, 0)"],
            ["✕ chưa đạt: not_kept", "rgb(160, 20, 32)"],
        ])
    );
}

#[test]
fn from_what_a_role_follows_stands_in_every_form() {
    const ROLE: &str = "Cơ quan, tổ chức (theo hình con dấu đỏ)";
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    for format in ["text", "html", "json"] {
        let told = verify(&["--format", format, &issued]).expect(0).out();
        assert!(told.contains(ROLE), "{format}: {told}");
    }
    let english = verify(&["--lang", "en", &issued]).expect(0).out();
    assert!(
        english.contains("Agency (by its picture of a red seal)"),
        "{english}"
    );
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, Path::new(&issued));
    let signatures = browser.text("#signatures");
    assert!(
        signatures.contains(&format!("Vai trò: {ROLE}")),
        "{signatures}"
    );
}

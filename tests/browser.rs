//! The clerk's page in Chromium. KYSO_SCREENSHOTS names a folder for pictures of it.

mod printing;

use std::fs;
use std::path::Path;

use kyso_test_needs::program;

use crate::sign;
use crate::support::browser::Browser;
use crate::support::service::Service;
use crate::support::{demo, sample, sample_text};

const DONE: &str =
    "!document.getElementById('result').hidden && !document.body.classList.contains('busy')";
const REFUSED: &str =
    "!document.getElementById('problem').hidden && !document.body.classList.contains('busy')";

/// The page of a service, or nothing where there is no Chromium.
pub(crate) fn page(service: &Service) -> Option<Browser> {
    if !program("chromium") {
        return None;
    }
    let mut browser = Browser::start(1280, 900);
    browser.go(&format!("http://{}/", service.address));
    Some(browser)
}

pub(crate) fn check(browser: &mut Browser, file: &Path) {
    browser.evaluate("document.getElementById('result').hidden = true");
    browser.choose("#file", file);
    browser.wait_for(DONE);
}

#[test]
fn a_clerk_drops_an_issued_decision_and_sees_that_it_is_valid() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    browser.wait_for("!document.getElementById('anchors').hidden");
    assert!(
        browser.text("#anchors").contains("KIỂM THỬ"),
        "demo anchors are pointed out"
    );
    browser.screenshot("1-start.png");
    every_authority_is_shown(&mut browser);

    browser.drop_file("#drop", &demo().path("quyet-dinh-ban-hanh.pdf"));
    browser.wait_for(DONE);
    assert_eq!(browser.text("#verdict-word"), "HỢP LỆ");
    assert_eq!(browser.text("#legal-status"), "Bản gốc");
    assert_eq!(browser.text("#file-name"), "quyet-dinh-ban-hanh.pdf");
    assert!(browser.text("#next-step").contains("Tiếp nhận"));
    assert!(browser.text("#changes").starts_with("Không."));
    let signatures = browser.text("#signatures");
    for expected in [
        "Trần Thị Minh Ánh",
        "Ủy ban nhân dân tỉnh Quảng Ninh",
        "theo máy người ký, chưa chứng thực",
    ] {
        assert!(signatures.contains(expected), "{signatures}");
    }
    let facts = "document.querySelectorAll('#signatures > .card > .seven > dt').length";
    assert_eq!(browser.evaluate(facts), 3 * 7, "{signatures}");
    browser.wait_for("[...document.querySelectorAll('.page img')].every((image) => image.complete && image.naturalWidth > 500)");
    assert_eq!(
        browser.evaluate("document.querySelectorAll('.page .place').length"),
        3
    );
    assert_eq!(
        browser.evaluate("document.activeElement.id"),
        "verdict",
        "the verdict is read out first"
    );
    assert!(
        browser
            .text("#headline")
            .starts_with("3 chữ ký · chữ ký cuối phủ toàn bộ tệp")
    );
    browser.screenshot("2-valid.png");
    the_record_and_what_was_signed_can_be_downloaded(&mut browser);

    browser.evaluate("document.querySelector('[data-lang=en]').click()");
    browser.wait_for("document.getElementById('verdict-word').innerText === 'VALID'");
    browser.screenshot("3-valid-english.png");
    assert_eq!(browser.complaints, Vec::<String>::new());
}

/// M4, and M6: what the page says of the trust store and of keys in files.
fn every_authority_is_shown(browser: &mut Browser) {
    let keys = browser.text("#test-keys");
    assert!(
        keys.contains("khóa thử nghiệm") && keys.contains("nguoi-ky"),
        "{keys}"
    );
    browser.evaluate("document.getElementById('trust-show').click()");
    browser.wait_for("document.querySelectorAll('#trust-table tbody tr').length > 0");
    let table = browser.text("#trust-table");
    for expected in [
        "CA gốc KIỂM THỬ (kyso demo)",
        "CA các cơ quan nhà nước KIỂM THỬ (kyso demo)",
        "Gốc (",
        "Trung gian (",
        "không có",
    ] {
        assert!(table.contains(expected), "{expected}: {table}");
    }
    let fingerprints = browser.evaluate(
        "[...document.querySelectorAll('#trust-table .hash')].map((one) => one.innerText.length)",
    );
    assert_eq!(fingerprints, serde_json::json!([64, 64]));
    browser.screenshot("1-trust.png");
    browser.evaluate("document.getElementById('trust-show').click()");
    browser.wait_for("document.getElementById('trust').hidden");
}

fn the_record_and_what_was_signed_can_be_downloaded(browser: &mut Browser) {
    let fetched = "fetch(document.querySelector('SELECTOR').href).then(async (answer) => [answer.status, answer.headers.get('Content-Type'), (await answer.blob()).size])";
    for selector in ["#record-pdf", ".card a[download]"] {
        let answer = browser.evaluate(&fetched.replace("SELECTOR", selector));
        assert_eq!(
            (&answer[0], &answer[1]),
            (&200.into(), &"application/pdf".into())
        );
        assert!(answer[2].as_u64().unwrap() > 40_000, "{selector}: {answer}");
    }
    let links = "document.querySelectorAll('.card a[download]').length";
    assert_eq!(
        browser.evaluate(links),
        2,
        "the last signature covers the file itself"
    );
    // Printing opens the record as a page of its own.
    browser.evaluate("window.open = (address) => { window.opened = address; return null; }; document.getElementById('record-print').click()");
    let record = browser.evaluate("window.opened");
    assert!(record.as_str().unwrap().ends_with("?lang=vi"), "{record}");
}

#[test]
fn a_document_of_the_wrong_signers_is_not_simply_registered() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    let (agency, signer) = (
        demo().text("pki/co-quan.p12"),
        ["--signer", "Trần Thị Minh Ánh"],
    );
    sign::approve_with(&sample_text("quyet-dinh.pdf"), &approved, &agency, &signer).expect(0);
    sign::issue(&approved, &issued, "pki/nguoi-ky.p12", &[]).expect(0);
    check(&mut browser, &issued);
    assert!(browser.text("#next-step").starts_with("Chưa đăng ký."));
    assert!(
        browser
            .text("#verdict-sense")
            .contains("KHÔNG ĐÚNG NGƯỜI KÝ")
    );
    let tone = "document.querySelector('.next').dataset.verdict";
    assert_eq!(browser.evaluate(tone), "INDETERMINATE");
    let warnings = browser.text("#signatures");
    for told in [
        "chứng thư là của cơ quan, tổ chức “Ủy ban nhân dân tỉnh Quảng Ninh",
        "chứng thư là của cá nhân “Trần Thị Minh Ánh",
    ] {
        assert!(warnings.contains(told), "{warnings}");
    }
    browser.screenshot("14-wrong-signers.png");
}

#[test]
fn what_is_wrong_unknown_or_unsigned_never_looks_valid() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let tampered = dir.path().join("bi-sua.pdf");
    fs::write(&tampered, demo().tampered()).unwrap();
    let green = browser.evaluate("getComputedStyle(document.body).color");

    check(&mut browser, &tampered);
    assert_eq!(browser.text("#verdict-word"), "KHÔNG HỢP LỆ");
    assert!(browser.text("#next-step").contains("Trả lại nơi gửi"));
    assert!(browser.text("#changes").starts_with("Có."));
    browser.screenshot("4-invalid.png");

    check(&mut browser, &sample("quyet-dinh.pdf"));
    assert_eq!(browser.text("#verdict-word"), "KHÔNG CÓ CHỮ KÝ SỐ");
    browser.screenshot("5-not-signed.png");

    check(&mut browser, &demo().path("quyet-dinh-da-ky.pdf"));
    assert_eq!(browser.text("#verdict-word"), "HỢP LỆ");
    assert_eq!(browser.text("#legal-status"), "Chưa đủ chữ ký");
    assert_eq!(
        browser.evaluate("document.querySelector('.next').dataset.verdict"),
        "INDETERMINATE"
    );
    browser.screenshot("6-incomplete.png");
    assert_ne!(green, "");
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn without_anchors_the_page_says_so_and_nothing_is_valid() {
    let service = Service::start(&[]);
    let Some(mut browser) = page(&service) else {
        return;
    };
    browser.wait_for("!document.getElementById('anchors').hidden");
    assert!(browser.text("#anchors").contains("chưa có chứng thư gốc"));
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    assert_eq!(browser.text("#verdict-word"), "CHƯA XÁC ĐỊNH");
    let step = browser.text("#next-step");
    assert!(
        step.contains("xác minh nơi cấp") && step.contains("vân tay"),
        "{step}"
    );
    browser.screenshot("7-undetermined.png");
}

#[test]
fn files_that_cannot_be_checked_are_explained() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "max_file_mb = 1\n").unwrap();
    let service = Service::start(&["--config", config.to_str().unwrap()]);
    let Some(mut browser) = page(&service) else {
        return;
    };
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("thu.docx", b"PK\x03\x04".to_vec(), "Không phải tệp PDF"),
        ("rong.pdf", Vec::new(), "tệp rỗng"),
        (
            "lon.pdf",
            [b"%PDF-1.7\n".to_vec(), vec![b' '; 2 << 20]].concat(),
            "Giới hạn là 1 MB",
        ),
        (
            "cut.pdf",
            b"%PDF-1.7\n1 0 obj".to_vec(),
            "Không đọc được tệp PDF này",
        ),
    ];
    for (name, content, expected) in cases {
        let file = dir.path().join(name);
        fs::write(&file, content).unwrap();
        browser.evaluate("document.getElementById('problem').hidden = true");
        browser.choose("#file", &file);
        browser.wait_for(REFUSED);
        let shown = browser.text("#problem");
        assert!(shown.contains(expected), "{name}: {shown}");
        assert_eq!(
            browser.evaluate("document.getElementById('result').hidden"),
            true
        );
    }
    // The last of them reached the service, which made a record of it.
    let link =
        browser.evaluate("document.querySelector('#problem .record a').getAttribute('href')");
    let record = service.get(link.as_str().unwrap());
    assert!(
        record.status == 200 && record.body.starts_with(b"%PDF-"),
        "{link}"
    );
    browser.screenshot("8-unreadable.png");
}

#[test]
fn the_keyboard_reaches_the_file_dialog_and_the_languages() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    let mut reached = Vec::new();
    for _ in 0..5 {
        browser.press("Tab", 9);
        let focus = browser.evaluate("document.activeElement.id || document.activeElement.dataset.lang || document.activeElement.className");
        reached.push(focus.as_str().unwrap().to_owned());
    }
    assert_eq!(reached[..4], ["skip", "vi", "en", "file"]);
}

#[test]
fn details_unfold_and_a_narrow_screen_needs_no_sideways_scrolling() {
    let service = Service::of_demo();
    if !program("chromium") {
        return;
    }
    let mut browser = Browser::start(390, 800);
    browser.go(&format!("http://{}/", service.address));
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    let details = browser.text("#signatures");
    for expected in [
        "CA gốc KIỂM THỬ (kyso demo)",
        "NguoiKy1",
        "Thể thức B1",
        "không bị thu hồi",
    ] {
        assert!(details.contains(expected), "{details}");
    }
    let report = demo().bytes("bao-cao.json");
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert!(
        browser
            .text("#technical")
            .contains(report["file"]["sha256"].as_str().unwrap())
    );
    let too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.evaluate(too_wide), false);
    browser.screenshot("9-narrow.png");
}

//! The record of a verification as HTML and as PDF: complete, escaped, printable.

mod visual;

use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_test_needs::program as is_installed;

use crate::support::{demo, run, sample_text, verify};

fn record(format: &str, more: &[&str], files: &[&str], status: i32) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("record");
    let arguments = ["--format", format, "-o", out.to_str().unwrap()];
    verify(&[&arguments, more, files].concat()).expect(status);
    fs::read(out).unwrap()
}

fn html(files: &[&str], status: i32) -> String {
    String::from_utf8(record("html", &[], files, status)).unwrap()
}

/// The text of a PDF as `pdftotext` reads it; `None` where that is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    is_installed("pdftotext").then(|| asked("pdftotext", &["-layout"], pdf, &["-"]))
}

fn asked(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("record.pdf");
    fs::write(&path, pdf).unwrap();
    let output = Command::new(program)
        .args(before)
        .arg(&path)
        .args(after)
        .output()
        .unwrap();
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn tampered(dir: &Path) -> String {
    let path = dir.join("bi-sua.pdf");
    fs::write(&path, demo().tampered()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_clerk_finds_everything_on_one_page() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let report = verify(&["--format", "json", &issued]).expect(0).json();
    let pdf = record("pdf", &[], &[&issued], 0);
    let page = html(&[&issued], 0);
    let mut expected: Vec<String> = [
        "BIÊN BẢN KIỂM TRA CHỮ KÝ SỐ",
        "HỢP LỆ",
        "Bản gốc",
        "chữ ký cuối phủ toàn bộ tệp",
        "Tiếp nhận và đăng ký",
        "quyet-dinh-ban-hanh.pdf",
        "Trần Thị Minh Ánh (KIỂM THỬ)",
        "Người có thẩm quyền",
        "Số và ngày văn bản",
        "CA gốc KIỂM THỬ (kyso demo)",
        "không bị thu hồi hay tạm dừng",
        "theo máy người ký",
        "Phiên bản 4, được phép",
        "A2 đạt",
        "kyso-8",
        "NGƯỜI KIỂM TRA",
    ]
    .map(str::to_owned)
    .to_vec();
    expected.push(report["file"]["sha256"].as_str().unwrap().to_owned());
    expected.push(
        report["signatures"][0]["signer"]["serial"]
            .as_str()
            .unwrap()
            .to_owned(),
    );
    for words in &expected {
        assert!(page.contains(words), "{words}");
    }
    let Some(text) = text_of(&pdf) else { return };
    for words in &expected {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("Trang 1/1"), "{text}");
}

/// M1: whatever the verdict, each signature tells all seven, in text and in both forms of the record.
#[test]
fn every_signature_tells_the_seven_facts_of_the_circular_in_every_form() {
    const FACTS: [&str; 7] = [
        "CA cấp chứng thư",
        "Người ký",
        "Đơn vị quản lý chứng thư",
        "Thời gian ký",
        "Tính toàn vẹn",
        "Hiệu lực tại thời điểm ký",
        "Thời hạn chứng thư",
    ];
    let dir = tempfile::tempdir().unwrap();
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let unknown = dir.path().join("no-anchors");
    fs::create_dir(&unknown).unwrap();
    for (file, trust, status) in [
        (issued.clone(), demo().trust(), 0),
        (tampered(dir.path()), demo().trust(), 1),
        (issued, unknown.to_str().unwrap().to_owned(), 3),
    ] {
        let made = |format: &str| {
            let out = dir.path().join("record");
            let arguments = ["verify", "--trust", &trust, "--format", format, "-o"];
            let rest = [out.to_str().unwrap(), &file];
            run([&arguments[..], &rest].concat()).expect(status);
            fs::read(out).unwrap()
        };
        let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let mut told = vec![said(made("text")), said(made("html"))];
        told.extend(text_of(&made("pdf")));
        for text in &told {
            for label in FACTS {
                let words: Vec<&str> = text.split_whitespace().collect();
                let told = words.join(" ").matches(&format!("{label}:")).count();
                let rows = text.lines().filter(|line| {
                    let line = line.trim_start();
                    line.starts_with(&format!("{label} "))
                        || line.contains(&format!("<dt>{label}<"))
                });
                let rows = rows.map(|line| line.matches(&format!("<dt>{label}<")).count().max(1));
                let most = told + rows.sum::<usize>();
                assert_eq!(most, 3, "{label} of three signatures: {text}");
            }
        }
    }
}

#[test]
fn the_pdf_is_sound_and_all_its_fonts_are_embedded() {
    let pdf = record("pdf", &[], &[&demo().text("quyet-dinh-ban-hanh.pdf")], 0);
    if is_installed("qpdf") {
        let told = asked("qpdf", &["--check"], &pdf, &[]);
        assert!(
            told.contains("No syntax or stream encoding errors"),
            "{told}"
        );
    }
    if is_installed("pdffonts") {
        let told = asked("pdffonts", &[], &pdf, &[]);
        let fonts: Vec<&str> = told.lines().skip(2).collect();
        assert_eq!(fonts.len(), 3, "{told}");
        assert!(
            fonts.iter().all(|font| font.contains("yes yes yes")),
            "{told}"
        );
    }
    let packet = String::from_utf8_lossy(&pdf).into_owned();
    for claim in [
        "<pdfaid:part>2<",
        "<pdfaid:conformance>U<",
        "GTS_PDFA1",
        "/Lang (vi)",
    ] {
        assert!(packet.contains(claim), "{claim}");
    }
}

#[test]
fn the_same_file_and_time_give_the_same_record() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    // The record gives the real time beside the chosen one; the rest is the same.
    let lasting = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for line in &mut lines {
            let Some(start) = line.find("Lập lúc") else {
                continue;
            };
            let end = line[start..].find("+07:00").unwrap();
            line.replace_range(start..start + end, "");
        }
        lines
    };
    let make = |format| record(format, &["--at", "2099-01-01"], &[&issued], 3);
    let pages = [make("html"), make("html")].map(|page| String::from_utf8(page).unwrap());
    assert!(pages[0].contains("Lập lúc") && !pages[0].contains("Kiểm tra lúc"));
    assert!(pages[0].contains("01/01/2099 00:00:00 +07:00 (do người dùng chọn)"));
    assert_eq!(lasting(&pages[0]), lasting(&pages[1]));
    let texts = [make("pdf"), make("pdf")].map(|pdf| text_of(&pdf));
    let [Some(one), Some(other)] = texts else {
        return;
    };
    assert!(one.contains("(do người dùng chọn)"), "{one}");
    assert_eq!(lasting(&one), lasting(&other));
}

#[test]
fn a_tampered_a_stranger_s_and_an_unsigned_file_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let tampered = tampered(dir.path());
    let page = html(&[&tampered], 1);
    assert!(page.contains("class=\"verdict failed\"") && page.contains("KHÔNG HỢP LỆ"));
    assert!(page.contains("Nội dung đã bị thay đổi") && page.contains("Trả lại nơi gửi"));
    assert!(!page.contains("HASH_FAILURE"), "no code words for clerks");
    assert!(!page.contains("chỉ có bổ sung được phép") && !page.contains("Chỉ có bổ sung"));
    assert!(page.contains("không bảo đảm là nội dung lúc ký"));

    let unsigned = html(&[&sample_text("quyet-dinh.pdf")], 4);
    assert!(unsigned.contains("class=\"verdict unsigned\""));
    assert!(unsigned.contains("KHÔNG CÓ CHỮ KÝ SỐ"));

    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let stranger = run(["verify", "--format", "html", &issued]).expect(3).out();
    assert!(stranger.contains("class=\"verdict unknown\""));
    assert!(stranger.contains("Chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy"));

    let approved = html(&[&demo().text("quyet-dinh-da-ky.pdf")], 0);
    assert!(
        approved.contains("class=\"status unknown\""),
        "no original, so not green"
    );
}

#[test]
fn english_is_english() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let page = String::from_utf8(record("html", &["--lang", "en"], &[&issued], 0)).unwrap();
    for words in [
        "<html lang=\"en\">",
        "VALID",
        "RECORD OF DIGITAL SIGNATURE VERIFICATION",
        "Original",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for words in ["HỢP LỆ", "Chữ ký số", "Kiểm tra lúc"] {
        assert!(!page.contains(words), "{words}");
    }
}

#[test]
fn several_files_are_one_document_and_none_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let garbage = dir.path().join("anh.pdf");
    fs::write(&garbage, b"GIF89a").unwrap();
    let files = [
        demo().text("quyet-dinh-ban-hanh.pdf"),
        garbage.to_str().unwrap().to_owned(),
    ];
    let files = [files[0].as_str(), files[1].as_str()];
    let page = html(&files, 5);
    assert_eq!(page.matches("<article class=\"sheet\">").count(), 2);
    assert!(page.contains("KHÔNG ĐỌC ĐƯỢC") && page.contains("không phải tệp PDF"));
    // Which bytes were refused, and when.
    let sha256 = "610f5ae4d76e332636a17bd357fd6ce99029316a99d320280d4d77a746bf29e8";
    assert_eq!(page.matches(sha256).count(), 2);
    assert_eq!(page.matches("Kiểm tra lúc").count(), 2);
    // A chosen time makes no backdated file.
    let before = jiff::Timestamp::now().as_second();
    let alone = record("pdf", &["--at", "2020-01-01"], &files[1..], 5);
    let alone = String::from_utf8_lossy(&alone).into_owned();
    let (_, created) = alone.split_once("<xmp:CreateDate>").unwrap();
    let (created, _) = created.split_once('<').unwrap();
    let created: jiff::Timestamp = created.parse().unwrap();
    assert!((before..before + 60).contains(&created.as_second()));
    let pdf = record("pdf", &[], &files, 5);
    let Some(text) = text_of(&pdf) else { return };
    assert_eq!(text.matches("BIÊN BẢN KIỂM TRA CHỮ KÝ SỐ").count(), 2);
    assert!(text.contains("KHÔNG ĐỌC ĐƯỢC"), "{text}");
}

#[test]
fn a_hostile_file_name_stays_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let name = "<img src=x onerror=alert(1)>\"'&\u{202e}\n漢.pdf";
    let path = dir.path().join(name);
    fs::copy(sample_text("quyet-dinh.pdf"), &path).unwrap();
    let path = path.to_str().unwrap();
    let page = html(&[path], 4);
    assert!(
        !page.contains("<img") && !page.contains('\u{202e}'),
        "{page}"
    );
    let pdf = record("pdf", &[], &[path], 4);
    let Some(text) = text_of(&pdf) else { return };
    let shown = "<img src=x onerror=alert(1)>\"'&\\u{202e}\\u{a}\\u{6f22}.pdf";
    assert!(text.contains(shown), "{text}");
}

#[test]
fn the_document_is_never_replaced_by_its_record() {
    let dir = tempfile::tempdir().unwrap();
    let document = dir.path().join("van-ban.pdf");
    fs::copy(demo().path("quyet-dinh-ban-hanh.pdf"), &document).unwrap();
    let before = fs::read(&document).unwrap();
    let name = document.to_str().unwrap();
    verify(&["--format", "pdf", "-o", name, name]).expect(2);
    assert_eq!(fs::read(&document).unwrap(), before);
}

//! `kyso sign attach`, `sign package`, `sign copy`, and `verify --package` (C1–C3, D1–D3).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::sign::approve;
use crate::support::{Run, demo, run, sample, sample_text, verify};

fn approved(dir: &Path) -> PathBuf {
    let path = dir.join("quyet-dinh.pdf");
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    approve(&sample_text("quyet-dinh.pdf"), &path, &signer).expect(0);
    path
}

/// `kyso sign` by the agency of the demo.
fn by_agency(arguments: &[&str]) -> Run {
    let (trust, key, pin) = (
        demo().trust(),
        demo().text("pki/co-quan.p12"),
        demo().text("pki/mat-khau.txt"),
    );
    let means = ["--trust", &trust, "--key", &key, "--pin-file", &pin];
    run(["sign"].iter().chain(arguments).chain(&means))
}

fn package(files: &[&str], output: &Path) -> Run {
    let seal = sample_text("con-dau-mau.png");
    let output = output.to_str().unwrap();
    let sealing = ["--seal", &seal, "--diameter", "36", "--number", "5"];
    let rest = ["--date", "2026-11-20", "-o", output];
    by_agency(&[&["package"], files, &sealing, &rest].concat())
}

#[test]
fn a_package_is_issued_into_a_new_folder_and_verified_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let main = approved(dir.path());
    let second = dir.path().join("danh-sach.pdf");
    fs::copy(sample("ke-hoach-nhieu-trang.pdf"), &second).unwrap();
    let [main, first, second] = [main, sample("phu-luc.pdf"), second];
    let files = [&main, &first, &second].map(|path| path.to_str().unwrap());
    let issued = dir.path().join("ban-hanh");
    let ended = package(&files, &issued).expect(0);
    assert!(
        ended
            .err()
            .contains("Đã ban hành văn bản số 05/QĐ-UBND cùng 2 phụ lục"),
        "{}",
        ended.err()
    );
    let names = ["quyet-dinh.pdf", "phu-luc.pdf", "danh-sach.pdf"];
    let paths = names.map(|name| issued.join(name).to_str().unwrap().to_owned());
    assert_eq!(fs::read_dir(&issued).unwrap().count(), 3);

    let [main, first, second] = paths.each_ref().map(String::as_str);
    let ended = verify(&["--package", main, first, second]).expect(0);
    let told = "Gói văn bản 05/QĐ-UBND: văn bản và phụ lục khớp nhau, đầy đủ";
    assert!(ended.out().contains(told), "{}", ended.out());
    let ended = verify(&["--package", main, first]).expect(3);
    assert!(
        ended.out().contains("? thiếu phụ lục “danh-sach.pdf”"),
        "{}",
        ended.out()
    );
    let ended = verify(&["--package", main, first, "--format", "json"]).expect(3);
    let answer = ended.json();
    assert_eq!(answer["schema"], "kyso.package/1");
    assert_eq!(answer["state"], "incomplete");
    assert_eq!(answer["number"], "05/QĐ-UBND");
    assert_eq!(
        answer["findings"],
        json!([{ "code": "missing", "file": null, "message": "thiếu phụ lục “danh-sach.pdf”" }])
    );
    assert_eq!(answer["files"][0]["legal_status"], "ORIGINAL");
    assert_eq!(answer["files"][1]["signatures"][0]["role"], "attachment");

    // The file as it was before it was signed is no attachment.
    let unsigned = sample_text("phu-luc.pdf");
    let ended = verify(&["--package", main, &unsigned, second]).expect(4);
    assert!(
        ended
            .out()
            .contains("✕ phu-luc.pdf: không phải phụ lục hợp lệ"),
        "{}",
        ended.out()
    );
    verify(&["--package", main]).expect(2);
    verify(&["--package", main, issued.to_str().unwrap()]).expect(2);
    verify(&["--package", main, first, "--format", "html"]).expect(2);
}

#[test]
fn a_package_leaves_nothing_where_one_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let main = approved(dir.path());
    let issued = dir.path().join("ban-hanh");
    let (main, first) = (main.to_str().unwrap(), sample_text("phu-luc.pdf"));
    let encrypted = sample_text("cong-van-encrypted.pdf");
    let ended = package(&[main, &first, &encrypted], &issued).expect(1);
    assert!(
        ended.err().contains("phụ lục “cong-van-encrypted.pdf”"),
        "{}",
        ended.err()
    );
    assert!(!issued.exists());
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "the approved decision alone"
    );
    package(&[main, &first, &first], &issued).expect(2);
    package(&[main], &issued).expect(2);
    // What is there is never replaced.
    fs::create_dir(&issued).unwrap();
    let note = issued.join("ghi-chu.txt");
    fs::write(&note, "x").unwrap();
    package(&[main, &first], &issued).expect(6);
    assert_eq!(fs::read_dir(&issued).unwrap().count(), 1);
    fs::remove_file(&note).unwrap();
    package(&[main, &first], &issued).expect(0);
    assert_eq!(fs::read_dir(&issued).unwrap().count(), 2);
}

#[test]
fn an_attachment_needs_the_approval_of_its_main_document() {
    let dir = tempfile::tempdir().unwrap();
    let main = approved(dir.path());
    let output = dir.path().join("phu-luc.pdf");
    let (input, out) = (sample_text("phu-luc.pdf"), output.to_str().unwrap());
    let attach = |main: &str, number: &str| {
        by_agency(&[
            "attach", &input, "-o", out, "--main", main, "--number", number,
        ])
    };
    let unsigned = sample_text("quyet-dinh.pdf");
    let ended = attach(&unsigned, "05/QĐ-UBND").expect(1);
    assert!(
        ended
            .err()
            .contains("văn bản chính: B3: văn bản chưa có chữ ký số"),
        "{}",
        ended.err()
    );
    attach(main.to_str().unwrap(), "05").expect(2);
    assert!(!output.exists());
    attach(main.to_str().unwrap(), "05/QĐ-UBND").expect(0);
    let report = verify(&["--format", "json", out]).expect(0).json();
    assert_eq!(report["signatures"][0]["role"], "attachment");
}

#[test]
fn copies_are_made_of_what_the_decree_allows() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("ban-sao.pdf");
    let out = output.to_str().unwrap();
    let copy = |input: &str, form: &str| {
        let agency = "UBND tỉnh Thử Nghiệm";
        by_agency(&["copy", input, "-o", out, "--form", form, "--agency", agency])
    };
    let ended = copy(&sample_text("ban-quet-100dpi-den-trang.pdf"), "sao-y").expect(1);
    assert!(
        ended.err().contains("D2: trang 1 được quét ở 100 dpi"),
        "{}",
        ended.err()
    );
    let ended = copy(&sample_text("quyet-dinh.pdf"), "sao-y").expect(1);
    assert!(
        ended
            .err()
            .contains("D1: SAO Y chỉ áp dụng cho văn bản giấy"),
        "{}",
        ended.err()
    );
    assert!(!output.exists());
    copy(&sample_text("ban-quet-200dpi.pdf"), "sao-y").expect(0);
    let report = verify(&["--format", "json", out]).expect(0).json();
    assert_eq!(report["legal_status"], "COPY");
    assert_eq!(report["copied_status"], json!(null));
    assert_eq!(report["signatures"][0]["copy_form"], "sao_y");
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    copy(&issued, "sao-luc").expect(0);
    let report = verify(&["--format", "json", out]).expect(0).json();
    assert_eq!(report["legal_status"], "COPY");
    assert_eq!(report["copied_status"], "ORIGINAL");
}

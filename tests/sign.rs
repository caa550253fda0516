//! `kyso sign`: which documents it signs, which it refuses, and that it leaves no half-written file.

mod refusals;

use std::fs;
use std::path::Path;

use crate::pages::{centred, document_of};
use crate::support::{Run, demo, run, sample, sample_text, verify};

/// Arguments of `sign approve` with the demo's keys, then `extra`.
pub(crate) fn approve(input: &str, output: &Path, extra: &[&str]) -> Run {
    approve_with(input, output, &demo().text("pki/nguoi-ky.p12"), extra)
}

pub(crate) fn approve_with(input: &str, output: &Path, key: &str, extra: &[&str]) -> Run {
    let trust = demo().trust();
    approve_by(input, output, &["--trust", &trust, "--key", key], extra)
}

/// Arguments of `sign approve`, where `given` has none of its own with the demo's PIN and the sample of a signature.
pub(crate) fn approve_by(input: &str, output: &Path, given: &[&str], extra: &[&str]) -> Run {
    let (pin, image) = (
        demo().text("pki/mat-khau.txt"),
        sample_text("chu-ky-mau.png"),
    );
    let fixed = ["sign", "approve", input, "-o", output.to_str().unwrap()];
    let usual = [("--pin-file", pin.as_str()), ("--image", image.as_str())];
    let missing = usual.iter().filter(|(name, _)| !given.contains(name));
    let missing: Vec<&str> = missing.flat_map(|(name, value)| [*name, *value]).collect();
    run(fixed.iter().chain(given).chain(&missing).chain(extra))
}

pub(crate) fn issue(input: &Path, output: &Path, key: &str, extra: &[&str]) -> Run {
    let numbered = ["--number", "05", "--date", "20/11/2026"];
    seal(input, output, key, &[&numbered, extra].concat())
}

/// Arguments of `sign issue` without number and date.
pub(crate) fn seal(input: &Path, output: &Path, key: &str, extra: &[&str]) -> Run {
    let (trust, pin) = (demo().trust(), demo().text("pki/mat-khau.txt"));
    let (key, seal) = (demo().text(key), sample_text("con-dau-mau.png"));
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    let fixed = [
        "sign",
        "issue",
        input,
        "-o",
        output,
        "--trust",
        &trust,
        "--pin-file",
        &pin,
        "--key",
        &key,
    ];
    let seal = ["--seal", &seal, "--diameter", "36,0"];
    run(fixed.iter().chain(&seal).chain(extra))
}

#[test]
fn approve_and_issue_make_an_original() {
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    let input = sample_text("quyet-dinh-xref-stream.pdf");
    let algorithm = [
        "--signer",
        "Trần Thị Minh Ánh",
        "--signature-algorithm",
        "rsa-pss",
    ];
    let ended = approve(&input, &approved, &algorithm).expect(0);
    assert_eq!(ended.out(), "");
    let shown = "Chứng thư ký: Trần Thị Minh Ánh (KIỂM THỬ) (Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ)); CA cấp: ";
    assert!(ended.err().contains(shown), "{}", ended.err());
    assert!(
        ended.err().contains("khóa thử nghiệm (tệp PKCS#12)"),
        "{}",
        ended.err()
    );
    issue(
        &approved,
        &issued,
        "pki/co-quan-p256.p12",
        &["--signature-algorithm", "ecdsa"],
    )
    .expect(0);

    let bytes = fs::read(&issued).unwrap();
    assert!(
        bytes.starts_with(&fs::read(&approved).unwrap()),
        "earlier bytes stay"
    );
    let report = verify(&["--format", "json", issued.to_str().unwrap()])
        .expect(0)
        .json();
    assert_eq!(report["legal_status"], "ORIGINAL");
    issue(
        &issued,
        &dir.path().join("again.pdf"),
        "pki/co-quan.p12",
        &[],
    )
    .expect(1);
}

/// A decision that is marked as a draft.
pub(crate) fn draft() -> Vec<u8> {
    document_of(&[vec![
        centred(150.0, 120.0, "Số:         /QĐ-UBND"),
        centred(400.0, 120.0, "Hà Nội, ngày      tháng      năm 2026"),
        centred(150.0, 150.0, "DỰ THẢO"),
        centred(430.0, 300.0, "CHỦ TỊCH"),
        centred(430.0, 390.0, "Trần Thị Minh Ánh"),
    ]])
}

#[test]
fn a_draft_is_signed_with_a_warning_and_issued_only_on_request() {
    let dir = tempfile::tempdir().unwrap();
    let [input, approved, issued] =
        ["draft.pdf", "approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    fs::write(&input, draft()).unwrap();
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    let ended = approve(input.to_str().unwrap(), &approved, &signer).expect(0);
    assert!(
        ended.err().contains("CẢNH BÁO: trang đầu ghi “DỰ THẢO”"),
        "{}",
        ended.err()
    );
    let key = "pki/co-quan.p12";
    let ended = issue(&approved, &issued, key, &["--lang", "en"]).expect(1);
    assert!(ended.err().contains("--allow-draft"), "{}", ended.err());
    assert!(!issued.exists());
    let ended = issue(&approved, &issued, key, &["--lang", "en", "--allow-draft"]).expect(0);
    assert!(ended.err().contains("WARNING"), "{}", ended.err());
}

/// Signed by the wrong people: done, because no certificate holds a title (A5), and warned of.
#[test]
fn keys_of_the_wrong_holders_are_warned_of_when_signing_and_when_reading() {
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    let input = sample_text("quyet-dinh.pdf");
    let agency = demo().text("pki/co-quan.p12");
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    let right = approve(&input, &approved, &signer).expect(0);
    assert!(!right.err().contains("CẢNH BÁO"), "{}", right.err());
    let wrong = approve_with(&input, &approved, &agency, &signer).expect(0);
    assert!(
        wrong.err().contains(
            "CẢNH BÁO: chữ ký của người có thẩm quyền được tạo bằng chứng thư của cơ quan"
        ),
        "{}",
        wrong.err()
    );
    let wrong = issue(&approved, &issued, "pki/nguoi-ky.p12", &[]).expect(0);
    assert!(
        wrong
            .err()
            .contains("CẢNH BÁO: con dấu, số và ngày được ký bằng chứng thư của cá nhân"),
        "{}",
        wrong.err()
    );
    let shown = verify(&[issued.to_str().unwrap()]).expect(0).out();
    for told in [
        "chữ ký 1 thể hiện là của cá nhân nhưng chứng thư là của cơ quan",
        "chữ ký 2, 3 thể hiện là của cơ quan nhưng chứng thư là của cá nhân",
    ] {
        assert!(shown.lines().next().unwrap().contains(told), "{shown}");
    }
    let record = dir.path().join("record.html");
    verify(&[
        "--format",
        "html",
        "-o",
        record.to_str().unwrap(),
        issued.to_str().unwrap(),
    ])
    .expect(0);
    let record = fs::read_to_string(record).unwrap();
    assert!(record.contains("Chưa đăng ký. Hỏi lại nơi gửi"), "{record}");
    assert!(!record.contains("Tiếp nhận và đăng ký"), "{record}");
}

/// A document with a name that is in no certificate.
pub(crate) fn of_another() -> Vec<u8> {
    document_of(&[vec![
        centred(430.0, 300.0, "CHỦ TỊCH"),
        centred(430.0, 390.0, "Lê Văn Khác"),
    ]])
}

#[test]
fn another_name_below_the_signature_is_warned_of() {
    let dir = tempfile::tempdir().unwrap();
    let [input, approved] = ["plain.pdf", "approved.pdf"].map(|name| dir.path().join(name));
    fs::write(&input, of_another()).unwrap();
    let input = input.to_str().unwrap();
    let ended = approve(input, &approved, &["--signer", "Lê Văn Khác"]).expect(0);
    let warning = "CẢNH BÁO: họ tên in dưới chữ ký là “Lê Văn Khác”, chứng thư của “";
    assert!(ended.err().contains(warning), "{}", ended.err());
    // Issuing repeats it: the seal is put on that signature.
    let issued = dir.path().join("issued.pdf");
    let ended = seal(&approved, &issued, "pki/co-quan.p12", &["--number-printed"]).expect(0);
    assert!(ended.err().contains(warning), "{}", ended.err());
    let asked = "đối chiếu người ký trước khi phát hành";
    assert!(ended.err().contains(asked), "{}", ended.err());
    // Verification says what to do next.
    let trust = demo().trust();
    let report = run(["verify", issued.to_str().unwrap(), "--trust", &trust]).expect(0);
    let step = "Đối chiếu người ký trước khi đăng ký";
    assert!(report.out().contains(step), "{}", report.out());
}

/// Scans have no gaps, so the error names what says where number and date go.
#[test]
fn issuing_a_scan_names_its_own_parameters() {
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    let signer = [
        "--signer",
        "Trần Thị Minh Ánh",
        "--at-position",
        "1,110,255",
    ];
    approve(&sample_text("ban-quet-200dpi.pdf"), &approved, &signer).expect(0);
    let ended = issue(&approved, &issued, "pki/co-quan.p12", &[]).expect(1);
    for parameter in ["--number-at", "--date-at", "--number-printed"] {
        assert!(ended.err().contains(parameter), "{}", ended.err());
    }
    assert!(!ended.err().contains("--at-position"), "{}", ended.err());
}

#[test]
fn an_agency_does_not_sign_before_a_person_has() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("issued.pdf");
    let ended = issue(
        &sample("quyet-dinh.pdf"),
        &output,
        "pki/co-quan.p12",
        &["--lang", "en"],
    )
    .expect(1);
    assert!(ended.err().contains("B3"), "{}", ended.err());
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        0,
        "nothing is written"
    );
}

#[test]
fn a_scan_is_signed_at_a_place_given_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("out.pdf");
    let place = [
        "--signer",
        "Trần Thị Minh Ánh",
        "--at-position",
        "1,110,230",
    ];
    approve(&sample_text("ban-quet-200dpi.pdf"), &output, &place).expect(0);
    let report = verify(&["--format", "json", output.to_str().unwrap()]).json();
    assert_eq!(report["signatures"][0]["integrity"], "intact");
}

#[test]
fn a_picture_beside_its_block_is_signed_with_a_note() {
    let dir = tempfile::tempdir().unwrap();
    let [beside, between] = ["beside.pdf", "between.pdf"].map(|name| dir.path().join(name));
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    let aside = [&signer[..], &["--at-position", "1,40,90"]].concat();
    let input = sample_text("quyet-dinh.pdf");
    let ended = approve(&input, &beside, &aside).expect(0);
    assert!(
        ended.err().contains("chưa đạt thể thức A2"),
        "{}",
        ended.err()
    );
    let ended = approve(&input, &between, &signer).expect(0);
    assert!(!ended.err().contains("thể thức"), "{}", ended.err());
}

/// The program warns of a date of issue before the day of the approval, which in the demo is the day of the test.
#[test]
fn a_date_before_the_approval_is_warned_of() {
    let dir = tempfile::tempdir().unwrap();
    let (approved, issued) = (
        demo().path("quyet-dinh-da-ky.pdf"),
        dir.path().join("a.pdf"),
    );
    let early = ["--number", "05", "--date", "20/01/2026"];
    let told = seal(&approved, &issued, "pki/co-quan.p12", &early)
        .expect(0)
        .err();
    assert!(
        told.contains("20/01/2026 trước ngày người có thẩm quyền ký"),
        "{told}"
    );
}

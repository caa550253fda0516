//! `kyso stamp`: what it says of pictures is what signing does with them, and what it makes of scans can be signed with.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sign::approve_by;
use crate::support::{Run, demo, run, run_without_room, sample_text, verify};

const AS_SEAL: [&str; 4] = ["--as", "seal", "--diameter", "36"];
const AS_SIGNATURE: [&str; 2] = ["--as", "signature"];

fn check(image: &str, purpose: &[&str]) -> Run {
    let fixed = ["stamp", "check", image, "--format", "json"];
    run(fixed.iter().chain(purpose))
}

fn clean(image: &str, output: &Path, purpose: &[&str]) -> Run {
    let fixed = ["stamp", "clean", image, "-o", output.to_str().unwrap()];
    run(fixed.iter().chain(purpose))
}

/// The codes of the criteria with this step.
fn codes<'a>(answer: &'a Value, step: &str) -> Vec<&'a str> {
    let criteria = answer["criteria"].as_array().unwrap().iter();
    let found = criteria.filter(|one| one["step"] == step);
    found.map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn the_samples_are_what_they_are_for() {
    for (name, purpose, status, not_kept) in [
        ("chu-ky-mau.png", &AS_SIGNATURE[..], 0, &[][..]),
        ("con-dau-mau.png", &AS_SEAL, 0, &[]),
        ("chu-ky-den.png", &AS_SIGNATURE, 1, &["colour"]),
        (
            "con-dau-nen-trang.png",
            &AS_SEAL,
            1,
            &["background", "colour", "other_ink"],
        ),
        ("con-dau-mau.png", &AS_SIGNATURE, 1, &["colour"]),
        ("chu-ky-mau.png", &AS_SEAL, 1, &["colour", "round"]),
        ("con-dau-mau.jpg", &AS_SEAL, 1, &["format"]),
    ] {
        let answer = check(&sample_text(name), purpose).expect(status).json();
        assert_eq!(answer["schema"], "kyso.stamp/1");
        assert_eq!(answer["usable"], status == 0, "{name}");
        assert_eq!(codes(&answer, "not_kept"), not_kept, "{name}");
        if status == 0 {
            assert_eq!(codes(&answer, "differs"), [""; 0], "{name}");
        }
    }
}

#[test]
fn each_line_says_what_was_measured_and_what_is_wanted() {
    let seal = sample_text("con-dau-nen-trang.png");
    let arguments = [
        "stamp",
        "check",
        &seal,
        "--as",
        "seal",
        "--diameter-mm",
        "36,5",
    ];
    let text = run(arguments).expect(1).out();
    for line in [
        "✓ Định dạng: PNG (yêu cầu: PNG): đạt\n",
        "✓ Kích thước: 900 × 900 điểm ảnh (yêu cầu: nhiều nhất 4096 × 4096): đạt\n",
        "✕ Nền trong suốt: 0 % (yêu cầu: ít nhất 35 %): không đạt\n",
        "✓ Độ phân giải: 626 dpi khi rộng 36,5 mm (yêu cầu: nên có ít nhất 200 dpi): đạt\n",
        "✕ Không dùng được làm hình con dấu (B1), xem các dòng ✕.\n",
        "Thử làm sạch hình: kyso stamp clean HÌNH --as seal --diameter 36.5 -o MỚI.png\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let picture = sample_text("chu-ky-mau.png");
    let english = run([
        "stamp",
        "check",
        &picture,
        "--as",
        "signature",
        "--lang",
        "en",
    ]);
    let english = english.expect(0).out();
    assert!(
        english.contains("✓ It can be used as a signature image (A1).\n")
            && english.contains("296 dpi at a width of 60 mm"),
        "{english}"
    );
    assert!(!english.contains("stamp clean"), "{english}");
}

#[test]
fn what_is_cleaned_signs_and_seals_an_original() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let text = |name: &str| path(name).to_str().unwrap().to_owned();
    let made = clean(
        &sample_text("chu-ky-den.png"),
        &path("ky.png"),
        &AS_SIGNATURE,
    );
    let made = made.expect(0).out();
    assert!(made.contains("mực màu đen"), "{made}");
    assert!(made.contains("✓ Dùng được làm hình chữ ký (A1)."), "{made}");
    let seal = sample_text("con-dau-nen-trang.png");
    clean(&seal, &path("dau.png"), &AS_SEAL).expect(0);
    for (name, purpose) in [("ky.png", &AS_SIGNATURE[..]), ("dau.png", &AS_SEAL)] {
        let answer = check(&text(name), purpose).expect(0).json();
        assert_eq!(codes(&answer, "differs"), [""; 0], "{answer}");
    }

    let (trust, key) = (demo().trust(), demo().text("pki/nguoi-ky.p12"));
    let picture = text("ky.png");
    let given = ["--trust", &trust, "--key", &key, "--image", &picture];
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    approve_by(
        &sample_text("quyet-dinh.pdf"),
        &path("ky.pdf"),
        &given,
        &signer,
    )
    .expect(0);
    let (key, pin) = (
        demo().text("pki/co-quan.p12"),
        demo().text("pki/mat-khau.txt"),
    );
    let (input, output, picture) = (text("ky.pdf"), text("ban-hanh.pdf"), text("dau.png"));
    let issue = [
        "sign", "issue", &input, "-o", &output, "--trust", &trust, "--key", &key,
    ];
    let with = ["--pin-file", &pin, "--seal", &picture, "--diameter", "36"];
    let numbered = ["--number", "05", "--date", "20/11/2026"];
    run(issue.iter().chain(&with).chain(&numbered)).expect(0);
    let report = verify(&["--format", "json", &output]).expect(0).json();
    assert_eq!(report["legal_status"], "ORIGINAL");
}

/// Scanners write JPEG. What has too few pixels is made all the same, with a remark.
#[test]
fn a_jpeg_file_becomes_a_picture() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("dau.png");
    let fixed = ["--format", "json"];
    for (name, purpose, least) in [
        ("con-dau-mau-nen-trang.jpg", &AS_SEAL[..], 160.0),
        ("chu-ky-mau-nen-trang.jpg", &AS_SIGNATURE, 90.0),
    ] {
        let arguments = [purpose, &fixed].concat();
        let answer = clean(&sample_text(name), &output, &arguments)
            .expect(0)
            .json();
        assert_eq!(answer["usable"], true, "{answer}");
        assert_eq!(codes(&answer, "differs"), ["resolution"], "{answer}");
        assert!(
            answer["cleaned"]["dpi"].as_f64().unwrap() > least,
            "{answer}"
        );
        check(output.to_str().unwrap(), purpose).expect(0);
    }
}

#[test]
fn what_cannot_be_used_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("ra.png");
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let truncated = &fs::read(sample_text("con-dau-mau.png")).unwrap()[..300];
    let truncated = file("cut.png", truncated);
    let heif = file("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    let words = file("words.txt", "không phải hình".as_bytes());
    let missing = dir.path().join("missing.png");
    let missing = missing.to_str().unwrap();
    let signature = sample_text("chu-ky-mau.png");
    // The colours of a seal whose shape is in a mask.
    let plate = sample_text("con-dau-mau-luy-tien.jpg");
    for (image, purpose, status, said) in [
        (signature.as_str(), &AS_SEAL[..], 1, "con dấu không tròn"),
        (
            &heif,
            &AS_SIGNATURE,
            1,
            "HEIF; không ghi gì. Hãy lưu hoặc xuất hình sang PNG",
        ),
        (&truncated, &AS_SEAL, 5, "không đọc được"),
        (&plate, &AS_SEAL, 1, "không nhận ra nền giấy"),
        (
            &words,
            &AS_SEAL,
            1,
            "không phải định dạng hình đã biết; không ghi gì",
        ),
        (missing, &AS_SEAL, 5, "không đọc được"),
    ] {
        let ended = clean(image, &output, purpose).expect(status);
        assert!(ended.err().contains(said), "{}", ended.err());
        assert_eq!(ended.out(), "");
        assert!(!output.exists(), "{image}");
    }
    for image in [truncated.as_str(), missing] {
        let answer = check(image, &AS_SEAL).expect(5).json();
        assert!(answer["error"]["message"].is_string(), "{answer}");
    }
    check(&words, &AS_SEAL).expect(1);
    let refused = [&AS_SEAL[..], &["--format", "json"]].concat();
    let refused = clean(&signature, &output, &refused).expect(1).json();
    assert!(refused["error"]["message"].is_string(), "{refused}");
    assert!(!output.exists());
}

#[test]
fn wrong_usage_is_status_2() {
    let seal = sample_text("con-dau-mau.png");
    for purpose in [
        &["--as", "seal"][..],
        &["--as", "seal", "--diameter", "46"],
        &["--as", "signature", "--diameter", "36"],
        &["--as", "stamp"],
        &[],
    ] {
        check(&seal, purpose).expect(2);
    }
}

#[test]
fn the_picture_replaces_nothing_that_was_given_and_needs_room() {
    let dir = tempfile::tempdir().unwrap();
    let (image, link) = (dir.path().join("con-dau.png"), dir.path().join("link.png"));
    let bytes = fs::read(sample_text("con-dau-nen-trang.png")).unwrap();
    fs::write(&image, &bytes).unwrap();
    std::os::unix::fs::symlink(&image, &link).unwrap();
    let given = image.to_str().unwrap();
    for output in [&image, &link] {
        clean(given, output, &AS_SEAL).expect(2);
        assert!(fs::read(&image).unwrap() == bytes);
    }
    let output = dir.path().join("ra.png");
    let fixed = ["stamp", "clean", given, "-o", output.to_str().unwrap()];
    run_without_room(&[&fixed[..], &AS_SEAL].concat()).expect(6);
    assert!(!output.exists());
}

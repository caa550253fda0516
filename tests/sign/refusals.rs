//! What `kyso sign` refuses, and what it says to do instead.

use std::fs;
use std::path::Path;

use super::{approve, approve_by, seal};
use crate::support::{demo, run, sample_text};

#[test]
fn refusals_give_the_reason_and_write_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("out.pdf");
    let (black, opaque) = (
        sample_text("chu-ky-den.png"),
        sample_text("con-dau-nen-trang.png"),
    );
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    for (input, extra, expected) in [
        ("cong-van-encrypted.pdf", vec![], "mã hóa"),
        ("ban-quet-200dpi.pdf", vec![], ""),
        (
            "quyet-dinh.pdf",
            vec!["--signer", "Nguyễn Không Có"],
            "Nguyễn Không Có",
        ),
        ("quyet-dinh.pdf", vec!["--at-position", "9,10,10"], "9"),
    ] {
        let extra: Vec<&str> = if extra.contains(&"--signer") {
            extra
        } else {
            [&signer[..], &extra].concat()
        };
        let ended = approve(&sample_text(input), &output, &extra).expect(1);
        assert!(ended.err().contains(expected), "{input}: {}", ended.err());
        assert_eq!(ended.out(), "");
        assert!(
            fs::read_dir(dir.path()).unwrap().next().is_none(),
            "{input}: nothing is written"
        );
    }
    for image in [black, opaque] {
        let (trust, key) = (demo().trust(), demo().text("pki/nguoi-ky.p12"));
        let given = ["--trust", &trust, "--key", &key, "--image", &image];
        let input = sample_text("quyet-dinh.pdf");
        let ended = approve_by(&input, &output, &given, &signer).expect(1);
        assert!(ended.err().contains("A1"), "{image}: {}", ended.err());
        assert!(!output.exists());
    }
}

/// Without anchors nothing is signed, and the error says how to name them; where there are some, others are no matter of this
/// parameter.
#[test]
fn who_has_no_trust_folder_is_told_how_to_name_one() {
    let dir = tempfile::tempdir().unwrap();
    let (output, empty) = (dir.path().join("out.pdf"), dir.path().join("empty"));
    fs::create_dir(&empty).unwrap();
    let (key, input) = (
        demo().text("pki/nguoi-ky.p12"),
        sample_text("quyet-dinh.pdf"),
    );
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    for (trust, is_told) in [
        (vec![], true),
        (vec!["--trust", empty.to_str().unwrap()], false),
    ] {
        let given = [&trust[..], &["--key", &key]].concat();
        let ended = approve_by(&input, &output, &given, &signer).expect(1);
        assert!(ended.err().contains("F1"), "{}", ended.err());
        let hint = "hãy nêu bằng --trust";
        assert_eq!(ended.err().contains(hint), is_told, "{}", ended.err());
        assert!(!output.exists());
    }
}

#[test]
fn a_wrong_password_is_told_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let (output, pin) = (dir.path().join("out.pdf"), dir.path().join("pin"));
    fs::write(&pin, "sai-mat-khau-7\n").unwrap();
    let extra = ["--signer", "Trần Thị Minh Ánh"];
    let (trust, key) = (demo().trust(), demo().text("pki/nguoi-ky.p12"));
    let secret = pin.to_str().unwrap();
    let given = ["--trust", &trust, "--key", &key, "--pin-file", secret];
    let ended = approve_by(&sample_text("quyet-dinh.pdf"), &output, &given, &extra).expect(1);
    assert!(ended.err().contains("sai mật khẩu"), "{}", ended.err());
    assert!(!ended.err().contains("sai-mat-khau-7"));
    assert!(!output.exists());
}

/// What to write, and which libraries there are.
#[test]
fn a_key_uri_without_a_library_says_which_to_name() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("out.pdf");
    let (input, image) = (sample_text("quyet-dinh.pdf"), sample_text("chu-ky-mau.png"));
    let pin = demo().text("pki/mat-khau.txt");
    let ended = run([
        "sign",
        "approve",
        &input,
        "-o",
        output.to_str().unwrap(),
        "--key",
        "pkcs11:token=Van%20thu",
        "--pin-file",
        &pin,
        "--image",
        &image,
        "--signer",
        "Trần Thị Minh Ánh",
    ])
    .expect(1);
    let said = ended.err();
    assert!(said.contains("hãy thêm ?module-path="), "{said}");
    let softhsm = Path::new("/usr/lib/softhsm/libsofthsm2.so");
    assert!(
        !softhsm.exists() || said.contains("libsofthsm2.so"),
        "{said}"
    );
    assert!(!output.exists());
}

#[test]
fn a_number_with_its_symbol_is_told_how_to_be_given() {
    let dir = tempfile::tempdir().unwrap();
    let (approved, issued) = (
        demo().path("quyet-dinh-da-ky.pdf"),
        dir.path().join("a.pdf"),
    );
    let numbered = ["--number", "05/QĐ-UBND", "--date", "20/11/2026"];
    let told = seal(&approved, &issued, "pki/co-quan.p12", &numbered)
        .expect(1)
        .err();
    assert!(
        told.contains("--number 05;") && told.contains("/QĐ-UBND"),
        "{told}"
    );
}

//! CAdES beside PDF: signatures that OpenSSL makes, detached and enveloping, with one signer and with several.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_test_needs::program;

use crate::support::{Run, demo, run};

/// A folder with a document, and the keys of the demo as OpenSSL reads them.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("van-ban.xml"), "<van-ban>Số 05</van-ban>\n").unwrap();
        let secret = format!("file:{}", demo().text("pki/mat-khau.txt"));
        for holder in ["nguoi-ky", "co-quan"] {
            let key = demo().text(&format!("pki/{holder}.p12"));
            let pem = desk.text(&format!("{holder}.pem"));
            let options = ["-passin", &secret, "-nodes", "-out", &pem];
            openssl(&[&["pkcs12", "-in", &key], &options[..]].concat());
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Signs the document as these holders.
    fn sign(&self, name: &str, holders: &[&str], options: &[&str]) -> PathBuf {
        let (input, output) = (self.text("van-ban.xml"), self.text(name));
        let keys: Vec<String> = holders
            .iter()
            .map(|one| self.text(&format!("{one}.pem")))
            .collect();
        let mut all = vec![
            "cms", "-sign", "-binary", "-md", "sha256", "-in", &input, "-out", &output,
        ];
        keys.iter().for_each(|key| all.extend(["-signer", key]));
        all.extend(options);
        openssl(&all);
        self.path(name)
    }
}

fn openssl(arguments: &[&str]) {
    let done = Command::new("openssl").args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {told}");
}

fn verified(signature: &Path, extra: &[&str]) -> Run {
    let (path, trust) = (signature.to_str().unwrap(), demo().trust());
    let fixed = ["verify", path, "--trust", &trust];
    run(fixed.iter().chain(extra))
}

#[test]
fn signatures_of_openssl_are_verified_with_the_same_report() {
    if !program("openssl") {
        return;
    }
    let desk = Desk::new();
    let content = desk.text("van-ban.xml");
    let beside = ["--content", content.as_str(), "--format", "json"];
    let around = ["--format", "json"];
    for (name, options, extra) in [
        ("plain.p7s", &["-outform", "DER"][..], &beside[..]),
        ("cades.p7s", &["-outform", "DER", "-cades"], &beside),
        ("text.p7s", &["-outform", "PEM", "-cades"], &beside),
        (
            "around.p7m",
            &["-outform", "DER", "-nodetach", "-cades"],
            &around,
        ),
        ("text.p7m", &["-outform", "PEM", "-nodetach"], &around),
        (
            "ber.p7m",
            &["-outform", "DER", "-nodetach", "-stream", "-cades"],
            &around,
        ),
    ] {
        let signature = desk.sign(name, &["nguoi-ky"], options);
        let report = verified(&signature, extra).expect(0).json();
        assert_eq!(report["verdict"], "TOTAL_PASSED", "{name}");
        assert_eq!(
            report["signed_content"]["embedded"],
            name.ends_with("p7m"),
            "{name}"
        );
        assert_eq!(
            report["signatures"][0]["trust"]["revocation"], "good",
            "{name}"
        );
    }
    let text = verified(&desk.path("cades.p7s"), &["--content", &content]).expect(0);
    assert!(
        text.out().contains("ký trên tệp nội dung đi kèm"),
        "{}",
        text.out()
    );
    let record = verified(&desk.path("around.p7m"), &["--format", "html"]).expect(0);
    assert!(record.out().contains("SHA-256"));
}

#[test]
fn each_of_several_signers_is_reported() {
    if !program("openssl") {
        return;
    }
    let desk = Desk::new();
    let options = ["-outform", "DER", "-nodetach", "-cades"];
    let signature = desk.sign("hai.p7m", &["nguoi-ky", "co-quan"], &options);
    let report = verified(&signature, &["--format", "json"]).expect(0).json();
    let signers = report["signatures"].as_array().unwrap().iter();
    let signers: Vec<&str> = signers
        .map(|one| one["signer"]["common_name"].as_str().unwrap())
        .collect();
    assert_eq!(signers.len(), 2);
    assert_ne!(signers[0], signers[1]);
}

#[test]
fn what_does_not_hold_or_is_no_signature_is_said() {
    if !program("openssl") {
        return;
    }
    let desk = Desk::new();
    let content = desk.text("van-ban.xml");
    let signature = desk.sign("plain.p7s", &["nguoi-ky"], &["-outform", "DER", "-cades"]);
    let ended = verified(&signature, &[]).expect(5);
    assert!(ended.err().contains("--content"), "{}", ended.err());
    let wrong = desk.path("khac.xml");
    fs::write(&wrong, "<van-ban>Số 06</van-ban>\n").unwrap();
    let ended = verified(&signature, &["--content", wrong.to_str().unwrap()]).expect(1);
    assert!(
        ended.out().contains("nội dung đã ký bị thay đổi"),
        "{}",
        ended.out()
    );
    let mut bytes = fs::read(&signature).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(desk.path("hong.p7s"), &bytes).unwrap();
    verified(&desk.path("hong.p7s"), &["--content", &content]).expect(1);
    let mail = desk.sign("thu.p7s", &["nguoi-ky"], &["-outform", "SMIME"]);
    for other in [mail, PathBuf::from(&content)] {
        let ended = verified(&other, &["--content", &content, "--lang", "en"]).expect(5);
        assert!(ended.err().contains("no CMS signature"), "{}", ended.err());
    }
    let list = [signature.to_str().unwrap(), "--content", &content];
    verified(&desk.path("hong.p7s"), &list).expect(2);
}

//! Signing with a key on a token: SoftHSM2, through the command line and through the service.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_test_needs::{file, program};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Run, demo, kyso, sample_text};

const PIN: &str = "648219";

/// A token that holds the demo's keys.
struct SoftToken {
    dir: TempDir,
    module: PathBuf,
}

/// The PKCS#11 library of SoftHSM2; `None`, with a visible line, where it is missing.
pub(crate) fn softhsm() -> Option<PathBuf> {
    let places = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    ];
    file("libsofthsm2.so", &places)
}

impl SoftToken {
    /// `None`, with a visible line, where SoftHSM2 or the tools are missing.
    fn make() -> Option<Self> {
        let module = softhsm()?;
        if !["softhsm2-util", "openssl", "pkcs11-tool"]
            .into_iter()
            .all(program)
        {
            return None;
        }
        let token = Self {
            dir: tempfile::tempdir().unwrap(),
            module,
        };
        fs::create_dir(token.dir.path().join("tokens")).unwrap();
        let conf = format!(
            "directories.tokendir = {}\nlog.level = ERROR\n",
            token.dir.path().join("tokens").display()
        );
        fs::write(token.conf(), conf).unwrap();
        token.tool(
            "softhsm2-util",
            &[
                "--init-token",
                "--free",
                "--label",
                "Van thu",
                "--so-pin",
                "12345678",
                "--pin",
                PIN,
            ],
        );
        token.import("nguoi-ky", "01");
        token.import("co-quan", "02");
        Some(token)
    }

    /// Puts key and certificate of a PKCS#12 file of the demo onto the token.
    fn import(&self, name: &str, id: &str) {
        let (p12, password) = (
            demo().text(&format!("pki/{name}.p12")),
            format!("file:{}", demo().text("pki/mat-khau.txt")),
        );
        let file = |suffix: &str| {
            self.dir
                .path()
                .join(format!("{name}.{suffix}"))
                .to_str()
                .unwrap()
                .to_owned()
        };
        let (key, pem, der) = (file("key"), file("pem"), file("der"));
        self.tool(
            "openssl",
            &[
                "pkcs12", "-in", &p12, "-passin", &password, "-nodes", "-nocerts", "-out", &key,
            ],
        );
        self.tool(
            "openssl",
            &[
                "pkcs12", "-in", &p12, "-passin", &password, "-nokeys", "-clcerts", "-out", &pem,
            ],
        );
        self.tool(
            "openssl",
            &["x509", "-in", &pem, "-outform", "DER", "-out", &der],
        );
        self.tool(
            "softhsm2-util",
            &[
                "--import", &key, "--token", "Van thu", "--label", name, "--id", id, "--pin", PIN,
            ],
        );
        let module = self.module.to_str().unwrap();
        self.tool(
            "pkcs11-tool",
            &[
                "--module",
                module,
                "--token-label",
                "Van thu",
                "--login",
                "--pin",
                PIN,
                "--write-object",
                &der,
                "--type",
                "cert",
                "--label",
                name,
                "--id",
                id,
            ],
        );
    }

    fn tool(&self, program: &str, arguments: &[&str]) {
        let done = Command::new(program)
            .args(arguments)
            .env("SOFTHSM2_CONF", self.conf())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{program} {arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    fn conf(&self) -> PathBuf {
        self.dir.path().join("softhsm2.conf")
    }

    fn uri(&self, object: &str) -> String {
        format!(
            "pkcs11:token=Van%20thu;object={object}?module-path={}",
            self.module.display()
        )
    }

    fn pin_file(&self, pin: &str) -> String {
        let path = self.dir.path().join("pin.txt");
        fs::write(&path, format!("{pin}\n")).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run(kyso()
            .env("SOFTHSM2_CONF", self.conf())
            .args(arguments)
            .output()
            .unwrap())
    }

    fn approve(&self, output: &Path, pin: &str) -> Run {
        let (input, image, trust) = (
            sample_text("quyet-dinh.pdf"),
            sample_text("chu-ky-mau.png"),
            demo().trust(),
        );
        let (key, pin) = (self.uri("nguoi-ky"), self.pin_file(pin));
        self.run(&[
            "sign",
            "approve",
            &input,
            "-o",
            output.to_str().unwrap(),
            "--key",
            &key,
            "--pin-file",
            &pin,
            "--trust",
            &trust,
            "--signer",
            "Trần Thị Minh Ánh",
            "--image",
            &image,
        ])
    }
}

#[test]
fn a_token_approves_and_issues() {
    let Some(token) = SoftToken::make() else {
        return;
    };
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| token.dir.path().join(name));
    let ended = token.approve(&approved, PIN).expect(0);
    assert!(!ended.err().contains("khóa thử nghiệm"), "{}", ended.err());
    let (key, seal, trust, pin) = (
        token.uri("co-quan"),
        sample_text("con-dau-mau.png"),
        demo().trust(),
        token.pin_file(PIN),
    );
    token
        .run(&[
            "sign",
            "issue",
            approved.to_str().unwrap(),
            "-o",
            issued.to_str().unwrap(),
            "--key",
            &key,
            "--pin-file",
            &pin,
            "--trust",
            &trust,
            "--seal",
            &seal,
            "--diameter",
            "36",
            "--number",
            "7",
            "--date",
            "2026-11-20",
        ])
        .expect(0);
    let report: Value = token
        .run(&[
            "verify",
            "--trust",
            &trust,
            "--format",
            "json",
            issued.to_str().unwrap(),
        ])
        .expect(0)
        .json();
    assert_eq!(report["legal_status"], "ORIGINAL");
}

#[test]
fn a_wrong_pin_is_explained_and_offered_once() {
    let Some(token) = SoftToken::make() else {
        return;
    };
    let output = token.dir.path().join("out.pdf");
    let ended = token.approve(&output, "000000").expect(1);
    assert!(ended.err().contains("PIN"), "{}", ended.err());
    assert!(!ended.err().contains("000000") && !output.exists());
    // The right PIN still works: one try was spent, not three.
    token.approve(&output, PIN).expect(0);
}

#[test]
fn doctor_lists_tokens_without_a_pin() {
    let Some(token) = SoftToken::make() else {
        return;
    };
    let ended = token
        .run(&[
            "doctor",
            "--trust",
            &demo().trust(),
            "--module",
            token.module.to_str().unwrap(),
        ])
        .expect(0);
    assert!(ended.out().contains("\"Van thu\""), "{}", ended.out());
}

//! A directory of SoftHSM tokens of its own, and a process of its own, for each test.
//!
//! SoftHSM reads its configuration from the environment when it is loaded, and a process may
//! initialise it once: so a test runs itself again as a child with the environment set.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kyso_pkcs11_bridge::{TokenKey, TokenOptions, TokenUri};
use kyso_test_needs::{file, program};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};
use secrecy::SecretString;

pub(crate) const PIN: &str = "271828";
pub(crate) const WRONG_PIN: &str = "314159";

/// The tokens of one test.
pub(crate) struct Lab {
    directory: PathBuf,
    module: PathBuf,
}

/// What key to make.
#[derive(Clone, Copy)]
pub(crate) enum Spec {
    Rsa(u32),
    Ec(Nid),
}

/// Runs `body` in a child process with a token directory of its own; `test` is the full name of
/// the calling test.
pub(crate) fn in_lab(test: &str, body: impl FnOnce(&Lab)) {
    let Some(module) = softhsm() else {
        return;
    };
    match std::env::var_os(LAB) {
        Some(directory) => body(&Lab {
            directory: directory.into(),
            module,
        }),
        None => run_again(test),
    }
}

impl Lab {
    pub(crate) fn module(&self) -> &Path {
        &self.module
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(crate) fn options(&self) -> TokenOptions {
        TokenOptions {
            module: Some(self.module.clone()),
            ..TokenOptions::default()
        }
    }

    pub(crate) fn make_token(&self, label: &str) {
        let so_pin = "12345678";
        let arguments = [
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            so_pin,
            "--pin",
            PIN,
        ];
        run(Command::new("softhsm2-util").args(arguments));
    }

    /// Makes a key pair with a certificate, and puts both on the token.
    pub(crate) fn make_key(&self, token: &str, label: &str, id: &str, spec: Spec) -> X509 {
        let key = generate(spec);
        let certificate = self_signed(&key, label);
        self.import_key(token, label, id, &key);
        self.import_certificate(token, label, id, &certificate);
        certificate
    }

    pub(crate) fn import_key(&self, token: &str, label: &str, id: &str, key: &PKey<Private>) {
        let file = self.path("key.pem");
        std::fs::write(&file, key.private_key_to_pem_pkcs8().unwrap()).unwrap();
        let arguments = ["--token", token, "--label", label, "--id", id, "--pin", PIN];
        run(Command::new("softhsm2-util")
            .arg("--import")
            .arg(&file)
            .args(arguments));
        std::fs::remove_file(file).unwrap();
    }

    pub(crate) fn import_certificate(
        &self,
        token: &str,
        label: &str,
        id: &str,
        certificate: &X509,
    ) {
        let file = self.path("certificate.der");
        std::fs::write(&file, certificate.to_der().unwrap()).unwrap();
        self.pkcs11_tool(
            token,
            &["--type", "cert", "--id", id, "--label", label],
            &file,
        );
    }

    /// As [`Lab::import_key`], with CKA_ALWAYS_AUTHENTICATE.
    pub(crate) fn import_cautious_key(
        &self,
        token: &str,
        label: &str,
        id: &str,
        key: &PKey<Private>,
    ) {
        let file = self.path("key.der");
        std::fs::write(&file, key.private_key_to_der().unwrap()).unwrap();
        let usage = ["--type", "privkey", "--always-auth", "--usage-sign"];
        self.pkcs11_tool(
            token,
            &[&usage[..], &["--id", id, "--label", label]].concat(),
            &file,
        );
    }

    pub(crate) fn delete_key(&self, token: &str, id: &str) {
        run(Command::new("pkcs11-tool")
            .arg("--module")
            .arg(&self.module)
            .args(["--login", "--pin", PIN, "--token-label", token])
            .args(["--delete-object", "--type", "privkey", "--id", id]));
    }

    pub(crate) fn open(&self, uri: &str) -> TokenKey {
        let pin = Some(SecretString::from(PIN));
        TokenKey::open(&uri.parse::<TokenUri>().unwrap(), pin, &self.options()).unwrap()
    }

    fn pkcs11_tool(&self, token: &str, arguments: &[&str], object: &Path) {
        run(Command::new("pkcs11-tool")
            .arg("--module")
            .arg(&self.module)
            .args(["--login", "--pin", PIN, "--token-label", token])
            .arg("--write-object")
            .arg(object)
            .args(arguments));
    }
}

pub(crate) fn generate(spec: Spec) -> PKey<Private> {
    match spec {
        Spec::Rsa(bits) => PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap(),
        Spec::Ec(curve) => {
            let group = EcGroup::from_curve_name(curve).unwrap();
            PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
        }
    }
}

pub(crate) fn self_signed(key: &PKey<Private>, name: &str) -> X509 {
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let serial = BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder
        .set_not_before(&Asn1Time::days_from_now(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(365).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

pub(crate) fn run(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

fn run_again(test: &str) {
    let directory = tempfile::tempdir().unwrap();
    let tokens = directory.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let configuration = directory.path().join("softhsm2.conf");
    let text = format!(
        "directories.tokendir = {}\nlog.level = ERROR\n",
        tokens.display()
    );
    std::fs::write(&configuration, text).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("SOFTHSM2_CONF", configuration)
        .env(LAB, directory.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}\n{text}\n{errors}",
        output.status
    );
    assert!(text.contains("1 passed"), "no test is named {test}");
}

/// The module, if it and the tools that fill its tokens are installed.
fn softhsm() -> Option<PathBuf> {
    if !["softhsm2-util", "pkcs11-tool"].into_iter().all(program) {
        return None;
    }
    let configured = std::env::var_os("KYSO_SOFTHSM2_MODULE").map(PathBuf::from);
    let usual = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
    ];
    configured
        .filter(|path| path.exists())
        .or_else(|| file("libsofthsm2.so", &usual))
}

const LAB: &str = "KYSO_SOFTHSM_LAB";

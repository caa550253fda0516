//! The examples of the libraries do what they say. The tests run the programs that cargo built beside them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kyso_test_needs::skipped;
use kyso_verifier::Verdict;
use serde_json::Value;

use crate::support::demo;
use crate::tokens::SoftToken;

/// The program of an example; `None` where only some of the tests were built.
fn program(example: &str) -> Option<Command> {
    let folder = Path::new(env!("CARGO_BIN_EXE_kyso")).with_file_name("examples");
    let program = folder.join(example);
    if !program.is_file() {
        skipped(&format!(
            "the example {example} is not built: cargo test --workspace builds it"
        ));
        return None;
    }
    Some(Command::new(program))
}

/// What an example prints when it ends well.
fn printed(example: &str, arguments: &[&str]) -> Option<String> {
    let run = program(example)?.args(arguments).output().unwrap();
    let (out, err) = (
        String::from_utf8(run.stdout).unwrap(),
        String::from_utf8(run.stderr).unwrap(),
    );
    assert!(run.status.success(), "{example}: {out}{err}");
    Some(out)
}

/// A document that the demo issued, its trust folder, and the present time.
fn issued() -> [String; 3] {
    let (demo, now) = (demo(), jiff::Timestamp::now());
    [
        demo.text("quyet-dinh-ban-hanh.pdf"),
        demo.trust(),
        now.to_string(),
    ]
}

fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/samples");
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_verified() {
    let [file, trust, time] = issued();
    if let Some(out) = printed("verify", &[&file, &trust, &time]) {
        assert!(out.starts_with("VALID: "), "{out}");
        assert!(out.contains("\nConDau1 "), "{out}");
    }
}

#[test]
fn a_report_is_written_as_json() {
    let [file, trust, time] = issued();
    if let Some(out) = printed("report_json", &[&file, &trust, &time]) {
        let report: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(report["verdict"], Verdict::TotalPassed.as_str());
        assert_eq!(report["signatures"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn anchors_of_a_folder_are_listed() {
    if let Some(out) = printed("anchors", &[&demo().trust()]) {
        assert!(out.starts_with("government: "), "{out}");
        assert!(out.contains("\n  SHA-256 "), "{out}");
    }
}

#[test]
fn revisions_and_signatures_are_listed() {
    let [file, ..] = issued();
    if let Some(out) = printed("revisions", &[&file]) {
        assert!(out.starts_with("revision 1: bytes 0 to "), "{out}");
        assert!(
            out.contains("\nfield NguoiKy1: ETSI.CAdES.detached\n"),
            "{out}"
        );
        assert!(out.contains("\n  byte range [0, "), "{out}");
    }
}

#[test]
fn pictures_are_judged() {
    if let Some(out) = printed("check_picture", &[&sample("con-dau-mau.png")]) {
        assert!(out.contains("signature: no, "), "{out}");
        assert!(out.contains("seal: yes, "), "{out}");
    }
}

#[test]
fn a_decision_is_signed_and_issued() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("issued.pdf");
    if let Some(out) = printed("sign", &[output.to_str().unwrap()]) {
        assert_eq!(out.matches(": VALID").count(), 3, "{out}");
        assert!(std::fs::read(output).unwrap().starts_with(b"%PDF-"));
    }
}

#[test]
fn a_name_is_shown_without_acting() {
    if let Some(out) = printed("shown_name", &["a\nb.pdf"]) {
        let name = "Tên tệp: a\\u{a}b.pdf\nFile name: a\\u{a}b.pdf\n";
        assert!(out.starts_with(name), "{out}");
        assert!(out.ends_with(" +07:00\n"), "{out}");
    }
}

#[test]
fn a_certificate_without_addresses_is_asked_of_no_server() {
    let [root, authority] = ["goc.pem", "ca-co-quan-nha-nuoc.pem"]
        .map(|name| demo().text(&format!("pki/trust/government/{name}")));
    if let Some(out) = printed("revocation", &[&authority, &root]) {
        let said = "0 lists, 0 responses\nthe certificate names no server\n";
        assert_eq!(out, said);
    }
}

#[test]
fn tokens_of_a_library_are_listed() {
    let Some(token) = SoftToken::make() else {
        return;
    };
    if let Some(mut program) = program("tokens") {
        let run = program.arg(&token.module);
        let run = run.env("SOFTHSM2_CONF", token.conf()).output().unwrap();
        let out = String::from_utf8(run.stdout).unwrap();
        assert!(out.starts_with("1 tokens\n"), "{out}");
        assert!(out.contains("Van thu"), "{out}");
        assert!(out.contains("CKM_RSA_PKCS"), "{out}");
    }
}

#[test]
fn a_trust_folder_is_looked_through() {
    if let Some(out) = printed("inventory", &[&demo().trust()]) {
        assert!(out.contains(": in_force\n"), "{out}");
    }
}

#[test]
fn an_authority_for_trials_is_one_that_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    if let Some(out) = printed("authority", &[place]) {
        let listed = printed("anchors", &[place]).unwrap();
        assert!(listed.contains(out.trim()), "{out}{listed}");
        assert!(listed.contains("1 revocation lists"), "{listed}");
        assert!(folder.path().join("person.p12").is_file());
    }
}

#[test]
fn the_service_serves() {
    let Some(mut program) = program("serve") else {
        return;
    };
    let mut service = program
        .arg(demo().path("kyso.toml"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut address = String::new();
    let out = service.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut address).unwrap();
    let address = address.trim().trim_start_matches("http://");
    let mut connection = TcpStream::connect(address.trim_end_matches('/')).unwrap();
    write!(
        connection,
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    service.kill().unwrap();
    service.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn a_directory_says_who_may_sign() {
    let sample = "testdata/directory/danh-ba.toml";
    if let Some(out) = printed("signatories", &[sample, "2026-01-01T00:00:00Z"]) {
        assert_eq!(out.lines().count(), 2, "{out}");
        let deputy = "Ủy ban nhân dân tỉnh Thí Dụ: Trần Thị Minh Ánh, KT. PHÓ CHỦ TỊCH";
        assert!(out.contains(deputy), "{out}");
    }
}

//! `kyso inspect`, `trust`, `doctor`, `demo`, and the help texts.

use std::fs;
use std::path::Path;

use openssl::asn1::Asn1Time;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509, X509NameBuilder};

use crate::support::{demo, kyso, run, sample_text};

/// Help texts, pinned word by word in both languages.
#[test]
fn help() {
    trycmd::TestCases::new()
        .env("KYSO_LANG", "vi")
        .case("tests/cli/*.trycmd");
}

#[test]
fn inspect_shows_revisions_and_what_signatures_cover() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let shown = run(["inspect", "--format", "json", &issued])
        .expect(0)
        .json();
    let revisions = shown["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 4);
    assert_eq!(revisions[3]["end"], shown["size"]);
    assert!(!revisions[1]["replaced"].as_array().unwrap().is_empty());
    let coverage: Vec<&str> = shown["signature_fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["signature"]["coverage"].as_str().unwrap())
        .collect();
    assert_eq!(coverage, ["whole_revision", "whole_revision", "whole_file"]);
    let text = run(["inspect", &issued]).expect(0).out();
    assert!(
        text.contains("Phiên bản 4") && text.contains("toàn bộ tệp"),
        "{text}"
    );
}

/// A second `make run` must not turn what the first one signed into something unknown.
#[test]
fn a_demo_keeps_its_certificates_while_they_count() {
    let dir = tempfile::tempdir().unwrap();
    let demo = dir.path().join("demo");
    let demo_text = demo.to_str().unwrap();
    run(["demo", demo_text]).expect(0);
    let before = fs::read(demo.join("quyet-dinh-ban-hanh.pdf")).unwrap();
    let kept = run(["demo", demo_text]).expect(0);
    assert!(
        kept.err().contains("giữ chứng thư của bản dùng thử trước"),
        "{}",
        kept.err()
    );
    let earlier = dir.path().join("truoc.pdf");
    fs::write(&earlier, before).unwrap();
    let trust = demo.join("pki/trust");
    run([
        "verify",
        "--trust",
        trust.to_str().unwrap(),
        earlier.to_str().unwrap(),
    ])
    .expect(0);
    fs::remove_file(demo.join("pki/trust/government/goc.crl")).unwrap();
    let renewed = run(["demo", demo_text]).expect(0);
    assert!(renewed.err().contains("CHƯA XÁC ĐỊNH"), "{}", renewed.err());
    run([
        "verify",
        "--trust",
        trust.to_str().unwrap(),
        earlier.to_str().unwrap(),
    ])
    .expect(3);
}

/// A clerk downloads byte for byte what was signed, and the program finds it valid on its own.
#[test]
fn a_revision_is_written_out_as_its_signature_covers_it() {
    let dir = tempfile::tempdir().unwrap();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let file = demo().text("quyet-dinh-ban-hanh.pdf");
    let shown = run(["inspect", "--format", "json", &file]).expect(0).json();
    for field in shown["signature_fields"].as_array().unwrap() {
        let number = field["signature"]["covers_revision"].to_string();
        let out = dir.path().join(format!("{number}.pdf"));
        let out = out.to_str().unwrap();
        let ended = run(["inspect", &file, "--revision", &number, "--output", out]).expect(0);
        let name = field["name"].as_str().unwrap();
        assert!(
            ended.err().contains(name) && ended.out().is_empty(),
            "{}",
            ended.err()
        );
        let range = &field["signature"]["byte_range"];
        let end = range[2].as_u64().unwrap() + range[3].as_u64().unwrap();
        assert_eq!(
            fs::read(out).unwrap(),
            issued[..usize::try_from(end).unwrap()]
        );
        run(["verify", "--trust", &demo().trust(), out]).expect(0);
    }
    assert_eq!(
        fs::read(dir.path().join("2.pdf")).unwrap(),
        demo().bytes("quyet-dinh-da-ky.pdf")
    );
    let first = dir.path().join("1.pdf");
    run([
        "inspect",
        &file,
        "--revision",
        "1",
        "-o",
        first.to_str().unwrap(),
    ])
    .expect(0);
    assert_eq!(fs::read(first).unwrap(), demo().bytes("quyet-dinh.pdf"));
}

#[test]
fn what_cannot_be_inspected_or_written_out_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let file = demo().text("quyet-dinh-ban-hanh.pdf");
    let out = dir.path().join("out.pdf");
    let out = out.to_str().unwrap();
    let ended = run(["inspect", &file, "--revision", "9", "-o", out]).expect(1);
    assert!(
        ended
            .err()
            .contains("không có phiên bản 9: tệp có 4 phiên bản"),
        "{}",
        ended.err()
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    fs::write(out, "mine").unwrap();
    let ended = run(["inspect", &file, "--revision", "1", "-o", out]).expect(1);
    assert!(ended.err().contains("đã có sẵn"), "{}", ended.err());
    assert_eq!(fs::read(out).unwrap(), b"mine");
    run(["inspect", &file, "--revision", "0", "-o", out]).expect(2);
    run(["inspect", &file, "--revision", "1"]).expect(2);
    run(["inspect", &file, "-o", out]).expect(2);

    let picture = sample_text("chu-ky-mau.png");
    let ended = run(["inspect", &picture]).expect(5);
    assert!(ended.err().contains("không phải tệp PDF") && ended.out().is_empty());
    let told = run(["inspect", "--format", "json", &picture])
        .expect(5)
        .json();
    assert!(
        told["error"]["message"]
            .as_str()
            .unwrap()
            .contains("không phải tệp PDF")
    );
    run(["inspect", &picture, "--revision", "1", "-o", out]).expect(5);
    let ended = run(["inspect", "/nonexistent.pdf"]).expect(5);
    assert!(
        ended.err().contains("không có tệp hoặc thư mục này"),
        "{}",
        ended.err()
    );
}

#[test]
fn certificates_are_added_once_and_unknown_roots_are_pointed_out() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().join("trust");
    let trust = trust.to_str().unwrap();
    let pki = demo().path("pki/trust/government");
    let mut files: Vec<String> = fs::read_dir(pki)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    let add: Vec<&str> = ["trust", "add", "--class", "government", "--trust", trust]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    let ended = run(&add).expect(0);
    assert!(
        ended.err().contains("CẢNH BÁO") && ended.err().contains("CA gốc KIỂM THỬ"),
        "{}",
        ended.err()
    );
    run(&add).expect(0);
    let government = Path::new(trust).join("government");
    assert_eq!(
        fs::read_dir(&government).unwrap().count(),
        4,
        "adding again changes nothing"
    );

    let list = run(["trust", "list", "--trust", trust]).expect(0).out();
    for expected in [
        "Chứng thư gốc (chuyên dùng Chính phủ)",
        "Chứng thư trung gian",
        "còn hạn",
        "SHA-256: ",
    ] {
        assert!(list.contains(expected), "{list}");
    }
    run([
        "verify",
        "--trust",
        trust,
        &demo().text("quyet-dinh-ban-hanh.pdf"),
    ])
    .expect(0);
    run(["doctor", "--trust", trust]).expect(0);

    // Because one file is bad, the program adds none.
    let other = dir.path().join("other");
    let mixed = [
        "trust",
        "add",
        "--class",
        "government",
        "--trust",
        other.to_str().unwrap(),
        &files[0],
        &demo().text("kyso.toml"),
    ];
    run(mixed).expect(1);
    assert!(!other.exists());
}

/// A root that calls itself known, after clearing the screen.
#[test]
fn a_name_in_a_certificate_cannot_act_on_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let [certificate, trust] = ["c.der", "trust"].map(|name| dir.path().join(name));
    let name = "\x1b[2J\n✓ Mọi thứ đã sẵn sàng.\u{202e}";
    fs::write(&certificate, self_signed(name)).unwrap();
    let [certificate, trust] = [&certificate, &trust].map(|path| path.to_str().unwrap());
    let add = ["trust", "add", "--trust", trust, certificate];
    let refused = run(add).expect(2);
    let added = run(add.iter().chain(&["--class", "other"])).expect(0);
    let listed = run(["trust", "list", "--trust", trust]).expect(0);
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "[online]\nenabled = false").unwrap();
    let config = config.to_str().unwrap();
    let visited = run(["doctor", "--trust", trust, "--config", config]).expect(1);
    for text in [refused.err(), added.err(), listed.out(), visited.out()] {
        assert!(text.contains("[2J\\u{"), "{text}");
        assert!(!text.contains(['\x1b', '\u{202e}']), "{text:?}");
        assert!(
            !text.lines().any(|line| line.starts_with("✓ Mọi")),
            "{text}"
        );
    }
}

#[test]
fn doctor_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().to_str().unwrap();
    let empty = run(["doctor", "--trust", trust]).expect(1).out();
    assert!(empty.contains("Không có chứng thư gốc"), "{empty}");
    let none = run(["doctor"]).expect(1).out();
    assert!(none.contains("kyso trust add"), "{none}");
    fs::copy(
        demo().path("pki/trust/government/goc.pem"),
        dir.path().join("goc.pem"),
    )
    .unwrap();
    let online = run(["doctor", "--trust", trust, "--lang", "en"])
        .expect(0)
        .out();
    assert!(
        online.contains("· ") && online.contains("no revocation list"),
        "{online}"
    );
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "[online]\nenabled = false").unwrap();
    let config = config.to_str().unwrap();
    let no_list = run([
        "doctor", "--config", config, "--trust", trust, "--lang", "en",
    ])
    .expect(1)
    .out();
    assert!(no_list.contains("no revocation list"), "{no_list}");
    let module = run([
        "doctor",
        "--trust",
        &demo().trust(),
        "--module",
        "/absent.so",
    ])
    .expect(1)
    .out();
    assert!(module.contains("✕ /absent.so"), "{module}");
}

#[test]
fn a_demo_does_not_write_into_a_folder_of_others() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "mine").unwrap();
    let ended = run(["demo", dir.path().to_str().unwrap()]).expect(1);
    assert!(ended.err().contains("không ghi gì"), "{}", ended.err());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_demo_holds_what_it_promises() {
    for name in [
        "pki/trust/government/goc.pem",
        "pki/trust/government/goc.crl",
        "pki/trust/government/ca-co-quan-nha-nuoc.pem",
        "pki/trust/government/ca-co-quan-nha-nuoc.crl",
        "pki/nguoi-ky.p12",
        "pki/co-quan.p12",
        "pki/nguoi-ky-p256.p12",
        "pki/co-quan-p256.p12",
        "pki/mat-khau.txt",
        "quyet-dinh.pdf",
        "quyet-dinh-da-ky.pdf",
        "quyet-dinh-ban-hanh.pdf",
        "bao-cao.json",
        "bao-cao.txt",
        "trang-1.png",
        "kyso.toml",
    ] {
        assert!(demo().path(name).is_file(), "{name}");
    }
    let password = String::from_utf8(demo().bytes("pki/mat-khau.txt")).unwrap();
    assert!(password.lines().next().unwrap().len() >= 16);
}

fn self_signed(name: &str) -> Vec<u8> {
    let key = EcKey::generate(&EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()).unwrap();
    let key = PKey::from_ec_key(key).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    let subject = subject.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder
        .set_not_before(&Asn1Time::days_from_now(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(30).unwrap())
        .unwrap();
    builder.set_pubkey(&key).unwrap();
    let authority = BasicConstraints::new().critical().ca().build().unwrap();
    builder.append_extension(authority).unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    builder.build().to_der().unwrap()
}

/// An output may be a device that leads out of the program; an input may never end.
#[test]
fn devices_are_bounded_and_not_replaced() {
    let endless = run(["inspect", "/dev/zero"]).expect(5).err();
    assert!(endless.contains("256 MB"), "{endless}");

    let dir = tempfile::tempdir().unwrap();
    let report = dir.path().join("report.json");
    let into = fs::File::create(&report).unwrap();
    let ended = kyso()
        .args(["verify", "--format", "json", "-o", "/dev/stdout", "--trust"])
        .args([demo().trust(), demo().text("quyet-dinh-ban-hanh.pdf")])
        .stdout(into)
        .status()
        .unwrap();
    assert_eq!(ended.code(), Some(0));
    let written: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!(written["verdict"], "TOTAL_PASSED");
    assert!(Path::new("/dev/stdout").is_symlink());
}

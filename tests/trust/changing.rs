//! `kyso trust add` and `remove`: what they put where, and what they refuse.

use std::fs;
use std::path::Path;

use kyso_pki::{Crl, EvidenceSource};
use kyso_test_pki::InProcessEvidence;

use super::check;
use crate::support::network::Network;
use crate::support::{demo, run};

#[test]
fn keys_and_contradictions_are_never_added() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().join("trust");
    let trust_text = trust.to_str().unwrap();
    let key = run([
        "trust",
        "add",
        "--trust",
        trust_text,
        &demo().text("pki/nguoi-ky.p12"),
    ]);
    assert!(key.expect(1).err().contains("khóa bí mật"));
    let garbage = dir.path().join("garbage.pem");
    fs::write(&garbage, "GIF89a").unwrap();
    let garbage = garbage.to_str().unwrap();
    let told = run(["trust", "add", "--trust", trust_text, garbage]).expect(1);
    let told = told.err();
    assert!(
        told.contains("không đọc được như chứng thư") && !told.contains("expected"),
        "{told}"
    );
    assert!(!trust.exists());
    let root = demo().text("pki/trust/government/goc.pem");
    let add = |class| {
        run([
            "trust", "add", "--class", class, "--trust", trust_text, &root,
        ])
    };
    add("government").expect(0);
    add("tsa").expect(0);
    let twice = add("public").expect(2);
    assert!(twice.err().contains("hãy bỏ một nơi"), "{}", twice.err());
    assert!(!trust.join("public").exists(), "the folder still loads");
    run(["trust", "list", "--trust", trust_text]).expect(0);
}

/// The files below a folder, with their contents.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push((path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

/// M4: by fingerprint or by name, all or nothing, and anchors only on purpose.
#[test]
fn what_is_trusted_can_be_taken_out_again() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().join("trust");
    let trust_text = trust.to_str().unwrap().to_owned();
    let government = demo().path("pki/trust/government");
    let sources = ["goc.pem", "ca-co-quan-nha-nuoc.pem", "goc.crl"];
    fs::create_dir_all(trust.join("government")).unwrap();
    for name in sources {
        fs::copy(government.join(name), trust.join("government").join(name)).unwrap();
    }
    let remove = |entries: &[&str]| {
        let command = ["trust", "remove", "--trust", &trust_text];
        run([&command[..], entries].concat())
    };
    let checked = check(&trust, 0);
    let sha256 = |kind: &str| checked[kind][0]["sha256"].as_str().unwrap().to_owned();
    let (root, below) = (sha256("anchors"), sha256("intermediates"));

    let before = files(&trust);
    let refused = remove(&[&below, &root]).expect(1).err();
    assert!(
        refused.contains("--yes") && refused.contains(&root.to_lowercase()),
        "{refused}"
    );
    for (entry, why) in [
        ("00112233445566778899", "không có trong thư mục tin cậy"),
        ("goc.der", "không có trong thư mục tin cậy"),
        ("../pki/nguoi-ky.p12", "không có trong thư mục tin cậy"),
        (&root[..15], "không có trong thư mục tin cậy"),
    ] {
        let told = remove(&[&below, entry]).expect(1).err();
        assert!(
            told.contains(why) && told.contains("không gỡ gì"),
            "{entry}: {told}"
        );
    }
    assert_eq!(files(&trust), before, "all or nothing");

    // Colons and small letters, as other programs print fingerprints.
    let pairs: Vec<String> = below
        .to_lowercase()
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8(pair.to_vec()).unwrap())
        .collect();
    let told = remove(&[&pairs.join(":")]).expect(0).out();
    assert!(
        told.contains("government/ca-co-quan-nha-nuoc.pem"),
        "{told}"
    );
    assert_eq!(
        check(&trust, 0)["intermediates"].as_array().unwrap().len(),
        0
    );
    remove(&["goc.crl"]).expect(0);
    let last = remove(&["--yes", "government/goc.pem"]).expect(0);
    assert!(
        last.err().contains("không còn chứng thư gốc nào"),
        "{}",
        last.err()
    );
    assert_eq!(files(&trust), []);
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    run(["verify", "--trust", &trust_text, &issued]).expect(3);
}

#[test]
fn a_file_with_several_certificates_goes_only_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let government = demo().path("pki/trust/government");
    let texts =
        ["goc.pem", "ca-co-quan-nha-nuoc.pem"].map(|name| fs::read(government.join(name)).unwrap());
    fs::write(dir.path().join("both.pem"), texts.concat()).unwrap();
    fs::create_dir(dir.path().join("tsa")).unwrap();
    for place in ["alone.pem", "tsa/alone.pem"] {
        fs::write(dir.path().join(place), &texts[1]).unwrap();
    }
    let trust = dir.path().to_str().unwrap();
    let checked = check(dir.path(), 0);
    let below = checked["intermediates"][0]["sha256"].as_str().unwrap();
    let remove = |entry: &str, status| {
        let command = [
            "trust", "remove", "--yes", "--lang", "en", "--trust", trust, entry,
        ];
        run(command).expect(status)
    };
    let before = files(dir.path());
    assert!(
        remove(below, 1)
            .err()
            .contains("both.pem holds other things too")
    );
    assert!(remove("alone.pem", 1).err().contains("several places"));
    assert_eq!(files(dir.path()), before);
    remove("both.pem", 0);
    remove(below, 0);
    assert_eq!(files(dir.path()), [], "every copy is gone");
    // A user can remove a file by its name that stops every verification.
    fs::write(dir.path().join("broken.pem"), "GIF89a").unwrap();
    run(["trust", "list", "--trust", trust]).expect(2);
    remove("broken.pem", 0);
    run(["trust", "list", "--trust", trust]).expect(0);
    let bundle = demo().text("pki/trust/government/goc.pem");
    let arguments = ["trust", "remove", "--trust", &bundle, below];
    assert!(run(arguments).expect(2).err().contains("tệp gộp"));
}

/// No anchor becomes the government by default; what is below an anchor goes to its folder.
#[test]
fn an_unknown_root_needs_a_class() {
    let dir = tempfile::tempdir().unwrap();
    let trust = dir.path().join("trust");
    let file = |name: &str| demo().text(&format!("pki/trust/government/{name}"));
    let add = |names: &[&str], more: &[&str]| {
        let files: Vec<String> = names.iter().map(|name| file(name)).collect();
        let first = ["trust", "add", "--trust", trust.to_str().unwrap()];
        let files = files.iter().map(String::as_str);
        run(first.into_iter().chain(files).chain(more.iter().copied()))
    };
    for (lang, advice) in [("vi", "với nơi cấp"), ("en", "with the issuing authority")] {
        let more = ["--lang", lang];
        let refused = add(&["ca-co-quan-nha-nuoc.pem", "goc.pem"], &more).expect(2);
        let told = refused.err();
        for expected in ["SHA-256", "--class", advice] {
            assert!(told.contains(expected), "{told}");
        }
    }
    assert!(!trust.exists(), "nothing was added");

    add(&["goc.pem"], &["--class", "other"]).expect(0);
    add(&["ca-co-quan-nha-nuoc.pem", "goc.crl"], &[]).expect(0);
    assert_eq!(fs::read_dir(trust.join("other")).unwrap().count(), 3);
    assert!(!trust.join("government").exists());
}

/// A machine without network: what its operator brought along serves as well as what servers answer.
#[test]
fn lists_and_responses_that_were_added_serve_offline() {
    let network = Network::new();
    let document = network.signed_by("person");
    let (pki, now, trust) = (&network.pki, network.pki.now(), network.text("trust"));
    let [person, ca, root] = ["person", "ca", "root"].map(|id| pki.certificate(id).unwrap());
    let source = InProcessEvidence::new(pki, now);
    let mut evidence = source.revocation(&person, &ca, now);
    evidence.merge(source.revocation(&ca, &root, now));
    assert!(
        !evidence.ocsp_responses.is_empty(),
        "the person's authority answers by OCSP"
    );
    let verify = || {
        run([
            "verify",
            "--offline",
            "--format",
            "json",
            "--trust",
            &trust,
            &document,
        ])
    };
    verify().expect(3);
    let of_responses = evidence.ocsp_responses.iter().map(|one| one.der().to_vec());
    let of_root = |list: &&Crl| list.issuer() == root.subject();
    let of_lists = evidence
        .crls
        .iter()
        .filter(of_root)
        .map(|one| one.der().to_vec());
    for (number, der) in of_responses.chain(of_lists).enumerate() {
        let file = network.path(&format!("evidence-{number}"));
        fs::write(&file, der).unwrap();
        run(["trust", "add", "--trust", &trust, file.to_str().unwrap()]).expect(0);
    }
    let report = verify().expect(0).json();
    assert_eq!(report["signatures"][0]["trust"]["revocation"], "good");
    let checked = check(Path::new(&trust), 0);
    assert_eq!(checked["responses"][0]["fresh"], true, "{checked}");
}

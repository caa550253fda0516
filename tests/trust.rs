//! `kyso trust`: folders and bundles, classes, and what `check` says about them.

mod changing;

use std::fs;
use std::path::Path;

use kyso_test_needs::shared;
use serde_json::Value;

use crate::support::{demo, run};

/// `kyso trust check --format json` with its exit status.
fn check(trust: &Path, status: i32) -> Value {
    let trust = trust.to_str().unwrap();
    let arguments = ["trust", "check", "--format", "json", "--trust", trust];
    run(arguments).expect(status).json()
}

fn codes(checked: &Value) -> Vec<&str> {
    let findings = checked["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

#[test]
fn check_is_content_with_the_demo_and_says_what_it_is() {
    let checked = check(Path::new(&demo().trust()), 0);
    assert_eq!(checked["schema"], "kyso.trust/1");
    let [anchor] = checked["anchors"].as_array().unwrap().as_slice() else {
        panic!("{checked}");
    };
    assert_eq!(
        (&anchor["class"], &anchor["known_as"]),
        (&"government".into(), &Value::Null)
    );
    assert_eq!(anchor["period"], "in_force");
    assert_eq!(checked["intermediates"][0]["class"], "government");
    assert_eq!(checked["evidence_until"], anchor["list_fresh_until"]);
    assert_eq!(codes(&checked), ["unknown_root"]);
    let text = run(["trust", "check", "--trust", &demo().trust(), "--lang", "en"]);
    let text = text.expect(0).out();
    assert!(
        text.contains("! It can be used; 1 to be looked at")
            && !text.contains("Nothing must be done"),
        "{text}"
    );
}

#[test]
fn check_names_what_is_missing_and_what_is_too_much() {
    let dir = tempfile::tempdir().unwrap();
    let government = demo().path("pki/trust/government");
    for name in ["ca-co-quan-nha-nuoc.pem", "goc.crl"] {
        fs::copy(government.join(name), dir.path().join(name)).unwrap();
    }
    fs::write(dir.path().join("notes.txt"), "").unwrap();
    let checked = check(dir.path(), 1);
    let mut found = codes(&checked);
    assert_eq!(found.remove(0), "no_anchors", "the gravest first");
    for code in [
        "no_anchor_for_intermediate",
        "list_of_unknown_issuer",
        "no_list",
        "ignored_file",
    ] {
        assert!(found.contains(&code), "{code}: {found:?}");
    }
    fs::copy(government.join("goc.pem"), dir.path().join("goc.pem")).unwrap();
    fs::copy(government.join("goc.pem"), dir.path().join("again.pem")).unwrap();
    let checked = check(dir.path(), 0);
    assert_eq!(
        codes(&checked),
        ["unknown_root", "no_list", "duplicate", "ignored_file"]
    );
}

/// Signers embed only themselves: the chain comes from a bundle as well as from a folder (F6).
#[test]
fn a_bundle_serves_as_a_trust_folder() {
    let dir = tempfile::tempdir().unwrap();
    let government = demo().path("pki/trust/government");
    let texts =
        ["goc.pem", "ca-co-quan-nha-nuoc.pem"].map(|name| fs::read(government.join(name)).unwrap());
    let bundle = dir.path().join("bundle.pem");
    fs::write(&bundle, texts.concat()).unwrap();
    let bundle = bundle.to_str().unwrap();
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let verify = |class: &[&str]| {
        let arguments = ["verify", "--offline", "--format", "json", "--trust", bundle];
        run(arguments.iter().chain(class).chain([&issued.as_str()]))
    };
    let unknown = verify(&[]).expect(2);
    assert!(unknown.err().contains("--trust-class"), "{}", unknown.err());
    for (class, shown) in [("government", "government"), ("other", "other")] {
        let report = verify(&["--trust-class", class]).expect(3).json();
        assert_eq!(report["signatures"][0]["trust"]["class"], shown);
    }
    let folder = run([
        "verify",
        "--trust",
        &demo().trust(),
        "--trust-class",
        "public",
        &issued,
    ]);
    assert!(folder.expect(2).err().contains("thư mục con"));
    let root = demo().text("pki/trust/government/goc.pem");
    let add = ["trust", "add", "--trust", bundle, &root];
    assert!(run(add).expect(2).err().contains("tệp gộp"));
}

/// Both generations: G1 signed with SHA-1, and G2.
#[test]
fn the_real_certificates_pass_the_check() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let checked = check(&folder, 0);
    let anchors = checked["anchors"].as_array().unwrap();
    assert_eq!(anchors.len(), 4);
    assert!(
        anchors.iter().all(|anchor| anchor["known_as"].is_string()),
        "{checked}"
    );
    let found = codes(&checked);
    for code in ["sha1_signature", "expired", "not_an_authority", "no_list"] {
        assert!(found.contains(&code), "{code}: {found:?}");
    }
    assert!(!found.contains(&"unknown_root"), "{found:?}");
    let sub = checked["intermediates"].as_array().unwrap().iter();
    let mut classes: Vec<&str> = sub.map(|one| one["class"].as_str().unwrap()).collect();
    classes.dedup();
    assert_eq!(classes, ["government", "public"]);
}

/// A public root in `government/` would make originals (0.4).
#[test]
fn a_public_root_among_the_governments_stops_everything() {
    let Some(folder) = shared("trust") else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("government")).unwrap();
    let root = folder.join("public/vietnam-national-root-2014.pem");
    fs::copy(&root, dir.path().join("government/root.pem")).unwrap();
    let trust = dir.path().to_str().unwrap();
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    for arguments in [
        ["verify", "--trust", trust, &issued],
        ["trust", "check", "--trust", trust],
    ] {
        let ended = run(arguments).expect(2);
        assert!(
            ended.err().contains("Vietnam National Root CA"),
            "{}",
            ended.err()
        );
    }
    let empty = dir.path().join("new");
    let add = [
        "trust",
        "add",
        "--trust",
        empty.to_str().unwrap(),
        root.to_str().unwrap(),
    ];
    let mut as_government = add.to_vec();
    as_government.extend(["--class", "government"]);
    run(as_government).expect(2);
    assert!(!empty.exists(), "nothing was added");
    run(add).expect(0);
    assert!(
        empty.join("public").exists(),
        "its fingerprint tells its class"
    );
    assert!(!empty.join("government").exists());
}

/// The folder of a configuration is that of `kyso trust`, too; where neither is named, the usual place is.
#[test]
fn the_trust_folder_is_that_of_the_configuration_or_the_usual_place() {
    let config = demo().text("kyso.toml");
    let listed = run(["trust", "list", "--config", &config]).expect(0).out();
    assert!(listed.contains("pki/trust\n"), "{listed}");
    assert!(listed.contains("CN=CA gốc KIỂM THỬ"), "{listed}");
    let checked = run(["trust", "check", "--config", &config, "--format", "json"]);
    assert!(
        !checked.expect(0).json()["anchors"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "trust = \"tin-cay\"\n").unwrap();
    let config = config.to_str().unwrap();
    let root = demo().text("pki/trust/government/goc.pem");
    run([
        "trust",
        "add",
        "--class",
        "government",
        "--config",
        config,
        &root,
    ])
    .expect(0);
    assert!(dir.path().join("tin-cay/government").is_dir());
    run(["trust", "remove", "--yes", "--config", config, "goc.der"]).expect(1);
    let home = dir.path().to_str().unwrap();
    let lost = crate::support::kyso()
        .args(["trust", "list"])
        .env("HOME", home)
        .output()
        .unwrap();
    let told = String::from_utf8(lost.stderr).unwrap();
    assert!(
        told.contains(&format!("{home}/.config/kyso/trust")),
        "{told}"
    );
    for lang in ["vi", "en"] {
        let help = run(["trust", "list", "--help", "--lang", lang])
            .expect(0)
            .out();
        assert!(
            help.contains("--config") && help.contains("~/.config"),
            "{help}"
        );
    }
}

/// The program writes SHA-256 for people in one way, as programs for files do.
#[test]
fn fingerprints_are_in_small_letters() {
    let listed = run(["trust", "list", "--trust", &demo().trust()])
        .expect(0)
        .out();
    let lines = listed
        .lines()
        .filter_map(|line| line.trim().strip_prefix("SHA-256: "));
    let digests: Vec<&str> = lines.collect();
    assert!(digests.len() >= 2, "{listed}");
    for digest in digests {
        assert!(
            digest.len() == 64 && !digest.contains(char::is_uppercase),
            "{digest}"
        );
    }
}

/// Reports and help say `timestamping`, the folder `tsa`: either names the class.
#[test]
fn the_class_of_timestamp_authorities_has_two_names() {
    for name in ["timestamping", "tsa"] {
        let dir = tempfile::tempdir().unwrap();
        let trust = dir.path().to_str().unwrap();
        let root = demo().text("pki/trust/government/goc.pem");
        run(["trust", "add", "--class", name, "--trust", trust, &root]).expect(0);
        assert!(dir.path().join("tsa").is_dir(), "{name}");
        let listed = run(["trust", "list", "--format", "json", "--trust", trust])
            .expect(0)
            .json();
        assert_eq!(listed["anchors"][0]["class"], "timestamping", "{name}");
    }
}

//! Every step of a verification, its evidence as a bundle, and the same verification from that bundle alone (F10).

mod servers;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::support::{demo, run, verify};
use crate::verify::assert_documented;

/// A file and the bundle of its verification.
struct Kept {
    dir: TempDir,
    file: String,
}

impl Kept {
    fn of_issued() -> Self {
        let kept = Self {
            dir: tempfile::tempdir().unwrap(),
            file: demo().text("quyet-dinh-ban-hanh.pdf"),
        };
        verify(&["--evidence-out", &kept.text("a.zip"), &kept.file]).expect(0);
        kept
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn bundle(&self) -> Vec<u8> {
        fs::read(self.path("a.zip")).unwrap()
    }

    /// Verifies the file again from a bundle of these entries.
    fn again(&self, entries: &[(String, Vec<u8>)]) -> crate::support::Run {
        fs::write(
            self.path("b.zip"),
            packed(entries, CompressionMethod::Stored),
        )
        .unwrap();
        verify(&["--evidence", &self.text("b.zip"), &self.file])
    }
}

fn unpacked(bundle: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bundle)).unwrap();
    let entries = (0..archive.len()).map(|index| {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

fn packed(entries: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in entries {
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn entry<'e>(entries: &'e mut [(String, Vec<u8>)], name: &str) -> &'e mut Vec<u8> {
    let found = entries.iter_mut().find(|(other, _)| other == name);
    &mut found.unwrap().1
}

fn manifest(entries: &mut [(String, Vec<u8>)]) -> Value {
    serde_json::from_slice(entry(entries, "manifest.json")).unwrap()
}

fn set_manifest(entries: &mut [(String, Vec<u8>)], manifest: &Value) {
    *entry(entries, "manifest.json") = serde_json::to_vec(manifest).unwrap();
}

fn sha256(bytes: &[u8]) -> String {
    let digest = openssl::sha::sha256(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_bundle_names_everything_and_gives_the_same_report_again() {
    let kept = Kept::of_issued();
    let mut entries = unpacked(&kept.bundle());
    let names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
    let manifest = manifest(&mut entries);
    assert_eq!(manifest["schema"], "kyso.evidence/1");
    assert_documented(&manifest);
    let pdf = fs::read(&kept.file).unwrap();
    assert_eq!(manifest["file"]["sha256"], sha256(&pdf));
    assert_eq!(manifest["file"]["name"], "quyet-dinh-ban-hanh.pdf");
    let listed = manifest["items"].as_array().unwrap();
    let kinds: Vec<&str> = listed
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains(&"certificate") && kinds.contains(&"crl"),
        "{kinds:?}"
    );
    for item in listed {
        let digest = item["sha256"].as_str().unwrap();
        let found = entries
            .iter()
            .find(|(name, _)| name.ends_with(&format!("/{digest}.der")));
        assert_eq!(sha256(&found.unwrap().1), digest);
        assert!(!item["origins"].as_array().unwrap().is_empty());
    }
    let report: Value = serde_json::from_slice(entry(&mut entries, "report.json")).unwrap();
    assert_eq!(report["verdict"], "TOTAL_PASSED");
    assert_eq!(
        report["signatures"][0]["validation"]["path"]["indication"],
        "PASSED"
    );

    let bundle = kept.text("a.zip");
    let again = verify(&["--evidence", &bundle, &kept.file]).expect(0);
    assert!(again.err().contains("trùng từng byte"), "{}", again.err());
    assert!(again.out().starts_with("✓ HỢP LỆ"));
    // Another name and place, another form and language: the same evidence.
    let elsewhere = kept.text("khác.pdf");
    fs::write(&elsewhere, pdf).unwrap();
    let arguments = [
        "--lang",
        "en",
        "--format",
        "json",
        "--evidence",
        &bundle,
        &elsewhere,
    ];
    let again = verify(&arguments).expect(0);
    assert!(again.err().contains("byte for byte"), "{}", again.err());
    assert_eq!(again.json()["file"]["name"], "khác.pdf");
}

#[test]
fn the_same_verification_gives_the_same_bundle() {
    let kept = Kept::of_issued();
    let first = manifest(&mut unpacked(&kept.bundle()));
    let at = first["checked_at"].as_str().unwrap();
    let bundle = |name: &str| {
        let path = kept.text(name);
        verify(&["--at", at, "--evidence-out", &path, &kept.file]).expect(0);
        let mut entries = unpacked(&fs::read(path).unwrap());
        let mut manifest = manifest(&mut entries);
        // The real time is the only thing that differs.
        assert!(manifest["made_at"].take().is_string());
        assert_eq!(manifest["checked_at"], at);
        manifest["report"].take();
        set_manifest(&mut entries, &manifest);
        let mut report: Value = serde_json::from_slice(entry(&mut entries, "report.json")).unwrap();
        assert!(report["made_at"].take().is_string(), "{report}");
        *entry(&mut entries, "report.json") = serde_json::to_vec(&report).unwrap();
        entries
    };
    assert_eq!(bundle("b.zip"), bundle("c.zip"));
}

#[test]
fn the_anchors_are_those_of_the_operator() {
    let kept = Kept::of_issued();
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    let bundle = kept.text("a.zip");
    let again = run([
        "verify",
        "--trust",
        folder,
        "--evidence",
        &bundle,
        &kept.file,
    ])
    .expect(1);
    let told = again.err();
    assert!(
        told.contains("không được tin") && told.contains("KHÁC"),
        "{told}"
    );
    let name = told.find("thiếu một chứng thư gốc").unwrap();
    assert!(
        name < told.find("KHÁC").unwrap(),
        "the anchor first: {told}"
    );
    assert!(
        !told.contains("evidence["),
        "the reason, not a place: {told}"
    );
    assert!(
        again.out().starts_with("? CHƯA XÁC ĐỊNH"),
        "{}",
        again.out()
    );
}

#[test]
fn a_bundle_is_about_one_file_only() {
    let kept = Kept::of_issued();
    let other = demo().text("quyet-dinh-da-ky.pdf");
    let bundle = kept.text("a.zip");
    let refused = verify(&["--evidence", &bundle, &other]).expect(5);
    assert!(refused.err().contains("của tệp khác"), "{}", refused.err());
    assert_eq!(
        refused.out(),
        "",
        "no report that would pass for the result"
    );
    let unwritten = kept.text("report.json");
    let into_file = ["--format", "json", "-o", &unwritten, "--evidence", &bundle];
    let into_file: Vec<&str> = into_file.into_iter().chain([other.as_str()]).collect();
    verify(&into_file).expect(5);
    assert!(!kept.path("report.json").exists());
    verify(&["--evidence", &bundle, &other, &kept.file]).expect(2);
    verify(&["--evidence-out", &bundle, &other, &kept.file]).expect(2);
    verify(&["--evidence-out", &kept.file, &kept.file]).expect(2);
    verify(&["-o", &bundle, "--evidence-out", &bundle, &kept.file]).expect(2);
    let (garbage, unwritten) = (kept.text("garbage.pdf"), kept.text("unwritten.zip"));
    fs::write(&garbage, b"GIF89a").unwrap();
    let told = verify(&["--evidence-out", &unwritten, &garbage])
        .expect(5)
        .err();
    assert!(told.contains("Không ghi gói bằng chứng"), "{told}");
    assert!(!kept.path("unwritten.zip").exists());
    verify(&["--detailed", &kept.file]).expect(2);
    let absent = kept.text("absent.zip");
    verify(&["--evidence", &absent, &kept.file]).expect(5);
}

#[test]
fn what_was_changed_in_a_bundle_is_noticed() {
    let kept = Kept::of_issued();
    let original = unpacked(&kept.bundle());

    // The report alone, then with its digest in the manifest.
    let mut entries = original.clone();
    let report = entry(&mut entries, "report.json");
    let text = String::from_utf8(report.clone()).unwrap();
    *report = text.replace("TOTAL_PASSED", "TOTAL_FAILED").into_bytes();
    let told = kept.again(&entries).expect(5).err();
    assert!(told.contains("\"report.json\" khác bản kê"), "{told}");
    let report = entry(&mut entries, "report.json").clone();
    let mut changed = manifest(&mut entries);
    changed["report"]["sha256"] = sha256(&report).into();
    set_manifest(&mut entries, &changed);
    let told = kept.again(&entries).expect(1).err();
    assert!(
        told.contains("KHÁC") && told.contains("\"TOTAL_FAILED\""),
        "{told}"
    );

    // The bundle lacks a list.
    let mut entries = original.clone();
    let mut changed = manifest(&mut entries);
    let items = changed["items"].as_array_mut().unwrap();
    items.retain(|item| item["kind"] != "crl");
    set_manifest(&mut entries, &changed);
    let told = kept.again(&entries).expect(5).err();
    assert!(told.contains("không có trong bản kê"), "{told}");
    entries.retain(|(name, _)| !name.starts_with("crls/"));
    let told = kept.again(&entries).expect(1).err();
    assert!(told.contains("KHÁC"), "{told}");

    // Bytes of an item.
    let mut entries = original;
    let list = entries
        .iter_mut()
        .find(|(name, _)| name.starts_with("crls/"));
    list.unwrap().1[100] ^= 1;
    let told = kept.again(&entries).expect(5).err();
    assert!(told.contains("khác bản kê"), "{told}");
}

#[test]
fn what_is_no_bundle_is_refused_by_name() {
    let kept = Kept::of_issued();
    let original = unpacked(&kept.bundle());
    let with = |name: &str| {
        let mut entries = original.clone();
        entries.push((name.to_owned(), b"x".to_vec()));
        entries
    };
    for name in ["../../a.der", "/crls/a.der", "crls/x.der", "a.exe"] {
        let told = kept.again(&with(name)).expect(5).err();
        assert!(
            told.contains("không thuộc gói bằng chứng"),
            "{name}: {told}"
        );
    }
    let mut entries = original.clone();
    entries.retain(|(name, _)| name != "manifest.json");
    assert!(kept.again(&entries).expect(5).err().contains("thiếu mục"));
    let mut entries = original.clone();
    let mut other = manifest(&mut entries);
    other["schema"] = "kyso.evidence/9".into();
    set_manifest(&mut entries, &other);
    assert!(kept.again(&entries).expect(5).err().contains("lược đồ"));
    fs::write(kept.path("c.zip"), b"PK no archive").unwrap();
    let refused = verify(&["--evidence", &kept.text("c.zip"), &kept.file]).expect(5);
    assert!(
        refused.err().contains("không phải tệp ZIP"),
        "{}",
        refused.err()
    );
}

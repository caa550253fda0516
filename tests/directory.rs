//! The directory of an agency: checked, asked before issuing, and named in reports (A5).

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::http::sign;
use crate::sign::{approve, issue};
use crate::support::service::Service;
use crate::support::{Run, demo, run, verify};

const PDF: &str = "application/pdf";
const SAMPLE: &str = "testdata/directory/danh-ba.toml";

fn check(file: &str, extra: &[&str]) -> Run {
    run(["directory", "check", file].iter().chain(extra))
}

/// The directory of the demo with a text in the place of another, in a file of its own.
fn changed(dir: &Path, from: &str, to: &str) -> String {
    let text = fs::read_to_string(demo().path("danh-ba.toml")).unwrap();
    assert!(text.contains(from), "{text}");
    let path = dir.join("danh-ba.toml");
    fs::write(&path, text.replace(from, to)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_check_shows_who_may_sign_when() {
    let shown = check(SAMPLE, &["--at", "2025-07-01"]).expect(0).out();
    for line in [
        "  3 cơ quan, 2 người, 3 thẩm quyền ký, 4 chứng thư\n",
        "Ai được ký lúc 01/07/2025 00:00:00 +07:00:\n",
        "  Ủy ban nhân dân tỉnh Thí Dụ (H99); con dấu 42 mm\n    – Trần Thị Minh Ánh: KT. PHÓ CHỦ TỊCH\n",
        "  Sở Mẫu tỉnh Thí Dụ (H99.15); con dấu 36 mm\n    – Nguyễn Văn Đức: GIÁM ĐỐC\n",
        "đã kết thúc, đến hết 30/06/2025; chưa ghi chứng thư\n",
        "✓ Danh bạ dùng được.\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let english = check(SAMPLE, &["--at", "2025-06-30", "--lang", "en"])
        .expect(0)
        .out();
    assert!(
        english.contains("Nguyễn Văn Đức: TM. CHỦ TỊCH (until 30/06/2025)"),
        "{english}"
    );
    let json = check(SAMPLE, &["--at", "2025-07-01", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(json["schema"], "kyso.directory/1");
    assert_eq!(
        (&json["sound"], &json["counts"]["people"]),
        (&true.into(), &2.into())
    );
    assert_eq!(
        json["organisations"][1]["signatories"][0]["title"],
        "GIÁM ĐỐC"
    );
    assert_eq!(json["organisations"][2]["state"], "ended");
    check(&demo().text("danh-ba.toml"), &[]).expect(0);
}

#[test]
fn a_check_shows_every_fault_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.toml");
    let text = "[[organisation]]\nid = \"a\"\nname = \"A\"\nseal = \"dau.png\"\n[[mandate]]\nperson = \"b\"\norganisation = \"a\"\ntitle = \"T\"\n";
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let shown = check(file, &[]).expect(1).out();
    let faults: Vec<&str> = shown.lines().filter(|line| line.starts_with('✕')).collect();
    assert_eq!(faults.len(), 3, "{shown}");
    assert!(
        faults[2].starts_with("✕ dòng 6: thẩm quyền thứ 1, mục “person”: "),
        "{shown}"
    );
    assert!(
        shown.ends_with("· 3 lỗi phải sửa, xem các dòng ✕.\n"),
        "{shown}"
    );
    let json = check(file, &["--format", "json", "--lang", "en"])
        .expect(1)
        .json();
    let fault = &json["faults"][2];
    assert_eq!(
        (&fault["line"], &fault["code"], &fault["key"]),
        (&6.into(), &"no_such_entry".into(), &"person".into())
    );
    check(&dir.path().join("none.toml").display().to_string(), &[]).expect(5);
    check("", &["--at", "gestern"]).expect(2);
}

#[test]
fn issuing_asks_the_directory_and_warns_or_refuses() {
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["approved.pdf", "issued.pdf"].map(|name| dir.path().join(name));
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    approve(&demo().text("quyet-dinh.pdf"), &approved, &signer).expect(0);
    let key = "pki/co-quan.p12";
    let named = ["--directory", &demo().text("danh-ba.toml")];
    let ended = issue(&approved, &issued, key, &named).expect(0);
    assert!(
        !ended.err().contains("CẢNH BÁO: theo danh bạ"),
        "{}",
        ended.err()
    );

    let file = changed(
        dir.path(),
        "from = 2021-07-01",
        "from = 2021-07-01\nuntil = 2022-06-30",
    );
    fs::remove_file(&issued).unwrap();
    let ended = issue(&approved, &issued, key, &["--directory", &file]).expect(0);
    let warning = "CẢNH BÁO: theo danh bạ, “Trần Thị Minh Ánh (KIỂM THỬ)” ký sau khi hết thẩm quyền (KT. PHÓ CHỦ TỊCH, đến hết 30/06/2022)";
    assert!(ended.err().contains(warning), "{}", ended.err());
    fs::remove_file(&issued).unwrap();

    let config = dir.path().join("kyso.toml");
    fs::write(
        &config,
        "directory = \"danh-ba.toml\"\ndirectory_policy = \"refuse\"\n",
    )
    .unwrap();
    let config = ["--config", config.to_str().unwrap()];
    let ended = issue(&approved, &issued, key, &config).expect(1);
    assert!(
        ended.err().contains("Không ký: A5: theo danh bạ"),
        "{}",
        ended.err()
    );
    assert!(!issued.exists());
    // The result never takes the place of the directory, and a faulty one is not used.
    issue(&approved, Path::new(&file), key, &["--directory", &file]).expect(2);
    changed(dir.path(), "KT.", "KT");
    let ended = issue(
        &approved,
        &issued,
        key,
        &["--directory", &file, "--lang", "en"],
    )
    .expect(2);
    assert!(
        ended.err().contains("“KT” is no form of signing"),
        "{}",
        ended.err()
    );
}

#[test]
fn reports_name_title_and_authority() {
    let (file, directory) = (
        demo().text("quyet-dinh-ban-hanh.pdf"),
        demo().text("danh-ba.toml"),
    );
    let named = ["--directory", directory.as_str(), &file];
    let line = "Danh bạ cơ quan:            Trần Thị Minh Ánh (KIỂM THỬ) – KT. PHÓ CHỦ TỊCH, Ủy ban nhân dân tỉnh Quảng Ninh (KIỂM THỬ) (H99): có hiệu lực khi ký\n";
    let text = verify(&named).expect(0).out();
    assert!(text.contains(line), "{text}");
    assert!(!verify(&[&file]).expect(0).out().contains("Danh bạ"));
    let json = verify(&[&["--format", "json"], &named[..]].concat())
        .expect(0)
        .json();
    assert_eq!(
        json["signatures"][0]["directory"]["mandates"][0]["title"],
        "PHÓ CHỦ TỊCH"
    );
    let record = verify(&[&["--format", "html"], &named[..]].concat())
        .expect(0)
        .out();
    assert!(record.contains("KT. PHÓ CHỦ TỊCH"), "{record}");

    // A bundle is about the file and its evidence, and makes the same report again without the directory.
    let dir = tempfile::tempdir().unwrap();
    let bundle = dir.path().join("bundle.zip").display().to_string();
    verify(&[&["--evidence-out", &bundle], &named[..]].concat()).expect(0);
    verify(&["--evidence", &bundle, &file]).expect(0);
    verify(&[&["--evidence", &bundle], &named[..]].concat()).expect(0);
}

#[test]
fn the_service_names_holders_and_begins_only_with_a_sound_directory() {
    let dir = tempfile::tempdir().unwrap();
    let config = configured(dir.path(), &demo().text("danh-ba.toml"), "refuse");
    let service = Service::start(&["--config", &config]);
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let report = service.post("/v1/verifications", PDF, &issued).json();
    let last = report["signatures"].as_array().unwrap().last().unwrap();
    assert_eq!(last["directory"]["organisation"]["code"], "H99");

    let faulty = changed(dir.path(), "H99", "h99");
    let config = configured(dir.path(), &faulty, "warn");
    let ended = run(["serve", "--listen", "127.0.0.1:0", "--config", &config]).expect(2);
    assert!(
        ended.err().contains("“h99” không phải mã cơ quan"),
        "{}",
        ended.err()
    );
    let ended = run(["doctor", "--config", &config]).expect(1);
    assert!(
        ended.out().contains("✕ Danh bạ không dùng được"),
        "{}",
        ended.out()
    );
}

/// A configuration with the demo's keys, this directory and this policy.
fn configured(dir: &Path, directory: &str, policy: &str) -> String {
    let (trust, pin) = (demo().trust(), demo().text("pki/mat-khau.txt"));
    let key = |id: &str| {
        let file = demo().text(&format!("pki/{id}.p12"));
        format!("[[keys]]\nid = '{id}'\npkcs12 = '{file}'\npin_file = '{pin}'\n")
    };
    let keys = key("nguoi-ky") + &key("co-quan");
    let text = format!(
        "trust = '{trust}'\ndirectory = '{directory}'\ndirectory_policy = '{policy}'\n{keys}"
    );
    let path = dir.join(format!("{policy}.toml"));
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_service_issues_only_what_the_directory_lets_pass() {
    let dir = tempfile::tempdir().unwrap();
    let from = "from = 2021-07-01";
    let ended = changed(dir.path(), from, &format!("{from}\nuntil = 2022-06-30"));
    let signed = demo().bytes("quyet-dinh-da-ky.pdf");
    let request = json!({"operation": "issue", "key": "co-quan", "number": "12", "date": "2026-11-20", "diameter_mm": 36});
    let issue = |policy| {
        let config = configured(dir.path(), &ended, policy);
        let service = Service::start(&["--config", &config]);
        sign(&service, &signed, &request, "con-dau-mau.png")
    };
    let warned = issue("warn");
    assert_eq!(warned.status, 200);
    assert_eq!(warned.header("kyso-authority"), Some("doubtful"));
    let refused = issue("refuse");
    let problem = refused.problem(422, "signing-refused");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("ký sau khi hết thẩm quyền"), "{detail}");
}

/// I2: kyso writes and verifies under any name, and says what other systems may refuse.
#[test]
fn odd_file_names_are_noted() {
    let dir = tempfile::tempdir().unwrap();
    let [approved, issued] = ["đã ký.pdf", "Quyết định.pdf"].map(|name| dir.path().join(name));
    let ended = approve(
        &demo().text("quyet-dinh.pdf"),
        &approved,
        &["--signer", "Trần Thị Minh Ánh"],
    )
    .expect(0);
    assert!(!ended.err().contains("I2"), "{}", ended.err());
    let ended = issue(&approved, &issued, "pki/co-quan.p12", &[]).expect(0);
    let note = "LƯU Ý: tên tệp có ký tự “ế”";
    assert!(ended.err().contains(note), "{}", ended.err());
    let ended = verify(&[issued.to_str().unwrap()]).expect(0);
    assert!(ended.err().contains(note), "{}", ended.err());
    let plain = verify(&[&demo().text("quyet-dinh-ban-hanh.pdf")]).expect(0);
    assert!(!plain.err().contains("I2"), "{}", plain.err());
}

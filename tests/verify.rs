//! `kyso verify`: exit statuses, forms of the report, and what it notices.

use std::fs;

use crate::support::{demo, run, sample_text, verify};

#[test]
fn an_issued_decision_is_valid_and_an_original() {
    let report = verify(&["--format", "json", &demo().text("quyet-dinh-ban-hanh.pdf")])
        .expect(0)
        .json();
    assert_eq!(report["schema"], "kyso.verification/1");
    assert_eq!(report["file"]["name"], "quyet-dinh-ban-hanh.pdf");
    assert_eq!(report["verdict"], "TOTAL_PASSED");
    assert_eq!(report["legal_status"], "ORIGINAL");
    let roles: Vec<&str> = report["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["person", "numbering", "agency"]);
}

#[test]
fn the_text_report_speaks_both_languages() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let vietnamese = verify(&[&issued]).expect(0).out();
    assert!(
        vietnamese.starts_with("✓ HỢP LỆ · 3 chữ ký · chữ ký cuối phủ toàn bộ tệp · ")
            && vietnamese.contains("Bản gốc"),
        "{vietnamese}"
    );
    let english = verify(&["--lang", "en", &issued]).expect(0).out();
    assert!(
        english.contains("✓ VALID") && english.contains("Original"),
        "{english}"
    );
}

#[test]
fn the_exit_status_tells_the_verdict() {
    let dir = tempfile::tempdir().unwrap();
    let [tampered, garbage] = ["tampered.pdf", "garbage.pdf"].map(|name| dir.path().join(name));
    fs::write(&tampered, demo().tampered()).unwrap();
    fs::write(&garbage, b"GIF89a").unwrap();
    let [tampered, garbage] = [&tampered, &garbage].map(|path| path.to_str().unwrap());
    let (issued, unsigned) = (
        demo().text("quyet-dinh-ban-hanh.pdf"),
        sample_text("quyet-dinh.pdf"),
    );

    verify(&[tampered]).expect(1);
    run(["verify", &issued]).expect(3);
    verify(&[&unsigned]).expect(4);
    verify(&[garbage]).expect(5);
    verify(&[dir.path().join("absent.pdf").to_str().unwrap()]).expect(5);
    verify(&[]).expect(2);
    verify(&["--format", "docx", &issued]).expect(2);
    run([
        "verify",
        "--trust",
        dir.path().join("absent").to_str().unwrap(),
        &issued,
    ])
    .expect(2);

    // Several files: the gravest.
    verify(&[&issued, &unsigned]).expect(4);
    verify(&[&issued, &unsigned, garbage]).expect(5);
    verify(&[&issued, garbage, tampered, &unsigned]).expect(1);
}

#[test]
fn what_is_unreadable_is_explained_on_standard_error() {
    let dir = tempfile::tempdir().unwrap();
    let garbage = dir.path().join("garbage.pdf");
    fs::write(&garbage, b"GIF89a").unwrap();
    let garbage = garbage.to_str().unwrap();
    let ended = verify(&["--format", "json", garbage]).expect(5);
    assert_eq!(ended.out(), "");
    assert!(
        ended.err().contains("không phải tệp PDF"),
        "{}",
        ended.err()
    );

    let both = verify(&["--format", "json", garbage, &sample_text("quyet-dinh.pdf")])
        .expect(5)
        .json();
    // Among several files it has its place, without a verdict.
    assert_eq!(both.as_array().unwrap().len(), 2);
    assert_eq!(both[0]["error"]["code"], "NOT_PDF");
    assert!(both[0].get("verdict").is_none());
    assert_eq!(both[1]["verdict"], "NOT_SIGNED");
}

#[test]
fn a_file_name_cannot_act_on_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let [garbage, unsigned] =
        ["\u{9b}2J\nHỢP LỆ.pdf", "\x1b[2J\nKết quả: HỢP LỆ.pdf"].map(|name| dir.path().join(name));
    fs::write(&garbage, b"GIF89a").unwrap();
    fs::copy(sample_text("quyet-dinh.pdf"), &unsigned).unwrap();
    let ended = verify(&[garbage.to_str().unwrap(), unsigned.to_str().unwrap()]).expect(5);
    // One about the anchors of the demo, one about the file that cannot be read.
    assert_eq!(ended.err().lines().count(), 2, "{}", ended.err());
    assert!(ended.err().contains("\\u{9b}2J\\u{a}"), "{}", ended.err());
    assert!(ended.out().contains("\\u{1b}[2J\\u{a}Kết quả"));
    let json = verify(&[
        "--format",
        "json",
        garbage.to_str().unwrap(),
        unsigned.to_str().unwrap(),
    ]);
    assert!(!json.out().contains('\x1b') && !json.err().contains('\u{9b}'));
    assert_eq!(
        json.json()[1]["file"]["name"],
        "\x1b[2J\nKết quả: HỢP LỆ.pdf"
    );
}

#[test]
fn without_a_trust_folder_nothing_is_valid_and_that_is_said() {
    let ended = run([
        "verify",
        "--format",
        "json",
        &demo().text("quyet-dinh-ban-hanh.pdf"),
    ])
    .expect(3);
    assert_eq!(ended.json()["verdict"], "INDETERMINATE");
    assert!(
        ended.err().contains("Không có chứng thư gốc tin cậy"),
        "{}",
        ended.err()
    );
}

#[test]
fn reports_go_to_a_file_whole() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("report.json");
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let ended = verify(&["--format", "json", "-o", out.to_str().unwrap(), &issued]).expect(0);
    assert_eq!(ended.out(), "");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(report["verdict"], "TOTAL_PASSED");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_time_before_the_certificates_is_not_valid() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let report = verify(&["--format", "json", "--at", "2001-01-01", &issued]).json();
    assert_ne!(report["verdict"], "TOTAL_PASSED");
    assert_eq!(report["checked_at"], "2001-01-01T00:00:00+07:00");
    let made_at: jiff::Timestamp = report["made_at"].as_str().unwrap().parse().unwrap();
    assert!(jiff::Timestamp::now().as_second() - made_at.as_second() < 60);
    let text = verify(&["--at", "2001-01-01", &issued]).expect(3).out();
    assert!(text.contains("\nLập lúc: "), "{text}");
    let chosen = "\nXét tại thời điểm:          01/01/2001 00:00:00 +07:00 (do người dùng chọn)\n";
    assert!(text.contains(chosen), "{text}");
    assert!(
        text.contains("Tin cậy:                    ngoài thời hạn của chứng thư (từ "),
        "{text}"
    );
    assert!(!text.contains("không có đường dẫn"), "{text}");
    verify(&["--at", "yesterday", &issued]).expect(2);
}

/// The program finds no file valid or unsigned, and does not crash, when one byte differs at any of 500 places of the signed ranges.
#[test]
fn no_flipped_byte_goes_unnoticed() {
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let report = verify(&["--format", "json", &demo().text("quyet-dinh-ban-hanh.pdf")]).json();
    let range: Vec<usize> =
        serde_json::from_value(report["signatures"][2]["byte_range"].clone()).unwrap();
    let signed: Vec<usize> = (range[0]..range[0] + range[1])
        .chain(range[2]..range[2] + range[3])
        .collect();
    let places = (0..500).map(|index| (signed[index * signed.len() / 500], 1 << (index % 8)));
    expect_all_failed(&issued, places);
}

/// The keys that lead to the signatures: a flip there hides a signature instead of breaking it.
#[test]
fn no_flipped_byte_hides_a_signature() {
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let keys: [&[u8]; 6] = [
        b"/AcroForm",
        b"/Fields",
        b"/FT /Sig",
        b"/V ",
        b"/Root",
        b"/Annots",
    ];
    let places = keys.iter().flat_map(|key| {
        let found = issued
            .windows(key.len())
            .enumerate()
            .filter(move |(_, window)| window == key);
        found.flat_map(|(start, _)| (start..start + key.len()).map(|place| (place, 1)))
    });
    expect_all_failed(&issued, places.collect::<Vec<_>>().into_iter());
}

/// Each flip gives TOTAL_FAILED, or no report because the file cannot be read.
fn expect_all_failed(pdf: &[u8], flips: impl Iterator<Item = (usize, u8)>) {
    let dir = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (place, bit) in flips {
        let mut spoiled = pdf.to_vec();
        spoiled[place] ^= bit;
        let path = dir.path().join(format!("{place}.pdf"));
        fs::write(&path, spoiled).unwrap();
        files.push(path.to_str().unwrap().to_owned());
    }
    let arguments: Vec<&str> = ["--format", "json"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    let reports = verify(&arguments).expect(1).json();
    let mut unnoticed = Vec::new();
    for report in reports
        .as_array()
        .unwrap()
        .iter()
        .filter(|report| report["verdict"] != "TOTAL_FAILED" && report.get("error").is_none())
    {
        unnoticed.push(format!("{}: {}", report["file"]["name"], report["verdict"]));
    }
    assert_eq!(unnoticed, Vec::<String>::new());
}

/// The document that is verified is never replaced by its report, and a report
/// that cannot be written is no verdict.
#[test]
fn the_output_is_another_file_that_can_be_written() {
    let dir = tempfile::tempdir().unwrap();
    let document = dir.path().join("van-ban.pdf");
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    fs::write(&document, &issued).unwrap();
    let name = document.to_str().unwrap();
    verify(&[name, "-o", name]).expect(2);
    assert_eq!(fs::read(&document).unwrap(), issued);
    let nowhere = dir.path().join("absent/report.txt");
    verify(&[name, "-o", nowhere.to_str().unwrap()]).expect(2);
    for folder in [dir.path().to_str().unwrap(), "."] {
        let said = verify(&[name, "-o", folder]).expect(2).err();
        assert!(said.contains("(đây là thư mục, không phải tệp)"), "{said}");
    }
}

/// A clerk opens the file by its name; scripts that name a form get that form.
#[test]
fn the_name_of_the_output_gives_the_form() {
    let dir = tempfile::tempdir().unwrap();
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let written = |name: &str, format: &[&str]| {
        let path = dir.path().join(name);
        verify(&[&[&issued, "-o", path.to_str().unwrap()], format].concat()).expect(0);
        fs::read(path).unwrap()
    };
    for (name, start) in [
        ("bien-ban.pdf", "%PDF-"),
        ("BIEN-BAN.PDF", "%PDF-"),
        ("bien-ban.html", "<!doctype html>"),
        ("bien-ban.htm", "<!doctype html>"),
        ("ket-qua.json", "{\n"),
        ("ket-qua.xml", "<?xml"),
        ("ket-qua.txt", "✓ HỢP LỆ"),
        ("ket-qua", "✓ HỢP LỆ"),
    ] {
        let bytes = written(name, &[]);
        assert!(bytes.starts_with(start.as_bytes()), "{name}");
    }
    let text = written("ket-qua.pdf", &["--format", "text"]);
    assert!(text.starts_with("✓ HỢP LỆ".as_bytes()));
}

/// An old report under the name of the new one would be taken for it.
#[test]
fn one_unreadable_file_replaces_an_older_report() {
    let dir = tempfile::tempdir().unwrap();
    let cut = dir.path().join("cut.pdf");
    fs::write(&cut, &demo().bytes("quyet-dinh-ban-hanh.pdf")[..5000]).unwrap();
    let output = dir.path().join("out");
    let [cut, out] = [&cut, &output].map(|path| path.to_str().unwrap());
    for format in ["json", "text"] {
        fs::write(&output, "TOTAL_PASSED").unwrap();
        let ended = verify(&["--format", format, "-o", out, cut]).expect(5);
        assert_eq!(ended.out(), "");
        let written = fs::read_to_string(&output).unwrap();
        match format {
            "json" => {
                let report: serde_json::Value = serde_json::from_str(&written).unwrap();
                assert_eq!(report["schema"], "kyso.verification/1");
                assert_eq!(report["file"]["name"], "cut.pdf");
                assert_eq!(report["error"]["code"], "DAMAGED");
            }
            _ => assert!(
                written.starts_with("! KHÔNG ĐỌC ĐƯỢC: cut.pdf: ") && written.lines().count() == 1,
                "{written}"
            ),
        }
        assert_eq!(verify(&["--format", format, cut]).expect(5).out(), "");
    }
}

/// Programs find each name that a report holds in docs/report.md.
#[test]
fn the_names_of_a_report_are_documented() {
    let dir = tempfile::tempdir().unwrap();
    let wrong = dir.path().join("wrong.pdf");
    fs::write(&wrong, "GIF89a").unwrap();
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let paths = [issued.as_str(), wrong.to_str().unwrap()];
    let reports = verify(
        &[
            &["--format", "json", "--compare-pages", "--detailed"],
            &paths[..],
        ]
        .concat(),
    )
    .json();
    let mut names = Vec::new();
    collect_names(&reports, &mut names);
    assert!(names.contains(&"visual_changes") && names.contains(&"error"));
    assert!(names.contains(&"validation") && names.contains(&"evidence"));
    assert_documented(&reports);
}

/// docs/report.md has each name of `value`.
pub(crate) fn assert_documented(value: &serde_json::Value) {
    let documented = include_str!("../docs/report.md");
    let mut names = Vec::new();
    collect_names(value, &mut names);
    names.retain(|name| !documented.contains(&format!("`{name}`")));
    assert_eq!(names, Vec::<&str>::new());
}

fn collect_names<'v>(value: &'v serde_json::Value, names: &mut Vec<&'v str>) {
    for (name, below) in value.as_object().into_iter().flatten() {
        names.push(name);
        collect_names(below, names);
    }
    for below in value.as_array().into_iter().flatten() {
        collect_names(below, names);
    }
}

/// One configuration for the service and the command line; what the command line names comes first.
#[test]
fn a_configuration_serves_every_command() {
    let (config, issued) = (
        demo().text("kyso.toml"),
        demo().text("quyet-dinh-ban-hanh.pdf"),
    );
    run(["verify", "--config", &config, &issued]).expect(0);
    let empty = tempfile::tempdir().unwrap();
    let other = empty.path().to_str().unwrap();
    run(["verify", "--config", &config, "--trust", other, &issued]).expect(3);
    let broken = empty.path().join("kyso.toml");
    fs::write(&broken, "[online]\nenabled = \"no\"").unwrap();
    let ended = run(["verify", "--config", broken.to_str().unwrap(), &issued]).expect(2);
    assert!(
        ended
            .err()
            .contains("kyso.toml, dòng 2: giá trị của mục “online.enabled” không đúng kiểu"),
        "{}",
        ended.err()
    );
}

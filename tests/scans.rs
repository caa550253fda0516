//! Issuing scans, with number and date at given places or printed already, on the command line and over HTTP.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::http::sign;
use crate::sign::{approve, seal};
use crate::support::service::Service;
use crate::support::{sample_text, verify};

const KEY: &str = "pki/co-quan.p12";
const NUMBER: [&str; 2] = ["--number", "05"];
const DATE: [&str; 2] = ["--date", "20/11/2026"];
const DATES_AT: [&str; 4] = ["--date-at", "1,139,41.7", "--date-at", "1;157,5;41,7"];

/// A scan that a person has signed, and where it is issued to.
fn approved(folder: &Path) -> (PathBuf, PathBuf) {
    let approved = folder.join("approved.pdf");
    let place = [
        "--signer",
        "Trần Thị Minh Ánh",
        "--at-position",
        "1,120,155",
    ];
    approve(&sample_text("ban-quet-200dpi.pdf"), &approved, &place).expect(0);
    (approved, folder.join("issued.pdf"))
}

fn report(issued: &Path) -> Value {
    verify(&["--format", "json", issued.to_str().unwrap()]).json()
}

fn roles(report: &Value) -> Vec<&str> {
    let signatures = report["signatures"].as_array().unwrap().iter();
    signatures
        .map(|one| one["role"].as_str().unwrap())
        .collect()
}

#[test]
fn number_and_date_go_where_they_are_told_to_go() {
    let dir = tempfile::tempdir().unwrap();
    let (approved, issued) = approved(dir.path());
    let with = |number_at: &'static str| {
        let at = ["--number-at", number_at];
        [&NUMBER[..], &at, &DATE, &DATES_AT, &["--lang", "en"]].concat()
    };
    let ended = seal(&approved, &issued, KEY, &with("1,56,41.7")).expect(1);
    assert!(ended.err().contains("not blank paper"), "{}", ended.err());
    assert!(!issued.exists());
    seal(&approved, &issued, KEY, &with("1,51.5,41.7")).expect(0);
    let report = report(&issued);
    assert_eq!(report["legal_status"], "ORIGINAL");
    let expected = ["person", "numbering", "numbering", "numbering", "agency"];
    assert_eq!(roles(&report), expected);
}

#[test]
fn what_is_printed_is_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let (approved, issued) = approved(dir.path());
    seal(&approved, &issued, KEY, &["--number-printed"]).expect(0);
    assert_eq!(report(&issued)["legal_status"], "ORIGINAL");
    assert_eq!(roles(&report(&issued)), ["person", "agency"]);
    let issued = dir.path().join("dated.pdf");
    seal(&approved, &issued, KEY, &[&DATE[..], &DATES_AT].concat()).expect(0);
    assert_eq!(roles(&report(&issued)).len(), 4);
}

#[test]
fn contradictions_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (approved, issued) = approved(dir.path());
    let number_at = ["--number-at", "1,51.5,41.7"];
    for wrong in [
        [&NUMBER[..], &["--number-printed"]].concat(),
        [&NUMBER[..], &DATE, &number_at].concat(),
        [&NUMBER[..], &DATE, &DATES_AT].concat(),
        number_at.to_vec(),
        DATES_AT.to_vec(),
        NUMBER.to_vec(),
        DATE.to_vec(),
        Vec::new(),
    ] {
        seal(&approved, &issued, KEY, &wrong).expect(2);
    }
    let four = [&DATE[..], &DATES_AT, &DATES_AT, &["--lang", "en"]].concat();
    let ended = seal(&approved, &issued, KEY, &four).expect(1);
    assert!(ended.err().contains("not at 4"), "{}", ended.err());
    assert!(!issued.exists());
}

#[test]
fn the_same_over_http() {
    let service = Service::of_demo();
    let scan = std::fs::read(sample_text("ban-quet-200dpi.pdf")).unwrap();
    let at = |x: f64, y: f64| json!({"page": 1, "x_mm": x, "y_mm": y});
    let approval = json!({"operation": "approve", "key": "nguoi-ky", "signer": "Trần Thị Minh Ánh", "position": at(120.0, 155.0)});
    let approved = sign(&service, &scan, &approval, "chu-ky-mau.png");
    let issue = |mut request: Value| {
        request["operation"] = json!("issue");
        request["key"] = json!("co-quan");
        request["diameter_mm"] = json!(36);
        sign(&service, &approved.body, &request, "con-dau-mau.png")
    };
    let mut request = json!({
        "number": "5", "number_position": at(51.5, 41.7),
        "date": "2026-11-20", "date_positions": [at(139.0, 41.7), at(157.5, 41.7)],
    });
    for request in [request.clone(), json!({"number_printed": true})] {
        let issued = issue(request);
        assert_eq!(
            issued.status,
            200,
            "{}",
            String::from_utf8_lossy(&issued.body)
        );
        let report = service.post("/v1/verifications", "application/pdf", &issued.body);
        assert_eq!(report.json()["legal_status"], "ORIGINAL");
    }
    request["number_position"] = at(56.0, 41.7);
    issue(request.clone()).problem(422, "signing-refused");
    for (key, value) in [
        ("number_printed", json!(true)),
        ("date_positions", json!([])),
    ] {
        let mut wrong = request.clone();
        wrong[key] = value;
        issue(wrong).problem(400, "malformed-request");
    }
    issue(json!({})).problem(400, "malformed-request");
}

//! Signing over HTTP: what the service signs, and what it refuses.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{PDF, approval, issuing, sign};
use crate::support::service::{Service, multipart};
use crate::support::{demo, sample};

#[test]
fn a_decision_is_approved_and_issued_over_http() {
    let service = Service::of_demo();
    let document = fs::read(sample("quyet-dinh-linearized.pdf")).unwrap();
    let approved = sign(&service, &document, &approval(), "chu-ky-mau.png");
    assert_eq!(
        (approved.status, approved.header("content-type")),
        (200, Some(PDF)),
        "{}",
        String::from_utf8_lossy(&approved.body)
    );
    assert!(approved.body.starts_with(&document));
    assert_eq!(approved.header("kyso-test-key"), Some("pkcs12"));
    let request = json!({"operation": "issue", "key": "co-quan", "number": "12", "date": "2026-11-20", "diameter_mm": 36});
    let issued = sign(&service, &approved.body, &request, "con-dau-mau.png");
    assert_eq!(
        issued.status,
        200,
        "{}",
        String::from_utf8_lossy(&issued.body)
    );
    let report = service.post("/v1/verifications", PDF, &issued.body).json();
    assert_eq!(
        (&report["verdict"], &report["legal_status"]),
        (&json!("TOTAL_PASSED"), &json!("ORIGINAL"))
    );
}

/// A service with a key for a person, one for an agency, and the agency's key once more without a role; and its folder.
fn service_with_roles() -> (Service, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let (trust, pin) = (demo().trust(), demo().text("pki/mat-khau.txt"));
    let key = |id: &str, file: &str, role: &str| {
        let file = demo().text(file);
        format!("[[keys]]\nid = '{id}'\npkcs12 = '{file}'\npin_file = '{pin}'\n{role}\n")
    };
    let config = dir.path().join("kyso.toml");
    let keys = [
        key("person", "pki/nguoi-ky.p12", "role = 'person'"),
        key("agency", "pki/co-quan.p12", "role = 'agency'"),
        key("anyone", "pki/co-quan.p12", ""),
    ];
    fs::write(&config, format!("trust = '{trust}'\n{}", keys.concat())).unwrap();
    (Service::start(&["--config", config.to_str().unwrap()]), dir)
}

/// The service follows what the operator says of a key, and warns of what its certificate says otherwise.
#[test]
fn a_key_signs_only_for_whom_it_is() {
    let (service, _dir) = service_with_roles();
    let listed = service.get("/v1/keys").json();
    assert_eq!(listed[0]["role"], "person");
    assert_eq!(listed[2]["role"], Value::Null);

    let document = fs::read(sample("quyet-dinh.pdf")).unwrap();
    let with = |mut request: Value, key: &str| {
        request["key"] = json!(key);
        request
    };
    let issue =
        json!({"operation": "issue", "number": "12", "date": "2026-11-20", "diameter_mm": 36});
    let told = sign(
        &service,
        &document,
        &with(approval(), "agency"),
        "chu-ky-mau.png",
    );
    let told = told.problem(422, "signing-refused");
    assert!(told["detail"].as_str().unwrap().contains("role"), "{told}");
    let approved = sign(
        &service,
        &document,
        &with(approval(), "person"),
        "chu-ky-mau.png",
    );
    assert_eq!(
        (approved.status, approved.header("kyso-holder")),
        (200, None)
    );
    sign(
        &service,
        &approved.body,
        &with(issue.clone(), "person"),
        "con-dau-mau.png",
    )
    .problem(422, "signing-refused");
    let other = demo().bytes("quyet-dinh-da-ky.pdf");
    let issued = sign(
        &service,
        &other,
        &with(issue.clone(), "agency"),
        "con-dau-mau.png",
    );
    assert_eq!((issued.status, issued.header("kyso-holder")), (200, None));
    // The request does not say whose key it is; the certificate does.
    let request = with(approval(), "anyone");
    let swapped = sign(&service, &document, &request, "chu-ky-mau.png");
    let holder = swapped.header("kyso-holder");
    assert_eq!((swapped.status, holder), (200, Some("organisation")));
}

/// Approving and issuing tell it, and so does the report.
#[test]
fn another_printed_name_is_told_over_http() {
    let service = Service::of_demo();
    let own = fs::read(sample("quyet-dinh.pdf")).unwrap();
    let own = sign(&service, &own, &approval(), "chu-ky-mau.png");
    assert_eq!((own.status, own.header("kyso-name")), (200, None));
    let mut request = approval();
    request["signer"] = json!("Lê Văn Khác");
    let document = crate::sign::of_another();
    let approved = sign(&service, &document, &request, "chu-ky-mau.png");
    let name = approved.header("kyso-name");
    assert_eq!((approved.status, name), (200, Some("differs")));
    let issued = sign(&service, &approved.body, &issuing(), "con-dau-mau.png");
    let name = issued.header("kyso-name");
    assert_eq!((issued.status, name), (200, Some("differs")));
    let report = service.post("/v1/verifications", PDF, &issued.body).json();
    assert_eq!(report["needs_care"], true, "{report}");
    let step = report["next_step"].as_str().unwrap();
    assert!(
        step.starts_with("Đối chiếu người ký trước khi đăng ký"),
        "{step}"
    );
}

/// A scan has two pictures, and the service cannot know which is that of the competent person.
#[test]
fn person_field_says_whose_signature_is_sealed() {
    let service = Service::of_demo();
    let mut document = fs::read(sample("ban-quet-200dpi.pdf")).unwrap();
    for x in [110, 30] {
        let mut request = approval();
        request["position"] = json!({"page": 1, "x_mm": x, "y_mm": 255});
        let approved = sign(&service, &document, &request, "chu-ky-mau.png");
        assert_eq!(approved.status, 200);
        document = approved.body;
    }
    let told = sign(&service, &document, &issuing(), "con-dau-mau.png");
    let told = told.problem(422, "signing-refused");
    let detail = told["detail"].as_str().unwrap();
    for part in [
        "NguoiKy1: Trần Thị Minh Ánh",
        "NguoiKy2: Trần Thị Minh Ánh",
        "person_field",
    ] {
        assert!(detail.contains(part), "{detail}");
    }
    let mut request = issuing();
    request["person_field"] = json!("NguoiKy1");
    let issued = sign(&service, &document, &request, "con-dau-mau.png");
    assert_eq!(issued.status, 200);
    request["person_field"] = json!("NguoiKy9");
    let none = sign(&service, &document, &request, "con-dau-mau.png");
    none.problem(422, "signing-refused");
}

#[test]
fn a_draft_is_issued_only_when_the_request_says_so() {
    let service = Service::of_demo();
    let approved = sign(
        &service,
        &crate::sign::draft(),
        &approval(),
        "chu-ky-mau.png",
    );
    assert_eq!(
        (approved.status, approved.header("kyso-draft")),
        (200, Some("marked"))
    );
    let mut request = json!({"operation": "issue", "key": "co-quan", "number": "12", "date": "2026-11-20", "diameter_mm": 36});
    let told = sign(&service, &approved.body, &request, "con-dau-mau.png");
    let told = told.problem(422, "signing-refused");
    assert!(
        told["detail"].as_str().unwrap().contains("DỰ THẢO"),
        "{told}"
    );
    request["allow_draft"] = json!(true);
    let issued = sign(&service, &approved.body, &request, "con-dau-mau.png");
    assert_eq!(issued.status, 200);
}

#[test]
fn signatures_that_are_refused() {
    let service = Service::of_demo();
    let document = demo().bytes("quyet-dinh.pdf");
    let issue = json!({"operation": "issue", "key": "co-quan", "number": "12", "date": "2026-11-20", "diameter_mm": 36});
    let told = sign(&service, &document, &issue, "con-dau-mau.png").problem(422, "signing-refused");
    assert!(
        !told["detail"].as_str().unwrap().is_empty(),
        "B3 is explained: {told}"
    );
    sign(&service, &document, &approval(), "chu-ky-den.png").problem(422, "signing-refused");
    sign(&service, b"GIF89a", &approval(), "chu-ky-mau.png").problem(422, "not-a-pdf");
}

#[test]
fn requests_with_a_wrong_field_are_refused() {
    let service = Service::of_demo();
    let document = demo().bytes("quyet-dinh.pdf");
    let sent = |field: &str, value: Value| {
        let mut request = approval();
        request[field] = value;
        sign(&service, &document, &request, "chu-ky-mau.png")
    };
    let told = sent("level", json!("B-X")).problem(400, "malformed-request");
    assert!(told["detail"].as_str().unwrap().contains("B-LTA"), "{told}");
    // No authority is configured: asking again does not help.
    sent("level", json!("B-T")).problem(422, "signing-refused");
    sent("key", json!("nobody")).problem(422, "unknown-key");
    sent("operation", json!("shred")).problem(400, "malformed-request");
    sent("pin", json!("1234")).problem(400, "malformed-request");
    for (field, value) in [
        ("operation", json!(1)),
        ("key", json!(1)),
        ("position", json!({"page": "1", "x_mm": 1, "y_mm": 1})),
    ] {
        let told = sent(field, value).problem(400, "malformed-request");
        let detail = told["detail"].as_str().unwrap();
        let expected = [&format!("“{field}"), "không đúng kiểu (dòng 1, cột "];
        assert!(expected.iter().all(|one| detail.contains(*one)), "{detail}");
    }
    let issue = json!({"operation": "issue", "key": "co-quan", "number": "05", "date": "2026-13-40", "diameter_mm": 36});
    let told = sign(&service, &document, &issue, "con-dau-mau.png");
    let told = told.problem(400, "malformed-request");
    let detail = told["detail"].as_str().unwrap();
    let expected = "giá trị của mục “date” không dùng được (dòng 1, cột ";
    assert!(detail.contains(expected), "{detail}");
    let nowhere = json!({"page": 0, "x_mm": 1, "y_mm": 1});
    sent("position", nowhere).problem(400, "malformed-request");
}

#[test]
fn requests_without_their_parts_are_refused() {
    let service = Service::of_demo();
    let document = demo().bytes("quyet-dinh.pdf");
    let (media_type, body) = multipart(&[("file", None, &document)]);
    service
        .post("/v1/signatures", &media_type, &body)
        .problem(400, "missing-part");
    let told = service
        .post("/v1/signatures", PDF, &document)
        .problem(415, "media-type");
    let detail = told["detail"].as_str().unwrap();
    for part in ["multipart/form-data", "file", "request", "image"] {
        assert!(detail.contains(part), "{detail}");
    }
}

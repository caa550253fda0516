//! The service over HTTP: every status, the limits, and who is refused.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::support::service::{Answer, Service, multipart};
use crate::support::{demo, run, sample};

const PDF: &str = "application/pdf";

#[test]
fn a_document_is_verified_as_a_body_and_as_a_form() {
    let service = Service::of_demo();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let answer = service.post(
        "/v1/verifications?name=Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.pdf",
        PDF,
        &issued,
    );
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let report = answer.json();
    assert_eq!(report["schema"], "kyso.verification/1");
    assert_eq!(report["file"]["name"], "Quyết định.pdf");
    assert_eq!(report["verdict"], "TOTAL_PASSED");
    assert_eq!(report["signatures"].as_array().unwrap().len(), 3);

    let (media_type, body) = multipart(&[("file", Some("qd.pdf"), &issued)]);
    let report = service.post("/v1/verifications", &media_type, &body).json();
    assert_eq!(report["file"]["name"], "qd.pdf");
    assert_eq!(report["verdict"], "TOTAL_PASSED");
}

#[test]
fn the_service_and_the_command_line_say_the_same() {
    let service = Service::of_demo();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let mut over_http = service
        .post(
            "/v1/verifications?name=quyet-dinh-ban-hanh.pdf",
            PDF,
            &issued,
        )
        .json();
    let text = demo().text("quyet-dinh-ban-hanh.pdf");
    let mut on_the_line = run([
        "verify",
        "--trust",
        &demo().trust(),
        "--format",
        "json",
        &text,
    ])
    .expect(0)
    .json();
    for report in [&mut over_http, &mut on_the_line] {
        let report = report.as_object_mut().unwrap();
        assert_eq!(report["made_at"], report["checked_at"]);
        for key in [
            "id",
            "pages",
            "checked_at",
            "made_at",
            "next_step",
            "needs_care",
        ] {
            report.remove(key);
        }
        for signature in report["signatures"].as_array_mut().unwrap() {
            for key in ["reasons", "warnings"] {
                signature.as_object_mut().unwrap().remove(key);
            }
        }
    }
    assert_eq!(over_http, on_the_line);
}

#[test]
fn pictures_of_pages_with_the_places_of_signatures() {
    let service = Service::of_demo();
    let report = service
        .post(
            "/v1/verifications",
            PDF,
            &demo().bytes("quyet-dinh-ban-hanh.pdf"),
        )
        .json();
    let pages = report["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    for page in pages {
        let picture = service.get(page["url"].as_str().unwrap());
        assert_eq!(
            (picture.status, picture.header("content-type")),
            (200, Some("image/png"))
        );
        assert!(picture.body.starts_with(b"\x89PNG"));
        let side = |at: usize| u32::from_be_bytes(picture.body[at..at + 4].try_into().unwrap());
        assert_eq!(
            (json!(side(16)), json!(side(20))),
            (page["width"].clone(), page["height"].clone())
        );
        for place in page["places"].as_array().unwrap() {
            for key in ["left", "top", "width", "height"] {
                assert!(
                    (0.0..1.0).contains(&place[key].as_f64().unwrap()),
                    "{place}"
                );
            }
        }
    }
    let id = report["id"].as_str().unwrap();
    for absent in [
        format!("/v1/verifications/{id}/pages/0.png"),
        format!("/v1/verifications/{id}/pages/1"),
        "/v1/verifications/00/pages/1.png".to_owned(),
    ] {
        service.get(&absent).problem(404, "not-found");
    }
    service
        .get(&format!("/v1/verifications/{id}/pages/99.png"))
        .problem(404, "not-found");
}

#[test]
fn documents_that_cannot_be_verified() {
    let service = Service::of_demo();
    service
        .post("/v1/verifications", PDF, b"GIF89a")
        .problem(422, "not-a-pdf");
    service
        .post("/v1/verifications", PDF, b"%PDF-1.7\nnothing")
        .problem(422, "unreadable-pdf");
    service
        .post("/v1/verifications", PDF, b"")
        .problem(400, "empty-body");
    service
        .post("/v1/verifications", "text/plain", b"%PDF-")
        .problem(415, "media-type");
    service
        .ask("POST", "/v1/verifications", &[], b"%PDF-")
        .problem(415, "media-type");
    let (media_type, body) = multipart(&[("other", None, b"%PDF-")]);
    service
        .post("/v1/verifications", &media_type, &body)
        .problem(400, "malformed-request");
    let (media_type, body) = multipart(&[("request", None, b"{}")]);
    service
        .post("/v1/verifications", &media_type, &body)
        .problem(400, "missing-part");
    let twice = [
        ("file", Some("a.pdf"), &b"%PDF-"[..]),
        ("file", Some("b.pdf"), b"%PDF-"),
    ];
    let (media_type, body) = multipart(&twice);
    for (path, said) in [("", "hai phần"), ("?lang=en", "two parts")] {
        let told = service
            .post(&format!("/v1/verifications{path}"), &media_type, &body)
            .problem(400, "malformed-request");
        assert!(told["detail"].as_str().unwrap().contains(said), "{told}");
    }
    service
        .post(
            "/v1/verifications",
            "multipart/form-data; boundary=x",
            b"--x\r\nbroken",
        )
        .problem(400, "malformed-request");
    let unsigned = service.post(
        "/v1/verifications",
        PDF,
        &fs::read(sample("quyet-dinh.pdf")).unwrap(),
    );
    assert_eq!(
        (unsigned.status, &unsigned.json()["verdict"]),
        (200, &json!("NOT_SIGNED"))
    );
}

#[test]
fn problems_speak_the_language_of_the_request() {
    let service = Service::of_demo();
    let ask = |language| {
        let headers = [("Content-Type", PDF), ("Accept-Language", language)];
        service.ask("POST", "/v1/verifications", &headers, b"GIF89a")
    };
    let (vietnamese, english) = (ask("vi"), ask("en-GB,en;q=0.9"));
    assert_eq!(
        vietnamese.problem(422, "not-a-pdf")["title"],
        "Tệp này không phải là PDF."
    );
    assert_eq!(
        english.problem(422, "not-a-pdf")["title"],
        "This file is not a PDF."
    );
    assert_eq!(
        (
            vietnamese.header("content-language"),
            english.header("content-language")
        ),
        (Some("vi"), Some("en"))
    );
}

#[test]
fn a_verification_is_told_as_json_html_or_pdf() {
    let service = Service::of_demo();
    let ask = |accept| {
        service.ask(
            "POST",
            "/v1/verifications?name=qd.pdf",
            &[("Content-Type", PDF), ("Accept", accept)],
            &demo().bytes("quyet-dinh-ban-hanh.pdf"),
        )
    };
    let page = ask("text/html,application/xhtml+xml,*/*;q=0.8");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert!(text.contains("BIÊN BẢN KIỂM TRA CHỮ KÝ SỐ") && text.contains("qd.pdf"));

    let file = ask(PDF);
    assert_eq!(file.header("content-type"), Some(PDF));
    assert!(file.body.starts_with(b"%PDF-1.7"));
    assert!(
        file.header("content-disposition")
            .unwrap()
            .contains("bien-ban-kiem-tra.pdf")
    );
    // Where to ask again, in whatever form.
    let address = file.header("content-location").unwrap().to_owned();
    assert_eq!(file.header("vary"), Some("accept, accept-language"));
    let record = service.get(&format!("{address}/report.pdf"));
    assert_eq!(record.body, file.body);
    // Its form is not negotiated, and it stands for itself.
    assert_eq!(record.header("vary"), Some("accept-language"));
    assert_eq!(record.header("content-location"), None);
    assert_eq!(service.get(&address).json()["verdict"], "TOTAL_PASSED");

    assert_eq!(
        ask("text/html;q=0.5, */*;q=0.6").json()["verdict"],
        "TOTAL_PASSED"
    );
    ask("image/png").problem(406, "not-acceptable");
}

#[test]
fn a_verification_can_be_asked_for_again() {
    let service = Service::of_demo();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let first = service
        .post("/v1/verifications?name=qd.pdf", PDF, &issued)
        .json();
    let address = format!("/v1/verifications/{}", first["id"].as_str().unwrap());
    assert_eq!(
        service.get(&address).json(),
        first,
        "the same report for the same time"
    );
    let english = service.get(&format!("{address}/report.pdf?lang=en"));
    assert!(
        english
            .header("content-disposition")
            .unwrap()
            .contains("verification-record.pdf")
    );
    let page = service.ask(
        "GET",
        &format!("{address}?lang=en"),
        &[("Accept", "text/html")],
        b"",
    );
    assert!(
        String::from_utf8(page.body)
            .unwrap()
            .contains("<html lang=\"en\">")
    );
    let signed = service.get(&format!("{address}/revisions/2.pdf"));
    assert_eq!(signed.header("content-type"), Some(PDF));
    assert_eq!(signed.body, demo().bytes("quyet-dinh-da-ky.pdf"));
    for absent in [
        "revisions/0.pdf",
        "revisions/9.pdf",
        "revisions/2",
        "report.html",
    ] {
        service
            .get(&format!("{address}/{absent}"))
            .problem(404, "not-found");
    }
    for absent in ["", "/report.pdf", "/revisions/1.pdf", "/pages/1.png"] {
        let unknown = format!("/v1/verifications/{}{absent}", "0".repeat(32));
        service.get(&unknown).problem(404, "not-found");
    }
}

#[test]
fn the_size_limit_holds_with_and_without_a_content_length() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "max_file_mb = 1\n").unwrap();
    let service = Service::start(&["--config", config.to_str().unwrap()]);
    let large = [b"%PDF-1.7\n".to_vec(), vec![b' '; 2 << 20]].concat();
    let told = service
        .post("/v1/verifications", PDF, &large)
        .problem(413, "too-large");
    assert!(told["detail"].as_str().unwrap().contains("1 MB"), "{told}");
    let (media_type, body) = multipart(&[("file", Some("a.pdf"), &large)]);
    service
        .post("/v1/verifications", &media_type, &body)
        .problem(413, "too-large");
    // A length that is announced is refused before the body is sent.
    let announced = [("Content-Type", PDF), ("Content-Length", "99999999999")];
    service
        .ask("POST", "/v1/verifications", &announced, b"")
        .problem(413, "too-large");

    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nTransfer-Encoding: chunked\r\n\r\n",
        service.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
    for _ in 0..40 {
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n");
    Answer::read(stream).problem(413, "too-large");
}

#[test]
fn malformed_pieces_are_no_matter_of_size_and_probes_need_no_host() {
    let service = Service::of_demo();
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n",
        service.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    Answer::read(stream).problem(400, "malformed-request");
    let asked = |head: &str| {
        let mut stream = service.connect();
        stream.write_all(head.as_bytes()).unwrap();
        Answer::read(stream).status
    };
    assert_eq!(asked("GET /healthz HTTP/1.0\r\n\r\n"), 200);
    assert_eq!(
        asked("GET /healthz HTTP/1.0\r\nHost: evil.example\r\n\r\n"),
        403
    );
    assert_eq!(
        asked("POST /v1/verifications HTTP/1.0\r\nContent-Length: 0\r\n\r\n"),
        403
    );
}

/// A signature request to the demo's service.
pub(crate) fn sign(service: &Service, document: &[u8], request: &Value, image: &str) -> Answer {
    let image = fs::read(sample(image)).unwrap();
    let request = request.to_string();
    let parts = [
        ("file", Some("qd.pdf"), document),
        ("request", None, request.as_bytes()),
        ("image", Some("i.png"), &image[..]),
    ];
    let (media_type, body) = multipart(&parts);
    service.post("/v1/signatures", &media_type, &body)
}

fn approval() -> Value {
    json!({"operation": "approve", "key": "nguoi-ky", "signer": "Trần Thị Minh Ánh"})
}

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

/// What the operator says of a key holds; what its certificate says is warned of.
#[test]
fn a_key_signs_only_for_whom_it_is() {
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
    let service = Service::start(&["--config", config.to_str().unwrap()]);
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
    // Nobody said whose key it is: the certificate does.
    let request = with(approval(), "anyone");
    let swapped = sign(&service, &document, &request, "chu-ky-mau.png");
    let holder = swapped.header("kyso-holder");
    assert_eq!((swapped.status, holder), (200, Some("organisation")));
}

fn issuing() -> Value {
    json!({"operation": "issue", "key": "co-quan", "number_printed": true, "diameter_mm": 36})
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

/// Two pictures on a scan: nothing tells which is that of the competent person.
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
    let with = |key: &str, value: Value| {
        let mut request = approval();
        request[key] = value;
        request
    };
    let told = sign(
        &service,
        &document,
        &with("level", json!("B-X")),
        "chu-ky-mau.png",
    );
    let told = told.problem(400, "malformed-request");
    assert!(told["detail"].as_str().unwrap().contains("B-LTA"), "{told}");
    let level = with("level", json!("B-T"));
    // No authority is configured: asking again does not help.
    sign(&service, &document, &level, "chu-ky-mau.png").problem(422, "signing-refused");
    sign(
        &service,
        &document,
        &with("key", json!("nobody")),
        "chu-ky-mau.png",
    )
    .problem(422, "unknown-key");
    sign(
        &service,
        &document,
        &with("operation", json!("shred")),
        "chu-ky-mau.png",
    )
    .problem(400, "malformed-request");
    sign(
        &service,
        &document,
        &with("pin", json!("1234")),
        "chu-ky-mau.png",
    )
    .problem(400, "malformed-request");
    let nowhere = json!({"page": 0, "x_mm": 1, "y_mm": 1});
    sign(
        &service,
        &document,
        &with("position", nowhere),
        "chu-ky-mau.png",
    )
    .problem(400, "malformed-request");
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

#[test]
fn keys_are_listed_without_secrets() {
    let service = Service::of_demo();
    let answer = service.get("/v1/keys");
    let keys = answer.json();
    let ids: Vec<&Value> = keys
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["id"])
        .collect();
    assert_eq!(ids, ["nguoi-ky", "co-quan"]);
    assert_eq!(
        (&keys[0]["test_key"], &keys[1]["test_key"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        keys[0]["certificate"]["common_name"],
        "Trần Thị Minh Ánh (KIỂM THỬ)"
    );
    assert_eq!(keys[0]["certificate"]["sha256"].as_str().unwrap().len(), 64);
    let text = String::from_utf8(answer.body).unwrap();
    let password = String::from_utf8(demo().bytes("pki/mat-khau.txt")).unwrap();
    for secret in [password.trim(), "mat-khau", ".p12", "pin"] {
        assert!(!text.contains(secret), "{text}");
    }
}

/// M4: the whole store, with what tells a known authority from a stranger.
#[test]
fn every_authority_of_the_trust_store_is_listed() {
    let service = Service::of_demo();
    let told = service.get("/v1/trust").json();
    let listed = run([
        "trust",
        "list",
        "--format",
        "json",
        "--trust",
        &demo().trust(),
    ]);
    let listed = listed.expect(0).json();
    let authorities = told["authorities"].as_array().unwrap();
    let roles: Vec<&Value> = authorities.iter().map(|one| &one["role"]).collect();
    assert_eq!(roles, ["anchor", "intermediate"]);
    for (one, listed) in authorities
        .iter()
        .zip([&listed["anchors"][0], &listed["intermediates"][0]])
    {
        for member in [
            "subject",
            "sha256",
            "class",
            "not_before",
            "not_after",
            "period",
        ] {
            assert_eq!(one[member], listed[member], "{member}");
        }
        assert_eq!(one["pinned"], false, "the demo is not of the known ones");
    }
    let status = service.get("/v1/status").json();
    assert_eq!(status["test_keys"], json!(["nguoi-ky", "co-quan"]));
}

/// M6: keys in files are called test keys when the service starts.
#[test]
fn the_log_calls_keys_in_files_test_keys() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let config = demo().text("kyso.toml");
    let mut command = crate::support::kyso();
    command.args(["serve", "--listen", "127.0.0.1:0", "--config", &config]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut told = lines
        .map_while(Result::ok)
        .filter(|line| line.contains("khóa thử nghiệm"));
    let keys = [told.next().unwrap(), told.next().unwrap()];
    let _ = child.kill();
    let _ = child.wait();
    assert!(
        keys[0].contains("nguoi-ky") && keys[1].contains("co-quan"),
        "{keys:?}"
    );
}

#[test]
fn the_interface_description_covers_the_routes() {
    let service = Service::of_demo();
    let description = service.get("/openapi.json").json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(description["info"]["title"], "kyso");
    for (path, method) in [
        ("/v1/verifications", "post"),
        ("/v1/verifications/{id}", "get"),
        ("/v1/verifications/{id}/report.pdf", "get"),
        ("/v1/verifications/{id}/revisions/{revision}", "get"),
        ("/v1/verifications/{id}/pages/{page}", "get"),
        ("/v1/signatures", "post"),
        ("/v1/keys", "get"),
        ("/v1/trust", "get"),
        ("/v1/status", "get"),
        ("/healthz", "get"),
        ("/readyz", "get"),
        ("/metrics", "get"),
    ] {
        assert!(
            description["paths"][path][method]["responses"].is_object(),
            "{method} {path}"
        );
    }
    assert_references_lead_somewhere(&description, &description);
    let binary = &description["components"]["schemas"]["Binary"];
    assert_eq!(
        (&binary["type"], &binary["format"]),
        (&json!("string"), &json!("binary"))
    );
    for path in ["/v1/signatures", "/v1/verifications"] {
        let answer = &description["paths"][path]["post"]["responses"]["200"]["content"][PDF];
        assert_eq!(
            answer["schema"]["$ref"], "#/components/schemas/Binary",
            "{path}"
        );
    }
}

#[test]
fn what_is_answered_is_declared_in_the_interface_description() {
    let service = Service::of_demo();
    let description = service.get("/openapi.json").json();
    let id = service
        .post("/v1/verifications", PDF, &demo().bytes("quyet-dinh.pdf"))
        .json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let picture = ("Accept", "image/png");
    let foreign = ("Host", "kyso.example");
    for (path, suffix, header, status) in [
        ("/v1/verifications/{id}", "", picture, 406),
        ("/v1/verifications/{id}", "", foreign, 403),
        ("/v1/verifications/{id}", "", ("Accept", "*/*"), 200),
        (
            "/v1/verifications/{id}/report.pdf",
            "/report.pdf",
            foreign,
            403,
        ),
        (
            "/v1/verifications/{id}/report.pdf",
            "/report.pdf",
            picture,
            200,
        ),
        (
            "/v1/verifications/{id}/pages/{page}",
            "/pages/9.png",
            picture,
            404,
        ),
        (
            "/v1/verifications/{id}/pages/{page}",
            "/pages/1.png",
            picture,
            200,
        ),
        (
            "/v1/verifications/{id}/revisions/{revision}",
            "/revisions/9.pdf",
            picture,
            404,
        ),
    ] {
        let address = format!("/v1/verifications/{id}{suffix}");
        let answer = service.ask("GET", &address, &[header], b"");
        assert_eq!(answer.status, status, "{path} {header:?}");
        let declared = &description["paths"][path]["get"]["responses"];
        let class = format!("{}XX", status / 100);
        assert!(
            declared[status.to_string()].is_object() || declared[&class].is_object(),
            "{path}: {status}"
        );
    }
    let items = description["paths"].as_object().unwrap().values();
    for operation in items.flat_map(|item| item.as_object().unwrap().values()) {
        let declared = &operation["responses"];
        assert!(
            declared["4XX"].is_object() && declared["5XX"].is_object(),
            "{operation}"
        );
    }
}

fn assert_references_lead_somewhere(value: &Value, description: &Value) {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
    let children: Vec<&Value> = match value {
        Value::Object(object) => object.values().collect(),
        Value::Array(array) => array.iter().collect(),
        _ => Vec::new(),
    };
    children
        .into_iter()
        .for_each(|child| assert_references_lead_somewhere(child, description));
}

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let service = Service::of_demo();
    let host = service.address.to_string();
    for foreign in ["kyso.example", "127.0.0.1.nip.io:8080", "192.168.1.1"] {
        service
            .ask("GET", "/", &[("Host", foreign)], b"")
            .problem(403, "foreign-host");
        service
            .ask("GET", "/healthz", &[("Host", foreign)], b"")
            .problem(403, "foreign-host");
    }
    let pdf = demo().bytes("quyet-dinh.pdf");
    let post = |name, value| {
        service.ask(
            "POST",
            "/v1/verifications",
            &[("Content-Type", PDF), (name, value)],
            &pdf,
        )
    };
    for foreign in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        "http://127.0.0.1",
    ] {
        post("Origin", foreign).problem(403, "foreign-origin");
    }
    post("Sec-Fetch-Site", "cross-site").problem(403, "foreign-origin");
    assert_eq!(post("Origin", &format!("http://{host}")).status, 200);
    let local = format!("localhost:{}", service.address.port());
    assert_eq!(
        service
            .ask("GET", "/healthz", &[("Host", &local)], b"")
            .status,
        200
    );
}

#[test]
fn unknown_addresses_and_methods_are_problems_too() {
    let service = Service::of_demo();
    service.get("/v1/nothing").problem(404, "not-found");
    let answer = service.get("/v1/verifications");
    answer.problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), Some("POST"));
}

#[test]
fn every_answer_carries_the_security_headers() {
    let service = Service::of_demo();
    for path in [
        "/",
        "/page/kyso.js",
        "/v1/keys",
        "/v1/nothing",
        "/openapi.json",
    ] {
        let answer = service.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn only_loopback_addresses_are_listened_on() {
    for address in ["0.0.0.0:0", "192.0.2.1:8080", "[::]:0"] {
        let ended = run(["serve", "--listen", address]).expect(2);
        assert!(ended.err().contains("127.0.0.1"), "{}", ended.err());
    }
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "listen = \"0.0.0.0:8080\"\n").unwrap();
    run(["serve", "--config", config.to_str().unwrap()]).expect(2);
    fs::write(&config, "lisen = \"127.0.0.1:8080\"\n").unwrap();
    run(["serve", "--config", config.to_str().unwrap()]).expect(2);
}

#[test]
fn it_stops_when_told_and_finishes_what_it_has_begun() {
    let mut service = Service::of_demo();
    let mut stream = service.connect();
    let pdf = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nContent-Type: {PDF}\r\nContent-Length: {}\r\n\r\n",
        service.address,
        pdf.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&pdf[..1000]).unwrap();
    // The request has reached the service when another one on a later connection is answered.
    assert_eq!(service.get("/healthz").status, 200);
    let finishing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        stream.write_all(&pdf[1000..]).unwrap();
        Answer::read(stream)
    });
    assert_eq!(service.terminate(), 0);
    assert_eq!(finishing.join().unwrap().status, 200);
}

#[test]
fn it_stops_in_order_from_the_moment_it_has_told_its_address() {
    for _ in 0..5 {
        assert_eq!(Service::of_demo().terminate(), 0);
    }
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "upload_seconds = 1\n").unwrap();
    let service = Service::start(&["--config", config.to_str().unwrap()]);
    let answer = Answer::read(stalled(&service));
    answer.problem(408, "too-slow");
}

#[test]
fn a_full_queue_is_told_and_drains() {
    let service = Service::of_demo();
    let pdf = demo().bytes("quyet-dinh-ban-hanh.pdf");
    // More than there are places at work and in the queue, all at once, and each takes a while: the record draws pages.
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let clients = 9 * cores + 40;
    let start = Barrier::new(clients);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let ask = || {
            start.wait();
            let wanted = [("Content-Type", PDF), ("Accept", PDF)];
            service.ask("POST", "/v1/verifications", &wanted, &pdf)
        };
        let asking: Vec<_> = (0..clients).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let (busy, served): (Vec<_>, Vec<_>) = answers.iter().partition(|one| one.status == 429);
    assert!(served.len() >= cores && served.iter().all(|one| one.status == 200));
    let busy = busy.first().expect("the queue has no end");
    busy.problem(429, "busy");
    assert!(busy.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(service.get("/healthz").status, 200);
    assert_eq!(
        service.post("/v1/verifications", PDF, b"GIF89a").status,
        422
    );
}

/// Whoever sends nothing keeps no place at work from the others.
#[test]
fn bodies_that_do_not_come_fill_no_queue() {
    let service = Service::of_demo();
    let waiting: Vec<_> = (0..200).map(|_| stalled(&service)).collect();
    assert_eq!(
        service.post("/v1/verifications", PDF, b"GIF89a").status,
        422
    );
    drop(waiting);
}

/// A connection whose body never comes.
fn stalled(service: &Service) -> TcpStream {
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nContent-Length: 100\r\n\r\n%PDF",
        service.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

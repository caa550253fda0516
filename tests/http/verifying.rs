//! Verification over HTTP: the same verdicts as on the command line, in every form.

use std::fs;
use std::io::Write;

use serde_json::json;

use super::PDF;
use crate::support::service::{Answer, Service, multipart};
use crate::support::{demo, run, sample};

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
        "Không phải tệp PDF."
    );
    assert_eq!(english.problem(422, "not-a-pdf")["title"], "Not a PDF.");
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
    // Its form is not negotiated, and its address is its own.
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
    // The service refuses an announced length before the client sends the body.
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

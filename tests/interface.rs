//! The interface description, and what it promises of every call.

use std::collections::HashSet;
use std::fs;

use serde_json::{Value, json};

use crate::support::service::{Answer, Service, multipart};
use crate::support::{demo, run, sample};

const PDF: &str = "application/pdf";

fn described() -> (Service, Value) {
    let service = Service::of_demo();
    let description = service.get("/openapi.json").json();
    (service, description)
}

/// Path and operation of each call.
fn operations(description: &Value) -> Vec<(&str, &Value)> {
    let paths = description["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().values();
            operations.map(move |operation| (path.as_str(), operation))
        })
        .collect()
}

#[test]
fn each_operation_has_a_name_of_its_own_and_each_answer_a_description() {
    let (_service, description) = described();
    assert_eq!(description["servers"][0]["url"], "/");
    assert!(description["security"].is_array());
    let mut names = HashSet::new();
    for (path, operation) in operations(&description) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{name} twice");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let text = response["description"].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{path}: {status}");
        }
        let parameters = operation["parameters"].as_array().unwrap();
        let lang = parameters.iter().find(|one| one["name"] == "lang");
        assert_eq!(
            lang.unwrap()["schema"]["enum"],
            json!(["vi", "en"]),
            "{path}"
        );
    }
}

#[test]
fn no_schema_is_empty_and_requests_to_sign_are_told_by_their_operation() {
    let (_service, description) = described();
    let schemas = &description["components"]["schemas"];
    for (name, schema) in schemas.as_object().unwrap() {
        require_substance(name, schema);
    }
    assert_eq!(
        schemas["SignatureRequest"]["discriminator"]["propertyName"],
        "operation"
    );
    for (name, operation) in [("ApproveRequest", "approve"), ("IssueRequest", "issue")] {
        let schema = &schemas[name];
        assert_eq!(schema["additionalProperties"], false, "{name}");
        assert_eq!(
            schema["properties"]["operation"]["enum"],
            json!([operation])
        );
        let required = schema["required"].as_array().unwrap();
        assert!(required.contains(&json!("operation")), "{name}");
    }
    for form in ["DocumentForm", "SignatureForm"] {
        assert_eq!(schemas[form]["additionalProperties"], false, "{form}");
    }
    let levels = json!(["B-B", "B-T", "B-LT", "B-LTA"]);
    assert_eq!(schemas["SigningLevel"]["enum"], levels);
    let signing = &description["paths"]["/v1/signatures"]["post"];
    let form = &signing["requestBody"]["content"]["multipart/form-data"];
    assert_eq!(form["encoding"]["file"]["contentType"], PDF);
    let headers = &signing["responses"]["200"]["headers"];
    assert_eq!(headers["Kyso-Level"]["schema"]["enum"], levels);
    // The service's own state, not the revocation that the report calls Status.
    assert!(schemas["ServiceStatus"]["properties"]["max_file_size"].is_object());
}

/// Alternatives say something each, and there are several of them.
fn require_substance(place: &str, schema: &Value) {
    match schema {
        Value::Object(object) => {
            for key in ["oneOf", "anyOf"] {
                let alternatives = object.get(key).and_then(Value::as_array);
                let alternatives = alternatives.map_or(&[][..], Vec::as_slice);
                assert_ne!(alternatives.len(), 1, "{place}: {key}");
                assert!(!alternatives.contains(&json!({})), "{place}: {key}");
            }
            for (key, value) in object {
                require_substance(&format!("{place}.{key}"), value);
            }
        }
        Value::Array(array) => array.iter().for_each(|one| require_substance(place, one)),
        _ => {}
    }
}

#[test]
fn every_problem_is_listed_and_the_calls_that_take_files_say_when_to_come_again() {
    let (service, description) = described();
    let text = description["info"]["description"].as_str().unwrap();
    assert!(text.contains("15 minutes"), "{text}");
    for path in ["/v1/verifications", "/v1/signatures"] {
        let operation = &description["paths"][path]["post"];
        let responses = &operation["responses"];
        for status in ["400", "403", "408", "413", "415", "422", "429"] {
            let content = &responses[status]["content"]["application/problem+json"];
            assert!(content["schema"].is_object(), "{path}: {status}");
        }
        let headers = &responses["429"]["headers"];
        assert_eq!(headers["Retry-After"]["schema"]["type"], "integer");
    }
    let answered = [
        service.post("/v1/verifications", PDF, b"GIF89a"),
        service.post("/v1/verifications", "text/plain", b"a"),
        service.post("/v1/verifications", PDF, b""),
        service.get("/v1/nothing"),
        service.ask("GET", "/v1/keys", &[("Host", "kyso.example")], b""),
    ];
    for answer in answered {
        let body = answer.json();
        let uri = body["type"].as_str().unwrap();
        let line = format!("| `{uri}` | {} |", answer.status);
        assert!(text.contains(&line), "{line}: {text}");
    }
    let pdf = demo().bytes("quyet-dinh.pdf");
    let found = service.post("/v1/verifications", PDF, &pdf);
    let place = format!("/v1/verifications/{}", found.json()["id"].as_str().unwrap());
    assert_eq!(found.header("content-location"), Some(&*place));
    let declared =
        &description["paths"]["/v1/verifications"]["post"]["responses"]["200"]["headers"];
    assert!(declared["Content-Location"].is_object(), "{declared}");
}

/// One reader of `lang`: it counts before the header, for reports and for problems alike, however it is sent.
#[test]
fn the_query_names_the_language_of_every_call() {
    let service = Service::of_demo();
    let pdf = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let headers = [("Content-Type", PDF), ("Accept-Language", "vi")];
    let posted = service.ask("POST", "/v1/verifications?lang=%65n", &headers, &pdf);
    let report = posted.json();
    assert!(
        report["headline"].as_str().unwrap().starts_with("VALID"),
        "{report}"
    );
    let id = report["id"].as_str().unwrap();
    let again = |query: &str| {
        let address = format!("/v1/verifications/{id}{query}");
        let answer = service.ask("GET", &address, &[("Accept-Language", "vi")], b"");
        answer.json()["headline"].as_str().unwrap().to_owned()
    };
    assert!(again("?lang=en").starts_with("VALID"));
    assert!(again("?lang=fr").starts_with("HỢP LỆ"));
    let refused = service.ask("POST", "/v1/signatures?lang=en", &headers, &pdf);
    let told = refused.problem(415, "media-type");
    assert!(
        told["title"].as_str().unwrap().starts_with("This"),
        "{told}"
    );
}

/// The command line makes a record of such a file; so does the service.
#[test]
fn a_file_that_cannot_be_read_has_a_record() {
    let service = Service::of_demo();
    let broken = &demo().bytes("quyet-dinh-ban-hanh.pdf")[..5000];
    let refused = service.post("/v1/verifications?name=hong.pdf", PDF, broken);
    let told = refused.problem(422, "unreadable-pdf");
    let record = told["record"].as_str().unwrap();
    let file = service.get(record);
    assert_eq!((file.status, file.header("content-type")), (200, Some(PDF)));
    assert!(file.body.starts_with(b"%PDF-"));
    let address = record.strip_suffix("/report.pdf").unwrap();
    let page = html(&service, address);
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("hong.pdf"), dir.path().join("a.html"));
    fs::write(&path, broken).unwrap();
    let [path, out] = [path, out].map(|path| path.to_str().unwrap().to_owned());
    let trust = demo().trust();
    run(["verify", "--trust", &trust, &path, "-o", &out]).expect(5);
    let of_command = fs::read_to_string(&out).unwrap();
    for part in ["KHÔNG ĐỌC ĐƯỢC", "hong.pdf", "tệp không đầy đủ", "SHA-256"] {
        assert!(page.contains(part) && of_command.contains(part), "{part}");
    }
    assert_eq!(without_times(&page), without_times(&of_command));
    service.get(address).problem(422, "unreadable-pdf");
    for absent in [
        "/pages/1.png",
        "/revisions/1.pdf",
        "/validation",
        "/evidence.zip",
    ] {
        let nothing = service.get(&format!("{address}{absent}"));
        nothing.problem(404, "not-found");
    }
    let other = service.post("/v1/verifications", PDF, b"GIF89a");
    let other = other.problem(422, "not-a-pdf");
    let page = html(
        &service,
        other["record"]
            .as_str()
            .unwrap()
            .strip_suffix("/report.pdf")
            .unwrap(),
    );
    assert!(page.contains("KHÔNG ĐỌC ĐƯỢC"), "{page}");
    // The service never looked at an empty body, so it has no record of it.
    let empty = service.post("/v1/verifications", PDF, b"");
    assert_eq!(empty.problem(400, "empty-body")["record"], Value::Null);
}

fn html(service: &Service, address: &str) -> String {
    let answer = service.ask("GET", address, &[("Accept", "text/html")], b"");
    assert_eq!(answer.status, 200, "{answer:?}");
    String::from_utf8(answer.body).unwrap()
}

/// The lines of a record without those that tell a time.
fn without_times(page: &str) -> Vec<&str> {
    let lines = page.lines().filter(|line| !line.contains("+07:00"));
    lines.collect()
}

/// The words of the picture's decoder are for programmers.
#[test]
fn a_damaged_picture_is_told_in_words_for_people() {
    let service = Service::of_demo();
    let mut picture = fs::read(sample("chu-ky-mau.png")).unwrap();
    picture[29] ^= 1;
    let request = json!({"operation": "approve", "key": "nguoi-ky", "signer": "Trần Thị Minh Ánh"})
        .to_string();
    let document = demo().bytes("quyet-dinh.pdf");
    let parts = [
        ("file", Some("a.pdf"), &document[..]),
        ("request", None, request.as_bytes()),
        ("image", Some("i.png"), &picture),
    ];
    let (media_type, body) = multipart(&parts);
    let ask = |query: &str| -> Answer {
        service.post(&format!("/v1/signatures{query}"), &media_type, &body)
    };
    for (query, expected) in [
        ("", "tệp bị hỏng hoặc sai cấu trúc"),
        ("?lang=en", "the file is damaged"),
    ] {
        let told = ask(query).problem(422, "signing-refused");
        let detail = told["detail"].as_str().unwrap();
        assert!(
            detail.contains(expected) && !detail.contains('{'),
            "{detail}"
        );
    }
}

/// The warnings are those of the command line.
#[test]
fn a_date_before_the_approval_is_told_over_http() {
    let service = Service::of_demo();
    let document = demo().bytes("quyet-dinh-da-ky.pdf");
    let request = |date: &str| json!({"operation": "issue", "key": "co-quan", "number": "12", "date": date, "diameter_mm": 36});
    let early = crate::http::sign(
        &service,
        &document,
        &request("2026-01-20"),
        "con-dau-mau.png",
    );
    assert_eq!(
        (early.status, early.header("kyso-date")),
        (200, Some("early"))
    );
}

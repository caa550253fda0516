//! The interface description: it covers every route, and declares every answer.

use serde_json::{Value, json};

use super::PDF;
use crate::support::demo;
use crate::support::service::Service;

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

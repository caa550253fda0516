//! What the handler of `POST /v1/signatures` cannot declare of itself: the kinds of its parts, the values of its headers.

use serde_json::{Value, json};

/// Describes the parts and the headers of the answer.
pub(super) fn describe_parts(document: &mut Value) {
    let Some(operation) = document.pointer_mut("/paths/~1v1~1signatures/post") else {
        return;
    };
    let form = operation.pointer_mut("/requestBody/content/multipart~1form-data");
    if let Some(form) = form.and_then(Value::as_object_mut) {
        let encoding = json!({
            "file": {"contentType": "application/pdf"},
            "request": {"contentType": "application/json"},
            "image": {"contentType": "image/png"},
        });
        form.insert("encoding".to_owned(), encoding);
    }
    for (name, values) in HEADERS {
        let header = operation.pointer_mut(&format!("/responses/200/headers/{name}"));
        if let Some(header) = header.and_then(Value::as_object_mut) {
            let schema = json!({"type": "string", "enum": values});
            header.insert("schema".to_owned(), schema);
        }
    }
}

const LEVELS: &[&str] = &["B-B", "B-T", "B-LT", "B-LTA"];

/// The values of the headers.
const HEADERS: [(&str, &[&str]); 7] = [
    ("Kyso-Level", LEVELS),
    ("Kyso-Wanted-Level", LEVELS),
    ("Kyso-Name", &["differs"]),
    ("Kyso-Holder", &["person", "organisation"]),
    ("Kyso-Test-Key", &["pkcs12"]),
    ("Kyso-Date", &["early"]),
    ("Kyso-Draft", &["marked"]),
];

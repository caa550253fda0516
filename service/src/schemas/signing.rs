//! What the handler of `POST /v1/signatures` cannot declare of itself: the kinds of its parts, the values of its headers.

use serde_json::{Value, json};

use super::parts::{MissingPart, object_at};

/// Describes the parts and the headers of the answer.
pub(super) fn describe_parts(document: &mut Value) -> Result<(), MissingPart> {
    let encoding = json!({
        "file": {"contentType": "application/pdf"},
        "request": {"contentType": "application/json"},
        "image": {"contentType": "image/png"},
    });
    let form = format!("{OPERATION}/requestBody/content/multipart~1form-data");
    object_at(document, &form)?.insert("encoding".to_owned(), encoding);
    for (name, values) in HEADERS {
        let header = format!("{OPERATION}/responses/200/headers/{name}");
        let schema = json!({"type": "string", "enum": values});
        object_at(document, &header)?.insert("schema".to_owned(), schema);
    }
    Ok(())
}

/// Where the interface description has `POST /v1/signatures`.
const OPERATION: &str = "/paths/~1v1~1signatures/post";

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

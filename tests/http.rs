//! The service over HTTP: every status, the limits, and the clients that it refuses.

mod access;
mod description;
mod keys;
mod lifecycle;
mod signing;
mod verifying;

use std::fs;

use serde_json::{Value, json};

use crate::support::sample;
use crate::support::service::{Answer, Service, multipart};

const PDF: &str = "application/pdf";

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

fn issuing() -> Value {
    json!({"operation": "issue", "key": "co-quan", "number_printed": true, "diameter_mm": 36})
}

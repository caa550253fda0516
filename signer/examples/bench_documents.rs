//! Writes the documents of the benchmarks and their trust folder, for measuring whole processes.
//!
//! usage: bench_documents FOLDER
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../benches/support/documents.rs"]
#[allow(dead_code)]
mod documents;
#[path = "../tests/signing/support.rs"]
#[allow(dead_code)]
mod support;

use std::fs;
use std::path::Path;

use documents::*;
use support::*;

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    let trust = folder.join("trust");
    fs::create_dir_all(&trust).unwrap();
    let (certificates, lists) = pki().material();
    for (number, certificate) in certificates.iter().enumerate() {
        fs::write(trust.join(format!("{number}.der")), certificate.der()).unwrap();
    }
    for (number, list) in lists.iter().enumerate() {
        fs::write(trust.join(format!("{number}.crl")), list.der()).unwrap();
    }
    let documents = [
        ("small.pdf", approved_and_sealed(&bytes(DECISION.file))),
        ("pages.pdf", approved_and_sealed(&with_pages(2998))),
        (
            "pictures.pdf",
            approved_and_sealed(&with_pictures(48, 1_400_000)),
        ),
        (
            "signatures.pdf",
            signed_times(&with_pictures(1, 1_000_000), 100),
        ),
        ("replaced.pdf", with_objects_replaced(20_000)),
        ("added.pdf", with_validation_data(20_000)),
        ("revisions.pdf", with_revisions(10_000)),
    ];
    for (name, document) in documents {
        fs::write(folder.join(name), document).unwrap();
    }
}

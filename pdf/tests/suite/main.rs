//! Tests on whole files: those of `testdata/samples`, and small ones written here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod appending;
mod build;
mod damage;
mod encrypted;
mod extracting;
mod hostile;
mod odd;
mod reading;
mod refusing;
mod security_store;

/// The bytes of a sample document.
fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

const SAMPLES: [&str; 7] = [
    "quyet-dinh.pdf",
    "quyet-dinh-xref-stream.pdf",
    "quyet-dinh-linearized.pdf",
    "cong-van.pdf",
    "cong-van-rotate90.pdf",
    "ke-hoach-nhieu-trang.pdf",
    "ban-quet-200dpi.pdf",
];

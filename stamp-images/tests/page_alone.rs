//! The text of a page that was taken out of its file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/samples.rs"]
mod samples;

use kyso_pdf::Document;
use kyso_stamp_images::TextDocument;

#[test]
fn a_page_alone_reads_as_in_its_file() {
    for name in [
        "quyet-dinh.pdf",
        "quyet-dinh-xref-stream.pdf",
        "quyet-dinh-linearized.pdf",
        "cong-van.pdf",
        "cong-van-rotate90.pdf",
        "ke-hoach-nhieu-trang.pdf",
    ] {
        let bytes = samples::bytes(name);
        let whole = TextDocument::open(&bytes).unwrap();
        let document = Document::open(&bytes).unwrap();
        let view = document.latest();
        for (index, page) in view.pages(usize::MAX).unwrap().iter().enumerate() {
            let alone = view.page_alone(page.id).unwrap();
            let alone = TextDocument::open(&alone).unwrap();
            assert_eq!(alone.page_count(), 1, "{name}");
            let (expected, found) = (whole.page(index).unwrap(), alone.page(0).unwrap());
            assert!(expected.has_text(), "{name}, page {index}");
            assert_eq!(found.pieces(), expected.pieces(), "{name}, page {index}");
            assert_eq!(found.frame(), expected.frame(), "{name}, page {index}");
            assert_eq!(
                found.obstacles(),
                expected.obstacles(),
                "{name}, page {index}"
            );
        }
    }
}

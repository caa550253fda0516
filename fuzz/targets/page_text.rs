//! The text of pages: of a whole file from a script, or of a page of a sample that gets other contents.
//!
//! First byte: which of the two. What a page costs stays within its limits, and the plain copy from which it is read is a
//! file of one page that can be read.
#![no_main]

use kyso_fuzz::file;
use kyso_pdf::{Dictionary, Document, Stream, Update};
use kyso_stamp_images::{TextDocument, TextLimits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: assert_readable(), |data: &[u8]| {
    let Some((&selector, rest)) = data.split_first() else {
        return;
    };
    match selector {
        0 => read(&file(rest)),
        _ => read(&with_content(rest)),
    };
});

/// Nothing would be found out about pages that cannot be read.
fn assert_readable() {
    let shown = b"BT /F1 12 Tf 72 700 Td (abc) Tj ET /Im1 Do /Fm1 Do";
    assert_ne!(read(&with_content(shown)), 0);
}

/// Reads the first pages; says how many could be read.
fn read(bytes: &[u8]) -> usize {
    let Ok(document) = TextDocument::open_with(bytes, LIMITS) else {
        return 0;
    };
    let pages = 0..document.page_count().min(PAGES);
    let read = pages.filter(|index| {
        let before = document.decoded();
        let Ok(page) = document.page(*index) else {
            return false;
        };
        assert!(document.decoded() - before <= LIMITS.bytes, "decoded bytes");
        let letters = page.pieces().iter().map(|piece| piece.text.chars().count());
        // A ligature is one glyph; spaces between words are none.
        assert!(letters.sum::<usize>() <= 20 * LIMITS.glyphs, "glyphs");
        if let Ok(copy) = document.copy(*index) {
            assert_readable_copy(copy);
        }
        true
    });
    read.count()
}

/// What the copy of a page is, another reading finds no trouble with.
fn assert_readable_copy(copy: &[u8]) {
    let document = Document::open(copy).expect("the copy is a file");
    let pages = document.latest().pages(usize::MAX);
    assert_eq!(pages.expect("the copy has pages").len(), 1);
    let document = TextDocument::of(document.latest()).expect("the copy can be opened");
    document.page(0).expect("the copy can be read");
}

/// The page of a sample, with other contents.
fn with_content(content: &[u8]) -> Vec<u8> {
    let document = Document::open(PAGE).expect("the base is a file");
    let mut update = Update::new(&document).expect("the base can be updated");
    let page = document.latest().page(0);
    let page = page.ok().flatten().expect("the base has a page");
    let content = update.add(Stream::new(Dictionary::new(), content.to_vec()));
    let object = document
        .latest()
        .object(page.id)
        .expect("its page is there");
    let entries = object.as_dictionary().expect("a page is a dictionary");
    update.set(page.id, entries.clone().with("Contents", content));
    update.finish().expect("the update is written")
}

/// Made by the example page_seeds from a sample: fonts of its own, a picture, a form.
const PAGE: &[u8] = include_bytes!("../base/page.pdf");

const PAGES: usize = 3;

/// Less than usual, so that an input ends soon.
const LIMITS: TextLimits = TextLimits {
    pages: PAGES,
    glyphs: 5_000,
    bytes: 1 << 20,
    operators: 50_000,
    calls: 500,
    lookups: 5_000_000,
};

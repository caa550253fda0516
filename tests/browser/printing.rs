//! The printed page and the record, drawn by Chromium and looked at as pixels.

use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_test_needs::program;

use super::{check, page};
use crate::support::demo;
use crate::support::service::Service;

/// The browser prints what lies over the pictures of pages as an outline, so that paper shows signature, seal, number and date.
#[test]
fn a_printed_page_shows_what_was_signed_and_ends_with_its_last_page() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service).filter(|_| program("pdftoppm")) else {
        return;
    };
    let issued = demo().path("quyet-dinh-ban-hanh.pdf");
    check(&mut browser, &issued);
    browser.wait_for("[...document.querySelectorAll('.page img')].every((image) => image.complete && image.naturalWidth > 500)");
    let printed = browser.print();
    if let Some(dir) = std::env::var_os("KYSO_SCREENSHOTS") {
        fs::write(Path::new(&dir).join("12-printed.pdf"), &printed).unwrap();
    }
    let [document, paper] = [&fs::read(issued).unwrap(), &printed].map(|pdf| Ink::of(pdf));
    assert!(paper.last_page > 1_000, "a blank last page: {paper:?}");
    // The browser prints the pages of the document a little smaller than they are.
    assert!(document.red > 1_000 && document.blue > 200, "{document:?}");
    assert!(paper.red > document.red / 3, "{paper:?} of {document:?}");
    assert!(paper.blue > document.blue / 3, "{paper:?} of {document:?}");
}

/// Pixels of a PDF that are not white.
#[derive(Debug)]
struct Ink {
    red: usize,
    /// Of the blue of signatures, which is brighter than that of the page's own frames.
    blue: usize,
    last_page: usize,
}

impl Ink {
    fn of(pdf: &[u8]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.pdf");
        fs::write(&file, pdf).unwrap();
        let drawn = Command::new("pdftoppm")
            .args(["-r", "72"])
            .args([&file, &dir.path().join("page")])
            .status();
        assert!(drawn.unwrap().success());
        let names = fs::read_dir(dir.path()).unwrap();
        let names = names.map(|entry| entry.unwrap().path());
        let mut pages: Vec<_> = names.filter(|name| *name != file).collect();
        pages.sort();
        let pages: Vec<Vec<[u8; 3]>> = pages.iter().map(|page| pixels(page)).collect();
        let count = |test: fn(&&[u8; 3]) -> bool| pages.iter().flatten().filter(test).count();
        let last = pages.last().unwrap().iter();
        Self {
            red: count(|[r, g, b]| *r > 150 && *g < 110 && *b < 110),
            blue: count(|[r, g, b]| *b > 130 && *r < 90 && *g < 110),
            last_page: last
                .filter(|pixel| pixel.iter().any(|part| *part < 200))
                .count(),
        }
    }
}

/// The pixels of a PPM file.
fn pixels(path: &Path) -> Vec<[u8; 3]> {
    let bytes = fs::read(path).unwrap();
    let head = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let (end, _) = { head }.nth(2).unwrap();
    let (pixels, _) = bytes[end + 1..].as_chunks::<3>();
    pixels.to_vec()
}

/// Signatures side by side have their numbers in one margin, below each other.
#[test]
fn numbers_of_places_do_not_lie_over_each_other() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    // The same page with eight signatures in one row of its left half, as the service would tell of them.
    let shown = "import('/page/report.js').then(async ({ showResult }) => {
        const id = document.getElementById('record-pdf').href.split('/').at(-2);
        const report = await (await fetch('/v1/verifications/' + id)).json();
        const places = [...Array(8).keys()].map((signature) => ({ signature, left: 0.1 + 0.04 * signature, top: 0.5, width: 0.03, height: 0.02 }));
        report.pages = [{ ...report.pages[0], places }];
        showResult(report, 'hang.pdf');
        const boxes = [...document.querySelectorAll('.place .number')].map((one) => one.getBoundingClientRect());
        return boxes.map(({ left, top, right, bottom }) => [left, top, right, bottom]);
    })";
    let boxes = browser.evaluate(shown);
    let boxes: Vec<[f64; 4]> = serde_json::from_value(boxes).unwrap();
    assert_eq!(boxes.len(), 8);
    for (index, [left, top, right, bottom]) in boxes.iter().enumerate() {
        for [other_left, other_top, other_right, other_bottom] in &boxes[..index] {
            let beside = right <= other_left || other_right <= left;
            let below = bottom <= other_top || other_bottom <= top;
            assert!(beside || below, "{boxes:?}");
        }
    }
    browser.screenshot("13-row.png");
}

/// The record in a browser: its own policy lets its style and its pictures pass.
#[test]
fn the_record_is_shown_as_a_page() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    check(&mut browser, &demo().path("quyet-dinh-ban-hanh.pdf"));
    let address = browser.evaluate(
        "new URL('.', document.getElementById('record-pdf').href).href.slice(0, -1) + '?lang=vi'",
    );
    browser.go(address.as_str().unwrap());
    browser.wait_for("document.querySelectorAll('.sheet').length === 1");
    assert_eq!(browser.text(".word"), "HỢP LỆ");
    let colour = browser.evaluate("getComputedStyle(document.querySelector('.word')).color");
    assert_eq!(colour, "rgb(10, 100, 56)");
    let drawn = "[...document.querySelectorAll('figure image')].every((image) => image.getBBox().width > 100)";
    assert_eq!(browser.evaluate(drawn), true);
    assert_eq!(
        browser.evaluate("document.querySelectorAll('figure image').length"),
        2
    );
    let too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.evaluate(too_wide), false);
    browser.screenshot("10-record.png");
    assert_eq!(browser.complaints, Vec::<String>::new());
}

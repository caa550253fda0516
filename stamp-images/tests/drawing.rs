//! Appearances in a file, measured on the pixels of the rendered page.
#![cfg(feature = "render")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/samples.rs"]
mod samples;

use jiff::civil::date;
use kyso_stamp_images::{
    Appearance, Millimetres, PageImage, RenderError, RenderLimits, SignatureQuery, StampPlace,
    TextDocument, ViewRect, find_numbering_places, find_signature_place, render_page, seal_place,
};
use samples::{bytes, picture, with_widget};

const DPI: f64 = 144.0;

fn render(pdf: &[u8], page_index: usize) -> PageImage {
    render_page(pdf, page_index, DPI, RenderLimits::default()).unwrap()
}

/// A document with signature, numbering and seal, and the places of the two images.
fn issued(pdf: &[u8], signer: &str) -> (Vec<u8>, StampPlace, StampPlace) {
    let document = TextDocument::open(pdf).unwrap();
    let image = picture("chu-ky-mau.png");
    let query = SignatureQuery {
        signer_name: signer,
        title: None,
        aspect: image.aspect(),
    };
    let person = find_signature_place(&document, &query).unwrap();
    let frame = document.page(person.page_index).unwrap().frame();
    let seal = seal_place(person.page_index, &frame, &person.rect, Millimetres(36.0)).unwrap();
    let numbering = find_numbering_places(&document).unwrap();
    let mut file = with_widget(pdf, "Person", &person, &Appearance::image(&image, &person));
    for stamp in numbering.stamps("5", date(2026, 2, 9)).unwrap() {
        file = with_widget(&file, "Numbering", &stamp.place, &stamp.appearance);
    }
    let image = picture("con-dau-mau.png");
    let file = with_widget(&file, "Seal", &seal, &Appearance::image(&image, &seal));
    (file, person, seal)
}

/// The rectangle around the pixels that `is` accepts, in points.
fn bounds(page: &PageImage, is: fn([u8; 4]) -> bool) -> ViewRect {
    let width = page.width() as usize;
    let mut edges = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for (index, pixel) in page.rgba().as_chunks::<4>().0.iter().enumerate() {
        if is(*pixel) {
            let (x, y) = ((index % width) as f64, (index / width) as f64);
            edges[0] = edges[0].min(x);
            edges[1] = edges[1].min(y);
            edges[2] = edges[2].max(x + 1.0);
            edges[3] = edges[3].max(y + 1.0);
        }
    }
    let [left, top, right, bottom] = edges.map(|pixels| pixels * 72.0 / DPI);
    ViewRect::from_edges(left, top, right, bottom)
}

fn is_red([red, green, blue, _]: [u8; 4]) -> bool {
    red > 150 && green < 100 && blue < 100
}

fn is_blue([red, green, blue, _]: [u8; 4]) -> bool {
    blue > 120 && red < 100 && green < 110
}

#[test]
fn the_seal_measures_36_mm_over_the_left_third_of_the_signature() {
    let (file, person, seal) = issued(&bytes("quyet-dinh.pdf"), "Trần Thị Minh Ánh");
    let page = render(&file, 1);
    let red = bounds(&page, is_red);
    // The drawn ring leaves 3 of 900 pixels free on each side.
    let diameter = Millimetres::from_points(red.width).0;
    assert!((diameter - 36.0).abs() < 0.5, "{diameter}");
    assert!((red.centre_x() - seal.area.centre_x()).abs() < 1.0);
    assert!((red.centre_y() - seal.area.centre_y()).abs() < 1.0);
    let third = person.area.left + person.area.width / 3.0;
    assert!((red.right() - third).abs() < 1.5, "{red:?} {third}");
    let blue = bounds(&page, is_blue);
    assert!(blue.left >= person.area.left && blue.right() <= person.area.right());
    assert!(
        blue.left < red.right(),
        "both stay readable: {blue:?} {red:?}"
    );
}

#[test]
fn a_page_stored_otherwise_looks_the_same() {
    let original = bytes("quyet-dinh.pdf");
    let (expected, ..) = issued(&original, "Trần Thị Minh Ánh");
    let expected = [0, 1].map(|page| render(&expected, page));
    for variant in samples::variants() {
        let (file, ..) = issued(&samples::stored_as(&original, variant), "Trần Thị Minh Ánh");
        for (page_index, expected) in expected.iter().enumerate() {
            let page = render(&file, page_index);
            let (width, height) = (page.width(), page.height());
            assert!(width.abs_diff(expected.width()) <= 1, "{variant:?}");
            assert!(height.abs_diff(expected.height()) <= 1, "{variant:?}");
            if page_index == 1 {
                for is in [is_red, is_blue] {
                    let (found, wanted) = (bounds(&page, is), bounds(expected, is));
                    assert!(
                        (found.left - wanted.left).abs() < 1.1,
                        "{variant:?} {found:?} {wanted:?}"
                    );
                    assert!(
                        (found.top - wanted.top).abs() < 1.1,
                        "{variant:?} {found:?} {wanted:?}"
                    );
                    assert!((found.width - wanted.width).abs() < 1.1, "{variant:?}");
                    assert!((found.height - wanted.height).abs() < 1.1, "{variant:?}");
                }
            }
        }
    }
}

#[test]
fn number_and_date_read_as_one_line() {
    for (name, expected) in [
        (
            "quyet-dinh.pdf",
            ["Số: 05 /QĐ-UBND", "Quảng Ninh, ngày 09 tháng 02 năm 2026"],
        ),
        (
            "cong-van-rotate90.pdf",
            ["Số: 05 /SKHCN-CĐS", "Lạng Sơn, ngày 09 tháng 02 năm 2026"],
        ),
    ] {
        let signer = if name.starts_with('q') {
            "Trần Thị Minh Ánh"
        } else {
            "Nguyễn Văn Đức"
        };
        let (file, ..) = issued(&bytes(name), signer);
        let document = TextDocument::open(&file).unwrap();
        let page = document.page(0).unwrap();
        for text in expected {
            assert!(
                page.pieces().iter().any(|piece| piece.text == text),
                "{:#?}",
                page.pieces()
            );
        }
        let error = find_numbering_places(&document).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "E2: the document already has a number: “{}”",
                expected[0].replace("05 /", "05/")
            )
        );
    }
}

#[test]
fn a_signed_place_is_occupied() {
    let (file, ..) = issued(&bytes("quyet-dinh.pdf"), "Trần Thị Minh Ánh");
    let document = TextDocument::open(&file).unwrap();
    let query = SignatureQuery {
        signer_name: "Trần Thị Minh Ánh",
        title: None,
        aspect: 2.0,
    };
    let error = find_signature_place(&document, &query).unwrap_err();
    assert_eq!(error, kyso_stamp_images::PlaceError::Occupied { page: 2 });
}

#[test]
fn page_pictures_are_png_within_limits() {
    let pdf = bytes("quyet-dinh.pdf");
    let page = render(&pdf, 0);
    assert_eq!((page.width(), page.height()), (1190, 1683));
    assert!(page.to_png().unwrap().starts_with(b"\x89PNG"));
    let limits = RenderLimits::default();
    let error = render_page(&pdf, 0, 2000.0, limits).unwrap_err();
    assert!(matches!(error, RenderError::Size { .. }), "{error}");
    let error = render_page(&pdf, 2, 72.0, limits).unwrap_err();
    assert_eq!(error, RenderError::NoSuchPage { page: 3, pages: 2 });
    let error = render_page(&bytes("cong-van-encrypted.pdf"), 0, 72.0, limits).unwrap_err();
    assert_eq!(error, RenderError::Encrypted);
    let error = render_page(b"%PDF-", 0, 72.0, limits).unwrap_err();
    assert_eq!(error, RenderError::NotReadable);
}

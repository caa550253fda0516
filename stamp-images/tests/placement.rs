//! Finding places (A2, B1, E2) on every sample document, and on its variants
//! with other rotations, origins and units.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/samples.rs"]
mod samples;

use jiff::civil::date;
use kyso_stamp_images::{
    BlockFault, DatePart, ExplicitPosition, Millimetres, PlaceError, SignatureQuery, StampPlace,
    TextDocument, TextLimits, Turn, ViewRect, check_seal_area, find_numbering_places,
    find_signature_place, seal_place, signature_block_around,
};
use samples::{bytes, text};

/// Sample, signer, lowest line of the title, page of the signature.
const SIGNED_BY: [(&str, &str, &str, usize); 6] = [
    ("quyet-dinh.pdf", "Trần Thị Minh Ánh", "PHÓ CHỦ TỊCH", 1),
    (
        "quyet-dinh-xref-stream.pdf",
        "Trần Thị Minh Ánh",
        "PHÓ CHỦ TỊCH",
        1,
    ),
    (
        "quyet-dinh-linearized.pdf",
        "Trần Thị Minh Ánh",
        "PHÓ CHỦ TỊCH",
        1,
    ),
    ("cong-van.pdf", "Nguyễn Văn Đức", "GIÁM ĐỐC", 0),
    ("cong-van-rotate90.pdf", "Nguyễn Văn Đức", "GIÁM ĐỐC", 0),
    (
        "ke-hoach-nhieu-trang.pdf",
        "Lê Thị Hồng Nhung",
        "PHÓ GIÁM ĐỐC",
        4,
    ),
];

fn query<'a>(signer_name: &'a str, title: Option<&'a str>) -> SignatureQuery<'a> {
    SignatureQuery {
        signer_name,
        title,
        aspect: 7.0 / 3.0,
    }
}

fn close(a: &ViewRect, b: &ViewRect) -> bool {
    [
        a.left - b.left,
        a.top - b.top,
        a.width - b.width,
        a.height - b.height,
    ]
    .iter()
    .all(|difference| difference.abs() < 0.05)
}

#[test]
fn the_signature_goes_between_title_and_name() {
    for (name, signer, title, page_index) in SIGNED_BY {
        let document = text(name);
        let place = find_signature_place(&document, &query(signer, Some(title))).unwrap();
        assert_eq!(place.page_index, page_index, "{name}");
        assert!((place.area.width / place.area.height - 7.0 / 3.0).abs() < 1e-6);
        let block = signature_block_around(&document, page_index, &place.rect).unwrap();
        assert_eq!(block.title_lines.last().unwrap(), title, "{name}");
        assert_eq!(block.name, signer, "{name}");
        assert!(block.is_centred(&place.area), "{name}");
        let page = document.page(page_index).unwrap();
        let covered = page
            .obstacles()
            .iter()
            .find(|text| text.overlaps(&place.area));
        assert_eq!(covered, None, "{name}");
    }
}

#[test]
fn the_whole_title_block_is_read() {
    let document = text("quyet-dinh.pdf");
    let place = find_signature_place(&document, &query("Trần Thị Minh Ánh", None)).unwrap();
    let block = signature_block_around(&document, 1, &place.rect).unwrap();
    let lines = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"];
    assert_eq!(block.title_lines, lines);
}

#[test]
fn case_spaces_and_composition_of_the_name_do_not_matter() {
    let document = text("quyet-dinh.pdf");
    for name in ["TRẦN THỊ MINH ÁNH", " Trần\u{a0}Thị  Minh A\u{301}nh "] {
        find_signature_place(&document, &query(name, Some("Phó Chủ tịch"))).unwrap();
    }
}

#[test]
fn a_name_or_title_that_is_not_there_is_said() {
    let document = text("quyet-dinh.pdf");
    let error = find_signature_place(&document, &query("Trần Thị Minh", None)).unwrap_err();
    assert!(
        matches!(error, PlaceError::NameNotFound { pages: 2, .. }),
        "{error}"
    );
    assert!(error.asks_for_position(), "{error}");
    let other = query("Trần Thị Minh Ánh", Some("GIÁM ĐỐC"));
    let error = find_signature_place(&document, &other).unwrap_err();
    let PlaceError::OtherTitle { found, page: 2, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(found, "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH");
}

#[test]
fn a_line_without_a_title_above_it_is_no_signature_block() {
    let document = text("quyet-dinh.pdf");
    let error = find_signature_place(&document, &query("nhận.", None)).unwrap_err();
    let fault = BlockFault::NoTitle;
    assert!(
        matches!(error, PlaceError::NoSignatureBlock { fault: f, .. } if f == fault),
        "{error}"
    );
}

#[test]
fn an_attachment_without_a_block_is_refused() {
    let document = text("phu-luc.pdf");
    let error = find_signature_place(&document, &query("Trần Thị Minh Ánh", None)).unwrap_err();
    assert!(matches!(error, PlaceError::NameNotFound { .. }), "{error}");
    let error = find_numbering_places(&document).unwrap_err();
    assert_eq!(error, PlaceError::NoNumberPlace { pages: 2 });
}

#[test]
fn scans_and_encrypted_files_are_refused_as_such() {
    for name in ["ban-quet-200dpi.pdf", "ban-quet-100dpi-den-trang.pdf"] {
        let document = text(name);
        let error = find_signature_place(&document, &query("Trần Thị Minh Ánh", None));
        assert_eq!(error.unwrap_err(), PlaceError::NoText, "{name}");
        assert_eq!(
            find_numbering_places(&document).unwrap_err(),
            PlaceError::NoText
        );
    }
    let error = TextDocument::open(&bytes("cong-van-encrypted.pdf")).unwrap_err();
    assert_eq!(error, PlaceError::Encrypted);
    let error = TextDocument::open(b"no PDF at all").unwrap_err();
    assert_eq!(error, PlaceError::NotReadable);
}

#[test]
fn a_scan_takes_a_position_given_by_hand() {
    let document = text("ban-quet-200dpi.pdf");
    let position: ExplicitPosition = "1,110,180".parse().unwrap();
    let frame = document.view_frame(position.page_index()).unwrap();
    let width = ExplicitPosition::SIGNATURE_WIDTH;
    let place = position.place(&frame, width, 7.0 / 3.0).unwrap();
    let from_top = Millimetres::from_points(frame.size().1 - place.rect.top).0;
    assert!((from_top - 180.0).abs() < 1e-6);
    let error = document.view_frame(1).unwrap_err();
    assert_eq!(error, PlaceError::NoSuchPage { page: 2, pages: 1 });
}

#[test]
fn number_and_date_stand_on_one_line_and_take_one_widget() {
    for (name, ..) in SIGNED_BY {
        let document = text(name);
        let places = find_numbering_places(&document).unwrap();
        assert!(places.is_one_line(), "{name}");
        let stamps = places.stamps("5", date(2026, 11, 20)).unwrap();
        assert_eq!(stamps.len(), 1, "{name}");
        let area = stamps[0].place.area;
        let number = places.number();
        assert!(
            area.left > number.left && area.top < number.baseline,
            "{name}"
        );
        assert!(area.width > 300.0 && area.height < 25.0, "{name}: {area:?}");
    }
}

#[test]
fn the_printed_year_must_agree() {
    let places = find_numbering_places(&text("cong-van.pdf")).unwrap();
    let error = places.stamps("5", date(2025, 11, 20)).unwrap_err();
    let expected = PlaceError::PrintedDate {
        part: DatePart::Year,
        printed: 2026,
        given: 2025,
    };
    assert_eq!(error, expected);
    let error = places.stamps("zero", date(2026, 11, 20)).unwrap_err();
    assert!(matches!(error, PlaceError::BadNumber { .. }));
}

#[test]
fn a_page_stored_otherwise_has_its_places_where_they_were() {
    for (name, signer) in [
        ("quyet-dinh.pdf", "Trần Thị Minh Ánh"),
        ("cong-van.pdf", "Nguyễn Văn Đức"),
    ] {
        let original = bytes(name);
        let expected = places(&original, signer);
        for variant in samples::variants() {
            let stored = samples::stored_as(&original, variant);
            let found = places(&stored, signer);
            for (found, expected) in found.iter().zip(&expected) {
                assert!(
                    close(&found.area, &expected.area),
                    "{variant:?}: {found:?} {expected:?}"
                );
                assert_eq!(Some(found.turn), Turn::from_degrees(variant.rotate));
                let frame = samples::frame(&stored, found.page_index);
                assert!(
                    close(&frame.to_view(&found.rect), &found.area),
                    "{variant:?}"
                );
            }
        }
    }
}

/// Signature, seal and numbering.
fn places(pdf: &[u8], signer: &str) -> [StampPlace; 3] {
    let document = TextDocument::open(pdf).unwrap();
    let person = find_signature_place(&document, &query(signer, None)).unwrap();
    let frame = document.page(person.page_index).unwrap().frame();
    let seal = seal_place(person.page_index, &frame, &person.rect, Millimetres(36.0)).unwrap();
    assert_eq!(check_seal_area(&person.area, &seal.area), Ok(()));
    let numbering = find_numbering_places(&document).unwrap();
    let stamps = numbering.stamps("5", date(2026, 11, 20)).unwrap();
    [person, seal, stamps[0].place]
}

#[test]
fn budgets_are_kept() {
    let limits = TextLimits {
        glyphs: 100,
        ..TextLimits::default()
    };
    let letter = bytes("cong-van.pdf");
    let document = TextDocument::open_with(&letter, limits).unwrap();
    let error = find_signature_place(&document, &query("Nguyễn Văn Đức", None)).unwrap_err();
    let budget = kyso_pdf::LimitKind::ShownTextBytes;
    let (page, limit) = (1, 400);
    assert_eq!(
        error,
        PlaceError::OverBudget {
            page,
            budget,
            limit
        }
    );
    let limits = TextLimits {
        pages: 2,
        ..TextLimits::default()
    };
    let plan = bytes("ke-hoach-nhieu-trang.pdf");
    let document = TextDocument::open_with(&plan, limits).unwrap();
    find_signature_place(&document, &query("Lê Thị Hồng Nhung", None)).unwrap();
    let error = find_signature_place(&document, &query("Không Có Ai", None)).unwrap_err();
    assert!(
        matches!(error, PlaceError::NameNotFound { pages: 2, .. }),
        "{error}"
    );
}

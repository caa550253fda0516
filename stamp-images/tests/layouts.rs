//! Layouts of headings and signature blocks that occur in practice (A2, A4, E2).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "layouts/blocks.rs"]
mod blocks;
#[path = "layouts/lines.rs"]
mod lines;
#[path = "support/pages.rs"]
mod pages;

use jiff::civil::{Date, date};
use kyso_stamp_images::{
    BlockFault, DatePart, PlaceError, SignatureQuery, StampPlace, TextDocument,
    find_numbering_places, find_signature_place,
};
use kyso_words::Localized;
use lines::{Line, document};

fn find(pages: &[&[Line]], name: &str, title: Option<&str>) -> Result<StampPlace, PlaceError> {
    find_in(&document(pages), name, title)
}

fn find_in(file: &[u8], name: &str, title: Option<&str>) -> Result<StampPlace, PlaceError> {
    let document = TextDocument::open(file).unwrap();
    let query = SignatureQuery {
        signer_name: name,
        title,
        aspect: 7.0 / 3.0,
    };
    find_signature_place(&document, &query)
}

/// The number of stamps for a heading with number 5.
fn stamps(lines: &[Line], date: Date) -> Result<usize, PlaceError> {
    let file = document(&[lines]);
    let document = TextDocument::open(&file).unwrap();
    Ok(find_numbering_places(&document)?.stamps("5", date)?.len())
}

const NAME: &str = "Trần Thị Minh Ánh";

fn block(left: f64, top: f64) -> [Line; 3] {
    [
        Line(left, top, "KT. CHỦ TỊCH"),
        Line(left, top + 16.0, "PHÓ CHỦ TỊCH"),
        Line(left, top + 90.0, NAME),
    ]
}

#[test]
fn the_name_in_the_text_and_among_the_recipients_is_no_block() {
    let mut lines = vec![
        Line(
            80.0,
            100.0,
            "Giao bà Trần Thị Minh Ánh, Phó Chủ tịch, chủ trì thực hiện.",
        ),
        Line(80.0, 120.0, "Giao bà Trần Thị Minh Ánh"),
        Line(80.0, 300.0, "Nơi nhận:"),
        Line(80.0, 316.0, "- Bà Trần Thị Minh Ánh;"),
        Line(80.0, 332.0, "- Bà Trần Thị Minh Ánh"),
    ];
    let only_text = find(&[&lines], NAME, None).unwrap_err();
    let fault = BlockFault::NoTitle;
    assert!(matches!(only_text, PlaceError::NoSignatureBlock { fault: f, .. } if f == fault));
    lines.extend(block(340.0, 300.0));
    assert!(find(&[&lines], NAME, None).is_ok());
}

#[test]
fn two_blocks_of_one_person_are_ambiguous_until_the_title_tells() {
    let first = block(300.0, 300.0);
    let second = [
        Line(300.0, 300.0, "TRƯỞNG BAN CHỈ ĐẠO"),
        Line(300.0, 390.0, NAME),
    ];
    let error = find(&[&first, &second], NAME, None).unwrap_err();
    let PlaceError::Ambiguous { spots, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(
        spots.iter().map(|spot| spot.page).collect::<Vec<_>>(),
        [2, 1]
    );
    assert!(
        error.vietnamese().contains("trang 2: 133 mm"),
        "{}",
        error.vietnamese()
    );
    let place = find(&[&first, &second], NAME, Some("Phó Chủ tịch")).unwrap();
    assert_eq!(place.page_index, 0);
}

#[test]
fn attachments_may_follow_the_signature() {
    let signed = block(300.0, 300.0);
    let attachment = [
        Line(250.0, 60.0, "PHỤ LỤC"),
        Line(80.0, 100.0, "1. Bà Trần Thị Minh Ánh là trưởng ban."),
    ];
    let place = find(&[&signed, &attachment, &attachment], NAME, None).unwrap();
    assert_eq!(place.page_index, 0);
}

#[test]
fn a_rank_may_stand_before_the_name() {
    let lines = [
        Line(300.0, 300.0, "Q. GIÁM ĐỐC"),
        Line(280.0, 390.0, "Thiếu tướng Trần Thị Minh Ánh"),
    ];
    assert!(find(&[&lines], NAME, Some("Q. GIÁM ĐỐC")).is_ok());
}

#[test]
fn side_by_side_blocks_do_not_disturb_each_other() {
    let lines = [
        Line(90.0, 300.0, "GIÁM ĐỐC"),
        Line(75.0, 390.0, "Nguyễn Văn Đức"),
        Line(340.0, 300.0, "PHÓ CHỦ TỊCH"),
        Line(335.0, 390.0, NAME),
    ];
    let right = find(&[&lines], NAME, None).unwrap();
    let left = find(&[&lines], "Nguyễn Văn Đức", None).unwrap();
    assert!(left.area.right() < right.area.left, "{left:?} {right:?}");
}

#[test]
fn without_a_gap_there_is_no_place() {
    let tight = [Line(300.0, 300.0, "GIÁM ĐỐC"), Line(290.0, 318.0, NAME)];
    let error = find(&[&tight], NAME, None).unwrap_err();
    let fault = BlockFault::NoGap;
    assert!(
        matches!(error, PlaceError::NoSignatureBlock { fault: f, .. } if f == fault),
        "{error}"
    );
    let small = [Line(300.0, 300.0, "GIÁM ĐỐC"), Line(290.0, 332.0, NAME)];
    let error = find(&[&small], NAME, None).unwrap_err();
    assert!(
        matches!(error, PlaceError::GapTooSmall { page: 1, .. }),
        "{error}"
    );
}

#[test]
fn text_beside_the_gap_makes_the_image_smaller() {
    let mut lines = vec![Line(
        105.0,
        350.0,
        "- Văn phòng Chính phủ và các bộ, ngành;",
    )];
    let block = block(330.0, 300.0);
    let wide = find(&[&block], NAME, None).unwrap();
    lines.extend(block);
    let narrow = find(&[&lines], NAME, None).unwrap();
    assert!(
        narrow.area.width < wide.area.width - 10.0,
        "{narrow:?} {wide:?}"
    );
    assert!((narrow.area.centre_x() - wide.area.centre_x()).abs() < 0.01);
}

#[test]
fn gaps_may_be_dotted() {
    let lines = [
        Line(90.0, 120.0, "Số:…….../QĐ-UBND"),
        Line(300.0, 120.0, "Quảng Ninh, ngày……tháng……năm 2026"),
    ];
    assert_eq!(stamps(&lines, date(2026, 11, 20)), Ok(1));
}

#[test]
fn the_number_may_be_followed_by_the_year() {
    let lines = [
        Line(90.0, 120.0, "Số:         /2026/QĐ-UBND"),
        Line(300.0, 120.0, "Quảng Ninh, ngày      tháng      năm 2026"),
    ];
    assert_eq!(stamps(&lines, date(2026, 11, 20)), Ok(1));
}

#[test]
fn number_and_date_on_two_lines_take_two_widgets() {
    let lines = [
        Line(90.0, 120.0, "Số:         /QĐ-UBND"),
        Line(300.0, 140.0, "Quảng Ninh, ngày      tháng      năm 2026"),
    ];
    assert_eq!(stamps(&lines, date(2026, 11, 20)), Ok(2));
}

#[test]
fn letters_that_a_matrix_makes_lean_are_italic() {
    for (operators, italic) in [("", false), ("1 0 0.2 1 0 0 cm", true)] {
        let line = pages::centred(200.0, 700.0, "ngày tháng");
        let file = pages::document_under(operators, &[vec![line]]);
        let document = TextDocument::open(&file).unwrap();
        let pieces = document.page(0).unwrap().pieces().to_vec();
        assert_eq!(pieces[0].text, "ngày tháng");
        assert_eq!(pieces[0].italic, italic, "{operators}");
    }
}

#[test]
fn text_across_the_page_is_read_as_such() {
    let lines = vec![pages::centred(300.0, 400.0, "DỰ THẢO")];
    let file = pages::document_under("0.9 0.44 -0.44 0.9 150 -100 cm", &[lines]);
    let document = TextDocument::open(&file).unwrap();
    let page = document.page(0).unwrap();
    assert_eq!(page.askew_text(), "DỰ THẢO");
    assert!(page.pieces().is_empty());
}

#[test]
fn what_is_printed_of_the_date_is_left_alone() {
    let heading = |date| {
        [
            Line(90.0, 120.0, "Số:         /QĐ-UBND"),
            Line(300.0, 120.0, date),
        ]
    };
    let month = heading("Hà Nội, ngày      tháng 11 năm 2026");
    assert_eq!(stamps(&month, date(2026, 11, 20)), Ok(1));
    let error = stamps(&month, date(2026, 12, 20)).unwrap_err();
    assert!(
        matches!(
            error,
            PlaceError::PrintedDate {
                part: DatePart::Month,
                ..
            }
        ),
        "{error}"
    );
    let started = heading("Hà Nội, ngày      tháng      năm 20");
    assert_eq!(stamps(&started, date(2026, 11, 20)), Ok(1));
    let other = heading("Hà Nội, ngày      tháng      năm 19");
    let error = stamps(&other, date(2026, 11, 20)).unwrap_err();
    assert!(
        matches!(
            error,
            PlaceError::PrintedDate {
                part: DatePart::Year,
                ..
            }
        ),
        "{error}"
    );
    let open = heading("Hà Nội, ngày      tháng      năm");
    assert_eq!(stamps(&open, date(2026, 11, 20)), Ok(1));
}

#[test]
fn what_is_filled_is_not_filled_again() {
    let number = [Line(90.0, 120.0, "Số: 12/QĐ-UBND")];
    let error = stamps(&number, date(2026, 11, 20)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "E2: the document already has a number: “Số: 12/QĐ-UBND”"
    );
    let dated = [
        Line(90.0, 120.0, "Số:         /QĐ-UBND"),
        Line(300.0, 120.0, "Hà Nội, ngày 20 tháng 11 năm 2026"),
    ];
    let error = stamps(&dated, date(2026, 11, 20)).unwrap_err();
    let found = "ngày 20 tháng 11 năm 2026".to_owned();
    assert_eq!(error, PlaceError::DateFilled { found });
}

#[test]
fn headings_that_cannot_be_filled_are_refused() {
    let no_date = [Line(90.0, 120.0, "Số:         /QĐ-UBND")];
    let error = stamps(&no_date, date(2026, 11, 20)).unwrap_err();
    assert_eq!(error, PlaceError::NoDatePlace { page: 1 });
    let narrow = [
        Line(90.0, 120.0, "Số: /QĐ-UBND"),
        Line(300.0, 120.0, "Hà Nội, ngày      tháng      năm 2026"),
    ];
    let error = stamps(&narrow, date(2026, 11, 20)).unwrap_err();
    assert!(matches!(error, PlaceError::SlotTooNarrow { .. }), "{error}");
    let two = [
        Line(90.0, 120.0, "Số:         /QĐ-UBND"),
        Line(90.0, 320.0, "Số:         /QĐ-UBND"),
        Line(300.0, 120.0, "Hà Nội, ngày      tháng      năm 2026"),
    ];
    let error = stamps(&two, date(2026, 11, 20)).unwrap_err();
    assert_eq!(error, PlaceError::SeveralNumberPlaces { page: 1, count: 2 });
}

#[test]
fn numbers_of_the_party_stand_before_a_hyphen() {
    let find = |number| {
        let printed = Line(330.0, 106.0, "Quảng Ninh, ngày      tháng      năm 2026");
        stamps(&[Line(60.0, 106.0, number), printed], date(2026, 11, 20))
    };
    for number in [
        "Số:        -QĐ/TU",
        "Số        - CV/VPTU",
        "Số:        -NQ/ĐU",
    ] {
        assert_eq!(find(number), Ok(1), "{number}");
    }
    let filled = find("Số: 12-QĐ/TU");
    assert!(
        matches!(filled, Err(PlaceError::NumberFilled { .. })),
        "{filled:?}"
    );
    for other in [
        "Số-QĐ/TU",
        "Số        -QĐ",
        "Số        -12/TU",
        "Số        - /TU",
    ] {
        let error = find(other);
        assert!(
            matches!(error, Err(PlaceError::NoNumberPlace { .. })),
            "{other}: {error:?}"
        );
    }
}

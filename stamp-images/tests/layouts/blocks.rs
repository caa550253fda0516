//! Blocks with an office above the name, with stray glyphs, parted by a page break.

use kyso_stamp_images::{
    BlockFault, Face, PlaceError, TextDocument, TextRun, signature_block_around,
};
use kyso_words::Localized;

use super::lines::Line;
use super::pages::{centred, document_of};
use super::{NAME, find, find_in};

/// A block of a committee, whose signer has an office of these lines as well.
fn committee(office: &[&str]) -> Vec<TextRun> {
    let mut lines = vec![
        centred(430.0, 300.0, "TM. BAN CHỈ ĐẠO"),
        centred(430.0, 316.0, "TRƯỞNG BAN"),
        centred(430.0, 420.0, NAME),
    ];
    let heights = (0_u8..).map(|line| 404.0 - 16.0 * f64::from(line));
    let office = office.iter().rev().zip(heights);
    lines.extend(office.map(|(line, baseline)| centred(430.0, baseline, line)));
    lines
}

#[test]
fn an_office_that_touches_the_name_belongs_to_the_name() {
    let offices: [&[&str]; 5] = [
        &["Phó Chánh Văn phòng"],
        &["PHÓ CHỦ TỊCH", "Ủy viên Ban Thường vụ Tỉnh ủy"],
        &["CHỦ TỊCH"],
        &["PHÓ CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH"],
        &["PHÓ CHỦ TỊCH", "THƯỜNG TRỰC", "ỦY BAN NHÂN DÂN TỈNH"],
    ];
    for office in offices {
        let file = document_of(&[committee(office)]);
        let place = find_in(&file, NAME, None).unwrap();
        let highest = 404.0 - 16.0 * (office.len() - 1) as f64;
        assert!(place.area.top > 316.0, "{office:?}: {place:?}");
        assert!(
            place.area.bottom() < highest - 10.0,
            "{office:?}: {place:?}"
        );
        assert!((place.area.centre_x() - 430.0).abs() < 1.0, "{office:?}");
        for title in [
            "TRƯỞNG BAN",
            "TM. Ban Chỉ đạo Trưởng ban",
            &office.join(" "),
        ] {
            assert_eq!(
                find_in(&file, NAME, Some(title)).as_ref(),
                Ok(&place),
                "{title}"
            );
        }
        let error = find_in(&file, NAME, Some("GIÁM ĐỐC")).unwrap_err();
        assert!(error.to_string().contains(office[0]), "{error}");

        let document = TextDocument::open(&file).unwrap();
        let block = signature_block_around(&document, 0, &place.rect).unwrap();
        assert_eq!(block.name, NAME, "{office:?}");
        assert_eq!(block.title_lines, ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"]);
        assert_eq!(block.office_lines, office);
        assert!(block.is_centred(&place.area), "{office:?}");
    }
}

/// Copies say that the original is signed; the picture goes beside these words, never over them.
#[test]
fn words_that_say_signed_are_no_title() {
    for (mark, baseline) in [
        ("(Đã ký)", 360.0),
        ("Đã kí", 340.0),
        ("ĐÃ KÝ", 395.0),
        ("(đã ký và đóng dấu)", 360.0),
        ("(Ký, ghi rõ họ tên)", 332.0),
        ("(Ký tên, đóng dấu)", 334.0),
    ] {
        for office in [&[][..], &["Phó Chánh Văn phòng"]] {
            let mut lines = committee(office);
            lines.push(centred(430.0, baseline, mark));
            if office.is_empty() || baseline < 390.0 {
                assert_beside(&document_of(&[lines]), (mark, baseline), office);
            }
        }
    }
}

fn assert_beside(file: &[u8], (mark, baseline): (&str, f64), office: &[&str]) {
    let place = find_in(file, NAME, None).unwrap_or_else(|e| panic!("{mark}: {e}"));
    let (top, bottom) = (place.area.top, place.area.bottom());
    assert!(
        bottom <= baseline - 8.0 || top >= baseline,
        "{mark} {baseline}: {place:?}"
    );
    assert!(top >= 316.0 && bottom <= 410.0, "{mark}: {place:?}");
    let document = TextDocument::open(file).unwrap();
    let block = signature_block_around(&document, 0, &place.rect).unwrap();
    assert_eq!(
        (block.name.as_str(), block.marks.len()),
        (NAME, 1),
        "{mark}"
    );
    assert_eq!(block.office_lines, office, "{mark}");
    assert!(block.is_centred(&place.area), "{mark}");
}

/// The office in small letters above the gap ends the title.
#[test]
fn an_office_in_small_letters_ends_a_title() {
    let lines = vec![
        centred(430.0, 300.0, "KT. CHÁNH VĂN PHÒNG"),
        centred(430.0, 316.0, "Phó Chánh Văn phòng"),
        centred(430.0, 420.0, NAME),
    ];
    let place = find_in(&document_of(&[lines]), NAME, None).unwrap();
    assert!(
        place.area.top > 316.0 && place.area.bottom() < 410.0,
        "{place:?}"
    );
}

/// Companies and schools write all of it in small letters.
#[test]
fn a_title_in_small_letters_stands_alone_on_the_axis_of_the_name() {
    let below = |title: &str, above: &[TextRun]| {
        let mut lines = above.to_vec();
        lines.push(centred(430.0, 316.0, title));
        lines.push(centred(430.0, 420.0, NAME));
        find_in(&document_of(&[lines]), NAME, None)
    };
    for title in [
        "Chủ tịch",
        "Giám đốc",
        "Phó Chủ tịch Ủy ban nhân dân tỉnh",
        "Người lập",
    ] {
        let place = below(title, &[]).unwrap_or_else(|error| panic!("{title}: {error}"));
        assert!(
            place.area.top > 316.0 && place.area.bottom() < 410.0,
            "{title}: {place:?}"
        );
    }
    below(
        "Giám đốc",
        &[centred(430.0, 300.0, "Thay mặt Ban Giám đốc")],
    )
    .unwrap();
    for form in ["Kt. Giám đốc", "K/T Giám đốc", "Tuq. Giám đốc"] {
        below("Trưởng phòng Tổ chức", &[centred(430.0, 300.0, form)]).unwrap();
        below(form, &[]).unwrap();
    }
    // The end of a sentence has other lines above it, and a line elsewhere is no title of the name.
    let sentence = Line(
        80.0,
        300.0,
        "Giao việc này cho ông Lê Văn A chủ trì, cùng với ông Trần Văn B",
    );
    let end = Line(330.0, 316.0, "Giám đốc Sở Nội vụ thực hiện");
    find(&[&[sentence, end, Line(345.0, 420.0, NAME)]], NAME, None).unwrap_err();
    let aside = [
        Line(80.0, 316.0, "Giám đốc Sở Nội vụ tỉnh và các ban của tỉnh"),
        Line(200.0, 420.0, NAME),
    ];
    find(&[&aside], NAME, None).unwrap_err();
    // Where one title is in capitals, the others stand in a list.
    let both = [
        centred(150.0, 200.0, "Giám đốc"),
        centred(150.0, 260.0, NAME),
        centred(430.0, 500.0, "GIÁM ĐỐC"),
        centred(430.0, 590.0, NAME),
    ];
    let place = find_in(&document_of(&[both.to_vec()]), NAME, None).unwrap();
    assert!(place.area.top > 500.0, "{place:?}");
}

/// The army, the police and schools write rank or degree above the name.
#[test]
fn a_rank_that_touches_the_name_belongs_to_the_name() {
    for rank in [
        "Đại tá",
        "Thượng tá",
        "Thiếu tướng",
        "THƯỢNG TÁ",
        "PGS.TS",
        "Thượng tá, Thạc sĩ",
    ] {
        for title in ["GIÁM ĐỐC", "Giám đốc"] {
            let lines = vec![
                centred(430.0, 316.0, title),
                centred(430.0, 404.0, rank),
                centred(430.0, 420.0, NAME),
            ];
            let file = document_of(&[lines]);
            let place = find_in(&file, NAME, None).unwrap_or_else(|e| panic!("{rank}: {e}"));
            assert!(
                place.area.top > 316.0 && place.area.bottom() < 394.0,
                "{rank}: {place:?}"
            );
            let document = TextDocument::open(&file).unwrap();
            let block = signature_block_around(&document, 0, &place.rect).unwrap();
            assert_eq!(block.name, NAME, "{rank}");
            assert_eq!(block.title_lines, [title], "{rank}");
            assert!(block.is_centred(&place.area), "{rank}");
        }
    }
}

#[test]
fn what_stands_in_brackets_belongs_to_its_title() {
    for title in [
        &["GIÁM ĐỐC", "(Chủ tịch Hội đồng thẩm định)"][..],
        &["CHỦ TỊCH (phụ trách)"],
        &[
            "TUQ. CHỦ TỊCH",
            "(Theo Quyết định số 12/QĐ-UBND)",
            "GIÁM ĐỐC SỞ NỘI VỤ",
        ],
        &["TM. HỘI ĐỒNG", "CHỦ TỊCH", "(Ủy quyền số 5/GUQ)"],
    ] {
        let heights = (0_u8..).map(|line| 284.0 + 16.0 * f64::from(line));
        let lines = title.iter().zip(heights);
        let mut lines: Vec<TextRun> = lines
            .map(|(line, baseline)| centred(430.0, baseline, line))
            .collect();
        let lowest = lines.last().unwrap().baseline;
        lines.push(centred(430.0, 420.0, NAME));
        let file = document_of(&[lines]);
        let place = find_in(&file, NAME, None).unwrap_or_else(|e| panic!("{title:?}: {e}"));
        assert!(
            place.area.top > lowest && place.area.bottom() < 410.0,
            "{title:?}: {place:?}"
        );
        let document = TextDocument::open(&file).unwrap();
        let block = signature_block_around(&document, 0, &place.rect).unwrap();
        assert_eq!(block.title_lines, title);
    }
}

#[test]
fn names_are_found_however_tones_and_apostrophes_are_written() {
    for (printed, asked) in [
        ("Nguyễn Thị Thuý", "Nguyễn Thị Thúy"),
        ("Lê Hòa", "Lê Hoà"),
        ("H’Yim Êban", "H'Yim Êban"),
        ("Y 'Thịnh Niê", "Y ’Thịnh Niê"),
    ] {
        let file = document_of(&[vec![
            centred(430.0, 316.0, "CHỦ TỊCH"),
            centred(430.0, 420.0, printed),
        ]]);
        find_in(&file, asked, None).unwrap_or_else(|error| panic!("{printed}: {error}"));
        find_in(&file, "Lê Hoa", None).unwrap_err();
    }
    let lines = vec![
        centred(430.0, 316.0, "CHÁNH TOÀ"),
        centred(430.0, 420.0, NAME),
    ];
    find_in(&document_of(&[lines]), NAME, Some("Chánh tòa")).unwrap();
}

#[test]
fn a_name_in_capitals_is_no_office() {
    let lines = vec![
        centred(430.0, 300.0, "GIÁM ĐỐC"),
        centred(430.0, 390.0, "TRẦN THỊ MINH ÁNH"),
        centred(430.0, 406.0, "Ủy viên Ban Chấp hành tỉnh"),
    ];
    let file = document_of(&[lines]);
    let place = find_in(&file, NAME, None).unwrap();
    let document = TextDocument::open(&file).unwrap();
    let block = signature_block_around(&document, 0, &place.rect).unwrap();
    assert_eq!(block.name, "TRẦN THỊ MINH ÁNH");
    assert!(block.office_lines.is_empty());
}

#[test]
fn a_title_that_touches_the_name_is_no_office_below_a_heading() {
    let no_gap = |lines: Vec<TextRun>| {
        let error = find_in(&document_of(&[lines]), NAME, None).unwrap_err();
        let fault = BlockFault::NoGap;
        assert!(
            matches!(error, PlaceError::NoSignatureBlock { fault: f, .. } if f == fault),
            "{error}"
        );
    };
    let name = || centred(430.0, 420.0, NAME);
    no_gap(vec![
        centred(430.0, 100.0, "DANH SÁCH"),
        centred(430.0, 404.0, "GIÁM ĐỐC"),
        name(),
    ]);
    no_gap(vec![
        centred(430.0, 300.0, "QUYẾT ĐỊNH"),
        centred(430.0, 388.0, "KT. GIÁM ĐỐC"),
        centred(430.0, 404.0, "PHÓ GIÁM ĐỐC"),
        name(),
    ]);
}

#[test]
fn a_stray_glyph_hides_no_name() {
    for (x, baseline) in [(405.0, 390.0), (432.0, 389.8), (430.0, 386.0)] {
        let mut lines = vec![
            centred(430.0, 300.0, "GIÁM ĐỐC"),
            centred(430.0, 390.0, NAME),
        ];
        let clean = find_in(&document_of(&[lines.clone()]), NAME, None).unwrap();
        lines.push(TextRun {
            x,
            baseline,
            size: 1.0,
            face: Face::Regular,
            text: "o".to_owned(),
        });
        let file = document_of(&[lines]);
        let place = find_in(&file, NAME, None).unwrap_or_else(|e| panic!("{x} {baseline}: {e}"));
        assert!((place.area.centre_x() - clean.area.centre_x()).abs() < 0.5);
        let document = TextDocument::open(&file).unwrap();
        let block = signature_block_around(&document, 0, &clean.rect).unwrap();
        assert_eq!(block.name, NAME);
    }
}

#[test]
fn a_title_on_the_page_before_is_said() {
    let folio = |number| Line(290.0, 60.0, number);
    let title = [
        Line(80.0, 740.0, "Nơi nhận:"),
        Line(330.0, 760.0, "KT. CHỦ TỊCH"),
        Line(330.0, 776.0, "PHÓ CHỦ TỊCH"),
        Line(290.0, 810.0, "1"),
    ];
    let name = [folio("2"), Line(330.0, 90.0, NAME)];
    let error = find(&[&title, &name], NAME, None).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the title stands on the page before"),
        "{error}"
    );
    let vietnamese = error.vietnamese();
    assert!(
        vietnamese.contains("chức vụ nằm ở trang trước"),
        "{vietnamese}"
    );
    let text = [
        Line(330.0, 60.0, "Giao các sở, ngành thực hiện"),
        Line(330.0, 90.0, NAME),
    ];
    let fault_of = |pages: &[&[Line]]| match find(pages, NAME, None) {
        Err(PlaceError::NoSignatureBlock { fault, .. }) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault_of(&[&title, &text]), BlockFault::NoTitle);
    assert_eq!(fault_of(&[&text, &name]), BlockFault::NoTitle);
}

//! Titles, names and blanks as documents of the field print them beside those of the samples: an office of the signer's own above
//! the name, a stray glyph, a title on the page before, drafts, digits that touch what is printed.

use kyso_stamp_images::Face;

use super::holders::{Holder, LEADER, PROVINCE, TONE};
use super::paper::{Part, Sheet, file};
use super::steps::*;
use super::{ORIGINAL, case};
use crate::Case;
use crate::signing::Look;

pub(super) fn cases() -> Vec<Case> {
    vec![
        issued(LEADER, "own-office-above-the-name", || {
            vec![named("Trần Thị Minh Ánh")]
        }),
        issued(LEADER, "own-office-of-two-lines-above-the-name", || {
            vec![own_office_of_two_lines()]
        }),
        issued(
            TONE,
            "own-office-above-a-name-with-its-tone-on-the-other-vowel",
            || vec![named("Nguyễn Thị Thúy")],
        ),
        issued(LEADER, "own-office-above-a-name-that-lacks-a-tone", || {
            vec![named("Trần Thị Minh Anh")]
        }),
        issued(LEADER, "stray-glyph-on-the-line-of-the-name", || {
            vec![stray_glyph()]
        }),
        issued(LEADER, "title-on-the-page-before", title_before),
        issued(LEADER, "draft-marked-as-such", || vec![draft()]),
        numbered("digits-in-blanks-of-two-spaces", 2),
        numbered("digits-in-blanks-of-three-spaces", 3),
    ]
}

/// Signed above the name on the last page, and sealed. Neither the place of the title nor the spelling of the name changes a
/// verdict or a role.
fn issued(holder: Holder, name: &'static str, sheets: fn() -> Vec<Sheet>) -> Case {
    let expected = ORIGINAL.with_signatures(2).with_roles("person agency");
    case(name, expected, move |base| {
        let sheets = sheets();
        let (page_index, centre) = match sheets.len() {
            1 => (0, GAP),
            _ => (1, ABOVE_NAME),
        };
        let steps = [
            signature(holder, centre, SMALL),
            seal_at(PROVINCE, centre, SMALL, SQUARE),
        ];
        let steps = steps.map(|step| Step { page_index, ..step });
        signed_on(base, file(&sheets), &steps)
    })
}

/// Signed and sealed, then the digits of number, day and month, wider than their blanks of so many spaces.
fn numbered(name: &'static str, spaces: usize) -> Case {
    let roles = "person agency numbering numbering numbering";
    let expected = ORIGINAL.with_signatures(5).with_roles(roles);
    case(name, expected, move |base| {
        let sheet = narrow(spaces);
        let texts: [&'static [&'static str]; 3] = [&["05"], &["20"], &["11"]];
        let digits = sheet.gaps.iter().zip(texts);
        let digits =
            digits.map(|(gap, text)| by(PROVINCE, Look::Words(over(gap, (16.0, 14.0)), text)));
        let mut steps = vec![
            signature(LEADER, GAP, SMALL),
            seal_at(PROVINCE, GAP, SMALL, SQUARE),
        ];
        steps.extend(digits);
        signed_on(base, file(&[sheet]), &steps)
    })
}

/// Between the titles and the name of the block on the right.
const GAP: (f64, f64) = (430.0, 842.0 - 358.0);
const ABOVE_NAME: (f64, f64) = (430.0, 842.0 - 50.0);
const BLOCK: f64 = 430.0;
const NAME: f64 = 420.0;

fn headed() -> Sheet {
    let mut sheet = Sheet::default();
    sheet.centred(150.0, 60.0, "TỈNH THỬ NGHIỆM");
    sheet.centred(BLOCK, 60.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    sheet.line(
        85.0,
        230.0,
        Face::Regular,
        "Điều 1. Quyết định này có hiệu lực kể từ ngày ký.",
    );
    sheet
}

fn own_office_of_two_lines() -> Sheet {
    let mut sheet = headed();
    sheet.centred(BLOCK, 284.0, "TM. BAN CHỈ ĐẠO");
    sheet.centred(BLOCK, 300.0, "PHÓ TRƯỞNG BAN");
    sheet.centred(BLOCK, 389.0, "PHÓ CHỦ TỊCH");
    sheet.centred(BLOCK, 404.0, "ỦY BAN NHÂN DÂN TỈNH");
    sheet.centred(BLOCK, NAME, "Trần Thị Minh Ánh");
    sheet
}

/// A block with this name below two titles.
fn named(name: &'static str) -> Sheet {
    let mut sheet = headed();
    sheet.centred(BLOCK, 284.0, "TM. BAN CHỈ ĐẠO");
    sheet.centred(BLOCK, 300.0, "TRƯỞNG BAN");
    sheet.centred(BLOCK, 404.0, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH");
    sheet.centred(BLOCK, NAME, name);
    sheet
}

fn stray_glyph() -> Sheet {
    let mut sheet = headed();
    sheet.centred(BLOCK, 300.0, "CHỦ TỊCH");
    sheet.centred(BLOCK, NAME, "Trần Thị Minh Ánh");
    sheet.speck(BLOCK - 58.0, NAME);
    sheet
}

fn title_before() -> Vec<Sheet> {
    let mut before = headed();
    before.centred(BLOCK, 780.0, "CHỦ TỊCH");
    let mut page = Sheet::default();
    page.centred(BLOCK, 110.0, "Trần Thị Minh Ánh");
    vec![before, page]
}

fn draft() -> Sheet {
    let mut sheet = headed();
    sheet.centred(150.0, 150.0, "DỰ THẢO LẦN 2");
    sheet.centred(BLOCK, 300.0, "CHỦ TỊCH");
    sheet.centred(BLOCK, NAME, "Trần Thị Minh Ánh");
    sheet
}

/// Blanks of so many spaces; the day is in italics, the month upright.
fn narrow(spaces: usize) -> Sheet {
    use Part::{Gap, Text};
    let gap = Face::Regular.width(&" ".repeat(spaces), 13.0).unwrap();
    let mut sheet = headed();
    sheet.row(
        80.0,
        110.0,
        Face::Regular,
        &[Text("Số:"), Gap(gap), Text("/QĐ-UBND")],
    );
    let day = [Text("Quảng Ngãi, ngày"), Gap(gap), Text("tháng")];
    let end = sheet.row(300.0, 110.0, Face::Italic, &day);
    sheet.row(end, 110.0, Face::Regular, &[Gap(gap), Text("năm 2026")]);
    sheet.centred(BLOCK, 300.0, "CHỦ TỊCH");
    sheet.centred(BLOCK, NAME, "Trần Thị Minh Ánh");
    sheet
}

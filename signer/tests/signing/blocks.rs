//! Blocks that the samples do not have: two titles, a title on the page before, drafts.

use kyso_signer::{Approval, Issuance, Numbering, SignError, Signed, approve, issue};
use kyso_stamp_images::{BlockFault, PlaceError, TextRun};
use kyso_verifier::{FormDetail, FormRule, LegalStatus, Role};
use kyso_words::{Lang, Localized};

use crate::pages::{centred, document_of};
use crate::support::*;

fn signed(pages: &[Vec<TextRun>]) -> Result<Signed, SignError> {
    let pki = pki();
    let approval = Approval::new(DECISION.signer, signature_image());
    approve(&document_of(pages), &approval, &pki.person, &pki.context())
}

#[test]
fn who_has_two_titles_signs_between_them() {
    let signed = signed(&[vec![
        centred(430.0, 300.0, "TM. BAN CHỈ ĐẠO"),
        centred(430.0, 316.0, "TRƯỞNG BAN"),
        centred(430.0, 404.0, "PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN"),
        centred(430.0, 420.0, DECISION.signer),
    ]])
    .unwrap();
    let signature = &signed.report.signatures[0];
    let mut findings = signature.form.iter();
    let between = findings
        .find(|finding| finding.rule == FormRule::A2)
        .unwrap();
    assert!(between.ok, "{between:?}");
    let FormDetail::BetweenTitleAndName { title, name, .. } = &between.detail else {
        panic!("{between:?}");
    };
    assert_eq!(
        (title.as_str(), name.as_str()),
        ("TRƯỞNG BAN", DECISION.signer)
    );
    let place = signature.place.unwrap().rect;
    assert!(
        place.top < 842.0 - 316.0 && place.bottom > 842.0 - 404.0,
        "{place:?}"
    );
}

#[test]
fn a_title_on_the_page_before_is_refused_in_both_languages() {
    let pages = [
        vec![centred(430.0, 780.0, "CHỦ TỊCH")],
        vec![centred(430.0, 90.0, DECISION.signer)],
    ];
    let error = signed(&pages).unwrap_err();
    let fault = BlockFault::TitleOnPageBefore;
    assert!(
        matches!(&error, SignError::Place(PlaceError::NoSignatureBlock { fault: f, page: 2, .. }) if *f == fault),
        "{error}"
    );
    let (vi, en) = (error.text(Lang::Vi), error.text(Lang::En));
    assert!(vi.contains("chức vụ nằm ở trang trước"), "{vi}");
    assert!(en.contains("the title stands on the page before"), "{en}");
}

/// Blocks as the army, companies and forms write them: the picture is between title and name, over
/// no words.
#[test]
fn ranks_demands_brackets_and_small_letters_are_signed_upon() {
    let name = DECISION.signer;
    let blocks: [(&str, &[(f64, &str)]); 4] = [
        (
            "army",
            &[(316.0, "CHỈ HUY TRƯỞNG"), (414.0, "Đại tá"), (430.0, name)],
        ),
        (
            "form",
            &[
                (316.0, "Giám đốc"),
                (332.0, "(Ký, ghi rõ họ tên)"),
                (430.0, name),
            ],
        ),
        (
            "council",
            &[
                (300.0, "CHỦ TỊCH HỘI ĐỒNG"),
                (316.0, "(Phó Chủ tịch tỉnh)"),
                (430.0, name),
            ],
        ),
        (
            "copy",
            &[(316.0, "Phó Chủ tịch"), (360.0, "(Đã ký)"), (430.0, name)],
        ),
    ];
    for (kind, lines) in blocks {
        let lines = lines.iter();
        let lines: Vec<TextRun> = lines.map(|(at, line)| centred(430.0, *at, line)).collect();
        let signed =
            signed(std::slice::from_ref(&lines)).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let signature = &signed.report.signatures[0];
        let mut findings = signature.form.iter();
        let between = findings
            .find(|finding| finding.rule == FormRule::A2)
            .unwrap();
        assert!(between.ok, "{kind}: {between:?}");
        let place = signature.place.unwrap().rect;
        let (top, bottom) = (842.0 - place.top, 842.0 - place.bottom);
        let is_covered = |line: &TextRun| top < line.baseline && bottom > line.baseline - 9.0;
        assert!(!lines.iter().any(is_covered), "{kind}: {place:?}");
        if let Ok(folder) = std::env::var("KYSO_KEEP") {
            std::fs::write(format!("{folder}/block-{kind}.pdf"), &signed.pdf).unwrap();
        }
    }
}

/// A page to be signed and issued, with this heading of its own.
fn headed(marking: TextRun) -> Vec<TextRun> {
    vec![
        marking,
        centred(150.0, 120.0, "Số:         /QĐ-UBND"),
        centred(400.0, 120.0, "Hà Nội, ngày      tháng      năm 2026"),
        centred(300.0, 200.0, "Dự thảo Nghị định được gửi kèm."),
        centred(430.0, 300.0, "CHỦ TỊCH"),
        centred(430.0, 390.0, DECISION.signer),
    ]
}

#[test]
fn a_draft_is_signed_with_a_warning_and_issued_only_on_request() {
    let pki = pki();
    let approved = signed(&[headed(centred(150.0, 150.0, "DỰ THẢO LẦN 2"))]).unwrap();
    assert_eq!(approved.draft.as_deref(), Some("DỰ THẢO LẦN 2"));
    let error = issued(&approved.pdf).unwrap_err();
    assert!(
        matches!(&error, SignError::Draft { marking } if marking == "DỰ THẢO LẦN 2"),
        "{error}"
    );
    let mut issuance = Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    issuance.allow_draft = true;
    let told = issue(&approved.pdf, &issuance, &pki.agency, &pki.context()).unwrap();
    assert_eq!(told.draft, approved.draft);
}

#[test]
fn what_only_speaks_of_a_draft_is_none() {
    let approved = signed(&[headed(centred(300.0, 60.0, "DỰ THẢO NGHỊ ĐỊNH"))]).unwrap();
    assert_eq!(approved.draft, None);
    assert_eq!(issued(&approved.pdf).unwrap().draft, None);
}

/// Some drafts leave two or three spaces for the digits: they go there where their position is given by hand.
#[test]
fn digits_fit_into_narrow_blanks_that_are_pointed_at() {
    let pki = pki();
    for spaces in [2, 3] {
        let gap = " ".repeat(spaces);
        let mut lines = headed(centred(300.0, 220.0, "Điều 1."));
        lines[1] = centred(150.0, 120.0, &format!("Số:{gap}/QĐ-UBND"));
        lines[2] = centred(
            400.0,
            120.0,
            &format!("Hà Nội, ngày{gap}tháng{gap}năm 2026"),
        );
        let ends = |line: &TextRun, before: &str| {
            let width = line.face.width(before, line.size).unwrap();
            let millimetres = |points: f64| points * 25.4 / 72.0;
            let (x, y) = (
                millimetres(line.x + width),
                millimetres(line.baseline - 9.1),
            );
            format!("1,{x:.1},{y:.1}").parse().unwrap()
        };
        let number = ends(&lines[1], "Số:");
        let slash = lines[1].x + lines[1].face.width(&format!("Số:{gap}"), 14.0).unwrap();
        let day = ends(&lines[2], "Hà Nội, ngày");
        let month = ends(&lines[2], &format!("Hà Nội, ngày{gap}tháng"));
        let approved = signed(&[lines]).unwrap();
        let numbering = Numbering::Placed {
            number: Some(("5", number)),
            date: Some((ISSUED_ON, &[day, month])),
        };
        let issuance = Issuance::with(seal_image(), DIAMETER, numbering);
        let issued = issue(&approved.pdf, &issuance, &pki.agency, &pki.context()).unwrap();
        assert_eq!(issued.report.legal_status, LegalStatus::Original);
        let digits = issued.report.signatures.iter();
        let digits: Vec<_> = digits.filter(|one| one.role == Role::Numbering).collect();
        assert_eq!(digits.len(), 3);
        // A point is left around them, and they do not run into the slash.
        let place = digits[0].place.unwrap().rect;
        assert!(place.right - 1.0 <= slash + 0.1, "{spaces}: {place:?}");
        if let Ok(folder) = std::env::var("KYSO_KEEP") {
            std::fs::write(format!("{folder}/narrow-{spaces}.pdf"), &issued.pdf).unwrap();
        }
    }
}

/// The same where only one of them is to be written.
#[test]
fn a_narrow_blank_beside_what_is_printed_takes_smaller_digits() {
    let pki = pki();
    let at = |line: &TextRun, before: &str| {
        let x = line.x + line.face.width(before, line.size).unwrap();
        let [x, y] = [x, line.baseline - 9.1].map(|points| points * 25.4 / 72.0);
        format!("1,{x:.1},{y:.1}").parse().unwrap()
    };
    for is_number in [true, false] {
        let mut lines = headed(centred(300.0, 220.0, "Điều 1."));
        let (number, date) = match is_number {
            true => ("Số:   /QĐ-UBND", "Hà Nội, ngày 20 tháng 11 năm 2026"),
            false => ("Số: 05/QĐ-UBND", "Hà Nội, ngày   tháng   năm 2026"),
        };
        lines[1] = centred(150.0, 120.0, number);
        lines[2] = centred(400.0, 120.0, date);
        let number = at(&lines[1], "Số:");
        let days = ["Hà Nội, ngày", "Hà Nội, ngày   tháng"].map(|before| at(&lines[2], before));
        let approved = signed(&[lines]).unwrap();
        let numbering = Numbering::Placed {
            number: is_number.then_some(("5", number)),
            date: (!is_number).then_some((ISSUED_ON, &days[..])),
        };
        let issuance = Issuance::with(seal_image(), DIAMETER, numbering);
        let issued = issue(&approved.pdf, &issuance, &pki.agency, &pki.context());
        let issued = issued.unwrap_or_else(|error| panic!("{is_number}: {error}"));
        assert_eq!(issued.report.legal_status, LegalStatus::Original);
        if let Ok(folder) = std::env::var("KYSO_KEEP") {
            std::fs::write(format!("{folder}/one-{is_number}.pdf"), &issued.pdf).unwrap();
        }
    }
}

//! Blocks that the samples do not have: two titles, a title on the page before, drafts.

use kyso_signer::{Approval, Issuance, SignError, Signed, approve, issue};
use kyso_stamp_images::{BlockFault, PlaceError, TextRun};
use kyso_verifier::{FormDetail, FormRule, Lang};

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
    let FormDetail::BetweenTitleAndName { title, name } = &between.detail else {
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

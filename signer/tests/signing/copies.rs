//! Electronic copies (D1–D3).

use kyso_signer::{Copying, SignError, Signed, copy};
use kyso_stamp_images::TextDocument;
use kyso_verifier::{CopyForm, DigitisationFault, LegalStatus, Role, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;

const ARCHIVE: &str = "Ủy ban nhân dân tỉnh Quảng Ninh";

fn copied(pdf: &[u8], form: CopyForm) -> Result<Signed, SignError> {
    let pki = pki();
    copy(
        pdf,
        &Copying::new(form, ARCHIVE),
        &pki.agency,
        &pki.context(),
    )
}

#[test]
fn a_true_copy_of_paper_shows_form_agency_and_time() {
    let scan = bytes("ban-quet-200dpi.pdf");
    let signed = copied(&scan, CopyForm::SaoY).unwrap();
    assert!(signed.pdf.starts_with(&scan));
    assert_eq!(signed.report.legal_status, LegalStatus::Copy);
    assert_eq!(signed.report.copied_status, None);
    let [signature] = signed.report.signatures.as_slice() else {
        panic!("one signature");
    };
    assert_eq!(
        (signature.role, signature.copy_form),
        (Role::Copy, Some(CopyForm::SaoY))
    );
    let text = TextDocument::open(&signed.pdf).unwrap();
    let pieces = text.page(0).unwrap().pieces();
    let words: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(words, ["SAO Y", ARCHIVE, "20/11/2026 14:03:07 +07:00"]);
    assert!(
        pieces
            .iter()
            .all(|piece| (piece.font_size - 10.0).abs() < 1e-6)
    );
    let headline = signed.report.headline(Lang::Vi);
    let told = format!("SAO Y do “{AGENCY}” thực hiện lúc 20/11/2026 14:03:07 +07:00");
    assert!(headline.contains(&told), "{headline}");
}

#[test]
fn a_scan_that_is_not_digitised_as_asked_is_refused_with_all_it_lacks() {
    for form in [CopyForm::SaoY, CopyForm::SaoLuc, CopyForm::TrichSao] {
        let error = copied(&bytes("ban-quet-100dpi-den-trang.pdf"), form).unwrap_err();
        let SignError::NotDigitised(faults) = &error else {
            panic!("{error}");
        };
        let faults: Vec<_> = faults.iter().collect();
        let [DigitisationFault::Resolution { page: 1, dpi }] = faults.as_slice() else {
            panic!("{faults:?}");
        };
        assert!((dpi - 100.0).abs() < 0.5, "{dpi}");
        let text = error.vietnamese();
        assert_eq!(
            text,
            "D2: trang 1 được quét ở 100 dpi, yêu cầu tối thiểu 200 dpi"
        );
    }
}

#[test]
fn an_electronic_document_is_no_source_of_a_true_copy() {
    let error = copied(&bytes(DECISION.file), CopyForm::SaoY).unwrap_err();
    assert!(
        matches!(
            error,
            SignError::CopyPair {
                form: CopyForm::SaoY
            }
        ),
        "{error}"
    );
    for form in [CopyForm::SaoLuc, CopyForm::TrichSao] {
        let signed = copied(&bytes(DECISION.file), form).unwrap();
        assert_eq!(signed.report.legal_status, LegalStatus::Copy);
        assert_eq!(signed.report.signatures[0].copy_form, Some(form));
    }
}

#[test]
fn the_status_of_a_signed_source_is_in_the_report() {
    let issued = issued(&approved(&DECISION).pdf).unwrap();
    let signed = copied(&issued.pdf, CopyForm::SaoLuc).unwrap();
    assert_eq!(signed.report.legal_status, LegalStatus::Copy);
    assert_eq!(signed.report.copied_status, Some(LegalStatus::Original));
    let verdicts = signed.report.signatures.iter().map(|one| one.verdict);
    assert!(verdicts.eq([Verdict::TotalPassed; 4]));
    let headline = signed.report.headline(Lang::Vi);
    assert!(headline.contains("văn bản được sao: Bản gốc"), "{headline}");
    let again = copied(&signed.pdf, CopyForm::SaoLuc).unwrap_err();
    assert!(
        matches!(
            again,
            SignError::AlreadyIssued {
                role: Role::Copy,
                ..
            }
        ),
        "{again}"
    );
}

#[test]
fn what_is_not_valid_is_not_copied() {
    let mut altered = issued(&approved(&DECISION).pdf).unwrap().pdf;
    let at = altered
        .windows(4)
        .position(|window| window == b"/MK ")
        .unwrap_or(600);
    altered[at] ^= 1;
    assert!(copied(&altered, CopyForm::SaoLuc).is_err());
}

//! Documents without text: number and date at places given by hand, or printed.

use kyso_signer::{Approval, Issuance, Numbering, Position, SignError, Signed, approve, issue};
use kyso_stamp_images::{ExplicitPosition, PlaceError};
use kyso_verifier::{LegalStatus, Role};

use crate::support::*;

/// Between `Số:` and the slash of the scanned sample; between `ngày`, `tháng` and `năm`.
const NUMBER: &str = "1,51.5,41.7";
const DAY: &str = "1,139,41.7";
const MONTH: &str = "1,157.5,41.7";

fn at(position: &str) -> ExplicitPosition {
    position.parse().unwrap()
}

/// A scan that a person has signed below its text.
fn approved_scan(scan: &[u8]) -> Vec<u8> {
    let pki = pki();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::At(at("1,120,155"));
    approve(scan, &approval, &pki.person, &pki.context())
        .unwrap()
        .pdf
}

fn issued_with(pdf: &[u8], numbering: Numbering<'_>) -> Result<Signed, SignError> {
    let pki = pki();
    let issuance = Issuance::with(seal_image(), DIAMETER, numbering);
    issue(pdf, &issuance, &pki.agency, &pki.context())
}

#[test]
fn number_and_date_go_into_the_blanks_of_a_scan() {
    let approved = approved_scan(&bytes("ban-quet-200dpi.pdf"));
    let numbering = Numbering::Placed {
        number: Some(("5", at(NUMBER))),
        date: Some((ISSUED_ON, &[at(DAY), at(MONTH)])),
    };
    let issued = issued_with(&approved, numbering).unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    let roles = issued.report.signatures.iter().map(|one| one.role);
    let number = Role::Numbering;
    let expected = [Role::Person, number, number, number, Role::Agency];
    assert_eq!(roles.collect::<Vec<_>>(), expected);
    if let Ok(folder) = std::env::var("KYSO_KEEP") {
        std::fs::write(format!("{folder}/issued-scan.pdf"), &issued.pdf).unwrap();
    }
}

#[test]
fn what_is_printed_is_not_written_again() {
    let approved = approved_scan(&bytes("ban-quet-100dpi-den-trang.pdf"));
    let numbering = Numbering::Placed {
        number: Some(("12a", at(NUMBER))),
        date: None,
    };
    let issued = issued_with(&approved, numbering).unwrap();
    assert_eq!(issued.report.signatures.len(), 3);
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    let issued = issued_with(&approved, Numbering::Printed).unwrap();
    assert_eq!(issued.report.signatures.len(), 2);
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
}

#[test]
fn nothing_is_written_over_print() {
    let approved = approved_scan(&bytes("ban-quet-200dpi.pdf"));
    for position in ["1,56,41.7", "1,60,80", "1,48,43"] {
        let number = Some(("5", at(position)));
        let error = issued_with(&approved, Numbering::Placed { number, date: None }).unwrap_err();
        let on_page = matches!(error, SignError::NumberOnContent { page: 1 });
        assert!(on_page, "{position}: {error}");
    }
    let positions = [at(DAY)];
    let (number, date) = (None, Some((ISSUED_ON, positions.as_slice())));
    let error = issued_with(&approved, Numbering::Placed { number, date }).unwrap_err();
    assert!(
        matches!(error, SignError::NumberOnContent { page: 1 }),
        "{error}"
    );
}

#[test]
fn a_scan_that_cannot_be_measured_takes_no_number() {
    let mut scan = bytes("ban-quet-200dpi.pdf");
    let width = scan.windows(11).position(|w| w == b"/Width 1653").unwrap();
    scan[width + 10] = b'2';
    let number = Some(("5", at(NUMBER)));
    let numbering = Numbering::Placed { number, date: None };
    let error = issued_with(&approved_scan(&scan), numbering).unwrap_err();
    assert!(
        matches!(error, SignError::NumberOnContent { page: 1 }),
        "{error}"
    );
}

#[test]
fn positions_hold_for_documents_with_text_as_well() {
    let approved = approved(&DECISION).pdf;
    let placed = |position| {
        let number = Some(("5", at(position)));
        issued_with(&approved, Numbering::Placed { number, date: None })
    };
    let error = placed("1,60,100").unwrap_err();
    assert!(
        matches!(error, SignError::NumberOnContent { page: 1 }),
        "{error}"
    );
    let error = placed("9,60,100").unwrap_err();
    let no_page = matches!(
        error,
        SignError::Place(PlaceError::NoSuchPage { page: 9, .. })
    );
    assert!(no_page, "{error}");
    let issued = placed("1,10,10").unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
}

#[test]
fn an_empty_number_is_not_taken_for_a_printed_one() {
    let error = issued_with(&approved(&DECISION).pdf, Numbering::Printed).unwrap_err();
    assert!(matches!(error, SignError::NumberNotPrinted), "{error}");
}

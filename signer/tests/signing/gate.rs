//! The hard gate before the agency signs (B3).

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Name, Object};
use kyso_pki::{TrustClass, TrustStore};
use kyso_signer::{
    Approval, Issuance, Numbering, Position, SignError, SigningContext, approve, issue,
};
use kyso_stamp_images::{Millimetres, PlaceError};
use kyso_testdata::{Look, Signing};
use kyso_verifier::{Role, TrustLevel, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;

#[test]
fn an_unsigned_document_is_not_issued() {
    let error = issued(&bytes(DECISION.file)).unwrap_err();
    assert!(matches!(error, SignError::NoPersonSignature), "{error}");
}

#[test]
fn a_forged_person_is_not_enough() {
    let foreign = foreign_pki();
    let forged = approved_with(&DECISION, &foreign.person, &foreign.context()).unwrap();
    match issued(&forged.pdf).unwrap_err() {
        SignError::PersonSignatureNotValid { verdict, .. } => {
            assert_eq!(verdict, Verdict::Indeterminate);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_document_tampered_after_the_person_signed_is_not_issued() {
    let approved = approved(&DECISION);
    let range = approved.report.signatures[0].byte_range.clone().unwrap();
    let (start, end) = (range[1], range[2]);
    let size = i64::try_from(approved.pdf.len()).unwrap();
    let positions = (0..start).chain(end..size).step_by(1009);
    for position in positions {
        let position = usize::try_from(position).unwrap();
        let mut tampered = approved.pdf.clone();
        tampered[position] ^= 1;
        assert!(issued(&tampered).is_err(), "byte {position}");
    }
}

#[test]
fn an_image_without_a_signature_value_is_no_signature() {
    let approved = approved(&DECISION).pdf;
    let marker = b"/Contents <";
    let at = approved
        .windows(marker.len())
        .rposition(|window| window == marker)
        .unwrap();
    let mut emptied = approved.clone();
    for digit in &mut emptied[at + marker.len()..at + marker.len() + 200] {
        *digit = b'0';
    }
    let error = issued(&emptied).unwrap_err();
    assert!(
        matches!(error, SignError::PersonSignatureNotValid { .. }),
        "{error}"
    );
}

#[test]
fn one_holder_stays_one_however_the_certificates_name_him() {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    let name = pki.person.certificate.subject_common_name().unwrap();
    let shouted = request(&name.to_uppercase(), KeyType::P256, around_now(365));
    let own = pki.person.key.clone();
    let renamed = request("ỦY BAN NHÂN DÂN XÃ", KeyType::P256, around_now(365)).with_key(own);
    for wanted in [shouted, renamed] {
        let agency = pki.issuer.issue(&wanted, Profile::Agency).unwrap();
        let error = issued_with(&approved, &agency, &pki.context()).unwrap_err();
        assert!(matches!(error, SignError::PersonIsAgency { .. }), "{error}");
    }
}

#[test]
fn person_and_agency_are_two() {
    let pki = pki();
    let own = approved_with(&DECISION, &pki.agency, &pki.context()).unwrap();
    let error = issued(&own.pdf).unwrap_err();
    assert!(matches!(error, SignError::PersonIsAgency { .. }), "{error}");
}

#[test]
fn a_person_with_a_public_certificate_is_not_enough() {
    let government = pki();
    let public = foreign_pki();
    let signed = approved_with(&DECISION, &public.person, &public.context()).unwrap();
    let trust = trust_in_both(government, public);
    let context = SigningContext::new(&trust, now());
    match issued_with(&signed.pdf, &government.agency, &context).unwrap_err() {
        SignError::PersonCertificateClass { class, .. } => assert_eq!(class, TrustLevel::Public),
        other => panic!("{other}"),
    }
}

/// One authority as government's, the other as a public one.
fn trust_in_both(government: &Pki, public: &Pki) -> TrustStore {
    let (government, mut lists) = government.material();
    let (public, more) = public.material();
    lists.extend(more);
    let government = government.into_iter().map(|c| (c, TrustClass::Government));
    let public = public.into_iter().map(|c| (c, TrustClass::Public));
    TrustStore::new(government.chain(public), lists).unwrap()
}

#[test]
fn a_document_is_issued_once() {
    let pki = pki();
    let issued_once = issued(&approved(&DECISION).pdf).unwrap().pdf;
    let other = pki.key(
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        KeyType::Rsa2048,
        Profile::Agency,
    );
    for agency in [&pki.agency, &other] {
        let error = issued_with(&issued_once, agency, &pki.context()).unwrap_err();
        assert!(
            matches!(
                error,
                SignError::AlreadyIssued {
                    role: Role::Numbering,
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn a_document_without_a_place_for_its_number_is_not_issued() {
    let pki = pki();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::At("2,110,150".parse().unwrap());
    let annex = bytes("phu-luc.pdf");
    let approved = approve(&annex, &approval, &pki.person, &pki.context()).unwrap();
    let error = issued(&approved.pdf).unwrap_err();
    assert!(
        matches!(error, SignError::Place(PlaceError::NoNumberPlace { .. })),
        "{error}"
    );
}

/// A scan has no words that tell whose block it is.
fn on_a_scan<'a>(signer: &'a str, position: &str) -> Approval<'a> {
    let mut approval = Approval::new(signer, signature_image());
    approval.position = Position::At(position.parse().unwrap());
    approval
}

#[test]
fn of_several_persons_who_are_equally_likely_one_must_be_named() {
    let pki = pki();
    let second = pki.key("Nguyễn Văn Đức", KeyType::Rsa2048, Profile::Person);
    let scan = bytes("ban-quet-200dpi.pdf");
    let one = on_a_scan(DECISION.signer, "1,110,255");
    let first = approve(&scan, &one, &pki.person, &pki.context());
    let other = on_a_scan("Nguyễn Văn Đức", "1,30,255");
    let both = approve(&first.unwrap().pdf, &other, &second, &pki.context());
    let both = both.unwrap().pdf;
    match issued(&both).unwrap_err() {
        SignError::SeveralPersonSignatures { fields, names } => {
            assert_eq!(fields, ["NguoiKy1", "NguoiKy2"]);
            assert_eq!(names, [DECISION.signer, "Nguyễn Văn Đức"]);
        }
        other => panic!("{other}"),
    }
    let mut issuance = Issuance::with(seal_image(), DIAMETER, Numbering::Printed);
    issuance.person_field = Some("NguoiKy1");
    let issued = issue(&both, &issuance, &pki.agency, &pki.context()).unwrap();
    assert_eq!(issued.report.verdict, Verdict::TotalPassed);
}

#[test]
fn the_diameter_of_the_seal_has_limits() {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    let issuance = Issuance::new(seal_image(), Millimetres(60.0), "5", ISSUED_ON);
    let error = issue(&approved, &issuance, &pki.agency, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::Place(PlaceError::Diameter { .. })),
        "{error}"
    );
}

#[test]
fn numbers_that_are_none_are_refused() {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    for number in ["", "0", "5/QĐ-UBND"] {
        let issuance = Issuance::new(seal_image(), DIAMETER, number, ISSUED_ON);
        let error = issue(&approved, &issuance, &pki.agency, &pki.context()).unwrap_err();
        assert!(
            matches!(error, SignError::Place(PlaceError::BadNumber { .. })),
            "{error}"
        );
    }
}

#[test]
fn no_person_signs_what_is_issued() {
    let issued = issued(&approved(&DECISION).pdf).unwrap();
    let mut approval = Approval::new(DECISION.signer, signature_image());
    approval.position = Position::At("1,20,250".parse().unwrap());
    let pki = pki();
    match approve(&issued.pdf, &approval, &pki.person, &pki.context()).unwrap_err() {
        SignError::AlreadyIssued { role, .. } => assert_eq!(role, Role::Agency),
        other => panic!("{other}"),
    }
}

/// The person's signature with this `/Lock` in its field.
fn locked(lock: Dictionary) -> Vec<u8> {
    let signing = Signing::new(&pki().person, "NguoiKy1").look(Look::Signature);
    signing
        .field_entry("Lock", lock)
        .sign(&bytes(DECISION.file))
}

fn lock(action: &str, fields: &[&str]) -> Dictionary {
    let names = fields.iter().map(|name| name.as_bytes().to_vec());
    let names: Vec<Object> = names.map(Object::String).collect();
    Dictionary::new()
        .with("Type", Name::from("SigFieldLock"))
        .with("Action", Name::from(action))
        .with("Fields", names)
}

#[test]
fn a_document_that_is_locked_after_signing_is_refused() {
    for lock in [
        lock("All", &[]),
        lock("Include", &["ConDau1"]),
        lock("Exclude", &["Khac"]),
    ] {
        let pdf = locked(lock.clone());
        let error = issued(&pdf).unwrap_err();
        let refused = |error: &SignError| matches!(error, SignError::LockedWithoutRoom { field } if field == "NguoiKy1");
        assert!(refused(&error), "{lock:?}: {error}");
        assert!(error.text(Lang::Vi).contains("khóa"));
    }
    for open in [
        lock("Include", &["Khac"]),
        lock("Exclude", &["SoVaNgay1", "ConDau1"]),
    ] {
        let verdict = issued(&locked(open)).unwrap().report.verdict;
        assert_eq!(verdict, Verdict::TotalPassed);
    }
}

#[test]
fn a_second_person_does_not_sign_what_the_first_one_locked() {
    let pki = pki();
    let approval = Approval::new(DECISION.signer, signature_image());
    let pdf = locked(lock("All", &[]));
    let error = approve(&pdf, &approval, &pki.person, &pki.context()).unwrap_err();
    assert!(
        matches!(error, SignError::LockedWithoutRoom { .. }),
        "{error}"
    );
}

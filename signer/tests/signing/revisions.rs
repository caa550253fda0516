//! What approving and issuing append, on all variants of the samples.

use kyso_pdf::Document;
use kyso_signer::{NumberPlaces, Numbering, Position, SignaturePlace, approve};
use kyso_stamp_images::{ExplicitPosition, Picture, SignatureQuery};
use kyso_verifier::{Coverage, LegalStatus, Modifications, Role, Verdict};

use crate::support::*;

#[test]
fn every_variant_becomes_an_original_and_keeps_its_bytes() {
    for sample in &SAMPLES {
        let original = bytes(sample.file);
        let approved = approved(sample);
        assert!(approved.pdf.starts_with(&original), "{}", sample.file);
        assert_eq!(
            approved.report.verdict,
            Verdict::TotalPassed,
            "{}",
            sample.file
        );
        assert_eq!(approved.report.legal_status, LegalStatus::Incomplete);

        let issued =
            issued(&approved.pdf).unwrap_or_else(|error| panic!("{}: {error}", sample.file));
        assert!(issued.pdf.starts_with(&approved.pdf), "{}", sample.file);
        assert_eq!(
            issued.report.verdict,
            Verdict::TotalPassed,
            "{}",
            sample.file
        );
        assert_eq!(
            issued.report.legal_status,
            LegalStatus::Original,
            "{}",
            sample.file
        );
        let roles: Vec<Role> = issued.report.signatures.iter().map(|s| s.role).collect();
        assert_eq!(
            roles,
            [Role::Person, Role::Numbering, Role::Agency],
            "{}",
            sample.file
        );
    }
}

#[test]
fn the_seal_covers_the_whole_file_and_the_earlier_signatures_their_revisions() {
    let issued = issued(&approved(&DECISION).pdf).unwrap();
    let [person, numbering, agency] = issued.report.signatures.as_slice() else {
        panic!("three signatures");
    };
    assert_eq!(agency.coverage, Coverage::WholeFile);
    assert_eq!(agency.modifications, Modifications::None);
    for earlier in [person, numbering] {
        assert_eq!(earlier.coverage, Coverage::WholeRevision);
        assert_eq!(earlier.modifications, Modifications::Permitted);
    }
    let fields = issued.report.signatures.iter().map(|s| s.field.as_str());
    assert_eq!(
        fields.collect::<Vec<_>>(),
        ["NguoiKy1", "SoVaNgay1", "ConDau1"]
    );
    let findings = issued.report.signatures.iter().flat_map(|s| &s.form);
    for finding in findings {
        assert!(finding.ok, "{finding:?}");
    }
}

#[test]
fn the_signature_dictionary_is_that_of_pades() {
    let approved = approved(&DECISION);
    let document = Document::open(&approved.pdf).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let value = fields[0].value.as_ref().unwrap();
    assert!(
        value
            .sub_filter()
            .is_some_and(|filter| *filter == "ETSI.CAdES.detached")
    );
    assert_eq!(value.text("M").unwrap(), "D:20261120140307+07'00'");
    assert_eq!(value.text("Name").unwrap(), DECISION.signer);
    let cms = kyso_pki::Cms::parse(&value.contents).unwrap();
    assert_eq!(
        cms.certificates().len(),
        2,
        "the signer and the sub-authority, not the root"
    );
}

#[test]
fn there_is_room_for_a_timestamp_later() {
    let approved = approved(&DECISION);
    let document = Document::open(&approved.pdf).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let contents = &fields[0].value.as_ref().unwrap().contents;
    let padding = contents.iter().rev().take_while(|byte| **byte == 0).count();
    assert!(padding >= kyso_signer::TIMESTAMP_ROOM, "{padding}");
}

#[test]
fn a_second_person_gets_a_field_of_their_own() {
    let pki = pki();
    let first = approved(&DECISION).pdf;
    let mut approval = kyso_signer::Approval::new("Nguyễn Văn Đức", signature_image());
    approval.position = Position::At("2,20,220".parse().unwrap());
    let second = approve(&first, &approval, &pki.agency, &pki.context()).unwrap();
    let fields = second.report.signatures.iter().map(|s| s.field.as_str());
    assert_eq!(fields.collect::<Vec<_>>(), ["NguoiKy1", "NguoiKy2"]);
}

#[test]
fn a_scan_is_signed_at_a_position_given_by_hand() {
    let pki = pki();
    let position: ExplicitPosition = "1,110,200".parse().unwrap();
    let mut approval = kyso_signer::Approval::new("Trần Thị Minh Ánh", signature_image());
    approval.position = Position::At(position);
    let scan = bytes("ban-quet-200dpi.pdf");
    let signed = approve(&scan, &approval, &pki.person, &pki.context()).unwrap();
    assert!(signed.pdf.starts_with(&scan));
    assert_eq!(signed.report.verdict, Verdict::TotalPassed);
}

#[test]
fn a_place_found_before_is_where_the_image_goes() {
    let pki = pki();
    let pdf = bytes(DECISION.file);
    let picture = Picture::from_png(signature_image()).unwrap();
    let query = SignatureQuery {
        signer_name: DECISION.signer,
        title: None,
        aspect: picture.aspect(),
    };
    let place = SignaturePlace::find(&pdf, &query).unwrap();
    let mut approval = kyso_signer::Approval::new(DECISION.signer, signature_image());
    approval.position = Position::Found(place);
    let signed = approve(&pdf, &approval, &pki.person, &pki.context()).unwrap();
    let seen = signed.report.signatures[0].place.as_ref().unwrap();
    assert_eq!(seen.page_index, place.place().page_index);
    assert!((seen.rect.left - place.place().rect.left).abs() < 0.001);
}

#[test]
fn number_places_found_before_give_the_same_document() {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    let places = NumberPlaces::find(&approved).unwrap();
    let mut issuance = kyso_signer::Issuance::new(seal_image(), DIAMETER, "5", ISSUED_ON);
    issuance.numbering = Numbering::Drawn {
        number: "5",
        date: ISSUED_ON,
        places: Some(&places),
    };
    let with = kyso_signer::issue(&approved, &issuance, &pki.agency, &pki.context()).unwrap();
    assert!(
        with.pdf == issued(&approved).unwrap().pdf,
        "RSA PKCS#1 v1.5 is deterministic"
    );
}

//! What a report says about sound documents.

use kyso_pdf::PdfError;
use kyso_verifier::{
    Coverage, FormRule, Integrity, LegalStatus, Level, Modifications, Policy, Role, RoleBasis,
    TimeSource, Verdict, VerifyError, verify,
};
use kyso_words::Lang;

use crate::support::{Office, SIGNER, now, sample, sign, time};

#[test]
fn a_file_without_signatures_is_for_information() {
    let report = Office::new().verify(&sample("quyet-dinh.pdf"));
    assert_eq!(report.verdict, Verdict::NotSigned);
    assert_eq!(report.legal_status, LegalStatus::InformationOnly);
    assert!(report.signatures.is_empty());
}

#[test]
fn the_signature_of_a_person_alone_is_incomplete() {
    let report = Office::new().verify(&Office::new().approved());
    // Another office: nothing is trusted.
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert_eq!(report.legal_status, LegalStatus::InformationOnly);

    let office = Office::new();
    let report = office.verify(&office.approved());
    let [person] = report.signatures.as_slice() else {
        panic!("not one signature");
    };
    assert_eq!(person.findings, [kyso_verifier::Finding::TimeOnlyClaimed]);
    assert_eq!(person.verdict, Verdict::TotalPassed);
    assert_eq!(person.role, Role::Person);
    assert_eq!(person.integrity, Integrity::Intact);
    assert_eq!(person.coverage, Coverage::WholeFile);
    assert_eq!(person.modifications, Modifications::None);
    assert_eq!(person.level, Level::Bb);
    assert_eq!(person.signing_time.source, TimeSource::Claimed);
    assert_eq!(
        person.signing_time.value,
        Some(time("2026-11-21T01:00:00Z"))
    );
    assert_eq!(report.legal_status, LegalStatus::Incomplete);
    let rules: Vec<_> = person.form.iter().map(|f| (f.rule, f.ok)).collect();
    assert_eq!(rules, [(FormRule::A1, true), (FormRule::A2, true)]);
    assert!(person.form[1].text(Lang::Vi).contains(SIGNER));
}

#[test]
fn person_and_agency_make_an_original() {
    let office = Office::new();
    let report = office.verify(&office.issued());
    let roles: Vec<_> = report.signatures.iter().map(|s| s.role).collect();
    assert_eq!(roles, [Role::Person, Role::Agency]);
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.legal_status, LegalStatus::Original);
    let person = &report.signatures[0];
    assert_eq!(person.coverage, Coverage::WholeRevision);
    assert_eq!(person.modifications, Modifications::Permitted);
    assert!(person.changes.iter().all(|c| c.permitted_by.is_some()));
    let seal = &report.signatures[1].form;
    assert!(
        seal.iter().all(|f| f.rule == FormRule::B1 && f.ok),
        "{seal:?}"
    );
    assert_eq!(seal.len(), 2);
}

#[test]
fn one_certificate_cannot_be_person_and_agency() {
    let mut office = Office::new();
    office.agency = office.person.clone();
    let report = office.verify(&office.issued());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.legal_status, LegalStatus::Incomplete);
}

#[test]
fn two_keys_of_one_holder_make_no_original() {
    let mut office = Office::new();
    office.agency = office.second_key_of_person();
    let report = office.verify(&office.issued());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.legal_status, LegalStatus::Incomplete);
}

#[test]
fn public_authorities_do_not_make_originals() {
    let office = Office::new();
    let crls = vec![office.list(&[])];
    let store = office.store_of(kyso_pki::TrustClass::Public, crls);
    let report = verify(&office.issued(), &store, &Policy::new(now())).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.legal_status, LegalStatus::InformationOnly);
}

#[test]
fn a_field_name_is_no_proof_of_a_role() {
    let office = Office::new();
    let signed = sign(
        &sample("quyet-dinh.pdf"),
        "ConDau1",
        &office.person,
        crate::support::invisible(),
        None,
    );
    let report = office.verify(&signed);
    assert_eq!(report.signatures[0].role, Role::UnseenPerson);
    assert_eq!(report.signatures[0].role_basis, RoleBasis::Certificate);
    assert_eq!(report.legal_status, LegalStatus::InformationOnly);
}

#[test]
fn a_file_that_needs_a_password_is_refused() {
    let office = Office::new();
    let bytes = sample("cong-van-encrypted.pdf");
    let result = verify(&bytes, &office.store(), &Policy::new(now()));
    let locked = PdfError::from(kyso_pdf::Locked::PasswordNeeded);
    assert_eq!(result.unwrap_err(), VerifyError::Pdf(locked));
}

#[test]
fn the_json_names_are_those_of_the_contract() {
    let office = Office::new();
    let json = office.verify(&office.issued()).to_json("qd.pdf", Lang::En);
    assert_eq!(json["schema"], "kyso.verification/1");
    assert_eq!(json["file"]["name"], "qd.pdf");
    assert_eq!(json["file"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(json["verdict"], "TOTAL_PASSED");
    assert_eq!(json["legal_status"], "ORIGINAL");
    assert_eq!(json["checked_at"], "2026-11-21T10:00:00+07:00");
    let person = &json["signatures"][0];
    let expected = [
        ("field", "NguoiKy1"),
        ("kind", "signature"),
        ("role", "person"),
        ("verdict", "TOTAL_PASSED"),
        ("integrity", "intact"),
        ("coverage", "whole_revision"),
        ("modifications", "permitted"),
        ("level", "B-B"),
    ];
    for (name, value) in expected {
        assert_eq!(person[name], value, "{name}");
    }
    assert!(person["sub_indication"].is_null());
    assert_eq!(person["signer"]["common_name"], SIGNER);
    assert_eq!(person["signing_time"]["value"], "2026-11-21T08:00:00+07:00");
    assert_eq!(person["signing_time"]["source"], "claimed");
    assert_eq!(person["trust"]["class"], "government");
    assert_eq!(person["trust"]["revocation"], "good");
    assert_eq!(person["changes"][0]["revision"], 3);
    assert_eq!(
        person["changes"][0]["permitted_by"],
        "new_visible_signature"
    );
    assert_eq!(person["form"][0]["rule"], "A1");
}

#[test]
fn scripts_are_reported() {
    let office = Office::new();
    let bytes = crate::support::updated(&sample("quyet-dinh.pdf"), |update| {
        let bytes = sample("quyet-dinh.pdf");
        let document = kyso_pdf::Document::open(&bytes).unwrap();
        let (id, catalog) = document.latest().catalog().unwrap();
        let script = kyso_pdf::Dictionary::new().with("S", kyso_pdf::Name::from("JavaScript"));
        let catalog = catalog.as_dictionary().unwrap().clone();
        update.set(id, catalog.with("OpenAction", script));
    });
    let signed = sign(
        &bytes,
        "A1",
        &office.person,
        crate::support::invisible(),
        None,
    );
    let report = office.verify(&signed);
    let kind = kyso_verifier::ActiveKind::JavaScript;
    let document = kyso_pdf::Document::open(&signed).unwrap();
    let (object, _) = document.latest().catalog().unwrap();
    assert_eq!(
        report.findings,
        [kyso_verifier::Finding::ActiveContent { kind, object }]
    );
}

/// The wrong key under the right name: valid, but the reader must learn it.
#[test]
fn another_name_in_the_certificate_than_on_the_page_is_remarked() {
    let mut office = Office::new();
    let named = &mut *office;
    std::mem::swap(&mut named.person, &mut named.agency);
    let report = office.verify(&office.approved());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let texts: Vec<String> = report.signatures[0]
        .findings
        .iter()
        .map(|finding| finding.text(Lang::Vi))
        .collect();
    let told = |text: &String| text.contains(SIGNER) && text.contains("UBND tỉnh thử nghiệm");
    assert!(texts.iter().any(told), "{texts:?}");
}

#[test]
fn the_same_page_is_judged_for_each_place() {
    let office = Office::new();
    let stands_right = |bytes: &[u8]| {
        let report = office.verify(bytes);
        let mut rules = report.signatures[0].form.iter();
        rules.find(|found| found.rule == FormRule::A2).unwrap().ok
    };
    let (right, wrong) = (office.approved(), office.approved_at_height(300.0));
    for _ in 0..2 {
        assert!(stands_right(&right));
        assert!(!stands_right(&wrong));
    }
}

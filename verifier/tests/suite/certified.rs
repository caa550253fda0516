//! Signatures that are seen after a certification with P=2 (ISO 32000-2, 12.8.2.2).

use kyso_pki::{TrustClass, TrustStore};
use kyso_testdata::{Base, Look, Office, Signing, now, real};
use kyso_verifier::{
    ChangeRule, Finding, LegalStatus, Modifications, Policy, Report, SubIndication,
    UnknownRevocation, Verdict, verify,
};
use kyso_words::Lang;

fn case(base: &Base, name: &str) -> Vec<u8> {
    let family = real();
    let case = family.cases.iter().find(|case| case.name == name);
    case.unwrap().bytes(base)
}

fn judged(bytes: &[u8], trust: &TrustStore) -> Report {
    verify(bytes, trust, &Policy::new(now())).unwrap()
}

/// Certified with P=2 by the person of `base`, sealed by the agency of `sealing`.
fn sealed(base: &Base, sealing: &Office) -> Vec<u8> {
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    let certified = signing.look(Look::Signature).certify(2).sign(&base.plain);
    let seal = Signing::new(&sealing.agency, "ConDau1");
    seal.look(Look::Seal).sign(&certified)
}

fn is_told(report: &Report) -> bool {
    let mut findings = report.signatures[0].findings.iter();
    findings.any(|finding| matches!(finding, Finding::UnprovenAfterCertification { field } if field == "ConDau1"))
}

#[test]
fn the_certified_signature_names_what_followed_and_the_headline_says_so() {
    let base = Base::new();
    let bytes = case(&base, "certified-then-seal-number-day-and-month");
    let report = judged(&bytes, &base.office.store());
    assert_eq!(report.legal_status, LegalStatus::Original);
    let fields = ["Signature2", "Signature3", "Signature4", "Signature5"].map(str::to_owned);
    let remark = Finding::SeenAfterCertification {
        fields: fields.to_vec(),
    };
    assert!(report.signatures[0].findings.contains(&remark));
    let headline = report.headline(Lang::Vi);
    assert!(
        headline.contains("chữ ký 1 chứng nhận văn bản (P=2)"),
        "{headline}"
    );
    let mut changes = report.signatures[0].changes.iter();
    assert!(changes.any(|one| one.permitted_by == Some(ChangeRule::NewVisibleSignature)));
}

#[test]
fn a_certification_after_initials_is_a_remark_and_stands_like_the_first() {
    let base = Base::new();
    let bytes = case(&base, "initials-then-certified-then-seal-number-and-day");
    let report = judged(&bytes, &base.office.store());
    assert_eq!(report.legal_status, LegalStatus::Original);
    let initials = &report.signatures[0];
    let mut changes = initials.changes.iter();
    assert!(changes.any(|one| one.permitted_by == Some(ChangeRule::Certification)));
    let certified = &report.signatures[1];
    assert_eq!(certified.certification, Some(2));
    assert!(certified.findings.contains(&Finding::CertificationNotFirst));
    let fields = ["Signature3", "Signature4", "Signature5"].map(str::to_owned);
    let remark = Finding::SeenAfterCertification {
        fields: fields.to_vec(),
    };
    assert!(certified.findings.contains(&remark));
}

#[test]
fn while_revocation_is_unknown_the_certified_signature_is_undetermined() {
    let base = Base::new();
    let other = Office::new();
    let bytes = sealed(&base, &other);
    // The list of the other authority is not at hand.
    let anchors = [&base.office, &other].map(|office| {
        let root = office.root.certificate().clone();
        (root, TrustClass::Government)
    });
    let silent = TrustStore::new(anchors.clone(), vec![base.office.usual_list()]).unwrap();
    let report = judged(&bytes, &silent);
    let first = &report.signatures[0];
    assert_eq!(first.verdict, Verdict::Indeterminate);
    assert_eq!(first.sub_indication, Some(SubIndication::TryLater));
    assert_eq!(first.modifications, Modifications::Permitted);
    assert!(is_told(&report));
    let headline = report.headline(Lang::En);
    assert!(
        headline.contains("signature 1, which certifies"),
        "{headline}"
    );
    // Who only warns of silence has his verdict.
    let mut warning = Policy::new(now());
    warning.unknown_revocation = UnknownRevocation::Warn;
    let warned = verify(&bytes, &silent, &warning).unwrap();
    assert_eq!(warned.verdict, Verdict::TotalPassed);
    // With both lists all is proven.
    let lists = vec![base.office.usual_list(), other.usual_list()];
    let report = judged(&bytes, &TrustStore::new(anchors, lists).unwrap());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert!(!is_told(&report));
}

#[test]
fn without_a_path_the_certified_signature_is_undetermined() {
    let base = Base::new();
    let report = judged(&sealed(&base, &Office::new()), &base.office.store());
    let first = &report.signatures[0];
    let reason = Some(SubIndication::NoCertificateChainFound);
    assert_eq!(
        (first.verdict, first.sub_indication),
        (Verdict::Indeterminate, reason)
    );
    assert!(is_told(&report));
    assert_eq!(report.legal_status, LegalStatus::Incomplete);
}

#[test]
fn the_seal_of_another_authority_alters_a_certified_document() {
    let base = Base::new();
    let other = Office::new();
    for class in [TrustClass::Public, TrustClass::Other] {
        let anchors = [
            (
                base.office.root.certificate().clone(),
                TrustClass::Government,
            ),
            (other.root.certificate().clone(), class),
        ];
        let lists = vec![base.office.usual_list(), other.usual_list()];
        let trust = TrustStore::new(anchors, lists).unwrap();
        let report = judged(&sealed(&base, &other), &trust);
        let first = &report.signatures[0];
        assert_eq!(first.verdict, Verdict::TotalFailed, "{class:?}");
        assert_eq!(
            first.sub_indication,
            Some(SubIndication::AlteredAfterSigning)
        );
        assert_eq!(first.changes[0].permitted_by, None);
        assert_eq!(first.changes[0].field.as_deref(), Some("ConDau1"));
        assert_eq!(report.legal_status, LegalStatus::Invalid);
    }
}

/// Filling in the blanks is signing, also by a person of the government; an original needs the
/// agency.
#[test]
fn the_number_of_a_person_keeps_the_certification_and_makes_no_original() {
    let base = Base::new();
    let certified = Signing::new(&base.office.person, "NguoiKy1").certify(2);
    let certified = certified.look(Look::Signature).sign(&base.plain);
    let number = Signing::new(base.office.rsa(), "So").look(Look::Number);
    let report = judged(&number.sign(&certified), &base.office.store());
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_ne!(report.legal_status, LegalStatus::Original);
}

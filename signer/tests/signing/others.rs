//! Issuing over what other programs approved (B3): the agency adds number, date and seal so that what is there stays sound.

use kyso_pki::issuing::{KeyType, Profile};
use kyso_pki::{TrustClass, TrustStore};
use kyso_signer::{Context, Issuance, RevocationCheck, SignError, Signed, issue};
use kyso_testdata::{Look, Signing};
use kyso_verifier::{Finding, LegalStatus, SignatureReport, Verdict};

use crate::support::*;

/// The approval of a person as another program makes it: `shape` tells what is particular.
fn approval(before: &[u8], shape: impl FnOnce(Signing<'static>) -> Signing<'static>) -> Vec<u8> {
    let signing = Signing::new(&pki().person, "Signature1");
    shape(signing.look(Look::Signature)).sign(before)
}

/// Initials of a reviewer in the margin.
fn initials(bytes: &[u8]) -> Vec<u8> {
    let reviewer = pki().key("Nguyễn Văn Đức", KeyType::Rsa2048, Profile::Person);
    let margin = kyso_pdf::Rect::from_corners(20.0, 120.0, 70.0, 150.0);
    let look = Look::Picture(margin, "chu-ky-mau.png");
    Signing::new(&reviewer, "Nhay").look(look).sign(bytes)
}

fn issued_for(pdf: &[u8], person_field: &str) -> Result<Signed, SignError> {
    let pki = pki();
    let mut issuance = Issuance::new(seal_image(), DIAMETER, "05", ISSUED_ON);
    issuance.person_field = Some(person_field);
    issue(pdf, &issuance, &pki.agency, &pki.context())
}

fn followed(signature: &SignatureReport) -> Option<usize> {
    signature.findings.iter().find_map(|finding| match finding {
        Finding::SeenAfterCertification { fields } => Some(fields.len()),
        _ => None,
    })
}

#[test]
fn approvals_of_other_programs_are_issued() {
    let plain = bytes(DECISION.file);
    let bare = |signing: Signing<'static>| {
        signing.entry("SubFilter", kyso_pdf::Name::from("adbe.pkcs7.detached"))
    };
    let shapes = [
        approval(&plain, |signing| signing),
        approval(&plain, bare),
        approval(&plain, |signing| signing.certify(2)),
        approval(&plain, |signing| bare(signing).certify(2)),
        approval(&plain, |signing| signing.certify(3)),
    ];
    for (index, shape) in shapes.iter().enumerate() {
        let issued = issued(shape).unwrap_or_else(|error| panic!("shape {index}: {error}"));
        assert_eq!(issued.report.legal_status, LegalStatus::Original, "{index}");
        assert!(issued.pdf.starts_with(shape), "{index}");
        let first = &issued.report.signatures[0];
        let added = issued.report.signatures.len() - 1;
        let told = (first.certification == Some(2)).then_some(added);
        assert_eq!(followed(first), told, "{index}");
    }
}

#[test]
fn a_certification_after_initials_is_issued_too() {
    let certified = approval(&initials(&bytes(DECISION.file)), |signing| {
        signing.certify(2)
    });
    let issued = issued_for(&certified, "Signature1").unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    assert_eq!(issued.report.verdict, Verdict::TotalPassed);
    assert!(followed(&issued.report.signatures[1]).is_some());
}

/// Without a word about the agency's certificate the certification is as undetermined as the seal, and no more.
#[test]
fn offline_a_certified_approval_is_issued_by_an_agency_whose_status_is_unknown() {
    let (pki, other) = (pki(), foreign_pki());
    let certificates = pki.issuer.chain().into_iter().chain(other.issuer.chain());
    let anchors = certificates.map(|certificate| (certificate, TrustClass::Government));
    let trust = TrustStore::new(anchors, pki.material().1).unwrap();
    let mut context = Context::new(&trust, now());
    context.revocation = RevocationCheck::Offline;
    let certified = approval(&bytes(DECISION.file), |signing| signing.certify(2));
    let issued = issued_with(&certified, &other.agency, &context).unwrap();
    assert_eq!(issued.report.legal_status, LegalStatus::Incomplete);
    assert_eq!(issued.report.verdict, Verdict::Indeterminate);
    let mut findings = issued.report.signatures[0].findings.iter();
    assert!(findings.any(|one| matches!(one, Finding::UnprovenAfterCertification { .. })));
}

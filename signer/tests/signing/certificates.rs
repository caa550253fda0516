//! The signer's own certificate before it signs (G1, F3).

use jiff::SignedDuration;
use kyso_issuing::{KeyType, Profile, Validity};
use kyso_pki::{ExtendedKeyUsage, Pkcs12Key, SignatureAlgorithm, TrustClass, UsageProblem};
use kyso_signer::{
    CertificateRefusal, KeyError, RevocationCheck, SignError, SigningContext, SigningKey,
};
use kyso_verifier::{LegalStatus, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;

fn refusal(key: &dyn SigningKey, context: &SigningContext<'_>) -> CertificateRefusal {
    match approved_with(&DECISION, key, context).unwrap_err() {
        SignError::Certificate(refusal) => refusal,
        other => panic!("{other}"),
    }
}

fn person_valid(from_days: i64, to_days: i64) -> Pkcs12Key {
    let day = |days: i64| now() + SignedDuration::from_hours(24 * days);
    let validity = Validity {
        not_before: day(from_days),
        not_after: day(to_days),
    };
    let request = request("Trần Thị Minh Ánh", KeyType::P256, validity);
    pki().issuer.issue(&request, Profile::Person).unwrap()
}

#[test]
fn an_expired_or_future_certificate_does_not_sign() {
    let context = pki().context();
    let expired = refusal(&person_valid(-30, -1), &context);
    assert!(
        matches!(expired, CertificateRefusal::Expired { .. }),
        "{expired}"
    );
    let future = refusal(&person_valid(1, 30), &context);
    assert!(
        matches!(future, CertificateRefusal::NotYetValid { .. }),
        "{future}"
    );
}

#[test]
fn a_revoked_certificate_does_not_sign_even_offline() {
    let pki = pki();
    let trust = pki.trust_revoking(&[&pki.person.certificate]);
    for revocation in [RevocationCheck::Required, RevocationCheck::Offline] {
        let mut context = SigningContext::new(&trust, now());
        context.revocation = revocation;
        let refused = refusal(&pki.person, &context);
        assert!(
            matches!(refused, CertificateRefusal::Revoked { .. }),
            "{refused}"
        );
    }
}

#[test]
fn an_unknown_status_is_accepted_only_offline() {
    let pki = pki();
    let trust = pki.trust_without_lists();
    let mut context = SigningContext::new(&trust, now());
    let refused = refusal(&pki.person, &context);
    assert!(
        matches!(refused, CertificateRefusal::RevocationUnknown { .. }),
        "{refused}"
    );
    assert!(
        refused.to_string().contains("there is no list"),
        "{refused}"
    );

    context.revocation = RevocationCheck::Offline;
    let signed = approved_with(&DECISION, &pki.person, &context).unwrap();
    assert_eq!(signed.report.verdict, Verdict::Indeterminate);
}

#[test]
fn offline_the_agency_may_be_unknown_but_not_the_person() {
    let pki = pki();
    let approved = approved(&DECISION).pdf;
    let trust = pki.trust_without_lists();
    let mut context = SigningContext::new(&trust, now());
    context.revocation = RevocationCheck::Offline;
    let error = issued_with(&approved, &pki.agency, &context).unwrap_err();
    assert!(
        matches!(error, SignError::PersonSignatureNotValid { .. }),
        "{error}"
    );
}

#[test]
fn a_certificate_without_a_trusted_path_does_not_sign() {
    let refused = refusal(&foreign_pki().person, &pki().context());
    assert!(
        matches!(refused, CertificateRefusal::NoPath { .. }),
        "{refused}"
    );
}

#[test]
fn a_certificate_for_encryption_does_not_sign() {
    let pki = pki();
    let key = pki.key("Trần Thị Minh Ánh", KeyType::P256, Profile::Encryption);
    let refused = refusal(&key, &pki.context());
    assert!(
        matches!(refused, CertificateRefusal::NotForSigning { .. }),
        "{refused}"
    );
}

#[test]
fn a_certificate_for_something_else_does_not_sign_and_says_so() {
    let pki = pki();
    let usage = ExtendedKeyUsage {
        critical: true,
        purposes: vec!["1.3.6.1.5.5.7.3.1".parse().unwrap()],
    };
    let server = request("www.example.vn", KeyType::P256, around_now(365));
    let server = server.with_extended_key_usage(usage);
    let server = pki.issuer.issue(&server, Profile::Person).unwrap();
    let authority = pki.issuer.holder();
    for (key, expected, words) in [
        (&server, UsageProblem::ServicesOnly, "máy chủ TLS"),
        (&authority, UsageProblem::NoSignatures, "không có ký số"),
    ] {
        let refused = refusal(key, &pki.context());
        assert!(
            matches!(&refused, CertificateRefusal::NotForSigning { problem, .. } if *problem == expected),
            "{refused}"
        );
        let said = SignError::Certificate(refused).text(Lang::Vi);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_public_certificate_approves_but_does_not_issue() {
    let pki = pki();
    let trust = pki.trust_as(TrustClass::Public);
    let context = SigningContext::new(&trust, now());
    let approved = approved_with(&DECISION, &pki.person, &context).unwrap();
    assert_eq!(approved.report.verdict, Verdict::TotalPassed);
    assert_eq!(approved.report.legal_status, LegalStatus::InformationOnly);
    let error = issued_with(&approved.pdf, &pki.agency, &context).unwrap_err();
    let refused = matches!(
        error,
        SignError::Certificate(CertificateRefusal::NotGovernment { .. })
    );
    assert!(refused, "{error}");
}

/// A key whose certificate belongs to another key.
struct Mismatched<'a>(&'a Pkcs12Key, &'a Pkcs12Key);

impl SigningKey for Mismatched<'_> {
    fn certificate(&self) -> &kyso_pki::Certificate {
        &self.0.certificate
    }

    fn chain(&self) -> &[kyso_pki::Certificate] {
        &self.0.chain
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        SigningKey::sign_digest(self.1, algorithm, digest)
    }
}

#[test]
fn a_key_that_does_not_belong_to_its_certificate_makes_no_file() {
    let pki = pki();
    let key = Mismatched(&pki.person, &pki.agency);
    let error = approved_with(&DECISION, &key, &pki.context()).unwrap_err();
    assert!(matches!(error, SignError::Cms(_)), "{error}");
}

//! The algorithms of G2.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Document;
use kyso_pki::{Cms, DigestAlgorithm, SignatureAlgorithm};
use kyso_signer::{Approval, KeyError, SignError, approve};
use kyso_verifier::LegalStatus;

use crate::support::*;

#[test]
fn rsa_pss_and_ecdsa_make_originals() {
    let pki = pki();
    let cases = [
        (
            KeyType::Rsa2048,
            SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256),
        ),
        (
            KeyType::Rsa3072,
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512),
        ),
        (
            KeyType::P256,
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        ),
        (
            KeyType::P384,
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384),
        ),
    ];
    for (key_type, algorithm) in cases {
        let person = pki.key("Trần Thị Minh Ánh", key_type, Profile::Person);
        let agency = pki.key("UBND tỉnh Quảng Ninh", key_type, Profile::Agency);
        let mut approval = Approval::new(DECISION.signer, signature_image());
        approval.algorithm = Some(algorithm);
        let approved = approve(&bytes(DECISION.file), &approval, &person, &pki.context()).unwrap();
        assert_eq!(algorithm_of(&approved.pdf), algorithm);
        let mut issuance = kyso_signer::Issuance::new(seal_image(), DIAMETER, "12", ISSUED_ON);
        issuance.algorithm = Some(algorithm);
        let issued = kyso_signer::issue(&approved.pdf, &issuance, &agency, &pki.context()).unwrap();
        assert_eq!(
            issued.report.legal_status,
            LegalStatus::Original,
            "{algorithm}"
        );
    }
}

#[test]
fn the_default_follows_the_key() {
    let pki = pki();
    let expected = [
        (
            KeyType::Rsa2048,
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        ),
        (
            KeyType::P256,
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        ),
        (
            KeyType::P384,
            SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384),
        ),
    ];
    for (key_type, algorithm) in expected {
        let key = pki.key("Trần Thị Minh Ánh", key_type, Profile::Person);
        let signed = approved_with(&DECISION, &key, &pki.context()).unwrap();
        assert_eq!(algorithm_of(&signed.pdf), algorithm);
    }
}

#[test]
fn what_does_not_fit_the_key_or_is_too_weak_is_refused() {
    let pki = pki();
    let refused = [
        SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1),
    ];
    for algorithm in refused {
        let mut approval = Approval::new(DECISION.signer, signature_image());
        approval.algorithm = Some(algorithm);
        let pdf = bytes(DECISION.file);
        let error = approve(&pdf, &approval, &pki.person, &pki.context()).unwrap_err();
        let refusal = SignError::Key(KeyError::Unsupported { algorithm });
        assert_eq!(error.to_string(), refusal.to_string());
    }
}

fn algorithm_of(pdf: &[u8]) -> SignatureAlgorithm {
    let document = Document::open(pdf).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let value = fields[0].value.as_ref().unwrap();
    let cms = Cms::parse(&value.contents).unwrap();
    cms.signature_algorithm().unwrap()
}

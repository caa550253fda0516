//! Signatures by every supported key and algorithm, checked with OpenSSL.

use kyso_pkcs11_bridge::{
    DigestKind, KeySelector, TokenAlgorithm, TokenError, TokenKey, TokenKeyKind,
};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::X509;
use secrecy::SecretString;

use crate::lab::{PIN, Spec, generate, in_lab, self_signed};

const MESSAGE: &[u8] = "Quyết định số 05/QĐ-UBND".as_bytes();
const DIGESTS: [DigestKind; 3] = [DigestKind::Sha256, DigestKind::Sha384, DigestKind::Sha512];

#[test]
fn rsa_2048_signs() {
    in_lab("signing::rsa_2048_signs", |lab| {
        lab.make_token("Van thu");
        let certificate = lab.make_key("Van thu", "con dau", "01", Spec::Rsa(2048));
        let key = lab.open("pkcs11:token=Van%20thu;object=con%20dau;id=%01");
        assert_eq!(key.kind(), TokenKeyKind::Rsa { bits: 2048 });
        assert_eq!(key.certificate_der(), certificate.to_der().unwrap());
        check_rsa(&key, &certificate);
    });
}

#[test]
fn rsa_3072_signs() {
    in_lab("signing::rsa_3072_signs", |lab| {
        lab.make_token("T");
        let certificate = lab.make_key("T", "k", "0a0b", Spec::Rsa(3072));
        check_rsa(&lab.open("pkcs11:token=T"), &certificate);
    });
}

#[test]
fn p256_and_p384_sign() {
    in_lab("signing::p256_and_p384_sign", |lab| {
        lab.make_token("T");
        let p256 = lab.make_key("T", "p256", "01", Spec::Ec(Nid::X9_62_PRIME256V1));
        let p384 = lab.make_key("T", "p384", "02", Spec::Ec(Nid::SECP384R1));
        let (first, second) = (
            lab.open("pkcs11:object=p256"),
            lab.open("pkcs11:object=p384"),
        );
        assert_eq!(
            (first.kind(), second.kind()),
            (TokenKeyKind::P256, TokenKeyKind::P384)
        );
        for digest in DIGESTS {
            check(&first, &p256, TokenAlgorithm::Ecdsa(digest));
            check(&second, &p384, TokenAlgorithm::Ecdsa(digest));
        }
        assert_eq!(first.other_certificates(), [second.certificate().clone()]);
    });
}

#[test]
fn a_key_is_chosen_only_if_it_is_the_only_one() {
    in_lab(
        "signing::a_key_is_chosen_only_if_it_is_the_only_one",
        |lab| {
            lab.make_token("T");
            lab.make_key("T", "first", "01", Spec::Ec(Nid::X9_62_PRIME256V1));
            lab.make_key("T", "second", "02", Spec::Ec(Nid::X9_62_PRIME256V1));
            let open = |uri: &str| {
                let pin = Some(SecretString::from(PIN));
                TokenKey::open(&uri.parse().unwrap(), pin, &lab.options())
            };
            let error = open("pkcs11:token=T").unwrap_err();
            assert!(matches!(&error, TokenError::KeyAmbiguous { found, .. } if found.len() == 2));
            let error = open("pkcs11:token=T;object=third").unwrap_err();
            assert!(error.to_string().contains("\"first\" (id 01)"), "{error}");
            assert!(open("pkcs11:token=T;id=%02").is_ok());
            assert!(matches!(
                open("pkcs11:token=U"),
                Err(TokenError::TokenNotFound { .. })
            ));
        },
    );
}

#[test]
fn a_certificate_of_another_key_never_gets_a_signature() {
    in_lab(
        "signing::a_certificate_of_another_key_never_gets_a_signature",
        |lab| {
            lab.make_token("T");
            let curve = Spec::Ec(Nid::X9_62_PRIME256V1);
            lab.import_key("T", "k", "01", &generate(curve));
            lab.import_certificate("T", "k", "01", &self_signed(&generate(curve), "stranger"));
            let algorithm = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
            let outcome = lab.open("pkcs11:token=T").sign_digest(algorithm, &[1; 32]);
            assert_eq!(
                outcome,
                Err(TokenError::SignatureWrong {
                    label: "k".to_owned()
                })
            );
        },
    );
}

#[test]
fn what_cannot_be_signed_is_refused_before_the_token_is_asked() {
    in_lab(
        "signing::what_cannot_be_signed_is_refused_before_the_token_is_asked",
        |lab| {
            lab.make_token("T");
            lab.make_key("T", "k", "01", Spec::Rsa(2048));
            let key = lab.open("pkcs11:token=T");
            let outcome = key.sign_digest(TokenAlgorithm::Ecdsa(DigestKind::Sha256), &[1; 32]);
            assert!(matches!(outcome, Err(TokenError::AlgorithmMismatch { .. })));
            let outcome = key.sign_digest(TokenAlgorithm::RsaPkcs1(DigestKind::Sha256), &[1; 20]);
            assert!(matches!(
                outcome,
                Err(TokenError::DigestLength { actual: 20, .. })
            ));
            let absent = KeySelector {
                id: vec![9],
                label: String::new(),
            };
            let algorithm = TokenAlgorithm::RsaPkcs1(DigestKind::Sha256);
            let outcome = key.handle().sign_digest(&absent, algorithm, &[1; 32]);
            assert!(matches!(outcome, Err(TokenError::KeyNotFound { .. })));
            check(
                &key,
                &X509::from_der(key.certificate_der()).unwrap(),
                algorithm,
            );
        },
    );
}

#[test]
fn a_key_that_wants_its_pin_each_time_gets_it() {
    in_lab(
        "signing::a_key_that_wants_its_pin_each_time_gets_it",
        |lab| {
            lab.make_token("T");
            let private = generate(Spec::Rsa(2048));
            let certificate = self_signed(&private, "k");
            lab.import_cautious_key("T", "k", "01", &private);
            lab.import_certificate("T", "k", "01", &certificate);
            let key = lab.open("pkcs11:token=T");
            for digest in DIGESTS {
                for algorithm in [
                    TokenAlgorithm::RsaPkcs1(digest),
                    TokenAlgorithm::RsaPss(digest),
                ] {
                    let signature = key.sign_message(algorithm, MESSAGE).unwrap();
                    assert!(openssl_verifies(&certificate, algorithm, &signature));
                }
            }
            // SoftHSM finishes a bare mechanism by C_Sign only; the error must say so, and leave the
            // key usable.
            let algorithm = TokenAlgorithm::RsaPkcs1(DigestKind::Sha256);
            let error = key.sign_digest(algorithm, &[1; 32]).unwrap_err();
            assert!(error.to_string().contains("C_SignUpdate"), "{error}");
            assert!(key.sign_message(algorithm, MESSAGE).is_ok());
        },
    );
}

fn check_rsa(key: &TokenKey, certificate: &X509) {
    for digest in DIGESTS {
        check(key, certificate, TokenAlgorithm::RsaPkcs1(digest));
        check(key, certificate, TokenAlgorithm::RsaPss(digest));
    }
}

fn check(key: &TokenKey, certificate: &X509, algorithm: TokenAlgorithm) {
    let digest = openssl::hash::hash(message_digest(algorithm), MESSAGE).unwrap();
    for signature in [
        key.sign_digest(algorithm, &digest).unwrap(),
        key.sign_message(algorithm, MESSAGE).unwrap(),
    ] {
        assert!(
            openssl_verifies(certificate, algorithm, &signature),
            "{algorithm}"
        );
    }
}

fn openssl_verifies(certificate: &X509, algorithm: TokenAlgorithm, signature: &[u8]) -> bool {
    let key = certificate.public_key().unwrap();
    let mut verifier = Verifier::new(message_digest(algorithm), &key).unwrap();
    if let TokenAlgorithm::RsaPss(_) = algorithm {
        verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        verifier
            .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
            .unwrap();
    }
    verifier.verify_oneshot(signature, MESSAGE).unwrap()
}

fn message_digest(algorithm: TokenAlgorithm) -> MessageDigest {
    match algorithm.digest() {
        DigestKind::Sha384 => MessageDigest::sha384(),
        DigestKind::Sha512 => MessageDigest::sha512(),
        _ => MessageDigest::sha256(),
    }
}

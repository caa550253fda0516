//! Signatures as no good software writes them.
#![allow(clippy::unwrap_used)]

use const_oid::ObjectIdentifier;
use jiff::Timestamp;

use super::{Cms, CmsError, SigningCertificateReference};
use crate::algorithm::{AlgorithmError, SignatureAlgorithm};
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::issuing::{Authority, CertificateRequest, KeyType, Profile, Subject, Validity};
use crate::oids;
use crate::pkcs12::Pkcs12Key;
use crate::tlv::{INTEGER, SET, context};

const CONTENT: &[u8] = b"content";
const RSA: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);

/// A SignerInfo in the making: every part can be replaced by a wrong one.
struct Draft {
    holder: Pkcs12Key,
    /// In the order in which they are written.
    attributes: Vec<Vec<u8>>,
    sign_sorted: bool,
    digest_algorithm: Vec<u8>,
    signature_algorithm: Vec<u8>,
}

impl Draft {
    fn new() -> Self {
        let validity = Validity {
            not_before: Timestamp::UNIX_EPOCH,
            not_after: "2030-01-01T00:00:00Z".parse().unwrap(),
        };
        let request = CertificateRequest::new(
            Subject::new("Nguyễn Văn Thưởng", "", ""),
            KeyType::Rsa2048,
            validity,
        );
        let root = Authority::root(&request).unwrap();
        let digest = DigestAlgorithm::Sha256.digest(&[CONTENT]).unwrap();
        Self {
            holder: root.issue(&request, Profile::Person).unwrap(),
            attributes: vec![
                attribute(&oids::MESSAGE_DIGEST, &[&encode::octet_string(&digest)]),
                attribute(&oids::CONTENT_TYPE, &[&encode::oid(&oids::DATA)]),
            ],
            sign_sorted: false,
            digest_algorithm: encode::algorithm(&oids::SHA256, encode::NULL),
            signature_algorithm: RSA.to_der().unwrap(),
        }
    }

    fn with(mut self, oid: &ObjectIdentifier, values: &[&[u8]]) -> Self {
        self.attributes.push(attribute(oid, values));
        self
    }

    fn verify(&self) -> Result<super::VerifiedCms, CmsError> {
        let digest = DigestAlgorithm::Sha256.digest(&[CONTENT]).unwrap();
        Cms::parse(&self.encode()).unwrap().verify(&digest)
    }

    fn encode(&self) -> Vec<u8> {
        let written: Vec<&[u8]> = self.attributes.iter().map(Vec::as_slice).collect();
        let signed = match self.sign_sorted {
            true => encode::set_of(SET, self.attributes.clone()),
            false => encode::element(SET, &written),
        };
        let certificate = &self.holder.certificate;
        let serial = encode::element(INTEGER, &[certificate.serial()]);
        let signature = self.holder.key.sign_message(RSA, &signed).unwrap();
        let signer = encode::sequence(&[
            &encode::integer(1),
            &encode::sequence(&[certificate.issuer(), &serial]),
            &self.digest_algorithm,
            &encode::element(context(0), &written),
            &self.signature_algorithm,
            &encode::octet_string(&signature),
        ]);
        let signed_data = encode::sequence(&[
            &encode::integer(1),
            &encode::element(SET, &[&self.digest_algorithm]),
            &encode::sequence(&[&encode::oid(&oids::DATA)]),
            &encode::element(context(0), &[certificate.der()]),
            &encode::element(SET, &[&signer]),
        ]);
        encode::sequence(&[
            &encode::oid(&oids::SIGNED_DATA),
            &encode::explicit(0, &signed_data),
        ])
    }
}

fn attribute(oid: &ObjectIdentifier, values: &[&[u8]]) -> Vec<u8> {
    encode::sequence(&[&encode::oid(oid), &encode::element(SET, values)])
}

#[test]
fn attributes_may_stand_in_the_wrong_order() {
    let mut draft = Draft::new();
    assert!(!draft.verify().unwrap().attributes_reordered);
    draft.sign_sorted = true;
    let verified = draft.verify().unwrap();
    assert!(verified.attributes_reordered);
    assert_eq!(
        verified.signing_certificate,
        SigningCertificateReference::Absent
    );
}

#[test]
fn attributes_must_be_there_once() {
    let mut draft = Draft::new();
    let digest = draft.attributes.remove(0);
    let oid = oids::MESSAGE_DIGEST;
    assert_eq!(draft.verify(), Err(CmsError::MissingAttribute { oid }));
    draft.attributes.extend([digest.clone(), digest]);
    assert_eq!(draft.verify(), Err(CmsError::NotSingleValued { oid }));
    let type_oid = encode::oid(&oids::DATA);
    let mut draft = Draft::new();
    draft.attributes[1] = attribute(&oids::CONTENT_TYPE, &[&type_oid, &type_oid]);
    let oid = oids::CONTENT_TYPE;
    assert_eq!(draft.verify(), Err(CmsError::NotSingleValued { oid }));
}

#[test]
fn the_content_type_must_agree() {
    let mut draft = Draft::new();
    draft.attributes[1] = attribute(&oids::CONTENT_TYPE, &[&encode::oid(&oids::TST_INFO)]);
    let expected = CmsError::ContentTypeMismatch {
        attribute: oids::TST_INFO,
        content: oids::DATA,
    };
    assert_eq!(draft.verify(), Err(expected));
}

#[test]
fn digest_algorithms_that_do_not_agree_are_told() {
    let mut draft = Draft::new();
    assert!(!draft.verify().unwrap().digests_differ);
    let sha512 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512);
    draft.signature_algorithm = sha512.to_der().unwrap();
    // The value was made with SHA-256.
    assert_eq!(draft.verify(), Err(CmsError::SignatureMismatch));
    draft.signature_algorithm = encode::algorithm(&oids::RSA_ENCRYPTION, encode::NULL);
    assert!(draft.verify().is_ok());
}

#[test]
fn unknown_algorithms_are_named() {
    let oid = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
    let mut draft = Draft::new();
    draft.signature_algorithm = encode::algorithm(&oid, &[]);
    let unsupported = CmsError::Algorithm(AlgorithmError::Unsupported { oid });
    assert_eq!(draft.verify(), Err(unsupported.clone()));
    let mut draft = Draft::new();
    draft.digest_algorithm = encode::algorithm(&oid, &[]);
    assert_eq!(draft.verify(), Err(unsupported));
}

#[test]
fn the_first_version_of_signing_certificate_counts() {
    let reference = |hash: &[u8]| {
        let id = encode::sequence(&[&encode::octet_string(hash)]);
        encode::sequence(&[&encode::sequence(&[&id])])
    };
    let draft = Draft::new();
    let certificate = draft.holder.certificate.clone();
    let hash = DigestAlgorithm::Sha1.digest(&[certificate.der()]).unwrap();
    let draft = draft.with(&oids::SIGNING_CERTIFICATE, &[&reference(&hash)]);
    let verified = draft.verify().unwrap();
    assert_eq!(
        verified.signing_certificate,
        SigningCertificateReference::V1
    );
    let wrong = Draft::new().with(&oids::SIGNING_CERTIFICATE, &[&reference(&[0; 20])]);
    assert_eq!(wrong.verify(), Err(CmsError::SigningCertificateMismatch));
}

#[test]
fn protected_algorithms_must_be_those_used() {
    let protection = |signature: &ObjectIdentifier| {
        let digest = encode::algorithm(&oids::SHA256, &[]);
        let signature = [encode::oid(signature), encode::NULL.to_vec()].concat();
        encode::sequence(&[&digest, &encode::element(context(1), &[&signature])])
    };
    let right = protection(&oids::SHA256_WITH_RSA);
    let draft = Draft::new().with(&oids::CMS_ALGORITHM_PROTECTION, &[&right]);
    assert!(draft.verify().is_ok());
    let wrong = protection(&oids::SHA1_WITH_RSA);
    let draft = Draft::new().with(&oids::CMS_ALGORITHM_PROTECTION, &[&wrong]);
    assert_eq!(draft.verify(), Err(CmsError::AlgorithmProtection));
}

#[test]
fn a_claimed_time_is_read_but_not_required() {
    let time = encode::element(0x17, &[b"261121100000+0700"]);
    let draft = Draft::new().with(&oids::SIGNING_TIME, &[&time]);
    let cms = Cms::parse(&draft.encode()).unwrap();
    let expected = "2026-11-21T03:00:00Z".parse().ok();
    assert_eq!(cms.claimed_signing_time(), expected);
    assert!(draft.verify().is_ok());
}

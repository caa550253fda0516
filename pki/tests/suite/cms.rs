//! Signatures that are built, verified, damaged, and shown to others.

use const_oid::ObjectIdentifier;
use der::{Decode, Encode};
use kyso_issuing::KeyType;
use kyso_pki::{
    BuildError, Certificate, Cms, CmsError, DigestAlgorithm, Pkcs12Key, SignatureAlgorithm,
    SignedAttributes, SigningCertificateReference, cms_size_bound, verify_pkcs1_octet_string,
};

use crate::support::{Bench, Hierarchy};

const CONTENT: &[u8] = b"QUY\xE1\xBA\xBET \xC4\x90\xE1\xBB\x8ANH";

fn algorithms() -> [(KeyType, SignatureAlgorithm); 6] {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    [
        (KeyType::Rsa2048, SignatureAlgorithm::RsaPkcs1(Sha256)),
        (KeyType::Rsa2048, SignatureAlgorithm::RsaPkcs1(Sha512)),
        (KeyType::Rsa3072, SignatureAlgorithm::RsaPss(Sha256)),
        (KeyType::Rsa2048, SignatureAlgorithm::RsaPss(Sha384)),
        (KeyType::P256, SignatureAlgorithm::Ecdsa(Sha256)),
        (KeyType::P384, SignatureAlgorithm::Ecdsa(Sha384)),
    ]
}

fn attributes(holder: &Pkcs12Key, algorithm: SignatureAlgorithm) -> SignedAttributes {
    let digest = algorithm.digest_algorithm().digest(&[CONTENT]).unwrap();
    SignedAttributes::new(&digest, algorithm, &holder.certificate)
        .unwrap()
        .with_chain(&holder.chain)
}

fn sign(holder: &Pkcs12Key, algorithm: SignatureAlgorithm) -> Vec<u8> {
    let attributes = attributes(holder, algorithm);
    let digest = attributes.digest().unwrap();
    let value = holder.key.sign_digest(algorithm, &digest).unwrap();
    attributes.close(&value).unwrap()
}

fn digest_for(cms: &Cms) -> Vec<u8> {
    cms.digest_algorithm().unwrap().digest(&[CONTENT]).unwrap()
}

fn sha256() -> SignatureAlgorithm {
    SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)
}

#[test]
fn what_is_built_is_verified() {
    let hierarchy = Hierarchy::new();
    for (key_type, algorithm) in algorithms() {
        let holder = hierarchy.person(key_type);
        let der = sign(&holder, algorithm);
        let bound = cms_size_bound(algorithm, &holder.certificate, &holder.chain).unwrap();
        assert!(der.len() <= bound && bound < der.len() + 32, "{algorithm}");
        let cms = Cms::parse(&[der.as_slice(), &[0; 50]].concat()).unwrap();
        let verified = cms.verify(&digest_for(&cms)).unwrap();
        assert_eq!(verified.certificate, holder.certificate);
        assert_eq!(verified.signature_algorithm, algorithm);
        assert_eq!(
            verified.signing_certificate,
            SigningCertificateReference::V2(DigestAlgorithm::Sha256)
        );
        assert!(!verified.attributes_reordered);
        // EN 319 142-1: the signature dictionary holds the time.
        assert_eq!(cms.claimed_signing_time(), None);
        assert_eq!(cms.certificates().len(), 3);
    }
}

#[test]
fn openssl_accepts_what_is_built() {
    let hierarchy = Hierarchy::new();
    for (key_type, algorithm) in algorithms() {
        let bench = Bench::new();
        bench
            .write("content", CONTENT)
            .write("cms.der", sign(&hierarchy.person(key_type), algorithm))
            .write_pem("root.pem", &[hierarchy.root.certificate().clone()]);
        let said = bench
            .openssl(&[
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "cms.der",
                "-content",
                "content",
                "-CAfile",
                "root.pem",
                "-purpose",
                "any",
                "-attime",
                "1795230000",
                "-cades",
                "-out",
                "out",
            ])
            .unwrap_or_else(|said| panic!("{algorithm}: {said}"));
        assert!(said.contains("successful"), "{said}");
    }
}

#[test]
fn the_cms_crate_reads_the_same_bytes() {
    let der = sign(&Hierarchy::new().person(KeyType::P256), sha256());
    let info = ::cms::content_info::ContentInfo::from_der(&der).unwrap();
    let signed: ::cms::signed_data::SignedData = info.content.decode_as().unwrap();
    assert_eq!(signed.signer_infos.0.len(), 1);
    let again = ::cms::content_info::ContentInfo {
        content_type: info.content_type,
        content: der::Any::encode_from(&signed).unwrap(),
    };
    assert_eq!(again.to_der().unwrap(), der);
}

#[test]
fn changed_content_is_a_digest_mismatch() {
    let cms = Cms::parse(&sign(&Hierarchy::new().person(KeyType::P256), sha256())).unwrap();
    let digest = DigestAlgorithm::Sha256.digest(&[CONTENT, b" "]).unwrap();
    assert_eq!(cms.verify(&digest), Err(CmsError::DigestMismatch));
    assert!(matches!(
        cms.verify(&digest[1..]),
        Err(CmsError::DigestLength { actual: 31, .. })
    ));
}

#[test]
fn a_changed_value_is_a_signature_mismatch() {
    let mut der = sign(
        &Hierarchy::new().person(KeyType::Rsa2048),
        SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
    );
    *der.last_mut().unwrap() ^= 1;
    let cms = Cms::parse(&der).unwrap();
    assert_eq!(
        cms.verify(&digest_for(&cms)),
        Err(CmsError::SignatureMismatch)
    );
}

#[test]
fn no_single_flipped_bit_passes_as_the_same_signature() {
    let holder = Hierarchy::new().person(KeyType::P256);
    let der = sign(&holder, sha256());
    let original = Cms::parse(&der).unwrap();
    let digest = digest_for(&original);
    for at in 0..der.len() {
        let mut damaged = der.clone();
        damaged[at] ^= 0x10;
        let Ok(cms) = Cms::parse(&damaged) else {
            continue;
        };
        // Versions, digest hints and other people's certificates are not covered by the signature.
        if let Ok(verified) = cms.verify(&digest) {
            assert_eq!(verified.certificate, holder.certificate, "byte {at}");
            assert_eq!(cms.signed_bytes(), original.signed_bytes(), "byte {at}");
        }
    }
}

trait SignedBytes {
    fn signed_bytes(&self) -> (Option<&[u8]>, ObjectIdentifier);
}

impl SignedBytes for Cms {
    fn signed_bytes(&self) -> (Option<&[u8]>, ObjectIdentifier) {
        (self.message_digest().unwrap(), self.econtent_type())
    }
}

#[test]
fn a_value_by_another_key_is_not_closed() {
    let hierarchy = Hierarchy::new();
    let (signer, other) = (
        hierarchy.person(KeyType::P256),
        hierarchy.person(KeyType::P256),
    );
    let attributes = attributes(&signer, sha256());
    let digest = attributes.digest().unwrap();
    let value = other.key.sign_digest(sha256(), &digest).unwrap();
    assert!(matches!(
        attributes.close(&value),
        Err(BuildError::SignatureMismatch)
    ));
}

#[test]
fn the_signer_may_be_given_from_outside() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let der = without_certificates(&sign(&holder, sha256()));
    let cms = Cms::parse(&der).unwrap();
    let digest = digest_for(&cms);
    assert_eq!(cms.verify(&digest), Err(CmsError::NoSigningCertificate));
    assert_eq!(
        cms.signing_certificate(),
        Err(CmsError::NoSigningCertificate)
    );
    let candidates = [
        hierarchy.root.certificate().clone(),
        holder.certificate.clone(),
    ];
    let verified = cms.verify_with(&digest, &candidates).unwrap();
    assert_eq!(verified.certificate, holder.certificate);
}

#[test]
fn an_exchanged_certificate_is_named() {
    // The same name, serial number and key, another certificate: only signing-certificate-v2 tells them apart.
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let der = without_certificates(&sign(&holder, sha256()));
    let cms = Cms::parse(&der).unwrap();
    let mut altered = holder.certificate.der().to_vec();
    let end = altered.len() - 1;
    altered[end] ^= 1;
    let altered = Certificate::from_der(&altered).unwrap();
    assert_eq!(
        cms.verify_with(&digest_for(&cms), &[altered]),
        Err(CmsError::SigningCertificateMismatch)
    );
}

#[test]
fn a_malformed_certificate_loses_only_itself() {
    let holder = Hierarchy::new().person(KeyType::P256);
    let der = sign(&holder, sha256());
    let issuer = holder.chain[0].der();
    let start = der.windows(issuer.len()).position(|w| w == issuer).unwrap();
    let mut damaged = der.clone();
    // The version of the certificate inside becomes a NULL: no longer X.509, still one element.
    damaged[start + 8] = 0x05;
    let cms = Cms::parse(&damaged).unwrap();
    assert_eq!(cms.unreadable_certificates(), 1);
    assert!(cms.verify(&digest_for(&cms)).is_ok());
}

#[test]
fn signatures_by_openssl_are_verified() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::Rsa2048);
    let bench = Bench::new();
    let password = "thử".to_owned().into();
    bench.write("content", CONTENT).write(
        "key.p12",
        kyso_issuing::write_pkcs12(&holder, &password).unwrap(),
    );
    bench
        .openssl(&[
            "pkcs12",
            "-in",
            "key.p12",
            "-passin",
            "pass:thử",
            "-nodes",
            "-out",
            "key.pem",
        ])
        .unwrap();
    for extra in [
        &["-outform", "DER"][..],
        &["-outform", "DER", "-stream", "-nodetach"],
        &["-outform", "DER", "-keyid", "-cades", "-md", "sha384"],
        &[
            "-outform",
            "DER",
            "-keyopt",
            "rsa_padding_mode:pss",
            "-keyopt",
            "rsa_pss_saltlen:20",
        ],
        &["-outform", "DER", "-noattr"],
    ] {
        let mut arguments = vec![
            "cms", "-sign", "-binary", "-in", "content", "-signer", "key.pem", "-out", "out.der",
        ];
        arguments.extend(extra);
        bench.openssl(&arguments).unwrap();
        let cms = Cms::parse(&std::fs::read(bench.path().join("out.der")).unwrap()).unwrap();
        let verified = cms.verify(&digest_for(&cms));
        let verified = verified.unwrap_or_else(|error| panic!("{extra:?}: {error}"));
        assert_eq!(verified.certificate, holder.certificate);
        assert_eq!(cms.econtent().is_some(), extra.contains(&"-nodetach"));
        assert_eq!(cms.has_signed_attributes(), !extra.contains(&"-noattr"));
    }
}

#[test]
fn several_signers_are_counted() {
    let hierarchy = Hierarchy::new();
    let bench = Bench::new();
    bench.write("content", CONTENT);
    for name in ["one", "two"] {
        let holder = hierarchy.person(KeyType::P256);
        let p12 = kyso_issuing::write_pkcs12(&holder, &"x".to_owned().into()).unwrap();
        let (from, to) = (format!("{name}.p12"), format!("{name}.pem"));
        bench.write(&from, p12);
        bench
            .openssl(&[
                "pkcs12", "-in", &from, "-passin", "pass:x", "-nodes", "-out", &to,
            ])
            .unwrap();
    }
    bench
        .openssl(&[
            "cms", "-sign", "-binary", "-in", "content", "-signer", "one.pem", "-signer",
            "two.pem", "-outform", "DER", "-out", "out.der",
        ])
        .unwrap();
    let der = std::fs::read(bench.path().join("out.der")).unwrap();
    assert_eq!(
        Cms::parse(&der).unwrap_err(),
        CmsError::SeveralSigners { count: 2 }
    );
}

#[test]
fn what_is_not_signed_data_says_so() {
    let data = [
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1, 0xA0, 0,
    ];
    assert!(matches!(
        Cms::parse(&data),
        Err(CmsError::NotSignedData { .. })
    ));
    assert!(matches!(Cms::parse(b"%PDF-1.7"), Err(CmsError::Ber(_))));
    assert!(matches!(Cms::parse(&[0; 64]), Err(CmsError::Ber(_))));
}

#[test]
fn raw_pkcs1_values_are_verified() {
    let holder = Hierarchy::new().person(KeyType::Rsa2048);
    let digest = DigestAlgorithm::Sha1.digest(&[CONTENT]).unwrap();
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1);
    let value = holder.key.sign_digest(algorithm, &digest).unwrap();
    let octets = der::asn1::OctetString::new(value)
        .unwrap()
        .to_der()
        .unwrap();
    let padded = [octets, vec![0; 9]].concat();
    let (first, second) = CONTENT.split_at(4);
    let found = verify_pkcs1_octet_string(&padded, &holder.certificate, |algorithm| {
        algorithm.digest(&[first, second])
    });
    assert_eq!(found, Ok(DigestAlgorithm::Sha1));
    let changed = verify_pkcs1_octet_string(&padded, &holder.certificate, |algorithm| {
        algorithm.digest(&[second, first])
    });
    assert_eq!(changed, Err(CmsError::SignatureMismatch));
}

/// The CMS with an empty certificate set removed, as some signers leave it.
fn without_certificates(der: &[u8]) -> Vec<u8> {
    let info = ::cms::content_info::ContentInfo::from_der(der).unwrap();
    let mut signed: ::cms::signed_data::SignedData = info.content.decode_as().unwrap();
    signed.certificates = None;
    let info = ::cms::content_info::ContentInfo {
        content_type: info.content_type,
        content: der::Any::encode_from(&signed).unwrap(),
    };
    info.to_der().unwrap()
}

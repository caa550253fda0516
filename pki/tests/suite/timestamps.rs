//! Tokens of a test authority, inside a signature and on their own.

use kyso_issuing::{KeyType, Profile, TokenRequest, issue_token};
use kyso_pki::{
    AlgorithmError, Cms, DigestAlgorithm, Pkcs12Key, Purpose, SignatureAlgorithm, SignedAttributes,
    TimestampError, TimestampToken, add_unsigned_timestamp,
};
use kyso_test_needs::published_collisions;
use openssl::hash::{MessageDigest, hash};

use crate::support::{Bench, Hierarchy, YEAR, now, request};

fn authority(hierarchy: &Hierarchy) -> Pkcs12Key {
    let request = request("TSA thử nghiệm", KeyType::Rsa2048, YEAR);
    hierarchy
        .sub
        .issue(&request, Profile::TimestampAuthority)
        .unwrap()
}

fn token(authority: &Pkcs12Key, data: &[u8]) -> Vec<u8> {
    let digest = DigestAlgorithm::Sha256.digest(&[data]).unwrap();
    let request = TokenRequest {
        algorithm: DigestAlgorithm::Sha256,
        digest: &digest,
        at: now(),
        serial: 7,
        nonce: Some(0x1234),
    };
    issue_token(authority, &request).unwrap()
}

#[test]
fn a_token_says_when_what_existed() {
    let hierarchy = Hierarchy::new();
    let authority = authority(&hierarchy);
    let token = TimestampToken::parse(&token(&authority, b"data")).unwrap();
    assert_eq!(token.generated_at(), now());
    assert_eq!(token.nonce(), Some(&[0x12, 0x34][..]));
    assert_eq!(token.serial(), [7]);
    assert_eq!(token.check_covers(&[b"da", b"ta"]), Ok(()));
    assert_eq!(
        token.check_covers(&[b"date"]),
        Err(TimestampError::ImprintMismatch)
    );
    let verified = token.verify(&[]).unwrap();
    let report = hierarchy.store(hierarchy.empty_lists()).validate(
        &verified.certificate,
        token.cms().certificates(),
        now(),
        Purpose::Timestamping,
    );
    assert!(report.is_valid(), "{report:?}");
}

/// What a timestamp covers may be made by an attacker: the value of an RSA signature is any octets at all.
#[test]
fn an_imprint_over_a_collision_covers_nothing() {
    let Some(folder) = published_collisions() else {
        return;
    };
    let authority = authority(&Hierarchy::new());
    let covers = |data: &[u8]| {
        let request = TokenRequest {
            algorithm: DigestAlgorithm::Sha1,
            digest: &hash(MessageDigest::sha1(), data).unwrap(),
            at: now(),
            serial: 7,
            nonce: None,
        };
        let token = issue_token(&authority, &request).unwrap();
        TimestampToken::parse(&token).unwrap().check_covers(&[data])
    };
    assert_eq!(covers(b"data"), Ok(()));
    let digest = DigestAlgorithm::Sha1;
    let attacked = Err(TimestampError::Imprint(AlgorithmError::Collision {
        digest,
    }));
    for name in ["shattered-1.pdf", "sha-mbles-1.bin", "sha-mbles-2.bin"] {
        let colliding = std::fs::read(folder.join(name)).unwrap();
        assert_eq!(covers(&colliding), attacked, "{name}");
    }
}

#[test]
fn openssl_accepts_the_token() {
    let hierarchy = Hierarchy::new();
    let bench = Bench::new();
    bench
        .write("data", b"data")
        .write("token.der", token(&authority(&hierarchy), b"data"))
        .write_pem("root.pem", &[hierarchy.root.certificate().clone()]);
    let said = bench.openssl(&[
        "ts",
        "-verify",
        "-data",
        "data",
        "-in",
        "token.der",
        "-token_in",
        "-CAfile",
        "root.pem",
        "-attime",
        "1795230000",
    ]);
    assert!(
        said.as_ref().is_ok_and(|said| said.contains("OK")),
        "{said:?}"
    );
}

#[test]
fn a_token_is_added_without_touching_the_signature() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let digest = DigestAlgorithm::Sha256.digest(&[b"content"]).unwrap();
    let attributes = SignedAttributes::new(&digest, algorithm, &holder.certificate).unwrap();
    let value = holder
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap())
        .unwrap();
    let plain = attributes.close(&value).unwrap();
    let stamped = add_unsigned_timestamp(&plain, &token(&authority(&hierarchy), &value)).unwrap();
    let cms = Cms::parse(&stamped).unwrap();
    assert!(cms.verify(&digest).is_ok());
    assert_eq!(cms.signature_value(), value);
    let token = TimestampToken::parse(cms.signature_timestamp().unwrap()).unwrap();
    assert_eq!(token.check_covers(&[cms.signature_value()]), Ok(()));
    // A second token is added beside the first.
    let twice = add_unsigned_timestamp(&stamped, token.cms().der()).unwrap();
    let oid = const_oid::ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
    let cms = Cms::parse(&twice).unwrap();
    assert_eq!(cms.unsigned_attribute_values(oid).count(), 2);
}

#[test]
fn other_signatures_are_no_tokens() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let attributes = SignedAttributes::new(&[0; 32], algorithm, &holder.certificate).unwrap();
    let value = holder
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap())
        .unwrap();
    let error = TimestampToken::parse(&attributes.close(&value).unwrap()).unwrap_err();
    assert!(matches!(error, TimestampError::NotTimestamp { .. }));
}

//! Signatures in the shape of Wycheproof.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Tally;
use crate::algorithm::{Message, PssParameters, Scheme};
use crate::certificate::{Certificate, KeyKind, crafted};
use crate::digest::DigestAlgorithm;

/// All groups of a file.
pub(super) fn run(path: &Path, tally: &mut Tally) {
    let json: Value = serde_json::from_slice(&fs::read(path).unwrap()).expect("JSON");
    let groups = json["testGroups"].as_array().into_iter().flatten();
    for group in groups {
        let tests = group["tests"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let ready = key(group).and_then(|key| Some((scheme(group, &key)?, key)));
        let Some((scheme, key)) = ready else {
            tally.passed_over += tests.len();
            continue;
        };
        for test in tests {
            let name = || format!("{} {}: {}", path.display(), test["tcId"], test["comment"]);
            let valid = match test["result"].as_str() {
                Some("valid") => Some(true),
                Some("invalid") => Some(false),
                _ => None,
            };
            let message = octets(&test["msg"]).expect("msg");
            let signature = octets(&test["sig"]).expect("sig");
            let key = key.public_key().unwrap();
            let accepted = scheme.verify(key, Message::Whole(&message), &signature);
            tally.add(name, valid, accepted.unwrap_or(false));
        }
    }
}

/// The key of a group in a certificate, as this crate meets keys; `None` when it cannot be used here.
fn key(group: &Value) -> Option<Certificate> {
    let der = ["publicKeyDer", "keyDer"]
        .iter()
        .find_map(|name| octets(&group[name]))?;
    let certificate = crafted::certificate_of(&der)?;
    certificate.public_key().is_ok().then_some(certificate)
}

fn scheme(group: &Value, key: &Certificate) -> Option<Scheme> {
    let digest = |name: &str| digest(group[name].as_str()?);
    Some(match group["type"].as_str()? {
        "RsassaPkcs1Verify" => Scheme::RsaPkcs1(digest("sha")?),
        "RsassaPssVerify" => Scheme::RsaPss(PssParameters {
            digest: digest("sha")?,
            // SHAKE is its own mask (RFC 8702).
            mask_digest: match group["mgf"].as_str()? {
                "MGF1" => digest("mgfSha")?,
                shake if shake == group["sha"] => digest("mgf")?,
                _ => return None,
            },
            salt: u16::try_from(group["sLen"].as_u64()?).ok()?,
        }),
        "EcdsaVerify" => Scheme::Ecdsa(digest("sha")?),
        "EcdsaP1363Verify" => Scheme::PlainEcdsa(digest("sha")?),
        "DsaVerify" => Scheme::Dsa(digest("sha")?),
        "EddsaVerify" => match key.key_kind().ok()? {
            KeyKind::Ed25519 => Scheme::Ed25519,
            _ => Scheme::Ed448,
        },
        _ => return None,
    })
}

fn digest(name: &str) -> Option<DigestAlgorithm> {
    Some(match name {
        "SHA-1" => DigestAlgorithm::Sha1,
        "SHA-224" => DigestAlgorithm::Sha224,
        "SHA-256" => DigestAlgorithm::Sha256,
        "SHA-384" => DigestAlgorithm::Sha384,
        "SHA-512" => DigestAlgorithm::Sha512,
        "SHA-512/224" => DigestAlgorithm::Sha512_224,
        "SHA-512/256" => DigestAlgorithm::Sha512_256,
        "SHAKE128" => DigestAlgorithm::Shake128_256,
        "SHAKE256" => DigestAlgorithm::Shake256_512,
        "SHA3-224" => DigestAlgorithm::Sha3_224,
        "SHA3-256" => DigestAlgorithm::Sha3_256,
        "SHA3-384" => DigestAlgorithm::Sha3_384,
        "SHA3-512" => DigestAlgorithm::Sha3_512,
        _ => return None,
    })
}

fn octets(value: &Value) -> Option<Vec<u8>> {
    let text = value.as_str()?.as_bytes();
    let (pairs, rest) = text.as_chunks::<2>();
    let octet = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let octets: Option<Vec<u8>> = pairs.iter().map(octet).collect();
    octets.filter(|_| rest.is_empty())
}

#[test]
fn vectors_made_here_show_that_it_can_fail() {
    use openssl::ec::{EcGroup, EcKey};
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    use openssl::sign::Signer;
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let mut signer = Signer::new(openssl::hash::MessageDigest::sha256(), &key).unwrap();
    let signature = signer.sign_oneshot_to_vec(b"message").unwrap();
    let hex = |octets: &[u8]| base16ct::lower::encode_string(octets);
    let test = |number: u8, message: &[u8], result: &str| {
        serde_json::json!({
            "tcId": number, "comment": "", "msg": hex(message), "sig": hex(&signature), "result": result
        })
    };
    let group = |kind: &str, sha: &str, tests: Vec<Value>| {
        let der = hex(&key.public_key_to_der().unwrap());
        serde_json::json!({"type": kind, "sha": sha, "publicKeyDer": der, "tests": tests})
    };
    let judged = |tests: Vec<Value>| {
        let folder = tempfile::tempdir().unwrap();
        let other = group("EcdhTest", "SHA-256", vec![test(9, b"", "valid")]);
        let json =
            serde_json::json!({"testGroups": [group("EcdsaVerify", "SHA-256", tests), other]});
        fs::create_dir(folder.path().join("inside")).unwrap();
        fs::write(
            folder.path().join("inside/ecdsa_test.json"),
            json.to_string(),
        )
        .unwrap();
        super::run(folder.path())
    };
    let right = judged(vec![
        test(1, b"message", "valid"),
        test(2, b"massage", "invalid"),
        test(3, b"massage", "acceptable"),
    ]);
    assert_eq!((right.agreed, right.passed_over), (3, 1));
    assert!(right.wrong.is_empty(), "{right}");
    let wrong = judged(vec![
        test(1, b"message", "invalid"),
        test(2, b"massage", "valid"),
    ]);
    let said = wrong.to_string();
    assert_eq!(wrong.wrong.len(), 2, "{said}");
    assert!(
        said.contains("wrongly accepted") && said.contains("wrongly rejected"),
        "{said}"
    );
}

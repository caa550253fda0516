//! Which algorithm identifiers are understood.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::encode;

fn algorithm_id(der: &[u8]) -> AlgorithmId {
    AlgorithmId::read(&Element::only(der, "AlgorithmIdentifier").unwrap()).unwrap()
}

#[test]
fn pss_parameters_are_read_as_written() {
    let der = SignatureAlgorithm::RsaPss(D::Sha384).to_der().unwrap();
    let expected = PssParameters {
        digest: D::Sha384,
        mask_digest: D::Sha384,
        salt: 48,
    };
    assert_eq!(
        Scheme::read(&algorithm_id(&der), None),
        Ok(Scheme::RsaPss(expected))
    );
}

#[test]
fn missing_pss_fields_have_their_defaults() {
    let der = encode::algorithm(&oids::RSA_PSS, &encode::sequence(&[]));
    let Ok(Scheme::RsaPss(parameters)) = Scheme::read(&algorithm_id(&der), None) else {
        unreachable!("PSS was written")
    };
    assert_eq!((parameters.digest, parameters.salt), (D::Sha1, 20));
}

#[test]
fn rsa_encryption_takes_the_digest_of_the_signer() {
    let der = encode::algorithm(&oids::RSA_ENCRYPTION, encode::NULL);
    let id = algorithm_id(&der);
    assert_eq!(
        Scheme::read(&id, Some(D::Sha512)),
        Ok(Scheme::RsaPkcs1(D::Sha512))
    );
    assert!(Scheme::read(&id, None).is_err());
}

#[test]
fn plain_signatures_need_two_halves() {
    assert!(plain_to_der(&[1, 2, 3], 1).is_none());
    assert!(plain_to_der(&[0, 1, 0, 2], 1).is_none());
    assert!(plain_to_der(&[1, 2], 2).is_none());
    assert!(plain_to_der(&[], 0).is_none());
    let der = plain_to_der(&[1, 2], 1).unwrap();
    assert_eq!(der, [0x30, 6, 2, 1, 1, 2, 1, 2]);
}

/// Signed attributes, certificates, lists and OCSP responses are all verified here, from the bytes that were signed.
#[test]
fn a_right_value_over_a_collision_is_an_error_and_no_signature() {
    use openssl::hash::{MessageDigest, hash};
    use openssl::pkey::PKey;
    use openssl::rsa::Rsa;
    let Some(folder) = kyso_test_needs::published_collisions() else {
        return;
    };
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let verify = |message: &[u8]| {
        let digest = hash(MessageDigest::sha1(), message).unwrap();
        let mut context = PkeyCtx::new(&key).unwrap();
        context.sign_init().unwrap();
        context.set_rsa_padding(Padding::PKCS1).unwrap();
        context.set_signature_md(md(D::Sha1).unwrap()).unwrap();
        let mut value = Vec::new();
        context.sign_to_vec(&digest, &mut value).unwrap();
        Scheme::RsaPkcs1(D::Sha1).verify(&public(&key), Message::Whole(message), &value)
    };
    assert_eq!(verify(b"message"), Ok(true));
    for name in ["shattered-1.pdf", "sha-mbles-1.bin", "sha-mbles-2.bin"] {
        let message = std::fs::read(folder.join(name)).unwrap();
        let attacked = Err(AlgorithmError::Collision { digest: D::Sha1 });
        assert_eq!(verify(&message), attacked, "{name}");
    }
}

#[test]
fn edwards_signatures_need_the_message() {
    use openssl::pkey::PKey;
    use openssl::sign::Signer;
    for (key, scheme) in [
        (PKey::generate_ed25519().unwrap(), Scheme::Ed25519),
        (PKey::generate_ed448().unwrap(), Scheme::Ed448),
    ] {
        let signer = Signer::new_without_digest(&key);
        let value = signer.unwrap().sign_oneshot_to_vec(b"message").unwrap();
        let public = public(&key);
        let verify = |message| scheme.verify(&public, message, &value);
        assert_eq!(verify(Message::Whole(b"message")), Ok(true));
        assert_eq!(verify(Message::Whole(b"massage")), Ok(false));
        assert!(matches!(
            verify(Message::Digest(&[0; 64])),
            Err(AlgorithmError::NeedsMessage { .. })
        ));
    }
}

#[test]
fn plain_and_encoded_ecdsa_hold_on_any_named_curve() {
    use openssl::ec::{EcGroup, EcKey};
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    for curve in [Nid::X9_62_PRIME256V1, Nid::SECP521R1, Nid::BRAINPOOL_P256R1] {
        let group = EcGroup::from_curve_name(curve).unwrap();
        let key = EcKey::generate(&group).unwrap();
        let digest = D::Sha256.digest(&[b"message"]).unwrap();
        let value = EcdsaSig::sign(&digest, &key).unwrap();
        let size = i32::try_from(group.degree().div_ceil(8)).unwrap();
        let plain = [
            value.r().to_vec_padded(size).unwrap(),
            value.s().to_vec_padded(size).unwrap(),
        ]
        .concat();
        let public = public(&PKey::from_ec_key(key).unwrap());
        let verify = |scheme: Scheme, signature: &[u8]| {
            scheme.verify(&public, Message::Digest(&digest), signature)
        };
        assert_eq!(verify(Scheme::PlainEcdsa(D::Sha256), &plain), Ok(true));
        let longer = [
            value.r().to_vec_padded(size + 1).unwrap(),
            value.s().to_vec_padded(size + 1).unwrap(),
        ]
        .concat();
        assert_eq!(verify(Scheme::PlainEcdsa(D::Sha256), &longer), Ok(false));
        let encoded = value.to_der().unwrap();
        assert_eq!(verify(Scheme::Ecdsa(D::Sha256), &encoded), Ok(true));
        assert_eq!(verify(Scheme::Ecdsa(D::Sha256), &plain), Ok(false));
        let mismatch = verify(Scheme::RsaPkcs1(D::Sha256), &plain);
        assert!(matches!(mismatch, Err(AlgorithmError::KeyMismatch { .. })));
    }
}

fn public(key: &openssl::pkey::PKeyRef<openssl::pkey::Private>) -> openssl::pkey::PKey<Public> {
    let der = key.public_key_to_der().unwrap();
    openssl::pkey::PKey::public_key_from_der(&der).unwrap()
}

//! Many threads, one token.

use std::thread;

use kyso_pkcs11_bridge::{DigestKind, TokenAlgorithm};
use openssl::nid::Nid;

use crate::lab::{Spec, in_lab};

#[test]
fn eight_threads_share_one_handle() {
    in_lab("concurrency::eight_threads_share_one_handle", |lab| {
        lab.make_token("T");
        lab.make_key("T", "rsa", "01", Spec::Rsa(2048));
        lab.make_key("T", "ec", "02", Spec::Ec(Nid::X9_62_PRIME256V1));
        let (rsa, ec) = (lab.open("pkcs11:object=rsa"), lab.open("pkcs11:object=ec"));
        thread::scope(|scope| {
            for number in 0..8_u8 {
                let (rsa, ec) = (rsa.clone(), ec.clone());
                scope.spawn(move || {
                    for round in 0..25_u8 {
                        let digest = [number.wrapping_mul(31) ^ round; 32];
                        let algorithm = TokenAlgorithm::RsaPkcs1(DigestKind::Sha256);
                        rsa.sign_digest(algorithm, &digest).unwrap();
                        let algorithm = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
                        ec.sign_digest(algorithm, &digest).unwrap();
                    }
                });
            }
        });
    });
}

#[test]
fn tokens_work_side_by_side() {
    in_lab("concurrency::tokens_work_side_by_side", |lab| {
        let labels = ["A", "B"];
        for label in labels {
            lab.make_token(label);
            lab.make_key(label, "k", "01", Spec::Ec(Nid::X9_62_PRIME256V1));
        }
        thread::scope(|scope| {
            for label in labels {
                scope.spawn(move || {
                    let key = lab.open(&format!("pkcs11:token={label}"));
                    let algorithm = TokenAlgorithm::Ecdsa(DigestKind::Sha256);
                    (0..100)
                        .for_each(|byte| drop(key.sign_digest(algorithm, &[byte; 32]).unwrap()));
                });
            }
        });
    });
}

//! RSA values that a careless check of the padding accepts (RFC 8017, section 8.2.2).

use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;

use super::{WRONG_VALUE, digest_info};
use crate::Case;
use crate::container::{Container, SHA256, sha256};
use crate::der::{NULL, algorithm, element, integer, octets, sequence, tagged};
use crate::expected::Expected;
use crate::signing::Signing;

pub(super) fn cases() -> Vec<Case> {
    let padded = |name, encoded: fn(&[u8]) -> Vec<u8>| {
        rsa_case(name, WRONG_VALUE, move |container| {
            let key = container.private();
            container.sign = Box::new(move |message| power(&key, &encoded(&sha256(message))));
        })
    };
    vec![
        padded("rsa-bare-digest", filled_block),
        padded("rsa-digest-info-of-sha1", |digest| {
            filled_block(&digest_info("1.3.14.3.2.26", &digest[..20]))
        }),
        padded("rsa-garbage-after-the-digest", |digest| {
            let info = digest_info(SHA256, digest);
            let mut block = [
                &[0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0],
                info.as_slice(),
            ]
            .concat();
            block.resize(256, 0xAB);
            block
        }),
        padded("rsa-garbage-in-the-parameters", |digest| {
            let junk = element(4, &[&[0xAB; 100]]);
            let info = sequence(&[&algorithm(SHA256, &junk), &octets(digest)]);
            filled_block(&info)
        }),
        padded("rsa-encryption-padding", |digest| {
            let mut block = filled_block(&digest_info(SHA256, digest));
            block[1] = 2;
            block
        }),
        padded("rsa-of-one", |_| {
            let mut block = vec![0; 256];
            block[255] = 1;
            block
        }),
        rsa_case("rsa-pkcs1-value-named-pss", WRONG_VALUE, |container| {
            container.signature = pss(32);
        }),
        rsa_case("rsa-pss-of-another-salt", WRONG_VALUE, |container| {
            container.signature = pss(20);
            let key = container.private();
            container.sign = Box::new(move |message| sign_pss(&key, message));
        }),
    ]
}

fn rsa_case(
    name: &'static str,
    expected: Expected,
    change: impl Fn(&mut Container<'_>) + 'static,
) -> Case {
    Case::new(name, expected, move |base| {
        let signing = Signing::new(base.office.rsa(), "NguoiKy1").container(|key, content| {
            let mut container = Container::new(key, content);
            change(&mut container);
            container.encode()
        });
        signing.sign(&base.plain)
    })
}

/// `00 01 FF … FF 00` before the contents, 256 octets in all.
pub(crate) fn filled_block(contents: &[u8]) -> Vec<u8> {
    let mut block = vec![0, 1];
    block.resize(255 - contents.len(), 0xFF);
    block.push(0);
    block.extend(contents);
    block
}

/// The private operation without the padding of the library.
pub(crate) fn power(key: &PKey<Private>, block: &[u8]) -> Vec<u8> {
    let key = key.rsa().unwrap();
    let mut value = vec![0; block.len()];
    key.private_encrypt(block, &mut value, Padding::NONE)
        .unwrap();
    value
}

/// `RSASSA-PSS` with SHA-256 and this length of the salt (RFC 4055, section 3.1).
fn pss(salt: u8) -> Vec<u8> {
    let hash = algorithm(SHA256, NULL);
    let mask = algorithm("1.2.840.113549.1.1.8", &hash);
    let parameters = sequence(&[
        &tagged(0, &[&hash]),
        &tagged(1, &[&mask]),
        &tagged(2, &[&integer(salt)]),
    ]);
    algorithm("1.2.840.113549.1.1.10", &parameters)
}

/// PSS with a salt as long as the digest.
fn sign_pss(key: &PKey<Private>, message: &[u8]) -> Vec<u8> {
    let digest = openssl::hash::MessageDigest::sha256();
    let mut signer = openssl::sign::Signer::new(digest, key).unwrap();
    signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
    signer
        .set_rsa_pss_saltlen(openssl::sign::RsaPssSaltlen::DIGEST_LENGTH)
        .unwrap();
    signer.sign_oneshot_to_vec(message).unwrap()
}

//! Keys from files.

use kyso_issuing::{KeyType, write_pkcs12};
use kyso_pki::{DigestAlgorithm, Pkcs12Error, SignatureAlgorithm, SigningError, load_pkcs12};
use secrecy::SecretString;

use crate::support::{Bench, Hierarchy};

fn password(text: &str) -> SecretString {
    text.to_owned().into()
}

#[test]
fn key_certificate_and_chain_are_loaded() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::Rsa2048);
    let file = write_pkcs12(&holder, &password("mật khẩu")).unwrap();
    let loaded = load_pkcs12(&file, &password("mật khẩu")).unwrap();
    assert_eq!(loaded.certificate, holder.certificate);
    assert_eq!(loaded.chain.len(), 2);
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let value = loaded.key.sign_digest(algorithm, &[9; 32]).unwrap();
    assert_eq!(value, holder.key.sign_digest(algorithm, &[9; 32]).unwrap());
}

#[test]
fn a_wrong_password_is_not_a_damaged_file() {
    let file = write_pkcs12(&Hierarchy::new().person(KeyType::P256), &password("a")).unwrap();
    let wrong = load_pkcs12(&file, &password("b")).unwrap_err();
    assert!(matches!(wrong, Pkcs12Error::WrongPassword), "{wrong}");
    let garbage = load_pkcs12(b"not a key", &password("a")).unwrap_err();
    assert!(matches!(garbage, Pkcs12Error::Malformed), "{garbage}");
    let cut = load_pkcs12(&file[..file.len() - 40], &password("a")).unwrap_err();
    assert!(matches!(cut, Pkcs12Error::Malformed), "{cut}");
}

#[test]
fn outdated_encryption_says_so() {
    let holder = Hierarchy::new().person(KeyType::P256);
    let bench = Bench::new();
    bench.write("new.p12", write_pkcs12(&holder, &password("x")).unwrap());
    let openssl = |arguments: &[&str]| bench.openssl(arguments).unwrap();
    openssl(&[
        "pkcs12", "-in", "new.p12", "-passin", "pass:x", "-nodes", "-out", "key.pem",
    ]);
    openssl(&[
        "pkcs12", "-export", "-legacy", "-in", "key.pem", "-passout", "pass:x", "-out", "old.p12",
    ]);
    let file = std::fs::read(bench.path().join("old.p12")).unwrap();
    let error = load_pkcs12(&file, &password("x")).unwrap_err();
    assert!(matches!(error, Pkcs12Error::OutdatedEncryption), "{error}");
}

/// OpenSSL says of the absent check that it failed, as of a wrong password.
#[test]
fn a_file_without_a_mac_says_so() {
    let holder = Hierarchy::new().person(KeyType::P256);
    let bench = Bench::new();
    bench.write("new.p12", write_pkcs12(&holder, &password("x")).unwrap());
    let openssl = |arguments: &[&str]| bench.openssl(arguments).unwrap();
    openssl(&[
        "pkcs12", "-in", "new.p12", "-passin", "pass:x", "-nodes", "-out", "key.pem",
    ]);
    openssl(&[
        "pkcs12", "-export", "-nomac", "-in", "key.pem", "-passout", "pass:x", "-out", "bare.p12",
    ]);
    let file = std::fs::read(bench.path().join("bare.p12")).unwrap();
    for given in ["x", "y"] {
        let error = load_pkcs12(&file, &password(given)).unwrap_err();
        assert!(matches!(error, Pkcs12Error::NoIntegrityCheck), "{error}");
    }
}

#[test]
fn keys_are_not_printed() {
    let holder = Hierarchy::new().person(KeyType::P256);
    assert_eq!(format!("{:?}", holder.key), "SoftwareKey(256 bits)");
}

#[test]
fn algorithms_that_do_not_fit_are_refused() {
    let holder = Hierarchy::new().person(KeyType::P256);
    let rsa = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let refused = holder.key.sign_digest(rsa, &[0; 32]).unwrap_err();
    assert!(matches!(refused, SigningError::Unsupported { .. }));
    let ecdsa = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256);
    let short = holder.key.sign_digest(ecdsa, &[0; 20]).unwrap_err();
    assert!(matches!(
        short,
        SigningError::DigestLength { actual: 20, .. }
    ));
}

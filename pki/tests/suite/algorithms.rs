//! Signatures that `openssl cms` makes with the algorithms of F7.

use kyso_pki::{Cms, SignatureAlgorithm};

use crate::support::Bench;

const CONTENT: &[u8] = b"content";

/// A signature by a fresh key of the given kind, with more arguments for the signer.
fn signed(key: &[&str], digest: &str, more: &[&str]) -> Cms {
    let bench = Bench::new();
    bench.write("content", CONTENT);
    let made = [
        "req", "-x509", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=x", "-newkey",
    ];
    bench.openssl(&[&made[..], key].concat()).unwrap();
    let sign = [
        "cms", "-sign", "-binary", "-in", "content", "-signer", "c.pem", "-inkey", "k.pem",
    ];
    let output = ["-md", digest, "-outform", "DER", "-out", "out.der"];
    bench.openssl(&[&sign[..], &output, more].concat()).unwrap();
    Cms::parse(&std::fs::read(bench.path().join("out.der")).unwrap()).unwrap()
}

#[test]
fn digests_of_the_sha_2_and_sha_3_families() {
    let sha_2 = ["sha224", "sha256", "sha384", "sha512"];
    let truncated = ["sha512-224", "sha512-256"];
    let sha_3 = ["sha3-224", "sha3-256", "sha3-384", "sha3-512"];
    let rsa: (&[&str], &[&str]) = (&["rsa:2048"], &[]);
    let pss: (&[&str], &[&str]) = (
        &["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
        &["-keyopt", "rsa_padding_mode:pss"],
    );
    let curve: (&[&str], &[&str]) = (&["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], &[]);
    let cases = [
        (rsa, &sha_2[..]),
        (rsa, &sha_3),
        (rsa, &truncated),
        (pss, &sha_2),
        (pss, &truncated),
        (curve, &sha_2),
    ];
    for ((key, more), digests) in cases {
        for digest in digests {
            let cms = signed(key, digest, more);
            let algorithm = cms.digest_algorithm().unwrap();
            let verified = cms.verify(&algorithm.digest(&[CONTENT]).unwrap());
            let verified = verified.unwrap_or_else(|error| panic!("{key:?} {digest}: {error}"));
            let is_pss = matches!(verified.signature_algorithm, SignatureAlgorithm::RsaPss(_));
            assert_eq!(is_pss, !more.is_empty(), "{digest}");
            let other = algorithm.digest(&[b"other"]).unwrap();
            assert!(cms.verify(&other).is_err(), "{digest}");
        }
    }
}

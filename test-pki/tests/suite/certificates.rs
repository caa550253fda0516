//! Certificates, lists and folders, as `openssl` and kyso see them.

use std::time::Instant;

use jiff::Timestamp;
use kyso_pki::{PathIndication, Purpose, TrustStore, load_pkcs12};
use kyso_test_pki::{Description, PASSWORD, TestPki};
use secrecy::SecretString;

use crate::support::{Bench, days, now, standard};

const BASE: &str = "http://127.0.0.1:1";

/// `openssl verify` of the member `id` with all lists of the time `at`.
fn verify(pki: &TestPki, id: &str, at: Timestamp) -> Result<String, String> {
    let bench = Bench::new();
    let signer = pki.signer(id).unwrap();
    let (root, chain) = signer.chain.split_last().unwrap();
    let chain: String = chain.iter().map(kyso_pki::Certificate::to_pem).collect();
    let lists = pki.lists_about(id, at).unwrap();
    let lists: String = lists.iter().map(kyso_pki::Crl::to_pem).collect();
    bench
        .write("target.pem", signer.certificate.to_pem())
        .write("root.pem", root.to_pem())
        .write("chain.pem", chain + &root.to_pem())
        .write("lists.pem", lists);
    let result = bench.run(&format!(
        "verify -attime {} -CAfile root.pem -untrusted chain.pem -CRLfile lists.pem -crl_check_all target.pem",
        at.as_second()
    ));
    result.map_err(|error| error.to_string())
}

#[test]
fn good_certificates_verify() {
    let pki = standard(BASE);
    for id in [
        "person",
        "agency",
        "person-public",
        "person-direct",
        "tsa",
        "ocsp",
        "person-g1",
    ] {
        assert!(verify(&pki, id, now()).unwrap().contains("OK"), "{id}");
    }
}

#[test]
fn bad_ones_are_refused_for_what_is_wrong_with_them() {
    let pki = standard(BASE);
    for (id, complaint) in [
        ("person-expired", "certificate has expired"),
        ("person-future", "certificate is not yet valid"),
        ("person-revoked", "certificate revoked"),
        ("person-invalid-since", "certificate revoked"),
        ("person-on-hold", "certificate revoked"),
        ("person-of-revoked-ca", "certificate revoked"),
        ("tsa-revoked", "certificate revoked"),
        ("ocsp-revoked", "certificate revoked"),
    ] {
        let found = verify(&pki, id, now()).unwrap_err();
        assert!(found.contains(complaint), "{id}: {found}");
    }
}

#[test]
fn lists_tell_what_was_known_at_their_time() {
    let pki = standard(BASE);
    assert!(verify(&pki, "person-revoked-later", now()).is_ok());
    assert!(verify(&pki, "person-revoked-later", now() + days(301)).is_err());
    assert!(verify(&pki, "person-released", now() - days(15)).is_err());
    assert!(verify(&pki, "person-released", now()).is_ok());
    let bench = Bench::new();
    let list = pki.revocation_list("ca", now()).unwrap();
    bench.write("ca.crl", list.der());
    let text = bench
        .run("crl -inform DER -in ca.crl -noout -text")
        .unwrap();
    for said in [
        "Last Update: May  6 07:08:09 2031 GMT",
        "Next Update: May 13 07:08:09 2031 GMT",
        "Key Compromise",
        "Certificate Hold",
        "Invalidity Date:",
        "Mar 27 07:08:09 2031 GMT",
    ] {
        assert!(text.contains(said), "{said} is missing in {text}");
    }
}

#[test]
fn certificates_name_the_places_of_evidence() {
    let pki = standard("http://127.0.0.1:4711/");
    let bench = Bench::new();
    bench.write("person.pem", pki.certificate("person").unwrap().to_pem());
    bench.write("ocsp.pem", pki.certificate("ocsp").unwrap().to_pem());
    let text = bench.run("x509 -in person.pem -noout -text").unwrap();
    for said in [
        "OCSP - URI:http://127.0.0.1:4711/ocsp/ocsp",
        "CA Issuers - URI:http://127.0.0.1:4711/ca/ca.cer",
        "URI:http://127.0.0.1:4711/crl/ca.crl",
        "Digital Signature, Non Repudiation",
        "Not After : May  5 07:08:09 2033 GMT",
    ] {
        assert!(text.contains(said), "{said} is missing in {text}");
    }
    let text = bench.run("x509 -in ocsp.pem -noout -text").unwrap();
    assert!(
        text.contains("OCSP Signing") && text.contains("OCSP No Check"),
        "{text}"
    );
}

#[test]
fn the_first_generation_signs_its_sub_authorities_with_sha1() {
    let pki = standard(BASE);
    let bench = Bench::new();
    for (id, algorithm) in [("ca-g1", "sha1With"), ("person-g1", "sha256With")] {
        bench.write("one.pem", pki.certificate(id).unwrap().to_pem());
        let text = bench.run("x509 -in one.pem -noout -text").unwrap();
        assert!(
            text.contains(&format!("Signature Algorithm: {algorithm}RSA")),
            "{id}: {text}"
        );
    }
}

#[test]
fn a_list_of_a_hundred_thousand_entries_is_made() {
    let pki = standard(BASE);
    let list = pki.revocation_list("ca-large", now()).unwrap();
    assert_eq!(list.entry_count(), 100_001);
    let (revoked, good) = ("person-large-revoked", "person-large");
    assert!(list.entry_for(&pki.certificate(revoked).unwrap()).is_some());
    assert!(list.entry_for(&pki.certificate(good).unwrap()).is_none());
    let bench = Bench::new();
    bench.write("large.crl", list.der());
    bench.write("ca.pem", pki.certificate("ca-large").unwrap().to_pem());
    bench
        .run("crl -inform DER -in large.crl -noout -CAfile ca.pem")
        .unwrap();
}

/// As many members as the files of a folder need, all quick to make.
const SHORT: &str = r#"
[[authority]]
id = "root"
name = "Gốc"
class = "public"
valid = ["-8y", "+22y"]

[[authority]]
id = "nobodys"
name = "Không ai tin"
class = "none"
valid = ["-8y", "+22y"]

[[authority]]
id = "ca"
name = "CA"
issuer = "root"
valid = ["-6y", "+14y"]

[[holder]]
id = "person"
name = "Người ký"
kind = "person"
issuer = "ca"
valid = ["-1y", "+2y"]

[[holder]]
id = "person-revoked"
name = "Người bị thu hồi"
kind = "person"
issuer = "ca"
key = "p384"
valid = ["-1y", "+2y"]
revoked = { at = "-30d", reason = "superseded" }

[[holder]]
id = "person-stranger"
name = "Người lạ"
kind = "person"
issuer = "nobodys"
valid = ["-1y", "+2y"]
"#;

#[test]
fn the_folder_is_complete_and_kyso_reads_it() {
    let description = Description::parse(SHORT).unwrap();
    let pki = TestPki::generate(&description, now(), BASE).unwrap();
    let bench = Bench::new();
    pki.write_to(bench.path()).unwrap();
    for id in description.ids() {
        let p12 = std::fs::read(bench.path().join(format!("keys/{id}.p12"))).unwrap();
        let key = load_pkcs12(&p12, &SecretString::from(PASSWORD)).unwrap();
        assert_eq!(key.certificate, pki.certificate(id).unwrap());
    }
    let store = TrustStore::load(&bench.path().join("trust-lists")).unwrap();
    let judge = |id: &str| {
        let signer = pki.signer(id).unwrap();
        store
            .validate(&signer.certificate, &[], now(), Purpose::DocumentSigning)
            .sub_indication()
    };
    assert_eq!(judge("person"), None);
    assert_eq!(judge("person-revoked"), Some(PathIndication::RevokedNoPoe));
    assert_eq!(
        judge("person-stranger"),
        Some(PathIndication::NoCertificateChainFound)
    );
    assert!(
        TrustStore::load(&bench.path().join("trust"))
            .unwrap()
            .crls()
            .is_empty()
    );
}

#[test]
fn keys_are_made_once_in_a_process() {
    let (first, second) = (standard(BASE), standard(BASE));
    let key = |pki: &TestPki| {
        pki.certificate("person-rsa")
            .unwrap()
            .subject_key_identifier()
            .unwrap()
            .to_vec()
    };
    let made = key(&first);
    let start = Instant::now();
    assert_eq!(made, key(&second));
    assert!(start.elapsed().as_millis() < 100, "{:?}", start.elapsed());
}

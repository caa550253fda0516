//! SHA-1: outdated, still used by agencies, and counted only without traces of a collision attack (F7).

use std::path::PathBuf;
use std::{env, fs};

use jiff::Timestamp;
use kyso_pdf::{Document, prepare_signature};
use kyso_pki::{DigestAlgorithm, SignatureAlgorithm, SignedAttributes, TrustClass};
use kyso_test_needs::skipped;
use kyso_verifier::{
    Finding, GovernmentSha1, Policy, Report, SignatureReport, SubIndication, Verdict, verify,
};
use kyso_words::Lang;
use openssl::hash::{MessageDigest, hash};

use crate::support::{Office, invisible, now, plan, sample};

/// Signs with SHA-1 everywhere, whatever the bytes are.
fn signed(office: &Office, bytes: &[u8]) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let plan = plan("NguoiKy1", invisible(), None);
    let prepared = prepare_signature(&document, &plan).unwrap();
    let digest = unchecked(&prepared.signed_parts().concat());
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1);
    let key = &office.person;
    let attributes = SignedAttributes::new(&digest, algorithm, &key.certificate).unwrap();
    let value = key
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap());
    let container = attributes.close(&value.unwrap()).unwrap();
    prepared.embed(&container).unwrap()
}

/// SHA-1 as those compute it who look for nothing.
fn unchecked(bytes: &[u8]) -> Vec<u8> {
    hash(MessageDigest::sha1(), bytes).unwrap().to_vec()
}

fn judged(office: &Office, bytes: &[u8], class: TrustClass, rule: GovernmentSha1) -> Report {
    let mut policy = Policy::new(now());
    policy.algorithms.government_sha1 = rule;
    let store = office.store_of(class, vec![office.list(&[])]);
    verify(bytes, &store, &policy).unwrap()
}

fn only(report: &Report) -> &SignatureReport {
    let [signature] = report.signatures.as_slice() else {
        panic!("{} signatures", report.signatures.len());
    };
    signature
}

const CHECKED: GovernmentSha1 = GovernmentSha1::Checked { until: None };

#[test]
fn without_traces_it_counts_under_the_government_authority_with_a_warning() {
    let office = Office::new();
    let document = signed(&office, &sample("quyet-dinh.pdf"));
    let report = judged(&office, &document, TrustClass::Government, CHECKED);
    assert_eq!(report.verdict, Verdict::TotalPassed, "{report:?}");
    assert!(only(&report).findings.contains(&Finding::Sha1Checked));
    for (lang, words) in [
        (
            Lang::Vi,
            "thuật toán băm SHA-1 đã lỗi thời; đã kiểm tra dấu hiệu tấn công va chạm",
        ),
        (Lang::En, "SHA-1 is outdated; checked for traces"),
    ] {
        let headline = report.headline(lang);
        assert!(headline.contains(words), "{headline}");
    }
    let told = report.to_json("a.pdf", Lang::Vi);
    assert_eq!(told["engine"]["settings"]["sha1"], "checked");
}

#[test]
fn others_and_those_who_refuse_it_keep_its_end() {
    let office = Office::new();
    let document = signed(&office, &sample("quyet-dinh.pdf"));
    let ended = |until: &str| GovernmentSha1::Checked {
        until: Some(until.parse::<Timestamp>().unwrap()),
    };
    for (class, rule) in [
        (TrustClass::Public, CHECKED),
        (TrustClass::Other, CHECKED),
        (TrustClass::Government, GovernmentSha1::Refused),
        (TrustClass::Government, ended("2026-11-01T00:00:00Z")),
    ] {
        let report = judged(&office, &document, class, rule);
        assert_eq!(
            report.verdict,
            Verdict::Indeterminate,
            "{class:?}, {rule:?}"
        );
        let reason = Some(SubIndication::CryptoConstraintsFailureNoPoe);
        assert_eq!(only(&report).sub_indication, reason);
        assert!(!only(&report).findings.contains(&Finding::Sha1Checked));
    }
    let later = ended("2027-01-01T00:00:00Z");
    let report = judged(&office, &document, TrustClass::Government, later);
    assert_eq!(report.verdict, Verdict::TotalPassed);
}

/// Marc Stevens and others, "The first collision for full SHA-1", 2017: one signature fits two pictures.
#[test]
fn a_published_collision_fails_with_a_reason_of_its_own() {
    let Some(folder) = published() else { return };
    let office = Office::new();
    let [one, other] =
        ["shattered-1.pdf", "shattered-2.pdf"].map(|name| fs::read(folder.join(name)).unwrap());
    let first = signed(&office, &one);
    let exchanged = [other.as_slice(), &first[one.len()..]].concat();
    assert_ne!(one, other);
    assert_eq!(unchecked(&first), unchecked(&exchanged), "one digest");
    for document in [first, exchanged] {
        let report = judged(&office, &document, TrustClass::Government, CHECKED);
        let signature = only(&report);
        assert_eq!(signature.verdict, Verdict::TotalFailed);
        assert_eq!(signature.sub_indication, Some(SubIndication::HashFailure));
        let algorithm = "SHA-1".to_owned();
        let attacked = Finding::CollisionAttack { algorithm };
        assert!(signature.findings.contains(&attacked), "{signature:?}");
        let headline = report.headline(Lang::Vi);
        assert!(headline.contains("dấu hiệu tấn công va chạm"), "{headline}");
        assert!(!headline.contains("bị thay đổi"), "{headline}");
    }
}

/// Gaëtan Leurent and Thomas Peyrin, "SHA-1 is a shambles", 2020: prefixes of the attacker's choice.
#[test]
fn every_published_collision_is_found() {
    let Some(folder) = published() else { return };
    let found = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap();
        DigestAlgorithm::Sha1.digest(&[&bytes]).is_err()
    };
    for name in [
        "shattered-1.pdf",
        "shattered-2.pdf",
        "sha-mbles-1.bin",
        "sha-mbles-2.bin",
    ] {
        assert!(found(name), "{name}");
    }
    let plain = sample("quyet-dinh.pdf");
    let digest = DigestAlgorithm::Sha1.digest(&[&plain]).unwrap();
    assert_eq!(digest, unchecked(&plain));
}

/// Where the source of the library lies that looks for the traces; the published pairs come with it.
fn published() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let crates = registries.into_iter().flatten().flatten();
    let folders = crates.map(|one| one.path().join("sha1-checked-0.10.0/tests/data"));
    let found = folders.into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        skipped("the source of sha1-checked is not in the registry of Cargo");
    }
    found
}

//! What certificates may be used for, and where paths end.

use kyso_issuing::{Authority, KeyType, Profile};
use kyso_pki::{
    Certificate, Crl, DigestAlgorithm, PathIndication, Purpose, RevocationStatus,
    SignatureAlgorithm, TrustClass, TrustStore,
};

use crate::paths::{NOW, judge};
use crate::support::{Bench, DECADE, Hierarchy, WEEK, YEAR, now, request};

#[test]
fn key_usage_must_fit_the_purpose() {
    let hierarchy = Hierarchy::new();
    let store = hierarchy.store(hierarchy.empty_lists());
    let issue = |profile| {
        let request = request("x", KeyType::P256, YEAR);
        hierarchy.sub.issue(&request, profile).unwrap().certificate
    };
    let judge = |certificate: &Certificate, purpose| {
        store
            .validate(certificate, &[], now(), purpose)
            .sub_indication()
    };
    let refused = Some(PathIndication::ChainConstraintsFailure);
    let encryption = issue(Profile::Encryption);
    assert_eq!(judge(&encryption, Purpose::DocumentSigning), refused);
    assert_eq!(judge(&encryption, Purpose::Any), None);
    assert_eq!(
        judge(&issue(Profile::Person), Purpose::Timestamping),
        refused
    );
    assert_eq!(
        judge(&issue(Profile::TimestampAuthority), Purpose::Timestamping),
        None
    );
}

#[test]
fn end_entities_may_not_issue() {
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256);
    // A person who poses as an authority: the certificate below claims to be issued by the person.
    let root = Authority::root(&request("Nguyễn Văn Thưởng", KeyType::P256, DECADE)).unwrap();
    let forged = root
        .issue(&request("Kẻ giả mạo", KeyType::P256, YEAR), Profile::Person)
        .unwrap();
    let extra = [person.certificate, hierarchy.sub.certificate().clone()];
    let report = hierarchy.store(hierarchy.empty_lists()).validate(
        &forged.certificate,
        &extra,
        now(),
        Purpose::DocumentSigning,
    );
    assert!(!report.is_valid());
}

#[test]
fn timestamp_anchors_do_not_vouch_for_documents() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let class = TrustClass::Timestamping;
    let certificates = [&hierarchy.root, &hierarchy.sub].map(|a| (a.certificate().clone(), class));
    let store = TrustStore::new(certificates, hierarchy.empty_lists()).unwrap();
    let report = judge(&store, &holder.certificate, NOW);
    assert!(report.anchor.is_none());
    assert_eq!(
        report.sub_indication(),
        Some(PathIndication::NoCertificateChainFound)
    );
}

#[test]
fn old_algorithms_are_reported_not_refused() {
    let root = Authority::root_with_digest(
        &request("Root SHA-1", KeyType::Rsa2048, DECADE),
        DigestAlgorithm::Sha1,
    )
    .unwrap();
    let holder = root
        .issue(&request("Cũ", KeyType::Rsa2048, YEAR), Profile::Person)
        .unwrap();
    let list = root.revocation_list(1, WEEK.into(), &[]).unwrap();
    let anchor = (root.certificate().clone(), TrustClass::Government);
    let store = TrustStore::new([anchor], vec![list]).unwrap();
    let report = judge(&store, &holder.certificate, NOW);
    assert!(report.is_valid(), "{report:?}");
    let algorithms = report.algorithms();
    assert_eq!(
        algorithms[0].signature,
        Some(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1))
    );
    assert_eq!(algorithms[1].signature, None);
}

#[test]
fn an_anchor_as_target_needs_no_list() {
    let hierarchy = Hierarchy::new();
    let report = hierarchy.store(Vec::<Crl>::new()).validate(
        hierarchy.root.certificate(),
        &[],
        now(),
        Purpose::Any,
    );
    assert!(report.is_valid(), "{report:?}");
    assert_eq!(report.revocation_status(), RevocationStatus::Anchor);
}

/// An authority of test laboratories: neither key identifiers nor anything else but its name tells it from its namesake.
fn bare_certificates(bench: &Bench, number: usize) -> (Certificate, Certificate) {
    let none = "subjectKeyIdentifier = none\nauthorityKeyIdentifier = none\n";
    let authority = "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n";
    let person = "keyUsage = critical, digitalSignature\n";
    bench
        .write("ca.cnf", format!("{authority}{none}"))
        .write("person.cnf", format!("{person}{none}"));
    let days = ["-days", "3650", "-set_serial", &number.to_string()].map(str::to_owned);
    let run = |line: &str| {
        let words = line.split(' ').map(str::to_owned).chain(days.clone());
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        bench.openssl(&words).unwrap();
    };
    for (name, subject) in [("root", "/CN=root"), ("person", "/CN=person")] {
        let request = format!(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -subj {subject} -out {name}.csr"
        );
        let words: Vec<&str> = request.split(' ').collect();
        bench.openssl(&words).unwrap();
    }
    run("x509 -req -in root.csr -signkey root.key -extfile ca.cnf -out root.pem");
    run(
        "x509 -req -in person.csr -CA root.pem -CAkey root.key -extfile person.cnf -out person.pem",
    );
    let read = |name: &str| {
        let pem = std::fs::read(bench.path().join(name)).unwrap();
        Certificate::from_pem(&pem).unwrap().remove(0)
    };
    (read("root.pem"), read("person.pem"))
}

#[test]
fn authorities_of_the_same_name_do_not_stand_in_each_others_way() {
    let bench = Bench::new();
    let pairs: Vec<_> = (1..4)
        .map(|number| bare_certificates(&bench, number))
        .collect();
    let roots = pairs
        .iter()
        .map(|(root, _)| (root.clone(), TrustClass::Other));
    let store = TrustStore::new(roots.clone(), Vec::new()).unwrap();
    for (root, person) in &pairs {
        let report = store.validate(person, &[], person.not_before(), Purpose::DocumentSigning);
        assert_eq!(report.problem, None);
        assert_eq!(report.anchor.unwrap().certificate, *root);
    }
    // The name alone never makes an anchor: without the true root the person has none.
    let store = TrustStore::new(roots.skip(1), Vec::new()).unwrap();
    let person = &pairs[0].1;
    let report = store.validate(person, &[], person.not_before(), Purpose::DocumentSigning);
    assert!(
        report.anchor.is_none() || report.problem.is_some(),
        "{report:?}"
    );
}

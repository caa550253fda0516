//! Paths and revocation, one finding at a time.

use kyso_issuing::{Authority, KeyType, Profile, Revocation};
use kyso_pki::{
    Certificate, Crl, DigestAlgorithm, PathProblem, PathReport, PathRequest, Purpose,
    RevocationGap, RevocationReason, RevocationStatus, SignatureAlgorithm, SubIndication,
    TrustClass, TrustStore,
};

use crate::support::{Bench, DECADE, Hierarchy, Period, WEEK, YEAR, now, request, time};

fn judge(store: &TrustStore, target: &Certificate, at: &str) -> PathReport {
    store.validate(target, &[], time(at), Purpose::DocumentSigning)
}

const NOW: &str = "2026-11-21T03:00:00Z";

#[test]
fn a_sound_path_ends_in_an_anchor_with_a_class() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::Rsa2048);
    let report = judge(
        &hierarchy.store(hierarchy.empty_lists()),
        &holder.certificate,
        NOW,
    );
    assert!(report.is_valid(), "{report:?}");
    assert_eq!(report.chain.len(), 3);
    assert_eq!(
        report.anchor.as_ref().unwrap().class,
        TrustClass::Government
    );
    let good = RevocationStatus::Good {
        this_update: time("2026-11-20T00:00:00Z"),
        next_update: Some(time("2026-11-27T00:00:00Z")),
        revoked_later: None,
    };
    assert_eq!(report.revocation, [good, good]);
}

#[test]
fn a_missing_list_is_not_a_missing_path() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let report = judge(&hierarchy.store(Vec::new()), &holder.certificate, NOW);
    assert_eq!(report.problem, None);
    assert!(report.anchor.is_some());
    assert_eq!(
        report.revocation_status(),
        RevocationStatus::Unknown(RevocationGap::NoList)
    );
    assert_eq!(report.sub_indication(), Some(SubIndication::TryLater));
}

#[test]
fn an_unknown_issuer_is_named() {
    let stranger = Hierarchy::new().person(KeyType::P256);
    let own = Hierarchy::new();
    let report = own.store(own.empty_lists()).validate(
        &stranger.certificate,
        &[],
        now(),
        Purpose::DocumentSigning,
    );
    assert!(report.anchor.is_none());
    assert_eq!(
        report.sub_indication(),
        Some(SubIndication::NoCertificateChainFound)
    );
    // With its own chain at hand, the root is still nobody's anchor: same names, other keys.
    let report = own.store(Vec::new()).validate(
        &stranger.certificate,
        &stranger.chain,
        now(),
        Purpose::DocumentSigning,
    );
    assert!(
        matches!(report.problem, Some(PathProblem::NotAnchored { .. })),
        "{report:?}"
    );
    assert_eq!(
        report.sub_indication(),
        Some(SubIndication::NoCertificateChainFound)
    );
}

#[test]
fn validity_is_inclusive_and_says_when() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let store = hierarchy.store(Vec::new());
    assert_eq!(
        judge(&store, &holder.certificate, "2027-01-01T00:00:00Z").problem,
        None
    );
    let expired = judge(&store, &holder.certificate, "2027-01-01T00:00:01Z");
    let not_after = holder.certificate.not_after();
    assert_eq!(
        expired.problem,
        Some(PathProblem::Expired {
            depth: 0,
            not_after
        })
    );
    assert_eq!(expired.chain.len(), 3);
    assert_eq!(
        expired.sub_indication(),
        Some(SubIndication::OutOfBoundsNoPoe)
    );
    let early = judge(&store, &holder.certificate, "2025-12-31T23:59:59Z");
    assert!(matches!(
        early.problem,
        Some(PathProblem::NotYetValid { depth: 0, .. })
    ));
}

#[test]
fn expired_but_known_not_to_be_revoked() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let period = || Period("2026-12-30T00:00:00Z", "2027-02-01T00:00:00Z");
    let lists = vec![
        hierarchy
            .root
            .revocation_list(1, period().into(), &[])
            .unwrap(),
        hierarchy
            .sub
            .revocation_list(1, period().into(), &[])
            .unwrap(),
    ];
    let report = judge(
        &hierarchy.store(lists),
        &holder.certificate,
        "2027-01-10T00:00:00Z",
    );
    assert_eq!(
        report.sub_indication(),
        Some(SubIndication::OutOfBoundsNotRevoked)
    );
}

#[test]
fn a_list_made_after_expiry_proves_nothing() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let period = Period("2027-01-05T00:00:00Z", "2027-02-01T00:00:00Z");
    let list = hierarchy
        .sub
        .revocation_list(1, period.into(), &[])
        .unwrap();
    let report = judge(
        &hierarchy.store(vec![list]),
        &holder.certificate,
        "2027-01-10T00:00:00Z",
    );
    assert!(matches!(
        report.revocation[0],
        RevocationStatus::Unknown(RevocationGap::Expired { .. })
    ));
}

#[test]
fn revocation_says_when_and_why() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let at = time("2026-10-01T00:00:00Z");
    let entry = Revocation::of(&holder.certificate, at, RevocationReason::KeyCompromise);
    let mut lists = hierarchy.empty_lists();
    lists[1] = hierarchy
        .sub
        .revocation_list(1, WEEK.into(), &[entry])
        .unwrap();
    let report = judge(&hierarchy.store(lists), &holder.certificate, NOW);
    let reason = RevocationReason::KeyCompromise;
    assert_eq!(
        report.revocation_status(),
        RevocationStatus::Revoked {
            at,
            reason,
            invalidity_date: None,
            this_update: time(WEEK.0),
            next_update: Some(time(WEEK.1)),
        }
    );
    assert_eq!(report.sub_indication(), Some(SubIndication::RevokedNoPoe));
}

#[test]
fn a_stale_list_still_revokes_but_never_clears() {
    let hierarchy = Hierarchy::new();
    let (revoked, other) = (
        hierarchy.person(KeyType::P256),
        hierarchy.person(KeyType::P256),
    );
    let at = time("2026-02-01T00:00:00Z");
    let entry = Revocation::of(&revoked.certificate, at, RevocationReason::Superseded);
    let period = Period("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z");
    let list = hierarchy
        .sub
        .revocation_list(1, period.into(), &[entry])
        .unwrap();
    let store = hierarchy.store(vec![list]);
    let report = judge(&store, &revoked.certificate, NOW);
    assert!(matches!(
        report.revocation[0],
        RevocationStatus::Revoked { .. }
    ));
    let report = judge(&store, &other.certificate, NOW);
    let next_update = time("2026-03-08T00:00:00Z");
    assert_eq!(
        report.revocation[0],
        RevocationStatus::Unknown(RevocationGap::Stale { next_update })
    );
}

#[test]
fn a_suspension_that_was_lifted_does_not_count() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let at = time("2026-02-01T00:00:00Z");
    let entry = Revocation::of(&holder.certificate, at, RevocationReason::CertificateHold);
    let period = Period("2026-03-01T00:00:00Z", "2026-12-08T00:00:00Z");
    let mut lists = hierarchy.empty_lists();
    let held = hierarchy
        .sub
        .revocation_list(0, period.into(), &[entry])
        .unwrap();
    let store = hierarchy.store(vec![lists[0].clone(), held.clone()]);
    let report = judge(&store, &holder.certificate, NOW);
    assert_eq!(report.sub_indication(), Some(SubIndication::TryLater));
    lists.insert(0, held);
    assert!(judge(&hierarchy.store(lists), &holder.certificate, NOW).is_valid());
}

#[test]
fn a_revoked_authority_is_told_apart() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let certificate = hierarchy.sub.certificate();
    let entry = Revocation::of(certificate, now(), RevocationReason::CaCompromise);
    let mut lists = hierarchy.empty_lists();
    lists[0] = hierarchy
        .root
        .revocation_list(1, WEEK.into(), &[entry])
        .unwrap();
    let report = judge(&hierarchy.store(lists), &holder.certificate, NOW);
    assert_eq!(report.sub_indication(), Some(SubIndication::RevokedCaNoPoe));
}

#[test]
fn lists_by_others_do_not_count() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    // The same names with other keys, as a forger would choose them.
    let forged = Hierarchy::new().empty_lists();
    let report = judge(&hierarchy.store(forged), &holder.certificate, NOW);
    assert_eq!(
        report.revocation_status(),
        RevocationStatus::Unknown(RevocationGap::NotAuthentic)
    );
}

#[test]
fn lists_come_from_the_request_too() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let lists = hierarchy.empty_lists();
    let store = hierarchy.store(Vec::new());
    let request = PathRequest::new(&holder.certificate, now(), Purpose::DocumentSigning);
    assert!(!store.answer(&request).is_valid());
    assert!(store.answer(&request.with_crls(&lists)).is_valid());
}

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
    let refused = Some(SubIndication::ChainConstraintsFailure);
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
        Some(SubIndication::NoCertificateChainFound)
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

//! No budget fails open: a smaller budget never clears a certificate that the full one would not
//! clear.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use jiff::Timestamp;

use super::*;
use crate::anchor::TrustClass;
use crate::crl::RevocationReason;
use crate::issuing::{
    Authority, CertificateRequest, KeyType, ListRequest, ListedRevocation, Profile, Subject,
    Validity,
};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Validity {
    Validity {
        not_before: time(from),
        not_after: time(to),
    }
}

fn wanted(name: &str) -> CertificateRequest {
    let subject = Subject::new(name, "Sở", "Huế");
    let years = period("2020-01-01T00:00:00Z", "2035-01-01T00:00:00Z");
    CertificateRequest::new(subject, KeyType::P256, years)
}

fn list(authority: &Authority, made: &str, revoked: &[(&Certificate, RevocationReason)]) -> Crl {
    let since = time("2026-06-01T00:00:00Z");
    let revoked = revoked
        .iter()
        .map(|(certificate, reason)| ListedRevocation::of(certificate, since, *reason));
    let revoked: Vec<ListedRevocation> = revoked.collect();
    let list = ListRequest::new(1, period(made, "2026-11-27T00:00:00Z"), &revoked);
    authority.issue_list(&list).unwrap()
}

const OLDER: &str = "2026-11-18T00:00:00Z";
const NEWER: &str = "2026-11-20T00:00:00Z";

fn store(authorities: &[&Authority], lists: Vec<Crl>) -> TrustStore {
    let certificates = authorities.iter().map(|one| one.certificate().clone());
    let classed = certificates.map(|one| (one, TrustClass::Government));
    TrustStore::new(classed, lists).unwrap()
}

fn ask(store: &TrustStore, person: &Certificate, budget: Budget) -> PathReport {
    let at = time("2026-11-21T00:00:00Z");
    let question = PathRequest::new(person, at, Purpose::DocumentSigning);
    store.answer_within(&question, budget).0
}

/// The answers with each budget, from none to one that does for everything.
fn answers(person: &Certificate, store: &TrustStore) -> Vec<PathReport> {
    let amounts = 0..ENOUGH;
    amounts
        .map(|amount| ask(store, person, Budget::of(amount)))
        .collect()
}

const ENOUGH: u64 = 100;

fn assert_closed(answers: &[PathReport]) {
    let is_revoked = |report: &PathReport| {
        let mut all = report.revocation.iter();
        all.any(|status| matches!(status, RevocationStatus::Revoked { .. }))
    };
    assert!(is_revoked(answers.last().unwrap()), "{:?}", answers.last());
    assert!(
        answers
            .iter()
            .any(|report| report.anchor.is_some() && !is_revoked(report))
    );
    for (amount, report) in answers.iter().enumerate() {
        assert!(!report.is_valid(), "{amount}: {report:?}");
    }
}

#[test]
fn a_signer_that_nothing_is_left_to_find_is_not_passed_over() {
    let root = Authority::root(&wanted("Gốc")).unwrap();
    let (old, new) = (wanted("CA"), wanted("CA"));
    let (old, new) = (
        root.subordinate(&old).unwrap(),
        root.subordinate(&new).unwrap(),
    );
    let person = old.issue(&wanted("Người ký"), Profile::Person).unwrap();
    let person = person.certificate;
    let told = [(&person, RevocationReason::Superseded)];
    let lists = vec![
        list(&root, OLDER, &[]),
        list(&old, NEWER, &[]),
        list(&new, OLDER, &told),
    ];
    let answers = answers(&person, &store(&[&root, &old, &new], lists));
    for report in &answers {
        let good = matches!(report.revocation[0], RevocationStatus::Good { .. });
        assert!(!good, "{report:?}");
    }
    assert_closed(&answers);
}

#[test]
fn a_way_that_nothing_is_left_to_judge_may_tell_of_a_revocation() {
    let roots = ["Gốc", "Gốc khác"].map(|name| Authority::root(&wanted(name)).unwrap());
    let ca = roots[0].subordinate(&wanted("CA")).unwrap();
    let twin = wanted("CA").with_key(ca.holder().key);
    let twin = roots[1].subordinate(&twin).unwrap();
    let person = ca.issue(&wanted("Người ký"), Profile::Person).unwrap();
    let told = [(twin.certificate(), RevocationReason::KeyCompromise)];
    let lists = vec![
        list(&roots[0], OLDER, &[]),
        list(&roots[1], OLDER, &told),
        list(&ca, OLDER, &[]),
    ];
    let store = store(&[&roots[0], &roots[1], &ca, &twin], lists);
    assert_closed(&answers(&person.certificate, &store));
}

/// More ways than are looked at: what lies on the others is open.
#[test]
fn ways_that_are_left_out_may_tell_of_a_revocation() {
    let root = Authority::root(&wanted("Gốc")).unwrap();
    let ca = root.subordinate(&wanted("CA")).unwrap();
    let twin = || {
        root.subordinate(&wanted("CA").with_key(ca.holder().key))
            .unwrap()
    };
    let person = ca.issue(&wanted("Người ký"), Profile::Person).unwrap();
    for (twins, valid) in [(31, true), (32, false)] {
        let twins: Vec<Authority> = (0..twins).map(|_| twin()).collect();
        let authorities: Vec<&Authority> = [&root, &ca].into_iter().chain(&twins).collect();
        let clear = vec![list(&root, OLDER, &[]), list(&ca, OLDER, &[])];
        let clear = store(&authorities, clear);
        let report = ask(&clear, &person.certificate, Budget::new());
        assert_eq!(report.is_valid(), valid, "{report:?}");
        let told = [(&person.certificate, RevocationReason::Superseded)];
        let revoking = store(&authorities, vec![list(&ca, OLDER, &told)]);
        let report = ask(&revoking, &person.certificate, Budget::new());
        let revoked = matches!(report.revocation[0], RevocationStatus::Revoked { .. });
        assert!(revoked, "{report:?}");
    }
}

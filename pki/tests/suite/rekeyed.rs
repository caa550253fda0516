//! An authority that changed its key under one name: which key's lists decide about which
//! certificates (RFC 5280, section 6.3.3; ADR 0018).

use jiff::Timestamp;
use kyso_issuing::{
    Authority, KeyType, ListRequest, ListedRevocation, OcspAnswer, Profile, issue_ocsp_response,
};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, PathRequest, Purpose, RevocationGap,
    RevocationReason, RevocationStatus, RevokedEntry, TrustClass, TrustStore,
};

use crate::scene::{gap, is_good, is_revoked};
use crate::support::{DECADE, Period, YEAR, now, request, time};

const NAME: &str = "CA đổi khóa";
const FINAL: [RevocationReason; 9] = [
    RevocationReason::NotGiven,
    RevocationReason::Unspecified,
    RevocationReason::KeyCompromise,
    RevocationReason::CaCompromise,
    RevocationReason::AffiliationChanged,
    RevocationReason::Superseded,
    RevocationReason::CessationOfOperation,
    RevocationReason::PrivilegeWithdrawn,
    RevocationReason::AaCompromise,
];
const HOLD: RevocationReason = RevocationReason::CertificateHold;

/// Lists that are in force now, one newer than the other.
const OLDER: &str = "2026-11-18T00:00:00Z";
const NEWER: &str = "2026-11-20T00:00:00Z";
const DUE: &str = "2026-11-27T00:00:00Z";
const LONG_AGO: &str = "2026-06-01T00:00:00Z";

/// Two keys under one name and one root, and a person with a certificate by the old key.
struct Rekeyed {
    root: Authority,
    old: Authority,
    new: Authority,
    person: Certificate,
}

impl Rekeyed {
    fn new() -> Self {
        let root = Authority::root(&request("Gốc", KeyType::P256, DECADE)).unwrap();
        let authority = || {
            let wanted = request(NAME, KeyType::P256, DECADE);
            root.subordinate(&wanted).unwrap()
        };
        let (old, new) = (authority(), authority());
        let person = request("Nguyễn Văn Thưởng", KeyType::P256, YEAR);
        let person = old.issue(&person, Profile::Person).unwrap().certificate;
        Self {
            root,
            old,
            new,
            person,
        }
    }

    fn list(
        &self,
        authority: &Authority,
        made: &'static str,
        reason: Option<RevocationReason>,
    ) -> Crl {
        let entry = reason.map(|reason| ListedRevocation::of(&self.person, time(LONG_AGO), reason));
        list(authority, made, entry.as_slice())
    }

    /// The status of the person, which must not depend on where the lists lie nor on their order.
    fn status(&self, lists: &[Crl]) -> RevocationStatus {
        let certificates = || {
            let all = [&self.root, &self.old, &self.new].into_iter();
            all.map(|one| (one.certificate().clone(), TrustClass::Government))
        };
        let of_root = list(&self.root, OLDER, &[]);
        let mut found: Vec<RevocationStatus> = Vec::new();
        for in_store in 0..=lists.len() {
            for turned in [false, true] {
                let mut lists = lists.to_vec();
                if turned {
                    lists.reverse();
                }
                let brought = Evidence {
                    crls: lists.split_off(in_store),
                    ..Evidence::default()
                };
                lists.push(of_root.clone());
                let mut ordered: Vec<_> = certificates().collect();
                if turned {
                    ordered.reverse();
                }
                let store = TrustStore::new(ordered, lists).unwrap();
                let question = PathRequest::new(&self.person, now(), Purpose::DocumentSigning);
                found.push(store.answer(&question.with_evidence(&brought)).revocation[0]);
            }
        }
        let first = found.first().copied().unwrap();
        assert!(found.iter().all(|status| *status == first), "{found:?}");
        first
    }
}

fn list(authority: &Authority, made: &'static str, revoked: &[ListedRevocation]) -> Crl {
    let list = ListRequest::new(1, Period(made, DUE).into(), revoked);
    authority.issue_list(&list).unwrap()
}

#[test]
fn a_newer_list_of_the_other_key_hides_no_revocation() {
    let scene = Rekeyed::new();
    for reason in FINAL.into_iter().chain([HOLD]) {
        let revoking = scene.list(&scene.old, OLDER, Some(reason));
        let silent = scene.list(&scene.new, NEWER, None);
        let status = scene.status(&[revoking, silent]);
        assert_eq!(status.revocation().map(|entry| entry.reason), Some(reason));
        assert!(is_revoked(status), "{status:?}");
    }
}

#[test]
fn the_other_key_does_not_clear_what_it_did_not_issue() {
    let scene = Rekeyed::new();
    let silent = scene.list(&scene.new, NEWER, None);
    let status = scene.status(std::slice::from_ref(&silent));
    assert_eq!(gap(status), Some(RevocationGap::OutOfScope));
    let own = scene.list(&scene.old, OLDER, None);
    assert!(is_good(scene.status(&[own, silent])));
}

#[test]
fn the_other_key_may_revoke() {
    let scene = Rekeyed::new();
    for (own, other) in [(OLDER, NEWER), (NEWER, OLDER), (OLDER, OLDER)] {
        let clear = scene.list(&scene.old, own, None);
        let revoking = scene.list(&scene.new, other, Some(RevocationReason::KeyCompromise));
        assert!(is_revoked(scene.status(&[clear, revoking])));
    }
}

#[test]
fn only_a_hold_ends_and_only_by_the_key_that_set_it() {
    let scene = Rekeyed::new();
    for reason in FINAL.into_iter().chain([HOLD]) {
        for (set_by, ended_by, ends) in [
            (&scene.old, &scene.old, true),
            (&scene.old, &scene.new, false),
            (&scene.new, &scene.new, true),
            (&scene.new, &scene.old, false),
        ] {
            let set = scene.list(set_by, OLDER, Some(reason));
            let ended = scene.list(ended_by, NEWER, None);
            // With the word of the issuing key in any case.
            let own = scene.list(&scene.old, LONG_AGO, None);
            let status = scene.status(&[set, ended, own]);
            match ends && reason == HOLD {
                true => assert!(is_good(status), "{reason:?} {status:?}"),
                false => assert!(is_revoked(status), "{reason:?} {status:?}"),
            }
        }
    }
}

#[test]
fn responses_follow_the_same_rule_also_within_one() {
    let scene = Rekeyed::new();
    let entry = |reason| RevokedEntry {
        revoked_at: time(LONG_AGO),
        reason,
        invalidity_date: None,
    };
    let issuer = scene.old.certificate();
    let respond = |made, status| {
        let answer = OcspAnswer::new(&scene.person, issuer, status, time(made));
        issue_ocsp_response(&scene.old.holder(), &answer.with_next_update(time(DUE))).unwrap()
    };
    let store = TrustStore::new(
        [&scene.root, &scene.old].map(|one| (one.certificate().clone(), TrustClass::Government)),
        Vec::new(),
    )
    .unwrap();
    for (reason, released) in [(HOLD, true), (RevocationReason::Superseded, false)] {
        let evidence = Evidence {
            ocsp_responses: vec![
                respond(NEWER, CertificateStatus::Good),
                respond(OLDER, CertificateStatus::Revoked(entry(reason))),
            ],
            ..Evidence::default()
        };
        let question = PathRequest::new(&scene.person, now(), Purpose::DocumentSigning);
        let status = store.answer(&question.with_evidence(&evidence)).revocation[0];
        assert_eq!(is_good(status), released, "{status:?}");
    }
}

#[test]
fn a_key_on_the_path_speaks_for_the_key_that_it_certified() {
    let scene = Rekeyed::new();
    // The new key certified the old one under the common name, as RFC 4210 (section 4.4) has it.
    let SelfIssued { authority, person } = SelfIssued::new(&scene);
    let status = |lists: Vec<Crl>| {
        let certificates = [&scene.root, &scene.new, &authority];
        let classed = certificates.map(|one| (one.certificate().clone(), TrustClass::Government));
        let store = TrustStore::new(classed, lists).unwrap();
        let report = store.validate(&person, &[], now(), Purpose::DocumentSigning);
        assert_eq!(report.chain.len(), 4);
        report.revocation[0]
    };
    let silent = list(&scene.new, NEWER, &[]);
    assert!(is_good(status(vec![silent.clone()])));
    let entry = ListedRevocation::of(&person, time(LONG_AGO), RevocationReason::Superseded);
    let revoking = list(&authority, OLDER, &[entry]);
    assert!(is_revoked(status(vec![silent, revoking])));
}

struct SelfIssued {
    authority: Authority,
    person: Certificate,
}

impl SelfIssued {
    fn new(scene: &Rekeyed) -> Self {
        let wanted = request(NAME, KeyType::P256, DECADE);
        let authority = scene.new.subordinate(&wanted).unwrap();
        let person = request("Trần Thị Ánh", KeyType::P256, YEAR);
        let person = authority.issue(&person, Profile::Person).unwrap();
        Self {
            authority,
            person: person.certificate,
        }
    }
}

#[test]
fn of_several_revocations_the_earliest_date_is_told() {
    let scene = Rekeyed::new();
    let early: Timestamp = time("2026-03-01T00:00:00Z");
    let reason = RevocationReason::Superseded;
    let first = [ListedRevocation::of(&scene.person, early, reason)];
    let first = list(&scene.old, OLDER, &first);
    let second = scene.list(&scene.old, NEWER, Some(reason));
    let status = scene.status(&[first, second]);
    assert_eq!(status.revocation().unwrap().revoked_at, early);
}

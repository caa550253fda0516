//! Remembered answers of a trust store (ADR 0010).

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{
    KeyType, ListedRevocation, OcspAnswer, Profile, ResponderStatus, issue_ocsp_response,
};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, PathRequest, PolicySettings, Purpose,
    RevocationReason, TrustClass, TrustStore,
};

use crate::scene::{Scene, lists, responses, revoked_at};
use crate::support::{Hierarchy, Period, now, time};

fn answer(store: &TrustStore, request: &PathRequest<'_>) -> String {
    format!("{:?}", store.answer(request))
}

/// The moments at which something here begins or ends, and what lies around them.
fn telling_times(certificates: &[&Certificate], lists: &[Crl]) -> Vec<Timestamp> {
    let ends = certificates
        .iter()
        .flat_map(|c| [c.not_before(), c.not_after()]);
    let updates = lists
        .iter()
        .flat_map(|list| [Some(list.this_update()), list.next_update()]);
    ends.chain(updates.flatten()).flat_map(around).collect()
}

fn around(moment: Timestamp) -> impl Iterator<Item = Timestamp> {
    [
        -86_400_000,
        -2500,
        -1500,
        -1,
        0,
        1,
        999,
        1500,
        2500,
        86_400_000,
    ]
    .into_iter()
    .map(move |milliseconds| moment + SignedDuration::from_millis(milliseconds))
}

#[test]
fn a_remembered_answer_is_the_one_that_is_computed_anew() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let lists = hierarchy.empty_lists();
    let remembering = hierarchy.store(lists.clone());
    let members = [
        &holder.certificate,
        hierarchy.sub.certificate(),
        hierarchy.root.certificate(),
    ];
    let times = telling_times(&members, &lists);
    for purpose in [Purpose::DocumentSigning, Purpose::Timestamping] {
        // Forwards and backwards: what was remembered at one time must not leak into another.
        for at in times.iter().chain(times.iter().rev()) {
            let request = PathRequest::new(&holder.certificate, *at, purpose);
            let later = request.clone().with_evidence_at(now());
            for request in [request, later] {
                assert_eq!(
                    answer(&remembering, &request),
                    answer(&hierarchy.store(lists.clone()), &request),
                    "{purpose:?} at {at}"
                );
            }
        }
    }
}

/// Evidence about a person of every kind that has times of its own.
fn evidence_with_times(scene: &Scene) -> Vec<Evidence> {
    let entry = revoked_at("2026-04-01T00:00:00Z", RevocationReason::Superseded);
    let listed = ListedRevocation::of(&scene.person, entry.revoked_at, entry.reason);
    let listed = listed.invalid_since(time("2026-03-20T00:00:00Z"));
    let period = || Period("2026-05-01T00:00:00Z", "2026-05-08T00:00:00Z");
    let answer = |status| OcspAnswer::new(&scene.person, scene.issuer(), status, time(period().0));
    let short = Period("2026-04-20T00:00:00Z", "2026-05-03T00:00:00Z");
    let profile = Profile::OcspResponder(ResponderStatus::Checked);
    let responder = scene.responder(profile, short);
    let own = std::slice::from_ref(&responder.certificate);
    let delegated = answer(CertificateStatus::Good).with_certificates(own);
    let delegated = issue_ocsp_response(&responder, &delegated).unwrap();
    let before = Period("2026-04-25T00:00:00Z", "2026-05-02T00:00:00Z");
    let mut both = responses(std::slice::from_ref(&delegated));
    both.crls = vec![scene.list(before, &[])];
    let good = answer(CertificateStatus::Good).with_next_update(time(period().1));
    vec![
        responses(&[scene.respond(&answer(CertificateStatus::Good))]),
        responses(&[scene.respond(&good)]),
        responses(&[scene.respond(&answer(CertificateStatus::Revoked(entry)))]),
        responses(&[delegated]),
        lists(&[scene.list(period(), &[listed])]),
        both,
    ]
}

#[test]
fn answers_from_evidence_are_remembered_for_the_times_that_they_hold() {
    let scene = Scene::new();
    let moments = [
        "2026-03-20T00:00:00Z",
        "2026-04-01T00:00:00Z",
        "2026-04-20T00:00:00Z",
        "2026-05-01T00:00:00Z",
        "2026-05-01T00:10:00Z",
        "2026-05-02T00:00:00Z",
        "2026-05-03T00:00:00Z",
        "2026-05-08T00:00:00Z",
    ];
    let times: Vec<Timestamp> = moments.into_iter().flat_map(|m| around(time(m))).collect();
    let evidence = evidence_with_times(&scene);
    let yearly = scene.store.crls().to_vec();
    let afresh = || scene.hierarchy.store(yearly.clone());
    for at in times.iter().chain(times.iter().rev()) {
        for one in &evidence {
            let request = PathRequest::new(&scene.person, now(), Purpose::DocumentSigning)
                .with_evidence_at(*at)
                .with_evidence(one);
            let remembered = answer(&scene.store, &request);
            assert_eq!(remembered, answer(&afresh(), &request), "at {at}");
        }
    }
}

#[test]
fn an_answer_does_not_depend_on_what_other_questions_brought() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let lists = hierarchy.empty_lists();
    // The store lacks the authority in the middle and the lists: both have to come with the question.
    let root = (hierarchy.root.certificate().clone(), TrustClass::Government);
    let store = TrustStore::new([root], Vec::new()).unwrap();
    let bare = PathRequest::new(&holder.certificate, now(), Purpose::DocumentSigning);
    let complete = bare
        .clone()
        .with_certificates(&holder.chain)
        .with_crls(&lists);
    let wanting = bare.clone().with_certificates(&holder.chain);
    let demanding = complete.clone().with_policies(PolicySettings {
        require_explicit: true,
        ..PolicySettings::default()
    });
    let before = answer(&store, &bare);
    for _ in 0..2 {
        assert!(store.answer(&complete).is_valid());
        assert!(store.answer(&wanting).anchor.is_some());
        assert!(!store.answer(&wanting).is_valid());
        assert!(store.answer(&demanding).problem.is_some());
        assert_eq!(answer(&store, &bare), before);
    }
}

#[test]
fn thousands_of_questions_do_not_pile_up() {
    let hierarchy = Hierarchy::new();
    let store = hierarchy.store(hierarchy.empty_lists());
    let holder = hierarchy.person(KeyType::P256);
    let strangers: Vec<_> = (0..3).map(|_| hierarchy.person(KeyType::P256)).collect();
    // Each list of companions is a question of its own.
    for number in 0..600_usize {
        let companions: Vec<Certificate> = (0..6)
            .map(|digit| {
                strangers[number / 3_usize.pow(digit) % 3]
                    .certificate
                    .clone()
            })
            .collect();
        let report = store.validate(
            &holder.certificate,
            &companions,
            now(),
            Purpose::DocumentSigning,
        );
        assert!(report.is_valid());
    }
    let remembered = format!("{store:?}");
    let (_, count) = remembered.split_once("answers: ").unwrap();
    let (count, limit) = count.split_once(" of ").unwrap();
    assert_eq!(limit, "256 }");
    assert!((1..=256).contains(&count.parse().unwrap()), "{remembered}");
}

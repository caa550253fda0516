//! Which questions are asked again and which are not: memory, folder, failures, and many at once.

mod folder;

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use jiff::SignedDuration;
use kyso_online::{AttemptOutcome, CacheSettings, FetchError, Online, OnlineSettings};
use kyso_pki::{Crl, Evidence, EvidenceId, EvidenceSource};
use kyso_test_pki::{Behaviour, Clock, Description, TestPki};

use crate::support::{Scene, failures, now};

const OCSP: &str = "/ocsp/ocsp";
const CRL: &str = "/crl/ca-lists.crl";
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn with_cache(scene: &Scene, cache: CacheSettings) -> Online {
    Online::new(&OnlineSettings {
        cache,
        ..scene.settings()
    })
    .unwrap()
}

/// Which lists were found.
fn lists(found: &Evidence) -> Vec<[u8; 32]> {
    found.crls.iter().map(Crl::sha256).collect()
}

fn list_id(found: &Evidence) -> EvidenceId {
    EvidenceId::Crl(found.crls[0].sha256())
}

#[test]
fn a_thousand_verifications_fetch_the_missing_list_once() {
    let scene = Scene::new();
    // Long enough that all come while it is being fetched.
    scene
        .site
        .behave(Behaviour::Slow(Duration::from_millis(300)))
        .unwrap();
    let online = scene.online();
    let together = |id: &str| {
        let start = Barrier::new(1000);
        thread::scope(|scope| {
            let ask = || {
                start.wait();
                scene.revocation(&online, id)
            };
            let threads: Vec<_> = (0..1000).map(|_| scope.spawn(ask)).collect();
            let found = threads.into_iter().map(|thread| thread.join().unwrap());
            found.filter(|found| !found.is_empty()).count()
        })
    };
    assert_eq!(together("person-lists"), 1000);
    assert_eq!(scene.site.requests_of(CRL), 1);
    assert_eq!(together("person"), 1000);
    assert_eq!(scene.site.requests_of(OCSP), 1);
    assert_eq!(scene.site.requests(), 2);
}

#[test]
fn what_is_in_force_is_not_fetched_again() {
    let scene = Scene::new();
    let online = scene.online();
    let first = scene.revocation(&online, "person-lists");
    scene.hands.advance(HOUR);
    let session = online.session();
    let second = scene.revocation(&session, "person-lists");
    assert_eq!(lists(&first), lists(&second));
    assert_eq!(scene.site.requests(), 1);
    let fetched = session.fetched(&list_id(&second)).unwrap();
    assert_eq!((fetched.at, fetched.from_cache), (now(), true));
    assert_eq!(online.fetched(&list_id(&second)), Some(fetched));
    assert!(matches!(
        session.attempts()[0].outcome,
        AttemptOutcome::FromCache { fetched_at } if fetched_at == now()
    ));
    // Another certificate of the same issuer needs the same list, but its own response.
    scene.revocation(&online, "person");
    scene.revocation(&online, "agency");
    assert_eq!(scene.site.requests_of(OCSP), 2);
}

#[test]
fn after_its_end_a_list_is_fetched_anew() {
    let scene = Scene::new();
    let online = scene.online();
    let old = scene.revocation(&online, "person-lists");
    let days = HOUR * 24 * 12;
    scene.hands.advance(days);
    let later = now() + days;
    scene.site.set_clock(Clock::At(later));
    let new = scene.revocation_at(&online, "person-lists", later);
    assert_eq!(scene.site.requests(), 2);
    assert!(new.crls[0].this_update() > old.crls[0].next_update().unwrap());
    // Made after the time in question, the new one also tells about that.
    let session = online.session();
    let earlier = scene.revocation_at(&session, "person-lists", now());
    assert_eq!(lists(&earlier), lists(&new));
    assert_eq!(scene.site.requests(), 2);
}

#[test]
fn an_old_list_still_counts_for_its_time_when_there_is_no_newer_one() {
    let scene = Scene::new();
    let online = scene.online();
    let old = lists(&scene.revocation(&online, "person-lists"));
    let days = HOUR * 24 * 12;
    scene.hands.advance(days);
    scene.site.behave(Behaviour::Status(500)).unwrap();
    assert_eq!(lists(&scene.revocation(&online, "person-lists")), old);
    let session = online.session();
    let found = scene.revocation_at(&session, "person-lists", now() + days);
    assert!(found.is_empty(), "nothing old ever clears");
    assert!(matches!(
        failures(&session)[..],
        [FetchError::RecentlyFailed { .. }]
    ));
}

#[test]
fn a_question_about_the_future_spoils_nothing_for_others() {
    let scene = Scene::new();
    let online = scene.online();
    for _ in 0..2 {
        let session = online.session();
        let future = now() + HOUR * 24 * 100;
        assert!(
            scene
                .revocation_at(&session, "person-lists", future)
                .is_empty()
        );
        assert!(matches!(
            failures(&session)[..],
            [FetchError::Outdated { .. }]
        ));
    }
    assert_eq!(scene.revocation(&online, "person-lists").crls.len(), 1);
    assert_eq!(scene.site.requests(), 1);
}

#[test]
fn a_stranger_that_names_the_same_place_spoils_nothing_for_others() {
    let scene = Scene::new();
    let stranger = TestPki::generate(
        &Description::parse(STRANGER).unwrap(),
        now(),
        &scene.site.url(),
    );
    let forged = stranger.unwrap().certificate("forger").unwrap();
    let online = scene.online();
    for _ in 0..2 {
        let session = online.session();
        assert!(session.issuers(&forged).is_empty());
        assert_eq!(failures(&session), [FetchError::NotAbout]);
    }
    let person = scene.certificate("person");
    assert_eq!(online.issuers(&person), [scene.certificate("ca")]);
    assert_eq!(scene.site.requests(), 1);
}

/// Names the place of another authority.
const STRANGER: &str = r#"
[[authority]]
id = "nobody"
name = "CA không ai biết"
class = "none"
valid = ["-5y", "+15y"]
publishes.issuers = ["{base}/ca/ca.cer"]

[[holder]]
id = "forger"
name = "Người Giả"
kind = "person"
issuer = "nobody"
valid = ["-1y", "+2y"]
"#;

#[test]
fn an_older_answer_takes_nothing_back() {
    let scene = Scene::new();
    let online = scene.online();
    let new = lists(&scene.revocation(&online, "person-lists"));
    scene
        .site
        .behave_at(CRL, Behaviour::ClockOff(-HOUR))
        .unwrap();
    scene.hands.advance(HOUR * 25);
    assert_eq!(lists(&scene.revocation(&online, "person-lists")), new);
    assert_eq!(scene.site.requests(), 2);
}

#[test]
fn a_failure_is_remembered_for_a_while() {
    let scene = Scene::new();
    scene.site.behave(Behaviour::Status(500)).unwrap();
    let online = scene.online();
    for _ in 0..3 {
        assert!(scene.revocation(&online, "person-lists").is_empty());
    }
    assert_eq!(scene.site.requests(), 1);
    scene.site.behave(Behaviour::Honest).unwrap();
    let session = online.session();
    assert!(scene.revocation(&session, "person-lists").is_empty());
    let failure = failures(&session).remove(0);
    assert!(failure.to_string().contains("500"), "{failure}");
    scene.hands.advance(SignedDuration::from_secs(61));
    assert_eq!(scene.revocation(&online, "person-lists").crls.len(), 1);
}

#[test]
fn a_slow_responder_is_spared_for_every_certificate() {
    let scene = Scene::new();
    scene
        .site
        .behave_at(OCSP, Behaviour::Slow(Duration::from_secs(60)))
        .unwrap();
    let online = Online::new(&OnlineSettings {
        total_timeout: Duration::from_millis(200),
        ..scene.settings()
    })
    .unwrap();
    for id in ["person", "agency", "person-rsa"] {
        assert_eq!(scene.revocation(&online, id).crls.len(), 1);
    }
    assert_eq!(scene.site.requests_of(OCSP), 1);
}

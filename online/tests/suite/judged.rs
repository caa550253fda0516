//! How path validation judges fetched evidence: nothing is believed because it comes from the
//! network.

use kyso_pki::{Evidence, EvidenceSource, PathRequest, Purpose, RevocationStatus};
use kyso_test_pki::Behaviour;

use crate::support::{Scene, UNWORTHY, now};

const OCSP: &str = "/ocsp/ocsp";
const CRL: &str = "/crl/ca.crl";

/// The status of `id` and its path now, with what `source` finds for both members.
fn judged(scene: &Scene, source: &dyn EvidenceSource, id: &str) -> RevocationStatus {
    let [target, ca, root] = [id, "ca", "root"].map(|id| scene.certificate(id));
    let mut found = Evidence::default();
    found.merge(source.revocation(&target, &ca, now()));
    found.merge(source.revocation(&ca, &root, now()));
    let request = PathRequest::new(&target, now(), Purpose::DocumentSigning).with_evidence(&found);
    let store = scene.pki.trust_store().unwrap();
    store.answer(&request).revocation_status()
}

fn is_good(status: &RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Good { .. })
}

#[test]
fn responders_and_lists_are_believed_when_they_are_sound() {
    let scene = Scene::new();
    let online = scene.online();
    assert!(is_good(&judged(&scene, &online, "person")));
    let revoked = judged(&scene, &online, "person-revoked");
    assert!(
        matches!(revoked, RevocationStatus::Revoked { .. }),
        "{revoked:?}"
    );
}

#[test]
fn lists_clear_what_responders_leave_open() {
    let scene = Scene::new();
    for behaviour in [
        Behaviour::Status(500),
        Behaviour::WrongNonce,
        Behaviour::Stale,
        Behaviour::BrokenSignature,
    ] {
        scene.site.behave_at(OCSP, behaviour.clone()).unwrap();
        let status = judged(&scene, &scene.online(), "person");
        assert!(is_good(&status), "{behaviour:?}: {status:?}");
        let status = judged(&scene, &scene.online(), "person-revoked");
        assert!(
            matches!(status, RevocationStatus::Revoked { .. }),
            "{behaviour:?}: {status:?}"
        );
    }
}

#[test]
fn nobody_else_can_answer_for_the_responder() {
    let scene = Scene::new();
    for responder in UNWORTHY {
        let status = judged(&scene, &scene.with_responder(responder), "person");
        assert!(
            is_good(&status),
            "the list answers: {responder}: {status:?}"
        );
        scene.site.behave_at(CRL, Behaviour::Status(404)).unwrap();
        let status = judged(&scene, &scene.with_responder(responder), "person");
        assert!(
            matches!(status, RevocationStatus::Unknown(_)),
            "{responder}: {status:?}"
        );
        scene.site.behave_at(CRL, Behaviour::Honest).unwrap();
    }
}

#[test]
fn forged_and_stale_lists_clear_nothing() {
    let scene = Scene::new();
    scene.site.behave_at(OCSP, Behaviour::Status(500)).unwrap();
    for behaviour in [
        Behaviour::BrokenSignature,
        Behaviour::Stale,
        Behaviour::Html,
        Behaviour::Status(404),
    ] {
        scene.site.behave_at(CRL, behaviour.clone()).unwrap();
        let status = judged(&scene, &scene.online(), "person");
        assert!(
            matches!(status, RevocationStatus::Unknown(_)),
            "{behaviour:?}: {status:?}"
        );
    }
}

//! Collected evidence, and evidence as a source of its own.

use kyso_issuing::OcspAnswer;
use kyso_pki::{CertificateStatus, Evidence, EvidenceSource, NoSource};

use crate::scene::Scene;
use crate::support::{Hierarchy, Period, time};

const GOOD: CertificateStatus = CertificateStatus::Good;

fn march() -> Period {
    Period("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z")
}

/// A list and a response about the person, of March, and what is about others.
fn collected(scene: &Scene) -> Evidence {
    let due = time(march().1);
    let answer = OcspAnswer::new(&scene.person, scene.issuer(), GOOD, time(march().0));
    let root = scene.hierarchy.root.certificate();
    let about_issuer = OcspAnswer::new(scene.issuer(), root, GOOD, time(march().0));
    Evidence {
        certificates: scene.hierarchy.sub.chain(),
        crls: vec![
            scene.list(march(), &[]),
            Hierarchy::new()
                .root
                .revocation_list(1, march().into(), &[])
                .unwrap(),
        ],
        ocsp_responses: vec![
            scene.respond(&answer.with_next_update(due)),
            scene.respond(&about_issuer.with_next_update(due)),
        ],
    }
}

#[test]
fn merging_adds_what_is_new_in_order() {
    let scene = Scene::new();
    let all = collected(&scene);
    let mut merged = Evidence::default();
    assert!(merged.is_empty());
    merged.merge(Evidence {
        crls: all.crls[1..].to_vec(),
        ..Evidence::default()
    });
    for _ in 0..2 {
        merged.merge(all.clone());
    }
    let digests = |evidence: &Evidence| -> Vec<[u8; 32]> {
        evidence.crls.iter().map(kyso_pki::Crl::sha256).collect()
    };
    assert_eq!(digests(&merged), [digests(&all)[1], digests(&all)[0]]);
    assert_eq!(merged.certificates, all.certificates);
    assert_eq!(merged.ocsp_responses, all.ocsp_responses);
}

#[test]
fn evidence_gives_what_is_usable_for_a_time() {
    let scene = Scene::new();
    let all = collected(&scene);
    let count = |at| {
        let found = all.revocation(&scene.person, scene.issuer(), time(at));
        (found.crls.len(), found.ocsp_responses.len())
    };
    assert_eq!(count("2026-02-01T00:00:00Z"), (1, 1), "made later");
    assert_eq!(count("2026-03-08T00:00:00Z"), (1, 1), "in force");
    assert_eq!(count("2026-03-08T00:00:01Z"), (0, 0), "stale");
    let stranger = Hierarchy::new();
    let nothing = all.revocation(&scene.person, stranger.sub.certificate(), time(march().0));
    assert!(nothing.ocsp_responses.is_empty());
}

#[test]
fn issuers_are_found_by_name() {
    let scene = Scene::new();
    let all = collected(&scene);
    let issuer = scene.issuer();
    assert_eq!(all.issuers(&scene.person), std::slice::from_ref(issuer));
    assert!(NoSource.issuers(&scene.person).is_empty());
    let nothing = NoSource.revocation(&scene.person, issuer, time(march().0));
    assert!(nothing.is_empty());
}

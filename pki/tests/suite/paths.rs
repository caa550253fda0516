//! Paths and revocation, one finding at a time.

use kyso_issuing::{KeyType, ListedRevocation};
use kyso_pki::{
    Certificate, PathIndication, PathProblem, PathReport, PathRequest, Purpose, RevocationGap,
    RevocationReason, RevocationStatus, TrustClass, TrustStore,
};

use crate::support::{Hierarchy, Period, WEEK, now, time};

pub(crate) fn judge(store: &TrustStore, target: &Certificate, at: &str) -> PathReport {
    store.validate(target, &[], time(at), Purpose::DocumentSigning)
}

pub(crate) const NOW: &str = "2026-11-21T03:00:00Z";

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
    assert_eq!(report.sub_indication(), Some(PathIndication::TryLater));
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
        Some(PathIndication::NoCertificateChainFound)
    );
    // With its own chain at hand, the root is still no anchor: same names, other keys.
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
        Some(PathIndication::NoCertificateChainFound)
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
        Some(PathIndication::OutOfBoundsNoPoe)
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
        Some(PathIndication::OutOfBoundsNotRevoked)
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
    let entry = ListedRevocation::of(&holder.certificate, at, RevocationReason::KeyCompromise);
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
    assert_eq!(report.sub_indication(), Some(PathIndication::RevokedNoPoe));
}

#[test]
fn a_stale_list_still_revokes_but_never_clears() {
    let hierarchy = Hierarchy::new();
    let (revoked, other) = (
        hierarchy.person(KeyType::P256),
        hierarchy.person(KeyType::P256),
    );
    let at = time("2026-02-01T00:00:00Z");
    let entry = ListedRevocation::of(&revoked.certificate, at, RevocationReason::Superseded);
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
    let entry = ListedRevocation::of(&holder.certificate, at, RevocationReason::CertificateHold);
    let period = Period("2026-03-01T00:00:00Z", "2026-12-08T00:00:00Z");
    let mut lists = hierarchy.empty_lists();
    let held = hierarchy
        .sub
        .revocation_list(0, period.into(), &[entry])
        .unwrap();
    let store = hierarchy.store(vec![lists[0].clone(), held.clone()]);
    let report = judge(&store, &holder.certificate, NOW);
    assert_eq!(report.sub_indication(), Some(PathIndication::TryLater));
    lists.insert(0, held);
    assert!(judge(&hierarchy.store(lists), &holder.certificate, NOW).is_valid());
}

#[test]
fn a_revoked_authority_is_told_apart() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let certificate = hierarchy.sub.certificate();
    let entry = ListedRevocation::of(certificate, now(), RevocationReason::CaCompromise);
    let mut lists = hierarchy.empty_lists();
    lists[0] = hierarchy
        .root
        .revocation_list(1, WEEK.into(), &[entry])
        .unwrap();
    let report = judge(&hierarchy.store(lists), &holder.certificate, NOW);
    assert_eq!(
        report.sub_indication(),
        Some(PathIndication::RevokedCaNoPoe)
    );
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

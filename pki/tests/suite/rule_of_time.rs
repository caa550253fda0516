//! What counts for a time, lists and responses alike: in force at that time, or made later (F1, F3, F4).

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{KeyType, ListRequest, ListedRevocation, OcspAnswer, Profile, ResponderStatus};
use kyso_pki::{
    CertificateStatus, Evidence, PathRequest, Purpose, RevocationGap, RevocationReason,
    RevocationStatus, RevokedEntry,
};
use proptest::prelude::*;

use crate::scene::{Scene, gap, is_good, is_revoked, lists, responses, revoked_at};
use crate::support::{Hierarchy, Period, YEAR, request, time};

const REASON: RevocationReason = RevocationReason::KeyCompromise;
const HOLD: RevocationReason = RevocationReason::CertificateHold;

/// Days of March 2026.
fn day(number: i64) -> Timestamp {
    time("2026-03-01T00:00:00Z") + SignedDuration::from_hours(24 * number)
}

/// A list or a response about the person.
#[derive(Debug, Clone, Copy)]
struct Item {
    is_list: bool,
    made: i64,
    days: i64,
    revoked: Option<i64>,
    reason: RevocationReason,
}

impl Item {
    fn put_into(self, evidence: &mut Evidence, scene: &Scene) {
        let (made, due) = (day(self.made), day(self.made + self.days));
        let revoked = self.revoked.map(day);
        if self.is_list {
            let entry = revoked.map(|at| ListedRevocation::of(&scene.person, at, self.reason));
            let list = ListRequest {
                next_update: Some(due),
                this_update: made,
                ..ListRequest::new(1, YEAR.into(), entry.as_slice())
            };
            let list = scene.hierarchy.sub.issue_list(&list).unwrap();
            evidence.crls.push(list);
            return;
        }
        let entry = revoked.map(|revoked_at| RevokedEntry {
            revoked_at,
            reason: self.reason,
            invalidity_date: None,
        });
        let status = entry.map_or(CertificateStatus::Good, CertificateStatus::Revoked);
        let answer = OcspAnswer::new(&scene.person, scene.issuer(), status, made);
        let response = scene.respond(&answer.with_next_update(due));
        evidence.ocsp_responses.push(response);
    }

    fn counts(self, at: i64) -> bool {
        self.made > at || at <= self.made + self.days
    }

    fn revokes(self, at: i64) -> bool {
        self.revoked.is_some_and(|revoked| revoked <= at)
    }
}

/// What the rule says, in its own words.
fn expected(items: &[Item], at: i64) -> &'static str {
    let on_hold = |item: &Item| item.revoked.is_some() && item.reason == HOLD;
    let ends = |item: &Item, hold: &Item| {
        item.made > hold.made && item.counts(at) && !item.revokes(at) && !on_hold(item)
    };
    let stands = |item: &&Item| match on_hold(item) {
        true => !items.iter().any(|other| ends(other, item)),
        false => true,
    };
    let mut revoking = items.iter().filter(|item| item.revokes(at));
    match revoking.any(|item| stands(&item)) {
        true => "revoked",
        // What ends a hold counts, and so does what sets one for later.
        false if items.iter().any(|item| item.counts(at)) => "good",
        false => "unknown",
    }
}

fn found(status: RevocationStatus) -> &'static str {
    match status {
        RevocationStatus::Good { .. } => "good",
        RevocationStatus::Revoked { .. } => "revoked",
        _ => "unknown",
    }
}

fn item() -> impl Strategy<Value = Item> {
    let revoked = proptest::option::weighted(0.3, 0..12_i64);
    let reason = prop_oneof![Just(REASON), Just(HOLD)];
    let all = (any::<bool>(), 0..12_i64, 0..5_i64, revoked, reason);
    all.prop_map(|(is_list, made, days, revoked, reason)| Item {
        is_list,
        made,
        days,
        revoked,
        reason,
    })
}

#[test]
fn what_revokes_stays_and_a_hold_ends_by_something_newer() {
    let scene = Scene::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(60));
    let items = proptest::collection::vec(item(), 0..6);
    let property = |items: Vec<Item>| {
        let mut evidence = Evidence::default();
        for item in &items {
            item.put_into(&mut evidence, &scene);
        }
        let mut reversed = evidence.clone();
        reversed.crls.reverse();
        reversed.ocsp_responses.reverse();
        for at in -1..18 {
            let status = scene.report(&evidence, day(at)).revocation[0];
            prop_assert_eq!(found(status), expected(&items, at), "at day {}", at);
            let again = scene.report(&reversed, day(at)).revocation[0];
            prop_assert_eq!(found(again), found(status), "in another order, day {}", at);
        }
        Ok(())
    };
    runner.run(&items, property).unwrap();
}

#[test]
fn what_is_in_force_or_was_made_later_counts_and_nothing_old_clears() {
    let scene = Scene::new();
    let period = || Period("2026-03-10T00:00:00Z", "2026-03-17T00:00:00Z");
    let list = lists(&[scene.list(period(), &[])]);
    let answer = OcspAnswer::new(
        &scene.person,
        scene.issuer(),
        CertificateStatus::Good,
        time(period().0),
    );
    let response = responses(&[scene.respond(&answer.with_next_update(time(period().1)))]);
    for evidence in [list, response] {
        for at in [
            "2026-02-01T00:00:00Z",
            period().0,
            "2026-03-12T00:00:00Z",
            period().1,
        ] {
            assert!(is_good(scene.status(&evidence, at)), "{at}");
        }
        let next_update = time(period().1);
        assert_eq!(
            gap(scene.status(&evidence, "2026-03-17T00:00:01Z")),
            Some(RevocationGap::Stale { next_update })
        );
    }
}

#[test]
fn a_revocation_counts_from_its_earlier_date_and_later_ones_are_told() {
    let scene = Scene::new();
    let mut entry = revoked_at("2026-03-10T00:00:00Z", REASON);
    entry.invalidity_date = Some(time("2026-03-05T00:00:00Z"));
    let period = || Period("2026-03-12T00:00:00Z", "2026-03-19T00:00:00Z");
    let listed = ListedRevocation::of(&scene.person, entry.revoked_at, REASON);
    let listed = [listed.invalid_since(entry.invalidity_date.unwrap())];
    let status = CertificateStatus::Revoked(entry);
    let answer = OcspAnswer::new(&scene.person, scene.issuer(), status, time(period().0));
    let answer = answer.with_next_update(time(period().1));
    for evidence in [
        lists(&[scene.list(period(), &listed)]),
        responses(&[scene.respond(&answer)]),
    ] {
        let before = scene.status(&evidence, "2026-03-04T23:59:59Z");
        assert!(is_good(before));
        assert_eq!(before.revocation(), Some(entry));
        let since = scene.status(&evidence, "2026-03-05T00:00:00Z");
        assert!(is_revoked(since));
        assert_eq!(since.revocation(), Some(entry));
    }
}

#[test]
fn a_response_without_next_update_counts_for_minutes_only() {
    let scene = Scene::new();
    let made = "2026-03-10T12:00:00Z";
    let good = CertificateStatus::Good;
    let answer = OcspAnswer::new(&scene.person, scene.issuer(), good, time(made));
    let evidence = responses(&[scene.respond(&answer)]);
    for at in ["2026-01-10T00:00:00Z", made, "2026-03-10T12:10:00Z"] {
        assert!(is_good(scene.status(&evidence, at)), "{at}");
    }
    let next_update = time("2026-03-10T12:10:00Z");
    assert_eq!(
        gap(scene.status(&evidence, "2026-03-10T12:10:01Z")),
        Some(RevocationGap::Stale { next_update })
    );
}

#[test]
fn a_list_without_next_update_only_counts_for_earlier_times() {
    let scene = Scene::new();
    let made = "2026-03-10T12:00:00Z";
    let list = ListRequest {
        next_update: None,
        this_update: time(made),
        ..ListRequest::new(1, YEAR.into(), &[])
    };
    let list = scene.hierarchy.sub.issue_list(&list).unwrap();
    let evidence = lists(&[list]);
    assert!(is_good(scene.status(&evidence, "2026-03-10T11:59:59Z")));
    let next_update = time(made);
    assert_eq!(
        gap(scene.status(&evidence, "2026-03-10T12:00:01Z")),
        Some(RevocationGap::Stale { next_update })
    );
}

#[test]
fn an_authority_that_was_revoked_before_it_signed_is_not_believed() {
    let scene = Scene::new();
    // In question is March; the authority is revoked in May.
    let entry = ListedRevocation::of(scene.issuer(), time("2026-05-01T00:00:00Z"), REASON);
    let june = Period("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    let of_root = scene
        .hierarchy
        .root
        .revocation_list(2, june.into(), &[entry])
        .unwrap();
    let april = scene.list(Period("2026-04-10T00:00:00Z", "2026-04-17T00:00:00Z"), &[]);
    let late = scene.list(Period("2026-05-10T00:00:00Z", "2026-05-17T00:00:00Z"), &[]);
    let answer = OcspAnswer::new(
        &scene.person,
        scene.issuer(),
        CertificateStatus::Good,
        time("2026-05-11T00:00:00Z"),
    );
    let issued = scene.respond(&answer);
    let responder = scene.responder(Profile::OcspResponder(ResponderStatus::NoCheck), YEAR);
    let answer = answer.with_certificates(std::slice::from_ref(&responder.certificate));
    let delegated = kyso_issuing::issue_ocsp_response(&responder, &answer).unwrap();
    let march = "2026-03-15T00:00:00Z";
    for (mut evidence, believed) in [
        (lists(&[april]), true),
        (lists(&[late]), false),
        (responses(&[issued]), false),
        (responses(&[delegated]), false),
    ] {
        evidence.crls.push(of_root.clone());
        let status = scene.status(&evidence, march);
        match believed {
            true => assert!(is_good(status), "{status:?}"),
            false => assert_eq!(gap(status), Some(RevocationGap::SignerRevoked)),
        }
    }
}

#[test]
fn a_list_made_after_its_authority_expired_is_not_believed() {
    let hierarchy = Hierarchy::new();
    let short = Period("2020-01-01T00:00:00Z", "2026-06-01T00:00:00Z");
    let short = request("CA sắp hết hạn", KeyType::P256, short);
    let authority = hierarchy.root.subordinate(&short).unwrap();
    let wanted = request("Người ký", KeyType::P256, YEAR);
    let person = authority.issue(&wanted, Profile::Person).unwrap();
    let yearly = hierarchy.root.revocation_list(1, YEAR.into(), &[]).unwrap();
    let store = hierarchy.store(vec![yearly]);
    let late = Period("2026-06-02T00:00:00Z", "2026-06-09T00:00:00Z");
    let early = Period("2026-05-20T00:00:00Z", "2026-06-09T00:00:00Z");
    let gap_with = |fresh: Period| {
        let list = authority.revocation_list(1, fresh.into(), &[]).unwrap();
        let at = time("2026-05-25T00:00:00Z");
        let request = PathRequest::new(&person.certificate, at, Purpose::DocumentSigning);
        let (chain, crls) = (authority.chain(), [list]);
        let request = request.with_certificates(&chain).with_crls(&crls);
        gap(store.answer(&request).revocation[0])
    };
    let made_at = time(late.0);
    assert_eq!(
        gap_with(late),
        Some(RevocationGap::SignerOutOfTime { made_at })
    );
    assert_eq!(gap_with(early), None);
}

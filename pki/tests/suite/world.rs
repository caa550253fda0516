//! Authorities that changed keys, certified each other, were certified twice, expired or were revoked, what they made, and what
//! anybody can make to look like it.

use kyso_issuing::{Authority, KeyType, ListRequest, ListedRevocation, Profile};
use kyso_pki::{
    Certificate, Crl, Evidence, PathIndication, PathReport, PathRequest, Purpose, RevocationReason,
    RevocationStatus, TrustClass, TrustStore,
};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::support::{DECADE, Period, YEAR, now, request, time};

pub(crate) const PAST: Period = Period("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
pub(crate) const OLDER: &str = "2026-11-18T00:00:00Z";
pub(crate) const NEWER: &str = "2026-11-20T00:00:00Z";
pub(crate) const DUE: &str = "2026-11-27T00:00:00Z";
pub(crate) const LONG_AGO: &str = "2026-06-01T00:00:00Z";

/// Everything that the authorities ever made. `root` and `other` are roots; `old` and `new` are two keys of one authority.
pub(crate) struct Office {
    pub(crate) root: Authority,
    pub(crate) other: Authority,
    pub(crate) old: Authority,
    pub(crate) new: Authority,
    /// The certificate of `root` that ended.
    pub(crate) root_that_ended: Certificate,
    /// Certificates between the person and the roots, with names.
    pub(crate) between: Vec<(&'static str, Certificate)>,
    pub(crate) person: Certificate,
    pub(crate) untrusted: Untrusted,
}

/// Certificates and lists that imitate those of the authorities: anybody can make them.
pub(crate) struct Untrusted {
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) lists: Vec<Crl>,
}

impl Office {
    pub(crate) fn new() -> Self {
        let wanted = |name, period| request(name, KeyType::P256, period);
        let root = Authority::root(&wanted("Gốc", DECADE)).unwrap();
        let other = Authority::root(&wanted("Gốc khác", DECADE)).unwrap();
        let old = root.subordinate(&wanted("CA", DECADE)).unwrap();
        let new = root.subordinate(&wanted("CA", DECADE)).unwrap();
        let of_root = || root.holder().key;
        let of_old = || old.holder().key;
        let ended = Authority::root(&wanted("Gốc", PAST).with_key(of_root())).unwrap();
        let certify = |by: &Authority, name, period, key| {
            let authority = by.subordinate(&wanted(name, period).with_key(key)).unwrap();
            authority.certificate().clone()
        };
        let between = vec![
            ("first", old.certificate().clone()),
            ("ended", certify(&root, "CA", PAST, of_old())),
            ("revoked", certify(&root, "CA", DECADE, of_old())),
            ("cross", certify(&other, "CA", DECADE, of_old())),
            ("root by other", certify(&other, "Gốc", DECADE, of_root())),
            ("new key", new.certificate().clone()),
            ("old by new", certify(&new, "CA", DECADE, of_old())),
        ];
        let person = old
            .issue(&wanted("Người ký", YEAR), Profile::Person)
            .unwrap();
        let mut office = Self {
            root_that_ended: ended.certificate().clone(),
            root,
            other,
            old,
            new,
            between,
            person: person.certificate,
            untrusted: Untrusted {
                certificates: Vec::new(),
                lists: Vec::new(),
            },
        };
        office.untrusted = Untrusted::of(&office);
        office
    }

    pub(crate) fn revocation(&self, reason: RevocationReason) -> ListedRevocation {
        ListedRevocation::of(&self.person, time(LONG_AGO), reason)
    }

    /// Lists of the roots: one of the certificates between is revoked.
    pub(crate) fn of_roots(&self) -> Vec<Crl> {
        let revoked = ListedRevocation::of(
            &self.between[2].1,
            time(LONG_AGO),
            RevocationReason::Superseded,
        );
        vec![
            list(&self.root, OLDER, &[revoked]),
            list(&self.other, OLDER, &[]),
        ]
    }
}

impl Untrusted {
    pub(crate) fn of(office: &Office) -> Self {
        let mut certificates = Vec::new();
        // Everything as it is, key and identifiers too, but with no genuine signature; and once
        // more with another number.
        for (_, genuine) in &office.between {
            certificates.push(altered(genuine, genuine.der().len() - 1));
            let serial = genuine.serial();
            let place = genuine
                .der()
                .windows(serial.len())
                .position(|at| at == serial);
            certificates.push(altered(genuine, place.unwrap() + serial.len() - 1));
        }
        // Authorities of the same names, which certify the genuine key too.
        let wanted = |name| request(name, KeyType::P256, DECADE);
        let root = Authority::root(&wanted("Gốc")).unwrap();
        let same_key = wanted("CA").with_key(office.old.holder().key);
        let same_key = root.subordinate(&same_key).unwrap();
        let own = root.subordinate(&wanted("CA")).unwrap();
        certificates.extend([&root, &same_key, &own].map(|one| one.certificate().clone()));
        let revoking = [office.revocation(RevocationReason::KeyCompromise)];
        let mut lists = vec![list(&own, NEWER, &[]), list(&own, NEWER, &revoking)];
        for genuine in [
            list(&office.old, NEWER, &revoking),
            list(&office.old, NEWER, &[]),
        ] {
            let mut der = genuine.der().to_vec();
            *der.last_mut().unwrap() ^= 1;
            lists.push(Crl::from_vec(der).unwrap());
        }
        let of_root = ListedRevocation::of(
            office.old.certificate(),
            time(LONG_AGO),
            RevocationReason::CaCompromise,
        );
        lists.push(list(&root, NEWER, &[of_root]));
        Self {
            certificates,
            lists,
        }
    }
}

pub(crate) fn altered(genuine: &Certificate, place: usize) -> Certificate {
    let mut der = genuine.der().to_vec();
    der[place] ^= 1;
    Certificate::from_der(&der).unwrap()
}

pub(crate) fn list(authority: &Authority, made: &'static str, revoked: &[ListedRevocation]) -> Crl {
    let list = ListRequest::new(1, Period(made, DUE).into(), revoked);
    authority.issue_list(&list).unwrap()
}

/// One of many states of the world.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// Anchors: the root, the one that ended, the other.
    pub(crate) anchors: [bool; 3],
    /// Which of [`Office::between`] are at hand, and whether they lie in the store.
    pub(crate) between: [bool; 7],
    pub(crate) stored: [bool; 7],
    /// Lists of the old and of the new key: older, newer; what they tell of the person.
    pub(crate) lists: Vec<Told>,
}

/// A list: whose, whether it is the newer one, and what it tells of the person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) by_new: bool,
    pub(crate) newer: bool,
    pub(crate) reason: Option<RevocationReason>,
}

impl Told {
    pub(crate) fn list(self, office: &Office) -> Crl {
        let entry = self.reason.map(|reason| office.revocation(reason));
        let authority = if self.by_new {
            &office.new
        } else {
            &office.old
        };
        let made = if self.newer { NEWER } else { OLDER };
        list(authority, made, entry.as_slice())
    }
}

pub(crate) fn told() -> impl Strategy<Value = Told> {
    let reason = prop_oneof![
        4 => Just(None),
        1 => Just(Some(RevocationReason::CertificateHold)),
        1 => Just(Some(RevocationReason::Superseded)),
        1 => Just(Some(RevocationReason::KeyCompromise)),
    ];
    let all = (proptest::bool::weighted(0.3), any::<bool>(), reason);
    all.prop_map(|(by_new, newer, reason)| Told {
        by_new,
        newer,
        reason,
    })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let lists = proptest::collection::vec(told(), 1..4);
    let all = (
        any::<[bool; 3]>(),
        any::<[bool; 7]>(),
        any::<[bool; 7]>(),
        lists,
    );
    all.prop_map(|(anchors, between, stored, lists)| World {
        anchors,
        between,
        stored,
        lists,
    })
}

/// What is at hand for one question, in some order.
#[derive(Clone, Default)]
pub(crate) struct AtHand {
    pub(crate) anchors: Vec<Certificate>,
    pub(crate) stored: Vec<Certificate>,
    pub(crate) stored_lists: Vec<Crl>,
    pub(crate) brought: Evidence,
}

impl AtHand {
    pub(crate) fn of(world: &World, office: &Office) -> Self {
        let roots = [
            office.root.certificate(),
            &office.root_that_ended,
            office.other.certificate(),
        ];
        let anchors = roots
            .into_iter()
            .zip(world.anchors)
            .filter(|(_, there)| *there);
        let mut at_hand = Self {
            anchors: anchors.map(|(root, _)| root.clone()).collect(),
            stored_lists: office.of_roots(),
            ..Self::default()
        };
        for (place, (_, certificate)) in office.between.iter().enumerate() {
            match (world.between[place], world.stored[place]) {
                (true, true) => at_hand.stored.push(certificate.clone()),
                (true, false) => at_hand.brought.certificates.push(certificate.clone()),
                _ => {}
            }
        }
        at_hand.brought.crls = world.lists.iter().map(|told| told.list(office)).collect();
        at_hand
    }

    pub(crate) fn turned(&self, by: usize) -> Self {
        let mut turned = self.clone();
        turn(&mut turned.anchors, by);
        turn(&mut turned.stored, by);
        turn(&mut turned.stored_lists, by);
        turn(&mut turned.brought.certificates, by);
        turn(&mut turned.brought.crls, by);
        turned
    }

    pub(crate) fn ask(&self, person: &Certificate) -> PathReport {
        let certificates = self.anchors.iter().chain(&self.stored).cloned();
        let classed = certificates.map(|one| (one, TrustClass::Government));
        let store = TrustStore::new(classed, self.stored_lists.clone()).unwrap();
        let question = PathRequest::new(person, now(), Purpose::DocumentSigning);
        store.answer(&question.with_evidence(&self.brought))
    }
}

/// One of the orders of `items`: the rotations, each also backwards.
pub(crate) fn turn<T>(items: &mut [T], by: usize) {
    if by % 2 == 1 {
        items.reverse();
    }
    if !items.is_empty() {
        let steps = (by / 2) % items.len();
        items.rotate_left(steps);
    }
}

/// What must stay the same: everything but the words for what is missing.
pub(crate) fn verdict(
    report: &PathReport,
) -> (Option<PathIndication>, Vec<String>, Vec<&'static str>) {
    let anchored = report.anchor.is_some();
    let chain = report.chain.iter().filter(|_| anchored);
    let known = report.revocation.iter().map(|status| match status {
        RevocationStatus::Good { .. } => "good",
        RevocationStatus::Revoked { .. } => "revoked",
        _ => "unknown",
    });
    (
        report.sub_indication(),
        chain.map(Certificate::sha256_hex).collect(),
        known.filter(|_| anchored).collect(),
    )
}

pub(crate) fn runner(cases: u32) -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(ProptestConfig::with_cases(cases), rng)
}

//! What nobody with a certified key signed changes no verdict, the order of anything changes none, and what is genuine only
//! lowers one, or ends a hold of the same key (ADR 0018, ADR 0019): over authorities that changed keys, certified each other,
//! were certified twice, expired or were revoked.

use std::time::Instant;

use kyso_issuing::{Authority, KeyType, ListRequest, Profile, Revocation};
use kyso_pki::{
    Certificate, Crl, Evidence, PathReport, PathRequest, Purpose, RevocationReason,
    RevocationStatus, SubIndication, TrustClass, TrustStore,
};
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509, X509Builder};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::support::{DECADE, Period, YEAR, now, request, time};

const PAST: Period = Period("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
const OLDER: &str = "2026-11-18T00:00:00Z";
const NEWER: &str = "2026-11-20T00:00:00Z";
const DUE: &str = "2026-11-27T00:00:00Z";
const LONG_AGO: &str = "2026-06-01T00:00:00Z";

/// Everything that the authorities ever made. `root` and `other` are roots; `old` and `new` are two keys of one authority.
pub(crate) struct Office {
    root: Authority,
    other: Authority,
    old: Authority,
    new: Authority,
    /// The certificate of `root` that ended.
    root_that_ended: Certificate,
    /// Certificates between the person and the roots, with names.
    between: Vec<(&'static str, Certificate)>,
    pub(crate) person: Certificate,
    strangers: Strangers,
}

/// What a stranger makes of all that is public.
struct Strangers {
    certificates: Vec<Certificate>,
    lists: Vec<Crl>,
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
            strangers: Strangers {
                certificates: Vec::new(),
                lists: Vec::new(),
            },
        };
        office.strangers = Strangers::of(&office);
        office
    }

    fn revocation(&self, reason: RevocationReason) -> Revocation {
        Revocation::of(&self.person, time(LONG_AGO), reason)
    }

    /// Lists of the roots: one of the certificates between is revoked.
    fn of_roots(&self) -> Vec<Crl> {
        let revoked = Revocation::of(
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

impl Strangers {
    fn of(office: &Office) -> Self {
        let mut certificates = Vec::new();
        // Everything as it is, key and identifiers too, but signed by nobody; and once more with another number.
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
        let of_root = Revocation::of(
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

fn altered(genuine: &Certificate, place: usize) -> Certificate {
    let mut der = genuine.der().to_vec();
    der[place] ^= 1;
    Certificate::from_der(&der).unwrap()
}

fn list(authority: &Authority, made: &'static str, revoked: &[Revocation]) -> Crl {
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
    stored: [bool; 7],
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
    fn list(self, office: &Office) -> Crl {
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

fn told() -> impl Strategy<Value = Told> {
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

    fn turned(&self, by: usize) -> Self {
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
fn turn<T>(items: &mut [T], by: usize) {
    if by % 2 == 1 {
        items.reverse();
    }
    if !items.is_empty() {
        let steps = (by / 2) % items.len();
        items.rotate_left(steps);
    }
}

/// What must stay the same: everything but the words for what is missing.
fn verdict(report: &PathReport) -> (Option<SubIndication>, Vec<String>, Vec<&'static str>) {
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

#[test]
fn strangers_and_orders_change_no_verdict() {
    let office = Office::new();
    let seen = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let property = |world: World| {
        let at_hand = AtHand::of(&world, &office);
        let report = at_hand.ask(&office.person);
        let expected = verdict(&report);
        seen.borrow_mut()
            .insert(report.sub_indication().map(|reason| reason.as_str()));
        let mut crowded = at_hand.clone();
        crowded
            .stored
            .splice(0..0, office.strangers.certificates.clone());
        crowded
            .stored_lists
            .splice(0..0, office.strangers.lists.clone());
        // A stranger's root lies in no store.
        crowded.stored.retain(|one| !one.is_self_signed());
        let mut appended = at_hand.clone();
        appended
            .brought
            .certificates
            .splice(0..0, office.strangers.certificates.clone());
        appended
            .brought
            .crls
            .splice(0..0, office.strangers.lists.clone());
        for by in [0, 3] {
            for (name, case) in [
                ("alone", &at_hand),
                ("store", &crowded),
                ("file", &appended),
            ] {
                let found = case.turned(by).ask(&office.person);
                prop_assert_eq!(&verdict(&found), &expected, "{} in order {}", name, by);
            }
        }
        Ok(())
    };
    runner(60).run(&world(), property).unwrap();
    let seen = seen.into_inner();
    for wanted in [
        None,
        Some("REVOKED_NO_POE"),
        Some("REVOKED_CA_NO_POE"),
        Some("NO_CERTIFICATE_CHAIN_FOUND"),
        Some("CERTIFICATE_CHAIN_GENERAL_FAILURE"),
        Some("TRY_LATER"),
    ] {
        assert!(seen.contains(&wanted), "{wanted:?} never came up: {seen:?}");
    }
}

#[test]
fn genuine_lists_only_lower_a_verdict_or_end_a_hold_of_their_key() {
    let office = Office::new();
    let property = |(world, added): (World, Told)| {
        let before = AtHand::of(&world, &office);
        let mut after = before.clone();
        after.brought.crls.insert(0, added.list(&office));
        let (before, after) = (before.ask(&office.person), after.ask(&office.person));
        let was_revoked = before.revocation[0].revocation();
        let Some(entry) = was_revoked.filter(|_| before.anchor.is_some()) else {
            return Ok(());
        };
        let held = entry.reason == RevocationReason::CertificateHold;
        let of_key = |told: &&Told| told.reason == Some(entry.reason);
        let ends = world
            .lists
            .iter()
            .filter(of_key)
            .all(|told| told.by_new == added.by_new && added.newer && !told.newer);
        let stays = matches!(after.revocation[0], RevocationStatus::Revoked { .. });
        prop_assert!(stays || held && ends && added.reason.is_none());
        Ok(())
    };
    runner(150).run(&(world(), told()), property).unwrap();
}

#[test]
fn all_orders_of_all_certificates_give_one_verdict() {
    let office = Office::new();
    let clear = list(&office.old, OLDER, &[]);
    // What is between lies in a file, in all orders: the root has ended, so that only the other one leads on.
    let at_hand = AtHand {
        anchors: vec![
            office.root_that_ended.clone(),
            office.other.certificate().clone(),
        ],
        stored_lists: office.of_roots(),
        brought: Evidence {
            crls: vec![clear],
            ..Evidence::default()
        },
        ..AtHand::default()
    };
    let certificates = at_hand.anchors.iter().cloned();
    let classed = certificates.map(|one| (one, TrustClass::Government));
    let store = TrustStore::new(classed, at_hand.stored_lists.clone()).unwrap();
    let mut orders = 0;
    let between = office.between.iter().take(5);
    let mut all: Vec<Certificate> = between.map(|(_, one)| one.clone()).collect();
    permute(&mut all, 0, &mut |order| {
        orders += 1;
        let question = PathRequest::new(&office.person, now(), Purpose::DocumentSigning)
            .with_certificates(order)
            .with_evidence(&at_hand.brought);
        let report = store.answer(&question);
        assert!(report.is_valid(), "{orders}: {report:?}");
        assert_eq!(report.chain[1], office.between[3].1);
    });
    assert_eq!(orders, 120);
}

fn permute(items: &mut Vec<Certificate>, from: usize, judge: &mut impl FnMut(&[Certificate])) {
    if from + 1 >= items.len() {
        return judge(items);
    }
    for other in from..items.len() {
        items.swap(from, other);
        permute(items, from + 1, judge);
        items.swap(from, other);
    }
}

#[test]
fn a_key_in_doubt_is_so_in_all_its_certificates() {
    let office = Office::new();
    for (reason, valid) in [
        (RevocationReason::Superseded, true),
        (RevocationReason::AffiliationChanged, true),
        (RevocationReason::CessationOfOperation, true),
        (RevocationReason::KeyCompromise, false),
        (RevocationReason::CaCompromise, false),
        (RevocationReason::AaCompromise, false),
        (RevocationReason::NotGiven, false),
        (RevocationReason::Unspecified, false),
        (RevocationReason::PrivilegeWithdrawn, false),
        (RevocationReason::CertificateHold, false),
        (RevocationReason::Other(7), false),
    ] {
        let twin = Revocation::of(&office.between[2].1, time(LONG_AGO), reason);
        let at_hand = AtHand {
            anchors: vec![office.root.certificate().clone()],
            stored: vec![office.between[0].1.clone(), office.between[2].1.clone()],
            stored_lists: vec![
                list(&office.root, OLDER, &[twin]),
                list(&office.old, OLDER, &[]),
            ],
            ..AtHand::default()
        };
        for by in 0..4 {
            let report = at_hand.turned(by).ask(&office.person);
            assert_eq!(report.is_valid(), valid, "{reason:?} {report:?}");
        }
    }
}

#[test]
fn a_crowd_of_forgeries_takes_no_verdict_away() {
    let office = Office::new();
    let forged = |number: usize| {
        let list = &office.strangers.lists[2];
        let mut der = list.der().to_vec();
        let end = der.len() - 1;
        der[end] ^= u8::try_from(number % 255 + 1).unwrap();
        der[end - 1] ^= u8::try_from(number / 255 + 1).unwrap();
        Crl::from_vec(der).unwrap()
    };
    let mut brought = Evidence {
        crls: (0..600).map(forged).collect(),
        certificates: office.strangers.certificates.clone(),
        ..Evidence::default()
    };
    brought.crls.push(list(&office.old, OLDER, &[]));
    let at_hand = AtHand {
        anchors: vec![office.root.certificate().clone()],
        stored: vec![office.between[0].1.clone()],
        stored_lists: office.of_roots(),
        brought,
    };
    assert!(at_hand.ask(&office.person).is_valid());
}

/// Certificates of the authority's name with keys that take long to try, and lists that each of them could have signed.
fn slow_namesakes(office: &Office, count: u32) -> (Vec<Certificate>, Vec<Crl>) {
    let genuine = X509::from_der(office.old.certificate().der()).unwrap();
    let own = Rsa::generate(3072).unwrap();
    let signer = PKey::from_rsa(own.clone()).unwrap();
    // An exponent as long as the modulus, as far as the library allows one.
    let exponent = own.n().to_owned().unwrap();
    let slow = Rsa::from_public_components(own.n().to_owned().unwrap(), exponent).unwrap();
    let slow = PKey::from_rsa(slow).unwrap();
    let certificate = |number: u32| {
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        let serial = BigNum::from_u32(number + 1).unwrap();
        let serial = serial.to_asn1_integer().unwrap();
        builder.set_serial_number(&serial).unwrap();
        builder.set_subject_name(genuine.subject_name()).unwrap();
        builder.set_issuer_name(genuine.issuer_name()).unwrap();
        builder.set_not_before(genuine.not_before()).unwrap();
        builder.set_not_after(genuine.not_after()).unwrap();
        builder.set_pubkey(&slow).unwrap();
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
        builder.sign(&signer, MessageDigest::sha256()).unwrap();
        Certificate::from_der(&builder.build().to_der().unwrap()).unwrap()
    };
    let forger = Authority::root(&request("CA", KeyType::Rsa3072, DECADE)).unwrap();
    let forged = list(&forger, NEWER, &[]).der().to_vec();
    // Without the identifier of the key, so that every key of the name may have made the signature.
    let identifier = forged
        .windows(3)
        .position(|octets| octets == [0x55, 0x1D, 0x23]);
    let forged_list = |number: u32| {
        let mut der = forged.clone();
        der[identifier.unwrap() + 2] = 0x7F;
        *der.last_mut().unwrap() ^= u8::try_from(number + 1).unwrap();
        Crl::from_vec(der).unwrap()
    };
    let certificates = (0..count).map(certificate).collect();
    (certificates, (0..count).map(forged_list).collect())
}

#[test]
fn slow_keys_of_strangers_are_never_tried() {
    let office = Office::new();
    let (certificates, lists) = slow_namesakes(&office, 190);
    let mut brought = Evidence {
        certificates,
        crls: lists,
        ..Evidence::default()
    };
    brought.crls.push(list(&office.old, OLDER, &[]));
    let at_hand = AtHand {
        anchors: vec![office.root.certificate().clone()],
        stored: vec![office.between[0].1.clone()],
        stored_lists: office.of_roots(),
        brought,
    };
    let start = Instant::now();
    let report = at_hand.ask(&office.person);
    assert!(report.is_valid(), "{report:?}");
    // Where nothing leads to an anchor, some are followed to tell how far it goes.
    let lost = AtHand {
        stored: Vec::new(),
        ..at_hand
    };
    assert!(lost.ask(&office.person).anchor.is_none());
    let took = start.elapsed();
    // 36,100 tries of ten milliseconds and more would take six minutes on any machine.
    assert!(took.as_secs() < 120, "{took:?}");
    eprintln!("190 lists and 190 slow namesakes: {took:?}");
}

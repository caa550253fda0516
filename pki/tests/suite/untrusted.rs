//! Evidence that no certified key signed changes no verdict, and neither does the order of
//! anything. Genuine evidence only lowers a verdict, or ends a hold of the same key (ADR 0018, ADR
//! 0019). The cases: authorities that changed keys, certified each other, were certified twice,
//! expired or were revoked.

use kyso_issuing::{Authority, KeyType, ListedRevocation};
use kyso_pki::{
    Certificate, Crl, Evidence, PathRequest, Purpose, RevocationReason, RevocationStatus,
    TrustClass, TrustStore,
};
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509, X509Builder};
use proptest::prelude::*;
use std::time::Instant;

use crate::support::{DECADE, now, request, time};
use crate::world::{
    AtHand, LONG_AGO, NEWER, OLDER, Office, Told, World, list, runner, told, verdict, world,
};

#[test]
fn untrusted_evidence_and_orders_change_no_verdict() {
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
            .splice(0..0, office.untrusted.certificates.clone());
        crowded
            .stored_lists
            .splice(0..0, office.untrusted.lists.clone());
        // A stranger's root lies in no store.
        crowded.stored.retain(|one| !one.is_self_signed());
        let mut appended = at_hand.clone();
        appended
            .brought
            .certificates
            .splice(0..0, office.untrusted.certificates.clone());
        appended
            .brought
            .crls
            .splice(0..0, office.untrusted.lists.clone());
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
        let twin = ListedRevocation::of(&office.between[2].1, time(LONG_AGO), reason);
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
        let list = &office.untrusted.lists[2];
        let mut der = list.der().to_vec();
        let end = der.len() - 1;
        der[end] ^= u8::try_from(number % 255 + 1).unwrap();
        der[end - 1] ^= u8::try_from(number / 255 + 1).unwrap();
        Crl::from_vec(der).unwrap()
    };
    let mut brought = Evidence {
        crls: (0..600).map(forged).collect(),
        certificates: office.untrusted.certificates.clone(),
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
fn slow_untrusted_keys_are_never_tried() {
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

//! Revocation lists: made, read, searched, and shown to `openssl`.

use std::time::Instant;

use kyso_issuing::{KeyType, ListedRevocation};
use kyso_pki::{Crl, RevocationReason};

use crate::support::{Bench, Hierarchy, WEEK, now, time};

#[test]
fn entries_are_found_by_serial_number() {
    let hierarchy = Hierarchy::new();
    let (revoked, good) = (
        hierarchy.person(KeyType::P256),
        hierarchy.person(KeyType::P256),
    );
    let at = time("2026-06-01T00:00:00Z");
    let entry = ListedRevocation::of(&revoked.certificate, at, RevocationReason::KeyCompromise);
    let list = hierarchy
        .sub
        .revocation_list(258, WEEK.into(), &[entry])
        .unwrap();
    let found = list.entry_for(&revoked.certificate).unwrap();
    assert_eq!(
        (found.revoked_at, found.reason),
        (at, RevocationReason::KeyCompromise)
    );
    assert_eq!(list.entry_for(&good.certificate), None);
    assert_eq!(list.entry_for(hierarchy.sub.certificate()), None);
    assert_eq!(list.number_hex().as_deref(), Some("0102"));
    assert_eq!(list.next_update(), Some(time("2026-11-27T00:00:00Z")));
    assert!(list.is_signed_by(hierarchy.sub.certificate()).unwrap());
    assert!(!list.is_signed_by(hierarchy.root.certificate()).unwrap());
}

#[test]
fn openssl_agrees_about_lists_and_paths() {
    let hierarchy = Hierarchy::new();
    let (revoked, good) = (
        hierarchy.person(KeyType::Rsa2048),
        hierarchy.person(KeyType::P256),
    );
    let entry = ListedRevocation::of(&revoked.certificate, now(), RevocationReason::Superseded);
    let root_list = hierarchy.root.revocation_list(1, WEEK.into(), &[]).unwrap();
    let sub_list = hierarchy
        .sub
        .revocation_list(2, WEEK.into(), &[entry])
        .unwrap();
    let bench = Bench::new();
    let lists = [root_list.to_pem(), sub_list.to_pem()].concat();
    bench
        .write("lists.pem", lists)
        .write("list.der", sub_list.der())
        .write_pem("root.pem", &[hierarchy.root.certificate().clone()])
        .write_pem("sub.pem", &[hierarchy.sub.certificate().clone()])
        .write_pem("good.pem", &[good.certificate])
        .write_pem("revoked.pem", &[revoked.certificate]);
    let said = bench.openssl(&[
        "crl", "-inform", "DER", "-in", "list.der", "-CAfile", "sub.pem", "-noout", "-text",
    ]);
    let said = said.unwrap();
    assert!(
        said.contains("verify OK") && said.contains("Superseded"),
        "{said}"
    );
    let verify = |target| {
        bench.openssl(&[
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "sub.pem",
            "-CRLfile",
            "lists.pem",
            "-attime",
            "1795230000",
            target,
        ])
    };
    assert!(verify("good.pem").is_ok(), "{:?}", verify("good.pem"));
    assert!(
        verify("revoked.pem")
            .unwrap_err()
            .contains("certificate revoked")
    );
}

#[test]
fn lists_of_a_hundred_thousand_entries_are_read_quickly() {
    let hierarchy = Hierarchy::new();
    let holder = hierarchy.person(KeyType::P256);
    let mut revoked: Vec<ListedRevocation> = (0..100_000u32)
        .map(|number| ListedRevocation {
            serial: [&[0x51][..], &number.to_be_bytes(), &[7; 11]].concat(),
            at: now(),
            invalidity: None,
            reason: RevocationReason::CessationOfOperation,
        })
        .collect();
    let last = ListedRevocation::of(&holder.certificate, now(), RevocationReason::Superseded);
    revoked.push(last);
    let list = hierarchy
        .sub
        .revocation_list(3, WEEK.into(), &revoked)
        .unwrap();
    let der = list.der().to_vec();
    let start = Instant::now();
    let list = Crl::from_vec(der).unwrap();
    let read = start.elapsed();
    assert_eq!(list.entry_count(), 100_001);
    assert!(list.entry_for(&holder.certificate).is_some());
    eprintln!(
        "100,001 entries, {} bytes: read in {read:?}",
        list.der().len()
    );
    // Release builds must keep 60 ms; unoptimised ones, on a busy machine too, only show that nothing grows without bound.
    let limit = if cfg!(debug_assertions) { 20_000 } else { 60 };
    assert!(read.as_millis() <= limit, "{read:?}");
}

#[test]
fn damaged_lists_are_refused() {
    let hierarchy = Hierarchy::new();
    let list = hierarchy.sub.revocation_list(1, WEEK.into(), &[]).unwrap();
    let der = list.der();
    assert!(Crl::from_der(&der[..der.len() - 1]).is_err());
    assert!(Crl::from_der(&[der, &[0]].concat()).is_err());
    let mut altered = der.to_vec();
    *altered.last_mut().unwrap() ^= 1;
    let altered = Crl::from_der(&altered).unwrap();
    assert!(!altered.is_signed_by(hierarchy.sub.certificate()).unwrap());
}

//! Evidence that strangers multiply under names that count: questions end within their budget, and
//! evidence that was not looked at clears no certificate.

use std::time::{Duration, Instant};

use kyso_issuing::{
    Authority, KeyType, ListRequest, Profile, ResponderStatus, issue_ocsp_response,
};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, OcspResponse, PathRequest, Purpose,
    RevocationGap, RevocationStatus, TrustClass, TrustStore,
};

use crate::scene::{DUE, MADE, Scene, gap, is_good};
use crate::support::{DECADE, Period, YEAR, now, request};

/// A busy machine may take ten times the eight seconds of the budget; comparing each name with each takes much longer.
const PATIENCE: Duration = Duration::from_secs(600);

/// The encoding with a signature that no key made, each time another.
fn forged(der: &[u8], number: usize) -> Vec<u8> {
    let mut der = der.to_vec();
    let end = der.len();
    der[end - 1] ^= u8::try_from(number % 255 + 1).unwrap();
    der[end - 2] ^= u8::try_from(number / 255).unwrap();
    der
}

fn certificates(genuine: &Certificate, count: usize) -> Vec<Certificate> {
    let one = |number| Certificate::from_der(&forged(genuine.der(), number)).unwrap();
    (0..count).map(one).collect()
}

#[test]
fn names_are_read_once_however_many_bear_them() {
    const EACH: usize = 3_000;
    let scene = Scene::new();
    let unchecked = Profile::OcspResponder(ResponderStatus::NoCheck);
    let responder = scene.responder(unchecked, YEAR);
    let answer = scene.answer(CertificateStatus::Good);
    let response = issue_ocsp_response(&responder, &answer).unwrap();
    let list = scene.list(Period(MADE, DUE), &[]);
    let crl = |number| Crl::from_der(&forged(list.der(), number)).unwrap();
    let answered = |number| OcspResponse::from_der(&forged(response.der(), number)).unwrap();
    // Namesakes of the responder, of the authority and of its root, for lists and responses in their names.
    let namesakes = [
        &responder.certificate,
        scene.issuer(),
        scene.hierarchy.root.certificate(),
    ];
    let namesakes = namesakes.map(|one| certificates(one, EACH / 3));
    let mut evidence = Evidence {
        certificates: namesakes.concat(),
        crls: (0..EACH).map(crl).collect(),
        ocsp_responses: (0..EACH).map(answered).collect(),
    };
    evidence.crls.push(list.clone());
    let start = Instant::now();
    let status = scene.status(&evidence, MADE);
    let took = start.elapsed();
    assert!(is_good(status), "{status:?}");
    assert!(took < PATIENCE, "{took:?}");
    eprintln!("{} items under three names: {took:?}", 3 * EACH);
}

/// Two keys of one authority, as after a rollover, and what is forged in its name.
#[test]
fn forgeries_for_slow_keys_end_at_the_budget_and_clear_nobody() {
    let wanted = |name, key, period| request(name, key, period);
    let root = Authority::root(&wanted("Gốc", KeyType::P256, DECADE)).unwrap();
    let keys = [(); 2].map(|()| {
        let slow = wanted("CA", KeyType::P384, DECADE);
        root.subordinate(&slow).unwrap()
    });
    let [old, new] = &keys;
    let person = old.issue(&wanted("Người ký", KeyType::P256, YEAR), Profile::Person);
    let person = person.unwrap().certificate;
    let list = |authority: &Authority| {
        let list = ListRequest::new(1, Period(MADE, DUE).into(), &[]);
        authority.issue_list(&list).unwrap()
    };
    let stored = [&root, old, new].map(|one| (one.certificate().clone(), TrustClass::Government));
    let store = TrustStore::new(stored, vec![list(&root)]).unwrap();
    let genuine = list(old);
    let status = |count: usize| {
        let crl = |number| {
            // Without the identifier of the key, so that either may have signed.
            let mut der = forged(genuine.der(), number);
            let identifier = der.windows(3).position(|part| part == [0x55, 0x1D, 0x23]);
            der[identifier.unwrap() + 2] = 0x7F;
            Crl::from_vec(der).unwrap()
        };
        let evidence = Evidence {
            crls: (0..count).map(crl).chain([genuine.clone()]).collect(),
            ..Evidence::default()
        };
        let question = PathRequest::new(&person, now(), Purpose::DocumentSigning);
        let start = Instant::now();
        let report = store.answer(&question.with_evidence(&evidence));
        let took = start.elapsed();
        assert!(took < PATIENCE, "{took:?}");
        eprintln!("{count} forgeries for two keys of P-384: {took:?}");
        report.revocation[0]
    };
    assert!(is_good(status(300)));
    let spent: RevocationStatus = status(9_999);
    let told = matches!(gap(spent), Some(RevocationGap::TooMuchEvidence { .. }));
    assert!(told, "{spent:?}");
}

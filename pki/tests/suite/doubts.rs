//! Statements of certified keys and unsettled questions clear no certificate; evidence that
//! strangers multiply takes no verdict away.

use kyso_issuing::{Authority, KeyType, ListRequest, ListedRevocation, Profile, ResponderStatus};
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, OcspResponse, PathRequest, Purpose,
    RevocationGap, RevocationReason, RevocationStatus, TrustClass, TrustStore,
};

use crate::scene::{DUE, MADE, Scene, gap, is_good, is_revoked, responses, revoked_at};
use crate::support::{DECADE, Period, YEAR, now, request, time};

const LONG_AGO: &str = "2026-06-01T00:00:00Z";
const PAST: Period = Period("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z");

/// Two keys of one authority under a root; the older one issued the person's certificate.
struct Rekeyed {
    root: Authority,
    old: Authority,
    new: Authority,
    person: Certificate,
}

impl Rekeyed {
    fn new() -> Self {
        let wanted = |name, period| request(name, KeyType::P256, period);
        let root = Authority::root(&wanted("Gốc", DECADE)).unwrap();
        let old = root.subordinate(&wanted("CA", DECADE)).unwrap();
        let new = root.subordinate(&wanted("CA", DECADE)).unwrap();
        let person = old.issue(&wanted("Người ký", YEAR), Profile::Person);
        Self {
            person: person.unwrap().certificate,
            root,
            old,
            new,
        }
    }

    /// The status of the person by these lists, with these further certificates.
    fn status(&self, certificates: &[Certificate], lists: &[Crl]) -> RevocationStatus {
        let stored = [&self.root, &self.old].map(|one| one.certificate().clone());
        let stored = stored.into_iter().chain(certificates.iter().cloned());
        let classed = stored.map(|one| (one, TrustClass::Government));
        let store = TrustStore::new(classed, lists.to_vec()).unwrap();
        let question = PathRequest::new(&self.person, now(), Purpose::DocumentSigning);
        store.answer(&question).revocation[0]
    }

    fn revoking(&self) -> Crl {
        let entry =
            ListedRevocation::of(&self.person, time(LONG_AGO), RevocationReason::Superseded);
        list(&self.new, &[entry])
    }
}

fn list(authority: &Authority, revoked: &[ListedRevocation]) -> Crl {
    let list = ListRequest::new(1, Period(MADE, DUE).into(), revoked);
    authority.issue_list(&list).unwrap()
}

#[test]
fn a_list_of_a_signer_of_unknown_status_clears_nobody_whom_it_revokes() {
    let office = Rekeyed::new();
    let new = [office.new.certificate().clone()];
    let clear = list(&office.old, &[]);
    let status = |lists: &[Crl]| office.status(&new, lists);
    assert!(is_good(status(&[clear.clone(), list(&office.new, &[])])));
    let open = status(&[clear.clone(), office.revoking()]);
    assert_eq!(gap(open), Some(RevocationGap::SignerUnknown));
    let settled = [clear.clone(), office.revoking(), list(&office.root, &[])];
    assert!(is_revoked(status(&settled)));
    // A signer who was revoked himself tells nothing.
    let since = time(LONG_AGO);
    let revoked = ListedRevocation::of(&new[0], since, RevocationReason::KeyCompromise);
    let of_root = list(&office.root, &[revoked]);
    assert!(is_good(status(&[clear, office.revoking(), of_root])));
}

#[test]
fn a_responder_of_unknown_status_clears_nobody_whom_it_revokes() {
    let scene = Scene::new();
    let checked = Profile::OcspResponder(ResponderStatus::Checked);
    let responder = scene.responder(checked, YEAR);
    let answer = |status| {
        let certificates = std::slice::from_ref(&responder.certificate);
        let answer = scene.answer(status).with_certificates(certificates);
        kyso_issuing::issue_ocsp_response(&responder, &answer).unwrap()
    };
    let good = scene.respond(&scene.answer(CertificateStatus::Good));
    let entry = revoked_at(LONG_AGO, RevocationReason::KeyCompromise);
    let revoking = answer(CertificateStatus::Revoked(entry));
    let status = |all: &[OcspResponse]| scene.status(&responses(all), MADE);
    let agreeing = [good.clone(), answer(CertificateStatus::Good)];
    assert!(is_good(status(&agreeing)));
    let open = status(&[good, revoking]);
    assert_eq!(gap(open), Some(RevocationGap::SignerUnknown));
}

#[test]
fn a_signer_who_is_left_out_may_have_told_of_a_revocation() {
    let office = Rekeyed::new();
    let twin = |period| {
        let wanted = request("CA", KeyType::P256, period).with_key(office.new.holder().key);
        office
            .root
            .subordinate(&wanted)
            .unwrap()
            .certificate()
            .clone()
    };
    let lists = [
        list(&office.old, &[]),
        office.revoking(),
        list(&office.root, &[]),
    ];
    for ended in [3, 4, 6] {
        let mut twins: Vec<Certificate> = (0..ended).map(|_| twin(PAST)).collect();
        twins.push(office.new.certificate().clone());
        for _ in 0..2 {
            let status = office.status(&twins, &lists);
            assert!(!is_good(status), "{ended}: {status:?}");
            twins.reverse();
        }
        assert_eq!(is_revoked(office.status(&twins, &lists)), ended == 3);
        twins.reverse();
        assert!(is_revoked(office.status(&twins, &lists)));
    }
}

/// The bits of a signature that no key made.
fn forged(der: &[u8], end: usize, number: usize) -> Vec<u8> {
    let mut der = der.to_vec();
    der[end - 1] ^= u8::try_from(number % 255 + 1).unwrap();
    der[end - 2] ^= u8::try_from(number / 255).unwrap();
    der
}

#[test]
fn pairs_of_forged_responses_and_responders_use_nothing_up() {
    const EACH: usize = 300;
    let scene = Scene::new();
    let unchecked = Profile::OcspResponder(ResponderStatus::NoCheck);
    let responder = scene.responder(unchecked, YEAR);
    let answer = scene.answer(CertificateStatus::Good);
    let genuine = kyso_issuing::issue_ocsp_response(&responder, &answer).unwrap();
    let response = |number| {
        let der = genuine.der();
        OcspResponse::from_der(&forged(der, der.len(), number)).unwrap()
    };
    let certificate = |number| {
        let der = responder.certificate.der();
        Certificate::from_der(&forged(der, der.len(), number)).unwrap()
    };
    let evidence = Evidence {
        certificates: (0..EACH).map(certificate).collect(),
        ocsp_responses: (0..EACH).map(response).collect(),
        crls: vec![scene.list(Period(MADE, DUE), &[])],
    };
    let status = scene.status(&evidence, MADE);
    assert!(is_good(status), "{status:?}");
}

/// A signature is whole octets: with bits of the last one left out it signs nothing (R7; OpenSSL would read it as it is).
#[test]
fn a_signature_with_unused_bits_signs_nothing() {
    let authority = Rekeyed::new();
    let good = list(&authority.old, &[]);
    assert!(is_good(authority.status(&[], std::slice::from_ref(&good))));
    let mut der = good.der().to_vec();
    let is_signature = |at: &usize| {
        let length = der.len() - at - 2;
        der[*at] == 3 && usize::from(der[at + 1]) == length && der[at + 2] == 0
    };
    let at = (der.len() - 80..der.len() - 60).find(is_signature).unwrap();
    der[at + 2] = 1;
    let list = Crl::from_der(&der).unwrap();
    let status = authority.status(&[], &[list]);
    assert_eq!(gap(status), Some(RevocationGap::NotAuthentic));
}

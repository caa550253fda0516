//! What an attacker without a certified key appends to a signed file, and what the authority itself
//! published, from the file to the verdict (ADR 0018, ADR 0019).

use kyso_issuing::{Authority, ListedRevocation, Profile};
use kyso_pdf::NewValidationData;
use kyso_pki::{
    Certificate, Crl, Evidence, EvidenceSource, Pkcs12Key, RevocationReason, TrustClass, TrustStore,
};
use kyso_verifier::{Policy, Revocation as State, SignatureReport, Verdict, verify, verify_with};

use crate::archive::{Archive, Growing, Signing, list, moment, request};

const DAY: &str = "2021-03-02";
const LATER: &str = "2021-03-03";
const NOW: &str = "2021-03-04";

/// The archive's authority changed its key: both keys are certified under one name.
struct Rekeyed {
    archive: Archive,
    new: Authority,
}

impl Rekeyed {
    fn new() -> Self {
        let archive = Archive::new();
        let wanted = request("CA lưu trữ", "2018", "2026");
        let new = archive.root.subordinate(&wanted).unwrap();
        Self { archive, new }
    }

    /// What the authority says of the signer, and what the other key does.
    fn lists(&self, reason: RevocationReason) -> (Crl, Crl) {
        let signer = &self.archive.signer.certificate;
        let entry = ListedRevocation::of(signer, moment("2021-01-01"), reason);
        let told = list(&self.archive.ca, DAY, &[entry]);
        (told, list(&self.new, LATER, &[]))
    }

    fn judge(&self, document: &Growing, crls: Vec<Crl>) -> SignatureReport {
        let authorities = [&self.archive.root, &self.archive.ca, &self.new];
        let classed = authorities.map(|one| (one.certificate().clone(), TrustClass::Government));
        let store = TrustStore::new(classed, crls).unwrap();
        judge(document, &store)
    }
}

fn judge(document: &Growing, store: &TrustStore) -> SignatureReport {
    let report = verify(&document.0, store, &Policy::new(moment(NOW))).unwrap();
    report.signatures.into_iter().next().unwrap()
}

fn data(certificates: &[Certificate], crls: &[Crl]) -> NewValidationData {
    NewValidationData {
        certificates: certificates.iter().map(|one| one.der().to_vec()).collect(),
        crls: crls.iter().map(|one| one.der().to_vec()).collect(),
        ..NewValidationData::default()
    }
}

#[test]
fn the_newer_list_of_another_key_hides_no_revocation() {
    let scene = Rekeyed::new();
    let signed = scene.archive.signed();
    for reason in [
        RevocationReason::KeyCompromise,
        RevocationReason::Superseded,
        RevocationReason::CertificateHold,
    ] {
        let (told, silent) = scene.lists(reason);
        let of_root = scene.archive.root_list(DAY, &[]);
        let own = [scene.new.certificate().clone()];
        let appended = signed.with_data(&data(&own, std::slice::from_ref(&silent)));
        for (document, stored) in [
            (&signed, vec![told.clone(), of_root.clone()]),
            (&signed, vec![told.clone(), silent.clone(), of_root.clone()]),
            (&appended, vec![told.clone(), of_root.clone()]),
            (
                &appended,
                vec![silent.clone(), told.clone(), of_root.clone()],
            ),
        ] {
            let report = scene.judge(document, stored);
            assert_eq!(report.trust.revocation, State::Revoked, "{reason:?}");
            assert_ne!(report.verdict, Verdict::TotalPassed);
        }
        // Nor does it take the place of the word of the issuing key.
        let report = scene.judge(&appended, vec![of_root]);
        assert_eq!(report.trust.revocation, State::Unknown);
    }
}

/// Copies of the authority's certificate without a genuine signature, and authorities of its name
/// with the genuine key.
fn namesakes(archive: &Archive) -> Vec<Certificate> {
    let genuine = archive.ca.certificate();
    let mut copy = genuine.der().to_vec();
    *copy.last_mut().unwrap() ^= 1;
    let copy = Certificate::from_der(&copy).unwrap();
    let wanted = |name| request(name, "2018", "2026");
    let root = Authority::root(&wanted("Root lưu trữ")).unwrap();
    let same_key = wanted("CA lưu trữ").with_key(archive.ca.holder().key);
    let same_key = root.subordinate(&same_key).unwrap();
    let root = root.certificate().clone();
    vec![copy, same_key.certificate().clone(), root]
}

/// A signature whose container holds these certificates beside its own.
fn signed_with_chain(archive: &Archive, chain: Vec<Certificate>) -> Growing {
    let key = Pkcs12Key {
        chain,
        ..archive.signer.clone()
    };
    archive.signed_with(&Signing {
        key: &key,
        ..archive.usual()
    })
}

#[test]
fn a_namesake_that_nobody_signed_changes_nothing_wherever_it_stands() {
    let archive = Archive::new();
    let namesakes = namesakes(&archive);
    let genuine = archive.ca.certificate().clone();
    let lists = archive.lists(DAY, &[]);
    let full = || {
        let mut certificates = vec![archive.root.certificate().clone()];
        certificates.extend(namesakes[..2].iter().cloned());
        certificates.push(genuine.clone());
        let classed = certificates
            .into_iter()
            .map(|one| (one, TrustClass::Government));
        TrustStore::new(classed, lists.clone()).unwrap()
    };
    let bare = archive.store(lists.clone());
    let stuffed = [namesakes.clone(), vec![genuine.clone()]].concat();
    for (name, document, store) in [
        ("nothing", archive.signed(), &bare),
        (
            "security store",
            archive.signed().with_data(&data(&namesakes, &[])),
            &bare,
        ),
        ("container", signed_with_chain(&archive, stuffed), &bare),
        (
            "container alone",
            signed_with_chain(&archive, namesakes.clone()),
            &full(),
        ),
        ("trust store", signed_with_chain(&archive, vec![]), &full()),
    ] {
        let report = judge(&document, store);
        assert_eq!(
            report.verdict,
            Verdict::TotalPassed,
            "{name}: {:?}",
            report.findings
        );
        assert_eq!(report.trust.revocation, State::Good, "{name}");
    }
}

/// Knows who issued the signer's certificate, as its authority's server does.
struct Issuer(Certificate, Certificate);

impl EvidenceSource for Issuer {
    fn revocation(&self, _: &Certificate, _: &Certificate, _: jiff::Timestamp) -> Evidence {
        Evidence::default()
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        match *certificate == self.0 {
            true => vec![self.1.clone()],
            false => Vec::new(),
        }
    }
}

#[test]
fn a_namesake_does_not_keep_the_issuer_from_being_asked_for() {
    let archive = Archive::new();
    let document = signed_with_chain(&archive, vec![]);
    let crowded = document.with_data(&data(&namesakes(&archive), &[]));
    let store = archive.store(archive.lists(DAY, &[]));
    let signer = archive.signer.certificate.clone();
    let source = Issuer(signer, archive.ca.certificate().clone());
    for document in [&document, &crowded] {
        let policy = Policy::new(moment(NOW));
        let report = verify_with(&document.0, &store, &policy, &source).unwrap();
        let report = &report.signatures[0];
        assert_eq!(
            report.verdict,
            Verdict::TotalPassed,
            "{:?}",
            report.findings
        );
    }
}

#[test]
fn what_a_stranger_appends_changes_no_verdict_of_any_kind() {
    let archive = Archive::new();
    let signer = &archive.signer;
    let entry = |reason| ListedRevocation::of(&signer.certificate, moment("2021-01-01"), reason);
    let superseded = [entry(RevocationReason::Superseded)];
    let held = [entry(RevocationReason::CertificateHold)];
    // Lists of authorities of the same name, that clear and that revoke, and altered ones.
    let wanted = request("CA lưu trữ", "2018", "2026");
    let forger = Authority::root(&wanted).unwrap();
    let mut lists = vec![list(&forger, LATER, &[]), list(&forger, LATER, &superseded)];
    for genuine in [
        list(&archive.ca, LATER, &[]),
        list(&archive.ca, LATER, &superseded),
    ] {
        let mut der = genuine.der().to_vec();
        *der.last_mut().unwrap() ^= 1;
        lists.push(Crl::from_der(&der).unwrap());
    }
    let appended = data(&namesakes(&archive), &lists);
    let signed = archive.signed();
    let alone = signed_with_chain(&archive, vec![]);
    let mut verdicts = Vec::new();
    for (document, crls) in [
        (signed.clone(), vec![]),
        (signed.clone(), archive.lists(DAY, &[])),
        (signed.clone(), archive.lists(DAY, &superseded)),
        (signed.clone(), archive.lists(DAY, &held)),
        (signed.holding(&archive.lists(DAY, &[])), vec![]),
        (signed.holding(&archive.lists(DAY, &superseded)), vec![]),
        (alone, archive.lists(DAY, &[])),
    ] {
        let store = archive.store(crls);
        let before = judge(&document, &store);
        let after = judge(&document.with_data(&appended), &store);
        let what = |report: &SignatureReport| {
            (
                report.verdict,
                report.sub_indication,
                report.trust.clone(),
                report.level,
            )
        };
        assert_eq!(what(&after), what(&before));
        verdicts.push((before.sub_indication, before.trust.revocation));
    }
    verdicts.sort_by_key(|verdict| format!("{verdict:?}"));
    verdicts.dedup();
    assert!(verdicts.len() >= 4, "{verdicts:?}");
}

#[test]
fn certificates_in_the_container_of_a_stranger_push_none_out_of_sight() {
    let archive = Archive::new();
    let alone = signed_with_chain(&archive, vec![]);
    let ca = [archive.ca.certificate().clone()];
    let held = alone.with_data(&data(&ca, &archive.lists(DAY, &[])));
    let junk = |number: usize| {
        let mut der = ca[0].der().to_vec();
        let end = der.len();
        der[end - 1] ^= u8::try_from(number % 255 + 1).unwrap();
        der[end - 2] ^= u8::try_from(number / 255).unwrap();
        Certificate::from_der(&der).unwrap()
    };
    let forger = Authority::root(&request("CA lạ", "2018", "2026")).unwrap();
    let stranger = forger.issue(&request("Kẻ lạ", "2018", "2026"), Profile::Person);
    let key = Pkcs12Key {
        chain: (0..2_100).map(junk).collect(),
        ..stranger.unwrap()
    };
    let store = archive.store(vec![]);
    let (before, after) = (judge(&held, &store), judge(&held.signed_by(&key), &store));
    assert_eq!(
        before.verdict,
        Verdict::TotalPassed,
        "{:?}",
        before.findings
    );
    assert_eq!(after.verdict, before.verdict, "{:?}", after.findings);
    assert_eq!(after.trust, before.trust);
}

/// Files that others made of the same attacks, as far as they lie beside the project.
#[test]
fn the_shared_cases_are_judged_as_they_say() {
    let Some(cases) = kyso_test_needs::shared("pki-cases") else {
        return;
    };
    let judge = |file: &str, trust: &str| {
        let bytes = std::fs::read(cases.join(file)).unwrap();
        let store = TrustStore::load(&cases.join(trust)).unwrap();
        let policy = Policy::new(moment("2026-11-28T05:00:00Z"));
        let report = verify(&bytes, &store, &policy).unwrap();
        (report.verdict, report.signatures[0].trust.revocation)
    };
    for file in ["signed-by-revoked", "signed-by-revoked-with-newer-list"] {
        for trust in ["trust-old-list", "trust-both-lists"] {
            let file = format!("rekeyed-e2e/{file}.pdf");
            let (verdict, revocation) = judge(&file, &format!("rekeyed-e2e/{trust}"));
            assert_eq!(revocation, State::Revoked, "{file} under {trust}");
            assert_ne!(verdict, Verdict::TotalPassed, "{file} under {trust}");
        }
    }
    for file in ["namesake/signed.pdf", "namesake/dss-fake.pdf"] {
        let (verdict, _) = judge(file, "namesake/trust");
        assert_eq!(verdict, Verdict::TotalPassed, "{file}");
    }
}

//! Names that look alike, and who may sign lists under them.

use const_oid::ObjectIdentifier;
use der::asn1::{Any, SetOfVec};
use der::{Decode, Encode, Tag};
use kyso_issuing::{Authority, CertificateRequest, KeyType, ListedRevocation, Profile, Validity};
use kyso_pki::{
    Certificate, Crl, PathReport, PathRequest, Pkcs12Key, Purpose, RevocationReason,
    RevocationStatus, TrustClass, TrustStore,
};
use x509_cert::attr::AttributeTypeAndValue;

use crate::support::{DECADE, Period, WEEK, YEAR, now, request, shared, time};

const COMMON_NAME: &str = "2.5.4.3";
const ORGANIZATION: &str = "2.5.4.10";

/// An encoded name: levels of types and values.
fn name(levels: &[&[(&str, &str)]]) -> Vec<u8> {
    let level = |pairs: &&[(&str, &str)]| {
        let pairs = pairs.iter().map(|(kind, value)| AttributeTypeAndValue {
            oid: ObjectIdentifier::new_unwrap(kind),
            value: Any::new(Tag::Utf8String, value.as_bytes()).unwrap(),
        });
        SetOfVec::try_from(pairs.collect::<Vec<_>>()).unwrap()
    };
    levels
        .iter()
        .map(level)
        .collect::<Vec<_>>()
        .to_der()
        .unwrap()
}

fn named(name: &[u8], period: Period) -> CertificateRequest {
    request("", KeyType::P256, period).with_encoded_subject(name.to_vec())
}

/// A root, an authority below it, and a person with a certificate that this authority revoked.
struct Scene {
    root: Authority,
    authority: Authority,
    person: Certificate,
    revoking: Crl,
}

impl Scene {
    fn new(authority: &[u8]) -> Self {
        let root = Authority::root(&request("Root", KeyType::P256, DECADE)).unwrap();
        let authority = root.subordinate(&named(authority, DECADE)).unwrap();
        let person = request("Nguyễn Văn An", KeyType::P256, YEAR);
        let person = authority.issue(&person, Profile::Person).unwrap();
        let reason = RevocationReason::KeyCompromise;
        let entry = ListedRevocation::of(&person.certificate, time("2026-06-01T00:00:00Z"), reason);
        Self {
            revoking: authority.revocation_list(1, YEAR.into(), &[entry]).unwrap(),
            person: person.certificate,
            authority,
            root,
        }
    }

    /// The status of the person, with a newer list by `other` that names no certificate.
    fn status_with(&self, other: &Pkcs12Key) -> RevocationStatus {
        let list = Authority::acting(other).revocation_list(9, WEEK.into(), &[]);
        let list = list.unwrap();
        assert!(list.is_signed_by(&other.certificate).unwrap());
        let certificates = [
            self.authority.certificate().clone(),
            other.certificate.clone(),
        ];
        let yearly = self.root.revocation_list(1, YEAR.into(), &[]).unwrap();
        let root = (self.root.certificate().clone(), TrustClass::Government);
        let store = TrustStore::new([root], vec![yearly]).unwrap();
        let request = PathRequest::new(&self.person, now(), Purpose::DocumentSigning);
        let lists = [self.revoking.clone(), list];
        let request = request.with_certificates(&certificates).with_crls(&lists);
        store.answer(&request).revocation_status()
    }
}

fn is_revoked(status: RevocationStatus) -> bool {
    matches!(status, RevocationStatus::Revoked { .. })
}

#[test]
fn an_authority_with_other_levels_in_its_name_clears_nobody() {
    let together = name(&[&[(COMMON_NAME, "a"), (ORGANIZATION, "b")]]);
    let scene = Scene::new(&together);
    for other in [
        name(&[&[(COMMON_NAME, "a")], &[(ORGANIZATION, "b")]]),
        name(&[&[(ORGANIZATION, "b")], &[(COMMON_NAME, "a")]]),
        name(&[&[(COMMON_NAME, "a"), (ORGANIZATION, "b")], &[]]),
    ] {
        let other = scene.root.subordinate(&named(&other, DECADE)).unwrap();
        assert!(is_revoked(scene.status_with(&other.holder())));
    }
}

#[test]
fn a_certificate_without_key_usage_signs_no_lists_for_others() {
    let common = name(&[&[(COMMON_NAME, "CA")]]);
    let scene = Scene::new(&common);
    let wanted = named(&common, DECADE);
    for profile in [Profile::Unrestricted, Profile::Person] {
        let other = scene.root.issue(&wanted, profile).unwrap();
        assert!(is_revoked(scene.status_with(&other)), "{profile:?}");
    }
}

#[test]
fn the_shared_cases_of_confused_names_and_doubled_entries_stay_revoked() {
    let Some(folder) = shared("pki-cases") else {
        return;
    };
    let read = |name: &str| std::fs::read(folder.join(name)).expect(name);
    let certificate = |name: &str| Certificate::from_der(&read(name)).unwrap();
    let list = |name: &str| Crl::from_der(&read(name));
    let report = |folder: &str, leaf: &str, others: &[&str], lists: &[Crl]| -> PathReport {
        let root = certificate(&format!("{folder}/root.der"));
        let store = TrustStore::new([(root, TrustClass::Government)], Vec::new()).unwrap();
        let others = others.iter().map(|name| certificate(name));
        let others: Vec<Certificate> = others.collect();
        let leaf = certificate(leaf);
        let request = PathRequest::new(&leaf, now(), Purpose::DocumentSigning);
        store.answer(&request.with_certificates(&others).with_crls(lists))
    };
    let lists = ["root.crl", "ca1-revokes-leaf.crl", "ca2-newer.crl"]
        .map(|name| list(&format!("name-confusion/{name}")).unwrap());
    let authorities = ["name-confusion/ca1.der", "name-confusion/ca2.der"];
    let confused = report(
        "name-confusion",
        "name-confusion/leaf.der",
        &authorities,
        &lists,
    );
    assert!(is_revoked(confused.revocation_status()), "{confused:?}");
    for (name, revoked) in [
        ("duplicate-entries", true),
        ("reason-twice", true),
        ("inner-outer-algorithm", false),
        ("version3", false),
    ] {
        let lists: Vec<Crl> = list(&format!("crl/{name}.crl")).into_iter().collect();
        let report = report("crl", "crl/leaf-serial-777.der", &[], &lists);
        let status = report.revocation_status();
        assert_eq!(is_revoked(status), revoked, "{name}: {status:?}");
        assert!(!report.is_valid(), "{name}");
    }
}

#[test]
fn names_that_were_written_here_are_read_back() {
    let written = name(&[&[(COMMON_NAME, "a"), (ORGANIZATION, "b")]]);
    let read = x509_cert::name::RdnSequence::from_der(&written).unwrap();
    assert_eq!(read.to_der().unwrap(), written);
    let fresh: Validity = WEEK.into();
    let root = Authority::root(&named(&written, DECADE)).unwrap();
    assert_eq!(root.certificate().subject(), written);
    let list = root.revocation_list(1, fresh, &[]).unwrap();
    assert_eq!(list.issuer(), written);
}

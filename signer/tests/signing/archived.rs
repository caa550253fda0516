//! B-LT and B-LTA when signing: the file itself holds what its verification needs.

use jiff::{SignedDuration, Timestamp};
use kyso_pdf::{Document, SecurityStore, vri_key};
use kyso_pki::{Evidence, NoSource, TrustClass, TrustStore};
use kyso_signer::{
    BaselineLevel, LiftError, SignError, SigningContext, Timestamping, WithoutTimestamp,
};
use kyso_verifier::{LegalStatus, Policy, Report, SignatureKind, Verdict, verify_with};

use crate::support::*;
use crate::timestamps::{Absent, TestAuthority};

/// Servers that have the lists which the trust store does not.
struct World {
    trust: TrustStore,
    evidence: Evidence,
    authority: TestAuthority,
}

impl World {
    fn new() -> Self {
        let pki = pki();
        let (_, crls) = pki.material();
        Self {
            trust: pki.trust_without_lists(),
            evidence: Evidence {
                crls,
                ..Evidence::default()
            },
            authority: TestAuthority::new(&pki.issuer, later()),
        }
    }

    fn at(&self, level: BaselineLevel) -> SigningContext<'_> {
        SigningContext {
            level,
            timestamping: Timestamping::by(&self.authority),
            evidence: &self.evidence,
            ..SigningContext::new(&self.trust, now())
        }
    }

    /// The report of a verifier who has the root alone, at any time.
    fn seen_at(&self, pdf: &[u8], at: Timestamp) -> Report {
        let root = [(pki().root.certificate().clone(), TrustClass::Government)];
        let trust = TrustStore::new(root, Vec::new()).unwrap();
        verify_with(pdf, &trust, &Policy::new(at), &NoSource).unwrap()
    }
}

fn later() -> Timestamp {
    now() + SignedDuration::from_secs(7)
}

fn levels(report: &Report) -> Vec<&str> {
    let signatures = report.signatures.iter();
    signatures
        .filter(|one| one.kind == SignatureKind::Signature)
        .map(|one| one.level.as_str())
        .collect()
}

#[test]
fn b_lt_needs_nothing_but_the_root() {
    let world = World::new();
    let context = world.at(BaselineLevel::LongTerm);
    let signed = approved_with(&DECISION, &pki().person, &context).unwrap();
    assert_eq!(signed.level, BaselineLevel::LongTerm);
    let seen = world.seen_at(&signed.pdf, later());
    assert_eq!(seen.verdict, Verdict::TotalPassed);
    assert_eq!(levels(&seen), ["B-LT"]);
}

#[test]
fn the_store_names_the_evidence_of_each_signature() {
    let world = World::new();
    let context = world.at(BaselineLevel::LongTerm);
    let signed = approved_with(&DECISION, &pki().person, &context).unwrap();
    let document = Document::open(&signed.pdf).unwrap();
    let view = document.latest();
    let store = SecurityStore::read(&view).unwrap();
    let fields = view.signature_fields().unwrap();
    let key = vri_key(&fields[0].value.as_ref().unwrap().contents);
    let entry = &store.entries[&key];
    assert_eq!(entry.crls.len(), 2, "one list of each authority");
    assert!(
        entry.certificates.len() >= 3,
        "person, timestamp authority, sub-authority"
    );
    assert_eq!(store.crls.len(), 2, "nothing stands twice");
}

#[test]
fn issuing_gives_all_signatures_one_store_and_one_timestamp() {
    let world = World::new();
    let context = world.at(BaselineLevel::Archival);
    let approved = approved_with(
        &DECISION,
        &pki().person,
        &world.at(BaselineLevel::Timestamped),
    );
    let issued = issued_with(&approved.unwrap().pdf, &pki().agency, &context).unwrap();
    assert_eq!(issued.level, BaselineLevel::Archival);
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    let seen = world.seen_at(&issued.pdf, later());
    assert_eq!(levels(&seen), ["B-LTA", "B-LTA", "B-LTA"]);
    let timestamps = seen.signatures.iter();
    let timestamps = timestamps.filter(|one| one.kind == SignatureKind::DocumentTimestamp);
    assert_eq!(timestamps.count(), 1);
    assert_eq!(seen.revisions, 1 + 3 + 2, "signatures, store, timestamp");
}

#[test]
fn b_lta_outlives_the_certificate_of_the_signer() {
    let world = World::new();
    let person = pki().key_for(SignedDuration::from_hours(48));
    let context = world.at(BaselineLevel::Archival);
    let signed = approved_with(&DECISION, &person, &context).unwrap();
    let after = now() + SignedDuration::from_hours(24 * 30);
    let seen = world.seen_at(&signed.pdf, after);
    assert_eq!(seen.signatures[0].verdict, Verdict::TotalPassed);
    let alone = approved_with(&DECISION, &person, &pki().context()).unwrap();
    let seen = world.seen_at(&alone.pdf, after);
    assert_eq!(seen.verdict, Verdict::Indeterminate);
}

#[test]
fn missing_evidence_is_named_by_certificate() {
    let mut world = World::new();
    // The signer's own list is there, that of the timestamp authority's other issuer is not.
    world.authority = TestAuthority::new(&foreign_pki().issuer, later());
    let (certificates, _) = foreign_pki().material();
    let own = pki().issuer.chain().into_iter().chain(certificates);
    let classed = own.map(|certificate| (certificate, TrustClass::Government));
    world.trust = TrustStore::new(classed, Vec::new()).unwrap();
    let context = world.at(BaselineLevel::LongTerm);
    let error = approved_with(&DECISION, &pki().person, &context).unwrap_err();
    let SignError::Lift(LiftError::EvidenceMissing { missing, .. }) = &error else {
        panic!("{error}");
    };
    let subjects: Vec<&str> = missing.iter().map(|one| one.subject.as_str()).collect();
    assert!(
        subjects.iter().any(|s| s.contains("Dấu thời gian")),
        "{subjects:?}"
    );
    assert!(
        !subjects.iter().any(|s| s.contains("Minh Ánh")),
        "{subjects:?}"
    );
}

#[test]
fn without_an_archive_timestamp_the_lower_level_is_said() {
    let world = World::new();
    let absent = Absent::default();
    let context = SigningContext {
        timestamping: Timestamping {
            without: WithoutTimestamp::Queue,
            ..Timestamping::by(&absent)
        },
        ..world.at(BaselineLevel::Archival)
    };
    let signed = approved_with(&DECISION, &pki().person, &context).unwrap();
    assert_eq!(signed.level, BaselineLevel::Basic);
    assert_eq!(signed.shortfall.unwrap().wanted, BaselineLevel::Archival);
}

//! Archive timestamps over generations of authorities, with clocks that stand still.

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{Authority, KeyType, Profile, Validity};
use kyso_pki::{Evidence, NoSource, TrustClass, TrustStore};
use kyso_signer::{
    BaselineLevel, LiftError, RenewalState, SigningContext, Timestamping, extend, renew,
    renewal_state,
};
use kyso_verifier::{Policy, Verdict, verify_with};

use crate::support::*;
use crate::timestamps::TestAuthority;

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A root for decades, a person for one year, and a timestamp authority that changes its certificate.
struct Decades {
    root: Authority,
    trust: TrustStore,
}

/// The world at one moment.
struct Generation<'d> {
    decades: &'d Decades,
    evidence: Evidence,
    authority: TestAuthority,
}

fn span(from: Timestamp, length: SignedDuration) -> Validity {
    Validity {
        not_before: from,
        not_after: from + length,
    }
}

impl Decades {
    fn new() -> Self {
        let request = request("Gốc lâu dài", KeyType::P256, span(now() - YEAR, YEAR * 30));
        let root = Authority::root(&request).unwrap();
        let anchor = [(root.certificate().clone(), TrustClass::Government)];
        let trust = TrustStore::new(anchor, Vec::new()).unwrap();
        Self { root, trust }
    }

    /// A timestamp authority that begins now, and today's list.
    fn generation(&self, at: Timestamp, length: SignedDuration) -> Generation<'_> {
        let request = request(
            "Dấu thời gian",
            KeyType::P256,
            span(at - MONTH, MONTH + length),
        );
        let key = self
            .root
            .issue(&request, Profile::TimestampAuthority)
            .unwrap();
        let list = self.root.revocation_list(1, span(at, MONTH), &[]).unwrap();
        Generation {
            decades: self,
            evidence: Evidence {
                crls: vec![list],
                ..Evidence::default()
            },
            authority: TestAuthority::with(key, at),
        }
    }
}

impl Generation<'_> {
    fn context(&self) -> SigningContext<'_> {
        SigningContext {
            level: BaselineLevel::Archival,
            timestamping: Timestamping::by(&self.authority),
            evidence: &self.evidence,
            ..SigningContext::new(&self.decades.trust, self.authority.at)
        }
    }

    fn state(&self, pdf: &[u8]) -> RenewalState {
        let context = SigningContext {
            evidence: &NoSource,
            ..self.context()
        };
        renewal_state(pdf, MONTH * 3, &context).unwrap()
    }
}

#[test]
fn three_generations_keep_a_signature_valid() {
    let decades = Decades::new();
    let request = request(
        "Trần Thị Minh Ánh",
        KeyType::P256,
        span(now() - MONTH, YEAR),
    );
    let person = decades.root.issue(&request, Profile::Person).unwrap();
    let first = decades.generation(now(), YEAR * 3);
    let mut pdf = approved_with(&DECISION, &person, &first.context())
        .unwrap()
        .pdf;
    assert!(matches!(first.state(&pdf), RenewalState::NotDue { .. }));
    let mut at = now();
    for _ in 0..3 {
        at += YEAR * 3 - MONTH;
        let next = decades.generation(at, YEAR * 3);
        let RenewalState::Due { protected_until } = next.state(&pdf) else {
            panic!("a renewal is due at {at}");
        };
        let renewed = renew(&pdf, &next.context()).unwrap();
        assert!(renewed.pdf.starts_with(&pdf));
        assert!(renewed.protected_until > protected_until);
        assert!(matches!(
            next.state(&renewed.pdf),
            RenewalState::NotDue { .. }
        ));
        pdf = renewed.pdf;
    }
    let policy = Policy::new(at + YEAR * 2);
    let report = verify_with(&pdf, &decades.trust, &policy, &NoSource).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(report.signatures[0].level.as_str(), "B-LTA");
    assert_eq!(report.signatures.len(), 1 + 4);
}

#[test]
fn a_file_that_missed_its_renewal_is_refused() {
    let decades = Decades::new();
    let request = request(
        "Trần Thị Minh Ánh",
        KeyType::P256,
        span(now() - MONTH, YEAR),
    );
    let person = decades.root.issue(&request, Profile::Person).unwrap();
    let first = decades.generation(now(), YEAR);
    let pdf = approved_with(&DECISION, &person, &first.context())
        .unwrap()
        .pdf;
    let late = decades.generation(now() + YEAR * 2, YEAR);
    let error = renew(&pdf, &late.context()).unwrap_err();
    assert!(matches!(error, LiftError::Unsound { .. }), "{error}");
}

#[test]
fn the_same_certificate_gains_nothing() {
    let decades = Decades::new();
    let request = request(
        "Trần Thị Minh Ánh",
        KeyType::P256,
        span(now() - MONTH, YEAR),
    );
    let person = decades.root.issue(&request, Profile::Person).unwrap();
    let first = decades.generation(now(), YEAR);
    let pdf = approved_with(&DECISION, &person, &first.context())
        .unwrap()
        .pdf;
    let error = renew(&pdf, &first.context()).unwrap_err();
    let LiftError::NothingGained { protected, renewed } = error else {
        panic!("{error}");
    };
    assert_eq!(protected, renewed);
}

#[test]
fn only_archived_files_are_renewed() {
    let decades = Decades::new();
    let request = request(
        "Trần Thị Minh Ánh",
        KeyType::P256,
        span(now() - MONTH, YEAR),
    );
    let person = decades.root.issue(&request, Profile::Person).unwrap();
    let first = decades.generation(now(), YEAR);
    let basic = SigningContext {
        level: BaselineLevel::LongTerm,
        ..first.context()
    };
    let pdf = approved_with(&DECISION, &person, &basic).unwrap().pdf;
    let error = renew(&pdf, &first.context()).unwrap_err();
    assert!(matches!(error, LiftError::NotArchived), "{error}");
    let archived = extend(&pdf, &first.context()).unwrap().pdf;
    assert!(matches!(
        first.state(&archived),
        RenewalState::NotDue { .. }
    ));
}

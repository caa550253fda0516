//! Certificates that are not in order are never shown as valid.

use kyso_issuing::Validity;
use kyso_pki::{TrustClass, TrustStore};
use kyso_verifier::{Finding, Policy, Revocation, SubIndication, Verdict, verify};

use crate::support::{Office, now, time};

fn judged(bytes: &[u8], store: &TrustStore, at: &str) -> (Verdict, Option<SubIndication>) {
    let report = verify(bytes, store, &Policy::new(time(at))).unwrap();
    (report.verdict, report.signatures[0].sub_indication)
}

const NOW: &str = "2026-11-21T03:00:00Z";

#[test]
fn without_anchors_nothing_is_valid() {
    let office = Office::new();
    let store = TrustStore::new([], vec![]).unwrap();
    let report = verify(&office.approved(), &store, &Policy::new(now())).unwrap();
    let signature = &report.signatures[0];
    assert_eq!(signature.verdict, Verdict::Indeterminate);
    assert_eq!(
        signature.sub_indication,
        Some(SubIndication::NoCertificateChainFound)
    );
    assert!(signature.findings.contains(&Finding::NoAnchors));
    assert_eq!(signature.trust.revocation, Revocation::Unknown);
}

#[test]
fn without_revocation_lists_the_answer_is_try_later() {
    let office = Office::new();
    let store = office.store_of(TrustClass::Government, vec![]);
    let expected = (Verdict::Indeterminate, Some(SubIndication::TryLater));
    assert_eq!(judged(&office.approved(), &store, NOW), expected);
}

#[test]
fn a_stale_list_is_no_evidence() {
    let office = Office::new();
    let expected = (Verdict::Indeterminate, Some(SubIndication::TryLater));
    let later = "2026-12-05T00:00:00Z";
    assert_eq!(judged(&office.approved(), &office.store(), later), expected);
}

#[test]
fn a_revoked_certificate_without_trusted_time_is_not_valid() {
    let office = Office::new();
    let expected = (Verdict::Indeterminate, Some(SubIndication::RevokedNoPoe));
    // The last one is a date of tomorrow, in a list of yesterday.
    for at in [
        "2026-06-01T00:00:00Z",
        "2026-11-21T02:00:00Z",
        "2026-11-22T02:00:00Z",
    ] {
        let store = office.revoking(&office.person.certificate, at);
        assert_eq!(judged(&office.approved(), &store, NOW), expected, "{at}");
    }
}

#[test]
fn an_expired_certificate_without_trusted_time_is_not_valid() {
    let office = Office::new();
    let (verdict, reason) = judged(&office.approved(), &office.store(), "2027-06-01T00:00:00Z");
    assert_eq!(verdict, Verdict::Indeterminate);
    assert_eq!(reason, Some(SubIndication::OutOfBoundsNoPoe));
}

/// The list was made before the certificate ended, and another was not due yet: it still speaks of it.
#[test]
fn an_expired_certificate_that_is_known_not_to_be_revoked_is_called_so() {
    let office = Office::new();
    let period = Validity {
        not_before: time("2026-12-30T00:00:00Z"),
        not_after: time("2027-02-01T00:00:00Z"),
    };
    let list = office.root.revocation_list(2, period, &[]).unwrap();
    let store = office.store_of(TrustClass::Government, vec![list]);
    let found = judged(&office.approved(), &store, "2027-01-10T00:00:00Z");
    let reason = SubIndication::OutOfBoundsNotRevoked;
    assert_eq!(found, (Verdict::Indeterminate, Some(reason)));
}

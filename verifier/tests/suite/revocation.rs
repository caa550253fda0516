//! When no evidence says whether a certificate was revoked (M2).

use kyso_pki::{Crl, TrustClass};
use kyso_verifier::{
    Finding, Policy, Report, Revocation, SubIndication, UnknownRevocation, Verdict, verify,
};
use kyso_words::Lang;

use crate::support::{Office, now, time};

fn judged(office: &Office, lists: Vec<Crl>, unknown: UnknownRevocation) -> Report {
    let mut policy = Policy::new(now());
    policy.unknown_revocation = unknown;
    let store = office.store_of(TrustClass::Government, lists);
    verify(&office.issued(), &store, &policy).unwrap()
}

#[test]
fn silence_is_no_verdict_unless_the_operator_decides_so() {
    let office = Office::new();
    let report = judged(&office, vec![], UnknownRevocation::Indeterminate);
    assert_eq!(report.verdict, Verdict::Indeterminate);
    let reason = report.signatures[0].sub_indication;
    assert_eq!(reason, Some(SubIndication::TryLater));
    let warned = judged(&office, vec![], UnknownRevocation::Warn);
    assert_eq!(warned.verdict, Verdict::TotalPassed);
    for signature in &warned.signatures {
        assert_eq!(signature.trust.revocation, Revocation::Unknown);
        assert!(signature.findings.contains(&Finding::RevocationNotChecked));
    }
    let headline = warned.headline(Lang::Vi);
    let words = "CHƯA kiểm tra được chứng thư có bị thu hồi hay không";
    assert!(headline.contains(words), "{headline}");
    let told = warned.to_json("a.pdf", Lang::Vi);
    assert_eq!(told["engine"]["settings"]["unknown_revocation"], "warn");
    let known = judged(&office, vec![office.list(&[])], UnknownRevocation::Warn);
    assert!(!known.headline(Lang::Vi).contains(words));
}

#[test]
fn what_is_revoked_stays_revoked() {
    let office = Office::new();
    let mut policy = Policy::new(now());
    policy.unknown_revocation = UnknownRevocation::Warn;
    let store = office.revoking(&office.person.certificate, "2026-11-01T00:00:00Z");
    let report = verify(&office.issued(), &store, &policy).unwrap();
    assert_ne!(report.verdict, Verdict::TotalPassed);
    let stale = office.list(&[]);
    policy.at = time("2026-12-20T00:00:00Z");
    let store = office.store_of(TrustClass::Government, vec![stale]);
    let report = verify(&office.issued(), &store, &policy).unwrap();
    assert_eq!(
        report.verdict,
        Verdict::TotalPassed,
        "a stale list is silence"
    );
}

//! The variant without servers says the same as the servers.

use kyso_pki::{
    CertificateStatus, DigestAlgorithm, EvidenceSource, NoSource, PathRequest, Purpose,
    RevocationStatus, TimestampSource,
};
use kyso_test_pki::{InProcessEvidence, InProcessTsa};

use crate::support::{days, now, standard};

#[test]
fn evidence_tells_what_is_known_at_its_moment() {
    let pki = standard("");
    let issuer = pki.certificate("ca").unwrap();
    let status = |id: &str, later: i64| {
        let certificate = pki.certificate(id).unwrap();
        let at = now() + days(later);
        let evidence = InProcessEvidence::new(&pki, at).revocation(&certificate, &issuer, at);
        assert_eq!(evidence.crls.len(), 1);
        evidence.ocsp_responses[0]
            .entry_for(&certificate, &issuer)
            .unwrap()
            .status
    };
    assert_eq!(status("person", 0), CertificateStatus::Good);
    assert_eq!(status("person-revoked-later", 0), CertificateStatus::Good);
    assert!(matches!(
        status("person-revoked-later", 301),
        CertificateStatus::Revoked(_)
    ));
    assert_eq!(
        status("person-unknown-to-ocsp", 0),
        CertificateStatus::Unknown
    );
}

#[test]
fn a_path_is_decided_by_it() {
    let pki = standard("");
    let store = pki.trust_store().unwrap();
    let source = InProcessEvidence::new(&pki, now());
    for (id, good) in [("person", true), ("person-revoked", false)] {
        let holder = pki.holder(id).unwrap();
        let mut evidence = source.revocation(&holder.certificate, &holder.chain[0], now());
        evidence.merge(source.revocation(&holder.chain[0], &holder.chain[1], now()));
        let request = PathRequest::new(&holder.certificate, now(), Purpose::DocumentSigning);
        let report = store.answer(&request.with_crls(&evidence.crls));
        let found = matches!(
            report.revocation.first(),
            Some(RevocationStatus::Good { .. })
        );
        assert_eq!(found, good, "{id}: {report:?}");
    }
    assert!(NoSource.issuers(&pki.certificate("ca").unwrap()).is_empty());
    let person = pki.certificate("person").unwrap();
    assert_eq!(source.issuers(&person), [pki.certificate("ca").unwrap()]);
}

#[test]
fn tokens_are_of_its_moment() {
    let pki = standard("");
    let authority = InProcessTsa::new(&pki, "tsa", now()).unwrap();
    let token = authority
        .timestamp(DigestAlgorithm::Sha256, &[7; 32])
        .unwrap();
    assert_eq!(
        (token.generated_at(), token.imprint()),
        (now(), &[7; 32][..])
    );
    assert!(token.verify(&[]).is_ok());
    assert_eq!(authority.issued(), 1);
}

//! Evidence and authorities that have ended: what still counts (EN 319 102-1, 5.6.2).

use kyso_issuing::{OcspAnswer, Profile, ResponderStatus, issue_ocsp_response};
use kyso_pdf::{Dictionary, Document, Object};
use kyso_pki::{CertificateStatus, DigestAlgorithm, RevocationReason};
use kyso_verifier::{Finding, Level, SubIndication, Verdict};

use crate::archive::{Archive, Growing, Signing, list, moment, request, revoked};
use crate::support::updated;
use crate::time::{PASSED, has, indeterminate, outcome};

#[test]
fn evidence_that_a_later_revision_dropped_still_counts() {
    let archive = Archive::new();
    let kept = archive.archived();
    let document = Document::open(&kept.0).unwrap();
    let (_, catalog) = document.latest().catalog().unwrap();
    let store = catalog.as_dictionary().unwrap().get("DSS").unwrap();
    let store = store.as_reference().unwrap();
    let dropped = updated(&kept.0, |update| {
        update.set(store, Object::Dictionary(Dictionary::new()));
    });
    let report = archive.judge(&Growing(dropped), "2021-06-01");
    assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
    assert_eq!(report.level, Level::Blta);
}

#[test]
fn evidence_only_in_the_container_is_used() {
    let archive = Archive::new();
    let document = archive.signed_with(&Signing {
        lists: archive.lists("2021-02-27", &[]),
        ..archive.usual()
    });
    let report = archive.judge(&document, "2021-06-01");
    assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
    assert_eq!(report.level, Level::Blt);
}

#[test]
fn evidence_that_was_stale_when_signing_clears_nobody() {
    let archive = Archive::new();
    let document = archive.signed().holding(&archive.lists("2021-02-01", &[]));
    let report = archive.judge(&document, "2021-03-02");
    assert_eq!(outcome(&report), indeterminate(SubIndication::TryLater));
    let stale = |finding: &Finding| matches!(finding, Finding::RevocationUnknown { .. });
    assert!(has(&report, stale), "{:?}", report.findings);
}

#[test]
fn evidence_of_an_authority_that_ended_counts_when_it_is_proven_to_be_older() {
    let archive = Archive::new();
    let forged = list(&archive.ca, "2021-03-03", &[]);
    // In 2027 the key of the sub-authority is in other hands, but not in 2025.
    let root = archive.root_list("2025-05-31", &[]);
    let stamped = archive.signed().stamped(&archive.tsas[0], "2021-03-02");
    let renewed = stamped.holding(&[archive.root_list("2022-11-30", &[])]);
    let renewed = renewed.stamped(&archive.tsas[1], "2022-12-01");
    let added = renewed.holding(&[forged, root]);
    let in_time = added.stamped(&archive.tsas[1], "2025-06-01");
    let report = archive.judge(&in_time, "2027-06-02");
    assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
    let too_late = added.stamped(&archive.tsas[1], "2027-06-01");
    for document in [added, too_late] {
        let report = archive.judge(&document, "2027-06-02");
        let expected = indeterminate(SubIndication::RevocationOutOfBoundsNoPoe);
        assert_eq!(outcome(&report), expected, "{:?}", report.findings);
        let named = |f: &Finding| matches!(f, Finding::EvidenceWithoutProof { subject } if subject.contains("Ánh"));
        assert!(has(&report, named), "{:?}", report.findings);
    }
}

#[test]
fn a_responder_made_with_the_key_of_an_authority_that_ended_does_not_count() {
    let archive = Archive::new();
    let responder = request("OCSP giả", "2020", "2040");
    let profile = Profile::OcspResponder(ResponderStatus::NoCheck);
    let responder = archive.ca.issue(&responder, profile).unwrap();
    let made = moment("2021-03-02");
    let issuer = archive.ca.certificate();
    let answer = OcspAnswer::new(
        &archive.signer.certificate,
        issuer,
        CertificateStatus::Good,
        made,
    );
    let answer = answer.with_certificates(std::slice::from_ref(&responder.certificate));
    let response = issue_ocsp_response(&responder, &answer).unwrap();
    let stamped = archive.signed().stamped(&archive.tsas[0], "2021-03-02");
    let renewed = stamped.holding(&[archive.root_list("2022-11-30", &[])]);
    let renewed = renewed.stamped(&archive.tsas[1], "2022-12-01");
    let added = renewed.answered(&[response]);
    let before = archive.judge(&added, "2025-06-01");
    assert_eq!(outcome(&before), PASSED, "{:?}", before.findings);
    let after = archive.judge(&added, "2027-06-01");
    let expected = indeterminate(SubIndication::RevocationOutOfBoundsNoPoe);
    assert_eq!(outcome(&after), expected, "{:?}", after.findings);
}

#[test]
fn an_authority_revoked_later_keeps_what_existed_before() {
    let archive = Archive::new();
    let compromised = RevocationReason::KeyCompromise;
    let entry = revoked(&archive.ca.holder(), "2022-12-15", compromised);
    let root = archive.root_list("2023-01-01", &[entry]);
    let covered = archive.archived();
    let report = archive.judge_with(&covered, vec![root.clone()], "2022-12-31");
    assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
    // A timestamp over the signature value alone proves nothing about certificates and lists.
    let held = archive.signed().holding(&archive.lists("2021-03-02", &[]));
    let report = archive.judge_with(&held, vec![root], "2022-12-31");
    assert_eq!(report.verdict, Verdict::Indeterminate);
}

#[test]
fn a_revocation_counts_even_where_its_list_clears_nobody_any_more() {
    let archive = Archive::new();
    let entry = revoked(&archive.signer, "2021-02-15", RevocationReason::Superseded);
    let early = archive
        .signed()
        .holding(&[list(&archive.ca, "2021-02-27", &[])]);
    let covered = early.stamped(&archive.tsas[0], "2021-03-03");
    let told = covered.holding(&[list(&archive.ca, "2021-03-05", &[entry])]);
    let compromised = RevocationReason::KeyCompromise;
    let end = revoked(&archive.ca.holder(), "2021-04-01", compromised);
    let root = archive.root_list("2021-05-01", &[end]);
    let report = archive.judge_with(&told, vec![root], "2021-05-02");
    let expected = indeterminate(SubIndication::RevokedNoPoe);
    assert_eq!(outcome(&report), expected, "{:?}", report.findings);
}

/// EN 319 102-1, 5.3: the signature comes after its content timestamp, so one of a time after the end proves that it came too
/// late, though the certificate is known not to be revoked. An earlier one proves nothing about the end.
#[test]
fn a_content_timestamp_after_the_end_of_a_certificate_that_is_not_revoked_says_expired() {
    let archive = Archive::new();
    for (content, expected) in [
        ("2021-12-30", SubIndication::OutOfBoundsNotRevoked),
        ("2022-01-02", SubIndication::Expired),
    ] {
        let document = archive.signed_with(&Signing {
            content: Some((&archive.tsas[0], content)),
            timestamps: vec![],
            ..archive.usual()
        });
        // Made before the end, and due after the time of checking.
        let lists = archive.lists("2021-12-31", &[]);
        let report = archive.judge_with(&document, lists, "2022-01-03");
        let expected = indeterminate(expected);
        assert_eq!(
            outcome(&report),
            expected,
            "{content}: {:?}",
            report.findings
        );
    }
}

#[test]
fn sha_1_counts_with_proof_from_before_its_end() {
    let archive = Archive::new();
    let ca = archive
        .root
        .subordinate(&request("CA cũ", "2010", "2030"))
        .unwrap();
    let old = ca
        .issue(&request("Người ký cũ", "2011", "2016"), Profile::Person)
        .unwrap();
    let tsa = request("TSA cũ", "2011", "2030");
    let tsa = archive
        .root
        .issue(&tsa, Profile::TimestampAuthority)
        .unwrap();
    let judged = |timestamps| {
        let document = archive.signed_with(&Signing {
            key: &old,
            digest: DigestAlgorithm::Sha1,
            claimed: "D:20120301080000+07'00'",
            timestamps,
            ..archive.usual()
        });
        let lists = vec![
            list(&ca, "2015-01-01", &[]),
            archive.root_list("2015-01-01", &[]),
        ];
        archive.judge_without_sha1(&document, lists, "2015-01-02")
    };
    let proven = judged(vec![(&tsa, "2012-03-01T01:00:00Z")]);
    assert_eq!(outcome(&proven), PASSED, "{:?}", proven.findings);
    assert!(has(&proven, |f| matches!(f, Finding::OldAlgorithm { .. })));
    let expected = indeterminate(SubIndication::CryptoConstraintsFailureNoPoe);
    for timestamps in [vec![], vec![(&tsa, "2014-03-01T01:00:00Z")]] {
        assert_eq!(outcome(&judged(timestamps)), expected);
    }
}

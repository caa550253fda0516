//! Signatures over the years: what proves when they were made, and what that is worth (EN 319 102-1, clauses 5.5, 5.6).

use kyso_issuing::Profile;
use kyso_pki::{DigestAlgorithm, RevocationReason};
use kyso_verifier::{Finding, Level, SignatureReport, SubIndication, TimeSource, Verdict};

use crate::archive::{Archive, Growing, Signing, list, moment, request, revoked};

pub(crate) type Outcome = (Verdict, Option<SubIndication>);

pub(crate) fn outcome(report: &SignatureReport) -> Outcome {
    (report.verdict, report.sub_indication)
}

pub(crate) const PASSED: Outcome = (Verdict::TotalPassed, None);

pub(crate) fn indeterminate(reason: SubIndication) -> Outcome {
    (Verdict::Indeterminate, Some(reason))
}

pub(crate) fn has(report: &SignatureReport, wanted: impl Fn(&Finding) -> bool) -> bool {
    report.findings.iter().any(wanted)
}

#[test]
fn a_renewed_archive_stays_valid_after_everything_has_expired() {
    let archive = Archive::new();
    let renewed = archive.renewed();
    for at in ["2027-07-01", "2034-01-01"] {
        let report = archive.judge(&renewed, at);
        assert_eq!(outcome(&report), PASSED, "{at}: {:?}", report.findings);
        assert_eq!(report.level, Level::Blta, "{at}");
        assert_eq!(report.signing_time.source, TimeSource::SignatureTimestamp);
        assert_eq!(
            report.signing_time.value,
            Some(moment("2021-03-01T01:00:00Z"))
        );
        assert!(report.validation.past.is_some_and(|past| past.is_passed()));
    }
}

#[test]
fn what_was_added_later_may_speak_about_an_earlier_time() {
    let archive = Archive::new();
    for at in ["2021-03-04", "2021-06-01", "2024-01-01"] {
        let report = archive.judge(&archive.renewed(), at);
        assert_eq!(outcome(&report), PASSED, "{at}: {:?}", report.findings);
    }
}

#[test]
fn an_archive_that_nobody_renewed_ends_with_its_timestamp() {
    let archive = Archive::new();
    let archived = archive.archived();
    let before = archive.judge(&archived, "2022-12-31");
    assert_eq!(outcome(&before), PASSED, "{:?}", before.findings);
    let after = archive.judge(&archived, "2023-06-01");
    let expected = indeterminate(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(outcome(&after), expected);
}

#[test]
fn a_renewal_that_came_too_late_proves_nothing_about_what_had_ended() {
    let archive = Archive::new();
    let late = archive.archived();
    let late = late.holding(&[archive.root_list("2024-01-01", &[])]);
    let late = late.stamped(&archive.tsas[1], "2024-01-02");
    let report = archive.judge(&late, "2024-06-01");
    let expected = indeterminate(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(outcome(&report), expected);
}

#[test]
fn a_renewal_is_due_before_the_newest_timestamp_ends() {
    let archive = Archive::new();
    let renewal = archive
        .judge(&archive.renewed(), "2028-01-01")
        .renewal
        .unwrap();
    assert_eq!(renewal.protected_until, moment("2035"));
    assert_eq!(renewal.due, moment("2034-10-03"));
    let below = archive.judge(&archive.signed(), "2021-03-02");
    assert_eq!(below.renewal, None);
}

#[test]
fn levels_rise_with_what_the_file_itself_holds() {
    let archive = Archive::new();
    let at = "2021-03-04";
    let signed = archive.signed();
    let lists = archive.lists("2021-03-02", &[]);
    let level = |document: &Growing, crls| archive.judge_with(document, crls, at).level;
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    assert_eq!(level(&untimed, lists.clone()), Level::Bb);
    assert_eq!(level(&signed, lists.clone()), Level::Bt);
    assert_eq!(level(&signed.holding(&lists), vec![]), Level::Blt);
    assert_eq!(
        level(&signed.holding(&lists[..1]), lists.clone()),
        Level::Bt
    );
    assert_eq!(level(&archive.archived(), vec![]), Level::Blta);
    // Evidence in the store does not hide what the file holds, nor do later additions.
    let fresher = archive.lists("2021-03-03", &[]);
    assert_eq!(level(&archive.archived(), fresher.clone()), Level::Blta);
    assert_eq!(
        level(&archive.archived().holding(&fresher), vec![]),
        Level::Blta
    );
}

#[test]
fn a_document_timestamp_is_a_time_of_signing_too() {
    let archive = Archive::new();
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    let lists = archive.lists("2021-03-04", &[]);
    let stamped = untimed.stamped(&archive.tsas[0], "2021-03-03");
    let report = archive.judge_with(&stamped, lists, "2021-03-05");
    assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
    assert_eq!(report.level, Level::Bt);
    assert_eq!(report.signing_time.source, TimeSource::DocumentTimestamp);
    assert_eq!(report.signing_time.value, Some(moment("2021-03-03")));
}

#[test]
fn revoked_after_the_proven_time_stays_valid_with_a_remark() {
    let archive = Archive::new();
    for reason in [
        RevocationReason::KeyCompromise,
        RevocationReason::CessationOfOperation,
    ] {
        let entry = revoked(&archive.signer, "2021-05-01", reason);
        let lists = archive.lists("2021-06-01", &[entry]);
        let report = archive.judge_with(&archive.archived(), lists, "2021-06-02");
        assert_eq!(outcome(&report), PASSED, "{:?}", report.findings);
        let later = |finding: &Finding| matches!(finding, Finding::RevokedLater { at, .. } if *at == moment("2021-05-01"));
        assert!(has(&report, later), "{:?}", report.findings);
    }
}

#[test]
fn a_compromise_counts_from_the_date_since_which_the_key_is_suspected() {
    let archive = Archive::new();
    let entry = revoked(
        &archive.signer,
        "2021-05-01",
        RevocationReason::KeyCompromise,
    );
    let entry = entry.invalid_since(moment("2021-02-01"));
    let lists = archive.lists("2021-06-01", &[entry]);
    let report = archive.judge_with(&archive.archived(), lists, "2021-06-02");
    let expected = indeterminate(SubIndication::RevokedNoPoe);
    assert_eq!(outcome(&report), expected);
}

#[test]
fn revoked_before_the_proven_time_is_not_valid() {
    let archive = Archive::new();
    let entry = revoked(&archive.signer, "2021-02-15", RevocationReason::Superseded);
    let lists = archive.lists("2021-03-02", &[entry]);
    let report = archive.judge_with(&archive.signed(), lists, "2021-03-03");
    let expected = indeterminate(SubIndication::RevokedNoPoe);
    assert_eq!(outcome(&report), expected);
}

#[test]
fn signed_after_revocation_as_a_content_timestamp_proves_is_invalid() {
    let archive = Archive::new();
    let document = archive.signed_with(&Signing {
        content: Some((&archive.tsas[0], "2021-02-28")),
        ..archive.usual()
    });
    let entry = revoked(&archive.signer, "2021-02-15", RevocationReason::Superseded);
    let lists = archive.lists("2021-03-02", &[entry]);
    let report = archive.judge_with(&document, lists, "2021-03-03");
    let expected = (Verdict::TotalFailed, Some(SubIndication::Revoked));
    assert_eq!(outcome(&report), expected);
}

#[test]
fn a_revocation_after_the_time_of_checking_does_not_count() {
    let archive = Archive::new();
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    let entry = revoked(&archive.signer, "2021-05-01", RevocationReason::Superseded);
    let lists = archive.lists("2021-06-01", &[entry]);
    let as_of = |at| outcome(&archive.judge_with(&untimed, lists.clone(), at));
    assert_eq!(as_of("2021-04-01"), PASSED);
    let expected = indeterminate(SubIndication::RevokedNoPoe);
    assert_eq!(as_of("2021-06-02"), expected);
}

#[test]
fn expired_without_trusted_time_is_not_valid() {
    let archive = Archive::new();
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    let lists = archive.lists("2023-01-01", &[]);
    let report = archive.judge_with(&untimed, lists, "2023-01-02");
    let expected = indeterminate(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(outcome(&report), expected);
}

#[test]
fn timestamped_before_its_certificate_began_is_invalid() {
    let archive = Archive::new();
    let early = archive
        .ca
        .issue(&request("Lê Văn Sớm", "2021", "2023"), Profile::Person);
    let early = early.unwrap();
    let document = archive.signed_with(&Signing {
        key: &early,
        timestamps: vec![(&archive.tsas[0], "2020-12-01")],
        ..archive.usual()
    });
    let lists = archive.lists("2021-03-02", &[]);
    let report = archive.judge_with(&document, lists, "2021-03-03");
    let expected = (Verdict::TotalFailed, Some(SubIndication::NotYetValid));
    assert_eq!(outcome(&report), expected);
}

#[test]
fn a_compromised_timestamp_authority_proves_nothing_unless_covered_before() {
    let archive = Archive::new();
    let entry = |reason| revoked(&archive.tsas[0], "2021-04-01", reason);
    let judged = |document, reason| {
        let root = archive.root_list("2021-06-01", &[entry(reason)]);
        let lists = vec![root, list(&archive.ca, "2021-06-01", &[])];
        outcome(&archive.judge_with(document, lists, "2021-06-02"))
    };
    let compromised = RevocationReason::KeyCompromise;
    let signed = archive.signed();
    assert_eq!(
        judged(&signed, RevocationReason::CessationOfOperation),
        PASSED
    );
    // Without its timestamp it is a signature of today, by a certificate that is still good.
    let report = archive.judge_with(
        &signed,
        vec![
            archive.root_list("2021-06-01", &[entry(compromised)]),
            list(&archive.ca, "2021-06-01", &[]),
        ],
        "2021-06-02",
    );
    assert_eq!(report.level, Level::Bb);
    assert_eq!(report.signing_time.source, TimeSource::Claimed);
    // Another authority covered it before the compromise.
    let other = archive.root.issue(
        &request("TSA khác", "2020", "2030"),
        Profile::TimestampAuthority,
    );
    let covered = archive.signed().stamped(&other.unwrap(), "2021-03-05");
    let root = archive.root_list("2021-06-01", &[entry(compromised)]);
    let lists = vec![root, list(&archive.ca, "2021-06-01", &[])];
    let report = archive.judge_with(&covered, lists, "2021-06-02");
    assert_eq!(outcome(&report), PASSED);
    assert_eq!(report.signing_time.source, TimeSource::SignatureTimestamp);
}

#[test]
fn timestamps_in_the_wrong_order_leave_it_open() {
    let archive = Archive::new();
    let lists = || archive.lists("2021-03-10", &[]);
    let tsa = &archive.tsas[0];
    let content_last = archive.signed_with(&Signing {
        content: Some((tsa, "2021-03-02")),
        ..archive.usual()
    });
    let signature_last = archive.signed().stamped(tsa, "2021-02-28");
    for document in [content_last, signature_last] {
        let report = archive.judge_with(&document, lists(), "2021-03-11");
        let expected = indeterminate(SubIndication::TimestampOrderFailure);
        assert_eq!(outcome(&report), expected);
        assert!(has(&report, |f| *f == Finding::TimestampsOutOfOrder));
    }
}

#[test]
fn nothing_is_valid_for_a_time_before_its_own_timestamps() {
    let archive = Archive::new();
    let document = archive.archived();
    let expected = indeterminate(SubIndication::TimestampOrderFailure);
    let early = archive.report(&document, archive.lists("2021-03-10", &[]), "2021-02-01");
    assert_eq!(early.verdict, Verdict::Indeterminate);
    for signature in &early.signatures {
        assert_eq!(outcome(signature), expected);
        let told = signature
            .findings
            .iter()
            .filter(|f| **f == Finding::TimeInFuture);
        assert_eq!(told.count(), 1);
    }
}

#[test]
fn a_document_timestamp_that_a_newer_one_contradicts_proves_nothing() {
    let archive = Archive::new();
    let tsa = &archive.tsas[0];
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    let ahead = untimed.stamped(tsa, "2021-04-01");
    let document = ahead.stamped(tsa, "2021-03-01");
    let lists = archive.lists("2021-05-01", &[]);
    let report = archive.report(&document, lists, "2021-05-02");
    let [signature, first, second] = report.signatures.as_slice() else {
        panic!("not three signatures");
    };
    let contradicted = indeterminate(SubIndication::TimestampOrderFailure);
    assert_eq!(outcome(first), contradicted);
    assert_eq!(outcome(second), PASSED);
    assert_eq!(signature.signing_time.value, Some(moment("2021-03-01")));
}

#[test]
fn signed_after_expiry_or_the_end_of_an_algorithm_as_a_content_timestamp_proves() {
    let archive = Archive::new();
    let document = archive.signed_with(&Signing {
        content: Some((&archive.tsas[1], "2022-06-01")),
        timestamps: vec![(&archive.tsas[1], "2022-06-02")],
        ..archive.usual()
    });
    let lists = archive.lists("2022-06-03", &[]);
    let report = archive.judge_with(&document, lists, "2022-06-04");
    let expired = indeterminate(SubIndication::Expired);
    assert_eq!(outcome(&report), expired, "{:?}", report.findings);
    let weak = archive.signed_with(&Signing {
        digest: DigestAlgorithm::Sha1,
        content: Some((&archive.tsas[0], "2021-02-28")),
        ..archive.usual()
    });
    let lists = archive.lists("2021-03-02", &[]);
    let report = archive.judge_without_sha1(&weak, lists, "2021-03-03");
    let expected = indeterminate(SubIndication::CryptoConstraintsFailure);
    assert_eq!(outcome(&report), expected, "{:?}", report.findings);
}

#[test]
fn local_time_written_as_utc_is_recognised_and_never_corrected() {
    let archive = Archive::new();
    let lists = archive.lists("2021-03-02", &[]);
    let judged = |signing: &Signing<'_>| {
        let document = archive.signed_with(signing);
        archive.judge_with(&document, lists.clone(), "2021-03-03")
    };
    let quirk = |f: &Finding| matches!(f, Finding::LocalTimeAsUtc { .. });
    let contradicted = |f: &Finding| matches!(f, Finding::ClaimedTimeContradicted { .. });
    let ahead = judged(&Signing {
        signing_time: Some("2021-03-01T08:00:02Z"),
        ..archive.usual()
    });
    assert!(has(&ahead, quirk) && !has(&ahead, contradicted));
    let time = ahead.signing_time.value;
    assert_eq!(time, Some(moment("2021-03-01T01:00:00Z")));
    assert_eq!(ahead.verdict, Verdict::TotalPassed);
    let in_dictionary = judged(&Signing {
        claimed: "D:20210301080000Z",
        ..archive.usual()
    });
    assert!(has(&in_dictionary, quirk));
    let three_hours = judged(&Signing {
        signing_time: Some("2021-03-01T04:00:00Z"),
        ..archive.usual()
    });
    assert!(has(&three_hours, contradicted) && !has(&three_hours, quirk));
    let right = judged(&Signing {
        signing_time: Some("2021-03-01T00:59:00Z"),
        ..archive.usual()
    });
    assert!(!has(&right, quirk) && !has(&right, contradicted));
}

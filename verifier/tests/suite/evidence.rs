//! Which evidence is used, asked for and reported.

use std::sync::Mutex;

use jiff::Timestamp;
use kyso_issuing::{ListRequest, Validity};
use kyso_pki::{
    Certificate, Crl, DigestAlgorithm, Evidence, EvidenceSource, RevocationGap, RevocationReason,
    SignatureAlgorithm,
};
use kyso_verifier::{
    EvidenceOrigin, Finding, Policy, Report, SubIndication, TimeSource, Verdict, VerifyError,
    verify_with,
};
use kyso_words::Lang;

use crate::archive::{Archive, Growing, Signing, list, moment, revoked};

/// A source that notes what it is asked.
struct Asked {
    evidence: Evidence,
    questions: Mutex<Vec<(String, Timestamp)>>,
}

impl Asked {
    fn with(crls: Vec<Crl>) -> Self {
        let evidence = Evidence {
            crls,
            ..Evidence::default()
        };
        Self {
            evidence,
            questions: Mutex::default(),
        }
    }

    fn names(&self) -> Vec<String> {
        let questions = self.questions.lock().unwrap();
        questions.iter().map(|(name, _)| name.clone()).collect()
    }
}

impl EvidenceSource for Asked {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        let name = certificate.subject_common_name().unwrap().to_owned();
        self.questions.lock().unwrap().push((name, at));
        self.evidence.revocation(certificate, issuer, at)
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.evidence.issuers(certificate)
    }
}

fn judged(archive: &Archive, document: &Growing, source: &Asked, at: &str) -> Report {
    let policy = Policy::new(moment(at));
    verify_with(&document.0, &archive.store(vec![]), &policy, source).unwrap()
}

#[test]
fn the_source_is_asked_for_what_is_missing_only() {
    let archive = Archive::new();
    let source = Asked::with(archive.lists("2021-03-02", &[]));
    let report = judged(&archive, &archive.signed(), &source, "2021-03-03");
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let mut names = source.names();
    names.sort();
    // The list of the root came with the answer about the timestamp authority.
    assert_eq!(names, ["TSA 1", "Trần Thị Minh Ánh"]);
    let held = archive.archived();
    let source = Asked::with(vec![]);
    let report = judged(&archive, &held, &source, "2021-03-04");
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert_eq!(source.names(), [""; 0]);
}

#[test]
fn whether_the_newest_authority_is_still_good_is_asked_of_the_source() {
    let archive = Archive::new();
    let end = revoked(
        &archive.tsas[0],
        "2021-05-01",
        RevocationReason::KeyCompromise,
    );
    let source = Asked::with(vec![archive.root_list("2021-06-01", &[end])]);
    let report = judged(&archive, &archive.archived(), &source, "2021-06-02");
    let timestamp = report.signatures.last().unwrap();
    assert_eq!(timestamp.sub_indication, Some(SubIndication::RevokedNoPoe));
    let signature = report.signatures.first().unwrap();
    assert_eq!(signature.signing_time.source, TimeSource::Claimed);
}

/// Each authority that is known only until a time, with its field, in the whole file.
fn known_until(report: &Report) -> Vec<(&str, &str, Timestamp)> {
    let told = report.signatures.iter().flat_map(|signature| {
        let findings = signature.findings.iter();
        findings.filter_map(|finding| match finding {
            Finding::AuthorityKnownUntil {
                subject,
                known_until,
            } => Some((signature.field.as_str(), subject.as_str(), *known_until)),
            _ => None,
        })
    });
    told.collect()
}

#[test]
fn until_when_the_newest_authority_is_known_is_told_and_changes_no_verdict() {
    let archive = Archive::new();
    let ended = archive.root_list("2021-03-02", &[]).next_update().unwrap();
    let signed = archive.signed().holding(&archive.lists("2021-03-02", &[]));
    for (document, holder) in [(signed, 0), (archive.archived(), 1)] {
        let report = judged(&archive, &document, &Asked::with(vec![]), "2021-06-02");
        assert_eq!(report.verdict, Verdict::TotalPassed);
        let field = report.signatures[holder].field.as_str();
        assert_eq!(known_until(&report), [(field, "TSA 1", ended)]);
        let findings = report.signatures[holder].findings.iter();
        let told: Vec<_> = findings.map(|finding| finding.text(Lang::Vi)).collect();
        let words = "chỉ được biết đến";
        assert!(told.iter().any(|text| text.contains(words)), "{told:?}");

        let fresh = Asked::with(vec![archive.root_list("2021-06-01", &[])]);
        let asked = judged(&archive, &document, &fresh, "2021-06-02");
        assert_eq!(asked.verdict, Verdict::TotalPassed);
        assert_eq!(known_until(&asked), []);
        let early = judged(&archive, &document, &Asked::with(vec![]), "2021-03-04");
        assert_eq!(known_until(&early), [], "nothing has ended yet");
    }
}

#[test]
fn questions_to_the_source_end_at_their_budget() {
    let archive = Archive::new();
    let source = Asked::with(vec![]);
    let mut policy = Policy::new(moment("2021-03-03"));
    policy.evidence.questions = 2;
    let document = archive.signed();
    let report = verify_with(&document.0, &archive.store(vec![]), &policy, &source).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate);
    assert_eq!(source.names().len(), 2);
}

#[test]
fn budgets_for_evidence_in_the_file_have_names() {
    let archive = Archive::new();
    let document = archive.archived();
    let refused = |limit: fn(&mut Policy)| {
        let mut policy = Policy::new(moment("2021-03-04"));
        limit(&mut policy);
        let source = Asked::with(vec![]);
        let result = verify_with(&document.0, &archive.store(vec![]), &policy, &source);
        match result.unwrap_err() {
            VerifyError::Pdf(kyso_pdf::PdfError::LimitReached { budget, .. }) => budget.as_str(),
            other => panic!("{other}"),
        }
    };
    let items = refused(|policy| policy.evidence.items = 1);
    assert_eq!(items, "items of evidence in the file");
    let bytes = refused(|policy| policy.evidence.bytes = 100);
    assert_eq!(bytes, "bytes of evidence in the file");
    let timestamps = refused(|policy| policy.evidence.timestamps = 1);
    assert_eq!(timestamps, "timestamps in the file");
}

#[test]
fn everything_that_was_used_is_reported_once_with_its_origins() {
    let archive = Archive::new();
    let [first, second] = archive.lists("2021-03-02", &[]).try_into().unwrap();
    let document = archive.signed().holding(&[first]);
    let source = Asked::with(vec![second]);
    let report = judged(&archive, &document, &source, "2021-03-03");
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let origins = |kind: &str| {
        let items = report.evidence.iter();
        let items = items.filter(|item| item.content.kind() == kind);
        let mut origins: Vec<EvidenceOrigin> =
            items.flat_map(|item| item.origins.clone()).collect();
        origins.sort();
        origins
    };
    let file = |revision| EvidenceOrigin::File { revision };
    assert_eq!(origins("crl"), [file(2), EvidenceOrigin::Source]);
    assert_eq!(origins("timestamp_token"), [file(1)]);
    // Signer, sub-authority and timestamp authority; the root is in the trust folder too.
    let certificates = origins("certificate");
    assert_eq!(certificates.last(), Some(&EvidenceOrigin::Store));
    assert_eq!(certificates.len(), 5);
    let digests: Vec<_> = report.evidence.iter().map(|item| item.sha256()).collect();
    for (item, digest) in report.evidence.iter().zip(&digests) {
        assert_eq!(openssl::sha::sha256(item.der()), *digest);
    }
    let again = judged(&archive, &document, &source, "2021-03-03");
    let again: Vec<_> = again.evidence.iter().map(|item| item.sha256()).collect();
    assert_eq!(again, digests);
}

#[test]
fn the_evidence_that_counts_is_found_among_hundreds_of_others() {
    let archive = Archive::new();
    let others = archive
        .root
        .subordinate(&crate::archive::request("CA khác", "2018", "2030"));
    let others = others.unwrap();
    let many: Vec<Crl> = (0..230)
        .map(|day| {
            let start = moment("2021-03-02");
            let start = start + jiff::SignedDuration::from_hours(24 * day);
            list(&others, &start.to_string(), &[])
        })
        .collect();
    let lists = archive.lists("2021-03-02", &[]);
    let document = archive.signed().holding(&many).holding(&lists);
    let report = archive.judge(&document, "2021-03-03");
    assert_eq!(
        report.verdict,
        Verdict::TotalPassed,
        "{:?}",
        report.findings
    );
}

#[test]
fn a_finding_says_what_is_missing_and_where_it_may_be_had() {
    use kyso_issuing::{Access, Profile};
    let archive = Archive::new();
    let access = Access {
        crls: vec!["http://crl.example/ca.crl".into()],
        ocsp: vec!["http://ocsp.example/".into()],
        ..Access::default()
    };
    let request = crate::archive::request("Lê Văn Tìm", "2020", "2022").with_access(access);
    let signer = archive.ca.issue(&request, Profile::Person).unwrap();
    let document = archive.signed_with(&Signing {
        key: &signer,
        ..archive.usual()
    });
    let report = archive.judge(&document, "2021-03-03");
    let missing = report.findings.iter().find_map(|finding| match finding {
        Finding::RevocationUnknown {
            subject, places, ..
        } if subject.contains("Tìm") => Some(places.clone()),
        _ => None,
    });
    let expected = ["http://ocsp.example/", "http://crl.example/ca.crl"];
    assert_eq!(missing.unwrap(), expected);
}

/// No added evidence, in any order, makes a signature by a revoked certificate valid: not lists
/// from before the revocation was published, not lists that drop expired certificates, not evidence
/// made in 2027 with the key of an authority that ended in 2026.
#[test]
fn no_evidence_makes_revoked_into_valid() {
    let archive = Archive::new();
    let entry = |reason| revoked(&archive.signer, "2021-02-15", reason);
    let told = list(
        &archive.ca,
        "2021-03-05",
        &[entry(RevocationReason::Superseded)],
    );
    let compromised = RevocationReason::KeyCompromise;
    let end = revoked(&archive.ca.holder(), "2021-04-01", compromised);
    let hold = entry(RevocationReason::CertificateHold);
    let genuine = [
        list(&archive.ca, "2021-02-27", &[]),
        list(&archive.ca, "2025-12-01", &[]),
        list(&archive.ca, "2021-06-01", &[hold]),
        archive.root_list("2021-05-01", &[end]),
        archive.root_list("2021-02-27", &[]),
        archive.root_list("2022-11-30", &[]),
    ];
    let forged = list(&archive.ca, "2021-03-20", &[]);
    let mut chance = Chance(20_210_215);
    for _ in 0..12 {
        let mut some = || -> Vec<Crl> {
            let chosen = genuine.iter().filter(|_| chance.half());
            chosen.cloned().collect()
        };
        let first = archive.signed().holding(std::slice::from_ref(&told));
        let first = first
            .holding(&some())
            .stamped(&archive.tsas[0], "2021-03-10");
        let second = first
            .holding(&some())
            .stamped(&archive.tsas[1], "2022-12-01");
        let third = second
            .holding(&some())
            .holding(std::slice::from_ref(&forged));
        let fourth = third.stamped(&archive.tsas[2], "2027-06-01");
        let stored = some();
        for (document, at) in [
            (&first, "2021-03-15"),
            (&first, "2021-07-01"),
            (&second, "2024-01-01"),
            (&third, "2027-05-01"),
            (&fourth, "2028-01-01"),
        ] {
            let report = archive.judge_with(document, stored.clone(), at);
            assert_ne!(report.verdict, Verdict::TotalPassed, "{at}: {report:?}");
        }
    }
}

/// The same choices in every run.
struct Chance(u64);

impl Chance {
    fn half(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 & 1 == 0
    }
}

#[test]
fn what_is_left_out_is_not_told_as_missing() {
    let archive = Archive::new();
    let (start, end) = (moment("2021-03-02"), moment("2021-03-09"));
    let fresh = Validity {
        not_before: start,
        not_after: end,
    };
    let weak = archive.ca.issue_list(&ListRequest {
        algorithm: Some(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1)),
        ..ListRequest::new(1, fresh, &[])
    });
    let lists = [weak.unwrap(), archive.root_list("2021-03-02", &[])];
    let report = archive.judge(&archive.signed().holding(&lists), "2021-03-03");
    assert_eq!(report.sub_indication, Some(SubIndication::TryLater));
    let gaps: Vec<RevocationGap> = report
        .findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::RevocationUnknown { gap, .. } => Some(*gap),
            _ => None,
        })
        .collect();
    assert_eq!(gaps, [RevocationGap::LeftOut]);
}

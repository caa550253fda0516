//! What an attacker who holds the key of a compromised timestamp authority puts into a file, so
//! that no question about that authority is asked or no answer heard (RFC 3161, section 4; ADR
//! 0012).

use jiff::Timestamp;
use kyso_issuing::{Authority, OcspAnswer, Profile, issue_ocsp_response};
use kyso_pdf::NewValidationData;
use kyso_pki::{
    Certificate, CertificateStatus, Crl, Evidence, EvidenceSource, Fetched, Pkcs12Key,
    RevocationGap, RevocationReason,
};
use kyso_verifier::{
    Finding, Level, Policy, Report, SignatureReport, SubIndication, TimeSource, Verdict, verify,
    verify_with,
};

use crate::archive::{Archive, Growing, Signing, list, moment, request, revoked};

/// An authority whose key was stolen, as was announced on 2021-06-01; a signature timestamped with
/// that key.
struct Stolen {
    archive: Archive,
    told: Evidence,
}

const NOW: &str = "2021-06-02";

impl Stolen {
    fn new() -> Self {
        let archive = Archive::new();
        let reason = RevocationReason::KeyCompromise;
        let end = revoked(&archive.tsas[0], "2021-05-01", reason);
        let told = Evidence {
            crls: archive.lists("2021-06-01", &[])[..1]
                .iter()
                .cloned()
                .chain([archive.root_list("2021-06-01", &[end])])
                .collect(),
            ..Evidence::default()
        };
        Self { archive, told }
    }

    fn judged(&self, document: &Growing, source: &dyn EvidenceSource) -> SignatureReport {
        self.judged_under(document, source, &Policy::new(moment(NOW)))
    }

    fn judged_under(
        &self,
        document: &Growing,
        source: &dyn EvidenceSource,
        policy: &Policy,
    ) -> SignatureReport {
        let store = self.archive.store(vec![]);
        let report: Report = verify_with(&document.0, &store, policy, source).unwrap();
        report.signatures.into_iter().next().unwrap()
    }
}

fn assert_not_believed(report: &SignatureReport) {
    assert_ne!(
        report.signing_time.source,
        TimeSource::SignatureTimestamp,
        "{:?}",
        report.findings
    );
    assert_eq!(report.level, Level::Bb);
}

#[test]
fn an_answer_that_names_no_end_does_not_stay_fresh() {
    let scene = Stolen::new();
    let archive = &scene.archive;
    let tsa = &archive.tsas[0].certificate;
    let made = moment("2021-03-01T01:05:00Z");
    let root = archive.root.certificate();
    let answer = OcspAnswer::new(tsa, root, CertificateStatus::Good, made);
    let response = issue_ocsp_response(&archive.root.holder(), &answer).unwrap();
    let document = archive.signed().answered(&[response]);
    assert_not_believed(&scene.judged(&document, &scene.told));
}

/// Timestamp authorities that the verifier does not know, without the certificates above them.
fn unknown(count: usize) -> Vec<Pkcs12Key> {
    let root = Authority::root(&request("Root lạ", "2010", "2045")).unwrap();
    let unknown = (0..count).map(|index| {
        let request = request(&format!("TSA lạ {index}"), "2020", "2030");
        let mut key = root.issue(&request, Profile::TimestampAuthority).unwrap();
        key.chain.clear();
        key
    });
    unknown.collect()
}

#[test]
fn timestamps_of_strangers_do_not_use_up_the_question_about_a_stolen_key() {
    let scene = Stolen::new();
    let archive = &scene.archive;
    let unknown = unknown(4);
    let mut timestamps: Vec<(&Pkcs12Key, &str)> = Vec::new();
    timestamps.extend(unknown.iter().map(|key| (key, "2021-03-01T01:00:00Z")));
    timestamps.push((&archive.tsas[0], "2021-03-01T01:00:00Z"));
    let document = archive.signed_with(&Signing {
        timestamps,
        ..archive.usual()
    });
    let document = document.holding(&archive.lists("2021-03-02", &[]));
    let mut policy = Policy::new(moment(NOW));
    policy.evidence.questions = 4;
    assert_not_believed(&scene.judged_under(&document, &scene.told, &policy));
}

#[test]
fn lists_that_say_nothing_do_not_hide_the_answer_about_a_stolen_key() {
    let scene = Stolen::new();
    let archive = &scene.archive;
    let stranger = Authority::root(&request("Root lạ", "2010", "2045")).unwrap();
    let day = |index: i64| moment("2020-01-01") + jiff::SignedDuration::from_hours(24 * index);
    let junk = (0..250).map(|index| list(&stranger, &day(index).to_string(), &[]));
    let mut lists: Vec<Crl> = archive.lists("2021-03-02", &[]);
    lists.extend(junk);
    let document = archive.signed().holding(&lists);
    assert_not_believed(&scene.judged(&document, &scene.told));
}

#[test]
fn lists_that_say_nothing_do_not_hide_those_that_do() {
    let archive = Archive::new();
    let stranger = Authority::root(&request("Root lạ", "2010", "2045")).unwrap();
    let day = |index: i64| moment("2020-01-01") + jiff::SignedDuration::from_hours(24 * index);
    let junk: Vec<Crl> = (0..250)
        .map(|index| list(&stranger, &day(index).to_string(), &[]))
        .collect();
    let document = archive.signed().holding(&junk);
    let document = document.holding(&archive.lists("2021-03-02", &[]));
    let report = archive.judge(&document, "2021-03-03");
    assert_eq!(
        report.verdict,
        Verdict::TotalPassed,
        "{:?}",
        report.findings
    );
}

#[test]
fn a_document_timestamp_of_tomorrow_reaches_no_level() {
    let archive = Archive::new();
    let report = archive.judge(&archive.archived(), "2021-03-02T12:00:00Z");
    assert_eq!(
        report.verdict,
        Verdict::TotalPassed,
        "{:?}",
        report.findings
    );
    assert_eq!(report.level, Level::Blt);
    assert_eq!(report.renewal, None);
}

#[test]
fn a_token_that_states_a_time_after_the_end_of_its_certificate_is_not_valid() {
    let archive = Archive::new();
    let stamped = archive.archived().stamped(&archive.tsas[0], "2024-01-01");
    let report = archive.report(&stamped, vec![], "2021-03-04");
    let last = report.signatures.last().unwrap();
    let expected = Some(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(last.sub_indication, expected, "{:?}", last.findings);
}

/// A server, or an attacker between, that gives evidence made with the key of an authority that has
/// ended.
struct Server(Evidence, Timestamp);

impl EvidenceSource for Server {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        self.0.revocation(certificate, issuer, at)
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.0.issuers(certificate)
    }

    fn fetched(&self, _: &[u8; 32]) -> Option<Fetched> {
        Some(Fetched {
            url: "http://crl.example/ca.crl".into(),
            at: self.1,
        })
    }
}

#[test]
fn what_is_fetched_after_its_authority_ended_counts_no_more_than_what_is_in_the_file() {
    let archive = Archive::new();
    let stamped = archive.signed().stamped(&archive.tsas[0], "2021-03-02");
    let held = stamped.holding(&[archive.root_list("2022-11-30", &[])]);
    let renewed = held.stamped(&archive.tsas[1], "2022-12-01");
    let made = Evidence {
        crls: vec![list(&archive.ca, "2021-03-03", &[])],
        ..Evidence::default()
    };
    let verdict = |fetched: &str| {
        let source = Server(made.clone(), moment(fetched));
        let policy = Policy::new(moment("2027-06-02"));
        let store = archive.store(vec![]);
        let report = verify_with(&renewed.0, &store, &policy, &source).unwrap();
        report.signatures.into_iter().next().unwrap().verdict
    };
    assert_eq!(verdict("2021-03-04"), Verdict::TotalPassed);
    assert_eq!(verdict("2027-06-02"), Verdict::Indeterminate);
}

/// Lists that fit the name of an authority, and certificates that bear it: each pair could belong together, but only keys that
/// an anchor certified are tried.
#[test]
fn lists_and_certificates_of_one_name_do_not_use_up_the_budget() {
    let archive = Archive::new();
    let name = request("CA lưu trữ", "2018", "2026");
    let strangers = (0..30).map(|_| Authority::root(&name).unwrap());
    let strangers: Vec<Authority> = strangers.collect();
    let lists = strangers.iter().map(|one| list(one, "2021-03-02", &[]));
    let data = NewValidationData {
        crls: lists.map(|list| nameless(list.der())).collect(),
        certificates: strangers
            .iter()
            .map(|one| one.certificate().der().to_vec())
            .collect(),
        ..NewValidationData::default()
    };
    let crowded = archive.signed().with_data(&data);
    let report = archive.judge(&crowded, "2021-03-03");
    let told = report.findings.iter().any(|finding| {
        let gap = match finding {
            Finding::RevocationUnknown { gap, .. } => Some(*gap),
            _ => None,
        };
        gap == Some(RevocationGap::NotAuthentic)
    });
    assert!(told, "{:?}", report.findings);
    let held = crowded.holding(&archive.lists("2021-03-02", &[]));
    let report = archive.judge(&held, "2021-03-03");
    assert_eq!(report.verdict, Verdict::TotalPassed);
}

#[test]
fn what_timestamps_bring_along_counts_towards_the_budget() {
    let archive = Archive::new();
    let signing = Signing {
        timestamps: vec![(&archive.tsas[0], "2021-03-01T01:00:00Z"); 5],
        ..archive.usual()
    };
    let document = archive.signed_with(&signing);
    let mut policy = Policy::new(moment("2021-03-03"));
    policy.evidence.items = 8;
    let store = archive.store(vec![]);
    let refused = verify(&document.0, &store, &policy).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("items of evidence in the file"), "{text}");
}

#[test]
fn certificates_within_responses_count_towards_the_budget() {
    let archive = Archive::new();
    let target = archive.tsas[0].certificate.clone();
    let issuer = archive.root.certificate();
    let made = moment("2021-03-02");
    let others: Vec<Certificate> = (0..15)
        .map(|number| {
            let name = request(&format!("Khác {number}"), "2018", "2026");
            Authority::root(&name).unwrap().certificate().clone()
        })
        .collect();
    let answer = OcspAnswer::new(&target, issuer, CertificateStatus::Good, made);
    let answer = answer.with_certificates(&others);
    let response = issue_ocsp_response(&archive.root.holder(), &answer).unwrap();
    assert_eq!(response.certificates().len(), others.len());
    let data = NewValidationData {
        ocsp_responses: vec![response.der().to_vec()],
        ..NewValidationData::default()
    };
    let document = archive.signed().with_data(&data);
    let judged = |items| {
        let mut policy = Policy::new(moment("2021-03-03"));
        policy.evidence.items = items;
        verify(&document.0, &archive.store(vec![]), &policy)
    };
    // What the signature brings along, and the response, are fewer; its certificates make them more.
    let text = judged(others.len()).unwrap_err().to_string();
    assert!(text.contains("items of evidence in the file"), "{text}");
    assert!(judged(2 * others.len()).is_ok());
}

/// Without the identifier of the key, so that every key of the name may have made the signature; none did any more.
fn nameless(list: &[u8]) -> Vec<u8> {
    const AUTHORITY_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1d, 0x23];
    let at = list
        .windows(3)
        .position(|octets| octets == AUTHORITY_KEY_IDENTIFIER);
    let mut list = list.to_vec();
    list[at.unwrap() + 2] = 0x7f;
    list
}

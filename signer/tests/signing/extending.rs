//! Lifting files that are signed already: what is appended, what stays, and what is refused.

use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::ListedRevocation;
use kyso_pdf::{Dictionary, Document, DocumentTimestampPlan, Name, prepare_document_timestamp};
use kyso_pki::{
    DigestAlgorithm, Evidence, NoSource, RevocationReason, TimestampSource, TrustClass, TrustStore,
};
use kyso_signer::{
    BaselineLevel, ExtensionOutcome, LiftError, SigningContext, Timestamping, extend,
};
use kyso_testdata::{Base, Signing, now};
use kyso_verifier::{
    LegalStatus, LimitedAlgorithm, Policy, Report, SignatureKind, SubIndication, Verdict,
    verify_with,
};
use kyso_words::{Lang, Localized};

use crate::timestamps::{Absent, TestAuthority};

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(Base::new)
}

/// The root alone; the list comes from elsewhere.
fn trust() -> TrustStore {
    let root = base().office.root.certificate().clone();
    TrustStore::new([(root, TrustClass::Government)], Vec::new()).unwrap()
}

/// What servers answer when these are revoked.
fn evidence(revoked: &[ListedRevocation]) -> Evidence {
    Evidence {
        crls: vec![base().office.list(revoked)],
        ..Evidence::default()
    }
}

fn authority() -> TestAuthority {
    TestAuthority::with(base().office.clock.clone(), now())
}

/// Everything that lifting asks.
struct Desk {
    trust: TrustStore,
    evidence: Evidence,
    authority: TestAuthority,
}

impl Desk {
    fn new() -> Self {
        Self {
            trust: trust(),
            evidence: evidence(&[]),
            authority: authority(),
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

    fn lifted(&self, pdf: &[u8], level: BaselineLevel) -> Vec<u8> {
        let extended = extend(pdf, &self.at(level)).unwrap();
        assert_eq!(extended.outcome, ExtensionOutcome::Lifted);
        assert!(extended.pdf.starts_with(pdf), "no byte of the file changes");
        extended.pdf
    }

    fn seen_at(&self, pdf: &[u8], at: Timestamp) -> Report {
        verify_with(pdf, &self.trust, &Policy::new(at), &NoSource).unwrap()
    }
}

fn levels(report: &Report) -> Vec<&str> {
    let signatures = report.signatures.iter();
    signatures
        .filter(|one| one.kind == SignatureKind::Signature)
        .map(|one| one.level.as_str())
        .collect()
}

fn document_timestamps(report: &Report) -> usize {
    let signatures = report.signatures.iter();
    signatures
        .filter(|one| one.kind == SignatureKind::DocumentTimestamp)
        .count()
}

#[test]
fn signatures_of_others_reach_each_level_together() {
    let desk = Desk::new();
    for (level, name, timestamps) in [
        (BaselineLevel::Timestamped, "B-T", 1),
        (BaselineLevel::LongTerm, "B-LT", 1),
        (BaselineLevel::Archival, "B-LTA", 2),
    ] {
        let lifted = desk.lifted(&base().issued, level);
        let policy = Policy::new(now());
        let report = verify_with(&lifted, &desk.trust, &policy, &desk.evidence).unwrap();
        assert!(
            levels(&report).iter().all(|found| *found == name),
            "{level}: {:?}",
            levels(&report)
        );
        assert_eq!(document_timestamps(&report), timestamps, "{level}");
        if level > BaselineLevel::Timestamped {
            let report = desk.seen_at(&lifted, now());
            assert_eq!(report.verdict, Verdict::TotalPassed, "{level}");
            assert_eq!(report.legal_status, LegalStatus::Original, "{level}");
        }
    }
}

#[test]
fn what_the_operator_no_longer_counts_is_not_lifted() {
    let desk = Desk::new();
    let mut algorithms = Policy::new(now()).algorithms;
    let digest = LimitedAlgorithm::Digest(DigestAlgorithm::Sha256);
    algorithms.set_end(digest, Some(Timestamp::UNIX_EPOCH));
    let context = SigningContext {
        algorithms: Some(&algorithms),
        ..desk.at(BaselineLevel::Timestamped)
    };
    // Neither the signature nor what a new timestamp rests on counts any more.
    let refused = extend(&base().approved, &context).unwrap_err();
    assert!(
        matches!(refused, LiftError::LevelNotReached { .. }),
        "{refused:?}"
    );
    desk.lifted(&base().approved, BaselineLevel::Timestamped);
}

#[test]
fn one_level_after_the_other_leads_to_the_same() {
    let desk = Desk::new();
    let mut pdf = base().approved.clone();
    for level in BaselineLevel::ALL.into_iter().skip(1) {
        pdf = desk.lifted(&pdf, level);
    }
    assert_eq!(levels(&desk.seen_at(&pdf, now())), ["B-LTA"]);
}

#[test]
fn what_has_the_level_stays_byte_for_byte_and_nobody_is_asked() {
    let desk = Desk::new();
    let archived = desk.lifted(&base().issued, BaselineLevel::Archival);
    let absent = Absent::default();
    for level in BaselineLevel::ALL {
        let context = SigningContext {
            timestamping: Timestamping::by(&absent),
            evidence: &NoSource,
            ..desk.at(level)
        };
        let again = extend(&archived, &context).unwrap();
        assert_eq!(again.outcome, ExtensionOutcome::Unchanged, "{level}");
        assert!(again.pdf == archived, "{level}");
    }
    assert_eq!(absent.asked(), 0);
}

#[test]
fn a_signature_timestamp_needs_no_second_one() {
    let desk = Desk::new();
    let stamped = base().issued_with_timestamps();
    let lifted = desk.lifted(&stamped, BaselineLevel::LongTerm);
    assert_eq!(document_timestamps(&desk.seen_at(&lifted, now())), 0);
    assert_eq!(desk.authority.asked(), 0);
}

#[test]
fn a_document_timestamp_finds_the_room_that_it_needs() {
    let desk = Desk::new();
    let context = SigningContext {
        timestamping: Timestamping {
            room: 100,
            ..Timestamping::by(&desk.authority)
        },
        ..desk.at(BaselineLevel::LongTerm)
    };
    let lifted = extend(&base().approved, &context).unwrap();
    assert_eq!(levels(&lifted.report), ["B-LT"]);
    assert_eq!(desk.authority.asked(), 2);
}

#[test]
fn certified_and_locked_documents_are_lifted_too() {
    let desk = Desk::new();
    let lock = Dictionary::new()
        .with("Action", Name::from("All"))
        .with("P", 1_i64);
    let signing = || Signing::new(&base().office.person, "NguoiKy1");
    for (name, pdf) in [
        ("P=1", signing().certify(1).sign(&base().form)),
        ("P=2", signing().certify(2).sign(&base().form)),
        (
            "lock",
            signing().field_entry("Lock", lock).sign(&base().form),
        ),
    ] {
        let lifted = desk.lifted(&pdf, BaselineLevel::Archival);
        let report = desk.seen_at(&lifted, now());
        assert_eq!(report.verdict, Verdict::TotalPassed, "{name}");
        assert_eq!(levels(&report), ["B-LTA"], "{name}");
    }
}

#[test]
fn b_lta_stays_valid_after_the_certificates_end_and_are_revoked() {
    let desk = Desk::new();
    let lifted = desk.lifted(&base().issued, BaselineLevel::Archival);
    let mut later = Desk::new();
    let office = &base().office;
    let tomorrow = now() + SignedDuration::from_hours(24);
    let revoked = [&office.person, &office.agency].map(|key| {
        ListedRevocation::of(
            &key.certificate,
            tomorrow,
            RevocationReason::CessationOfOperation,
        )
    });
    later.evidence = evidence(&revoked);
    let policy = Policy::new(now() + SignedDuration::from_hours(72));
    let report = verify_with(&lifted, &later.trust, &policy, &later.evidence).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let bare = verify_with(&base().issued, &later.trust, &policy, &later.evidence).unwrap();
    assert_ne!(bare.verdict, Verdict::TotalPassed);
}

#[test]
fn broken_altered_and_foreign_files_are_refused_with_each_signature_named() {
    let desk = Desk::new();
    let approved = &base().approved;
    let mut broken = approved.clone();
    let place = broken.windows(5).position(|w| w == b"%PDF-").unwrap() + 7;
    broken[place] = b'9';
    let mut cut = base().issued.clone();
    cut.extend_from_slice(b"% more\n");
    for pdf in [&broken, &cut] {
        let error = extend(pdf, &desk.at(BaselineLevel::Archival)).unwrap_err();
        let refused = match &error {
            LiftError::Unsound { signatures } => !signatures.is_empty(),
            LiftError::Pdf(_) | LiftError::Verify(_) => true,
            _ => false,
        };
        assert!(refused, "{error}");
    }
    let stranger = Signing::new(&base().office.twin, "NguoiKy1").sign(&base().plain);
    let error = extend(&stranger, &desk.at(BaselineLevel::Timestamped)).unwrap_err();
    let LiftError::Unsound { signatures } = &error else {
        panic!("{error}");
    };
    assert_eq!(signatures[0].field, "NguoiKy1");
    assert_eq!(
        signatures[0].reason,
        Some(SubIndication::NoCertificateChainFound)
    );
    assert!(
        error
            .text(Lang::Vi)
            .contains("“NguoiKy1”: chưa xác định được")
    );
}

#[test]
fn a_file_without_signatures_is_refused() {
    let desk = Desk::new();
    let error = extend(&base().plain, &desk.at(BaselineLevel::Archival)).unwrap_err();
    assert!(matches!(error, LiftError::NotSigned), "{error}");
}

#[test]
fn a_document_timestamp_alone_is_no_signature() {
    let desk = Desk::new();
    let document = Document::open(&base().plain).unwrap();
    let plan = DocumentTimestampPlan {
        field_name: None,
        contents_reserve: 8192,
    };
    let prepared = prepare_document_timestamp(&document, &plan).unwrap();
    let sha256 = DigestAlgorithm::Sha256;
    let digest = sha256.digest(&prepared.signed_parts()).unwrap();
    let token = desk.authority.timestamp(sha256, &digest).unwrap();
    let stamped = prepared.embed(token.der()).unwrap();
    let error = extend(&stamped, &desk.at(BaselineLevel::Timestamped)).unwrap_err();
    assert!(matches!(error, LiftError::NotSigned), "{error}");
}

#[test]
fn evidence_may_come_after_the_timestamp_but_not_be_missing_for_b_lt() {
    let mut desk = Desk::new();
    desk.evidence = Evidence::default();
    // The authority's own revocation must be known for its time to count.
    let error = extend(&base().approved, &desk.at(BaselineLevel::LongTerm)).unwrap_err();
    let text = error.text(Lang::En);
    assert!(
        text.contains("Trần Thị Minh Ánh") || text.contains("NguoiKy1"),
        "{text}"
    );
}

/// Lifting reports which timestamp does not count, and by which certificate, as signing does.
#[test]
fn a_timestamp_that_does_not_count_is_named_with_its_certificate() {
    let mut desk = Desk::new();
    let clock = base().office.clock.certificate.clone();
    let yesterday = now() - SignedDuration::from_hours(24);
    let revoked = ListedRevocation::of(&clock, yesterday, RevocationReason::KeyCompromise);
    desk.evidence = evidence(&[revoked]);
    let error = extend(&base().approved, &desk.at(BaselineLevel::Timestamped)).unwrap_err();
    let LiftError::Timestamp(refused) = &error else {
        panic!("{error}");
    };
    assert!(!refused.is_retryable());
    for (lang, reason) in [
        (Lang::Vi, "Chứng thư đã bị thu hồi"),
        (Lang::En, "REVOKED_NO_POE"),
    ] {
        let said = error.text(lang);
        assert!(said.contains(&clock.subject_display()), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn an_absent_authority_leaves_nothing() {
    let desk = Desk::new();
    let absent = Absent::default();
    let context = SigningContext {
        timestamping: Timestamping::by(&absent),
        ..desk.at(BaselineLevel::Timestamped)
    };
    let error = extend(&base().approved, &context).unwrap_err();
    assert!(matches!(error, LiftError::Timestamp(_)), "{error}");
}

#[test]
fn the_signature_dictionaries_stay_as_they_were() {
    let desk = Desk::new();
    let lifted = desk.lifted(&base().issued, BaselineLevel::Archival);
    let contents = |pdf: &[u8]| {
        let document = Document::open(pdf).unwrap();
        let fields = document.latest().signature_fields().unwrap();
        let values = fields.into_iter().filter_map(|field| field.value);
        values.map(|value| value.contents).collect::<Vec<_>>()
    };
    let (before, after) = (contents(&base().issued), contents(&lifted));
    assert!(before.iter().all(|value| after.contains(value)));
}

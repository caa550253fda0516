//! B-T: a timestamp over each new signature, or what the operator chose for the lack of one (G3).

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::SignedDuration;
use kyso_issuing::{KeyType, Profile};
use kyso_pki::{
    Certificate, DigestAlgorithm, PathIndication, Pkcs12Key, SignatureAlgorithm, TimestampAttempt,
    TimestampFailure,
};
use kyso_signer::{
    Approval, BaselineLevel, KeyError, LiftError, SignError, Signed, SigningContext, SigningKey,
    Timestamping, WithoutTimestamp, approve,
};
use kyso_verifier::{LegalStatus, TimeSource, Verdict};
use kyso_words::{Lang, Localized};

use crate::support::*;
use crate::timestamps::{Absent, TestAuthority};

/// A key that counts how often it signs.
struct Counting<'k> {
    key: &'k Pkcs12Key,
    signed: AtomicUsize,
}

impl SigningKey for Counting<'_> {
    fn certificate(&self) -> &Certificate {
        &self.key.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.key.chain
    }

    fn sign_digest(
        &self,
        algorithm: SignatureAlgorithm,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.signed.fetch_add(1, Ordering::Relaxed);
        SigningKey::sign_digest(self.key, algorithm, digest)
    }
}

fn counting(key: &Pkcs12Key) -> Counting<'_> {
    let signed = AtomicUsize::new(0);
    Counting { key, signed }
}

fn later() -> jiff::Timestamp {
    now() + SignedDuration::from_secs(7)
}

fn authority() -> TestAuthority {
    TestAuthority::new(&pki().issuer, later())
}

fn at_b_t(timestamping: Timestamping<'_>) -> SigningContext<'_> {
    SigningContext {
        level: BaselineLevel::Timestamped,
        timestamping,
        ..pki().context()
    }
}

fn signed(timestamping: Timestamping<'_>) -> Result<Signed, SignError> {
    approved_with(&DECISION, &pki().person, &at_b_t(timestamping))
}

#[test]
fn every_kind_of_key_gets_its_time_from_the_authority() {
    let authority = authority();
    let rsa = SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha512);
    for (key_type, algorithm) in [
        (KeyType::Rsa2048, None),
        (KeyType::Rsa3072, Some(rsa)),
        (KeyType::P256, None),
        (KeyType::P384, None),
    ] {
        let key = pki().key("Trần Thị Minh Ánh", key_type, Profile::Person);
        let mut approval = Approval::new(DECISION.signer, signature_image());
        approval.algorithm = algorithm;
        let context = at_b_t(Timestamping::by(&authority));
        let signed = approve(&bytes(DECISION.file), &approval, &key, &context).unwrap();
        assert_eq!(signed.level, BaselineLevel::Timestamped, "{key_type:?}");
        assert_eq!(signed.shortfall, None);
        let signature = &signed.report.signatures[0];
        assert_eq!(signature.verdict, Verdict::TotalPassed);
        assert_eq!(signature.level.as_str(), "B-T");
        assert_eq!(
            signature.signing_time.source,
            TimeSource::SignatureTimestamp
        );
        assert_eq!(signature.signing_time.value, Some(later()));
    }
}

#[test]
fn issuing_timestamps_both_signatures_and_uses_the_key_as_often_as_without() {
    let authority = authority();
    let context = at_b_t(Timestamping::by(&authority));
    let (person, agency) = (counting(&pki().person), counting(&pki().agency));
    let approved = approved_with(&DECISION, &person, &context).unwrap();
    let issued = issued_with(&approved.pdf, &agency, &context).unwrap();
    let used = |key: &Counting<'_>| key.signed.load(Ordering::Relaxed);
    assert_eq!((used(&person), used(&agency), authority.asked()), (1, 2, 3));
    assert_eq!(issued.report.legal_status, LegalStatus::Original);
    let levels: Vec<_> = issued
        .report
        .signatures
        .iter()
        .map(|s| s.level.as_str())
        .collect();
    assert_eq!(levels, ["B-T", "B-T", "B-T"]);
}

#[test]
fn at_b_b_no_authority_is_asked() {
    let authority = authority();
    let context = SigningContext {
        timestamping: Timestamping::by(&authority),
        ..pki().context()
    };
    let signed = approved_with(&DECISION, &pki().person, &context).unwrap();
    assert_eq!((signed.level, authority.asked()), (BaselineLevel::Basic, 0));
}

#[test]
fn without_an_authority_nothing_is_handed_out_unless_chosen() {
    let absent = Absent::default();
    let error = signed(Timestamping::by(&absent)).unwrap_err();
    assert!(matches!(error, SignError::Lift(LiftError::Timestamp(_))));
    for (lang, words) in [
        (Lang::Vi, "http://tsa.example.vn: máy chủ trả mã HTTP 503"),
        (
            Lang::En,
            "http://tsa.example.vn: the server answers with HTTP status 503",
        ),
    ] {
        assert!(error.text(lang).contains(words), "{}", error.text(lang));
    }
    let nobody = signed(Timestamping::none()).unwrap_err();
    assert!(
        nobody
            .text(Lang::Vi)
            .contains("chưa cấu hình máy chủ dấu thời gian")
    );
}

#[test]
fn what_was_chosen_for_the_lack_of_an_authority_is_said() {
    for without in [WithoutTimestamp::Queue, WithoutTimestamp::Basic] {
        let absent = Absent::default();
        let timestamping = Timestamping {
            without,
            ..Timestamping::by(&absent)
        };
        let context = at_b_t(timestamping);
        let approved = approved(&DECISION);
        let issued = issued_with(&approved.pdf, &pki().agency, &context).unwrap();
        assert_eq!(issued.level, BaselineLevel::Basic);
        let shortfall = issued.shortfall.unwrap();
        assert_eq!(shortfall.wanted, BaselineLevel::Timestamped);
        assert_eq!(shortfall.choice, without);
        let failure = &shortfall.reason.attempts[0].failure;
        assert_eq!(*failure, TimestampFailure::HttpStatus { status: 503 });
        assert_eq!(
            absent.asked(),
            1,
            "an absent authority is not waited for twice"
        );
    }
}

#[test]
fn a_token_that_does_not_fit_is_refused_with_its_size() {
    let authority = authority();
    let timestamping = Timestamping {
        room: 100,
        ..Timestamping::by(&authority)
    };
    let error = signed(timestamping).unwrap_err();
    let SignError::Lift(LiftError::TimestampTooLarge { token, room }) = error else {
        panic!("{error}");
    };
    assert!(token > room, "{token} {room}");
    let timestamping = Timestamping {
        room: token,
        ..Timestamping::by(&authority)
    };
    assert_eq!(
        signed(timestamping).unwrap().level,
        BaselineLevel::Timestamped
    );
}

#[test]
fn a_clock_that_is_off_decides_nothing() {
    for hours in [-1, 2] {
        let at = now() + SignedDuration::from_hours(hours);
        let authority = TestAuthority::new(&pki().issuer, at);
        let error = signed(Timestamping::by(&authority)).unwrap_err();
        let SignError::Lift(LiftError::Timestamp(error)) = error else {
            panic!("{error}");
        };
        let here = now();
        let failure = TimestampFailure::Clock { token: at, here };
        assert_eq!(error.attempts[0].failure, failure);
        assert!(error.attempts[0].authority.contains("Dấu thời gian"));
    }
}

#[test]
fn a_token_of_a_stranger_makes_no_b_t() {
    let authority = TestAuthority::new(&foreign_pki().issuer, later());
    let error = signed(Timestamping::by(&authority)).unwrap_err();
    let SignError::Lift(LiftError::Timestamp(refused)) = &error else {
        panic!("{error}");
    };
    assert!(!refused.is_retryable());
    assert!(matches!(
        refused.attempts[..],
        [TimestampAttempt {
            failure: TimestampFailure::Certificate {
                reason: PathIndication::NoCertificateChainFound,
                ..
            },
            ..
        }]
    ));
    let said = error.text(Lang::Vi);
    assert!(said.contains("không được chấp nhận"), "{said}");
}

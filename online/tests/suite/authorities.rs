//! Timestamp authorities: which tokens are accepted, which failures are retried, which authorities
//! are left alone.

mod connecting;
mod limits;

use std::time::{Duration, Instant};

use const_oid::ObjectIdentifier;
use jiff::SignedDuration;
use kyso_online::{TimestampAuthorities, TsaSettings};
use kyso_pki::{
    DigestAlgorithm, PathIndication, Purpose, TimestampError, TimestampFailure,
    TimestampResponseError, TimestampSource, TimestampToken, TrustClass, TrustStore,
};
use kyso_test_pki::{Behaviour, Description, FailureInfo, TestPki, TsaServer};

use crate::support::{Hands, now};

const DIGEST: [u8; 32] = [7; 32];

fn pki() -> TestPki {
    TestPki::generate(
        &Description::standard().unwrap(),
        now(),
        "http://127.0.0.1:1",
    )
    .unwrap()
}

fn server(behaviour: Behaviour) -> TsaServer {
    TsaServer::start(&pki(), "tsa", behaviour).unwrap()
}

/// One try, without pauses.
pub(crate) fn once(url: &str) -> TsaSettings {
    TsaSettings {
        tries: 1,
        pause: Duration::ZERO,
        ..TsaSettings::new(url)
    }
}

pub(crate) fn authorities(settings: &[TsaSettings]) -> TimestampAuthorities {
    TimestampAuthorities::new(settings, &Hands::new().clock()).unwrap()
}

/// The failures of asking for one token.
pub(crate) fn failures(authorities: &TimestampAuthorities) -> Vec<TimestampFailure> {
    match authorities.obtain(DigestAlgorithm::Sha256, &DIGEST) {
        Ok(obtained) => obtained
            .attempts
            .into_iter()
            .map(|attempt| attempt.failure)
            .collect(),
        Err(error) => error
            .attempts
            .into_iter()
            .map(|attempt| attempt.failure)
            .collect(),
    }
}

#[test]
fn an_authority_gives_a_checked_token() {
    let server = server(Behaviour::Honest);
    // However long it may take.
    let authorities = authorities(&[TsaSettings {
        timeout: Duration::MAX,
        ..once(&server.url())
    }]);
    for algorithm in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
        let digest = algorithm.digest(&[b"data"]).unwrap();
        let obtained = authorities.obtain(algorithm, &digest).unwrap();
        assert_eq!(obtained.token.imprint(), digest);
        assert_eq!(obtained.token.generated_at(), now());
        assert_eq!(obtained.authority, format!("{}/", server.url()));
        assert!(obtained.attempts.is_empty());
    }
    assert_eq!(server.requests(), 2);
    assert!(
        authorities
            .timestamp(DigestAlgorithm::Sha256, &[0; 31])
            .is_err()
    );
    assert_eq!(server.requests(), 2);
}

/// Whether a failure is the one that fits.
type Expected = fn(&TimestampFailure) -> bool;

#[test]
fn whatever_is_wrong_with_an_answer_the_next_authority_is_asked() {
    let hour = SignedDuration::from_hours(1);
    let cases: [(Behaviour, Expected); 12] = [
        (Behaviour::WrongNonce, |f| {
            is_response(f, &TimestampResponseError::NonceMismatch)
        }),
        (Behaviour::NoNonce, |f| {
            is_response(f, &TimestampResponseError::NonceMissing)
        }),
        (Behaviour::WrongImprint, |f| {
            is_response(
                f,
                &TimestampResponseError::Token(TimestampError::ImprintMismatch),
            )
        }),
        (Behaviour::ClockOff(hour), |f| {
            matches!(f, TimestampFailure::Clock { .. })
        }),
        (Behaviour::ClockOff(-hour), |f| {
            matches!(f, TimestampFailure::Clock { .. })
        }),
        (Behaviour::Rejection(FailureInfo::BadAlg), is_refusal),
        (Behaviour::Status(401), |f| {
            matches!(f, TimestampFailure::HttpStatus { status: 401 })
        }),
        (Behaviour::Redirect("http://127.0.0.1:1/".to_owned()), |f| {
            matches!(f, TimestampFailure::HttpStatus { status: 302 })
        }),
        (Behaviour::Html, |f| {
            matches!(f, TimestampFailure::NoResponse { .. })
        }),
        (Behaviour::Empty, |f| {
            matches!(f, TimestampFailure::NoResponse { .. })
        }),
        (Behaviour::Endless, |f| {
            matches!(f, TimestampFailure::TooLarge { .. })
        }),
        (Behaviour::CutOff, |f| {
            matches!(f, TimestampFailure::Connection { .. })
        }),
    ];
    let (first, second) = (server(Behaviour::Honest), server(Behaviour::Honest));
    for (number, (behaviour, expected)) in cases.into_iter().enumerate() {
        first.behave(behaviour.clone()).unwrap();
        let authorities = authorities(&[once(&first.url()), once(&second.url())]);
        let obtained = authorities
            .obtain(DigestAlgorithm::Sha256, &DIGEST)
            .unwrap();
        assert_eq!(obtained.authority, format!("{}/", second.url()));
        let [attempt] = &obtained.attempts[..] else {
            panic!("{behaviour:?}: {:?}", obtained.attempts);
        };
        assert_eq!(attempt.authority, format!("{}/", first.url()));
        assert!(expected(&attempt.failure), "{behaviour:?}: {attempt:?}");
        assert_eq!(
            (first.requests(), second.requests()),
            (number + 1, number + 1)
        );
    }
}

fn is_response(failure: &TimestampFailure, expected: &TimestampResponseError) -> bool {
    matches!(failure, TimestampFailure::Response(error) if error == expected)
}

fn is_refusal(failure: &TimestampFailure) -> bool {
    matches!(failure, TimestampFailure::Response(error) if error.is_refusal())
}

#[test]
fn what_may_pass_is_tried_three_times() {
    let (first, second) = (server(Behaviour::Honest), server(Behaviour::Honest));
    let settings = [first.url(), second.url()].map(|url| TsaSettings {
        pause: Duration::from_millis(5),
        ..TsaSettings::new(&url)
    });
    for (number, behaviour) in [
        Behaviour::Status(503),
        Behaviour::Rejection(FailureInfo::SystemFailure),
    ]
    .into_iter()
    .enumerate()
    {
        first.behave(behaviour).unwrap();
        let authorities = authorities(&settings);
        assert_eq!(failures(&authorities).len(), 3);
        assert_eq!(first.requests(), 3 * (number + 1));
    }
    assert_eq!(second.requests(), 2);
    second.behave(Behaviour::Status(500)).unwrap();
    let error = authorities(&settings)
        .obtain(DigestAlgorithm::Sha256, &DIGEST)
        .unwrap_err();
    assert_eq!(error.attempts.len(), 6);
    assert!(error.is_retryable());
    let said = error.to_string();
    assert!(said.contains("HTTP status 500 (3 times)"), "{said}");
    assert_eq!(said.matches("(3 times)").count(), 2, "{said}");
}

/// What a caller with a trust store asks of a token.
fn trusted(token: &TimestampToken, trust: &TrustStore) -> Result<(), TimestampFailure> {
    let certificate = token.cms().signing_certificate().unwrap();
    let extra = token.cms().certificates();
    let report = trust.validate(
        certificate,
        extra,
        token.generated_at(),
        Purpose::Timestamping,
    );
    match report.sub_indication() {
        None | Some(PathIndication::TryLater) => Ok(()),
        Some(reason) => Err(TimestampFailure::Certificate {
            subject: certificate.subject_display(),
            reason,
        }),
    }
}

#[test]
fn after_a_token_that_the_caller_refuses_the_next_authority_is_asked() {
    let pki = pki();
    let root = pki.certificate("root-tsa").unwrap();
    let trust = TrustStore::new([(root, TrustClass::Timestamping)], Vec::new()).unwrap();
    let accept = |token: &TimestampToken| trusted(token, &trust);
    let stranger = TsaServer::start(&pki, "tsa-stranger", Behaviour::Honest).unwrap();
    let good = TsaServer::start(&pki, "tsa", Behaviour::Honest).unwrap();
    let [first, second] = [&stranger, &good].map(|server| TsaSettings {
        tries: 3,
        ..once(&server.url())
    });
    let both = authorities(&[first.clone(), second]);
    let algorithm = DigestAlgorithm::Sha256;
    let obtained = both.obtain_accepted(algorithm, &DIGEST, &accept).unwrap();
    assert_eq!(obtained.authority, format!("{}/", good.url()));
    let signer = pki.certificate("tsa").unwrap();
    assert_eq!(obtained.token.cms().signing_certificate().unwrap(), &signer);
    let alone = authorities(&[first]);
    let error = alone
        .accepted_timestamp(algorithm, &DIGEST, &accept)
        .unwrap_err();
    let refused = TimestampFailure::Certificate {
        subject: pki.certificate("tsa-stranger").unwrap().subject_display(),
        reason: PathIndication::NoCertificateChainFound,
    };
    assert!(!error.is_retryable());
    let [attempt] = &error.attempts[..] else {
        panic!("{error}");
    };
    assert_eq!(attempt.failure, refused);
    assert_eq!(obtained.attempts, error.attempts);
    assert_eq!((stranger.requests(), good.requests()), (2, 1));
}

#[test]
fn a_slow_authority_is_left_in_time() {
    let slow = server(Behaviour::Slow(Duration::from_secs(30)));
    let after = Duration::from_millis(150);
    let authorities = authorities(&[TsaSettings {
        timeout: after,
        tries: 2,
        ..once(&slow.url())
    }]);
    let began = Instant::now();
    assert_eq!(
        failures(&authorities),
        [
            TimestampFailure::TimedOut { after },
            TimestampFailure::TimedOut { after }
        ]
    );
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn certificates_that_are_not_for_timestamps_or_out_of_time_are_refused() {
    let pki = pki();
    let wrong = TsaServer::start(&pki, "tsa-wrong-usage", Behaviour::Honest).unwrap();
    let found = failures(&authorities(&[once(&wrong.url())]));
    assert!(matches!(
        found[..],
        [TimestampFailure::Response(
            TimestampResponseError::Usage { .. }
        )]
    ));
    let expired = TsaServer::start(&pki, "tsa-expired", Behaviour::Honest).unwrap();
    let found = failures(&authorities(&[once(&expired.url())]));
    assert!(
        matches!(
            found[..],
            [TimestampFailure::Response(
                TimestampResponseError::CertificateOutOfTime { .. }
            )]
        ),
        "{found:?} {:?}",
        expired.errors()
    );
}

#[test]
fn text_instead_of_binary_is_read() {
    let server = server(Behaviour::Pem);
    assert_eq!(failures(&authorities(&[once(&server.url())])), []);
}

#[test]
fn the_policy_of_the_settings_is_asked_for() {
    let server = server(Behaviour::Honest);
    let with = |policy| {
        let policy = Some(ObjectIdentifier::new_unwrap(policy));
        authorities(&[TsaSettings {
            policy,
            ..once(&server.url())
        }])
    };
    let other = with("1.3.6.1.4.1.32473.2");
    let token = other.timestamp(DigestAlgorithm::Sha256, &DIGEST).unwrap();
    assert_eq!(token.policy().to_string(), "1.3.6.1.4.1.32473.2");
    assert!(is_refusal(&failures(&with("1.3.6.1.4.1.32473.9"))[0]));
}

#[test]
fn without_an_authority_there_is_no_token() {
    let none = authorities(&[]);
    assert!(none.is_empty());
    assert_eq!(failures(&none), [TimestampFailure::NotConfigured]);
    let dead = authorities(&[once("http://127.0.0.1:1/")]);
    assert!(matches!(
        failures(&dead)[..],
        [TimestampFailure::Connection { .. }]
    ));
}

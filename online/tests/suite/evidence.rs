//! Which evidence is requested, in which order, and what the log says of it.

use std::time::Duration;

use jiff::SignedDuration;
use kyso_online::{
    AttemptOutcome, ByteLimits, FetchError, NoncePolicy, Online, OnlineSettings, Rewrite,
    RewriteFrom, Sought, VerificationBudget,
};
use kyso_pki::{CertificateStatus, EvidenceId, EvidenceSource};
use kyso_test_pki::{Behaviour, OcspRefusal};

use crate::support::{Scene, UNWORTHY, failures, now};

const OCSP: &str = "/ocsp/ocsp";

#[test]
fn a_responder_is_asked_before_lists() {
    let scene = Scene::new();
    let session = scene.online().session();
    let found = scene.revocation(&session, "person-revoked");
    let response = found.ocsp_responses.first().unwrap();
    let entry = response.entry_for(
        &scene.certificate("person-revoked"),
        &scene.certificate("ca"),
    );
    assert!(matches!(
        entry.unwrap().status,
        CertificateStatus::Revoked(_)
    ));
    assert!(found.crls.is_empty());
    assert_eq!(scene.site.requests(), 1);

    let fetched = session
        .fetched(&EvidenceId::Ocsp(response.sha256()))
        .unwrap();
    assert_eq!(fetched.url, format!("{}{OCSP}", scene.site.url()));
    assert_eq!((fetched.at, fetched.from_cache), (now(), false));
    let source: &dyn EvidenceSource = &session;
    assert_eq!(source.fetched(&response.sha256()).unwrap().url, fetched.url);
    let attempts = session.attempts();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].sought, Sought::Ocsp);
    assert!(matches!(
        attempts[0].outcome,
        AttemptOutcome::Fetched { bytes: Some(_) }
    ));
}

/// Whether a failure is the one that fits.
type Expected = fn(&FetchError) -> bool;

#[test]
fn whatever_is_wrong_with_a_responder_the_list_answers() {
    let scene = Scene::new();
    let seconds = SignedDuration::from_secs;
    let cases: [(Behaviour, Expected); 10] = [
        (Behaviour::Status(500), |e| {
            matches!(e, FetchError::Status { status: 500 })
        }),
        (Behaviour::Redirect("http://127.0.0.1:1/".to_owned()), |e| {
            matches!(e, FetchError::Redirect { status: 302 })
        }),
        (Behaviour::Html, |e| *e == FetchError::WebPage),
        (Behaviour::Empty, |e| *e == FetchError::Empty),
        (Behaviour::CutOff, |e| {
            matches!(e, FetchError::BrokenOff { .. })
        }),
        (Behaviour::WrongNonce, |e| *e == FetchError::NonceMismatch),
        (Behaviour::Refusal(OcspRefusal::TryLater), |e| {
            matches!(e, FetchError::Responder(_))
        }),
        (Behaviour::AboutAnother("agency".to_owned()), |e| {
            *e == FetchError::NotAbout
        }),
        (Behaviour::Stale, |e| {
            matches!(e, FetchError::Outdated { .. })
        }),
        (Behaviour::ClockOff(seconds(2 * 86_400)), |e| {
            matches!(e, FetchError::FromTheFuture { .. })
        }),
    ];
    for (behaviour, expected) in cases {
        scene.site.behave_at(OCSP, behaviour.clone()).unwrap();
        let session = scene.online().session();
        let found = scene.revocation(&session, "person");
        assert!(found.ocsp_responses.is_empty(), "{behaviour:?}");
        assert_eq!(found.crls.len(), 1, "{behaviour:?}");
        let failures = failures(&session);
        assert!(
            failures.len() == 1 && expected(&failures[0]),
            "{behaviour:?}: {failures:?}"
        );
    }
}

#[test]
fn a_response_that_settles_nothing_is_kept_beside_the_list() {
    let scene = Scene::new();
    for behaviour in [Behaviour::UnknownCertificate, Behaviour::BrokenSignature] {
        scene.site.behave_at(OCSP, behaviour.clone()).unwrap();
        let found = scene.revocation(&scene.online(), "person");
        assert_eq!(
            (found.ocsp_responses.len(), found.crls.len()),
            (1, 1),
            "{behaviour:?}"
        );
    }
}

#[test]
fn responders_that_nobody_may_believe_do_not_keep_the_list_away() {
    let scene = Scene::new();
    for responder in UNWORTHY {
        let found = scene.revocation(&scene.with_responder(responder), "person");
        assert_eq!(
            (found.ocsp_responses.len(), found.crls.len()),
            (1, 1),
            "{responder}"
        );
    }
}

#[test]
fn a_responder_without_waiver_brings_the_list_that_tells_about_it() {
    let scene = Scene::new();
    let found = scene.revocation(&scene.with_responder("ocsp-checked"), "person");
    assert_eq!((found.ocsp_responses.len(), found.crls.len()), (1, 1));
    // An authority that answers itself needs no such list.
    let found = scene.revocation(&scene.online(), "person-direct");
    assert_eq!((found.ocsp_responses.len(), found.crls.len()), (1, 0));
}

#[test]
fn a_missing_nonce_counts_as_the_setting_says() {
    let scene = Scene::new();
    scene.site.behave_at(OCSP, Behaviour::NoNonce).unwrap();
    let ask = |nonce| {
        let settings = OnlineSettings {
            nonce,
            ..scene.settings()
        };
        let session = Online::new(&settings).unwrap().session();
        let found = scene.revocation(&session, "person");
        (found.ocsp_responses.len(), failures(&session))
    };
    assert_eq!(ask(NoncePolicy::Tolerant), (1, vec![]));
    assert_eq!(ask(NoncePolicy::Off), (1, vec![]));
    assert_eq!(
        ask(NoncePolicy::Required),
        (0, vec![FetchError::NonceMissing])
    );
}

#[test]
fn text_instead_of_binary_is_read() {
    let scene = Scene::new();
    scene.site.behave(Behaviour::Pem).unwrap();
    let online = scene.online();
    assert_eq!(scene.revocation(&online, "person").ocsp_responses.len(), 1);
    assert_eq!(scene.revocation(&online, "person-lists").crls.len(), 1);
    let issuers = online.issuers(&scene.certificate("person"));
    assert_eq!(issuers, [scene.certificate("ca")]);
}

#[test]
fn issuers_are_fetched_up_to_a_limit() {
    let scene = Scene::new();
    let session = scene.online().session();
    let ca = session.issuers(&scene.certificate("person"));
    assert_eq!(ca, [scene.certificate("ca")]);
    assert_eq!(session.issuers(&ca[0]), [scene.certificate("root")]);

    let settings = OnlineSettings {
        budget: VerificationBudget {
            issuer_depth: 1,
            ..VerificationBudget::default()
        },
        ..scene.settings()
    };
    let session = Online::new(&settings).unwrap().session();
    assert_eq!(session.issuers(&scene.certificate("person")).len(), 1);
    assert!(session.issuers(&scene.certificate("ca")).is_empty());
    assert!(matches!(
        failures(&session)[..],
        [FetchError::Budget { limit: 1, .. }]
    ));
}

#[test]
fn a_certificate_of_somebody_else_is_no_issuer() {
    let scene = Scene::new();
    let from = RewriteFrom::Prefix(format!("{}/ca/ca.cer", scene.site.url()));
    let to = format!("{}/ca/ca-lists.cer", scene.site.url());
    let online = Online::new(&OnlineSettings {
        rewrites: vec![Rewrite { from, to }],
        ..scene.settings()
    });
    let session = online.unwrap().session();
    assert!(session.issuers(&scene.certificate("person")).is_empty());
    assert_eq!(failures(&session), [FetchError::NotAbout]);
}

#[test]
fn what_no_certificate_offers_is_said() {
    let scene = Scene::new();
    let session = scene.online().session();
    assert!(scene.revocation(&session, "person-silent").is_empty());
    let silent = scene.certificate("person-silent");
    assert!(session.issuers(&silent).is_empty());
    let attempts = session.attempts();
    let told: Vec<_> = attempts.iter().map(|attempt| attempt.sought).collect();
    assert_eq!(told, [Sought::Crl, Sought::Issuer]);
    assert!(
        attempts
            .iter()
            .all(|attempt| attempt.certificate == silent.sha256())
    );
    assert!(
        failures(&session)
            .iter()
            .all(|error| *error == FetchError::NotOffered)
    );
    assert_eq!(scene.site.requests(), 0);
}

#[test]
fn a_long_list_is_fetched() {
    let scene = Scene::new();
    let found = scene.revocation(&scene.online(), "person-large-revoked");
    let list = found.crls.first().unwrap();
    assert!(list.entry_count() > 100_000);
    assert!(
        list.entry_for(&scene.certificate("person-large-revoked"))
            .is_some()
    );
}

#[test]
fn a_host_that_is_gone_is_asked_elsewhere() {
    let scene = Scene::new();
    let port = scene.site.url().rsplit_once(':').unwrap().1.to_owned();
    // The certificates name 127.0.0.1, which plays the host that is gone.
    let online = Online::new(&OnlineSettings {
        allowed_networks: Vec::new(),
        rewrites: vec![Rewrite {
            from: RewriteFrom::Host("127.0.0.1".to_owned()),
            to: format!("http://localhost:{port}/"),
        }],
        ..scene.settings()
    });
    let found = scene.revocation(&online.unwrap(), "person");
    assert_eq!(found.ocsp_responses.len(), 1);
}

#[test]
fn requests_of_a_verification_are_counted() {
    let scene = Scene::new();
    scene.site.behave_at(OCSP, Behaviour::Status(503)).unwrap();
    let settings = OnlineSettings {
        budget: VerificationBudget {
            requests: 1,
            ..VerificationBudget::default()
        },
        ..scene.settings()
    };
    let session = Online::new(&settings).unwrap().session();
    assert!(scene.revocation(&session, "person").is_empty());
    assert_eq!(scene.site.requests(), 1);
    assert!(matches!(
        failures(&session)[..],
        [
            FetchError::Status { status: 503 },
            FetchError::Budget { .. }
        ]
    ));
}

#[test]
fn bytes_of_a_verification_are_counted() {
    let scene = Scene::new();
    let settings = OnlineSettings {
        budget: VerificationBudget {
            bytes: 100,
            ..VerificationBudget::default()
        },
        ..scene.settings()
    };
    let session = Online::new(&settings).unwrap().session();
    assert!(scene.revocation(&session, "person-lists").is_empty());
    assert!(matches!(
        failures(&session)[..],
        [FetchError::Budget { limit: 100, .. }]
    ));
}

#[test]
fn answers_that_cannot_be_used_cost_their_bytes() {
    let scene = Scene::new();
    scene.site.behave_at(OCSP, Behaviour::Endless).unwrap();
    let bytes = ByteLimits::default().ocsp;
    let settings = OnlineSettings {
        budget: VerificationBudget {
            bytes,
            ..VerificationBudget::default()
        },
        ..scene.settings()
    };
    let session = Online::new(&settings).unwrap().session();
    assert!(scene.revocation(&session, "person").is_empty());
    assert_eq!(
        failures(&session),
        [
            FetchError::TooLarge { limit: bytes },
            FetchError::Budget {
                budget: kyso_online::FetchBudget::Bytes,
                limit: bytes
            }
        ]
    );
    assert_eq!(scene.site.requests(), 1);
}

#[test]
fn who_has_spent_its_budget_is_no_reason_to_fail_others() {
    let scene = Scene::new();
    scene
        .site
        .behave_at(OCSP, Behaviour::Slow(Duration::from_millis(400)))
        .unwrap();
    let budget = VerificationBudget {
        time: Duration::from_millis(100),
        ..VerificationBudget::default()
    };
    let online = Online::new(&OnlineSettings {
        budget,
        ..scene.settings()
    });
    let online = online.unwrap();
    for _ in 0..2 {
        let session = online.session();
        assert!(scene.revocation(&session, "person").is_empty());
        let failures = failures(&session);
        assert!(
            failures
                .iter()
                .all(|error| matches!(error, FetchError::Budget { .. })),
            "{failures:?}"
        );
    }
}

#[test]
fn the_time_of_a_verification_is_limited() {
    let scene = Scene::new();
    let slow = Behaviour::Slow(Duration::from_secs(30));
    scene.site.behave(slow).unwrap();
    let settings = OnlineSettings {
        budget: VerificationBudget {
            time: Duration::from_millis(300),
            ..VerificationBudget::default()
        },
        ..scene.settings()
    };
    let session = Online::new(&settings).unwrap().session();
    let began = std::time::Instant::now();
    assert!(scene.revocation(&session, "person").is_empty());
    assert!(scene.revocation(&session, "agency").is_empty());
    assert!(began.elapsed() < Duration::from_secs(20));
    let failures = failures(&session);
    assert_eq!(failures.len(), 4);
    assert!(
        failures
            .iter()
            .all(|error| matches!(error, FetchError::Budget { limit: 300, .. })),
        "{failures:?}"
    );
    assert!(
        scene.site.requests() <= 1,
        "what is used up is not spent again"
    );
}

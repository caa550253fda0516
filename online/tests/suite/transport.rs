//! The guard and the limits of HTTP, seen from outside.

use std::thread;
use std::time::{Duration, Instant};

use kyso_online::{
    AddressKind, ByteLimits, ConnectionLimits, FetchError, Login, Online, OnlineSettings, Ports,
    ProxySettings, Rewrite, RewriteFrom,
};
use kyso_pki::EvidenceSource;
use kyso_test_pki::{Behaviour, Description, Site, TestPki};
use secrecy::SecretString;

use crate::gateway::{Gateway, TlsAuthority, address_of, answer};
use crate::support::{Hands, Scene, failures, now, settings};

/// The failures of asking for the list of `person-lists`, one place after the other.
fn asked(scene: &Scene, settings: &OnlineSettings) -> Vec<FetchError> {
    let session = Online::new(settings).unwrap().session();
    let found = scene.revocation(&session, "person-lists");
    assert_eq!(found.is_empty(), !failures(&session).is_empty());
    failures(&session)
}

/// The standard PKI whose certificates name `base`, with its site elsewhere.
fn scene_at(base: impl Fn(&str) -> String) -> Scene {
    let reserved = Site::reserve().unwrap();
    let base = base(reserved.url());
    let pki = TestPki::generate(&Description::standard().unwrap(), now(), &base).unwrap();
    let site = reserved.open(&pki).unwrap();
    let hands = Hands::new();
    Scene { pki, site, hands }
}

#[test]
fn addresses_inside_are_not_asked() {
    let scene = Scene::new();
    let refused = asked(
        &scene,
        &OnlineSettings {
            allowed_networks: Vec::new(),
            ..scene.settings()
        },
    );
    let loopback = FetchError::Address {
        address: "127.0.0.1".parse().unwrap(),
        kind: AddressKind::Loopback,
    };
    assert_eq!(refused, [loopback]);
    let standard = OnlineSettings {
        ports: Ports::Standard,
        ..scene.settings()
    };
    assert!(matches!(
        asked(&scene, &standard)[..],
        [FetchError::Port { .. }]
    ));
    assert_eq!(scene.site.requests(), 0);
    assert_eq!(asked(&scene, &scene.settings()), []);
}

#[test]
fn names_of_addresses_inside_are_not_asked() {
    let scene = scene_at(|url| url.replace("127.0.0.1", "localhost"));
    let nowhere = OnlineSettings {
        allowed_networks: Vec::new(),
        ..scene.settings()
    };
    let refused = asked(&scene, &nowhere);
    assert!(matches!(
        refused[..],
        [FetchError::Address {
            kind: AddressKind::Loopback,
            ..
        }]
    ));
    assert_eq!(scene.site.requests(), 0);
    assert_eq!(asked(&scene, &scene.settings()), []);
    let named = OnlineSettings {
        allowed_hosts: vec!["localhost".to_owned()],
        ..nowhere
    };
    assert_eq!(asked(&scene, &named), []);
}

#[test]
fn places_that_cannot_be_asked_are_named_and_left_alone() {
    for (base, expected) in [
        // Only places in the web are read from certificates.
        ("ldap://ca.example", FetchError::NotOffered),
        ("http://user:secret@crl.example", FetchError::Credentials),
        ("http://crl.example:8o", FetchError::NotUrl),
        ("http://gone.invalid", FetchError::NotFound),
    ] {
        let scene = scene_at(|_| base.to_owned());
        let session = scene.online().session();
        assert!(scene.revocation(&session, "person-lists").is_empty());
        assert_eq!(failures(&session), [expected]);
        let told = format!("{:?}", session.attempts());
        assert!(!told.contains("secret"), "{told}");
    }
}

/// The certificate names the place that the rule of another host leads to.
#[test]
fn a_rule_opens_its_place_to_itself_only() {
    let scene = Scene::new();
    let rule = |from: &str| Rewrite {
        from: RewriteFrom::Host(from.to_owned()),
        to: scene.site.url().to_owned(),
    };
    let ruled = |from: &str| OnlineSettings {
        allowed_networks: Vec::new(),
        ports: Ports::Standard,
        rewrites: vec![rule(from)],
        ..scene.settings()
    };
    let refused = asked(&scene, &ruled("crl.gone.example"));
    assert!(matches!(refused[..], [FetchError::Port { .. }]));
    assert_eq!(scene.site.requests(), 0);
    assert_eq!(asked(&scene, &ruled("127.0.0.1")), []);
}

#[test]
fn a_redirect_is_not_followed() {
    let scene = Scene::new();
    let elsewhere = Gateway::start(|_| answer(200, "", b""));
    scene
        .site
        .behave(Behaviour::Redirect(elsewhere.url()))
        .unwrap();
    assert_eq!(
        asked(&scene, &scene.settings()),
        [FetchError::Redirect { status: 302 }]
    );
    assert!(elsewhere.heads().is_empty());
}

#[test]
fn endless_and_oversized_answers_end() {
    let scene = Scene::new();
    let limits = ByteLimits {
        crl: 300_000,
        ..ByteLimits::default()
    };
    let small = OnlineSettings {
        limits,
        ..scene.settings()
    };
    scene.site.behave(Behaviour::Endless).unwrap();
    assert_eq!(
        asked(&scene, &small),
        [FetchError::TooLarge { limit: 300_000 }]
    );
    scene.site.behave(Behaviour::Honest).unwrap();
    let tiny = OnlineSettings {
        limits: ByteLimits { crl: 100, ..limits },
        ..small
    };
    assert_eq!(asked(&scene, &tiny), [FetchError::TooLarge { limit: 100 }]);
}

#[test]
fn a_dripping_answer_ends_in_time() {
    let scene = Scene::new();
    let limit = Duration::from_millis(400);
    let impatient = OnlineSettings {
        total_timeout: limit,
        ..scene.settings()
    };
    let began = Instant::now();
    for behaviour in [
        Behaviour::Drip(Duration::from_millis(20)),
        Behaviour::Slow(Duration::from_secs(20)),
    ] {
        scene.site.behave(behaviour).unwrap();
        assert_eq!(asked(&scene, &impatient), [FetchError::TimedOut { limit }]);
    }
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[test]
fn compressed_answers_are_not_unpacked() {
    let bomb = Gateway::start(|_| answer(200, "Content-Encoding: gzip\r\n", b"\x1f\x8b\x08"));
    let url = bomb.url();
    let scene = scene_at(|_| url.clone());
    let encoding = "gzip".to_owned();
    assert_eq!(
        asked(&scene, &scene.settings()),
        [FetchError::Encoded { encoding }]
    );
    let head = bomb.heads().remove(0).to_lowercase();
    assert!(head.contains("user-agent: kyso/"), "{head}");
    for absent in ["accept-encoding", "cookie", "referer", "authorization"] {
        assert!(!head.contains(absent), "{head}");
    }
}

#[test]
fn an_endless_head_ends() {
    let chatter = Gateway::start(|_| {
        let line = format!("X-Filler: {}\r\n", "x".repeat(1000));
        format!("HTTP/1.1 200 OK\r\n{}", line.repeat(5000)).into_bytes()
    });
    let url = chatter.url();
    let scene = scene_at(|_| url.clone());
    assert!(matches!(
        asked(&scene, &scene.settings())[..],
        [FetchError::BrokenOff { .. }]
    ));
}

#[test]
fn a_dead_host_is_spared_altogether() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let scene = scene_at(|_| format!("http://{address}"));
    let session = scene.online().session();
    assert!(scene.revocation(&session, "person").is_empty());
    assert!(matches!(
        failures(&session)[..],
        [
            FetchError::Connection { .. },
            FetchError::RecentlyFailed { .. }
        ]
    ));
}

#[test]
fn a_proxy_is_asked_instead() {
    let scene = Scene::new();
    let proxy = Gateway::start(|call| {
        if call.header("Proxy-Authorization") != Some("Basic dmFuLXRodTptYXQta2hhdQ==") {
            return answer(407, "", b"");
        }
        let rest = call.target().strip_prefix("http://").unwrap();
        let (address, path) = rest.split_once('/').unwrap();
        call.pass_on(address, &format!("/{path}"))
    });
    let through = |login| OnlineSettings {
        proxy: Some(ProxySettings {
            url: proxy.url(),
            login,
        }),
        ..scene.settings()
    };
    assert_eq!(
        asked(&scene, &through(None)),
        [FetchError::Status { status: 407 }]
    );
    let login = Login {
        user: "van-thu".to_owned(),
        password: SecretString::from("mat-khau"),
    };
    let settings = through(Some(login));
    assert!(!format!("{settings:?}").contains("mat-khau"));
    assert_eq!(asked(&scene, &settings), []);
    let online = Online::new(&settings).unwrap();
    assert_eq!(scene.revocation(&online, "person").ocsp_responses.len(), 1);
    assert_eq!((proxy.heads().len(), scene.site.requests()), (3, 2));
    // What is inside is not reached through the proxy either.
    let guarded = OnlineSettings {
        allowed_networks: Vec::new(),
        ..settings
    };
    assert!(matches!(
        asked(&scene, &guarded)[..],
        [FetchError::Address { .. }]
    ));
}

#[test]
fn the_certificate_of_a_server_is_checked() {
    let authority = TlsAuthority::new();
    let backend = Site::reserve().unwrap();
    let address = address_of(backend.url());
    let gateway = Gateway::with_tls(Some(authority.server()), move |call| {
        call.pass_on(&address, call.target())
    });
    let pki = TestPki::generate(&Description::standard().unwrap(), now(), &gateway.url()).unwrap();
    let hands = Hands::new();
    let site = backend.open(&pki).unwrap();
    let scene = Scene { pki, site, hands };
    assert!(matches!(
        asked(&scene, &scene.settings())[..],
        [FetchError::Connection { .. }]
    ));
    let trusting = OnlineSettings {
        tls_roots: vec![authority.root()],
        ..scene.settings()
    };
    assert_eq!(asked(&scene, &trusting), []);
}

#[test]
fn few_connections_go_on_at_once() {
    let backend = Site::reserve().unwrap();
    let address = address_of(backend.url());
    let gateway = Gateway::start(move |call| {
        thread::sleep(Duration::from_millis(50));
        call.pass_on(&address, call.target())
    });
    let pki = TestPki::generate(&Description::standard().unwrap(), now(), &gateway.url()).unwrap();
    let hands = Hands::new();
    let site = backend.open(&pki).unwrap();
    let connections = ConnectionLimits {
        total: 8,
        per_host: 2,
    };
    let online = Online::new(&OnlineSettings {
        connections,
        ..settings(&hands)
    })
    .unwrap();
    let scene = Scene { pki, site, hands };
    let ids = [
        "person",
        "agency",
        "person-rsa",
        "agency-rsa",
        "person-revoked",
        "person-on-hold",
    ];
    thread::scope(|scope| {
        for id in ids {
            let (online, scene) = (&online, &scene);
            scope.spawn(move || {
                assert_eq!(scene.revocation(online, id).ocsp_responses.len(), 1);
            });
        }
    });
    assert_eq!(gateway.most_at_once(), 2);
    assert_eq!(gateway.heads().len(), ids.len());
    assert!(online.issuers(&scene.certificate("person")).len() == 1);
}

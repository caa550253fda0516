//! How an authority is reached: logins, certificates, TLS, proxies.

use kyso_online::{Login, OnlineError, ProxySettings, TimestampAuthorities, TsaSettings};
use kyso_pki::{DigestAlgorithm, TimestampFailure};
use kyso_test_pki::Behaviour;
use secrecy::SecretString;

use super::{DIGEST, authorities, failures, once, server};
use crate::gateway::{Gateway, TlsAuthority, address_of, answer};
use crate::support::Hands;

#[test]
fn user_and_password_are_sent_and_never_told() {
    let backend = server(Behaviour::Honest);
    let address = address_of(&backend.url());
    let gateway = Gateway::start(move |call| match call.header("Authorization") {
        Some("Basic dmFuLXRodTpiw60tbeG6rXQ=") => call.pass_on(&address, "/"),
        _ => answer(401, "", b""),
    });
    let with = |password: &str| TsaSettings {
        login: Some(Login {
            user: "van-thu".to_owned(),
            password: SecretString::from(password),
        }),
        ..once(&gateway.url())
    };
    let settings = with("bí-mật");
    assert_eq!(failures(&authorities(std::slice::from_ref(&settings))), []);
    let refused = authorities(&[with("sai-mật-khẩu")]);
    let error = refused
        .obtain(DigestAlgorithm::Sha256, &DIGEST)
        .unwrap_err();
    assert_eq!(
        error.attempts[0].failure,
        TimestampFailure::HttpStatus { status: 401 }
    );
    let told = format!("{error} {error:?} {settings:?} {refused:?}");
    assert!(!told.contains("mật"), "{told}");
}

#[test]
fn secrets_in_urls_are_refused_or_left_out() {
    let server = server(Behaviour::Honest);
    let refused = TimestampAuthorities::new(
        &[once("http://user:secret@127.0.0.1/")],
        &Hands::new().clock(),
    );
    let error = refused.unwrap_err();
    assert!(matches!(error, OnlineError::Credentials { .. }));
    assert!(!format!("{error} {error:?}").contains("secret"));
    let authorities = authorities(&[once(&format!("{}/?key=secret", server.url()))]);
    let obtained = authorities
        .obtain(DigestAlgorithm::Sha256, &DIGEST)
        .unwrap();
    assert_eq!(obtained.authority, format!("{}/", server.url()));
}

#[test]
fn a_certificate_is_shown_to_who_wants_one() {
    let backend = server(Behaviour::Honest);
    let address = address_of(&backend.url());
    let tls = TlsAuthority::new();
    let gateway = Gateway::with_tls(Some(tls.server_for_members()), move |call| {
        call.pass_on(&address, "/")
    });
    let with = |identity| TsaSettings {
        identity,
        tls_roots: vec![tls.root()],
        ..once(&gateway.url())
    };
    let stranger = TlsAuthority::new().member("x");
    for identity in [None, Some(stranger)] {
        let found = failures(&authorities(&[with(identity)]));
        assert!(
            matches!(found[..], [TimestampFailure::Connection { .. }]),
            "{found:?}"
        );
    }
    assert_eq!(backend.requests(), 0);
    let member = tls.member("mật khẩu");
    let shown = format!(
        "{member:?} {:?}",
        authorities(&[with(Some(member.clone()))])
    );
    assert!(!shown.contains(&format!("{:?}", &member.pkcs12[..8])[1..20]));
    assert_eq!(failures(&authorities(&[with(Some(member.clone()))])), []);
    let mistyped = kyso_online::ClientIdentity {
        password: SecretString::from("khác"),
        ..member
    };
    let refused = TimestampAuthorities::new(&[with(Some(mistyped))], &Hands::new().clock());
    assert!(matches!(refused.unwrap_err(), OnlineError::Tls { .. }));
}

/// TLS 1.2 at least (M10); with a newer one the same authority serves.
#[test]
fn an_authority_with_an_older_tls_is_not_asked() {
    let backend = server(Behaviour::Honest);
    let tls = TlsAuthority::new();
    let asked = |acceptor| {
        let address = address_of(&backend.url());
        let gateway = Gateway::with_tls(Some(acceptor), move |call| call.pass_on(&address, "/"));
        let settings = TsaSettings {
            tls_roots: vec![tls.root()],
            ..once(&gateway.url())
        };
        failures(&authorities(&[settings]))
    };
    let old = asked(tls.server_of_old());
    assert!(
        matches!(old[..], [TimestampFailure::Connection { .. }]),
        "{old:?}"
    );
    assert_eq!(backend.requests(), 0);
    assert_eq!(asked(tls.server()), []);
}

#[test]
fn an_authority_behind_a_proxy_is_reached() {
    let backend = server(Behaviour::Honest);
    let proxy = Gateway::start(|call| {
        let rest = call.target().strip_prefix("http://").unwrap();
        let (address, path) = rest.split_once('/').unwrap();
        call.pass_on(address, &format!("/{path}"))
    });
    let authorities = authorities(&[TsaSettings {
        proxy: Some(ProxySettings {
            url: proxy.url(),
            login: None,
        }),
        ..once(&backend.url())
    }]);
    assert_eq!(failures(&authorities), []);
    assert_eq!((proxy.heads().len(), backend.requests()), (1, 1));
}

//! Who may ask: the service refuses foreign hosts, origins and addresses.

use std::fs;

use super::PDF;
use crate::support::service::Service;
use crate::support::{demo, run};

#[test]
fn foreign_hosts_and_origins_are_refused() {
    let service = Service::of_demo();
    let host = service.address.to_string();
    for foreign in ["kyso.example", "127.0.0.1.nip.io:8080", "192.168.1.1"] {
        service
            .ask("GET", "/", &[("Host", foreign)], b"")
            .problem(403, "foreign-host");
        service
            .ask("GET", "/healthz", &[("Host", foreign)], b"")
            .problem(403, "foreign-host");
    }
    let pdf = demo().bytes("quyet-dinh.pdf");
    let post = |name, value| {
        service.ask(
            "POST",
            "/v1/verifications",
            &[("Content-Type", PDF), (name, value)],
            &pdf,
        )
    };
    for foreign in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        "http://127.0.0.1",
    ] {
        post("Origin", foreign).problem(403, "foreign-origin");
    }
    post("Sec-Fetch-Site", "cross-site").problem(403, "foreign-origin");
    assert_eq!(post("Origin", &format!("http://{host}")).status, 200);
    let local = format!("localhost:{}", service.address.port());
    assert_eq!(
        service
            .ask("GET", "/healthz", &[("Host", &local)], b"")
            .status,
        200
    );
}

#[test]
fn unknown_addresses_and_methods_are_problems_too() {
    let service = Service::of_demo();
    service.get("/v1/nothing").problem(404, "not-found");
    let answer = service.get("/v1/verifications");
    answer.problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), Some("POST"));
}

#[test]
fn every_answer_carries_the_security_headers() {
    let service = Service::of_demo();
    for path in [
        "/",
        "/page/kyso.js",
        "/v1/keys",
        "/v1/nothing",
        "/openapi.json",
    ] {
        let answer = service.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn only_loopback_addresses_are_listened_on() {
    for address in ["0.0.0.0:0", "192.0.2.1:8080", "[::]:0"] {
        let ended = run(["serve", "--listen", address]).expect(2);
        assert!(ended.err().contains("127.0.0.1"), "{}", ended.err());
    }
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "listen = \"0.0.0.0:8080\"\n").unwrap();
    run(["serve", "--config", config.to_str().unwrap()]).expect(2);
    fs::write(&config, "lisen = \"127.0.0.1:8080\"\n").unwrap();
    run(["serve", "--config", config.to_str().unwrap()]).expect(2);
}

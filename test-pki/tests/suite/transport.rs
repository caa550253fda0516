//! How servers misbehave on the wire.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use kyso_pki::Crl;
use kyso_test_pki::{Behaviour, FileServer, OcspServer, ServerError, TsaServer};

use crate::client::{ask, fetch};
use crate::support::standard;

const LIST: &str = "/crl/root-unknown.crl";

fn server(behaviour: Behaviour) -> FileServer {
    FileServer::start(&standard(""), behaviour).unwrap()
}

#[test]
fn answers_are_not_what_was_hoped_for() {
    for (behaviour, head, body) in [
        (Behaviour::Status(500), "HTTP/1.1 500 ", "status 500"),
        (Behaviour::Status(404), "HTTP/1.1 404 ", "status 404"),
        (
            Behaviour::Html,
            "Content-Type: text/html",
            "<!DOCTYPE html>",
        ),
        (Behaviour::Pem, "HTTP/1.1 200 ", "-----BEGIN X509 CRL-----"),
        (
            Behaviour::Redirect("http://127.0.0.1:1/x".to_owned()),
            "Location: http://127.0.0.1:1/x",
            "",
        ),
        (Behaviour::Empty, "Content-Length: 0", ""),
    ] {
        let answer = fetch(&server(behaviour.clone()).url(), LIST);
        assert!(answer.head.contains(head), "{behaviour:?}: {}", answer.head);
        let text = String::from_utf8(answer.body).unwrap();
        assert!(text.starts_with(body), "{behaviour:?}: {text}");
    }
}

#[test]
fn slow_and_dripping_answers_are_right_in_the_end() {
    let start = Instant::now();
    let slow = fetch(
        &server(Behaviour::Slow(Duration::from_millis(300))).url(),
        LIST,
    );
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert!(Crl::from_der(&slow.body).is_ok());
    let start = Instant::now();
    let drip = fetch(
        &server(Behaviour::Drip(Duration::from_millis(1))).url(),
        LIST,
    );
    assert!(start.elapsed() >= Duration::from_millis(100));
    assert!(Crl::from_der(&drip.body).is_ok());
}

#[test]
fn bodies_end_too_early_or_never() {
    let cut = fetch(&server(Behaviour::CutOff).url(), LIST);
    let announced = cut
        .head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "));
    assert!(announced.unwrap().parse::<usize>().unwrap() > cut.body.len());
    let endless = ask(
        "GET",
        &server(Behaviour::Endless).url(),
        LIST,
        &[],
        5_000_000,
    );
    assert!(endless.body.len() > 4_000_000 && !endless.head.contains("Content-Length"));
}

#[test]
fn a_dropped_server_is_gone_at_once() {
    let server = server(Behaviour::Slow(Duration::from_secs(60)));
    let address = server.url().strip_prefix("http://").unwrap().to_owned();
    let waiting = TcpStream::connect(&address).unwrap();
    let start = Instant::now();
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(TcpStream::connect(&address).is_err());
    drop(waiting);
}

#[test]
fn what_a_server_cannot_do_is_refused() {
    let pki = standard("");
    let refused =
        |started: Result<(), ServerError>| matches!(started, Err(ServerError::Unsuitable { .. }));
    assert!(refused(
        FileServer::start(&pki, Behaviour::WrongNonce).map(drop)
    ));
    assert!(refused(
        OcspServer::start(&pki, "ocsp", Behaviour::WrongImprint).map(drop)
    ));
    assert!(refused(
        TsaServer::start(&pki, "tsa", Behaviour::Stale).map(drop)
    ));
    assert!(TsaServer::start(&pki, "nobody", Behaviour::Honest).is_err());
}

//! What asking costs beyond the servers: evidence from the cache, and a timestamp against the bare exchange.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use kyso_issuing::{TokenRequest, issue_token};
use kyso_online::{
    CacheSettings, Clock, Online, OnlineSettings, Ports, TimestampAuthorities, TsaSettings,
};
use kyso_pki::{Certificate, DigestAlgorithm, EvidenceSource, Pkcs12Key, TimestampRequest};
use kyso_test_pki::{Description, Site, TestPki};

const DIGEST: [u8; 32] = [7; 32];

fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

/// The certificate of a person and that of its issuer.
fn pair(pki: &TestPki, person: &str, issuer: &str) -> (Certificate, Certificate) {
    let certificate = |id| pki.certificate(id).unwrap();
    (certificate(person), certificate(issuer))
}

fn evidence(criterion: &mut Criterion) {
    let (pki, _site) = Site::standard(now()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let settings = OnlineSettings {
        allowed_networks: vec!["127.0.0.0/8".parse().unwrap()],
        ports: Ports::Any,
        clock: Clock::fixed(now()),
        cache: CacheSettings {
            folder: Some(folder.path().to_owned()),
            ..CacheSettings::default()
        },
        ..OnlineSettings::default()
    };
    let online = Online::new(&settings).unwrap();
    for (name, person, issuer) in [
        ("ocsp", "person", "ca"),
        ("crl", "person-lists", "ca-lists"),
        ("crl of 100,000", "person-large", "ca-large"),
    ] {
        let (certificate, issuer) = pair(&pki, person, issuer);
        let ask = |online: &Online| online.revocation(&certificate, &issuer, now());
        assert!(!ask(&online).is_empty());
        let mut group = criterion.benchmark_group(format!("cached {name}"));
        group.bench_function("memory", |bencher| bencher.iter(|| ask(&online)));
        group.bench_function("folder", |bencher| {
            let fresh = || Online::new(&settings).unwrap();
            bencher.iter_batched_ref(fresh, |online| ask(online), BatchSize::PerIteration);
        });
    }
}

fn timestamps(criterion: &mut Criterion) {
    let standard = Description::standard().unwrap();
    let pki = TestPki::generate(&standard, now(), "http://127.0.0.1:1").unwrap();
    let address = serve(pki.holder("tsa").unwrap());
    let settings = TsaSettings::new(&format!("http://{address}/"));
    let authorities = TimestampAuthorities::new(&[settings], &Clock::fixed(now())).unwrap();
    let mut group = criterion.benchmark_group("timestamp on loopback");
    group.bench_function("obtained and checked", |bencher| {
        bencher.iter(|| {
            authorities
                .obtain(DigestAlgorithm::Sha256, &DIGEST)
                .unwrap()
        });
    });
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.set_nodelay(true).unwrap();
    let request = TimestampRequest::new(DigestAlgorithm::Sha256, &DIGEST).unwrap();
    let body = request.with_nonce(&[0x7F; 8]).der();
    // The same exchange over a socket, with the authority's work and without any check.
    group.bench_function("floor", |bencher| {
        bencher.iter(|| {
            let head = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
            stream
                .write_all(&[head.as_bytes(), &body].concat())
                .unwrap();
            read_message(&mut stream).unwrap()
        });
    });
}

/// An authority in this process that keeps connections.
fn serve(authority: Pkcs12Key) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, authority) = (stream.unwrap(), authority.clone());
            stream.set_nodelay(true).unwrap();
            thread::spawn(move || {
                while let Some(request) = read_message(&mut stream) {
                    let body = reply(&authority, &request);
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                    stream
                        .write_all(&[head.as_bytes(), &body].concat())
                        .unwrap();
                }
            });
        }
    });
    address
}

/// `TimeStampResp` with the status "granted".
fn reply(authority: &Pkcs12Key, request: &[u8]) -> Vec<u8> {
    // The nonce follows the digest.
    let start = request.windows(32).position(|part| part == DIGEST).unwrap() + 32;
    let length = usize::from(request[start + 1]);
    let octets = &request[start + 2..start + 2 + length];
    let nonce = octets
        .iter()
        .fold(0, |sum, octet| sum << 8 | u64::from(*octet));
    let token = TokenRequest {
        algorithm: DigestAlgorithm::Sha256,
        digest: &DIGEST,
        at: now(),
        serial: 1,
        nonce: Some(nonce),
    };
    let token = issue_token(authority, &token).unwrap();
    let contents = [&[0x30, 0x03, 0x02, 0x01, 0x00], token.as_slice()].concat();
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    [&[0x30, 0x82], length.as_slice(), &contents].concat()
}

/// The body of the next message; `None` at the end.
fn read_message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut received = Vec::new();
    let mut piece = [0; 8192];
    loop {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        received.extend(&piece[..count]);
        let text = String::from_utf8_lossy(&received).to_lowercase();
        if let Some(end) = received.windows(4).position(|part| part == b"\r\n\r\n") {
            let field = text.split("content-length:").nth(1)?;
            let length: usize = field.split("\r\n").next()?.trim().parse().ok()?;
            if received.len() >= end + 4 + length {
                return Some(received.split_off(end + 4));
            }
        }
    }
}

criterion_group!(benches, evidence, timestamps);
criterion_main!(benches);

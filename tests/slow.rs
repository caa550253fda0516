//! The service under clients that send slowly: they delay themselves alone.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::demo;
use crate::support::service::{Answer, Service};

const PDF: &str = "application/pdf";

/// Seconds that a client may pause here: enough for others to be served meanwhile on a busy machine.
const STALLED: u64 = 10;

/// A service whose clients may pause no longer than a test can wait.
fn impatient(more: &str) -> (tempfile::TempDir, Service) {
    with_patience(STALLED, more)
}

fn with_patience(stalled: u64, more: &str) -> (tempfile::TempDir, Service) {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    let trust = demo().trust();
    let text = format!("trust = {trust:?}\nstalled_seconds = {stalled}\n{more}");
    fs::write(&config, text).unwrap();
    let service = Service::start(&["--config", config.to_str().unwrap()]);
    (dir, service)
}

/// Sends what it has to say, a byte at a time.
struct Slow {
    stream: TcpStream,
    rest: std::vec::IntoIter<u8>,
    has_head: bool,
    heard: Vec<u8>,
    since: Instant,
    ended: Option<Duration>,
}

impl Slow {
    fn new(service: &Service, at_once: &str, slowly: Vec<u8>) -> Self {
        let since = Instant::now();
        let mut stream = service.connect();
        stream.write_all(at_once.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self {
            stream,
            rest: slowly.into_iter(),
            has_head: !at_once.is_empty(),
            heard: Vec::new(),
            since,
            ended: None,
        }
    }

    /// A client that needs minutes for the first lines of its request.
    fn with_slow_head(service: &Service) -> Self {
        let head = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n", service.address);
        Self::new(service, "", head.into_bytes())
    }

    /// A client that needs days for its document.
    fn with_slow_body(service: &Service, document: &[u8]) -> Self {
        let head = format!(
            "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nContent-Type: {PDF}\r\nContent-Length: {}\r\n\r\n",
            service.address,
            document.len()
        );
        Self::new(service, &head, document.to_vec())
    }

    fn go_on(&mut self) {
        if self.ended.is_some() {
            return;
        }
        let byte = self.rest.next().expect("it was let say everything");
        let sent = self.stream.write_all(&[byte]);
        let mut part = [0; 4096];
        let heard = self.stream.read(&mut part);
        if let Ok(length) = heard {
            self.heard.extend_from_slice(&part[..length]);
        }
        let waits = matches!(&heard, Err(error) if error.kind() == ErrorKind::WouldBlock);
        if sent.is_err() || !waits {
            self.ended = Some(self.since.elapsed());
        }
    }
}

#[test]
fn three_hundred_clients_that_send_a_byte_a_second_leave_the_others_served() {
    let (_dir, service) = impatient("");
    let document = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let slow = (0..300).map(|number| match number % 2 {
        0 => Slow::with_slow_head(&service),
        _ => Slow::with_slow_body(&service, &document),
    });
    let mut slow: Vec<Slow> = slow.collect();
    let since = Instant::now();
    let crawling = thread::spawn(move || {
        while slow.iter().any(|one| one.ended.is_none()) {
            assert!(
                since.elapsed().as_secs() < 120,
                "they are waited for without end"
            );
            slow.iter_mut().for_each(|one| one.go_on());
            thread::sleep(Duration::from_secs(1));
        }
        slow
    });
    // All of them are connected; none has ended yet.
    let mut served = 0;
    while served == 0 || since.elapsed().as_secs() < STALLED / 2 {
        let answer = service.post("/v1/verifications", PDF, &document);
        assert_eq!(answer.status, 200, "after {served}");
        assert_eq!(answer.json()["verdict"], "TOTAL_PASSED");
        if served == 0 {
            let waited = since.elapsed();
            assert!(waited.as_secs() < STALLED, "only after them: {waited:?}");
        }
        served += 1;
    }
    assert!(served > 0);
    for one in crawling.join().unwrap() {
        let after = one.ended.unwrap();
        assert!(
            after.as_secs() >= STALLED - 1,
            "given up too early: {after:?}"
        );
        let said = String::from_utf8_lossy(&one.heard);
        match one.has_head {
            true => assert!(said.starts_with("HTTP/1.1 408 "), "{said:?}"),
            false => assert!(
                said.is_empty() || said.starts_with("HTTP/1.1 408 "),
                "{said:?}"
            ),
        }
    }
    assert_eq!(
        service.post("/v1/verifications", PDF, &document).status,
        200
    );
}

#[test]
fn who_goes_on_may_take_longer_than_one_who_stands_still() {
    let (_dir, service) = impatient("");
    let document = vec![b'x'; 5 * (20 << 10)];
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nContent-Length: {}\r\n\r\n",
        service.address,
        document.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let since = Instant::now();
    for step in document.chunks(document.len().div_ceil(5)) {
        stream.write_all(step).unwrap();
        thread::sleep(Duration::from_millis(1000 * STALLED / 4));
    }
    assert!(
        since.elapsed().as_secs() >= STALLED,
        "no longer than one patience"
    );
    // It is there as a whole, and judged.
    Answer::read(stream).problem(422, "not-a-pdf");
}

#[test]
fn the_whole_of_a_body_has_its_time_too() {
    let (_dir, service) = impatient("upload_seconds = 1\n");
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nContent-Length: 1000000\r\n\r\n",
        service.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    let answer = thread::spawn({
        let stream = stream.try_clone().unwrap();
        move || Answer::read(stream)
    });
    for _ in 0..50 {
        if stream.write_all(&[b' '; 17 << 10]).is_err() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    answer.join().unwrap().problem(408, "too-slow");
}

#[test]
fn connections_have_a_limit_and_their_places_come_back() {
    let (_dir, service) = impatient("");
    let since = Instant::now();
    let idle: Vec<TcpStream> = (0..600).map(|_| service.connect()).collect();
    // More than there are places for: a client that comes now waits until the first of them are
    // given up.
    assert_eq!(service.get("/healthz").status, 200);
    let waited = since.elapsed();
    assert!(
        waited.as_secs() >= STALLED - 1,
        "nobody was kept waiting: {waited:?}"
    );
    drop(idle);
    assert_eq!(service.get("/healthz").status, 200);
}

#[test]
fn large_documents_that_hardly_go_on_leave_small_ones_served() {
    // The service gives up no client while the last of them is being sent.
    let (_dir, service) = with_patience(100, "max_file_mb = 32\n");
    let document = vec![b'x'; (32 << 20) - 1];
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nContent-Type: {PDF}\r\nContent-Length: {}\r\n\r\n",
        service.address,
        document.len() + 1
    );
    // Eight bodies of the greatest size take all memory for arriving bodies, but for what the service keeps for small ones.
    let send = || {
        let mut stream = service.connect();
        // The service may refuse it in between.
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&document);
        stream
    };
    let mut large: Vec<TcpStream> = (0..8).map(|_| send()).collect();
    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let mut refused = false;
    let since = Instant::now();
    while !refused && since.elapsed().as_secs() < 60 {
        refused = service
            .post("/v1/verifications", PDF, &document[..2 << 20])
            .status
            == 429;
        // It may have taken the room of one whose end was on its way still.
        if !refused {
            large.push(send());
        }
    }
    assert!(refused, "there is room for large ones");
    assert_eq!(service.post("/v1/verifications", PDF, &issued).status, 200);
    drop(large);
}

//! The service under load and when it stops: it finishes what it has begun.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread;

use super::PDF;
use crate::support::demo;
use crate::support::service::{Answer, Service};

#[test]
fn it_stops_when_told_and_finishes_what_it_has_begun() {
    let mut service = Service::of_demo();
    let mut stream = service.connect();
    let pdf = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nContent-Type: {PDF}\r\nContent-Length: {}\r\n\r\n",
        service.address,
        pdf.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&pdf[..1000]).unwrap();
    // The request has reached the service when another one on a later connection is answered.
    assert_eq!(service.get("/healthz").status, 200);
    let finishing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        stream.write_all(&pdf[1000..]).unwrap();
        Answer::read(stream)
    });
    assert_eq!(service.terminate(), 0);
    assert_eq!(finishing.join().unwrap().status, 200);
}

#[test]
fn it_stops_in_order_from_the_moment_it_has_told_its_address() {
    for _ in 0..5 {
        assert_eq!(Service::of_demo().terminate(), 0);
    }
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("kyso.toml");
    fs::write(&config, "upload_seconds = 1\n").unwrap();
    let service = Service::start(&["--config", config.to_str().unwrap()]);
    let answer = Answer::read(stalled(&service));
    answer.problem(408, "too-slow");
}

#[test]
fn a_full_queue_is_told_and_drains() {
    let service = Service::of_demo();
    let pdf = demo().bytes("quyet-dinh-ban-hanh.pdf");
    // More than there are places at work and in the queue, all at once, and each takes a while: the record draws pages.
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let clients = 9 * cores + 40;
    let start = Barrier::new(clients);
    let answers: Vec<Answer> = thread::scope(|scope| {
        let ask = || {
            start.wait();
            let wanted = [("Content-Type", PDF), ("Accept", PDF)];
            service.ask("POST", "/v1/verifications", &wanted, &pdf)
        };
        let asking: Vec<_> = (0..clients).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let (busy, served): (Vec<_>, Vec<_>) = answers.iter().partition(|one| one.status == 429);
    assert!(served.len() >= cores && served.iter().all(|one| one.status == 200));
    let busy = busy.first().expect("the queue has no end");
    busy.problem(429, "busy");
    assert!(busy.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(service.get("/healthz").status, 200);
    assert_eq!(
        service.post("/v1/verifications", PDF, b"GIF89a").status,
        422
    );
}

/// A client that sends nothing takes no place of work from the others.
#[test]
fn bodies_that_do_not_come_fill_no_queue() {
    let service = Service::of_demo();
    let waiting: Vec<_> = (0..200).map(|_| stalled(&service)).collect();
    assert_eq!(
        service.post("/v1/verifications", PDF, b"GIF89a").status,
        422
    );
    drop(waiting);
}

/// A connection whose body never comes.
fn stalled(service: &Service) -> TcpStream {
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/verifications HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {PDF}\r\nContent-Length: 100\r\n\r\n%PDF",
        service.address
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

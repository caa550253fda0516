//! A client of the servers, without any patience of its own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }
}

pub(crate) fn post(url: &str, path: &str, body: &[u8]) -> Answer {
    ask("POST", url, path, body, usize::MAX)
}

pub(crate) fn fetch(url: &str, path: &str) -> Answer {
    ask("GET", url, path, &[], usize::MAX)
}

/// Reads no more than about `limit` octets.
pub(crate) fn ask(method: &str, url: &str, path: &str, body: &[u8], limit: usize) -> Answer {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    while received.len() < limit {
        match stream.read(&mut chunk).unwrap() {
            0 => break,
            count => received.extend(&chunk[..count]),
        }
    }
    let end = received
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    Answer {
        head: String::from_utf8(received[..end].to_vec()).unwrap(),
        body: received[end + 4..].to_vec(),
    }
}

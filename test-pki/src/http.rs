//! As much of HTTP/1.1 as the servers of a test need: one request for each connection, sizes limited.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Without the query.
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) location: Option<String>,
    /// Label of the body as PEM text.
    pub(crate) label: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Reads one request; `None` when the client went away or sent something else.
    pub(crate) fn read(stream: &mut TcpStream) -> io::Result<Option<Self>> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut received = Vec::new();
        let head_end = loop {
            if let Some(end) = find(&received, b"\r\n\r\n") {
                break end;
            }
            if received.len() > MAX_HEAD || read_some(stream, &mut received)? == 0 {
                return Ok(None);
            }
        };
        let mut body = received.split_off(head_end + 4);
        let head = String::from_utf8_lossy(&received).into_owned();
        let length = content_length(&head).unwrap_or(0);
        while body.len() < length.min(MAX_BODY) {
            if read_some(stream, &mut body)? == 0 {
                return Ok(None);
            }
        }
        let target = head.split_whitespace().nth(1);
        let path = target.and_then(|target| target.split('?').next());
        Ok(path.map(|path| Self {
            path: path.to_owned(),
            body,
        }))
    }
}

impl Response {
    pub(crate) fn ok(content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: 200,
            content_type,
            location: None,
            label: "DATA",
            body,
        }
    }

    pub(crate) fn labelled(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    pub(crate) fn status(status: u16) -> Self {
        let body = format!("status {status}\n").into_bytes();
        Self {
            status,
            ..Self::ok("text/plain", body)
        }
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self {
            location: Some(to.to_owned()),
            ..Self::status(302)
        }
    }

    /// The head, for a body of `length` octets, or of unknown length.
    pub(crate) fn write_head(&self, out: &mut impl Write, length: Option<usize>) -> io::Result<()> {
        write!(out, "HTTP/1.1 {} {}\r\n", self.status, reason(self.status))?;
        write!(out, "Content-Type: {}\r\n", self.content_type)?;
        if let Some(location) = &self.location {
            write!(out, "Location: {location}\r\n")?;
        }
        if let Some(length) = length {
            write!(out, "Content-Length: {length}\r\n")?;
        }
        write!(out, "Connection: close\r\n\r\n")
    }

    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.write_head(out, Some(self.body.len()))?;
        out.write_all(&self.body)
    }
}

fn read_some(stream: &mut TcpStream, into: &mut Vec<u8>) -> io::Result<usize> {
    let mut chunk = [0; 8192];
    let count = stream.read(&mut chunk)?;
    into.extend(chunk.iter().take(count));
    Ok(count)
}

fn content_length(head: &str) -> Option<usize> {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?;
    value.trim().parse().ok()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let mut windows = haystack.windows(needle.len());
    windows.position(|window| window == needle)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        404 => "Not Found",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Other",
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const MAX_HEAD: usize = 64 << 10;
const MAX_BODY: usize = 1 << 20;

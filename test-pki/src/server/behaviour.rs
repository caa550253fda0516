//! How servers behave and misbehave.

use std::io::{self, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use openssl::base64;

use super::Shared;
use crate::http::{Request, Response};

/// How a server answers. A certificate that is expired, revoked or of the wrong usage is not named here: start the
/// server as a member of the PKI that has such a certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// As it should.
    #[default]
    Honest,
    /// Rightly, but after this time.
    Slow(Duration),
    /// With this status and a line of text.
    Status(u16),
    /// With a body that never ends.
    Endless,
    /// Rightly, one octet each time this long.
    Drip(Duration),
    /// With the first half of the body only, whose length was announced whole.
    CutOff,
    /// With the right contents as PEM text.
    Pem,
    /// With a page for people, status 200.
    Html,
    /// With a redirection to another address.
    Redirect(String),
    /// With an empty body, status 200.
    Empty,
    /// With another nonce than the one asked for (TSA, OCSP).
    WrongNonce,
    /// Without the nonce asked for (TSA, OCSP).
    NoNonce,
    /// About another digest (TSA).
    WrongImprint,
    /// With a clock that is off by this (TSA, OCSP, lists).
    ClockOff(SignedDuration),
    /// With the status "rejection" and this reason (TSA, RFC 3161, section 2.4.2).
    Rejection(FailureInfo),
    /// With an unsuccessful response status (OCSP, RFC 6960, section 4.2.1).
    Refusal(OcspRefusal),
    /// It does not know the certificate (OCSP).
    UnknownCertificate,
    /// About the certificate of this member of the same authority (OCSP).
    AboutAnother(String),
    /// A response or list of ten days ago, out of date for days (OCSP, lists).
    Stale,
    /// Rightly, but the last octet of the signature is another one (OCSP, lists).
    BrokenSignature,
}

/// `PKIFailureInfo` (RFC 3161, section 2.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureInfo {
    /// The digest algorithm is not supported.
    BadAlg = 0,
    /// The transaction is not permitted or supported.
    BadRequest = 2,
    /// The data have the wrong format.
    BadDataFormat = 5,
    /// The time source is not available.
    TimeNotAvailable = 14,
    /// The policy is not supported.
    UnacceptedPolicy = 15,
    /// An extension is not supported.
    UnacceptedExtension = 16,
    /// The additional information is not understood or not available.
    AddInfoNotAvailable = 17,
    /// A failure of the system.
    SystemFailure = 25,
}

/// `OCSPResponseStatus` without "successful" (RFC 6960, section 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OcspRefusal {
    /// The request is malformed.
    MalformedRequest = 1,
    /// An error inside the responder.
    InternalError = 2,
    /// It is busy.
    TryLater = 3,
    /// The request must be signed.
    SigRequired = 5,
    /// The client may not ask.
    Unauthorized = 6,
}

impl Behaviour {
    /// Answers on the wire.
    pub(super) fn deliver(
        &self,
        shared: &Shared,
        request: &Request,
        stream: &mut TcpStream,
    ) -> io::Result<()> {
        let right = || shared.answer(request, self);
        match self {
            Self::Slow(delay) => {
                if wait(*delay, shared) {
                    right().write(stream)?;
                }
                Ok(())
            }
            Self::Status(status) => Response::status(*status).write(stream),
            Self::Endless => endless(shared, stream),
            Self::Drip(pause) => drip(&right(), *pause, shared, stream),
            Self::CutOff => {
                let whole = right();
                whole.write_head(stream, Some(whole.body.len()))?;
                let half = whole.body.get(..whole.body.len() / 2);
                stream.write_all(half.unwrap_or_default())
            }
            Self::Pem => {
                let mut response = right();
                response.body = pem(response.label, &response.body);
                response.write(stream)
            }
            Self::Html => Response::ok("text/html", PAGE.to_vec()).write(stream),
            Self::Redirect(to) => Response::redirect(to).write(stream),
            Self::Empty => Response::ok("application/octet-stream", Vec::new()).write(stream),
            _ => right().write(stream),
        }
    }

    /// By how much the clock of the server is off.
    pub(super) fn clock_offset(&self) -> SignedDuration {
        match self {
            Self::ClockOff(offset) => *offset,
            Self::Stale => -STALE_BY,
            _ => SignedDuration::ZERO,
        }
    }

    /// Whether every kind of server can do this.
    pub(super) fn is_transport(&self) -> bool {
        matches!(
            self,
            Self::Honest
                | Self::Slow(_)
                | Self::Status(_)
                | Self::Endless
                | Self::Drip(_)
                | Self::CutOff
                | Self::Pem
                | Self::Html
                | Self::Redirect(_)
                | Self::Empty
        )
    }
}

/// Whether the time passed without the server being stopped.
fn wait(time: Duration, shared: &Shared) -> bool {
    let start = Instant::now();
    while start.elapsed() < time {
        if shared.is_stopped() {
            return false;
        }
        std::thread::sleep(TICK.min(time));
    }
    true
}

fn endless(shared: &Shared, stream: &mut TcpStream) -> io::Result<()> {
    Response::ok("application/octet-stream", Vec::new()).write_head(stream, None)?;
    let chunk = [0x30; 16 << 10];
    while !shared.is_stopped() {
        stream.write_all(&chunk)?;
    }
    Ok(())
}

fn drip(
    response: &Response,
    pause: Duration,
    shared: &Shared,
    stream: &mut TcpStream,
) -> io::Result<()> {
    response.write_head(stream, Some(response.body.len()))?;
    for octet in &response.body {
        if !wait(pause, shared) {
            break;
        }
        stream.write_all(&[*octet])?;
    }
    Ok(())
}

/// PEM text (RFC 7468).
pub(super) fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let text = base64::encode_block(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let body = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").into_bytes()
}

const TICK: Duration = Duration::from_millis(10);

/// Longer than any response lives, shorter than the certificates.
const STALE_BY: SignedDuration = SignedDuration::from_hours(24 * 10);

const PAGE: &[u8] =
    b"<!DOCTYPE html>\n<title>Login</title>\n<p>Please log in to use the network.\n";

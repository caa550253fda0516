//! Failures of connections, distinguished by kind and not by words.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

/// Why there is no connection, or no whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkFailure {
    kind: io::ErrorKind,
    code: Option<i32>,
    fault: NetworkFault,
    words: String,
}

/// The kind of failure, as far as the layers of a connection distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkFault {
    /// No address belongs to the name.
    NameNotFound,
    /// No program listens there.
    Refused,
    /// No way leads there.
    Unreachable,
    /// Too slow.
    TimedOut,
    /// The other side ended the connection before it was done.
    BrokenOff,
    /// The proxy does not pass the connection on.
    Proxy,
    /// No trusted certificate issued the server's.
    CertificateUntrusted,
    /// The server's certificate is for another name.
    CertificateName,
    /// The server's certificate has ended, or has not begun.
    CertificateTime,
    /// The server's certificate is refused for another reason.
    Certificate,
    /// Both sides agree on no way to speak TLS, or the server refuses this client.
    Handshake,
    /// The server violates the protocol.
    Protocol,
    /// Anything else.
    Other,
}

impl NetworkFailure {
    /// The innermost cause of an error: the outer ones repeat the URL, with whatever it holds.
    #[must_use]
    pub fn innermost(error: &(dyn Error + 'static)) -> Self {
        let mut cause = error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        let system = cause.downcast_ref::<io::Error>();
        let words = cause.to_string();
        let words = words.chars().filter(|letter| !letter.is_control());
        Self {
            kind: system.map_or(io::ErrorKind::Other, io::Error::kind),
            code: system.and_then(io::Error::raw_os_error),
            fault: NetworkFault::of(error, system),
            words: words.take(MAX_WORDS).collect(),
        }
    }

    /// The kind of failure that the operating system reports; [`io::ErrorKind::Other`] for a
    /// failure of a protocol.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.kind
    }

    /// What went wrong.
    #[must_use]
    pub fn fault(&self) -> NetworkFault {
        self.fault
    }

    /// The error number of the operating system.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.code
    }
}

impl NetworkFault {
    /// By the innermost error of the operating system where there is one with a kind, else by the
    /// texts of the libraries for TLS and HTTP: they have no types for it.
    fn of(error: &(dyn Error + 'static), system: Option<&io::Error>) -> Self {
        let of_system = system.map(|system| Self::of_kind(system.kind()));
        match of_system {
            Some(fault) if fault != Self::Other => fault,
            _ => Self::of_words(error),
        }
    }

    fn of_kind(kind: io::ErrorKind) -> Self {
        match kind {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable => Self::Unreachable,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::TimedOut,
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof => Self::BrokenOff,
            ErrorKind::InvalidData | ErrorKind::InvalidInput => Self::Protocol,
            _ => Self::Other,
        }
    }

    /// OpenSSL gives the result of its check of the certificate in the middle of the chain of errors, not at its end.
    fn of_words(error: &(dyn Error + 'static)) -> Self {
        let mut said = Vec::new();
        let mut cause = Some(error);
        while let Some(error) = cause {
            said.push(error.to_string().to_lowercase());
            cause = error.source();
        }
        // The outermost error repeats the URL, which may hold any words.
        said.retain(|said| !said.contains("for url ("));
        let says = |words: &str| said.iter().any(|cause| cause.contains(words));
        let found = KNOWN_WORDS
            .iter()
            .find(|(_, words)| words.iter().any(|one| says(one)));
        found.map_or(Self::Other, |(fault, _)| *fault)
    }
}

/// Texts of OpenSSL, hyper and the resolver of the operating system, the more exact ones first.
const KNOWN_WORDS: [(NetworkFault, &[&str]); 10] = [
    (
        NetworkFault::NameNotFound,
        &["failed to lookup address", "dns error"],
    ),
    (
        NetworkFault::CertificateName,
        &["hostname mismatch", "ip address mismatch"],
    ),
    (
        NetworkFault::CertificateTime,
        &["certificate has expired", "certificate is not yet valid"],
    ),
    (
        NetworkFault::CertificateUntrusted,
        &[
            "self-signed certificate",
            "self signed certificate",
            "unable to get local issuer certificate",
            "unable to get issuer certificate",
            "unable to verify the first certificate",
        ],
    ),
    (NetworkFault::Certificate, &["certificate verify failed"]),
    (NetworkFault::Proxy, &["tunnel", "proxy auth"]),
    (
        NetworkFault::BrokenOff,
        &[
            "connection closed before message completed",
            "unexpected eof",
            "unexpected end of file",
            "early eof",
        ],
    ),
    (
        NetworkFault::Handshake,
        &["ssl routines", "ssl alert", "handshake"],
    ),
    (
        NetworkFault::Protocol,
        &[
            "invalid http",
            "parsed",
            "message head is too large",
            "chunk",
        ],
    ),
    (NetworkFault::TimedOut, &["timed out"]),
];

/// In English, as the library or the operating system says it; 200 letters at most.
impl fmt::Display for NetworkFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<io::Error> for NetworkFailure {
    fn from(error: io::Error) -> Self {
        Self::innermost(&error)
    }
}

const MAX_WORDS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("http://user:secret@a/: no")]
    struct Outer(#[source] io::Error);

    #[test]
    fn the_innermost_cause_tells_kind_and_words() {
        let outer = Outer(io::Error::from_raw_os_error(111));
        let failure = NetworkFailure::innermost(&outer);
        assert_eq!(failure.kind(), io::ErrorKind::ConnectionRefused);
        assert_eq!(failure.code(), Some(111));
        assert!(!failure.to_string().contains("secret"));
        let other = NetworkFailure::from(io::Error::other("certificate\n expired"));
        assert_eq!(other.kind(), io::ErrorKind::Other);
        assert_eq!(other.to_string(), "certificate expired");
    }

    #[derive(Debug, thiserror::Error)]
    #[error("error:0A000086:SSL routines::certificate verify failed: ({0})")]
    struct Checked(&'static str, #[source] Stack);

    #[derive(Debug, thiserror::Error)]
    #[error(
        "error:0A000086:SSL routines::certificate verify failed:ssl/statem/statem_clnt.c:2091:"
    )]
    struct Stack;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Said(&'static str);

    #[test]
    fn what_openssl_says_of_a_certificate_is_told_apart() {
        for (said, fault) in [
            ("certificate has expired", NetworkFault::CertificateTime),
            ("hostname mismatch", NetworkFault::CertificateName),
            (
                "self-signed certificate in certificate chain",
                NetworkFault::CertificateUntrusted,
            ),
            ("unsuitable certificate purpose", NetworkFault::Certificate),
        ] {
            let failure = NetworkFailure::innermost(&Checked(said, Stack));
            assert_eq!(failure.fault(), fault, "{said}");
        }
    }

    #[test]
    fn what_libraries_only_write_is_told_apart() {
        for (said, fault) in [
            (
                "error:0A000410:SSL routines::ssl/tls alert handshake failure",
                NetworkFault::Handshake,
            ),
            ("invalid HTTP version parsed", NetworkFault::Protocol),
            (
                "connection closed before message completed",
                NetworkFault::BrokenOff,
            ),
            ("tunnel error: unsuccessful", NetworkFault::Proxy),
            ("something new", NetworkFault::Other),
        ] {
            assert_eq!(NetworkFailure::innermost(&Said(said)).fault(), fault);
        }
        let lookup =
            io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(
            NetworkFailure::from(lookup).fault(),
            NetworkFault::NameNotFound
        );
    }
}

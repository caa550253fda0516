//! What goes wrong with connections, told apart by kind and not by words.

use std::error::Error;
use std::fmt;
use std::io;

/// Why there is no connection, or no whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkFailure {
    kind: io::ErrorKind,
    code: Option<i32>,
    words: String,
}

impl NetworkFailure {
    /// The innermost cause of an error: the outer ones repeat the URL, with whatever stands in it.
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
            words: words.take(MAX_WORDS).collect(),
        }
    }

    /// What kind of failure the operating system reports; [`io::ErrorKind::Other`] for one of a protocol.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.kind
    }

    /// The error number of the operating system.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.code
    }
}

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
}

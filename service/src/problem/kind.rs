//! The kinds of problems: the last part of their type URI, their status, and what they mean, for programs and for the
//! interface description.

use axum::http::StatusCode;

use super::Problem;

/// Kinds of problems. The name of a kind never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Malformed,
    MissingPart,
    Empty,
    ForeignHost,
    ForeignOrigin,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    TooSlow,
    TooLarge,
    MediaType,
    NotPdf,
    Unreadable,
    UnknownKey,
    SigningRefused,
    NoPicture,
    Busy,
    KeyUnavailable,
    NoTimestamp,
    NotReady,
    /// The last one.
    Failed,
}

impl Kind {
    /// Every kind, in the order of the statuses.
    pub(crate) const ALL: [Self; 21] = [
        Self::Malformed,
        Self::MissingPart,
        Self::Empty,
        Self::ForeignHost,
        Self::ForeignOrigin,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::TooSlow,
        Self::TooLarge,
        Self::MediaType,
        Self::NotPdf,
        Self::Unreadable,
        Self::UnknownKey,
        Self::SigningRefused,
        Self::NoPicture,
        Self::Busy,
        Self::KeyUnavailable,
        Self::NoTimestamp,
        Self::NotReady,
        Self::Failed,
    ];

    /// The last part of the type URI.
    pub(crate) fn name(self) -> &'static str {
        self.about().0
    }

    /// The type URI.
    pub(crate) fn uri(self) -> String {
        format!("urn:kyso:problem:{}", self.name())
    }

    pub(crate) fn status(self) -> StatusCode {
        self.about().1
    }

    /// What it means, for the interface description.
    pub(crate) fn meaning(self) -> &'static str {
        self.about().2
    }

    /// Name, status and meaning.
    #[allow(clippy::too_many_lines, reason = "a table of kinds")]
    fn about(self) -> (&'static str, StatusCode, &'static str) {
        use StatusCode as Status;

        match self {
            Self::Malformed => (
                "malformed-request",
                Status::BAD_REQUEST,
                "the request is malformed",
            ),
            Self::MissingPart => (
                "missing-part",
                Status::BAD_REQUEST,
                "a part of the multipart body is missing",
            ),
            Self::Empty => ("empty-body", Status::BAD_REQUEST, "there is no document"),
            Self::ForeignHost => (
                "foreign-host",
                Status::FORBIDDEN,
                "the Host header names another machine",
            ),
            Self::ForeignOrigin => (
                "foreign-origin",
                Status::FORBIDDEN,
                "the request comes from a page of another site",
            ),
            Self::NotFound => (
                "not-found",
                Status::NOT_FOUND,
                "nothing is at this address, or not any more",
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                Status::METHOD_NOT_ALLOWED,
                "the method does not exist here",
            ),
            Self::NotAcceptable => (
                "not-acceptable",
                Status::NOT_ACCEPTABLE,
                "Accept names no form of the answer",
            ),
            Self::TooSlow => (
                "too-slow",
                Status::REQUEST_TIMEOUT,
                "the body did not arrive in time",
            ),
            Self::TooLarge => (
                "too-large",
                Status::PAYLOAD_TOO_LARGE,
                "the document, or a part, is larger than the service accepts",
            ),
            Self::MediaType => (
                "media-type",
                Status::UNSUPPORTED_MEDIA_TYPE,
                "the body is of a kind that is not accepted here",
            ),
            Self::NotPdf => (
                "not-a-pdf",
                Status::UNPROCESSABLE_ENTITY,
                "the document is not a PDF",
            ),
            Self::Unreadable => (
                "unreadable-pdf",
                Status::UNPROCESSABLE_ENTITY,
                "the document is a PDF that cannot be read",
            ),
            Self::UnknownKey => (
                "unknown-key",
                Status::UNPROCESSABLE_ENTITY,
                "the service holds no such key",
            ),
            Self::SigningRefused => (
                "signing-refused",
                Status::UNPROCESSABLE_ENTITY,
                "the document is not signed, for a reason in it or in the request",
            ),
            Self::NoPicture => (
                "no-picture",
                Status::UNPROCESSABLE_ENTITY,
                "the page cannot be drawn",
            ),
            Self::Busy => (
                "busy",
                Status::TOO_MANY_REQUESTS,
                "too many requests wait; Retry-After says when to ask again",
            ),
            Self::KeyUnavailable => (
                "key-unavailable",
                Status::SERVICE_UNAVAILABLE,
                "the key cannot be used now",
            ),
            Self::NoTimestamp => (
                "no-timestamp",
                Status::SERVICE_UNAVAILABLE,
                "no timestamp authority gave a timestamp, so nothing was signed",
            ),
            Self::NotReady => (
                "not-ready",
                Status::SERVICE_UNAVAILABLE,
                "there is no trust anchor in force",
            ),
            Self::Failed => (
                "failed",
                Status::INTERNAL_SERVER_ERROR,
                "the service failed; its log says why",
            ),
        }
    }
}

impl Problem {
    /// Which kind of problem it is.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::NotPdf => Kind::NotPdf,
            Self::Unreadable { .. } => Kind::Unreadable,
            Self::TooLarge { .. } => Kind::TooLarge,
            Self::Empty => Kind::Empty,
            Self::TooSlow => Kind::TooSlow,
            Self::MediaType | Self::SigningMediaType => Kind::MediaType,
            Self::Malformed(_) => Kind::Malformed,
            Self::MissingPart { .. } => Kind::MissingPart,
            Self::NotAcceptable => Kind::NotAcceptable,
            Self::UnknownKey => Kind::UnknownKey,
            Self::KeyUnavailable { .. } => Kind::KeyUnavailable,
            Self::SigningRefused { .. } => Kind::SigningRefused,
            Self::NoTimestamp { .. } => Kind::NoTimestamp,
            Self::NotFound => Kind::NotFound,
            Self::MethodNotAllowed => Kind::MethodNotAllowed,
            Self::ForeignHost => Kind::ForeignHost,
            Self::ForeignOrigin => Kind::ForeignOrigin,
            Self::NoPicture { .. } => Kind::NoPicture,
            Self::Busy { .. } => Kind::Busy,
            Self::NotReady(_) => Kind::NotReady,
            Self::Failed => Kind::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn all_kinds_are_listed_once_under_names_of_their_own() {
        for (index, kind) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index, "{kind:?}");
        }
        assert_eq!(Kind::Failed as usize + 1, Kind::ALL.len());
        let names: HashSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
    }
}

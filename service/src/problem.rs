//! Everything that keeps a request from success, and its words (RFC 9457): the only place where errors become answers.

mod causes;
mod kind;
mod words;

use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kyso_setup::Unready;
use kyso_words::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use super::language;
use super::malformed::Malformed;

pub(super) use kind::Kind;

/// Why a request fails. The type URI of a variant never changes.
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// The body is not a PDF.
    NotPdf,
    /// The body is a PDF that cannot be read.
    Unreadable { vi: String, en: String },
    /// The body is larger than the service accepts.
    TooLarge { limit: usize },
    /// There is no body.
    Empty,
    /// The body did not come in time.
    TooSlow,
    /// The body is of a kind that is not accepted here.
    MediaType,
    /// The same where a document is to be signed.
    SigningMediaType,
    /// The request is malformed.
    Malformed(Malformed),
    /// A part of the multipart body is missing.
    MissingPart { name: &'static str },
    /// No form of the answer is accepted.
    NotAcceptable,
    /// There is no such key.
    UnknownKey,
    /// The key cannot be used now.
    KeyUnavailable { vi: String, en: String },
    /// The document is not signed, for a reason in it or in the request.
    SigningRefused { vi: String, en: String },
    /// Nothing is signed because no timestamp authority gave a timestamp.
    NoTimestamp { vi: String, en: String },
    /// The address does not exist, or not any more.
    NotFound,
    /// The method does not exist here.
    MethodNotAllowed,
    /// The Host header names another machine.
    ForeignHost,
    /// The request comes from a page of another site.
    ForeignOrigin,
    /// No page picture can be drawn.
    NoPicture { vi: String, en: String },
    /// Too many requests wait.
    Busy { retry_after_seconds: u32 },
    /// The service cannot find anything valid.
    NotReady(Unready),
    /// Anything that should not happen.
    Failed,
}

/// The body of an answer about a problem (RFC 9457, section 3).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// A stable URI that tells programs which problem it is.
    #[serde(rename = "type")]
    #[schema(example = "urn:kyso:problem:not-a-pdf")]
    uri: String,
    /// What is wrong, in the language of the request.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What can be done, or what exactly was wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    /// Only where a document cannot be read: where its record, to print and file, is kept for some minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        nullable = false,
        example = "/v1/verifications/5f2c8a0d9b1e4c3fa7d6e8b2c4a19035/report.pdf"
    )]
    record: Option<String>,
}

/// Where the record of a document is that cannot be read: goes with the answer about its problem.
#[derive(Debug, Clone)]
pub(super) struct RecordAddress(pub(super) String);

impl Problem {
    fn status(&self) -> StatusCode {
        self.kind().status()
    }

    /// The last part of the type URI.
    pub(super) fn name(&self) -> &'static str {
        self.kind().name()
    }

    fn answer(&self, lang: Lang, record: Option<RecordAddress>) -> Response {
        let status = self.status();
        let body = ProblemBody {
            uri: self.kind().uri(),
            title: self.title(lang).to_owned(),
            status: status.as_u16(),
            detail: self.detail(lang),
            record: record.map(|address| address.0),
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(
            CONTENT_LANGUAGE,
            HeaderValue::from_static(lang.pick("vi", "en")),
        );
        if let Self::Busy {
            retry_after_seconds,
        } = self
        {
            headers.insert(RETRY_AFTER, HeaderValue::from(*retry_after_seconds));
        }
        response
    }

    /// The problem that replaces an error made by axum itself.
    fn of_status(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::MethodNotAllowed),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Self::MediaType),
            status if status.is_client_error() => Some(Self::Malformed(Malformed::Other)),
            status if status.is_server_error() => Some(Self::Failed),
            _ => None,
        }
    }
}

/// Turns the problem of a handler into an answer in the language of the request.
pub(super) async fn in_the_language_of_the_request(request: Request, next: Next) -> Response {
    let lang = language::of_request(&request);
    let response = next.run(request).await;
    let told = response.extensions().get::<Problem>().cloned();
    match told.or_else(|| Problem::of_status(response.status())) {
        Some(problem) => {
            let record = response.extensions().get::<RecordAddress>().cloned();
            let mut answer = problem.answer(lang, record);
            if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
                answer
                    .headers_mut()
                    .insert(axum::http::header::ALLOW, allow.clone());
            }
            answer
        }
        None => response,
    }
}

impl IntoResponse for Problem {
    /// Carries the problem to [`in_the_language_of_the_request`], which knows the language.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

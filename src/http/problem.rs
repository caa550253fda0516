//! Everything that keeps a request from success, and its words (RFC 9457): the only place where errors become answers.

use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kyso_pki::{TimestampFailure, TimestampSourceError};
use kyso_signer::{Hint, KeyError, LiftError, SignError};
use kyso_verifier::VerifyError;
use kyso_words::{Lang, Localized};
use serde::Serialize;
use utoipa::ToSchema;

use super::language;
use super::malformed::Malformed;
use crate::keys::KeyFailure;

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
    /// There is nothing at this address, or not any more.
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

/// Why the service is not ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unready {
    /// There are no trust anchors.
    NoAnchors,
    /// All trust anchors are outside their validity period.
    NoAnchorInForce,
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
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) | Self::MissingPart { .. } | Self::Empty => StatusCode::BAD_REQUEST,
            Self::ForeignHost | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType | Self::SigningMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotPdf
            | Self::Unreadable { .. }
            | Self::UnknownKey
            | Self::SigningRefused { .. }
            | Self::NoPicture { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NotReady(_) | Self::KeyUnavailable { .. } | Self::NoTimestamp { .. } => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The last part of the type URI.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::NotPdf => "not-a-pdf",
            Self::Unreadable { .. } => "unreadable-pdf",
            Self::TooLarge { .. } => "too-large",
            Self::Empty => "empty-body",
            Self::TooSlow => "too-slow",
            Self::MediaType | Self::SigningMediaType => "media-type",
            Self::Malformed(_) => "malformed-request",
            Self::MissingPart { .. } => "missing-part",
            Self::NotAcceptable => "not-acceptable",
            Self::UnknownKey => "unknown-key",
            Self::KeyUnavailable { .. } => "key-unavailable",
            Self::SigningRefused { .. } => "signing-refused",
            Self::NoTimestamp { .. } => "no-timestamp",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::ForeignHost => "foreign-host",
            Self::ForeignOrigin => "foreign-origin",
            Self::NoPicture { .. } => "no-picture",
            Self::Busy { .. } => "busy",
            Self::NotReady(_) => "not-ready",
            Self::Failed => "failed",
        }
    }

    fn title(&self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::NotPdf => ("Tệp này không phải là PDF.", "This file is not a PDF."),
            Self::Unreadable { .. } => ("Không đọc được tệp PDF này.", "This PDF cannot be read."),
            Self::TooLarge { .. } => ("Tệp quá lớn.", "The file is too large."),
            Self::Empty => ("Yêu cầu không có tệp.", "The request holds no file."),
            Self::TooSlow => (
                "Tệp không được gửi xong kịp thời.",
                "The file did not arrive in time.",
            ),
            Self::MediaType | Self::SigningMediaType => (
                "Không nhận loại nội dung này.",
                "This kind of content is not accepted.",
            ),
            Self::Malformed(_) => ("Yêu cầu không đúng dạng.", "The request is malformed."),
            Self::MissingPart { .. } => (
                "Yêu cầu thiếu một phần.",
                "A part of the request is missing.",
            ),
            Self::NotAcceptable => (
                "Không có báo cáo dạng này.",
                "The report is not available in this form.",
            ),
            Self::UnknownKey => ("Không có khóa ký này.", "There is no such key."),
            Self::KeyUnavailable { .. } => (
                "Hiện không dùng được khóa ký.",
                "The key cannot be used now.",
            ),
            Self::SigningRefused { .. } => {
                ("Văn bản không được ký.", "The document was not signed.")
            }
            Self::NoTimestamp { .. } => (
                "Chưa có dấu thời gian nên văn bản không được ký.",
                "There is no timestamp, so the document was not signed.",
            ),
            Self::NotFound => (
                "Không có gì ở địa chỉ này.",
                "There is nothing at this address.",
            ),
            Self::MethodNotAllowed => (
                "Phương thức không dùng được ở đây.",
                "This method is not allowed here.",
            ),
            Self::ForeignHost => (
                "Tên máy trong yêu cầu không phải máy này.",
                "The host of the request is not this machine.",
            ),
            Self::ForeignOrigin => (
                "Yêu cầu đến từ trang web khác.",
                "The request comes from another site.",
            ),
            Self::NoPicture { .. } => ("Không dựng được ảnh trang.", "The page cannot be drawn."),
            Self::Busy { .. } => ("Dịch vụ đang bận.", "The service is busy."),
            Self::NotReady(_) => ("Dịch vụ chưa sẵn sàng.", "The service is not ready."),
            Self::Failed => ("Dịch vụ gặp lỗi.", "The service failed."),
        };
        lang.pick(vi, en)
    }

    fn detail(&self, lang: Lang) -> String {
        let (vi, en) = match self {
            Self::Unreadable { vi, en }
            | Self::KeyUnavailable { vi, en }
            | Self::SigningRefused { vi, en }
            | Self::NoTimestamp { vi, en }
            | Self::NoPicture { vi, en } => return lang.pick(vi, en).to_owned(),
            Self::Malformed(what) => return what.text(lang),
            Self::TooLarge { limit } => {
                let megabytes = limit >> 20;
                return match lang {
                    Lang::Vi => format!(
                        "Dịch vụ nhận tệp tới {megabytes} MB. Tệp lớn hơn: kyso verify TỆP."
                    ),
                    Lang::En => format!(
                        "The service accepts up to {megabytes} MB. Larger files: kyso verify FILE."
                    ),
                };
            }
            Self::MissingPart { name } => {
                return lang.pick("Thiếu phần: ", "Missing part: ").to_owned() + name;
            }
            Self::NotPdf => (
                "Không thấy dấu %PDF- trong 1024 byte đầu. Hãy gửi chính tệp PDF, không nén.",
                "There is no %PDF- in its first 1024 bytes. Send the PDF itself, not an archive.",
            ),
            Self::SigningMediaType => (
                "Gửi multipart/form-data với các phần file (PDF), request (JSON) và image (PNG).",
                "Send multipart/form-data with the parts file (PDF), request (JSON) and image (PNG).",
            ),
            Self::MediaType => (
                "Gửi application/pdf, hoặc multipart/form-data với phần file.",
                "Send application/pdf, or multipart/form-data with the part file.",
            ),
            Self::NotAcceptable => (
                "Có application/json, text/html và application/pdf.",
                "There are application/json, text/html and application/pdf.",
            ),
            Self::UnknownKey => ("Xem GET /v1/keys.", "See GET /v1/keys."),
            Self::ForeignHost => (
                "Hãy mở dịch vụ bằng địa chỉ 127.0.0.1, [::1] hoặc localhost.",
                "Open the service as 127.0.0.1, [::1] or localhost.",
            ),
            Self::ForeignOrigin => (
                "Chỉ trang của chính dịch vụ và chương trình trên máy này được gửi yêu cầu.",
                "Only the service's own page and programs on this machine may send requests.",
            ),
            Self::Busy { .. } => ("Hãy thử lại sau ít giây.", "Try again in a few seconds."),
            Self::NotReady(Unready::NoAnchors) => (
                "Chưa có chứng thư gốc tin cậy: kyso trust add.",
                "There are no trust anchors: kyso trust add.",
            ),
            Self::NotReady(Unready::NoAnchorInForce) => (
                "Mọi chứng thư gốc tin cậy đều ngoài thời hạn: kyso trust check, rồi kyso trust add.",
                "All trust anchors are outside their validity period: kyso trust check, then kyso trust add.",
            ),
            Self::Failed => ("Xem nhật ký của dịch vụ.", "See the log of the service."),
            Self::Empty | Self::TooSlow | Self::NotFound | Self::MethodNotAllowed => ("", ""),
        };
        lang.pick(vi, en).to_owned()
    }

    fn answer(&self, lang: Lang) -> Response {
        let status = self.status();
        let body = ProblemBody {
            uri: format!("urn:kyso:problem:{}", self.name()),
            title: self.title(lang).to_owned(),
            status: status.as_u16(),
            detail: self.detail(lang),
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

    /// What stands for an error that axum made itself.
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
            let mut answer = problem.answer(lang);
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

impl From<VerifyError> for Problem {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Pdf(kyso_pdf::PdfError::NotPdf) => Self::NotPdf,
            error => Self::Unreadable {
                vi: error.text(Lang::Vi),
                en: error.text(Lang::En),
            },
        }
    }
}

impl From<SignError> for Problem {
    fn from(error: SignError) -> Self {
        let text = |lang| match error.hint().map(fields) {
            Some(fields) => format!("{} ({fields})", error.text(lang)),
            None => error.text(lang),
        };
        let (vi, en) = (text(Lang::Vi), text(Lang::En));
        match error {
            SignError::Pdf(kyso_pdf::PdfError::NotPdf) => Self::NotPdf,
            SignError::Key(KeyError::Device(_)) => Self::KeyUnavailable { vi, en },
            // Nothing that comes later helps: the request asks for what the service is not made for.
            SignError::Lift(LiftError::Timestamp(error)) if is_not_configured(&error) => {
                Self::SigningRefused { vi, en }
            }
            SignError::Lift(LiftError::Timestamp(_)) => Self::NoTimestamp { vi, en },
            SignError::Digest(_) | SignError::Library(_) => Self::Failed,
            _ => Self::SigningRefused { vi, en },
        }
    }
}

fn is_not_configured(error: &TimestampSourceError) -> bool {
    let mut attempts = error.attempts.iter();
    !error.attempts.is_empty()
        && attempts.all(|attempt| matches!(attempt.failure, TimestampFailure::NotConfigured))
}

/// The fields of the request that give what would help.
fn fields(hint: Hint) -> &'static str {
    match hint {
        Hint::Position => "position",
        Hint::NumberAndDate => "number_position, date_positions, number_printed",
        Hint::PersonField => "person_field",
        Hint::AllowDraft => "allow_draft",
        Hint::TimestampRoom => "timestamp_room",
        _ => "request",
    }
}

impl From<KeyFailure> for Problem {
    /// Paths of the service's files go to its log, not to clients.
    fn from(error: KeyFailure) -> Self {
        tracing::warn!("key not available: {}", error.text(Lang::En));
        match error {
            KeyFailure::Token(_) | KeyFailure::ModuleUnnamed => Self::KeyUnavailable {
                vi: error.text(Lang::Vi),
                en: error.text(Lang::En),
            },
            _ => Self::KeyUnavailable {
                vi: "Xem nhật ký của dịch vụ.".to_owned(),
                en: "See the log of the service.".to_owned(),
            },
        }
    }
}

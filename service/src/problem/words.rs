//! The words of problems.

use kyso_setup::Unready;
use kyso_words::{Lang, Localized};

use super::Problem;

impl Problem {
    pub(crate) fn title(&self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::NotPdf => ("Không phải tệp PDF.", "Not a PDF."),
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

    pub(crate) fn detail(&self, lang: Lang) -> String {
        let (vi, en) = match self {
            Self::Unreadable { vi, en }
            | Self::KeyUnavailable { vi, en }
            | Self::SigningRefused { vi, en }
            | Self::NoTimestamp { vi, en }
            | Self::NoPicture { vi, en } => return lang.pick(vi, en).to_owned(),
            Self::Malformed(what) => return what.text(lang),
            Self::TooLarge { limit } => return too_large(lang, limit >> 20),
            Self::MissingPart { name } => {
                return lang.pick("Thiếu phần: ", "Missing part: ").to_owned() + name;
            }
            Self::NotPdf => (
                "Không có dấu %PDF- trong 1024 byte đầu. Nếu là tệp nén, hãy giải nén rồi gửi tệp PDF bên trong.",
                "No %PDF- header in the first 1024 bytes. If it is an archive, unpack it and send the PDF inside.",
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
                "Chưa có chứng thư gốc tin cậy. Hãy báo quản trị viên.",
                "There are no trust anchors. Tell the administrator.",
            ),
            Self::NotReady(Unready::NoAnchorInForce) => (
                "Mọi chứng thư gốc tin cậy đều ngoài thời hạn. Hãy báo quản trị viên.",
                "All trust anchors are outside their validity period. Tell the administrator.",
            ),
            Self::Failed => ("Xem nhật ký của dịch vụ.", "See the log of the service."),
            Self::Empty | Self::TooSlow | Self::NotFound | Self::MethodNotAllowed => ("", ""),
        };
        lang.pick(vi, en).to_owned()
    }
}

fn too_large(lang: Lang, megabytes: usize) -> String {
    match lang {
        Lang::Vi => format!("Giới hạn là {megabytes} MB."),
        Lang::En => format!("The limit is {megabytes} MB."),
    }
}

#[cfg(test)]
mod tests {
    use kyso_pdf::{Locked, PdfError};
    use kyso_pki::TimestampSourceError;
    use kyso_setup::{FileTooLarge, KeyFailure};
    use kyso_signer::{LiftError, SignError};
    use kyso_stamp_images::RenderError;
    use kyso_verifier::VerifyError;
    use kyso_words::lower_first;

    use super::*;
    use crate::malformed::Malformed;
    use crate::problem::Kind;

    /// What a problem says in title and detail, as one sentence.
    fn sentence(problem: &Problem, lang: Lang) -> String {
        let (title, detail) = (problem.title(lang), problem.detail(lang));
        let cause = detail.split(". ").next().unwrap_or_default();
        let [title, cause] = [title, cause].map(|text| text.trim_end_matches('.'));
        lower_first(&format!("{title}: {}", lower_first(cause)))
    }

    #[test]
    fn the_command_line_says_the_same_of_the_same_cause() {
        for lang in [Lang::Vi, Lang::En] {
            let not_pdf = sentence(&Problem::NotPdf, lang);
            assert_eq!(not_pdf, PdfError::NotPdf.text(lang));
            let limit = 50 << 20;
            let too_large = sentence(&Problem::TooLarge { limit }, lang);
            let limit = limit as u64;
            assert_eq!(too_large, FileTooLarge { limit }.text(lang));
        }
    }

    /// Who asks over HTTP has no command line of this machine.
    #[test]
    fn no_problem_names_a_command() {
        for problem in Kind::ALL.into_iter().flat_map(of_kind) {
            for lang in [Lang::Vi, Lang::En] {
                let text = format!("{} {}", problem.title(lang), problem.detail(lang));
                assert!(!text.contains("kyso "), "{text}");
                assert!(!text.contains("--"), "{text}");
            }
        }
    }

    /// The problems of a kind, those that a library words with one of its errors.
    fn of_kind(kind: Kind) -> Vec<Problem> {
        let problems = match kind {
            Kind::Malformed => malformed().into_iter().map(Problem::Malformed).collect(),
            Kind::MissingPart => vec![Problem::MissingPart { name: "file" }],
            Kind::Empty => vec![Problem::Empty],
            Kind::ForeignHost => vec![Problem::ForeignHost],
            Kind::ForeignOrigin => vec![Problem::ForeignOrigin],
            Kind::NotFound => vec![Problem::NotFound],
            Kind::MethodNotAllowed => vec![Problem::MethodNotAllowed],
            Kind::NotAcceptable => vec![Problem::NotAcceptable],
            Kind::TooSlow => vec![Problem::TooSlow],
            Kind::TooLarge => vec![Problem::TooLarge { limit: 50 << 20 }],
            Kind::MediaType => vec![Problem::MediaType, Problem::SigningMediaType],
            Kind::NotPdf => vec![Problem::NotPdf],
            Kind::Unreadable => vec![
                VerifyError::ContentMissing.into(),
                VerifyError::Pdf(PdfError::Locked(Locked::PasswordNeeded)).into(),
            ],
            Kind::UnknownKey => vec![Problem::UnknownKey],
            Kind::SigningRefused => vec![
                SignError::NumberOnScan.into(),
                SignError::Lift(LiftError::TimestampTooLarge {
                    token: 9000,
                    room: 8192,
                })
                .into(),
            ],
            Kind::NoPicture => {
                let error = RenderError::NotReadable;
                let (vi, en) = (error.vietnamese(), error.to_string());
                vec![Problem::NoPicture { vi, en }]
            }
            Kind::Busy => vec![Problem::Busy {
                retry_after_seconds: 2,
            }],
            Kind::KeyUnavailable => vec![
                KeyFailure::ModuleUnnamed.into(),
                KeyFailure::NoSecret { path: "a".into() }.into(),
            ],
            Kind::NoTimestamp => {
                let error = TimestampSourceError {
                    attempts: Vec::new(),
                };
                vec![SignError::Lift(LiftError::Timestamp(error)).into()]
            }
            Kind::NotReady => vec![
                Problem::NotReady(Unready::NoAnchors),
                Problem::NotReady(Unready::NoAnchorInForce),
            ],
            Kind::Failed => vec![Problem::Failed],
        };
        assert!(!problems.is_empty() && problems.iter().all(|one| one.kind() == kind));
        problems
    }

    fn malformed() -> [Malformed; 8] {
        [
            Malformed::Body,
            Malformed::Multipart,
            Malformed::UnknownPart("a".to_owned()),
            Malformed::PartTwice("file"),
            Malformed::TooManyParts(3),
            Malformed::Numbering,
            Malformed::PageZero,
            Malformed::Other,
        ]
    }
}

//! The words of problems.

use kyso_words::{Lang, Localized};

use super::{Problem, Unready};

impl Problem {
    pub(super) fn title(&self, lang: Lang) -> &'static str {
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

    pub(super) fn detail(&self, lang: Lang) -> String {
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
}

fn too_large(lang: Lang, megabytes: usize) -> String {
    match lang {
        Lang::Vi => {
            format!("Dịch vụ nhận tệp tới {megabytes} MB. Tệp lớn hơn: kyso verify TỆP.")
        }
        Lang::En => {
            format!("The service accepts up to {megabytes} MB. Larger files: kyso verify FILE.")
        }
    }
}

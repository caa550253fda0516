//! The Vietnamese words about timestamp authorities: what they answer, and why they do not.

use kyso_words::{Localized, vietnam_time};

use crate::timestamp::{
    NoResponse, TimestampAttempt, TimestampError, TimestampFailure, TimestampFailureInfo,
    TimestampRefusal, TimestampRequestError, TimestampResponseError, TimestampSourceError,
    TimestampStatus,
};

impl Localized for TimestampResponseError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Ber(error) => format!("trả lời sai cấu trúc: {}", error.vietnamese()),
            Self::Malformed(error) => format!("trả lời sai cấu trúc: {}", error.vietnamese()),
            Self::Trailing { offset } => format!("có dữ liệu lạ sau trả lời, ở byte {offset}"),
            Self::Refused(refusal) => refusal.vietnamese(),
            Self::NoToken => "máy chủ chấp nhận nhưng không gửi dấu thời gian".to_owned(),
            Self::Token(error) => error.vietnamese(),
            Self::ImprintAlgorithm { requested, found } => {
                format!("đã yêu cầu {requested}, dấu thời gian dùng {found}")
            }
            Self::NonceMismatch => {
                "dấu thời gian là của yêu cầu khác: số ngẫu nhiên (nonce) không khớp".to_owned()
            }
            Self::NonceMissing => {
                "dấu thời gian không lặp lại số ngẫu nhiên (nonce) của yêu cầu".to_owned()
            }
            Self::Policy { requested, found } => {
                format!("đã yêu cầu chính sách {requested}, dấu thời gian theo {found}")
            }
            Self::NoCertificate => "dấu thời gian không kèm chứng thư của nơi cấp".to_owned(),
            Self::CertificateNotNamed => {
                "dấu thời gian không cam kết chứng thư của nơi cấp".to_owned()
            }
            Self::CertificateOutOfTime { at, subject } => format!(
                "chứng thư {subject} không có hiệu lực lúc {}",
                vietnam_time(*at)
            ),
            Self::Usage { subject } => {
                format!("chứng thư {subject} của nơi cấp không phải chứng thư cấp dấu thời gian")
            }
        }
    }
}

/// The authority's own words are repeated as they are, in quotes.
impl Localized for TimestampRefusal {
    fn vietnamese(&self) -> String {
        let failures = self.failures.iter().map(Localized::vietnamese);
        let texts = self.texts.iter().map(|text| format!("“{text}”"));
        let parts: Vec<String> = std::iter::once(self.status.vietnamese())
            .chain(failures)
            .chain(texts)
            .collect();
        format!("nơi cấp không cấp dấu thời gian ({})", parts.join(", "))
    }
}

impl Localized for TimestampStatus {
    fn vietnamese(&self) -> String {
        match self {
            Self::Granted => "chấp nhận",
            Self::GrantedWithModifications => "chấp nhận, có thay đổi",
            Self::Rejection => "từ chối",
            Self::Waiting => "đang chờ xử lý",
            Self::RevocationWarning => "chứng thư của nơi cấp sắp bị thu hồi",
            Self::RevocationNotification => "chứng thư của nơi cấp đã bị thu hồi",
            Self::Unknown(number) => return format!("mã {number}"),
        }
        .to_owned()
    }
}

impl Localized for TimestampFailureInfo {
    fn vietnamese(&self) -> String {
        match self {
            Self::BadAlgorithm => "không nhận thuật toán băm này",
            Self::BadRequest => "không cho phép hoặc không hỗ trợ yêu cầu này",
            Self::BadDataFormat => "yêu cầu sai dạng",
            Self::TimeNotAvailable => "không có nguồn thời gian",
            Self::UnacceptedPolicy => "không hỗ trợ chính sách đã yêu cầu",
            Self::UnacceptedExtension => "không nhận phần mở rộng của yêu cầu",
            Self::AdditionalInformationNotAvailable => "không có thông tin bổ sung đã yêu cầu",
            Self::SystemFailure => "hệ thống gặp lỗi",
            Self::Other(bit) => return format!("lý do số {bit}"),
        }
        .to_owned()
    }
}

impl Localized for TimestampError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Cms(error) => error.vietnamese(),
            Self::NotTimestamp { content_type } => {
                format!("nội dung thuộc loại {content_type}, không phải dấu thời gian")
            }
            Self::NoContent => "không có nội dung của dấu thời gian".to_owned(),
            Self::Malformed(error) => {
                format!(
                    "nội dung của dấu thời gian sai cấu trúc: {}",
                    error.vietnamese()
                )
            }
            Self::Version { version } => {
                format!("nội dung của dấu thời gian có phiên bản {version}, không phải 1")
            }
            Self::CriticalExtension { oid } => {
                format!("dấu thời gian có phần mở rộng bắt buộc {oid} mà chương trình không hiểu")
            }
            Self::Imprint(error) => {
                format!(
                    "không kiểm tra được giá trị băm trong dấu thời gian: {}",
                    error.vietnamese()
                )
            }
            Self::ImprintMismatch => "dấu thời gian được cấp cho dữ liệu khác".to_owned(),
        }
    }
}

impl Localized for TimestampRequestError {
    fn vietnamese(&self) -> String {
        match self {
            Self::DigestLength {
                algorithm,
                expected,
                actual,
            } => format!("giá trị băm {algorithm} phải có {expected} byte, không phải {actual}"),
            Self::WeakDigest { algorithm } => {
                format!("{algorithm} không còn an toàn, không dùng để xin dấu thời gian")
            }
        }
    }
}

/// Every failure, with how often it came in a row.
impl Localized for TimestampSourceError {
    fn vietnamese(&self) -> String {
        let one = |(attempt, times): (&TimestampAttempt, usize)| {
            let failure = match times {
                1 => attempt.failure.vietnamese(),
                _ => format!("{} ({times} lần)", attempt.failure.vietnamese()),
            };
            match attempt.authority.as_str() {
                "" => failure,
                authority => format!("{authority}: {failure}"),
            }
        };
        let failures: Vec<String> = self.grouped().map(one).collect();
        format!("không lấy được dấu thời gian: {}", failures.join("; "))
    }
}

impl Localized for TimestampFailure {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotConfigured => "chưa cấu hình máy chủ dấu thời gian nào".to_owned(),
            Self::Connection { reason } => format!("không kết nối được ({})", reason.vietnamese()),
            Self::TimedOut { after } => format!("không trả lời trong {} giây", after.as_secs()),
            Self::HttpStatus { status } => format!("máy chủ trả mã HTTP {status}"),
            Self::TooLarge { limit } => format!("trả lời dài hơn {limit} byte"),
            Self::Exhausted { until } => {
                let until = vietnam_time(*until);
                format!("đã dùng hết số lượt gọi cho phép, đến {until}")
            }
            Self::Suspended { until } => {
                let until = vietnam_time(*until);
                format!("đã lỗi nhiều lần, tạm ngừng gọi đến {until}")
            }
            Self::Clock { token, here } => format!(
                "giờ trong dấu thời gian ({}) lệch với giờ máy này ({})",
                vietnam_time(*token),
                vietnam_time(*here)
            ),
            Self::Certificate { subject, reason } => {
                let why = reason.vietnamese();
                format!("chứng thư của {subject} không được chấp nhận ({why})")
            }
            Self::Response(error) => format!("trả lời không dùng được ({})", error.vietnamese()),
            Self::NoResponse { found, .. } => found.vietnamese(),
            Self::Request(error) => format!("không tạo được yêu cầu ({})", error.vietnamese()),
            Self::NoRandomNumbers => "không có số ngẫu nhiên cho yêu cầu".to_owned(),
        }
    }
}

impl Localized for NoResponse {
    fn vietnamese(&self) -> String {
        match self {
            Self::WebPage => "trả lời là một trang web, không phải dấu thời gian",
            Self::Empty => "trả lời rỗng",
            Self::Compressed => "trả lời bị nén dù không yêu cầu",
            Self::NotSent => "không gửi được yêu cầu",
            Self::Other => "trả lời không phải dấu thời gian",
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::PathIndication;

    #[test]
    fn a_refused_connection_is_told_in_vietnamese() {
        let reason = std::io::Error::from_raw_os_error(111).into();
        let told = TimestampFailure::Connection { reason }.vietnamese();
        assert_eq!(told, "không kết nối được (máy chủ từ chối kết nối)");
    }

    #[test]
    fn an_authority_that_failed_again_and_again_is_named_once() {
        let attempt = TimestampAttempt {
            authority: "http://tsa.example.vn/".to_owned(),
            failure: TimestampFailure::HttpStatus { status: 503 },
        };
        let said = TimestampSourceError {
            attempts: vec![attempt; 3],
        };
        assert_eq!(
            said.vietnamese(),
            "không lấy được dấu thời gian: http://tsa.example.vn/: máy chủ trả mã HTTP 503 (3 lần)"
        );
    }

    #[test]
    fn codes_of_a_refusal_are_vietnamese_words() {
        let refusal = TimestampRefusal {
            status: TimestampStatus::Rejection,
            failures: vec![TimestampFailureInfo::TimeNotAvailable],
            texts: vec!["bận".to_owned()],
        };
        assert_eq!(
            refusal.vietnamese(),
            "nơi cấp không cấp dấu thời gian (từ chối, không có nguồn thời gian, “bận”)"
        );
    }

    #[test]
    fn a_certificate_that_is_not_accepted_is_not_named_by_a_code() {
        let failure = TimestampFailure::Certificate {
            subject: "CN=TSA".to_owned(),
            reason: PathIndication::NoCertificateChainFound,
        };
        let said = failure.vietnamese();
        assert!(!said.contains("CHAIN"), "{said}");
    }

    #[test]
    fn each_fault_of_a_token_has_words_of_its_own() {
        let version = TimestampError::Version { version: 3 };
        let other = TimestampError::ImprintMismatch;
        assert!(version.vietnamese().contains("phiên bản 3"));
        assert_ne!(version.vietnamese(), other.vietnamese());
    }
}

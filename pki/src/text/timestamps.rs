//! The Vietnamese words about answers of timestamp authorities.

use kyso_words::{Localized, vietnam_time};

use crate::timestamp::{TimestampError, TimestampRefusal, TimestampResponseError};

impl Localized for TimestampResponseError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Ber(_) | Self::Malformed(_) => "trả lời sai cấu trúc".to_owned(),
            Self::Trailing { offset } => format!("có dữ liệu lạ sau trả lời, ở byte {offset}"),
            Self::Refused(refusal) => refusal.vietnamese(),
            Self::NoToken => "máy chủ chấp nhận nhưng không gửi dấu thời gian".to_owned(),
            Self::Token(error) => error.vietnamese(),
            Self::ImprintAlgorithm { requested, found } => {
                format!("đã yêu cầu {requested}, dấu thời gian dùng {found}")
            }
            Self::NonceMismatch => "dấu thời gian là của yêu cầu khác (sai nonce)".to_owned(),
            Self::NonceMissing => "dấu thời gian không lặp lại nonce của yêu cầu".to_owned(),
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
            _ => "chứng thư của nơi cấp không dùng được cho dấu thời gian".to_owned(),
        }
    }
}

/// Codes are those of RFC 3161; the authority's own words are repeated as they are.
impl Localized for TimestampRefusal {
    fn vietnamese(&self) -> String {
        format!("nơi cấp từ chối ({self})")
    }
}

impl Localized for TimestampError {
    fn vietnamese(&self) -> String {
        "dấu thời gian không kiểm tra được hoặc không khớp với dữ liệu đã gửi".to_owned()
    }
}

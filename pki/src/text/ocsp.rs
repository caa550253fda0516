//! The Vietnamese words about OCSP requests and responses.

use kyso_words::Localized;

use crate::ocsp::{OcspError, OcspMember, ResponseStatus};

impl Localized for OcspError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Encoding(error) => format!("không phải trả lời OCSP: {}", error.vietnamese()),
            Self::Ber(error) => format!("không phải trả lời OCSP: {}", error.vietnamese()),
            Self::Status(status) => format!("máy chủ OCSP trả lời: {}", status.vietnamese()),
            Self::Type { oid } => format!("chưa hỗ trợ trả lời OCSP loại {oid}"),
            Self::TooLarge { size, limit } => {
                format!("trả lời OCSP dài {size} byte, chỉ đọc tối đa {limit} byte")
            }
            Self::TooMany { what, limit } => {
                format!("trả lời OCSP có quá {limit} {}", what.vietnamese())
            }
            Self::Certificate(error) => error.vietnamese(),
            Self::Nonce { size } => format!("nonce dài {size} byte, chỉ được từ 1 đến 128 byte"),
            Self::Library => "thư viện mật mã báo lỗi".to_owned(),
        }
    }
}

impl Localized for OcspMember {
    fn vietnamese(&self) -> String {
        match self {
            Self::Answers => "câu trả lời",
            Self::Certificates => "chứng thư",
            Self::Requests => "câu hỏi",
        }
        .to_owned()
    }
}

impl Localized for ResponseStatus {
    fn vietnamese(&self) -> String {
        match self {
            Self::MalformedRequest => "không đọc được câu hỏi",
            Self::InternalError => "máy chủ gặp lỗi",
            Self::TryLater => "đang bận, hãy hỏi lại sau",
            Self::SignatureRequired => "chỉ trả lời câu hỏi có ký",
            Self::Unauthorized => "không trả lời nơi hỏi này, hoặc không trả lời về nơi cấp này",
            Self::Other(number) => return format!("mã {number}"),
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_responder_answers_instead_is_said_in_vietnamese() {
        let busy = OcspError::Status(ResponseStatus::TryLater);
        assert_eq!(busy.to_string(), "the OCSP responder answers: tryLater");
        assert_eq!(
            busy.vietnamese(),
            "máy chủ OCSP trả lời: đang bận, hãy hỏi lại sau"
        );
    }
}

//! The Vietnamese words about paths and the use of keys.

use kyso_words::Localized;

use crate::path::{PathProblem, UsageProblem};

impl Localized for PathProblem {
    fn vietnamese(&self) -> String {
        match self {
            Self::IssuerMissing { issuer, .. } => {
                format!("không có chứng thư của nơi cấp “{issuer}”")
            }
            Self::NotAnchored { root } => format!("“{root}” không phải gốc tin cậy"),
            Self::BadSignature { depth: 0 } => {
                "chữ ký của nơi cấp trên chứng thư của người ký sai".to_owned()
            }
            Self::BadSignature { depth } => {
                format!("chữ ký trên chứng thư của nơi cấp (bậc {depth}) sai")
            }
            Self::Constraints { depth: 0, .. } => {
                "chứng thư của người ký không tuân theo giới hạn mà nơi cấp đặt ra".to_owned()
            }
            Self::Constraints { depth, .. } => {
                format!("chứng thư của nơi cấp (bậc {depth}) vượt giới hạn được phép cấp")
            }
            Self::KeyUsage { problem, .. } => problem.vietnamese(),
            Self::Unusable => "không dùng được chứng thư để lập chuỗi".to_owned(),
            Self::NotYetValid { .. } | Self::Expired { .. } | Self::Other { .. } => {
                "chuỗi không đạt kiểm tra".to_owned()
            }
        }
    }
}

/// As the end of a sentence about the certificate.
impl Localized for UsageProblem {
    fn vietnamese(&self) -> String {
        match self {
            Self::Malformed => "không đọc được phần nói về mục đích sử dụng khóa",
            Self::NoSignatures => "mục đích sử dụng khóa (key usage) không có ký số",
            Self::Authority => "đó là chứng thư của tổ chức chứng thực, không phải của người ký",
            Self::ServicesOnly => {
                "mục đích sử dụng mở rộng chỉ dành cho dịch vụ như máy chủ TLS, ký phần mềm, OCSP hay dấu thời gian"
            }
            Self::OtherPurposes => {
                "mục đích sử dụng mở rộng (bắt buộc) không có mục đích nào dùng để ký văn bản"
            }
            Self::NotForTimestamps => "thiếu mục đích sử dụng mở rộng “timeStamping” (bắt buộc)",
            Self::NotReserved => "khóa không chỉ dành riêng cho dấu thời gian",
        }
        .to_owned()
    }
}

//! The Vietnamese words about paths and the use of keys.

use kyso_words::{Localized, vietnam_time};

use crate::path::{PathIndication, PathProblem, UsageProblem};

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
            Self::NotYetValid { depth, not_before } => {
                let (whose, time) = (holder(*depth), vietnam_time(*not_before));
                format!("chứng thư {whose} chưa có hiệu lực trước {time}")
            }
            Self::Expired { depth, not_after } => {
                let (whose, time) = (holder(*depth), vietnam_time(*not_after));
                format!("chứng thư {whose} đã hết hạn từ {time}")
            }
            Self::Other { depth, .. } => {
                format!("chứng thư {} không đạt kiểm tra của chuỗi", holder(*depth))
            }
        }
    }
}

fn holder(depth: usize) -> String {
    match depth {
        0 => "của người ký".to_owned(),
        _ => format!("của nơi cấp (bậc {depth})"),
    }
}

impl Localized for PathIndication {
    fn vietnamese(&self) -> String {
        self.words().0.to_owned()
    }
}

/// As the end of a sentence about the certificate.
impl Localized for UsageProblem {
    fn vietnamese(&self) -> String {
        match self {
            Self::Malformed => "không đọc được phần nói về mục đích sử dụng khóa",
            Self::NoSignatures => "mục đích sử dụng khóa không có ký số",
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

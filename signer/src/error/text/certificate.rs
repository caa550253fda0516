//! Words for refused certificates.

use kyso_words::{Localized, vietnam_time};

use crate::certificate::CertificateRefusal;

impl Localized for CertificateRefusal {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotYetValid {
                subject,
                not_before,
            } => format!(
                "G1: chứng thư của “{subject}” chưa có hiệu lực trước {}",
                vietnam_time(*not_before)
            ),
            Self::Expired { subject, not_after } => format!(
                "G1: chứng thư của “{subject}” đã hết hạn từ {}",
                vietnam_time(*not_after)
            ),
            Self::Revoked {
                subject,
                at,
                reason,
            } => format!(
                "G1: chứng thư của “{subject}” đã bị thu hồi từ {} ({})",
                vietnam_time(*at),
                reason.vietnamese()
            ),
            Self::RevocationUnknown {
                subject,
                gap: missing,
            } => format!(
                "G1: chưa biết chứng thư của “{subject}” có bị thu hồi hay không: {}",
                missing.vietnamese()
            ),
            Self::NotForSigning { subject, problem } => format!(
                "F3: chứng thư của “{subject}” không được dùng để ký văn bản: {}",
                problem.vietnamese()
            ),
            Self::NoPath { subject, problem } => format!(
                "F1: chứng thư của “{subject}” không dẫn đến gốc tin cậy: {}",
                problem.vietnamese()
            ),
            Self::NoAnchor { subject } => {
                format!("F1: chứng thư của “{subject}” không dẫn đến gốc tin cậy")
            }
            Self::WeakKey {
                subject,
                bits,
                needed,
            } => format!(
                "0.2: chứng thư của “{subject}” có khóa {bits} bit, cần ít nhất {needed} bit"
            ),
            Self::NotGovernment { subject, class } => format!(
                "0.4: chứng thư của “{subject}” thuộc loại “{class}”; chỉ chứng thư chữ ký số chuyên dùng công vụ mới tạo được bản gốc"
            ),
        }
    }
}

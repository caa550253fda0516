//! The words about revocation, and about evidence that does not answer.

use std::fmt;

use kyso_words::{Localized, vietnam_time};

use crate::crl::RevocationReason;
use crate::path::RevocationGap;

/// As the end of a sentence that says whose revocation is not known.
impl fmt::Display for RevocationGap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoPath => "there is no trusted path",
            Self::NoList => "there is no list and no OCSP response",
            Self::MalformedCertificate => {
                "the certificate names the place of revocation evidence in a malformed way"
            }
            Self::WrongCertificate => {
                "the response is about a certificate of another issuer"
            }
            Self::OutOfScope => {
                "the evidence at hand is about other certificates, or about some reasons only"
            }
            Self::Stale { next_update } => {
                let due = vietnam_time(*next_update);
                return write!(formatter, "the evidence at hand is stale: newer evidence was due at {due}");
            }
            Self::Expired { this_update } => {
                let made = vietnam_time(*this_update);
                return write!(
                    formatter,
                    "the evidence at hand was made after the certificate expired ({made}) and no longer lists it"
                );
            }
            Self::UnknownCriticalExtension => {
                "the evidence at hand has critical parts that are not understood"
            }
            Self::SignerMissing => "the certificate of the responder is missing",
            Self::NotAuthentic => {
                "the signature on the evidence at hand is by nobody who may sign it"
            }
            Self::SignerNotDelegated => "the responder was not delegated by the issuer",
            Self::SignerOutOfTime { made_at } => {
                let made = vietnam_time(*made_at);
                return write!(
                    formatter,
                    "the signer of the evidence at hand had no valid certificate when it was made ({made})"
                );
            }
            Self::SignerUnknown => {
                "whether the signer of the evidence at hand was revoked is not known"
            }
            Self::SignerRevoked => "the signer of the evidence at hand was revoked",
            Self::NotKnownToResponder => "the responder does not know the certificate",
            Self::LeftOut => {
                "the evidence at hand is signed by an algorithm that no longer counts, or nothing proves that it is as old as it says"
            }
            Self::TooMuchEvidence { limit } => {
                return write!(
                    formatter,
                    "there is more revocation evidence than is consulted ({limit})"
                );
            }
        })
    }
}

impl Localized for RevocationGap {
    fn vietnamese(&self) -> String {
        match self {
            Self::NoPath => "chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
            Self::NoList => "không có danh sách hay câu trả lời OCSP nào",
            Self::MalformedCertificate => "chứng thư ghi sai nơi công bố thông tin thu hồi",
            Self::WrongCertificate => "câu trả lời OCSP nói về chứng thư của nơi cấp khác",
            Self::OutOfScope => "thông tin hiện có nói về chứng thư khác hoặc chỉ một số lý do",
            Self::Stale { next_update } => {
                let due = vietnam_time(*next_update);
                return format!("thông tin đã cũ, lẽ ra phải có bản mới trước {due}");
            }
            Self::Expired { this_update } => {
                let made = vietnam_time(*this_update);
                return format!(
                    "thông tin lập sau khi chứng thư hết hạn ({made}) không còn liệt kê chứng thư đó"
                );
            }
            Self::UnknownCriticalExtension => {
                "thông tin có phần bắt buộc mà chương trình không hiểu"
            }
            Self::SignerMissing => "không có chứng thư của nơi trả lời OCSP",
            Self::NotAuthentic => "chữ ký trên thông tin hiện có không phải của nơi có thẩm quyền",
            Self::SignerNotDelegated => "nơi trả lời OCSP không được nơi cấp chứng thư ủy quyền",
            Self::SignerOutOfTime { made_at } => {
                let made = vietnam_time(*made_at);
                return format!(
                    "khi lập thông tin ({made}), chứng thư của nơi lập không có hiệu lực"
                );
            }
            Self::SignerUnknown => {
                "chưa biết chứng thư của nơi lập thông tin có bị thu hồi hay không"
            }
            Self::SignerRevoked => "chứng thư của nơi lập thông tin đã bị thu hồi",
            Self::NotKnownToResponder => "nơi trả lời OCSP không biết chứng thư này",
            Self::LeftOut => {
                "thông tin hiện có được ký bằng thuật toán không còn được tính, hoặc không có gì chứng minh nó có từ trước"
            }
            Self::TooMuchEvidence { limit } => {
                return format!("có quá nhiều thông tin thu hồi (giới hạn {limit})");
            }
        }
        .to_owned()
    }
}

impl Localized for RevocationReason {
    fn vietnamese(&self) -> String {
        match self {
            Self::KeyCompromise => "lộ khóa",
            Self::CaCompromise => "lộ khóa của nơi cấp",
            Self::AaCompromise => "lộ khóa của nơi cấp thuộc tính",
            Self::AffiliationChanged => "thay đổi tên hoặc đơn vị",
            Self::Superseded => "đã được thay thế",
            Self::CessationOfOperation => "không còn sử dụng",
            Self::CertificateHold => "tạm dừng",
            Self::PrivilegeWithdrawn => "bị rút quyền",
            Self::NotGiven | Self::Unspecified | Self::RemoveFromCrl | Self::Other(_) => {
                "không nêu lý do"
            }
        }
        .to_owned()
    }
}

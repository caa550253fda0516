//! The Vietnamese words about signatures and algorithms.

use kyso_words::Localized;

use crate::algorithm::AlgorithmError;
use crate::builder::BuildError;
use crate::cms::CmsError;

impl Localized for CmsError {
    fn vietnamese(&self) -> String {
        match self {
            Self::SeveralSigners { count } => {
                format!("chữ ký có {count} người ký, quá số cho phép")
            }
            Self::NoSigner => "không có ai ký trong tệp chữ ký".to_owned(),
            Self::NotSignedData { content_type } => format!(
                "không phải chữ ký: cấu trúc CMS loại {content_type} (tệp mã hóa hoặc loại khác)"
            ),
            Self::NoSigningCertificate => "không có chứng thư của người ký".to_owned(),
            Self::DigestMismatch => "giá trị băm không khớp với nội dung".to_owned(),
            Self::SignatureMismatch => "giá trị chữ ký sai".to_owned(),
            Self::Algorithm(error) => error.vietnamese(),
            Self::Certificate(error) => error.vietnamese(),
            Self::SigningCertificateMismatch => {
                "chứng thư kèm theo không phải chứng thư mà người ký đã cam kết".to_owned()
            }
            Self::Ber(_)
            | Self::Malformed(_)
            | Self::MissingAttribute { .. }
            | Self::NotSingleValued { .. }
            | Self::ContentTypeMismatch { .. }
            | Self::DigestAlgorithmInconsistent { .. }
            | Self::AlgorithmProtection
            | Self::DigestLength { .. } => {
                "không phải chữ ký CMS (CAdES, DER, BER hoặc PEM) đọc được".to_owned()
            }
        }
    }
}

impl Localized for AlgorithmError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unsupported { oid } => format!("chưa hỗ trợ thuật toán {oid}"),
            Self::Parameters { oid } => format!("chưa hỗ trợ các tham số của thuật toán {oid}"),
            Self::KeyMismatch { algorithm } => {
                format!("khóa công khai trong chứng thư không phù hợp với thuật toán {algorithm}")
            }
            Self::NeedsMessage { algorithm }
            | Self::DigestInfoWithoutNull { algorithm }
            | Self::Library { algorithm } => {
                format!("không kiểm tra được chữ ký bằng thuật toán {algorithm}")
            }
            Self::Collision { digest } => {
                format!("dữ liệu được ký mang dấu hiệu tấn công va chạm {digest}")
            }
        }
    }
}

impl Localized for BuildError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unsupported { algorithm } => {
                format!("không tạo chữ ký bằng thuật toán {algorithm}")
            }
            Self::DigestLength {
                algorithm,
                expected,
                actual,
            } => {
                format!("giá trị băm {algorithm} phải có {expected} byte, không phải {actual}")
            }
            Self::SignatureMismatch => {
                "giá trị chữ ký không khớp với chứng thư: khóa và chứng thư không phải một cặp"
                    .to_owned()
            }
            Self::Algorithm(error) => error.vietnamese(),
            Self::Certificate(error) => error.vietnamese(),
            Self::Digest(_) | Self::Library(_) => "thư viện mật mã báo lỗi".to_owned(),
        }
    }
}

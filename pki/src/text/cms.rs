//! The Vietnamese words about signatures and algorithms.

use kyso_words::Localized;

use crate::algorithm::AlgorithmError;
use crate::builder::BuildError;
use crate::cms::CmsError;
use crate::digest::{DigestAlgorithm, DigestError};

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
            Self::Ber(error) => format!("{UNREADABLE}: {}", error.vietnamese()),
            Self::Malformed(error) => format!("{UNREADABLE}: {}", error.vietnamese()),
            Self::MissingAttribute { oid } => format!("chữ ký thiếu thuộc tính được ký {oid}"),
            Self::NotSingleValued { oid } => {
                format!("thuộc tính được ký {oid} không có đúng một giá trị")
            }
            Self::ContentTypeMismatch { attribute, content } => format!(
                "thuộc tính được ký ghi nội dung loại {attribute}, nội dung lại thuộc loại {content}"
            ),
            Self::DigestAlgorithmInconsistent { digest, signature } => format!(
                "thuật toán băm {digest} không phù hợp với thuật toán ký, vốn dùng {signature}"
            ),
            Self::AlgorithmProtection => {
                "các thuật toán khác với bản sao được bảo vệ của chúng trong chữ ký".to_owned()
            }
            Self::DigestLength {
                algorithm,
                expected,
                actual,
            } => digest_length(*algorithm, *expected, *actual),
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
            Self::NeedsMessage { algorithm } => {
                format!("thuật toán {algorithm} cần chính nội dung, không chỉ giá trị băm")
            }
            Self::DigestInfoWithoutNull { algorithm } => format!(
                "giá trị chữ ký {algorithm} thiếu giá trị NULL mà RFC 8017 đòi hỏi trong DigestInfo"
            ),
            Self::Library { algorithm } => {
                format!("thư viện mật mã không kiểm tra được chữ ký bằng thuật toán {algorithm}")
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
            } => digest_length(*algorithm, *expected, *actual),
            Self::SignatureMismatch => {
                "giá trị chữ ký không khớp với chứng thư: khóa và chứng thư không phải một cặp"
                    .to_owned()
            }
            Self::Algorithm(error) => error.vietnamese(),
            Self::Certificate(error) => error.vietnamese(),
            Self::Digest(error) => error.vietnamese(),
            Self::Library(_) => "thư viện mật mã báo lỗi".to_owned(),
        }
    }
}

impl Localized for DigestError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Library(_) => "thư viện mật mã không tính được giá trị băm".to_owned(),
            Self::Collision { algorithm } => {
                format!("dữ liệu mang dấu hiệu tấn công va chạm {algorithm}")
            }
        }
    }
}

fn digest_length(algorithm: DigestAlgorithm, expected: usize, actual: usize) -> String {
    format!("giá trị băm {algorithm} phải có {expected} byte, không phải {actual}")
}

const UNREADABLE: &str = "không phải chữ ký CMS (CAdES, DER, BER hoặc PEM) đọc được";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oids;
    use crate::tlv::EncodingError;

    #[test]
    fn each_cause_has_words_of_its_own() {
        let truncated = EncodingError::Truncated { offset: 7 };
        let causes = [
            CmsError::Malformed(truncated),
            CmsError::Malformed(EncodingError::Trailing { offset: 7 }),
            CmsError::MissingAttribute {
                oid: oids::MESSAGE_DIGEST,
            },
            CmsError::NotSingleValued {
                oid: oids::MESSAGE_DIGEST,
            },
            CmsError::AlgorithmProtection,
        ];
        let mut texts: Vec<String> = causes.iter().map(Localized::vietnamese).collect();
        assert!(
            texts
                .first()
                .is_some_and(|text| text.ends_with("phần tử ở byte 7 bị cụt")),
            "{texts:?}"
        );
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), causes.len());
    }
}

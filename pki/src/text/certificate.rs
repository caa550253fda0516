//! The Vietnamese words about certificates and the keys that belong to them.

use kyso_words::Localized;

use crate::certificate::CertificateError;
use crate::pkcs12::Pkcs12Error;

impl Localized for Pkcs12Error {
    fn vietnamese(&self) -> String {
        match self {
            Self::Malformed => "không phải tệp PKCS #12, hoặc tệp bị hỏng".to_owned(),
            Self::WrongPassword => "sai mật khẩu".to_owned(),
            Self::NoIntegrityCheck => {
                "tệp không có phần kiểm tra toàn vẹn (MAC); hãy xuất lại tệp có phần này".to_owned()
            }
            Self::Unreadable => "tệp bị hỏng, hoặc mã hóa theo cách chưa hỗ trợ".to_owned(),
            Self::NoKey => "trong tệp không có khóa bí mật".to_owned(),
            Self::NoCertificate => "trong tệp không có chứng thư của khóa bí mật".to_owned(),
            Self::OutdatedEncryption => {
                "tệp mã hóa theo cách đã lỗi thời; hãy xuất lại tệp với AES-256".to_owned()
            }
            Self::Certificate(error) => {
                format!(
                    "không dùng được chứng thư trong tệp ({})",
                    error.vietnamese()
                )
            }
        }
    }
}

impl Localized for CertificateError {
    fn vietnamese(&self) -> String {
        match self {
            Self::PublicKey => "không dùng được khóa công khai của chứng thư",
            Self::Unusable => "chứng thư không dùng được để lập đường dẫn",
            Self::Encoding(_) | Self::Ber(_) | Self::NoPemBlock => {
                "không đọc được như chứng thư, danh sách thu hồi hay trả lời OCSP"
            }
        }
        .to_owned()
    }
}

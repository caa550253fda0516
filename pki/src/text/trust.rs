//! The Vietnamese words about trust folders and what lies in them.

use kyso_words::Localized;

use crate::anchor::TrustClass;
use crate::trust::{TrustError, TrustFileError};

impl Localized for TrustError {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn vietnamese(&self) -> String {
        match self {
            Self::Unreadable { path, source } => {
                format!(
                    "{}: không đọc được ({})",
                    path.display(),
                    source.vietnamese()
                )
            }
            Self::TooLarge { path, size, limit } => {
                format!(
                    "{}: {size} byte, quá {limit} byte cho phép; hãy bỏ tệp này ra",
                    path.display()
                )
            }
            Self::TooManyFiles { path, limit } => {
                format!(
                    "{}: có hơn {limit} tệp; hãy bỏ những tệp không thuộc thư mục này",
                    path.display()
                )
            }
            Self::NotTrustMaterial { path, source } => format!(
                "{}: {}; hãy thay bằng chứng thư hoặc danh sách thu hồi dạng PEM, DER, PKCS #7, hoặc bỏ tệp này ra",
                path.display(),
                source.vietnamese()
            ),
            Self::WrongClass { name, given, known } => format!(
                "theo vân tay, {name} thuộc loại {}, không phải {}; hãy chuyển sang đúng loại hoặc bỏ ra",
                known.vietnamese(),
                given.vietnamese()
            ),
            Self::TwoClasses {
                certificate,
                first,
                second,
            } => format!(
                "{} vừa nằm ở loại {} vừa nằm ở loại {}; hãy bỏ một nơi",
                certificate.subject_display(),
                first.vietnamese(),
                second.vietnamese()
            ),
            Self::NoClass { certificate } => format!(
                "không biết loại của chứng thư gốc {}; hãy nêu loại, hoặc dùng thư mục có government, public, tsa, other",
                certificate.subject_display()
            ),
            Self::ClassOfFolder { path } => format!(
                "{} là thư mục: loại do thư mục con quyết định, chỉ nêu loại cho một tệp",
                path.display()
            ),
            Self::UnusableAnchor {
                certificate,
                source,
            } => {
                format!(
                    "không dùng được chứng thư gốc {} ({})",
                    certificate.subject_display(),
                    source.vietnamese()
                )
            }
            Self::UnconfirmedRoot { certificate } => format!(
                "{} tự nhận là gốc nhưng chữ ký của chính chứng thư không kiểm tra được; hãy thay hoặc bỏ chứng thư này",
                certificate.subject_display()
            ),
            Self::Library(_) => "thư viện mật mã báo lỗi".to_owned(),
        }
    }
}

impl Localized for TrustFileError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Certificate(source) => source.vietnamese(),
            Self::Crl(_) => "không phải danh sách thu hồi".to_owned(),
            Self::Ocsp(_) => "không phải trả lời OCSP".to_owned(),
            Self::Pkcs7(_) => "không phải tệp PKCS #7 chứa chứng thư".to_owned(),
            Self::UnexpectedBlock { label } if label.is_empty() => {
                "không có khối PEM nào".to_owned()
            }
            Self::UnexpectedBlock { label } => {
                format!(
                    "có khối PEM “{label}” không phải chứng thư, danh sách thu hồi hay trả lời OCSP"
                )
            }
            Self::PrivateKey => "có khóa bí mật".to_owned(),
        }
    }
}

impl Localized for TrustClass {
    fn vietnamese(&self) -> String {
        match self {
            Self::Government => "chuyên dùng Chính phủ",
            Self::Public => "công cộng",
            Self::Timestamping => "dấu thời gian",
            Self::Other => "khác",
        }
        .to_owned()
    }
}

//! Why a file cannot be verified at all.

use kyso_pdf::PdfError;
use kyso_pki::CmsError;
use kyso_words::Localized;

/// Why a file cannot be verified at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file cannot be read as it is written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The file is no CMS signature, or one that cannot be read (CAdES).
    #[error("no CMS signature: {0}")]
    Cms(#[from] CmsError),
    /// PEM text that holds no CMS signature, or several.
    #[error("the PEM text holds no single CMS signature")]
    Pem,
    /// The signature is detached, and the file that it signs is not at hand.
    #[error("the signature stands apart from what it signs: name that file too")]
    ContentMissing,
    /// The signature is over a structure with a meaning of its own, such as the information of a timestamp.
    #[error("the signature is over content of type {content_type}, which is no document")]
    ContentType {
        /// `eContentType`.
        content_type: String,
    },
}

impl Localized for VerifyError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Pdf(error) => error.vietnamese(),
            Self::Cms(error) => error.vietnamese(),
            Self::Pem => "văn bản PEM không chứa đúng một chữ ký CMS".to_owned(),
            Self::ContentMissing => {
                "chữ ký tách rời khỏi tệp được ký: hãy nêu cả tệp đó".to_owned()
            }
            Self::ContentType { content_type } => {
                format!("chữ ký trên nội dung loại {content_type}, không phải văn bản")
            }
        }
    }
}

//! Why a signature container cannot be read.

use kyso_pki::{CmsError, TimestampError};
use kyso_words::Localized;

/// Why a signature container cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// It is no CMS signature, or one that is malformed.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// It is no timestamp token, or one that is malformed.
    #[error(transparent)]
    Timestamp(#[from] TimestampError),
}

impl Localized for ContainerError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Cms(error) => error.vietnamese(),
            Self::Timestamp(error) => error.vietnamese(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kyso_pdf::PdfError;
    use kyso_words::Lang;

    use super::*;
    use crate::finding::{Change, ChangeKind, Finding};

    #[test]
    fn what_cannot_be_read_is_said_with_its_cause_in_both_languages() {
        let error = PdfError::Truncated { size: 7 };
        let container = Finding::ContainerUnreadable {
            error: CmsError::NoSigner.into(),
        };
        let texts = |lang| {
            let shown = Finding::ShownUnknown {
                error: error.clone(),
            };
            let active = Finding::ActiveContentUnknown {
                error: error.clone(),
            };
            let unreadable = ChangeKind::Unreadable {
                error: error.clone(),
            };
            [
                shown.text(lang),
                active.text(lang),
                Change::forbidden(0, unreadable).text(lang),
            ]
        };
        for text in texts(Lang::Vi) {
            assert!(text.contains(&error.vietnamese()), "{text}");
        }
        for text in texts(Lang::En) {
            assert!(text.contains(&error.to_string()), "{text}");
        }
        assert_eq!(
            container.text(Lang::Vi),
            "Không đọc được chữ ký số: không có ai ký trong tệp chữ ký."
        );
        assert_eq!(
            container.text(Lang::En),
            "The signature container cannot be read: there is no signer."
        );
    }
}

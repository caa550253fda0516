//! The words about bundles.

use kyso_words::{Lang, Localized};

use super::manifest::ItemKind;
use super::{BundleError, Difference, UntrustedAnchor};

impl Localized for BundleError {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotZip => "không phải tệp ZIP, hoặc tệp ZIP bị hỏng".into(),
            Self::TooLarge { size, limit } => {
                format!("{size} byte, quá {limit} byte mà một gói bằng chứng được có")
            }
            Self::TooManyEntries { limit } => format!("quá {limit} mục"),
            Self::NameTwice => "hai mục trùng tên".into(),
            Self::EntriesOverlap => "các mục chồng lên nhau".into(),
            Self::HeadersDiffer => "mục lục và các mục mâu thuẫn nhau".into(),
            Self::ForeignBytes => "có byte hoặc chú thích không thuộc mục nào".into(),
            Self::ForeignEntry { name } => format!("mục {name:?} không thuộc gói bằng chứng"),
            Self::Compressed { name } => format!("mục {name:?} bị nén"),
            Self::Encrypted { name } => format!("mục {name:?} bị mã hóa"),
            Self::Damaged { name } => format!("mục {name:?} bị hỏng"),
            Self::Missing { name } => format!("thiếu mục {name:?}"),
            Self::Unlisted { name } => format!("mục {name:?} không có trong bản kê"),
            Self::BadManifest(error) => format!(
                "không đọc được bản kê: sai ở dòng {}, cột {}",
                error.line(),
                error.column()
            ),
            Self::OtherSchema { schema } => format!("không biết lược đồ {schema:?}"),
            Self::OtherContent { name } => format!("nội dung mục {name:?} khác bản kê"),
            Self::OtherFile { sha256 } => {
                format!("gói bằng chứng là của tệp khác (SHA-256 {sha256})")
            }
            Self::BadItem { name, kind } => {
                format!("không đọc được mục {name:?} như {}", kind.vietnamese())
            }
            Self::Store(error) => format!("không dựng được kho tin cậy: {}", error.vietnamese()),
            // It is written into memory; what the ZIP library said stays in the English text.
            Self::Unwritable { .. } => "không tạo được tệp ZIP của gói".into(),
        }
    }
}

impl ItemKind {
    fn vietnamese(self) -> &'static str {
        match self {
            Self::Certificate => "chứng thư",
            Self::Crl => "danh sách thu hồi",
            Self::OcspResponse => "trả lời OCSP",
            Self::TimestampToken => "dấu thời gian",
        }
    }
}

impl Difference {
    /// One sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let Self {
            place,
            recorded,
            now,
        } = self;
        match lang {
            Lang::Vi => format!(
                "Kết quả kiểm tra lại KHÁC kết quả đã lưu. Khác đầu tiên: {place}: đã lưu {recorded}, nay {now}."
            ),
            Lang::En => format!(
                "the new report DIFFERS from the recorded one, first at {place}: recorded {recorded}, now {now}"
            ),
        }
    }
}

impl UntrustedAnchor {
    /// One sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let Self {
            subject,
            sha256,
            class,
            trusted_as,
        } = self;
        match (lang, trusted_as) {
            (Lang::Vi, None) => format!(
                "Thư mục tin cậy thiếu một chứng thư gốc của kết quả đã lưu, nên không được tin: {subject} (SHA-256 {sha256})."
            ),
            (Lang::Vi, Some(trusted)) => format!(
                "Chứng thư gốc {subject} trước đây thuộc loại {class}, nay thư mục tin cậy xếp loại {trusted}."
            ),
            (Lang::En, None) => format!(
                "the trust folder lacks an anchor that was trusted for the recorded report: {subject} (SHA-256 {sha256})"
            ),
            (Lang::En, Some(trusted)) => {
                format!(
                    "the anchor {subject} was trusted as {class}; the trust folder says {trusted}"
                )
            }
        }
    }
}

/// That another version of the program made the recorded result.
pub(super) fn other_program(recorded: &str, now: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "Kết quả đã lưu do {recorded} lập, nay là {now}: quy tắc mới có thể cho kết quả khác."
        ),
        Lang::En => format!(
            "the recorded report was made by {recorded}, this one by {now}: newer rules may judge differently"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_json_library_says_stays_out_of_the_vietnamese_text() {
        let broken = serde_json::from_str::<u32>("\n x").err();
        let texts = broken.map(BundleError::BadManifest);
        let texts = texts.map(|error| (error.vietnamese(), error.to_string()));
        assert_eq!(
            texts,
            Some((
                "không đọc được bản kê: sai ở dòng 2, cột 2".to_owned(),
                "the manifest cannot be read: expected value at line 2 column 2".to_owned()
            ))
        );
    }
}

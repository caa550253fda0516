//! The words for what later revisions do.

use kyso_pdf::ObjectId;

use super::structure;
use super::writing::writing_text;
use crate::finding::{Change, ChangeKind, ChangeRule};
use crate::lang::Lang;

impl Change {
    /// One line for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let object = self.object.map(|id| object_text(id, lang));
        let what = self.what.text(lang);
        match object {
            Some(object) => format!("{what} ({object})"),
            None => what,
        }
    }
}

fn object_text(id: ObjectId, lang: Lang) -> String {
    format!("{} {id}", lang.pick("đối tượng", "object"))
}

impl ChangeKind {
    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Added => lang.pick("Thêm đối tượng", "Object added").into(),
            Self::Replaced => lang.pick("Thay thế đối tượng", "Object replaced").into(),
            Self::Removed => lang.pick("Xóa đối tượng", "Object removed").into(),
            Self::SignatureField { name } => {
                format!("{} “{name}”", lang.pick("Thêm chữ ký", "Signature added"))
            }
            Self::DocumentTimestamp => lang
                .pick("Thêm dấu thời gian tài liệu", "Document timestamp added")
                .into(),
            Self::FieldFilled { name, old, new } => match lang {
                Lang::Vi => format!("Điền trường “{name}”: “{old}” → “{new}”"),
                Lang::En => format!("Field “{name}” filled: “{old}” → “{new}”"),
            },
            Self::AnnotationAdded { kind } => {
                format!(
                    "{} ({kind})",
                    lang.pick("Thêm chú thích", "Annotation added")
                )
            }
            Self::AnnotationChanged { kind } => {
                format!(
                    "{} ({kind})",
                    lang.pick("Sửa chú thích", "Annotation changed")
                )
            }
            Self::AnnotationRemoved { kind } => {
                format!(
                    "{} ({kind})",
                    lang.pick("Bỏ chú thích", "Annotation removed")
                )
            }
            Self::DrawnOverContent { .. }
            | Self::DrawnOverSignature { .. }
            | Self::DrawnWithoutBounds { .. }
            | Self::TimestampDraws { .. }
            | Self::FilledOverContent { .. } => self.drawn_text(lang),
            Self::ValidationData => lang
                .pick("Thêm dữ liệu kiểm tra chữ ký", "Validation data added")
                .into(),
            Self::Trailer { key } => {
                let words = lang.pick("Thay đổi phần cuối tệp (trailer)", "Trailer changed");
                format!("{words}: /{key}")
            }
            Self::ReadDifferently { fault } => writing_text(fault, lang),
            Self::NullEntry { key } => match lang {
                Lang::Vi => format!("Ghi thêm giá trị rỗng (null) cho khóa /{key}: các phần mềm hiểu khác nhau"),
                Lang::En => format!("Null added under /{key}: programs take it differently"),
            },
            Self::WrittenAgain => lang
                .pick(
                    "Ghi lại trang, nội dung, phông chữ hoặc hình dù không chữ ký, chú thích nào cần đến",
                    "Page, content, font or picture written again although no signature or annotation needs it",
                )
                .into(),
            Self::UnlistedObject { .. }
            | Self::StrayKeyword { .. }
            | Self::StrayBytes { .. }
            | Self::Overlap { .. }
            | Self::EntryElsewhere { .. }
            | Self::BroughtToLight { .. }
            | Self::RebuiltDifferently { .. }
            | Self::LooseStructure { .. } => structure::text(self, lang),
            Self::UnstructuredBytes { count } => match lang {
                Lang::Vi => format!("{count} byte không thuộc phiên bản nào"),
                Lang::En => format!("{count} bytes outside every revision"),
            },
            Self::Unreadable { reason } => {
                let words = lang.pick("Không đọc được phiên bản", "Revision cannot be read");
                format!("{words}: {reason}")
            }
        }
    }
}

impl ChangeKind {
    /// What was drawn over signed content.
    fn drawn_text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::DrawnOverContent { field, text }, Lang::Vi) => {
                format!(
                    "Hình của chữ ký “{field}” đè lên nội dung đã ký{}",
                    quoted(text)
                )
            }
            (Self::DrawnOverContent { field, text }, Lang::En) => {
                format!(
                    "Signature “{field}” is drawn over signed content{}",
                    quoted(text)
                )
            }
            (Self::DrawnOverSignature { field, earlier }, Lang::Vi) => {
                format!("Hình của chữ ký “{field}” đè lên chữ ký “{earlier}”")
            }
            (Self::DrawnOverSignature { field, earlier }, Lang::En) => {
                format!("Signature “{field}” is drawn over the signature “{earlier}”")
            }
            (Self::DrawnWithoutBounds { field }, Lang::Vi) => {
                format!("Hình của chữ ký “{field}” không có giới hạn, có thể đè lên cả trang")
            }
            (Self::DrawnWithoutBounds { field }, Lang::En) => {
                format!("Signature “{field}” is drawn without bounds, perhaps over the whole page")
            }
            (Self::TimestampDraws { field }, Lang::Vi) => {
                format!("Dấu thời gian tài liệu “{field}” vẽ chữ hoặc hình")
            }
            (Self::TimestampDraws { field }, Lang::En) => {
                format!("The document timestamp “{field}” draws something")
            }
            (Self::FilledOverContent { name, text }, Lang::Vi) => {
                format!(
                    "Điền trường “{name}” nằm đè lên nội dung đã ký{}",
                    quoted(text)
                )
            }
            (Self::FilledOverContent { name, text }, Lang::En) => {
                format!(
                    "Field “{name}” filled, which lies over signed content{}",
                    quoted(text)
                )
            }
            _ => String::new(),
        }
    }
}

/// `: “words”`; nothing without words.
fn quoted(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!(": “{text}”"),
    }
}

impl ChangeRule {
    /// The words for people.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Certification => lang.pick("chữ ký chứng nhận", "certification"),
            Self::NewSignature => lang.pick("chữ ký mới", "new signature"),
            Self::NewVisibleSignature => lang.pick("chữ ký mới có hình", "new visible signature"),
            Self::FormFilling => lang.pick("điền biểu mẫu", "form filling"),
            Self::Annotation => lang.pick("chú thích", "annotation"),
            Self::DocumentTimestamp => lang.pick("dấu thời gian tài liệu", "document timestamp"),
            Self::DocumentSecurityStore => {
                lang.pick("dữ liệu kiểm tra (DSS)", "validation data (DSS)")
            }
            Self::FileStructure => lang.pick("cấu trúc tệp", "file structure"),
            Self::Metadata => lang.pick("thông tin mô tả", "metadata"),
            Self::Extensions => lang.pick("khai báo mở rộng", "extension dictionary"),
            Self::Unreferenced => lang.pick("không được dùng đến", "not referred to"),
            Self::Rewritten => lang.pick("ghi lại như cũ", "rewritten, equal"),
        }
    }
}
